import { expectNoContradiction } from './contradictions';
import { Answer } from '../../src/proof/question';

test('no random request near the borders contradicts a proof, and the simulator agrees with each refutation', () => {
  const answers = new Map<Answer, number>();
  for (let seed = 1; seed <= 100; seed++) {
    expectNoContradiction(1_000 + 11 * seed, 300, answers);
  }
  // Of each, enough to find a mistake.
  expect(answers.get(Answer.PROVED)).toBeGreaterThan(40);
  expect(answers.get(Answer.REFUTED)).toBeGreaterThan(15);
});
