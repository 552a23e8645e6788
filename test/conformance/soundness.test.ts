import * as fc from 'fast-check';
import { randomCases } from './random-cases';
import { judge, judgeConditions } from './soundness';

// `npx projen test:hostile` tries 100,000.
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
