/* eslint-disable @stylistic/max-len */
import * as crypto from 'crypto';
import { readResources } from './read';
import { committedConnectors, listing, tableOf } from '../../../build-tools/sam-connectors-source';
import { McpSimulator } from '../../../src';

const TRUST = { Version: '2012-10-17', Statement: [] };
const R = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: TRUST, Policies: [] } };
const F = { Type: 'AWS::Serverless::Function', Properties: { Handler: 'i.h' } };
const Q = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } };
const B = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } };
const of = (type: string, Properties: object = {}) => ({ Type: type, Properties });
const connector = (Source: object, Destination: unknown, Permissions: unknown = ['Read']) => of('AWS::Serverless::Connector', { Source, Destination, Permissions });
const decide = (resources: object, action: string, resource: string, principal = 'F') => (
  McpSimulator.fromTemplate({ Resources: resources }, { account: '111122223333', region: 'eu-west-1' }).simulate({ principal, action, resource }).decision);
const OBJECT = 'arn:aws:s3:::b/k';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:q';

// `npx projen connectors` prints each row that is new, gone or changed: read it before these change.
test('the table is that of the version that it names, whole', () => {
  const { source, types } = committedConnectors();
  const rows = listing(committedConnectors());
  expect({ ...source, rows: rows.length, types: Object.keys(types).length, hash: crypto.createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16) }).toMatchInlineSnapshot(`
{
  "hash": "f622da0000b2bd0c",
  "license": "Apache-2.0",
  "package": "aws-sam-translator",
  "read": "2026-11-30",
  "rows": 40,
  "types": 13,
  "version": "1.115.0",
}
`);
});

test('what the table does not know is an error, not a row that is dropped', () => {
  const table = (Type: string, statement: object) => () => tableOf({
    Permissions: { A: { B: { Type, Properties: { SourcePolicy: true, AccessCategories: { Read: { Statement: [statement] } } } } } }, CfnResourceProperties: {},
  }, '1', '2026-11-30');
  const right = { Effect: 'Allow', Action: ['s3:A', 's3:B'], Resource: ['x'] };
  expect(table('AWS_IAM_ROLE_MANAGED_POLICY', right)().rows).toEqual([{ from: ['A'], to: 'B', kind: 'source', gives: { Read: [['s3:A B', 'x']] } }]);
  expect(table('AWS_NEW', right)).toThrow('A to B: there is no kind AWS_NEW');
  expect(table('AWS_IAM_ROLE_MANAGED_POLICY', { ...right, Condition: {} })).toThrow('a statement of a role is written otherwise');
  expect(table('AWS_IAM_ROLE_MANAGED_POLICY', { ...right, Action: ['s3:A', 'sqs:B'] })).toThrow('a statement is about several services');
});

