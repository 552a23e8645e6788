import type { ConditionEvaluation } from './evaluate-condition';
import { evaluateTests } from './evaluate-condition';
import { McpContextKey } from './mcp-context-key';
import type { McpServer } from './mcp-server';
import type { RequestOrigin } from './request-origin';
import { servicePrincipalOf } from './service-principal';
import { Condition } from '../iam/condition';
import { copied } from '../private/json';
import { checked, checkedProperties, BOOLEAN, OBJECT, ORIGIN, STRINGS } from '../private/validator';

/** Which requests `McpCondition.outsideMcp()` leaves out besides those that came through a managed MCP server. */
export interface OutsideMcpConditionOptions {
  /**
   * Don't match forward access sessions: calls an AWS service makes with the caller's credentials.
   *
   * @default false
   */
  readonly exceptForwardAccessSessions?: boolean;

  /**
   * Don't match calls of the MCP servers' own actions, such as `eks-mcp:InvokeMcp`, with which an agent connects. `aws:IsMcpServiceAction` is absent
   * from all others, so that `BoolIfExists … false` matches these.
   *
   * @default false
   */
  readonly exceptMcpServiceActions?: boolean;
}

/**
 * An IAM condition on where a request came from, that holds whether or not a direct call carries the MCP keys.
 *
 * Use it in any policy statement; the guardrails are made of it. `McpCondition.evaluate()` tells what a condition block,
 * this library's or anybody's, matches.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * @example
 * const statement = new iam.PolicyStatement({
 *   actions: ['s3:GetObject'],
 *   resources: ['arn:aws:s3:::reports/*'],
 *   conditions: McpCondition.via(McpServer.AWS).toConditions(),
 * });
 */
export class McpCondition {
  /** Calls that came through any managed MCP server: `Bool aws:ViaAWSMCPService = true`. */
  public static viaAnyServer(): McpCondition {
    return new McpCondition({ Bool: { [McpContextKey.VIA_AWS_MCP_SERVICE]: 'true' } });
  }

  /**
   * Calls that came through one of the given servers: `StringEquals aws:CalledViaAWSMCP`.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static via(...servers: McpServer[]): McpCondition {
    return new McpCondition({ StringEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('via', servers) } });
  }

  /**
   * Calls that came through a managed MCP server other than the given ones.
   *
   * Both keys are tested: `StringNotEquals aws:CalledViaAWSMCP` alone also matches direct calls, which lack the key.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static viaAnyServerExcept(...servers: McpServer[]): McpCondition {
    return new McpCondition({
      Bool: { [McpContextKey.VIA_AWS_MCP_SERVICE]: 'true' },
      StringNotEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('viaAnyServerExcept', servers) },
    });
  }

  /**
   * Every call that did not come through one of the given servers, direct calls included: `StringNotEquals aws:CalledViaAWSMCP`. Not
   * public: beside `viaAnyServerExcept()` it is a trap.
   *
   * @internal
   */
  public static _notVia(...servers: McpServer[]): McpCondition {
    return new McpCondition({ StringNotEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('_notVia', servers) } });
  }

  /**
   * Calls that did not come through a managed MCP server: `BoolIfExists aws:ViaAWSMCPService = false`, which matches a
   * direct call whether it carries the key or not. (`Bool` alone misses those without the key.)
   */
  public static outsideMcp(options: OutsideMcpConditionOptions = {}): McpCondition {
    checkedProperties('McpCondition.outsideMcp()', options, { exceptForwardAccessSessions: BOOLEAN, exceptMcpServiceActions: BOOLEAN });
    return new McpCondition({
      BoolIfExists: {
        [McpContextKey.VIA_AWS_MCP_SERVICE]: 'false',
        ...(options.exceptMcpServiceActions && { [McpContextKey.IS_MCP_SERVICE_ACTION]: 'false' }),
        ...(options.exceptForwardAccessSessions && { [McpContextKey.VIA_AWS_SERVICE]: 'false' }),
      },
    });
  }

  /**
   * Which requests of an origin a condition block matches: all, none, or some.
   *
   * The block may be any, in the form a policy document has: operators, each with keys and one value or a list of them.
   * Keys are case-insensitive. All of IAM's operators are, with `IfExists`, `ForAllValues:` and `ForAnyValue:`, and policy
   * variables. What can't be known makes the answer `DEPENDS`, never a guess. That is a key that neither the origin nor the context tells, or an unresolved token or an
   * intrinsic function as the value. It is also a word that is no boolean or a string that is no number, date, address or ARN.
   *
   * @param conditions the `Condition` element of a statement; an empty one always matches.
   * @param origin where the request came from.
   * @param context further keys of the request, each with its list of values; an empty list says that the key is absent.
   * @throws if an operator is not one of IAM's or has no keys, or the context contradicts the origin.
   *
   * @example
   * const deny = McpCondition.outsideMcp({ exceptForwardAccessSessions: true }).toConditions();
   * McpCondition.evaluate(deny, RequestOrigin.direct()).match; // ALWAYS
   * McpCondition.evaluate(deny, RequestOrigin.via(McpServer.EKS)).match; // NEVER
   */
  public static evaluate(
    conditions: { [operator: string]: any }, origin: RequestOrigin, context: { [key: string]: string[] } = {},
  ): ConditionEvaluation {
    checkedProperties('McpCondition.evaluate()', { conditions, origin, context }, { conditions: OBJECT, origin: ORIGIN, context: OBJECT }, ['conditions', 'origin']);
    Object.entries(context).forEach(([key, values]) => checked('McpCondition.evaluate()', `context ${key}`, values, STRINGS));
    const condition = new Condition(conditions);
    if (condition.problems.length > 0) {
      throw new Error(condition.problems[0].message);
    }
    return evaluateTests(condition, origin, context);
  }

  private constructor(private readonly conditions: { [operator: string]: { [key: string]: string | string[] } }) {}

  /** The condition block, as `PolicyStatement.addConditions()` and a policy document take it. */
  public toConditions(): { [operator: string]: any } {
    return copied(this.conditions);
  }
}

function servicePrincipals(factory: string, servers: McpServer[]): string | string[] {
  if (servers.length === 0) {
    throw new Error(`McpCondition.${factory}() needs at least one server`);
  }
  const principals = [...new Set(servers.map((server) => servicePrincipalOf(`McpCondition.${factory}()`, server)))];
  return principals.length === 1 ? principals[0] : principals;
}
