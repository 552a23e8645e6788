import { allow, deny, foundIn, foundInTemplate, messagesOf } from './found';
import { Catalog } from '../../../src/actions/catalog';

const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const AS_OF = `, as of the table of actions of ${Catalog.get().date}`;

test.each([
  ['s3:DeleteObjects', '"s3:DeleteObjects" is an API operation; its IAM action is "s3:DeleteObject"'],
  ['s3:Delte*', 'there is no action "s3:Delte*" (did you mean "s3:Delete*"?)'],
  ['s3:*Objekts', 'there is no action "s3:*Objekts"'],
  ['eks-mcp:Invented', 'there is no action "eks-mcp:Invented"'],
  ['dynamo:*', 'there is no service "dynamo" of the action "dynamo:*" (did you mean "dynamodb:*"?)'],
  ['monitoring:DeleteAlarms', 'there is no service "monitoring" of the action "monitoring:DeleteAlarms" (did you mean "cloudwatch:DeleteAlarms"?)'],
])('a Deny of %s blocks nothing', (action, problem) => {
  const statement = deny(VIA_MCP, { Action: [action, 's3:DeleteBucket'] });
  expect(foundIn(statement)).toEqual(['UnknownActionDenied']);
  expect(messagesOf(statement)).toEqual([`${problem}${AS_OF}: the Deny does not block what it seems to`]);
  expect(foundIn(allow(undefined, { Action: action }))).toEqual(['UnknownActionAllowed']);
});

test('each of them is said', () => {
  expect(foundIn(deny(undefined, { Action: ['s3:DeleteObjects', 's3:PutObjects'] }))).toEqual(['UnknownActionDenied', 'UnknownActionDenied']);
});

test.each([['Deny', 'UnknownActionDenied'], ['Allow', 'UnknownActionAllowed']])('%s of all but what does not exist', (Effect, id) => {
  const statement = { Effect, NotAction: ['s3:GetObjects'], Resource: 'arn:aws:s3:::reports/*' };
  expect(foundIn(statement)).toEqual([id]);
  expect(messagesOf(statement)[0]).toContain('does not leave out what it seems to');
});

test.each([
  ['an action', 's3:DeleteObject'],
  ['one in other case', 'S3:deleteobject'],
  ['a pattern that means some', 's3:*Bucket'],
  ['all', '*'],
  ['a server\'s own, which the table lacks', 'partnercentral:InvokeMcp'],
  ['what is known only at deployment', { 'Fn::Join': ['', ['s3:', { Ref: 'Action' }]] }],
])('not %s', (_, action) => {
  expect(foundIn(deny(undefined, { Action: action }))).toEqual([]);
});

test('a prefix whose actions are all gone is told once, by the rule about removed actions', () => {
  expect(foundIn(deny(undefined, { Action: ['aws-mcp:ExecuteTool', 'aws-mcp:ListTools'] }))).toEqual(['RemovedActionDenied']);
  expect(foundIn(allow(undefined, { Action: 'aws-mcp:ExecuteTool' }))).toEqual(['RemovedActionAllowed']);
});

test('not in a policy of a service that may read a language of its own', () => {
  const statement = deny(undefined, { Action: 'service:InventedHere', Principal: '*' });
  const foundInPolicyOf = (Type: string) => foundInTemplate({ Policy: { Type, Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } } });
  expect(foundInPolicyOf('AWS::NewService::ResourcePolicy')).toEqual([]);
  expect(foundInPolicyOf('AWS::S3::BucketPolicy')).toEqual(['UnknownActionDenied', 'InvalidAction']);
});
