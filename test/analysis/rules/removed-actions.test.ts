import { foundIn, messagesOf } from './found';

const statement = (Effect: string, Action: string | string[]) => ({ Effect, Action, Resource: '*' });

test.each([
  ['aws-mcp:*'],
  ['aws-mcp:InvokeMcp'],
  ['AWS-MCP:Call*'],
  ['aws-mcp:ExecuteTool'],
  ['sagemaker-unified-studio-mcp:*'],
  [['s3:GetObject', 'aws-mcp:CallReadWriteTool']],
])('%s is found, in a Deny as an error, in an Allow as a warning', (action) => {
  expect(foundIn(statement('Deny', action))).toEqual(['RemovedActionDenied']);
  expect(foundIn(statement('Allow', action))).toEqual(['RemovedActionAllowed']);
});

test.each([['eks-mcp:*'], ['ecs-mcp:UseMcp'], ['sagemaker-unified-studio-mcp:AuthorizeVpce'], ['*']])('%s is there still', (action) => {
  expect(foundIn(statement('Deny', action))).toEqual([]);
});

test('as an exception it leaves out nothing', () => {
  expect(messagesOf({ Effect: 'Deny', NotAction: ['aws-mcp:*', 's3:*'], Resource: '*' }))
    .toEqual(['denies all but aws-mcp:*, which AWS has removed: this no longer leaves out aws-mcp.amazonaws.com']);
  expect(foundIn({ Effect: 'Allow', NotAction: ['aws-mcp:*', 'iam:PassRole'], Resource: '*' })).toEqual(['RemovedActionAllowed']);
});
