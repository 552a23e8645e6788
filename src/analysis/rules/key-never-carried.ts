import type { Rule } from './rule';
import { neverCarries } from '../../actions/condition-keys';
import { formatTests } from '../../mcp/mcp-tests';

/**
 * The one pair of a service and a key, in lower case, that AWS names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
const NOT_OF_SERVICE = new Map([['cloudfront.amazonaws.com', 'aws:principalorgid']]);

export const CONDITION_KEY_NEVER_CARRIED: Rule = {
  id: 'ConditionKeyNeverCarried',
  severity: 'warning',
  explanation: 'AWS says that requests of the action, or of the service, never carry the condition key: what is tested of it is the same for each of them.',
  fix: 'Give the action a statement of its own, without the key. Which action of AWS Sign-In carries which key: '
    + 'https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html.',

  checkStatement({ action, condition, effect, principal }) {
    const named = action === undefined || action.negated ? [] : action.literals;
    const tests = condition.tests.filter(({ operator }) => operator !== undefined);
    const ofService = tests.filter(({ name }) => principal !== undefined && !principal.negated
      && principal.entries.length > 0 && principal.entries.every(([type, value]) => type === 'Service' && value !== undefined && NOT_OF_SERVICE.get(value) === name))
      .map((test) => `requests of ${principal!.entries[0][1]} never carry ${test.key}: the ${effect} ${test.matches(new Map([[test.name, []]])) === false
        ? 'never applies' : 'does not tell one of them from another'}`);
    return [...ofService, ...tests.flatMap((test) => named.filter((each) => neverCarries(each.toLowerCase(), test.name))
      .map((each) => {
        const consequence = test.matches(new Map([[test.name, []]])) === false
          ? `matches none of its requests, so that the ${effect} never applies to it` : 'does not tell one of its requests from another';
        return `${each} never carries ${test.key}: ${formatTests([test])} ${consequence}`;
      }))];
  },
};
