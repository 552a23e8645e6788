import type { ConditionTest } from '../../iam/condition';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { formatTests } from '../../mcp/mcp-tests';

/** How well an operator of IAM's goes with the type of an MCP key. */
export enum OperatorFit {
  RIGHT,
  /** It compares the text of a Boolean: what it does is known, but it is not made for it. */
  TEXT_OF_BOOLEAN,
  WRONG,
}

export function isBooleanKey(test: ConditionTest): boolean {
  return [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.IS_MCP_SERVICE_ACTION].some((key) => key.toLowerCase() === test.name);
}

/** How well the operator of a test of an MCP key fits; of one that IAM does not have it is not known. */
export function operatorFit(test: ConditionTest): OperatorFit | undefined {
  const { operator } = test;
  if (operator === undefined) {
    return undefined;
  }
  if (operator.name === 'Null' || operator.name === (isBooleanKey(test) ? 'Bool' : undefined)) {
    return OperatorFit.RIGHT;
  }
  if (!operator.name.startsWith('String')) {
    return OperatorFit.WRONG;
  }
  return isBooleanKey(test) ? OperatorFit.TEXT_OF_BOOLEAN : OperatorFit.RIGHT;
}

/** What a test compares wrongly, for a message. */
export function wrongOperator(test: ConditionTest): string {
  return `${formatTests([test])}: ${test.key} is ${isBooleanKey(test) ? 'Boolean: use Bool' : 'text, the service principal of a server: use StringEquals'}`;
}
