import type { Rule } from './rule';
import { valuesOfKey } from '../../actions/condition-keys';
import type { ConditionTest } from '../../iam/condition';
import { SENSITIVE_KEYS } from '../../iam/global-keys';
import type { Statement } from '../../iam/statement';
import { characters, hasUnknownPart } from '../../iam/unknown-text';
import { MCP_KEYS } from '../../mcp/mcp-tests';
import { formatValue } from '../../private/format';

/** Keys that the caller chooses.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-referer
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-useragent
 */
const CHOSEN_BY_CALLER = ['aws:referer', 'aws:useragent'];

/** What is weak in a statement, a finding each. */
type Weakness = (statement: Statement, tests: readonly ConditionTest[]) => string[];

const WEAKNESSES: readonly Weakness[] = [
  (_, tests) => tests.filter(({ name }) => CHOSEN_BY_CALLER.includes(name)).map((test) => `${test}: the caller chooses what ${test.key} holds`),

  (_, tests) => tests.filter(({ name, operator }) => SENSITIVE_KEYS.includes(name) && operator!.comparison?.takes === 'wildcards').flatMap((test) => test.values
    .filter((value) => value !== undefined && /[*?]|\$\{/.test(withoutEscapes(value)))
    .map((value) => `${test}: ${formatValue(value)} of ${test.key} may match any other account, organization or network`)),

  (_, tests) => tests.filter(({ name, operator }) => valuesOfKey(name) === 'arn' && operator!.name === 'StringLike'
    && !MCP_KEYS.some((key) => key.toLowerCase() === name))
    .map((test) => `${test}: ${test.key} is an ARN, in which a wildcard of ${test.operator} reaches over colons: use ${String(test.operator).replace('StringLike', 'ArnLike')}`),

  // An address in a VPC is one of many VPCs.
  ({ condition }, tests) => (condition.testsOf('aws:SourceVpc', 'aws:SourceVpce', 'aws:SourceVpcArn').length > 0 ? [] : tests
    .filter(({ name }) => name === 'aws:vpcsourceip')
    .map((test) => `${test}: other VPCs have the same addresses: add aws:SourceVpc or aws:SourceVpce`)),

  // Of a read that names no attributes, the key is missing.
  ({ condition, effect }, tests) => (effect !== 'Allow' || condition.testsOf('dynamodb:Select').length > 0 ? [] : tests
    .filter(({ name }) => name === 'dynamodb:attributes')
    .map((test) => `${test.key} says nothing of a read that names no attributes, which returns all: add { "StringEquals": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } }`)),

  ({ effect, action }, tests) => (effect !== 'Deny' || action?.name !== 'NotAction' ? [] : tests
    .filter(({ name, operator }) => name.startsWith('aws:resourcetag/') && !operator!.ifExists && !operator!.negated)
    .map((test) => `${test}: many actions never carry ${test.key}, and NotAction means them too: the Deny does not reach them. List those that it is about in Action`)),
];

export const WEAK_CONDITION: Rule = {
  id: 'WeakCondition',
  severity: 'warning',
  explanation: 'A condition lets more through than it seems to.',
  fix: 'Test what the caller can\'t choose: its account, organization, VPC or ARN, each in full.',

  checkStatement(statement) {
    const tests = statement.condition.tests.filter(({ operator }) => operator !== undefined);
    return tests.length === 0 ? [] : WEAKNESSES.flatMap((weakness) => weakness(statement, tests));
  },
};

/** The text without what stands for a wildcard itself, and without what is known only at deployment. */
function withoutEscapes(value: string): string {
  const text = hasUnknownPart(value) ? characters(value).filter((item) => item.length === 1).join('') : value;
  return text.replace(/\$\{[*?$]\}/g, '');
}
