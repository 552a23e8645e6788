import { aws_s3 as s3, aws_sqs as sqs, Fn, Lazy, Mixins, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { newStack } from './resource-kinds';
import { McpGuardrail, mixins } from '../../src';
import { policiesOfStack } from '../../src/mixins/policies-of-stack';

const SQS = { cfnType: 'AWS::SQS::QueuePolicy', of: 'queues' };
const policyDocument = { Statement: [] };
let stack: Stack;
let queue: sqs.CfnQueue;
beforeEach(() => {
  stack = newStack();
  queue = new sqs.CfnQueue(stack, 'Queue');
});
const found = (of = queue) => policiesOfStack(of, SQS, [of.ref, of.attrArn]).map(({ node }) => node.id);
const policy = (id: string, queues: string[], scope: Construct = stack) => new sqs.CfnQueuePolicy(scope, id, { queues, policyDocument });

test('what is added in between is found, deep in the tree too, and what is removed is not', () => {
  expect(found()).toEqual([]);
  const inner = new Construct(new Construct(stack, 'Outer'), 'Inner');
  policy('Deep', [queue.ref], inner);
  expect(found()).toEqual(['Deep']);
  policy('Next', [queue.ref]);
  inner.node.tryRemoveChild('Deep');
  expect(found()).toEqual(['Next']);
});

test('a list may grow, and a value may be another one later', () => {
  const { queues } = policy('Policy', [new sqs.CfnQueue(stack, 'Other').ref]);
  expect(found()).toEqual([]);
  queues.push(queue.ref);
  expect(found()).toEqual(['Policy']);
  queues.pop();
  expect(found()).toEqual([]);
});

test('what a lazy list or text gives now counts', () => {
  const names: string[] = [];
  policy('List', Lazy.list({ produce: () => names }));
  policy('Text', [Lazy.uncachedString({ produce: () => names[0] ?? 'none' })]);
  expect(found()).toEqual([]);
  names.push(queue.ref);
  expect(found()).toEqual(['List', 'Text']);
});

test('it is found under whatever name, also if its logical id has changed', () => {
  policy('Ref', [queue.ref]);
  policy('Arn', [queue.attrArn]);
  policy('Id', [Fn.ref('Renamed')]);
  expect(found()).toEqual(['Ref', 'Arn']);
  queue.overrideLogicalId('Renamed');
  expect(found()).toEqual(['Ref', 'Arn', 'Id']);
});

test('policies of other stacks of the stage are found by the construct or a literal, not by a function that means something else there', () => {
  const other = new Stack(stack, 'Nested');
  policy('ByConstruct', [queue.ref], other);
  policy('SameId', [Fn.ref(stack.getLogicalId(queue))], other);
  policy('SameFunction', [Fn.sub(`\${${stack.getLogicalId(queue)}}`)], other);
  policy('ByText', ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'], other);
  policy('OtherStage', ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'], new Stack(new Stage(stack.node.root, 'Stage'), 'S'));
  expect(policiesOfStack(queue, SQS, [queue.ref, 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs']).map(({ node }) => node.id)).toEqual(['ByConstruct', 'ByText']);
});

test.each<[string, string]>([['${Queue}', 'Ref'], ['${Queue.Arn}', 'GetAtt']])('Fn::Sub of %s is %s', (text) => {
  policy('Sub', [Fn.sub(text)]);
  expect(found()).toEqual(['Sub']);
});

test('those of nested constructs of the same name are told apart', () => {
  const other = new sqs.CfnQueue(new Construct(stack, 'Scope'), 'Queue');
  policy('Other', [other.ref]);
  expect(found()).toEqual([]);
  expect(found(other)).toEqual(['Other']);
});

test('all resources of a scope at once get one policy each, whatever they have', () => {
  const apply = () => Mixins.of(stack).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
  const buckets = ['A', 'B', 'C'].map((id) => new s3.Bucket(stack, id));
  new s3.CfnBucketPolicy(stack, 'OfB', { bucket: buckets[1].bucketName, policyDocument });
  apply();
  new s3.Bucket(stack, 'D');
  apply();
  Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 4);
});
