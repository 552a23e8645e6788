import { Annotations, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { warnOfClusterAccess } from './cluster-access';
import { everyServerDenied, noteDenials } from './contradictions';
import { GrantBudget } from './grant-budget';
import { GuardrailDocument } from './guardrail-document';
import { guardrailStatements } from './guardrail-statements';
import { keepInlinePolicy } from './keep-inline-policy';
import { parsedStatement } from './malformed-statement';
import { areOrdinary } from './ordinary-denials';
import { checkedProps } from './prop-validators';
import type { OutsideMcpExceptions } from '../guardrails/deny-outside-mcp';
import { McpGuardrail } from '../guardrails/guardrail';
import { ROLE_INLINE_POLICIES } from '../iam/role-inline-policies';
import type { McpServer } from '../mcp/mcp-server';
import { mayHaveOwnActions } from '../mcp/own-actions';
import type { NamedStatement } from '../mcp/whole-denials';
import { derivedFrom } from '../private/cache';

/** Properties of `McpScopedRole`: those of `iam.Role`, and what an agent may do with it. */
export interface McpScopedRoleProps extends iam.RoleProps, OutsideMcpExceptions {
  /**
   * The servers through which the role may be used. It is also allowed to connect to those that need an IAM permission
   * for that (EKS, ECS); what else it may do through them must be granted.
   *
   * @default - any managed MCP server; no permission to connect is granted
   */
  readonly servers?: McpServer[];

  /**
   * What else is denied to the role.
   *
   * @default - nothing
   */
  readonly guardrails?: McpGuardrail[];
}

/** The names of the inline policies, which are part of the role: there is no moment in which it exists without them. */
const GUARDRAILS_POLICY = 'McpGuardrails';
const CONNECT_POLICY = 'McpConnect';

/**
 * An IAM role that is of use only through AWS-managed MCP servers: what an agent is given.
 *
 * It is scoped by an explicit Deny in an inline policy of the role itself, so whatever allows it something is covered:
 * `grantX()`, inline, attached and AWS managed policies, and resource policies. It is used as any `iam.Role`.
 *
 * Assuming the role is not touched: that is up to `assumedBy`. Nor does the Deny reach other principals to which an
 * agent gets from here, such as a function that it may invoke. `sts:GetCallerIdentity` can't be denied to anybody, nor what is made of it: a token for an EKS
 * cluster (`aws eks get-token`). If a cluster of the app lets the role in, that is a warning, `cdk-mcp-guardrails:clusterAccess`. Presigned URLs of S3 outlive
 * the channel, too: add `McpGuardrail.denyPresignedUrls()` unless the agent needs them. `docs/what-it-does-not-stop.md` has the rest.
 *
 * @throws if `servers` is empty, two guardrails have a statement of the same Sid, a guardrail holds what a role's policy
 * can't, an inline policy has one of the names `McpGuardrails` and `McpConnect`, or `allowMcpServiceActions` is `false`
 * though a server needs them to connect. Synthesis fails if the role's inline policies together are larger than IAM takes.
 *
 * @example
 * const role = new McpScopedRole(this, 'Agent', {
 *   assumedBy: new iam.AccountRootPrincipal(),
 *   servers: [McpServer.AWS],
 *   guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })],
 * });
 * bucket.grantReadWrite(role);
 */
export class McpScopedRole extends iam.Role {
  /** Not there where `Role.customizeRoles()` keeps the role from being synthesized and reports its policies instead. */
  private readonly scopedResource?: iam.CfnRole;
  private readonly grantBudget: GrantBudget;

  constructor(scope: Construct, id: string, props: McpScopedRoleProps) {
    const {
      servers, guardrails = [], allowForwardAccessSessions, allowMcpServiceActions, allowOauthSignIn, allowDirectly, allowAssuming,
      ...roleProps
    } = checkedProps(scope, id, props, 'assumedBy');
    const path = `${scope.node.path}/${id}`;
    for (const name of [GUARDRAILS_POLICY, CONNECT_POLICY]) {
      if (props.inlinePolicies?.[name]) {
        throw new Error(`${path}: the inline policy "${name}" is the construct's own: give yours another name`);
      }
    }
    if (servers?.length === 0) {
      throw new Error(`${path}: servers is empty, so that the role could not be used at all: leave it out for any server`);
    }
    const connectActions = [...new Set(servers?.flatMap((server) => server.connectActions) ?? [])];
    if (connectActions.length > 0 && allowMcpServiceActions === false) {
      throw new Error(`${path}: allowMcpServiceActions is false, but ${servers!.filter((server) => server.connectActions.length > 0).join(', ')} `
        + `can't be connected to without ${connectActions.join(', ')}`);
    }

    const denies = guardrailStatements(scope, id, ROLE_INLINE_POLICIES, () => withoutContradiction([
      McpGuardrail.denyOutsideMcp({
        allowForwardAccessSessions,
        allowMcpServiceActions: allowMcpServiceActions ?? servers?.some(mayHaveOwnActions),
        allowOauthSignIn,
        allowDirectly,
        allowAssuming,
      }),
      ...(servers ? [McpGuardrail.allowOnlyServers({ servers })] : []),
    ], guardrails));
    const document = new GuardrailDocument(denies);
    super(scope, id, {
      ...roleProps,
      inlinePolicies: {
        ...roleProps.inlinePolicies,
        [GUARDRAILS_POLICY]: document,
        ...(connectActions.length > 0 && { [CONNECT_POLICY]: connectPolicy(connectActions) }),
      },
    });

    this.scopedResource = this.node.tryFindChild('Resource') as iam.CfnRole | undefined;
    if (this.scopedResource) {
      keepInlinePolicy(this, this.scopedResource, GUARDRAILS_POLICY, denies, document);
      noteDenials(this, () => ofRole(denies), () => areOrdinary(denies));
      warnOfClusterAccess(this.scopedResource);
      if (allowDirectly === undefined && isOfServices(props.assumedBy)) {
        Annotations.of(this.scopedResource).addWarningV2('cdk-mcp-guardrails:serviceCallsDenied', SERVICE_CALLS_DENIED);
      }
    }
    this.grantBudget = new GrantBudget(this, [document, ...Object.values(props.inlinePolicies ?? {})]);
  }

  /**
   * Adds a permission to the role, as `iam.Role` does. What finds no room in an inline policy beside the guardrails goes
   * to managed policies.
   */
  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const overflow = this.scopedResource && this.grantBudget.overflowFor(statement);
    if (!overflow) {
      return super.addToPrincipalPolicy(statement);
    }
    overflow.addStatements(statement);
    return { statementAdded: true, policyDependable: overflow };
  }
}

