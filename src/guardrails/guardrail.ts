import type { aws_iam as iam } from 'aws-cdk-lib';
import type { DenyAgentCoreOutsideSubnetsOptions } from './agent-core-subnets';
import { denyAgentCoreOutsideSubnets } from './agent-core-subnets';
import type { AllowOnlyServersOptions } from './allow-only-servers';
import { allowOnlyServers } from './allow-only-servers';
import type { AllowOnlyViaMcpOptions } from './allow-only-via-mcp';
import { allowOnlyViaMcp } from './allow-only-via-mcp';
import type { BaselineOptions } from './baseline';
import { baseline } from './baseline';
import { denyLeavingOrganization } from './deny-leaving-organization';
import type { DenyOutsideMcpOptions } from './deny-outside-mcp';
import { denyOutsideMcp } from './deny-outside-mcp';
import type { DenyPassRoleViaMcpOptions } from './deny-pass-role-via-mcp';
import { denyPassRoleViaMcp } from './deny-pass-role-via-mcp';
import type { DenyPresignedUrlsOptions } from './deny-presigned-urls';
import { denyPresignedUrls } from './deny-presigned-urls';
import type { DenyDestructiveViaMcpOptions, DenySetViaMcpOptions } from './deny-set-via-mcp';
import { denySetViaMcp } from './deny-set-via-mcp';
import type { Denials } from './deny-statements';
import type { DenyViaMcpOptions } from './deny-via-mcp';
import { denyViaMcp } from './deny-via-mcp';
import type { DeployOnlyViaMcpOptions } from './deploy-only';
import { deployOnly } from './deploy-only';
import type { ExceptAdministratorsOptions } from './except-administrators';
import type { AllowOnlyOauthClientsOptions, DenySignInSessionOptions } from './oauth';
import { allowOnlyOauthClients, denySignInSession } from './oauth';
import { checkedOptions } from './option-validators';
import type { ProtectAgentMarkOptions } from './protect-agent-mark';
import { protectAgentMark } from './protect-agent-mark';
import type { ProtectGuardrailsOptions } from './protect-guardrails';
import { protectGuardrails } from './protect-guardrails';
import type { ReadOnlyViaMcpOptions } from './read-only';
import { readOnly } from './read-only';
import { denialsOf } from './shared-denials';
import { teamStatements } from './team-statements';
import { ActionSet } from '../actions/action-set';
import { derivedFrom } from '../private/cache';

/**
 * An intent about what agents may do, as explicit Deny statements. It is a value and knows nothing of where it will live:
 * give it to a role, a policy or an SCP.
 *
 * `docs/guardrails.md` explains every statement by its Sid.
 *
 * @example
 * new McpServiceControlPolicy(this, 'Agents', {
 *   guardrails: [
 *     McpGuardrail.denyViaMcp({ actions: ActionSet.of('iam:*', 'organizations:*') }),
 *     McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS] }),
 *   ],
 *   targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
 * });
 */
export abstract class McpGuardrail {
  /**
   * Deny everything that does not come through a managed MCP server, so that credentials given to an agent are of no use
   * elsewhere. Statement `DenyOutsideMcp`.
   *
   * In an SCP it needs `appliesTo`: without it, everybody in the account would be locked out.
   *
   * @throws if the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] });
   */
  public static denyOutsideMcp(options: DenyOutsideMcpOptions = {}): McpGuardrail {
    return made('denyOutsideMcp', options, denyOutsideMcp);
  }

  /**
   * Deny actions to agents: to calls that come through a managed MCP server. Direct calls are not touched.
   * Statement `DenyViaMcp`.
   *
   * It holds for the calls that carry the MCP keys. An agent that may invoke a function, start a job or assume a role gets
   * there under another principal, without them: deny those actions too.
   *
   * @throws if `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyViaMcp({
   *   sid: 'DenyDeletingObjectsViaMcp',
   *   actions: ActionSet.of('s3:DeleteObject', 's3:DeleteBucket'),
   * });
   */
  public static denyViaMcp(options: DenyViaMcpOptions = {}): McpGuardrail {
    return made('denyViaMcp', options, denyViaMcp);
  }

  /**
   * Deny actions to calls that come through any other managed MCP server than the given ones. Direct calls are not
   * touched, unless asked for. Statement `DenyOtherMcpServers`.
   *
   * @throws if `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS], actions: ActionSet.of('eks:*') });
   */
  public static allowOnlyServers(options: AllowOnlyServersOptions): McpGuardrail {
    return made('allowOnlyServers', options, allowOnlyServers, 'servers');
  }

