import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { sizeProblems } from '../../src/enforcement/guardrail-statements';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import type { PolicyType } from '../../src/iam/policy-type';

const LIMIT = 2_000;
const CHARACTERS: PolicyType = { ...POLICY_TYPES.MANAGED_POLICY, name: 'policy', maxSize: LIMIT };
const BYTES: PolicyType = { ...CHARACTERS, countsBytes: true };

/** A document of so many characters. */
function documentOf(size: number, letter: string): iam.PolicyDocument {
  const make = (name: string) => new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ sid: 'Deny', effect: iam.Effect.DENY, actions: ['s3:*'], resources: [`arn:aws:s3:::${name}`] })],
  });
  return make(letter.repeat(size - JSON.stringify(make('').toJSON()).length));
}

test.each<[string, PolicyType, number, string, string[]]>([
  ['as many characters as it takes', CHARACTERS, LIMIT, 'a', []],
  ['one more', CHARACTERS, LIMIT + 1, 'a', ['the policy would have 2,001 characters, 1 over the limit of 2,000']],
  ['letters of two bytes, where characters count', CHARACTERS, LIMIT, 'ä', []],
  ['as many bytes as it takes', BYTES, LIMIT, 'a', []],
  ['fewer characters, of two bytes each', BYTES, LIMIT / 2 + 200, 'ä', ['the policy would have 2,288 bytes, 288 over the limit of 2,000']],
])('the size of a policy: %s', (_, type, size, letter, expected) => {
  expect(sizeProblems(new Stack(new App(), 'Stack'), type, [documentOf(size, letter)])).toEqual(expected);
});
