import { Lazy } from 'aws-cdk-lib';
import { validSid } from '../../src/iam/sid';

test('letters and digits are a Sid', () => {
  expect(['A', 'Deny1', '0'].map(validSid)).toEqual(['A', 'Deny1', '0']);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
test.each<unknown>(['', 'a b', 'a-b', ' a', 'a ', 'é', 1, undefined, null, ['A'], Lazy.string({ produce: () => 'A' })])('%j is none', (sid) => {
  expect(() => validSid(sid as string)).toThrow('is not a statement\'s Sid: expected letters and digits only, as a literal');
});
