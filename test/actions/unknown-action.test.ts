import { Catalog } from '../../src/actions/catalog';
import { checkAction, unknownAction } from '../../src/actions/unknown-action';

test.each([
  's3:GetObject', 'S3:getobject', 's3:*', 's3:Get*', 's3:*Object', 's3:G?tObject', '*', 'eks-mcp:InvokeMcp', 'partnercentral:InvokeMcp', 'sagemaker-unified-studio-mcp:*',
  // What is no action at all is said elsewhere.
  '*:Get*', 's3', 's3:', '',
])('"%s" means an action, or is judged elsewhere', (action) => {
  expect(unknownAction(action)).toBeUndefined();
});

test.each([
  ['s3:DeleteObjects', '"s3:DeleteObjects" is an API operation; its IAM action is "s3:DeleteObject"'],
  ['S3:headObject', '"S3:headObject" is an API operation; its IAM action is "s3:GetObject"'],
  ['kms:ReEncrypt', '"kms:ReEncrypt" is an API operation; its IAM actions are "kms:ReEncryptFrom", "kms:ReEncryptTo"'],
  ['bedrock:Converse', '"bedrock:Converse" is an API operation; its IAM action is "bedrock:InvokeModel"'],
  ['budgets:CreateBudget', '"budgets:CreateBudget" is an API operation; its IAM action is "budgets:ModifyBudget"'],
  ['apigateway:CreateRestApi', '"apigateway:CreateRestApi" is an API operation; its IAM action is "apigateway:POST"'],
  ['cognito-idp:InitiateAuth2', 'there is no action "cognito-idp:InitiateAuth2" (did you mean "cognito-idp:InitiateAuth"?)'],
  ['sts:AssumeRoleWithFoo', 'there is no action "sts:AssumeRoleWithFoo" (did you mean "sts:AssumeRoleWithSAML"?)'],
  ['s3:Delte*', 'there is no action "s3:Delte*" (did you mean "s3:Delete*"?)'],
  ['s3:*Objekt', 'there is no action "s3:*Objekt"'],
  ['eks-mcp:Invented', 'there is no action "eks-mcp:Invented"'],
  ['dynamo:DeleteItem', 'there is no service "dynamo" of the action "dynamo:DeleteItem" (did you mean "dynamodb:DeleteItem"?)'],
  ['dynamo:Delete*', 'there is no service "dynamo" of the action "dynamo:Delete*" (did you mean "dynamodb:Delete*"?)'],
  ['nosuchservicehere:*', 'there is no service "nosuchservicehere" of the action "nosuchservicehere:*"'],
  ['aws-mcp:ExecuteTool', 'AWS has removed "aws-mcp:ExecuteTool"'],
  ['aws-mcp:*', 'AWS has removed "aws-mcp:*"'],
  ['sagemaker-unified-studio-mcp:InvokeMcp', 'AWS has removed "sagemaker-unified-studio-mcp:InvokeMcp"'],
])('%s means none', (action, problem) => {
  expect(unknownAction(action)).toBe(problem);
});

test.each([
  ['monitoring:DeleteAlarms', 'cloudwatch:DeleteAlarms'],
  ['email:DeleteIdentity', 'ses:DeleteIdentity'],
  ['tagging:GetResources', 'tag:GetResources'],
])('%s of an event is %s', (name, action) => {
  expect(unknownAction(name)).toContain(`(did you mean "${action}"?)`);
  expect(unknownAction(action)).toBeUndefined();
});

test.each([
  ['s3:HeadObject', 's3:GetObject'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:PutBucketLifecycle', 's3:PutLifecycleConfiguration'],
  ['lambda:Invoke', 'lambda:InvokeFunction'],
  ['lambda:UpdateFunctionCode20150331v2', 'lambda:UpdateFunctionCode'],
  ['sqs:SendMessageBatch', 'sqs:SendMessage'],
])('%s is an operation, and %s its action', (name, action) => {
  expect(unknownAction(name)).toBe(`"${name}" is an API operation; its IAM action is "${action}"`);
  expect(unknownAction(action)).toBeUndefined();
});

test('every action of the table is one', () => {
  const catalog = Catalog.get();
  const unknown = catalog.services.flatMap((service) => [...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`)).filter(unknownAction);
  expect(unknown).toEqual([]);
});

test('a request says what to do about one that is newer', () => {
  expect(() => checkAction('s3:DeleteObjects', 'give --unlisted-action'))
    .toThrow('"s3:DeleteObjects" is an API operation; its IAM action is "s3:DeleteObject": ask about that');
  expect(() => checkAction('s3:DeleteObjekt', 'give --unlisted-action'))
    .toThrow(`(did you mean "s3:DeleteObject"?): if it is newer than the table of actions, of ${Catalog.get().date}, give --unlisted-action`);
  expect(Catalog.get().date).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(() => checkAction('s3:GetObject', '')).not.toThrow();
});
