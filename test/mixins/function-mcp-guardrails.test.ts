import { aws_iam as iam, aws_lambda as lambda, CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import { denials, kindOf, newStack, synth } from './resource-kinds';
import { ActionSet, McpGuardrail, mixins } from '../../src';

const KIND = kindOf('function');
const invoke = () => new mixins.FunctionMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('lambda:InvokeFunction') })] });
let stack: Stack;
let it: lambda.Function;
beforeEach(() => {
  stack = newStack();
  it = KIND.l2(stack) as lambda.Function;
});

test('a permission of the function, which its policy would overwrite, is an error', () => {
  it.with(invoke());
  expect(() => synth(stack)).not.toThrow();
  it.addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com') });
  expect(() => synth(stack)).toThrow('the policy of the function is also set by Data/It/Bucket (AWS::Lambda::Permission), '
    + 'and the one that is deployed later takes away what the other has set, the guardrails too: put all statements into the AWS::Lambda::ResourcePolicy');
});

test('one of an alias is not: an alias has a policy of its own', () => {
  const alias = it.addAlias('live');
  it.with(invoke());
  new lambda.CfnPermission(stack, 'Permission', { action: 'lambda:InvokeFunction', principal: '444455556666', functionName: alias.functionArn });
  expect(() => synth(stack)).not.toThrow();
});

test('an alias, a version and a singleton stand for their function', () => {
  it.addAlias('live').with(invoke());
  it.currentVersion.with(invoke());
  it.latestVersion.with(invoke());
  const singleton = new lambda.SingletonFunction(stack, 'Once', {
    uuid: '1', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  singleton.with(invoke());
  Mixins.of(stack).apply(invoke());
  expect(denials(stack, KIND)).toHaveLength(2);
});

test('a policy without a class of its own is found, and one that is replaced is missed', () => {
  const policy = new CfnResource(stack, 'Policy', {
    type: 'AWS::Lambda::ResourcePolicy', properties: { ResourceArn: it.functionArn, PolicyDocument: { Version: '2012-10-17', Statement: [] } },
  });
  it.with(invoke());
  expect(denials(stack, KIND)).toHaveLength(1);
  policy.addPropertyOverride('PolicyDocument.Statement', []);
  expect(() => synth(stack)).toThrow('Data/Policy: the guardrails are no longer in PolicyDocument');
});

test('what Lambda does not support in a policy is not written', () => {
  it.with(new mixins.FunctionMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('lambda:*') })] }));
  const [{ Action }] = denials(stack, KIND);
  expect(Action).toContain('lambda:UpdateFunctionCode');
  expect(Action.filter((action: string) => /\*|Permission|ResourcePolicy|UpdateFunctionConfiguration/.test(action))).toEqual([]);
});
