import { readTemplates } from '../../src/analysis/template/read-templates';
import { notJudged, notJudgedOf } from '../../src/analysis/undecided-parts';

const ACTIONS: readonly unknown[] = ['s3:GetObject', { Ref: 'Given' }, ['s3:GetObject', { 'Fn::Sub': 's3:${Given}' }]];
const CONDITIONS: readonly unknown[] = [
  undefined, { Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Bool: { 'aws:ViaAWSMCPService': { Ref: 'Given' } } }, { StringEquals: { 'aws:username': { Ref: 'Given' } } },
  { Bool: { 'aws:ViaAWSMCPService': null } },
];
const RESOURCES: readonly unknown[] = ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::If': ['Once', 'arn:aws:s3:::c', 'arn:aws:s3:::d'] }];

test('of policies that are alike but for their resources the same is told as of each by itself', () => {
  const statements = ACTIONS.flatMap((Action) => CONDITIONS.flatMap((Condition) => RESOURCES.map((Resource) => ({ Effect: 'Allow', Action, Resource, Condition }))));
  const { policies } = readTemplates([{
    template: {
      Parameters: { Given: { Type: 'String' } },
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket' },
        ...Object.fromEntries(statements.map((Statement, i) => (
          [`Policy${i}`, { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } }]))),
      },
    },
  }]);
  const told = policies.map((policy) => notJudged(policy));
  expect([...notJudgedOf(policies).values()]).toEqual(told);
  expect(new Set(told.flat().map((text) => text.replace(/^\w+ /, '')))).toEqual(new Set(['(Action)', '(Condition)']));
});
