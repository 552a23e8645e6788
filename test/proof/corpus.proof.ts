import { askCorpus } from './corpus';

// CORPUS_STEP=1 asks about all policies that AWS manages, and not about each twentieth.

test('of the questions about the policies of others, at most one in a hundred is undecided', () => {
  const { asked, answers, open } = askCorpus(Number(process.env.CORPUS_STEP ?? 20));
  expect(asked).toBeGreaterThan(400);
  expect(answers.PROVED).toBeGreaterThan(asked / 4);
  expect(answers.REFUTED).toBeGreaterThan(asked / 4);
  expect(open.slice(Math.floor(asked / 100))).toEqual([]);
});
