import { hostile } from './hostile';
import { randomCases } from '../conformance/random-cases';
import { judge } from '../conformance/soundness';

// 40,000 in all.
describe.each([1, 2, 3, 4])('part %i', () => {
  hostile('what is decided stays so, whatever a partly known request turns out to be', { runs: 10_000, share: 1 / 10 }, randomCases(), (each) => {
    const { problem, hung } = judge(each);
    return problem === undefined ? { accepted: hung } : { problem };
  });
});
