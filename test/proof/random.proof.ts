import { expectNoContradiction } from './contradictions';
import { Answer } from '../../src/proof/question';

// Random requests near the borders contradict no proof, and the simulator agrees with each refutation. Seeds are fixed: a failure says which.
// RANDOM_REQUESTS=1000000 has a million requests judged.

const MORE = Number(process.env.RANDOM_REQUESTS ?? 0);

test.each<[string, number, number, boolean]>([
  ['of all that policies have', 100, 300, false],
  ['of the values of one kind of key', 300, 60, true],
])('questions %s', (_, questions, requests, isNarrow) => {
  const answers = new Map<Answer, number>();
  let judged = 0;
  for (let seed = 1; seed <= questions || judged < MORE / 2; seed++) {
    judged += expectNoContradiction(1_000 + 11 * seed, MORE > 0 ? 2_000 : requests, answers, isNarrow);
  }
  // Of each, enough to find a mistake.
  expect(answers.get(Answer.PROVED)).toBeGreaterThan(40);
  expect(answers.get(Answer.REFUTED)).toBeGreaterThan(15);
  expect(judged).toBeGreaterThanOrEqual(Math.max(MORE / 2, 2_000));
});