  /**
   * Deny agents what loses data or availability: `ActionSet.destructive()`. Statement `DenyDestructiveViaMcp`.
   *
   * For all services it is larger than one policy: `McpServiceControlPolicy` makes several of it. Narrow it with `services`.
   *
   * With `unlessTagged` agents may delete what they made, where they can tag it when they make it; `docs/what-agents-delete.md` says in which services.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the tag, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'dynamodb', 'rds'] });
   *
   * // What agents made, they may delete.
   * McpGuardrail.denyDestructiveViaMcp({ services: ['ec2', 'ecs'], unlessTagged: { key: 'created-by', value: 'agents' } });
   */
  public static denyDestructiveViaMcp(options: DenyDestructiveViaMcpOptions = {}): McpGuardrail {
    return made('denyDestructiveViaMcp', options, (given) => denySetViaMcp('DenyDestructiveViaMcp', given, ActionSet.destructive));
  }

  /**
   * Deny agents what returns a credential or a secret: `ActionSet.secretReads()`. Statement `DenySecretReadsViaMcp`.
   *
   * What AWS services decrypt for an agent, such as S3 an object that it may read, is not denied. `sts:GetSessionToken` is not in the
   * set: no policy has an effect on it.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denySecretReadsViaMcp({ servers: [McpServer.AWS] });
   */
  public static denySecretReadsViaMcp(options: DenySetViaMcpOptions = {}): McpGuardrail {
    return made('denySecretReadsViaMcp', options, (given) => denySetViaMcp('DenySecretReadsViaMcp', given, ActionSet.secretReads));
  }

  /**
   * Deny agents what changes who may do what: `ActionSet.privilegeEscalation()`. Statement `DenyPrivilegeEscalationViaMcp`.
   *
   * For all services it is larger than one policy: `McpServiceControlPolicy` makes several of it. Narrow it with `services`.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyPrivilegeEscalationViaMcp({ services: ['iam', 'sts', 'kms', 's3'] });
   */
  public static denyPrivilegeEscalationViaMcp(options: DenySetViaMcpOptions = {}): McpGuardrail {
    return made('denyPrivilegeEscalationViaMcp', options, (given) => denySetViaMcp('DenyPrivilegeEscalationViaMcp', given, ActionSet.privilegeEscalation));
  }

  /**
   * Deny agents what gets other code or another principal to act for them, without the MCP keys: `ActionSet.delegation()`.
   * Statement `DenyDelegationViaMcp`. Every other guardrail that hangs on those keys can be walked around without it.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyDelegationViaMcp();
   */
  public static denyDelegationViaMcp(options: DenySetViaMcpOptions = {}): McpGuardrail {
    return made('denyDelegationViaMcp', options, (given) => denySetViaMcp('DenyDelegationViaMcp', given, ActionSet.delegation));
  }

  /**
   * Deny agents to pass a role to a service, but for the services named: whoever passes a role gets that service to act with it, without
   * the MCP keys. Statement `DenyPassRoleViaMcp`.
   *
   * It hangs on `iam:PassedToService`. Some services do not support that key: to those, agents can't pass a role even if they are named.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
   * @throws if `exceptServices`, `servers`, `resources` or `appliesTo` is empty, or a service, a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] });
   */
  public static denyPassRoleViaMcp(options: DenyPassRoleViaMcpOptions = {}): McpGuardrail {
    return made('denyPassRoleViaMcp', options, denyPassRoleViaMcp);
  }

  /**
   * Deny requests of S3 that were signed beforehand, by a presigned URL or as a form for an upload: such as those that agents get from the tool
   * `aws___get_presigned_url`. Statement `DenyPresignedUrls`.
   *
   * It is for an agent's own role, as one of the `guardrails` of `McpScopedRole`. A role that people share would lose their URLs, too, and what makes
   * such URLs by itself: S3 Object Lambda, a copy to another Region (`CopyObject`), Amazon Redshift Spectrum, and Download in the console of S3.
   * In control policies say with `appliesTo` whom it is about. It denies `s3:*`; S3 on Outposts, S3 Express One Zone and S3 Object
   * Lambda are for `services`.
   *
   * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/presigned-url-best-practices/appendix-b.html
   * @throws if `resources`, `services` or `appliesTo` is empty, or a resource, a service, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyPresignedUrls({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] });
   */
  public static denyPresignedUrls(options: DenyPresignedUrlsOptions = {}): McpGuardrail {
    return made('denyPresignedUrls', options, denyPresignedUrls);
  }

