import { aws_iam as iam } from 'aws-cdk-lib';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import type { ConditionTest } from '../iam/condition';
import { Condition } from '../iam/condition';
import { isNetworkKey } from '../iam/network-keys';
import { ConditionMatch, matchOfEach } from '../mcp/evaluate-condition';
import { McpCondition } from '../mcp/mcp-condition';
import { McpContextKey } from '../mcp/mcp-context-key';
import type { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';
import { formatValue } from '../private/format';
import { checkedProperties, SERVERS } from '../private/validator';

/** Options of `McpNetworkPerimeter.allowMcp()`. */
export interface AllowMcpOptions {
  /**
   * The servers through which calls are let in; at least one.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];
}

const { NEVER } = ConditionMatch;

/**
 * Network perimeters: Deny statements for calls that don't come from an address, a VPC or an endpoint of one's own.
 *
 * A call through a managed MCP server comes from AWS's network, so that such a statement blocks all of them, unless it makes an
 * exception.
 */
export class McpNetworkPerimeter {
  /**
   * A copy of a perimeter's Deny statement that lets calls through managed MCP servers in. Direct calls are judged as before.
   * A statement that lets them in already is copied as it is.
   *
   * It costs something: credentials that were stolen work from anywhere through a server, for what the caller may do there. Limit that
   * with guardrails, and keep the exception to roles that agents use. `docs/enforcement/organization.md` says how.
   *
   * @param statement a Deny of calls from outside a network, such as `NotIpAddress aws:SourceIp`. It is not changed; one that exists as
   * JSON is read with `iam.PolicyStatement.fromJson()`.
   * @throws if it is not a Deny or does not block calls through MCP for where they come from, `servers` is empty, the statement is about
   * calls through MCP only, or has another value for the condition to be added.
   *
   * @example
   * const perimeter = new iam.PolicyStatement({
   *   sid: 'DenyOutsideOffice',
   *   effect: iam.Effect.DENY,
   *   actions: ['*'],
   *   resources: ['*'],
   *   conditions: { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' }, BoolIfExists: { 'aws:ViaAWSService': 'false' } },
   * });
   * role.addToPolicy(McpNetworkPerimeter.allowMcp(perimeter, { servers: [McpServer.AWS] }));
   */
  public static allowMcp(statement: iam.PolicyStatement, options: AllowMcpOptions = {}): iam.PolicyStatement {
    checkedProperties('McpNetworkPerimeter.allowMcp()', options, { servers: SERVERS });
    const subject = `McpNetworkPerimeter.allowMcp(): ${statement.sid === undefined ? 'the statement' : `statement ${formatValue(statement.sid)}`}`;
    const exception = exceptionFor(subject, options.servers);
    if (statement.effect !== iam.Effect.DENY) {
      throw new Error(`${subject} has the effect ${String(statement.effect)}: a network perimeter is a Deny`);
    }
    const conditions: ConditionBlock = statement.conditions;
    const network = new Condition(conditions).tests.filter((test) => isNetworkKey(test.key));
    if (network.length === 0) {
      throw new Error(`${subject} has no condition on a network key, such as aws:SourceIp, aws:SourceVpc or aws:SourceVpce, that is known at synthesis`);
    }
    const unmatched = network.find((test) => !matchesCallsWithoutKey(test));
    if (unmatched) {
      throw new Error(`${subject} does not block calls through MCP: its condition on ${unmatched.key} matches only calls that come from `
        + 'a network, and needs no exception');
    }

    const before = mcpTests(conditions);
    const letIn = options.servers?.map((server) => RequestOrigin.via(server)) ?? [RequestOrigin.viaAnyServer()];
    if (letIn.every((origin) => matchOfEach(before, origin) === NEVER)) {
      return statement.copy();
    }
    const combined = combineConditions(subject, conditions, exception);
    if ([RequestOrigin.direct(), RequestOrigin.viaAnyServer()].every((origin) => matchOfEach(mcpTests(combined), origin) === NEVER)) {
      throw new Error(`${subject} is about calls through MCP only: with an exception for them it would match none`);
    }
    return statement.copy({ conditions: combined });
  }

  private constructor() {}
}

/** Matches all calls but those let in. */
function exceptionFor(subject: string, servers: McpServer[] | undefined): ConditionBlock {
  if (servers === undefined) {
    return McpCondition.outsideMcp().toConditions();
  }
  if (servers.length === 0) {
    throw new Error(`${subject}: servers is empty, so that no call would be let in: leave it out for any server`);
  }
  // With IfExists, which changes nothing, the policy says that direct calls are meant to be matched.
  return { StringNotEqualsIfExists: McpCondition._notVia(...servers).toConditions().StringNotEquals };
}

function matchesCallsWithoutKey(test: ConditionTest): boolean {
  return test.matches({ get: () => [] }) === true;
}

/** The tests of the keys that tell through which server a call came. */
function mcpTests(conditions: ConditionBlock): ConditionTest[] {
  return new Condition(conditions).testsOf(McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP);
}
