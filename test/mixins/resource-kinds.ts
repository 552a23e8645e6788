import {
  App, aws_dynamodb as dynamodb, aws_kms as kms, aws_s3 as s3, aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs, Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct, IMixin } from 'constructs';
import { McpSimulator, mixins, SimulationDecision } from '../../src';
import type { OriginName } from '../meaning';
import { ALL, ORIGINS } from '../meaning';

export type Json = { [name: string]: any };
export const ROLE = 'arn:aws:iam::111122223333:role/Developer';

export interface Kind {
  readonly name: string;
  readonly mixin: (props: mixins.McpResourceGuardrailsProps) => IMixin;
  readonly l2: (stack: Stack) => IConstruct;
  readonly l1: (stack: Stack) => IConstruct;
  readonly imported: (stack: Stack) => IConstruct;
  readonly documents: (properties: Json) => Json[];
  readonly holder: string;
  /** An action on it, and one that changes its policy. */
  readonly action: string;
  readonly changes: string;
  readonly resource: string;
}

const key = { attributeName: 'id', keyType: 'HASH' };
const attributeDefinitions = [{ attributeName: 'id', attributeType: 'S' }];
export const KINDS: Kind[] = [
  {
    name: 'bucket',
    mixin: (props) => new mixins.BucketMcpGuardrails(props),
    l2: (stack) => new s3.Bucket(stack, 'It'),
    l1: (stack) => new s3.CfnBucket(stack, 'It'),
    imported: (stack) => s3.Bucket.fromBucketName(stack, 'It', 'reports'),
    holder: 'AWS::S3::BucketPolicy',
    documents: ({ PolicyDocument }) => [PolicyDocument],
    action: 's3:DeleteObject',
    changes: 's3:PutBucketPolicy',
    resource: '${It.Arn}/key',
  },
  {
    name: 'key',
    mixin: (props) => new mixins.KeyMcpGuardrails(props),
    l2: (stack) => new kms.Key(stack, 'It'),
    l1: (stack) => new kms.CfnKey(stack, 'It'),
    imported: (stack) => kms.Key.fromKeyArn(stack, 'It', 'arn:aws:kms:eu-west-1:111122223333:key/1'),
    holder: 'AWS::KMS::Key',
    documents: ({ KeyPolicy }) => [KeyPolicy],
    action: 'kms:ScheduleKeyDeletion',
    changes: 'kms:PutKeyPolicy',
    resource: '${It.Arn}',
  },
  {
    name: 'queue',
    mixin: (props) => new mixins.QueueMcpGuardrails(props),
    l2: (stack) => new sqs.Queue(stack, 'It'),
    l1: (stack) => new sqs.CfnQueue(stack, 'It'),
    imported: (stack) => sqs.Queue.fromQueueArn(stack, 'It', 'arn:aws:sqs:eu-west-1:111122223333:jobs'),
    holder: 'AWS::SQS::QueuePolicy',
    documents: ({ PolicyDocument }) => [PolicyDocument],
    action: 'sqs:PurgeQueue',
    changes: 'sqs:SetQueueAttributes',
    resource: '${It.Arn}',
  },
  {
    name: 'topic',
    mixin: (props) => new mixins.TopicMcpGuardrails(props),
    l2: (stack) => new sns.Topic(stack, 'It'),
    l1: (stack) => new sns.CfnTopic(stack, 'It'),
    imported: (stack) => sns.Topic.fromTopicArn(stack, 'It', 'arn:aws:sns:eu-west-1:111122223333:news'),
    holder: 'AWS::SNS::TopicPolicy',
    documents: ({ PolicyDocument }) => [PolicyDocument],
    action: 'sns:DeleteTopic',
    changes: 'sns:SetTopicAttributes',
    resource: '${It}',
  },
  {
    name: 'secret',
    mixin: (props) => new mixins.SecretMcpGuardrails(props),
    l2: (stack) => new secretsmanager.Secret(stack, 'It'),
    l1: (stack) => new secretsmanager.CfnSecret(stack, 'It', { generateSecretString: {} }),
    imported: (stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'It', 'api-key'),
    holder: 'AWS::SecretsManager::ResourcePolicy',
    documents: ({ ResourcePolicy }) => [ResourcePolicy],
    action: 'secretsmanager:DeleteSecret',
    changes: 'secretsmanager:PutResourcePolicy',
    resource: '${It}',
  },
  {
    name: 'table',
    mixin: (props) => new mixins.TableMcpGuardrails(props),
    l2: (stack) => new dynamodb.Table(stack, 'It', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }),
    l1: (stack) => new dynamodb.CfnTable(stack, 'It', { keySchema: [key], attributeDefinitions }),
    imported: (stack) => dynamodb.Table.fromTableName(stack, 'It', 'orders'),
    holder: 'AWS::DynamoDB::Table',
    documents: ({ ResourcePolicy }) => [ResourcePolicy?.PolicyDocument],
    action: 'dynamodb:DeleteTable',
    changes: 'dynamodb:PutResourcePolicy',
    resource: '${It.Arn}',
  },
  {
    name: 'global table',
    mixin: (props) => new mixins.TableMcpGuardrails(props),
    l2: (stack) => new dynamodb.TableV2(stack, 'It', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, replicas: [{ region: 'eu-west-2' }],
    }),
    l1: (stack) => new dynamodb.CfnGlobalTable(stack, 'It', { keySchema: [key], attributeDefinitions, replicas: [{ region: 'eu-west-1' }, { region: 'eu-west-2' }] }),
    imported: (stack) => dynamodb.TableV2.fromTableName(stack, 'It', 'orders'),
    holder: 'AWS::DynamoDB::GlobalTable',
    documents: ({ Replicas }) => Replicas.map(({ ResourcePolicy }: Json) => ResourcePolicy?.PolicyDocument),
    action: 'dynamodb:DeleteTable',
    changes: 'dynamodb:PutResourcePolicy',
    resource: '${It.Arn}',
  },
];
/** The policies of all such resources of the stack. */
export const documents = (stack: Stack, { holder, documents: of }: Kind) => Object.values(Template.fromStack(stack).findResources(holder))
  .flatMap(({ Properties }) => of(Properties)).filter((document) => document !== undefined);