  /**
   * Deny agents what stops, deletes or narrows what is recorded and watched: `ActionSet.auditTampering()`.
   * Statement `DenyAuditTamperingViaMcp`.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyAuditTamperingViaMcp();
   */
  public static denyAuditTamperingViaMcp(options: DenySetViaMcpOptions = {}): McpGuardrail {
    return made('denyAuditTamperingViaMcp', options, (given) => denySetViaMcp('DenyAuditTamperingViaMcp', given, ActionSet.auditTampering));
  }

  /**
   * Deny agents what pays, buys or commits to pay, or lifts a limit on spending: `ActionSet.spending()`.
   * Statement `DenySpendingViaMcp`. What is paid by use, such as `ec2:RunInstances`, is not denied.
   *
   * @throws if `services`, `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denySpendingViaMcp({ exempt: [PrincipalFilter.roleNames('Procurement')] });
   */
  public static denySpendingViaMcp(options: DenySetViaMcpOptions = {}): McpGuardrail {
    return made('denySpendingViaMcp', options, (given) => denySetViaMcp('DenySpendingViaMcp', given, ActionSet.spending));
  }

  /**
   * Deny agents everything but reads: they may look at anything that is used much, and change nothing. Of the reads, those of secrets and what
   * gets others to act stay denied. Statements `ReadOnlyViaMcp` and on. It fits one service control policy; services that AWS adds later are denied.
   *
   * @throws if `services`, `servers` or `appliesTo` is empty, or the Sid or a principal filter is malformed. When a policy is made from it: if
   * `additionalReads` has an action that is no read.
   *
   * @example
   * const everywhere = McpGuardrail.readOnlyViaMcp({ additionalReads: ActionSet.readsOf('braket') });
   * const some = McpGuardrail.readOnlyViaMcp({ services: ['s3', 'cloudwatch', 'logs'] });
   */
  public static readOnlyViaMcp(options: ReadOnlyViaMcpOptions = {}): McpGuardrail {
    return made('readOnlyViaMcp', options, readOnly);
  }

  /**
   * Deny agents everything but reads, and deployments with CloudFormation by roles that are named: all that they change is in a template. Statements
   * `DeployOnlyViaMcp` and on, in two service control policies.
   *
   * @throws if `deployRoles`, `servers` or `appliesTo` is empty, or an ARN, the Sid or a principal filter is malformed. When a policy is made from it: if
   * `additionalReads` has an action that is no read.
   *
   * @example
   * const guardrail = McpGuardrail.deployOnlyViaMcp({
   *   deployRoles: ['arn:aws:iam::*:role/agents/Deploy', 'arn:aws:iam::*:role/cdk-hnb659fds-*'],
   * });
   */
  public static deployOnlyViaMcp(options: DeployOnlyViaMcpOptions): McpGuardrail {
    return made('deployOnlyViaMcp', options, deployOnly, 'deployRoles');
  }

  /**
   * Deny agents everything but the given actions: what they may do is a list, and all else, also what AWS adds later, is denied. Statements
   * `AllowOnlyViaMcp`; for what services call of KMS, `AllowOnlyViaMcp2`; and for what servers do by themselves, `AllowOnlyViaMcp3`. What connects to a
   * server stays possible.
   *
   * @throws if `servers`, `resources` or `appliesTo` is empty, or a resource, the Sid or a principal filter is malformed. When a policy is made from
   * it: if the actions are none or all, or have delegation, reads of secrets or privilege escalation, without the option that says so.
   *
   * @example
   * const reads = ActionSet.readsOf('s3', 'dynamodb', 'logs').without(ActionSet.secretReads());
   * const guardrail = McpGuardrail.allowOnlyViaMcp({ actions: reads.union(ActionSet.of('dynamodb:PutItem', 'dynamodb:UpdateItem')) });
   */
  public static allowOnlyViaMcp(options: AllowOnlyViaMcpOptions): McpGuardrail {
    return made('allowOnlyViaMcp', options, allowOnlyViaMcp, 'actions');
  }

