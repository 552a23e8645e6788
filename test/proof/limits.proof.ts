import { compared, HARD_STATEMENTS, OF_EVERYBODY, ORIGINS, policy, proved } from './hard-questions';
import { RandomQuestions } from './random-questions';
import { PolicyKind } from '../../src/iam/policy';
import { decideForAnybody } from '../../src/proof/anybody';
import { Budget, STEPS } from '../../src/proof/budget';
import { DeadStatements } from '../../src/proof/dead-statements';
import { decide } from '../../src/proof/decide';
import type { Question, Verdict } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';

/** Counts what is taken, of all budgets that are made of it. */
class Counted extends Budget {
  public taken = 0;

  public override takes(steps: number): boolean {
    this.taken += steps;
    return super.takes(steps);
  }
}

/** What one thing takes at most at once, after the last step that there was. */
const LAST = STEPS / 4;
const PART = /^(more (patterns of (actions|resources)|values of [\w:/-]+) than are told apart|more (combinations|statements)[^]* than are looked at), in /;

function expectToEnd(question: Question): Verdict {
  const budget = new Counted();
  const verdict = decide(question, budget);
  expect(budget.taken).toBeLessThan(STEPS + LAST);
  if (verdict.answer === Answer.UNDECIDED) {
    expect(verdict.open).toContainEqual(expect.stringMatching(PART));
    expect(verdict.open.filter((reason) => PART.test(reason) && !/(statement "S\d+"|Statement\/\d+) of identityPolicies\/0/.test(reason))).toEqual([]);
  }
  return verdict;
}

const first = new Map<string, Verdict>();

test.each(HARD_STATEMENTS)('a question about %s ends', (what, statements) => {
  for (const [how, question] of [['proved', proved(statements())], ['compared', compared(statements())]] as const) {
    first.set(`${how} ${what}`, expectToEnd(question));
  }
}, 300_000);

test('the same is answered after other questions', () => {
  for (const [what, statements] of HARD_STATEMENTS.filter((_, i) => i % 4 === 1).reverse()) {
    for (const [how, make] of [['compared', compared], ['proved', proved]] as const) {
      const known = first.get(`${how} ${what}`);
      expect([what, known && decide(make(statements()))]).toEqual([what, known]);
    }
  }
}, 600_000);

test('a question about everybody ends', () => {
  const budget = new Counted();
  const { answer, open } = decideForAnybody({ allowedBy: OF_EVERYBODY, unless: OF_EVERYBODY.slice(0, -1), origins: ORIGINS }, budget);
  expect(budget.taken).toBeLessThan(STEPS + LAST);
  expect(answer === Answer.UNDECIDED).toBe(open.some((reason) => reason.startsWith('who asks: their names are more than are told apart, in statement ') || PART.test(reason)));
}, 300_000);

test.each(HARD_STATEMENTS.filter((_, i) => i % 5 === 0))('which of the statements change nothing ends: %s', (_, statements) => {
  const budget = new Counted(STEPS);
  const found = new DeadStatements(budget);
  found.lookAt({ kind: PolicyKind.IDENTITY, place: { path: '' }, document: policy(...statements()) });
  expect(budget.taken).toBeLessThan(STEPS + LAST);
  expect(found.open.filter(({ open }) => open.length === 0)).toEqual([]);
}, 300_000);

test('with fewer steps an answer is the same, or undecided', () => {
  const answers = new Map<string, number>();
  for (let seed = 1; seed <= 120; seed++) {
    const question = new RandomQuestions(9_000 + seed).question();
    const { answer } = decide(question);
    for (const steps of [0, 300, 3_000, 10_000, 30_000, 100_000]) {
      const less = decide(question, new Budget(steps)).answer;
      expect([seed, steps, [answer, Answer.UNDECIDED].includes(less)]).toEqual([seed, steps, true]);
      answers.set(`${answer} ${less}`, 1 + (answers.get(`${answer} ${less}`) ?? 0));
    }
  }
  for (const each of ['PROVED PROVED', 'PROVED UNDECIDED', 'REFUTED REFUTED', 'REFUTED UNDECIDED']) {
    expect(answers.get(each)).toBeGreaterThan(20);
  }
}, 300_000);
