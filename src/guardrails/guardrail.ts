import type { aws_iam as iam } from 'aws-cdk-lib';
import type { AllowOnlyServersOptions } from './allow-only-servers';
import { allowOnlyServers } from './allow-only-servers';
import type { DenyOutsideMcpOptions } from './deny-outside-mcp';
import { denyOutsideMcp } from './deny-outside-mcp';
import type { DenyViaMcpOptions } from './deny-via-mcp';
import { denyViaMcp } from './deny-via-mcp';
import { teamStatements } from './team-statements';

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
    return new Statements(denyOutsideMcp(options));
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
    return new Statements(denyViaMcp(options));
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
    return new Statements(allowOnlyServers(options));
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
    return new Statements(teamStatements(statements));
  }

  /** What the guardrail is called: the Sid of its first statement. */
  public abstract readonly id: string;

  /** The guardrail's Deny statements, each with a Sid: a fresh copy at every call. */
  public abstract statements(): iam.PolicyStatement[];
}

class Statements extends McpGuardrail {
  public readonly id: string;

  public constructor(private readonly list: iam.PolicyStatement[]) {
    super();
    this.id = list[0].sid!;
  }

  public statements(): iam.PolicyStatement[] {
    return this.list.map((statement) => statement.copy());
  }
}
