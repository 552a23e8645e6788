import type { StatementCheck } from './problem';
import { aPolicy } from './problem';
import { formatValue } from '../../private/format';
import { arnParts } from '../arn';
import type { ConditionTest } from '../condition';
import { SENSITIVE_KEYS } from '../global-keys';
import type { PolicyType } from '../policy-type';
import { characters, isUnknownPart, readable } from '../unknown-text';

/** How many characters stand before or after a wildcard, at least. */
const BESIDE = 6;

/**
 * The wildcards in conditions that a VPC endpoint policy does not take. What is known only at deployment, and a policy variable, is long enough.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const wildcardProblems: StatementCheck = ({ condition }, type) => (!type.refuses.includes('short wildcards') ? []
  : condition.tests.flatMap((test) => ofIdKey(test, type) ?? test.values.filter((value) => value !== undefined)
    .flatMap((value) => reasons(test, value).map((reason) => `has the value ${formatValue(readable(value))} of ${test.written} ${readable(test.key)}: ${aPolicy(type)} ${reason}`))));

/** Whether the account of an ARN is an id with a wildcard in it, which a VPC endpoint policy does not take. */
export function hasWildcardInAccount(text: string): boolean {
  const account = arnParts(text)?.[4] ?? '';
  return /[*?]/.test(account) && /[^*?]/.test(account) && !account.includes('${') && !characters(account).some(isUnknownPart);
}

/** Of keys with ids that AWS made. */
function ofIdKey({ written, operator, key, name, values }: ConditionTest, type: PolicyType): string[] | undefined {
  if (!SENSITIVE_KEYS.includes(name) || operator === undefined) {
    return undefined;
  }
  const value = operator.comparison?.takes === 'wildcards' ? values.find((each) => each !== undefined && /[*?]/.test(withoutVariables(each))) : undefined;
  return value !== undefined ? [`has the value ${formatValue(readable(value))} of ${written} ${key}: ${aPolicy(type)} takes no wildcard in a key with ids that AWS made, so name them`]
    : operator.comparison?.kind === 'number' ? [`has ${written} ${key}: ${aPolicy(type)} takes no numeric operator on a key with ids that AWS made: write StringEquals`] : [];
}

function reasons({ operator }: ConditionTest, value: string): string[] {
  const { kind, takes } = operator?.comparison ?? {};
  return takes !== 'wildcards' ? [] : [
    ...(kind === 'string' && hasShortWildcard(value)
      ? [`takes a wildcard with a string operator only where ${BESIDE} characters in a row stand before or after it, so write more of it, or list the values with StringEquals`] : []),
    ...(hasWildcardInAccount(value) ? ['takes an id or a wildcard as the account of an ARN, not both'] : []),
  ];
}

function hasShortWildcard(value: string): boolean {
  const lengths = withoutVariables(value).split(/[*?]+/).map((run) => characters(run).reduce((sum, item) => sum + (isUnknownPart(item) ? BESIDE : 1), 0));
  return lengths.slice(1).some((after, i) => after < BESIDE && lengths[i] < BESIDE);
}

/** With a letter for each variable that stands for one, and as many as are needed for another. */
function withoutVariables(value: string): string {
  return value.replace(/\$\{[*?$]\}/g, 'x').replace(/\$\{[^}]*\}/g, 'x'.repeat(BESIDE));
}
