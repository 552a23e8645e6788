import type { Rule } from './rule';
import { valuesOfKey } from '../../actions/condition-keys';
import type { ConditionTest } from '../../iam/condition';
import type { Statement } from '../../iam/statement';
import { MCP_KEYS } from '../../mcp/mcp-tests';

export const SET_OPERATOR_MISSING: Rule = {
  id: 'SetOperatorMissing',
  severity: 'warning',
  explanation: 'A condition key that may have several values needs ForAllValues: or ForAnyValue: before the operator. What happens without is not documented.',
  fix: 'Write ForAnyValue: where one of the values is enough, ForAllValues: where all must match, and with that a Null condition, for it also matches where '
    + 'the key is missing.',

  checkStatement: (statement) => testsIn(statement)
    .filter(({ name, operator }) => operator!.qualifier === '' && operator!.comparison !== undefined && valuesOfKey(name) === 'multi')
    .map((test) => `${test}: ${test.key} may have several values, and the operator has neither ForAllValues: nor ForAnyValue:`),
};

export const SET_OPERATOR_ON_SINGLE_VALUE: Rule = {
  id: 'SetOperatorOnSingleValue',
  severity: 'warning',
  explanation: 'ForAllValues: also matches where the key is missing, and so allows to whom the key does not apply. On a key with one value it is for nothing else.',
  fix: 'Leave ForAllValues: or ForAnyValue: out; a list of values is ORed without it.',

  checkStatement: (statement) => testsIn(statement)
    .filter(({ name, operator }) => (operator!.qualifier === 'ForAllValues:' && statement.effect === 'Allow' && ['single', 'arn'].includes(valuesOfKey(name)!))
      || (operator!.qualifier === 'ForAnyValue:' && /:aud$/.test(name)))
    .map((test) => `${test}: ${test.key} has one value, and the operator has ${test.operator!.qualifier}`),
};

/** Those of the MCP keys are judged by rules of their own. */
function testsIn({ condition }: Statement): ConditionTest[] {
  return condition.tests.filter(({ name, operator }) => operator !== undefined && !MCP_KEYS.some((key) => key.toLowerCase() === name));
}
