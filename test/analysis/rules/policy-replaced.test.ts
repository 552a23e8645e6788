import { findingsInTemplate, foundInTemplate } from './found';
import { checkPolicies } from '../../../src/analysis/rules/check';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { Json } from '../../../src/iam/value';

const BUCKET = 'arn:aws:s3:::data';
const document = (Action: string, Resource: unknown) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: { AWS: '444455556666' }, Action, Resource }] });
const bucketPolicy = (Bucket: unknown, more: Json = {}): Json => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket, PolicyDocument: document('s3:GetObject', `${BUCKET}/*`) }, ...more });
const topicPolicy = (Topics: unknown): Json => ({ Type: 'AWS::SNS::TopicPolicy', Properties: { Topics, PolicyDocument: document('sns:Publish', { Ref: 'Topic' }) } });
const functionPolicy = (ResourceArn: unknown): Json => ({ Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn, PolicyDocument: document('lambda:InvokeFunction', ResourceArn) } });
const permission = (FunctionName: unknown): Json => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } });
const ARN = { 'Fn::GetAtt': ['Function', 'Arn'] };
const FUNCTION = { Function: { Type: 'AWS::Lambda::Function', Properties: {} } };

test('two policies of a bucket: the second is told of the first', () => {
  const findings = findingsInTemplate({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } }, One: bucketPolicy({ Ref: 'Bucket' }), Two: bucketPolicy('data') });
  expect(findings.map(({ rule: { id }, message, place }) => [id, message, place.logicalId])).toEqual([
    ['PolicyReplaced', 'the policy of arn:aws:s3:::data is also set by One (AWS::S3::BucketPolicy)', 'Two'],
  ]);
});

test.each<[string, Json, number]>([
  ['a topic in two lists', { Topic: { Type: 'AWS::SNS::Topic' }, One: topicPolicy([{ Ref: 'Topic' }]), Two: topicPolicy([{ Ref: 'Other' }, { Ref: 'Topic' }]) }, 1],
  ['a function\'s policy beside a permission', { ...FUNCTION, One: functionPolicy(ARN), Two: permission(ARN), Three: permission({ Ref: 'Function' }) }, 1],
  ['permissions alone', { ...FUNCTION, One: permission(ARN), Two: permission(ARN) }, 0],
  ['a permission for an alias, which has its own', { ...FUNCTION, One: functionPolicy(ARN), Two: permission({ 'Fn::Sub': '${Function.Arn}:live' }) }, 0],
  ['policies of two buckets', { One: bucketPolicy('data'), Two: bucketPolicy('other') }, 0],
  ['of two buckets that are not known', { One: bucketPolicy({ 'Fn::ImportValue': 'A' }), Two: bucketPolicy({ 'Fn::ImportValue': 'B' }) }, 0],
  ['of one that is not known', { One: bucketPolicy({ 'Fn::ImportValue': 'A' }), Two: bucketPolicy({ 'Fn::ImportValue': 'A' }) }, 1],
  ['policies of types that several may have', { One: log('a'), Two: log('b') }, 0],
])('%s', (_, resources, count) => {
  expect(foundInTemplate(resources).filter((id) => id === 'PolicyReplaced')).toHaveLength(count);
});

test('under different conditions there may be one; under one condition, or one of them under none, there are two', () => {
  const count = (one: Json, two: Json) => checkPolicies(readTemplates([{
    template: {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { A: { 'Fn::Equals': [{ Ref: 'Stage' }, 'a'] }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
      Resources: { One: bucketPolicy('data', one), Two: bucketPolicy('data', two) },
    },
  }])).filter(({ rule }) => rule.id === 'PolicyReplaced').length;
  expect([count({ Condition: 'A' }, { Condition: 'B' }), count({ Condition: 'A' }, { Condition: 'A' }), count({}, { Condition: 'B' })]).toEqual([0, 1, 1]);
});

function log(PolicyName: string): Json {
  return { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName, PolicyDocument: JSON.stringify(document('logs:PutLogEvents', '*')) } };
}
