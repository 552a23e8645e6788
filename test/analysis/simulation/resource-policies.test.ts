import { ResourcePolicies } from '../../../src/analysis/simulation/resource-policies';
import type { TemplateResource } from '../../../src/analysis/template/template-policies';
import { PolicyKind } from '../../../src/iam/policy';
import { statementsOf } from '../../../src/iam/policy-layers';

const resource = (logicalId: string, arns: string[], ...actions: string[]): TemplateResource => ({
  logicalId,
  resourceType: 'AWS::S3::BucketPolicy',
  arns,
  policies: actions.map((Action) => ({
    kind: PolicyKind.RESOURCE,
    place: { logicalId, path: '' },
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }] },
  })),
});
const [A, B] = [resource('A', ['arn:aws:s3:::a'], 's3:Get*', 's3:Put*'), resource('B', ['arn:aws:s3:::b', 'arn:aws:s3:::a'], 's3:Delete*')];
const policies = new ResourcePolicies([A, B], (policy) => statementsOf([policy]));
const within = (...names: string[]) => names.flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`, `arn:aws:s3:::${name}:*`]);

test('the statements of all, and of each', () => {
  expect(policies.statements.map(({ action }) => String(action))).toEqual(['s3:Get*', 's3:Put*', 's3:Delete*']);
  expect(policies.ofEach.map(({ resource: { logicalId }, statements }) => [logicalId, statements.length])).toEqual([['A', 2], ['B', 1]]);
});

test('the resources, each once, with what is within them', () => {
  expect(policies.patterns).toEqual(within('a', 'b'));
});

test('those whose policies count for an action', () => {
  expect(policies.patternsFor('s3:putobject')).toEqual(within('a'));
  expect(policies.patternsFor('s3:deleteobject')).toEqual(within('b', 'a'));
  expect(policies.patternsFor('sqs:sendmessage')).toEqual([]);
  // That a key has a policy counts, whatever that says.
  expect(policies.patternsFor('kms:decrypt')).toEqual(policies.patterns);
});

test('the same resources without some statements', () => {
  const left = policies.without(({ action }) => String(action) === 's3:Get*');
  expect(left.statements.map(({ action }) => String(action))).toEqual(['s3:Put*', 's3:Delete*']);
  expect([left.patterns, left.patternsFor('s3:getobject')]).toEqual([policies.patterns, []]);
});
