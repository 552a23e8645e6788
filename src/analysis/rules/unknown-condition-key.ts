import { withTest } from './change-condition';
import type { Rule } from './rule';
import { conditionKeyMeant, unknownConditionKey } from '../../actions/condition-keys';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { MCP_KEYS } from '../../mcp/mcp-tests';

export const UNKNOWN_CONDITION_KEY: Rule = {
  id: 'UnknownConditionKey',
  severity: 'error',
  explanation: 'No request carries a condition key that AWS does not have: what is tested of it is the same for each of them.',
  fix: 'Correct it. Which keys there are: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, and the pages of the '
    + 'services. If AWS has added the key since the day of the table, acknowledge the finding.',
  yieldsTo: ['UnknownMcpKey'],

  checkStatement({ condition }, policy) {
    const keys = policyTypeOf(policy).dialect ? [] : condition.tests.filter(({ operator }) => operator !== undefined).map(({ key }) => key);
    return [...new Set(keys)].filter((key) => !MCP_KEYS.includes(key) && !key.includes('${')).flatMap((key) => unknownConditionKey(key) ?? []);
  },

  repair({ json, condition }) {
    const test = condition.tests.find(({ operator, key }) => operator !== undefined && !key.includes('${') && unknownConditionKey(key) !== undefined)!;
    const key = conditionKeyMeant(test.key);
    const repaired = key === undefined ? undefined : withTest(json, test, { key });
    return repaired && [repaired];
  },
};