  /**
   * Deny everybody but the named administrators, through MCP or not, to take the account out of the organization, or the organization's
   * policies off it. That is leaving, closing, moving and removing accounts, accepting another organization's invitation, detaching, changing and deleting
   * policies, ending a policy type, a delegation or the trust in a service. Statement `DenyLeavingOrganization`.
   *
   * For a service control policy: it does not hold in the management account, from which most of it is done.
   *
   * @throws if there is no administrator, `servers` is empty, or the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyLeavingOrganization({ administrators: [PrincipalFilter.roleNames('CloudTeam')] });
   */
  public static denyLeavingOrganization(options: ExceptAdministratorsOptions): McpGuardrail {
    return made('denyLeavingOrganization', options, denyLeavingOrganization, 'administrators');
  }

  /**
   * Deny everybody but the named administrators, through MCP or not, to change, detach or delete what the guardrails are made of. That is roles,
   * users, groups, boundaries and policies (also of the organization), permission sets, and the stacks and stack sets that carry them.
   * Statement `ProtectGuardrails`; and `ProtectGuardrails2`, which keeps others from becoming administrators: from making a role of such a name, changing
   * who may assume it, its policies or tags.
   *
   * @throws if there is no administrator or resource, a resource is of no such kind, or it, the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.protectGuardrails({
   *   administrators: [PrincipalFilter.roleNames('CloudTeam')],
   *   resources: ['arn:aws:iam::*:role/agents/*', 'arn:aws:iam::*:policy/guardrails/*', 'arn:aws:cloudformation:*:*:stack/McpGuardrails-*'],
   * });
   */
  public static protectGuardrails(options: ProtectGuardrailsOptions): McpGuardrail {
    return made('protectGuardrails', options, protectGuardrails, 'administrators', 'resources');
  }

  /**
   * Deny what takes the mark of agents off them. It denies everybody but the issuers to set, change or remove the tag of roles and users, and another value of it
   * for sessions of agents' roles, or by agents. It denies agents to assume roles that are not marked, such as people's. Statement `ProtectAgentMark` and on.
   *
   * For a service control policy, and for a resource control policy, which also holds for the tags in tokens of identity providers. Marking a session of one's
   * own as an agent's is denied to nobody. `docs/which-agents.md` has what it does not stop.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   * @throws if there is no issuer, the mark is of servers only, or the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.protectAgentMark({ issuers: [PrincipalFilter.roleNames('cdk-hnb659fds-cfn-exec-role-*')] });
   */
  public static protectAgentMark(options: ProtectAgentMarkOptions): McpGuardrail {
    return made('protectAgentMark', options, protectAgentMark, 'issuers');
  }

  /**
   * Deny everybody to make runtimes, browsers and code interpreters of Amazon Bedrock AgentCore outside of the subnets, or without a VPC.
   * Statements `DenyAgentCoreOutsideSubnets` and `DenyAgentCoreOutsideSubnets2`.
   *
   * @throws if there is no subnet, one is not the id of a subnet, or the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denyAgentCoreOutsideSubnets({ subnets: ['subnet-0123456789abcdef0'] });
   */
  public static denyAgentCoreOutsideSubnets(options: DenyAgentCoreOutsideSubnetsOptions): McpGuardrail {
    return made('denyAgentCoreOutsideSubnets', options, denyAgentCoreOutsideSubnets, 'subnets');
  }

  /**
   * Deny the OAuth sign-in of agents to the AWS MCP Server but for the given clients, redirect addresses and grant types.
   * Statement `AllowOnlyOAuthClients`, and one for each further list.
   *
   * The sign-in is a direct call; sign-ins to anything else are not touched.
   *
   * @see https://docs.aws.amazon.com/signin/latest/userguide/aws-mcp-server.html
   * @throws if no list is given, or one is empty, or a client's id is no ARN, or the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.allowOnlyOauthClients({
   *   redirectUris: ['http://localhost:*'],
   *   grantTypes: [OAuthGrantType.AUTHORIZATION_CODE, OAuthGrantType.REFRESH_TOKEN],
   * });
   */
  public static allowOnlyOauthClients(options: AllowOnlyOauthClientsOptions): McpGuardrail {
    return made('allowOnlyOauthClients', options, allowOnlyOauthClients);
  }

