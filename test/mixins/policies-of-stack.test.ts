import { aws_iam as iam, aws_s3 as s3, aws_sqs as sqs, CfnResource, Fn, Lazy, Mixins, Stack, Stage, Token } from 'aws-cdk-lib';
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
const found = (of = queue) => policiesOfStack(of, SQS, () => [of.ref, of.attrArn]).map(({ node }) => node.id);
const policy = (id: string, queues: string[], scope: Construct = stack) => new sqs.CfnQueuePolicy(scope, id, { queues, policyDocument });

const statementOfPeople = () => new iam.PolicyStatement({ sid: 'People', actions: ['s3:ListBucket'], principals: [new iam.AccountRootPrincipal()], resources: ['*'] });
const people = () => new iam.PolicyDocument({ statements: [statementOfPeople()] });

test('the CDK counts tokens where they are looked for, and each resource takes one', () => {
  const taken = () => (globalThis as { __cdkTokenMap?: { tokenCounter?: number } }).__cdkTokenMap?.tokenCounter;
  const before = taken();
  expect(before).toEqual(expect.any(Number));
  new CfnResource(stack, 'Any', { type: 'AWS::SQS::QueuePolicy' });
  expect(taken()).toBeGreaterThan(before!);
});

test('what is added in between is found, deep in the tree too, and what is removed is not', () => {
  expect(found()).toEqual([]);
  const inner = new Construct(new Construct(stack, 'Outer'), 'Inner');
  policy('Deep', [queue.ref], inner);
  expect(found()).toEqual(['Deep']);
  policy('Next', [queue.ref]);
  inner.node.tryRemoveChild('Deep');
  expect(found()).toEqual(['Next']);
});

test.each<[unknown]>([[undefined], [null], [''], ['7'], [true], [7], [NaN]])('a policy that is added in between counts, also if the CDK has %p for its count of tokens', (count) => {
  const holder = globalThis as { __cdkTokenMap?: object };
  const map = holder.__cdkTokenMap!;
  const added = () => {
    const of = newStack();
    const first = new s3.Bucket(of, 'First');
    const second = new s3.Bucket(of, 'Second');
    const guardrails = [McpGuardrail.denyDestructiveViaMcp()];
    Mixins.of(first).apply(new mixins.BucketMcpGuardrails({ guardrails }));
    new s3.CfnBucketPolicy(of, 'Own', { bucket: second.bucketName, policyDocument: people() });
    Mixins.of(second).apply(new mixins.BucketMcpGuardrails({ guardrails }));
    return Template.fromStack(of).findResources('AWS::S3::BucketPolicy');
  };
  const expected = added();
  expect(Object.keys(expected)).toEqual(['FirstPolicy2CFDFF7E', 'Own']);
  holder.__cdkTokenMap = new Proxy(map, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return key === 'tokenCounter' ? count : typeof value === 'function' ? value.bind(target) : value;
    },
  });
  try {
    expect(added()).toEqual(expected);
  } finally {
    holder.__cdkTokenMap = map;
  }
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
  expect(policiesOfStack(queue, SQS, () => [queue.ref, 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs']).map(({ node }) => node.id)).toEqual(['ByConstruct', 'ByText']);
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

/** What somebody does between two resources that get guardrails; in the end each has one policy, with both statements or that of the guardrail. */
test.each<[string, (b: s3.Bucket) => void, number]>([
  ['nothing', () => {}, 1],
  ['a policy is made for the next', (b) => void new s3.CfnBucketPolicy(stack, 'OfB', { bucket: b.bucketName, policyDocument: people() }), 2],
  ['it is deep in the tree', (b) => {
    const inner = new Construct(new Construct(stack, 'Outer'), 'Inner');
    new s3.CfnBucketPolicy(inner, 'OfB', { bucket: b.bucketName, policyDocument: people() });
  }, 2],
  ['it is one without a class', (b) => void new CfnResource(stack, 'OfB', {
    type: 'AWS::S3::BucketPolicy', properties: { Bucket: b.bucketName, PolicyDocument: people().toJSON() },
  }), 2],
  ['it is made and removed again', (b) => {
    new s3.CfnBucketPolicy(stack, 'OfB', { bucket: b.bucketName, policyDocument: people() });
    stack.node.tryRemoveChild('OfB');
  }, 1],
  ['the next gets a statement of its own', (b) => void b.addToResourcePolicy(statementOfPeople()), 2],
])('guardrails for one bucket after another: %s in between', (_, between, statements) => {
  const guard = (it: Construct) => it.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
  const [a, b, c] = ['A', 'B', 'C'].map((id) => new s3.Bucket(stack, id));
  guard(a);
  between(b);
  guard(b);
  guard(c);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy')).map(({ Properties }) => Properties);
  const of = (it: s3.Bucket) => policies.filter(({ Bucket }) => Bucket.Ref === stack.getLogicalId(it.node.defaultChild as CfnResource))
    .map(({ PolicyDocument }) => PolicyDocument.Statement.length);
  expect([a, b, c].map(of)).toEqual([[1], [statements], [1]]);
});

test('a policy that is removed before the resource gets guardrails again is not the one they are added to', () => {
  const guard = (it: Construct, sid: string) =>
    it.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp({ sid })] }));
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  const inner = new Construct(stack, 'Inner');
  new s3.CfnBucketPolicy(inner, 'Policy', { bucket: bucket.ref, policyDocument: people() });
  guard(bucket, 'First');
  stack.node.tryRemoveChild('Inner');
  guard(bucket, 'Second');
  expect(bucket.node.findChild('McpGuardrails')).toBeDefined();
});

