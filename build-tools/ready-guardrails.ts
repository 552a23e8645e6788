import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet } from '../src/actions/action-set';
import { McpServiceControlPolicy } from '../src/enforcement/mcp-service-control-policy';
import { PolicyTarget } from '../src/enforcement/policy-target';
import { McpGuardrail } from '../src/guardrails/guardrail';
import { McpServer } from '../src/mcp/mcp-server';

/** Stand for what is asked for. */
const [ACTION, SERVER] = ['s3:DeleteBucket', McpServer.AWS];

/** A guardrail of the library as the policies that it makes, for who has no CDK. */
interface ReadyGuardrail {
  readonly about: string;
  /** Each fits a service control policy, and so a managed policy too. */
  readonly policies: readonly object[];
  /** What in them stands for the actions, or the servers, that are asked for. */
  readonly actions?: string;
  readonly servers?: string;
}

/** The guardrails that hang on nothing but actions and servers, by name. */
export function readyGuardrails(): { readonly [name: string]: ReadyGuardrail } {
  const ready = (about: string, guardrail: McpGuardrail, rest: Partial<ReadyGuardrail> = {}): ReadyGuardrail => (
    { about, policies: policiesOf(guardrail), ...rest });
  return {
    baseline: ready('what agents should never do: all that is below but read_only, deny_actions and only_servers, in one', McpGuardrail.baseline()),
    read_only: ready('agents only read, and no secrets', McpGuardrail.readOnlyViaMcp()),
    deny_destructive: ready('agents do nothing that loses data or availability', McpGuardrail.denyDestructiveViaMcp()),
    deny_secret_reads: ready('agents read no credential and no secret', McpGuardrail.denySecretReadsViaMcp()),
    deny_privilege_escalation: ready('agents do not change who may do what', McpGuardrail.denyPrivilegeEscalationViaMcp()),
    deny_delegation: ready('agents get no other code or principal to act for them, which would not carry the MCP keys', McpGuardrail.denyDelegationViaMcp()),
    deny_audit_tampering: ready('agents do not stop or narrow what is recorded', McpGuardrail.denyAuditTamperingViaMcp()),
    deny_spending: ready('agents do not pay, buy or commit to pay', McpGuardrail.denySpendingViaMcp()),
    deny_actions: ready('agents do not call the actions; people may', McpGuardrail.denyViaMcp({ actions: ActionSet.of(ACTION) }), { actions: ACTION }),
    only_servers: ready('agents come through no other MCP server than these; direct calls are not touched',
      McpGuardrail.allowOnlyServers({ servers: [SERVER] }), { servers: SERVER.servicePrincipal }),
  };
}

function policiesOf(guardrail: McpGuardrail): object[] {
  const stack = new Stack(new App(), 'Stack');
  new McpServiceControlPolicy(stack, 'Policy', { guardrails: [guardrail], targets: [PolicyTarget.root('r-ab12')] });
  return Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map(({ Properties: { Content } }) => Content);
}
