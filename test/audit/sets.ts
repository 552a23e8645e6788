import type { FactId } from './facts';
import type { AuditRow } from './row';
import { row, rowsOf } from './row';
import { ActionSet } from '../../src';
import { Catalog } from '../../src/actions/catalog';

const SERVICES = 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html';

/** Actions that no set had, though they belong into one; and what AWS calls writing in a service that gives access. */
const LISTS: ReadonlyArray<readonly [fact: FactId, set: ActionSet, actions: string]> = [
  ['set-privilege-escalation', ActionSet.privilegeEscalation(), 'signin:PutResourcePermissionStatement signin:DeleteResourcePermissionStatement signin:PutConsoleAuthorizationConfiguration '
    + 'signin:DeleteConsoleAuthorizationConfiguration supportauthz:CreateSupportPermit ram:CreatePermissionVersion '
    + 'ram:SetDefaultPermissionVersion ram:ReplacePermissionAssociations mpa:UpdateApprovalTeam mpa:CreateIdentitySource '
    + 'securityagent:CreateMembership agent-registry:UpdateRegistryRecordStatus events:PutResourcePolicy '
    + 'network-security-manager:PutAdminAccount elemental-inference:PutFeedPolicy'],
  ['set-delegation', ActionSet.delegation(), 'lambda:CreateMicrovmShellAuthToken lambda:CreateMicrovmAuthToken lambda:ConnectMicrovm lambda:ResumeMicrovm '
    + 'lambda:UpdateMicrovmImage lambda:UpdateAlias lambda:SendDurableExecutionCallbackSuccess states:SendTaskSuccess ecs:CreateDaemon '
    + 'ecs:UpdateDaemon ecs:UpdateExpressGatewayService aidevops:UpdateApprovalAction aidevops:CreateTrigger aidevops:CreateBacklogTask '
    + 'aidevops:InitiateChatForCase finops-agent:CreateTurn finops-agent:AcceptAgentRequest finops-agent:CreateAutomation '
    + 'securityagent:StartCodeRemediation securityagent:StartPentestJob health-agent:InvokeAgent datazone:CreateCellRun '
    + 'datazone:StartNotebookRun datazone:SendMessage bedrock-agentcore:UpdateHarness bedrock-agentcore:UpdateAgentRuntimeEndpoint '
    + 'sagemaker:CreatePartnerAppPresignedUrl'],
  ['set-secret-reads', ActionSet.secretReads(), 'aidevops:CreateOneTimeLoginSession securityagent:CreateOneTimeLoginSession finops-agent:CreateOneTimeLoginSession '
    + 'emr-serverless:GetSessionEndpoint elasticmapreduce:GetSessionEndpoint aws-external-anthropic:AssumeConsole '
    + 'aws-external-anthropic:GetVault bedrock-agentcore:CompleteResourceTokenAuth iq-permission:AssumePermissionRole '
    + 'datazone:GetIamPortalLoginUrl ssm:CreateActivation eks:AccessKubernetesApi'],
  ['set-audit-tampering', ActionSet.auditTampering(), 'bedrock:PutEnforcedGuardrailConfiguration bedrock:DeleteEnforcedGuardrailConfiguration bedrock:UpdateGuardrail '
    + 'bedrock:DeleteGuardrail network-security-manager:DeletePolicy network-security-manager:DeleteDeployment'],
  ['set-destructive', ActionSet.destructive(), 's3express:PutLifecycleConfiguration s3tables:PutTableRecordExpirationConfiguration s3tables:PutTableMaintenanceConfiguration '
    + 'mpa:StartActiveApprovalTeamDeletion'],
  ['set-spending', ActionSet.spending(), 'bedrock-agentcore:ProcessPayment'],
];

const writesOf = (service: string): string => [...Catalog.get().actionsOf(service).keys()].filter((name) => !/^(Get|List)/.test(name)).map((name) => `${service}:${name}`).join(' ');

/** What of the actions is not in the set. */
function missing(set: ActionSet, actions: string): string[] {
  const held = new Set(set.listActions());
  return actions.split(' ').filter((action) => !held.has(action));
}

/** Each action in its set. */
export const SETS: readonly AuditRow[] = [
  ...rowsOf('set-privilege-escalation', row('all that writes in account access manager', SERVICES, [], () => missing(ActionSet.privilegeEscalation(), writesOf('account-access')))),
  ...LISTS.flatMap(([fact, set, actions]) => rowsOf(fact, row(`${actions.split(' ').length} actions of ${set}`, SERVICES, [], () => missing(set, actions)))),
];
