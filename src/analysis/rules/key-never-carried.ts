import type { Rule } from './rule';
import { neverCarries } from '../../iam/known-keys';
import { formatTests } from '../../mcp/mcp-tests';

export const CONDITION_KEY_NEVER_CARRIED: Rule = {
  id: 'ConditionKeyNeverCarried',
  severity: 'warning',
  explanation: 'AWS says that requests of the action never carry the condition key: what is tested of it is the same for each of them.',
  fix: 'Give the action a statement of its own, without the key. Which action of AWS Sign-In carries which key: '
    + 'https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html.',

  checkStatement({ action, condition, effect }) {
    const named = action === undefined || action.negated ? [] : action.literals;
    const tests = condition.tests.filter(({ operator }) => operator !== undefined);
    return tests.flatMap((test) => named.filter((each) => neverCarries(each.toLowerCase(), test.name))
      .map((each) => {
        const consequence = test.matches(new Map([[test.name, []]])) === false
          ? `matches none of its requests, so that the ${effect} never applies to it` : 'does not tell one of its requests from another';
        return `${each} never carries ${test.key}: ${formatTests([test])} ${consequence}`;
      }));
  },
};
