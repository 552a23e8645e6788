import { arnParts } from '../iam/arn';
import type { ConditionTest } from '../iam/condition';
import type { Statement } from '../iam/statement';

const PRINCIPAL_ARN = 'aws:PrincipalArn';

/** Whom a statement is about by name, as its test of `aws:PrincipalArn` says it: `exempts BreakGlass`; `undefined` if it has none that names all. */
export function principalWords({ effect, condition }: Pick<Statement, 'effect' | 'condition'>): string | undefined {
  const tests = condition.testsOf(PRINCIPAL_ARN);
  const [{ operator } = { operator: undefined }] = tests;
  // A set operator, and what holds without the key, say something else.
  const isPlain = operator !== undefined && tests.every((each) => each.operator?.negated === operator.negated && isNamed(each));
  if (!isPlain || (tests.length > 1 && !operator.negated)) {
    return undefined;
  }
  const names = [...new Set(tests.flatMap(({ literals }) => literals.map(nameIn)))];
  const list = new Intl.ListFormat('en').format(names);
  return operator.negated ? `${effect === 'Deny' ? 'exempts' : 'not'} ${list}` : `only ${list}`;
}

/** The words in place of the key where something depends on it. */
export function withWords(keys: readonly string[], words: string | undefined): string[] {
  return keys.map((key) => (words !== undefined && key === PRINCIPAL_ARN ? `${key} (${words})` : key));
}

/** The keys, that of the principal aside if there are words for it. */
export function besideWords(keys: readonly string[], words: string | undefined): readonly string[] {
  return words === undefined ? keys : keys.filter((key) => key !== PRINCIPAL_ARN);
}

function isNamed({ operator, literals, values }: ConditionTest): boolean {
  return operator?.comparison !== undefined && operator.qualifier === '' && !operator.ifExists && literals.length === values.length && values.length > 0;
}

/** The name of a role or user in its ARN, whatever its account and path; the whole ARN if any name is meant. */
function nameIn(arn: string): string {
  const resource = arnParts(arn)?.[5] || arn;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return /[^*?]/.test(name) ? name : arn;
}
