import { McpContextKey } from './mcp-context-key';
import type { Condition, ConditionTest } from '../iam/condition';

/** The keys that are about MCP at all. */
export const MCP_KEYS: readonly string[] = [
  McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP, McpContextKey.IS_MCP_SERVICE_ACTION,
];

/** What else tells a call that an agent or a person makes: it is not to connect to a server, nor made by an AWS service. */
export const ORDINARY_CALL = { [McpContextKey.IS_MCP_SERVICE_ACTION]: ['false'], [McpContextKey.VIA_AWS_SERVICE]: ['false'] };

/** The tests of the two keys that tell through which server a call came, if through any. */
export function mcpTests(condition: Condition): ConditionTest[] {
  return condition.testsOf(McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP);
}

export function testsOfMcpKeys(condition: Condition): ConditionTest[] {
  return condition.testsOf(...MCP_KEYS);
}

/** The tests for a person: `Bool aws:ViaAWSMCPService = "true" and …`. */
export function formatTests(tests: readonly ConditionTest[]): string {
  return tests.join(' and ');
}
