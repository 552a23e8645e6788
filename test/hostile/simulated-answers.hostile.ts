import { hostile } from './hostile';
import { randomCases } from '../conformance/random-cases';
import { judgeConditions, judgeParts } from '../conformance/soundness';

hostile('what is said to be enough for a request to be allowed is enough', { runs: 5_000, share: 1 / 20 }, randomCases(), (each) => {
  const { problem, met } = judgeConditions(each);
  return problem === undefined ? { accepted: met } : { problem };
});

hostile('what is said of many actions and resources holds for each', { runs: 2_000, share: 1 / 10 }, randomCases(), (each) => {
  const { problem, divided, decided } = judgeParts(each);
  return problem === undefined ? { accepted: divided && decided } : { problem };
});