describe('what is wrong with policies that look alike is told of each', () => {
  // Not the CDK's principal of the account: that is a token, with which no policy is like another.
  const principals = [new iam.ArnPrincipal('arn:aws:iam::111122223333:root')];
  const withStatement = (of: (it: s3.Bucket) => iam.PolicyStatementProps) => ['A', 'B'].map((id) => {
    const it = new s3.Bucket(stack, id);
    it.addToResourcePolicy(new iam.PolicyStatement({ sid: 'People', actions: ['s3:ListBucket'], principals, ...of(it) }));
    it.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
  });
  const problems = () => {
    try {
      Template.fromStack(stack);
      return [];
    } catch (error) {
      return (error as Error).message.match(/\[Data\/[AB]\/Resource\]/g);
    }
  };

  test.each<[string, (it: s3.Bucket) => string[], string[]]>([
    ['nothing is wrong', (it) => [it.bucketArn, it.arnForObjects('*')], []],
    ['a resource is none', () => ['reports'], ['A', 'B']],
    ['one that is lazy is none', ({ node: { id } }) => [Lazy.string({ produce: () => (id === 'A' ? 'arn:aws:s3:::a' : 'reports') })], ['B']],
    ['what could be taken for a reference is none', (it) => [it.bucketArn, '<0 Arn>'], ['A', 'B']],
    ['one of them is larger than a policy', (it) => [it.bucketArn, ...Array.from({ length: it.node.id === 'B' ? 1_500 : 1 }, (_, i) => it.arnForObjects(`a/long/path/to/${i}/*`))], ['B']],
  ])('%s', (_, resources, expected) => {
    withStatement((it) => ({ resources: resources(it) }));
    expect(problems()).toEqual(expected.map((id) => `[Data/${id}/Resource]`));
  });

  test.each<[string, (id: string) => unknown]>([
    ['is lazy', (id) => Lazy.uncachedAny({ produce: () => (id === 'A' ? 'arn:aws:sns:*:*:a' : 'b'.repeat(21_000)) })],
    ['is a token', (id) => Token.asAny({ resolve: () => (id === 'A' ? 'arn:aws:sns:*:*:a' : 'b'.repeat(21_000)) })],
  ])('what %s in a condition is larger than a policy in one of them', (_, value) => {
    withStatement(({ bucketArn, node }) => ({ resources: [bucketArn], conditions: { ArnLike: { 'aws:SourceArn': value(node.id) } } }));
    expect(problems()).toEqual(['[Data/B/Resource]']);
  });
});

test('a statement with another token in its condition is not that of the guardrail', () => {
  const condition = (value: string) => ({ ArnLike: { 'aws:SourceArn': Lazy.uncachedAny({ produce: () => value }) } });
  const statement = (value: string) => new iam.PolicyStatement({
    sid: 'Deny', effect: iam.Effect.DENY, actions: ['s3:Delete*'], resources: ['*'], conditions: condition(value),
  });
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  bucket.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.fromStatements(statement('arn:aws:sns:*:*:a'))] }));
  const holder = bucket.node.findChild('McpGuardrails') as s3.CfnBucketPolicy;
  const { Statement: [written] } = (holder.policyDocument as iam.PolicyDocument).toJSON();
  holder.policyDocument = new iam.PolicyDocument({ statements: [iam.PolicyStatement.fromJson({ ...written, Condition: { ...written.Condition, ...condition('nothing') } })] });
  expect(() => Template.fromStack(stack)).toThrow('the guardrails are no longer in PolicyDocument');
});
