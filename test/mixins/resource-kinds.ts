import {
  App, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_s3express as s3express,
  aws_s3tables as s3tables, aws_s3vectors as s3vectors, aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs, CfnResource, Stack,
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
  /** Those without an L2 give the L1. */
  readonly l2: (stack: Stack) => IConstruct;
  readonly l1: (stack: Stack) => IConstruct;
  /** `undefined` if the CDK has no import of it. */
  readonly imported?: (stack: Stack) => IConstruct;
  readonly documents: (properties: Json) => Json[];
  readonly holder: string;
  /** An action on it, and one that changes its policy. */
  readonly action: string;
  readonly changes: string;
  /** What deletes it, if not the action; `none` if no such action can be in its policy. */
  readonly destroys?: string;
  /** Its policy can't hold the action that changes it. */
  readonly neverLocks?: true;
  /** Its L2 takes no statements: the app's are in a policy that the app makes for it. */
  readonly policy?: (stack: Stack, it: IConstruct, policyDocument: iam.PolicyDocument) => unknown;
  readonly resource: string;
}

const key = { attributeName: 'id', keyType: 'HASH' };
const attributeDefinitions = [{ attributeName: 'id', attributeType: 'S' }];
const directoryBucket = (stack: Stack) => new s3express.CfnDirectoryBucket(stack, 'It', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'euw1-az1' });
const tableBucket = (stack: Stack) => new s3tables.CfnTableBucket(stack, 'It', { tableBucketName: 'orders' });
const vectorBucket = (stack: Stack) => new s3vectors.CfnVectorBucket(stack, 'It');
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
  {
    name: 'function',
    mixin: (props) => new mixins.FunctionMcpGuardrails(props),
    l2: (stack) => new lambda.Function(stack, 'It', {
      runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    }),
    l1: (stack) => new lambda.CfnFunction(stack, 'It', { code: { zipFile: '' }, role: 'arn:aws:iam::111122223333:role/Function' }),
    imported: (stack) => lambda.Function.fromFunctionName(stack, 'It', 'pay'),
    holder: 'AWS::Lambda::ResourcePolicy',
    documents: ({ PolicyDocument }) => [PolicyDocument],
    action: 'lambda:InvokeFunction',
    destroys: 'lambda:DeleteFunction',
    changes: 'lambda:PutResourcePolicy',
    neverLocks: true,
    policy: (stack, it, PolicyDocument) => new CfnResource(stack, 'Own', {
      type: 'AWS::Lambda::ResourcePolicy', properties: { ResourceArn: (it as lambda.Function).functionArn, PolicyDocument },
    }),
    resource: '${It.Arn}',
  },
  {
    name: 'directory bucket',
    mixin: (props) => new mixins.DirectoryBucketMcpGuardrails(props),
    l2: directoryBucket,
    l1: directoryBucket,
    holder: 'AWS::S3Express::BucketPolicy',
    documents: ({ PolicyDocument }) => [PolicyDocument],
    action: 's3express:CreateSession',
    destroys: 'none',
    changes: 's3express:PutBucketPolicy',
    neverLocks: true,
    policy: (stack, it, policyDocument) => new s3express.CfnBucketPolicy(stack, 'Own', { bucket: (it as s3express.CfnDirectoryBucket).ref, policyDocument }),
    resource: '${It.Arn}',
  },
  {
    name: 'table bucket',
    mixin: (props) => new mixins.TableBucketMcpGuardrails(props),
    l2: tableBucket,
    l1: tableBucket,
    holder: 'AWS::S3Tables::TableBucketPolicy',
    documents: ({ ResourcePolicy }) => [ResourcePolicy],
    action: 's3tables:DeleteTable',
    changes: 's3tables:PutTableBucketPolicy',
    policy: (stack, it, resourcePolicy) => new s3tables.CfnTableBucketPolicy(stack, 'Own', {
      tableBucketArn: (it as s3tables.CfnTableBucket).attrTableBucketArn, resourcePolicy,
    }),
    resource: '${It}/key',
  },
  {
    name: 'vector bucket',
    mixin: (props) => new mixins.VectorBucketMcpGuardrails(props),
    l2: vectorBucket,
    l1: vectorBucket,
    holder: 'AWS::S3Vectors::VectorBucketPolicy',
    documents: ({ Policy }) => [Policy],
    action: 's3vectors:DeleteIndex',
    changes: 's3vectors:PutVectorBucketPolicy',
    policy: (stack, it, policy) => new s3vectors.CfnVectorBucketPolicy(stack, 'Own', { vectorBucketArn: (it as s3vectors.CfnVectorBucket).attrVectorBucketArn, policy }),
    resource: '${It}/key',
  },
];

/** The app's own way to add a statement. */
export function addStatement(kind: Kind, stack: Stack, it: IConstruct, statement: iam.PolicyStatement): void {
  if (!kind.policy) {
    (it as IConstruct & { addToResourcePolicy(each: iam.PolicyStatement): unknown }).addToResourcePolicy(statement);
    return;
  }
  const document = OWN.get(it) ?? new iam.PolicyDocument();
  if (!OWN.has(it)) {
    kind.policy(stack, it, document);
    OWN.set(it, document);
  }
  document.addStatements(statement);
}
const OWN = new WeakMap<IConstruct, iam.PolicyDocument>();

/** The policies of all such resources of the stack. */
export const documents = (stack: Stack, { holder, documents: of }: Kind) => Object.values(Template.fromStack(stack).findResources(holder))
  .flatMap(({ Properties }) => of(Properties)).filter((document) => document !== undefined);
export const denials = (stack: Stack, kind: Kind) => documents(stack, kind).flatMap(({ Statement }) => Statement).filter(({ Effect }: Json) => Effect === 'Deny');

/** The origins from which whoever may do everything can't do it, as the policies of the resource judge. */
export function deniedBy(kind: Kind, policy: Json, action = kind.action, context: Json = {}): OriginName[] {
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  const document = JSON.parse(JSON.stringify(policy).replace(/\{"Fn::GetAtt":\["It[^"]*","[^"]*A(?:rn|RN)"\]\}|\{"Ref":"It[^"]*"\}/g, '"arn:aws:it:::it"')
    .replace(/\{"Fn::Join":\["",\["arn:aws:it:::it","([/:]\*)"\]\]\}/g, '"arn:aws:it:::it$1"').replace(/\{"Fn::Join":.*?\]\]\}/g, '"arn:aws:iam::111122223333:root"'));
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
