import { POLICY_TYPES } from '../../../src/iam/policy-kinds';
import { documentText, policySizeProblem } from '../../../src/iam/problems/size-problems';
import { RESOURCE_POLICY_TYPES } from '../../../src/iam/resource-policy-kinds';

/** A document whose JSON has so many characters. */
const sized = (length: number, character = 'a') => {
  const empty = JSON.stringify({ a: '' }).length;
  return { a: character.repeat(length - empty) };
};
const { SESSION_POLICY, USER_INLINE_POLICIES } = POLICY_TYPES;
const QUEUE_POLICY = RESOURCE_POLICY_TYPES['AWS::SQS::QueuePolicy'];

test('a policy may have as many characters as its kind', () => {
  expect(policySizeProblem(SESSION_POLICY, [sized(2_048)])).toBeUndefined();
  expect(policySizeProblem(SESSION_POLICY, [sized(2_049)])).toMatch(/^session policy has 2,?049 characters/);
  expect(policySizeProblem(SESSION_POLICY, [])).toBeUndefined();
});

test('policies that count together, together', () => {
  expect(policySizeProblem(USER_INLINE_POLICIES, [sized(1_024), sized(1_024)])).toBeUndefined();
  expect(policySizeProblem(USER_INLINE_POLICIES, [sized(1_025), sized(1_024)])).toMatch(/^user's inline policies have 2,?049 characters/);
});

test('bytes, where bytes count', () => {
  expect(policySizeProblem(QUEUE_POLICY, [sized(8_192)])).toBeUndefined();
  const [euros, asMany] = [sized(2_740, '€'), sized(2_740)];
  expect(policySizeProblem(QUEUE_POLICY, [asMany])).toBeUndefined();
  expect(policySizeProblem(QUEUE_POLICY, [euros])).toMatch(/^queue policy has 8,?204 bytes/);
});

test('a document that is none has the length of what it is', () => {
  expect(policySizeProblem(SESSION_POLICY, ['a'.repeat(3_000)])).toMatch(/^session policy has/);
  expect(policySizeProblem(SESSION_POLICY, [null, undefined, 1])).toBeUndefined();
  expect([documentText(undefined), documentText(null), documentText({ a: 1 })]).toEqual(['', 'null', '{"a":1}']);
});