const SERVICE_CALLS_DENIED = 'an AWS service assumes it, and what its code calls by itself is denied, logs and models too: use AgentRuntimeRole, or say with '
  + 'allowDirectly what the code calls';

/** The role's own guardrails and the given ones. @throws if one of these takes the place of one of those. */
function withoutContradiction(own: McpGuardrail[], given: McpGuardrail[]): McpGuardrail[] {
  const [outside, only] = own;
  if (given.some(({ id }) => id === outside.id)) {
    throw new Error(`guardrails has "${outside.id}", which the role has by itself: leave it out, and set allowForwardAccessSessions, `
      + 'allowMcpServiceActions and allowOauthSignIn of the role instead');
  }
  const other = given.find(({ id }) => id === only?.id);
  const problem = other && everyServerDenied([...named(only.statements(), 'servers'), ...named(other.statements(), 'guardrails')]);
  if (problem !== undefined) {
    throw new Error(`the role ${problem}`);
  }
  return [...own, ...given];
}

const ofRole = derivedFrom((statements: readonly iam.PolicyStatement[]) => named(statements, 'the role itself'));

function named(statements: readonly iam.PolicyStatement[], by: string): NamedStatement[] {
  return statements.map((statement) => ({ name: `"${statement.sid}" of ${by}`, statement: parsedStatement(statement) }));
}

function connectPolicy(actions: string[]): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ sid: 'ConnectToMcpServers', actions, resources: ['*'] })],
  });
}

/** Whether those who may assume a role are AWS services, or one of them is. */
export function isOfServices({ policyFragment }: iam.IPrincipal): boolean {
  return policyFragment.principalJson.Service !== undefined;
}
