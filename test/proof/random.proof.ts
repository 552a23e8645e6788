import { expectNoContradiction } from './contradictions';
import { Answer } from '../../src/proof/question';

// Random requests near the borders contradict no proof, and the simulator agrees with each refutation. Seeds are fixed: a failure says which.

test.each<[string, number, number, boolean]>([
  ['of all that policies have', 100, 300, false],
  ['of the values of one kind of key', 300, 60, true],
])('questions %s', (_, questions, requests, isNarrow) => {
  const answers = new Map<Answer, number>();
  for (let seed = 1; seed <= questions; seed++) {
    expectNoContradiction(1_000 + 11 * seed, requests, answers, isNarrow);
  }
  // Of each, enough to find a mistake.
  expect(answers.get(Answer.PROVED)).toBeGreaterThan(40);
  expect(answers.get(Answer.REFUTED)).toBeGreaterThan(15);
});
