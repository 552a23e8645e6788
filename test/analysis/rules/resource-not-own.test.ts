import { findingsInTemplate, foundInTemplate } from './found';
import type { Json } from '../../../src/iam/value';

const statement = (Action: string, Resource: unknown): Json => ({ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action, Resource });
const document = (Action: string, Resource: unknown): Json => ({ Version: '2012-10-17', Statement: [statement(Action, Resource)] });
const policy = (Type: string, Properties: Json): Json => ({ It: { Type, Properties } });
const topics = (Topics: unknown, Resource: unknown) => policy('AWS::SNS::TopicPolicy', { Topics, PolicyDocument: document('sns:Publish', Resource) });
const bucket = (Bucket: unknown, Resource: unknown) => policy('AWS::S3::BucketPolicy', { Bucket, PolicyDocument: document('s3:GetObject', Resource) });
const queues = (Queues: unknown, Resource: unknown) => policy('AWS::SQS::QueuePolicy', { Queues, PolicyDocument: document('sqs:SendMessage', Resource) });
const table = (Resource: unknown) => policy('AWS::DynamoDB::Table', { TableName: 'jobs', ResourcePolicy: { PolicyDocument: document('dynamodb:GetItem', Resource) } });
const TWO = { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic' } };
const ALERTS = 'arn:aws:sns:us-east-1:111122223333:alerts';
const JOBS = 'arn:aws:sqs:us-east-1:111122223333:jobs';
const URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/jobs';
const isFound = (resources: Json) => foundInTemplate(resources).includes('ResourceNotOwn');

test.each<[string, Json]>([
  ['a topic of another name', topics([ALERTS], `${ALERTS}s`)],
  ['another topic of the template', { ...TWO, ...topics([{ Ref: 'A' }], { Ref: 'B' }) }],
  ['two topics, which one policy can\'t serve', { ...TWO, ...topics([{ Ref: 'A' }, { Ref: 'B' }], { Ref: 'A' }) }],
  ['another bucket', bucket('reports', 'arn:aws:s3:::reports-old/*')],
  ['another beside the bucket', bucket('reports', ['arn:aws:s3:::reports/*', 'arn:aws:s3:::old/*'])],
  ['another queue', queues([URL], `${JOBS}-old`)],
  ['a queue in another Region', queues([URL], JOBS.replace('us-east-1', 'eu-west-1'))],
  ['another table', { ...table({ 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/other' }) }],
])('%s is found', (_, resources) => {
  expect(isFound(resources)).toBe(true);
});

test.each<[string, Json]>([
  ['the topic', topics([ALERTS], ALERTS)],
  ['the topic by reference', { ...TWO, ...topics([{ Ref: 'A' }], { Ref: 'A' }) }],
  ['a topic that is not known', { ...TWO, ...topics([{ 'Fn::ImportValue': 'Topic' }], { Ref: 'A' }) }],
  ['the bucket and its objects', bucket('reports', ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*', 'arn:*:s3:::rep*'])],
  ['everything', bucket('reports', '*')],
  ['a bucket by a variable', bucket('reports', 'arn:aws:s3:::${aws:PrincipalTag/team}/*')],
  ['a bucket that is not known', bucket({ Ref: 'Name' }, 'arn:aws:s3:::reports/*')],
  ['one of two queues', queues([URL, `${URL}-old`], JOBS)],
  ['an index of the table', table({ 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/jobs/index/*' })],
  ['a version of a function, by its own policy for the function', policy('AWS::Lambda::ResourcePolicy', {
    ResourceArn: 'arn:aws:lambda:us-east-1:111122223333:function:pay:live', PolicyDocument: document('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:pay'),
  })],
  ['a secret by its name', policy('AWS::SecretsManager::ResourcePolicy', {
    SecretId: 'login', ResourcePolicy: document('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:login-a1b2c3'),
  })],
  ['the policy of something that has its own language', policy('AWS::Logs::ResourcePolicy', { PolicyName: 'a', ResourceArn: ALERTS, PolicyDocument: document('logs:PutLogEvents', JOBS) })],
])('%s is not', (_, resources) => {
  expect(isFound(resources)).toBe(false);
});

test('says of which resource the policy is', () => {
  expect(findingsInTemplate(topics([ALERTS], `${ALERTS}s`)).map(({ message, statement: path }) => [path, message])).toEqual([
    ['Statement/0', `the topic policy of ${ALERTS} is about ${ALERTS}s`],
  ]);
});
