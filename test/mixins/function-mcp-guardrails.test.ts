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

describe('a guardrail that names an alias or a version', () => {
  const invoked = (...resources: string[]) =>
    new mixins.FunctionMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('lambda:InvokeFunction'), resources })] });

  test('by its construct is about that', () => {
    const [alias, version] = [it.addAlias('live'), it.currentVersion];
    it.with(invoked(alias.functionArn, version.functionArn));
    expect(denials(stack, KIND)[0].Resource).toEqual([alias, version].map(({ functionArn }) => stack.resolve(functionArn)));
  });

  test('is the same where it is applied to the alias', () => {
    const alias = it.addAlias('live');
    alias.with(invoked(alias.functionArn));
    expect(denials(stack, KIND)[0].Resource).toEqual(stack.resolve(alias.functionArn));
  });

  test('of another function denies nothing here', () => {
    const other = new lambda.Function(stack, 'Other', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') });
    expect(() => it.with(invoked(other.addAlias('live').functionArn))).toThrow('denies nothing that a function\'s policy can be about');
    it.with(invoked(other.addAlias('next').functionArn, it.functionArn));
    expect(denials(stack, KIND)[0].Resource).toEqual(stack.resolve(it.functionArn));
  });

  test('by its ARN: what the error says helps', () => {
    const live = 'arn:aws:lambda:*:*:function:orders:live';
    expect(() => it.with(invoked(live))).toThrow(`is about "${live}", and whether that is the function can't be told: name the function by its construct, or leave the resources out`);
    it.with(invoked(`${it.functionArn}:live`));
    expect(denials(stack, KIND)[0].Resource).toEqual(stack.resolve(`${it.functionArn}:live`));
  });

  test('by a token that nothing is known of: the error shows no token, and what it says helps', () => {
    const elsewhere = lambda.Function.fromFunctionName(stack, 'Elsewhere', 'orders');
    const alias = new lambda.CfnAlias(stack, 'Alias', { functionName: elsewhere.functionName, functionVersion: '1', name: 'live' });
    expect(() => it.with(invoked(alias.ref))).toThrow('is about a value known only at deployment, and whether that is the function can\'t be told');
    expect(() => it.with(invoke())).not.toThrow();
  });
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
