import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Answer, Conditions, How, Question } from '../table/question';
import { nameOf } from '../table/question';

/** What statements are about, and where direct calls come from. */
export interface Places {
  readonly partition: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  /** Addresses, as a range. */
  readonly client: string;
}

/** Where the objects are that a second hop needs, and where those would be that presigned URLs are for. */
export const HOP_PREFIX = 'hop/';
export const PRESIGNED_PREFIX = 'presigned/';

/** What is read, by its name: through the servers for EKS and ECS it is a cluster and a service. */
export function namedResources(partition: string, name: string): PolicyStatement['resources'] {
  return [`ssm:*:*:parameter/${name}`, `eks:*:*:cluster/${name}`, `ecs:*:*:service/mcp-probe/${name}`].map((resource) => `arn:${partition}:${resource}`);
}
export const NAMED_READS = ['ssm:GetParameter', 'eks:DescribeCluster', 'ecs:DescribeServices'];

interface About {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
}

/** What an answer's statement is about. */
const ABOUT: { readonly [how in How]: (name: string, answer: Answer, places: Places) => About } = {
  read: (name, _, { partition }) => ({ actions: NAMED_READS, resources: namedResources(partition, name) }),
  service: (_, { action }, { bucketArn }) => ({ actions: [action!], resources: [action!.startsWith('s3:') ? bucketArn : '*'] }),
  key: (_, { action }, { keyArn }) => ({ actions: [action!], resources: [keyArn] }),
  // Without a bucket key the encryption context is the object: one KMS key does for all.
  object: (name, _, { bucketArn, keyArn }) => ({
    actions: ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': `${bucketArn}/${HOP_PREFIX}${name}` } },
  }),
  handler: (_, { action }) => ({ actions: [action!], resources: ['*'] }),
  presigned: (name, _, { bucketArn }) => ({ actions: ['s3:GetObject'], resources: [`${bucketArn}/${PRESIGNED_PREFIX}${name}`] }),
  assumed: (name, _, { partition }) => ({ actions: ['ssm:GetParameter'], resources: [`arn:${partition}:ssm:*:*:parameter/${name}`] }),
};

/** A statement for each answer: it allows what only its condition allows. */
export function statementsOf(question: Question, places: Places): PolicyStatement[] {
  return Object.entries(question.answers).map(([answer, row]) => {
    const { conditions = {}, ...about } = ABOUT[question.how](nameOf(question, answer), row, places);
    return new PolicyStatement({ sid: sidOf(question.id, answer), ...about, conditions: both(withClient(row.when, places.client), conditions) });
  });
}

/** Such as `SourceIpClient`. */
function sidOf(...words: string[]): string {
  return words.flatMap((word) => word.split('-')).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

function withClient(conditions: Conditions, client: string): Conditions {
  return Object.fromEntries(Object.entries(conditions).map(([operator, keys]) => [
    operator, Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values === '<client>' ? client : values])),
  ]));
}

function both(a: Conditions, b: Conditions): Conditions {
  return Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((operator) => [operator, { ...a[operator], ...b[operator] }]));
}
