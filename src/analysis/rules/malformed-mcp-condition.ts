import type { ConditionTest } from './conditions';
import { MCP_KEYS, operators, testsOfMcpKeys } from './conditions';
import { isPlainObject } from './elements';
import type { Rule } from './rule';
import { isIntrinsic } from '../../iam/combine-conditions';
import { nearest } from '../../private/edit-distance';

export const MALFORMED_MCP_CONDITION: Rule = {
  id: 'MalformedMcpCondition',
  severity: 'error',
  explanation: 'The test of an MCP key is not written as IAM has it: { "Operator": { "key": "value" } } with an operator that there is.',
  fix: 'Write it as { "Bool": { "aws:ViaAWSMCPService": "true" } } or { "StringEquals": { "aws:CalledViaAWSMCP": "aws-mcp.amazonaws.com" } }.',

  checkStatement({ Condition: condition }) {
    if (!isPlainObject(condition)) {
      return isIntrinsic(condition) || !mentionsMcpKey(condition) ? []
        : ['the Condition is not an object of operators, each with its keys'];
    }
    return [
      ...testsOfMcpKeys(condition).filter(({ operator }) => operator === undefined).map(unknownOperator),
      ...Object.entries(condition)
        .filter(([operator, keys]) => mentionsMcpKey(operator) || (!isPlainObject(keys) && !isIntrinsic(keys) && mentionsMcpKey(keys)))
        .map(([operator]) => `"${operator}" in the Condition is not a condition operator with keys and their values`),
    ];
  },
};

function unknownOperator({ written, key, qualifier, ifExists }: ConditionTest): string {
  if (/^(for(all|any)values?:)?null/i.test(written) && (qualifier || ifExists)) {
    return `${written} on ${key} is not a condition operator: Null takes neither IfExists nor a set qualifier`;
  }
  const near = nearest(written, operators().flatMap((operator) => [operator, `${operator}IfExists`]), 4);
  return `${written} on ${key} is not a condition operator${near === undefined ? '' : `: did you mean ${near}?`}`;
}

function mentionsMcpKey(value: unknown): boolean {
  const text = (JSON.stringify(value) ?? '').toLowerCase();
  return MCP_KEYS.some((key) => text.includes(key.toLowerCase()));
}
