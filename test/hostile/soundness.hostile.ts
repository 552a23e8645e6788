import { hostile } from './hostile';
import { randomCases } from '../conformance/random-cases';
import { judge, judgeConditions } from '../conformance/soundness';

hostile('what is said to be enough for a request to be allowed is enough', { runs: 5_000, share: 1 / 10 }, randomCases(), (each) => {
  const { problem, met } = judgeConditions(each);
  return problem === undefined ? { accepted: met } : { problem };
});

// 100,000 in all.
describe.each([1, 2, 3, 4])('part %i', () => {
  hostile('what is decided stays so, whatever a partly known request turns out to be', { runs: 25_000, share: 1 / 10 }, randomCases(), (each) => {
    const { problem, hung } = judge(each);
    return problem === undefined ? { accepted: hung } : { problem };
  });
});