export const denials = (stack: Stack, kind: Kind) => documents(stack, kind).flatMap(({ Statement }) => Statement).filter(({ Effect }: Json) => Effect === 'Deny');

/** The origins from which whoever may do everything can't do it, as the policies of the resource judge. */
export function deniedBy(kind: Kind, policy: Json, action = kind.action, context: Json = {}): OriginName[] {
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  const document = JSON.parse(JSON.stringify(policy).replace(/\{"Fn::GetAtt":\["It[^"]*","[^"]*Arn"\]\}|\{"Ref":"It[^"]*"\}/g, '"arn:aws:it:::it"')
    .replace(/\{"Fn::Join":\["",\["arn:aws:it:::it","\/\*"\]\]\}/g, '"arn:aws:it:::it/*"').replace(/\{"Fn::Join":.*?\]\]\}/g, '"arn:aws:iam::111122223333:root"'));
  const simulator = McpSimulator.fromDocuments({
    identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
    resourcePolicy: { ...document, Statement: [...all.Statement, ...document.Statement] },
  });
  return ALL.filter((name) => {
    const { decision } = simulator.simulate({
      principal: ROLE,
      action,
      resource: `arn:aws:it:::it${kind.resource.endsWith('/key') ? '/key' : ''}`,
      resourceAccount: '111122223333',
      origin: ORIGINS[name],
      context: { 'aws:IsMcpServiceAction': ['false'], 'aws:PrincipalIsAWSService': ['false'], 'kms:ViaService': [], ...context },
    });
    expect([SimulationDecision.ALLOWED, SimulationDecision.EXPLICITLY_DENIED]).toContain(decision);
    return decision === SimulationDecision.EXPLICITLY_DENIED;
  });
}

/** A new stack, in an account and a region. */
export function newStack(): Stack {
  return new Stack(new App(), 'Data', { env: { account: '111122223333', region: 'eu-west-1' } });
}

export const kindOf = (name: string): Kind => KINDS.find((kind) => kind.name === name)!;

/** Synthesizes the stack's app, once more if need be. */
export const synth = (stack: Stack) => (stack.node.root as App).synth({ force: true });
