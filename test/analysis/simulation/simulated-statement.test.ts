import { describedMismatches, describedStatement } from '../../../src/analysis/simulation/simulated-statement';
import { PolicyKind } from '../../../src/iam/policy';
import { statementsOf } from '../../../src/iam/policy-layers';

const statement = (element: { [element: string]: unknown }, place = {}) => statementsOf([{
  kind: PolicyKind.IDENTITY, place: { path: 'Policies/0', ...place }, document: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*', ...element }] },
}])[0];

test.each([
  [statement({ Sid: 'No' }, { file: 'app.json', logicalId: 'Role' }), { effect: 'Deny', sid: 'No', policyType: 'identity-based policy', logicalId: 'Role', place: 'app.json Role Policies/0/Statement/0' }],
  [statement({}), { effect: 'Deny', policyType: 'identity-based policy', place: 'Policies/0/Statement/0' }],
  [statement({ Effect: { Ref: 'P' } }), { effect: 'unknown', policyType: 'identity-based policy', place: 'Policies/0/Statement/0' }],
])('a statement is told by what finds it: %#', (of, expected) => {
  expect(describedStatement(of)).toStrictEqual(expected);
});

test('of one that is ruled out, each element that does not match; what is told can be changed', () => {
  const mismatch = { element: 'Resource', policyValues: ['arn:aws:s3:::a'], requestValues: ['arn:aws:s3:::b'] };
  const told = describedMismatches({ statement: statement({}), mismatches: [mismatch] });
  expect(told).toStrictEqual({ ...describedStatement(statement({})), mismatches: [mismatch] });
  told.mismatches[0].policyValues.pop();
  told.mismatches[0].requestValues.pop();
  expect(mismatch).toEqual({ element: 'Resource', policyValues: ['arn:aws:s3:::a'], requestValues: ['arn:aws:s3:::b'] });
});
