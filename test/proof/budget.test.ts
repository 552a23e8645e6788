import { HARD_STATEMENTS, proved } from './hard-questions';
import { Budget } from '../../src/proof/budget';
import { decide } from '../../src/proof/decide';
import { Answer } from '../../src/proof/question';

const statementsOf = (about: string) => HARD_STATEMENTS.find(([what]) => what === about)![1]();

const tooMany = (what: string, statement: string) => `${what}, in statement "${statement}" of identityPolicies/0 and others`;
const RESOURCES = 'more patterns of resources than are told apart';
const ACTIONS = 'more patterns of actions than are told apart';

test.each<[string, number, ...string[]]>([
  ['a policy variable between many wildcards', 1, tooMany(ACTIONS, 'S0')],
  ['40 keys that hang on each other', 2_000, tooMany(RESOURCES, 'S0'), tooMany('more combinations of actions and resources than are looked at', 'S0')],
  ['30 patterns, all of which a string may be like', 20_000, tooMany('more combinations of s3:prefix than are looked at', 'S1')],
  ['200 statements, each with a resource of many wildcards', 5_000, tooMany(RESOURCES, 'S1')],
  ['100 statements, each with a pattern of actions', 20_000, tooMany(ACTIONS, 'S0')],
])('%s: with %d steps it is undecided, and says what there is too much of', (about, steps, ...reasons) => {
  const { answer, open } = decide(proved(statementsOf(about)), new Budget(steps));
  expect([answer, open]).toEqual([Answer.UNDECIDED, reasons]);
});
