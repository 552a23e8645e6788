import { App, aws_iam as iam, Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpGuardrail, mixins } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack');
});
const assumedBy = new iam.AccountRootPrincipal();
const mixin = new mixins.RoleMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
const sids = () => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
  .map(({ Properties }) => (Properties.Policies ?? []).flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement.map(({ Sid }: any) => Sid)));

test('a role without policy updates is that role', () => {
  new iam.Role(stack, 'It', { assumedBy }).withoutPolicyUpdates().with(mixin);
  Mixins.of(stack).apply(mixin);
  expect(sids()).toEqual([['DenyViaMcp']]);
});

test('a lazy role has them once it is made, and is not made for them', () => {
  const it = new iam.LazyRole(stack, 'It', { assumedBy });
  it.with(mixin);
  expect(stack.node.findAll()).toHaveLength(2);
  expect(it.roleArn).toBeDefined();
  expect(sids()).toEqual([['DenyViaMcp']]);
});

test('a lazy role that is made already', () => {
  const it = new iam.LazyRole(stack, 'It', { assumedBy });
  expect(it.roleArn).toBeDefined();
  it.with(mixin);
  expect(sids()).toEqual([['DenyViaMcp']]);
});