  /**
   * Deny everything that is called with the access tokens of one sign-in session, at once: revoking its refresh token lets those
   * that were issued live on for up to an hour. Statement `DenySignInSession`.
   *
   * A session is a login, not a channel: after `aws login`, what the person calls on the command line carries it, too. `viaMcpOnly` denies
   * it to agents only.
   *
   * @see https://docs.aws.amazon.com/signin/latest/APIReference/API_dataplane-signin_RevokeOAuth2TokenWithIAM.html
   * @param arn the session's ARN (`aws:SignInSessionArn`), with `*` and `?` as wildcards; an unresolved token is taken as it is.
   * @throws if it is not an ARN, or `servers` is given and `viaMcpOnly` is false, or the Sid or a principal filter is malformed.
   *
   * @example
   * const guardrail = McpGuardrail.denySignInSession('arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4');
   */
  public static denySignInSession(arn: string, options: DenySignInSessionOptions = {}): McpGuardrail {
    return new Intent(denySignInSession(arn, checkedOptions('denySignInSession', options)));
  }

  /**
   * What a careful organization wants on day one, in two service control policies. It denies agents all delegation and all permissions
   * management of IAM, Organizations, STS, KMS, S3 and Identity Center, and leaving the organization. It denies nearly all that loses data in the services
   * that hold it, and the most severe of what exposes resources, reads secrets, hides and spends. Statements `BaselineViaMcp` and
   * `BaselineViaMcp2`, the latter for what services call of KMS.
   *
   * Where that stops too much work, or is too large, `grade` takes less of it. The least fits one policy, in the statement
   * `BaselineCoreViaMcp`; the middle lets agents work with the roles and secrets that are named, in `BaselineNoEscalationViaMcp` and on.
   * The figures, and what none stops, are in `docs/guardrails.md`.
   *
   * @throws if `servers` or `appliesTo` is empty, an ARN, the Sid or a principal filter is malformed, or an option is not one of the grade. When a policy is made from it: if
   * it no longer fits one service control policy, or two, with what was added.
   *
   * @example
   * new McpServiceControlPolicy(this, 'Agents', {
   *   guardrails: [McpGuardrail.baseline({ exempt: [PrincipalFilter.roleNames('BreakGlass')] })],
   *   targets: [PolicyTarget.root('r-ab12')],
   * });
   */
  public static baseline(options: BaselineOptions = {}): McpGuardrail {
    return made('baseline', options, baseline);
  }

  /**
   * A team's own Deny statements, each with a Sid. They are copied: later changes to them have no effect.
   *
   * @throws if there is none, or one is not a Deny, or has no action or no well-formed Sid.
   *
   * @example
   * const statement = new iam.PolicyStatement({
   *   sid: 'DenyOtherRegionsViaMcp',
   *   effect: iam.Effect.DENY,
   *   actions: ['ec2:*'],
   *   resources: ['*'],
   *   conditions: McpCondition.viaAnyServer().toConditions(),
   * });
   * statement.addCondition('StringNotEquals', { 'aws:RequestedRegion': 'eu-central-1' });
   * const guardrail = McpGuardrail.fromStatements(statement);
   */
  public static fromStatements(...statements: iam.PolicyStatement[]): McpGuardrail {
    return new Intent(teamStatements(statements));
  }

  /** What the guardrail is called: the Sid of its first statement. */
  public abstract readonly id: string;

  /** The guardrail's Deny statements, each with a Sid: a fresh copy at every call. */
  public abstract statements(): iam.PolicyStatement[];

  /**
   * The same statements at every call, which can't be changed; `undefined` if somebody else's code makes them, which may make others each time.
   *
   * @internal
   */
  public _fixed(): readonly iam.PolicyStatement[] | undefined {
    return undefined;
  }
}

function made<T extends object>(factory: string, options: T, make: (options: T) => Denials, ...needed: Array<string & keyof T>): McpGuardrail {
  return new Intent(denialsOf(factory, options, make, needed));
}

/** Made once for each. */
const fixedStatements = derivedFrom(({ statements }: Denials) => statements().map((statement) => statement.freeze()));

class Intent extends McpGuardrail {
  public readonly id: string;

  public constructor(private readonly denials: Denials) {
    super();
    this.id = denials.id;
  }

  public statements(): iam.PolicyStatement[] {
    return this.denials.statements();
  }

  /** @internal */
  public _fixed(): readonly iam.PolicyStatement[] | undefined {
    return this.statements === Intent.prototype.statements ? fixedStatements(this.denials) : undefined;
  }
}
