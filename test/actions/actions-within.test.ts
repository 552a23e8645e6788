import { Fn, Lazy, Token } from 'aws-cdk-lib';
import { actionsWithin } from '../../src/actions/actions-within';
import { Catalog } from '../../src/actions/catalog';
import { rcpServices, resourceActions } from '../../src/actions/rcp-services';
import { wildcardMatcher } from '../../src/iam/wildcard';

const SERVICES = ['kms', 's3', 'sqs'];
const of = (actions: string[], services = SERVICES) => actionsWithin({ actions, notActions: [] }, services);
const allBut = (notActions: string[], services = SERVICES) => actionsWithin({ actions: [], notActions }, services);

test.each<[string, ReturnType<typeof of>]>([
  ['all actions are each service\'s', { actions: ['kms:*', 's3:*', 'sqs:*'], otherServices: [], everything: true }],
])('%s', (_, expected) => {
  expect(of(['*'])).toEqual(expected);
  expect(of(['s3:GetObject', '*', 'iam:*'])).toEqual(expected);
});

test('those of the services stay as they are, in any case, each once; the others are told', () => {
  expect(of(['S3:getObject', 'sqs:*', 'iam:*', 'ec2:Run*', 'iam:PassRole', 'sqs:*'])).toEqual({
    actions: ['S3:getObject', 'sqs:*'], otherServices: ['ec2', 'iam'], everything: false,
  });
});

test('what is known only at deployment stays', () => {
  const [text, list] = [Lazy.string({ produce: () => 's3:*' }), Token.asList(Fn.ref('Actions'))];
  expect(of([text, 'iam:*']).actions).toEqual([text]);
  expect(of(list).actions).toEqual(list);
  expect(() => allBut([text])).toThrow('has a NotAction that is known only at deployment');
  expect(() => allBut(list)).toThrow('has a NotAction that is known only at deployment');
});

test('all but some: whole services, and what is left of one', () => {
  expect(allBut(['s3:*', 'ec2:*'])).toEqual({ actions: ['kms:*', 'sqs:*'], otherServices: [], everything: true });
  expect(allBut(['*']).actions).toEqual([]);
});

test.each([[['sqs:Get*']], [['SQS:receivemessage', 'sqs:Send*']], [['sqs:*Message']], [['sqs:Unknown*', 'sqs:P*']], [['sqs:SendMessage', 's3:*']]])(
  'all but %s means no excluded action, and every other', (excluded) => {
    const { actions } = allBut(excluded, ['sqs']);
    const meant = (patterns: string[], name: string) => patterns.some((pattern) => wildcardMatcher(pattern.toLowerCase())(`sqs:${name.toLowerCase()}`));
    for (const name of Catalog.get().actionsOf('sqs').keys()) {
      expect([name, meant(actions, name)]).toEqual([name, !meant(excluded, name)]);
    }
  });

test('what the table knows of resource control policies and of resources', () => {
  expect(rcpServices()).toEqual(expect.arrayContaining(['dynamodb', 'kms', 'logs', 's3', 'secretsmanager', 'sqs', 'sts']));
  expect(rcpServices().filter((service) => !Catalog.get().services.includes(service))).toEqual([]);
  expect(rcpServices()).not.toContain('iam');
  expect(resourceActions('s3')).toEqual(expect.arrayContaining(['GetObject', 'PutBucketPolicy', 'ListBucket']));
  expect(resourceActions('s3')).not.toContain('ListAllMyBuckets');
});
