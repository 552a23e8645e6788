import * as fc from 'fast-check';
import { randomCases } from './random-cases';
import { judge, judgeConditions, judgeParts } from './soundness';

// `npx projen test:hostile` tries 40,000.
test('what is decided stays so, whatever a partly known request turns out to be', () => {
  const found = { decided: 0, conditional: 0, hung: 0 };
  fc.assert(fc.property(randomCases(), (each) => {
    const { problem, decided, hung } = judge(each);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    found[decided ? 'decided' : 'conditional']++;
    found.hung += hung ? 1 : 0;
  }), { numRuns: 500, seed: 20261129, includeErrorInReport: true });
  // Neither is everything decided, nor nothing, and most of what is conditional really hangs on what is not known.
  expect(found.decided).toBeGreaterThan(100);
  expect(found.conditional).toBeGreaterThan(100);
  expect(found.hung).toBeGreaterThan(found.conditional / 2);
});

test('what is said to be enough for a request to be allowed is enough', () => {
  const found = { told: 0, met: 0 };
  fc.assert(fc.property(randomCases(), (each) => {
    const { problem, told, met } = judgeConditions(each);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    found.told += told ? 1 : 0;
    found.met += met ? 1 : 0;
  }), { numRuns: 500, seed: 20261130, includeErrorInReport: true });
  expect(found.told).toBeGreaterThan(40);
  // What is told is no contradiction: for most a request is found that meets it.
  expect(found.met).toBeGreaterThan(found.told / 2);
});

test('what is said of many actions and resources holds for each', () => {
  const found = { divided: 0, decided: 0 };
  fc.assert(fc.property(randomCases(), (each) => {
    const { problem, divided, decided } = judgeParts(each);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    found.divided += divided ? 1 : 0;
    found.decided += divided && decided ? 1 : 0;
  }), { numRuns: 500, seed: 20261201, includeErrorInReport: true });
  expect(found.divided).toBeGreaterThan(100);
  expect(found.decided).toBeGreaterThan(found.divided / 2);
});
