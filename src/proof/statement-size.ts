import type { ConditionTest } from '../iam/condition';
import { placeOf } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';
import { keptIn } from '../private/cache';
import { formatValue } from '../private/format';

/** How many steps it takes to look at the parts of a statement. */
export interface StatementSize {
  readonly action: number;
  readonly resource: number;
  readonly condition: number;
}

const CHARACTERS_A_STEP = 16;
const STEPS_TO_READ = 3;

export const sizeOf = keptIn((statement: Statement): StatementSize => ({
  action: 1 + stepsOf(statement.action?.texts),
  resource: 1 + stepsOf(statement.resource?.texts),
  condition: 1 + statement.condition.tests.reduce((sum, test) => sum + sizeOfTest(test), 0),
}));

/** What is written out is looked up, all at once. Numbers, times and addresses are read each time. */
export const sizeOfTest = keptIn(({ operator, expected: { texts } }: ConditionTest): number => {
  const { takes, likeness } = operator?.comparison ?? {};
  const compared = texts.filter((text) => !likeness || !text?.isLiteral).map((text) => text?.source);
  return 1 + stepsOf(compared) * (takes === 'plain value' ? STEPS_TO_READ : 1);
});

export function totalOf(statements: readonly Statement[], part: keyof StatementSize): number {
  let total = 0;
  for (const each of statements) {
    total += sizeOf(each)[part];
  }
  return total;
}

function stepsOf(texts: ReadonlyArray<string | undefined> = []): number {
  return texts.reduce((sum, text = '') => sum + 1 + Math.floor(text.length / CHARACTERS_A_STEP), 0);
}

/** For a person: the statement that has most of something, and whether others have some. */
export function mostIn(statements: readonly Statement[], size: (statement: Statement) => number): string {
  if (statements.length === 0) {
    return 'the question';
  }
  const most = statements.reduce((first, each) => (size(each) > size(first) ? each : first));
  return `${nameOf(most)}${statements.some((each) => each !== most && size(each) > 0) ? ' and others' : ''}`;
}

/** For a person. @param from the policy of which it need not be said */
export function nameOf({ sid, path, policy }: Statement, from?: Statement): string {
  const name = sid === undefined ? path : `statement ${formatValue(readable(sid))}`;
  const place = policy && policy !== from?.policy ? policy.arn ?? placeOf(policy, '') : '';
  return place === '' ? name : `${name} of ${place}`;
}
