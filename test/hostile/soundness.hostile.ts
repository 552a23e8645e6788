import { hostile } from './hostile';
import { randomCases } from '../conformance/random-cases';
import { judge, judgeConditions, judgeParts } from '../conformance/soundness';

hostile('what is said to be enough for a request to be allowed is enough', { runs: 5_000, share: 1 / 10 }, randomCases(), (each) => {
  const { problem, met } = judgeConditions(each);
  return problem === undefined ? { accepted: met } : { problem };
});

hostile('what is said of many actions and resources holds for each', { runs: 5_000, share: 1 / 10 }, randomCases(), (each) => {
  const { problem, divided, decided } = judgeParts(each);
  return problem === undefined ? { accepted: divided && decided } : { problem };
});

// 100,000 in all.
describe.each([1, 2, 3, 4])('part %i', () => {
  hostile('what is decided stays so, whatever a partly known request turns out to be', { runs: 25_000, share: 1 / 10 }, randomCases(), (each) => {
    const { problem, hung } = judge(each);
    return problem === undefined ? { accepted: hung } : { problem };
  });
});