describe('a connector gives the role what AWS SAM writes', () => {
  test.each<[string, object, string, string, string, string?]>([
    ['of a function', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }) }, 's3:GetObject', OBJECT, 'ALLOWED'],
    ['and nothing else', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }) }, 's3:PutObject', OBJECT, 'IMPLICITLY_DENIED'],
    ['on nothing else', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }) }, 's3:GetObject', 'arn:aws:s3:::c/k', 'IMPLICITLY_DENIED'],
    ['with both permissions', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }, ['Write', 'Read']) }, 's3:PutObject', OBJECT, 'ALLOWED'],
    ['embedded', { F: { ...F, Connectors: { C: { Properties: { Destination: { Id: 'B' }, Permissions: ['Read'] } } } }, B }, 's3:GetObject', OBJECT, 'ALLOWED'],
    ['to several', { F, B, Q, C: connector({ Id: 'F' }, [{ Id: 'B' }, { Id: 'Q' }], ['Write']) }, 'sqs:SendMessage', QUEUE, 'ALLOWED'],
    ['of the destination', { F, Q, C: connector({ Id: 'Q' }, { Id: 'F' }, ['Read', 'Write']) }, 'sqs:ReceiveMessage', QUEUE, 'ALLOWED'],
    ['of a role that the function has', { R, F: of('AWS::Serverless::Function', { Role: { 'Fn::GetAtt': ['R', 'Arn'] } }), B, C: connector({ Id: 'F' }, { Id: 'B' }) }, 's3:GetObject', OBJECT, 'ALLOWED', 'R'],
    ['of a rule', {
      R,
      S: of('AWS::StepFunctions::StateMachine', { StateMachineName: 's' }),
      E: of('AWS::Events::Rule', { Targets: [{ Arn: { 'Fn::GetAtt': 'S.Arn' }, RoleArn: { 'Fn::GetAtt': 'R.Arn' } }] }),
      C: connector({ Id: 'E' }, { Id: 'S' }, ['Write']),
    }, 'states:StartExecution', 'arn:aws:states:eu-west-1:111122223333:stateMachine:s', 'ALLOWED', 'R'],
    ['by what is told instead of an id', {
      R, C: connector({ Type: 'AWS::Serverless::Function', RoleName: { Ref: 'R' } }, { Type: 'AWS::SQS::Queue', Arn: QUEUE }, ['Write']),
    }, 'sqs:SendMessage', QUEUE, 'ALLOWED', 'R'],
    ['in the name of another resource', {
      F, T: of('AWS::Serverless::StateMachine', { Name: 't' }), C: connector({ Id: 'F' }, { Id: 'T' }),
    }, 'states:DescribeExecution', 'arn:aws:states:eu-west-1:111122223333:execution:t:x', 'ALLOWED'],
    ['of a table of AWS SAM', { F, T: of('AWS::Serverless::SimpleTable', { TableName: 't' }), C: connector({ Id: 'F' }, { Id: 'T' }) }, 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', 'ALLOWED'],
    // What SAM would refuse, or can't be told: it may be anything.
    ['unless it is not supported', { F, R, B, C: connector({ Id: 'B' }, { Id: 'B' }) }, 's3:GetObject', OBJECT, 'IMPLICITLY_DENIED'],
    ['unless there is no such permission', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }, ['Delete']) }, 's3:GetObject', OBJECT, 'CONDITIONAL'],
    ['unless they go together only', { F, Q, C: connector({ Id: 'Q' }, { Id: 'F' }, ['Read']) }, 'sqs:ReceiveMessage', QUEUE, 'CONDITIONAL'],
    ['unless the permissions are a parameter', { F, B, C: connector({ Id: 'F' }, { Id: 'B' }, { Ref: 'P' }) }, 's3:GetObject', OBJECT, 'CONDITIONAL'],
    ['unless what it connects is not there', { F, C: connector({ Id: 'F' }, { Id: 'Gone' }) }, 's3:GetObject', OBJECT, 'CONDITIONAL'],
    ['unless the role is an ARN', { R, F: of('AWS::Serverless::Function', { Role: 'arn:aws:iam::111122223333:role/r' }), B, C: connector({ Id: 'F' }, { Id: 'B' }) }, 's3:GetObject', OBJECT, 'CONDITIONAL', 'R'],
    ['unless it is not written as SAM takes it', { F: { ...F, Connectors: [] }, B }, 's3:GetObject', OBJECT, 'CONDITIONAL'],
    ['but not that of another function', { F, G: F, B, C: connector({ Id: 'G' }, { Id: 'Gone' }) }, 's3:GetObject', OBJECT, 'IMPLICITLY_DENIED'],
  ])('%s', (_, resources, action, resource, expected, principal = 'F') => {
    expect(decide(resources, action, resource, principal)).toBe(expected);
  });

  test('with the condition of the connector, and where it is written', () => {
    const { principals } = readResources({ F, B, C: { ...connector({ Id: 'F' }, { Id: 'B' }), Condition: 'Maybe' } });
    const [role] = principals;
    expect(role.identityPolicies.map(({ place }) => place)).toEqual([{ logicalId: 'C', constructPath: 'CPolicy', path: 'Properties/Properties/PolicyDocument' }]);
    expect(role.conditionalPolicies).toEqual(role.identityPolicies);
  });

  test('or a policy of the queue, the topic or the function', () => {
    const T = of('AWS::SNS::Topic', { TopicName: 't' });
    const { resources, policyChanges } = readResources({
      F,
      Q,
      T,
      E: of('AWS::Events::Rule'),
      A: of('AWS::Serverless::Api', { StageName: 's' }),
      C: connector({ Id: 'T' }, { Id: 'Q' }, ['Write']),
      D: connector({ Id: 'E' }, { Id: 'T' }, ['Write']),
      G: connector({ Id: 'A', Qualifier: 'p' }, { Id: 'F' }, ['Write']),
    });
    expect(resources.map(({ resourceType, arns, policies: [{ document }] }: any) => [resourceType, arns.length, document.Statement[0].Principal])).toEqual([
      ['AWS::SQS::QueuePolicy', 1, { Service: 'sns.amazonaws.com' }], ['AWS::SNS::TopicPolicy', 1, { Service: 'events.amazonaws.com' }],
    ]);
    expect(policyChanges.map(({ changes }) => changes)).toEqual(['AWS::Lambda::ResourcePolicy']);
  });
});

describe('Globals of AWS SAM', () => {
  const globals = (Globals: object, resources: object) => McpSimulator.fromTemplate({ Globals, Resources: resources });
  const request = { principal: 'F', action: 's3:GetObject', resource: OBJECT };
  const allowing = of('AWS::Serverless::Function', { Policies: [{ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }] });

  test.each<[string, object, string]>([
    ['without permissions change nothing', { Function: { Timeout: 3, MemorySize: 512 } }, 'ALLOWED'],
    ['of another type change nothing', { SimpleTable: { SSESpecification: { SSEEnabled: true } } }, 'ALLOWED'],
    ['give a boundary', { Function: { PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' } }, 'IMPLICITLY_DENIED'],
    ['give what SAM adds permissions for', { Function: { Tracing: 'Active' } }, 'ALLOWED'],
  ])('%s', (_, given, expected) => {
    expect(globals(given, { F: allowing }).simulate(request).decision).toBe(expected);
  });

  test('and the policy of an API', () => {
    const statement = (Sid: string) => ({ Sid, Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });
    const auth = (...sids: string[]) => ({ Auth: { ResourcePolicy: { CustomStatements: sids.map(statement) } } });
    const { policies } = readResources({ A: of('AWS::Serverless::Api', { ...auth('Own'), Name: { Ref: 'N' } }) }, undefined, { Globals: { Api: { ...auth('Given'), Name: 'x' } } });
    expect(policies.map(({ document }: any) => document.Statement.map(({ Sid }: any) => Sid))).toEqual([['Given', 'Own']]);
  });
});
