import {
  aws_codeartifact as codeartifact, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_ecr as ecr, aws_efs as efs, aws_events as events, aws_iam as iam,
  aws_kms as kms, aws_logs as logs, aws_s3 as s3, aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs, App, Stack,
} from 'aws-cdk-lib';
import { document, readResources, readStacks, statement } from './read';
import { PolicyKind } from '../../../src/iam/policy';

let stack: Stack;
beforeEach(() => { stack = new Stack(new App(), 'Data', { env: { region: 'eu-west-1', account: '111122223333' } }); });

const allow = (...actions: string[]) => new iam.PolicyStatement({ sid: 'A', actions, principals: [new iam.AccountRootPrincipal()], resources: ['*'] });

/** What the policies of the stack are about, without the hashes in logical ids. */
const about = () => readStacks(stack).resources.map(({ resourceType, arns, policies }) => [
  resourceType, arns.map((arn) => arn.replace(/<([A-Z][a-z]+)[0-9A-Z]\w*>/g, '<$1>')), policies.map(({ place }) => place.path),
]);

test('the resources of L2s', () => {
  new s3.Bucket(stack, 'Bucket').addToResourcePolicy(allow('s3:GetObject'));
  new kms.Key(stack, 'Key').addToResourcePolicy(allow('kms:Decrypt'));
  new sqs.Queue(stack, 'Queue').addToResourcePolicy(allow('sqs:SendMessage'));
  new sns.Topic(stack, 'Topic').addToResourcePolicy(allow('sns:Publish'));
  new secretsmanager.Secret(stack, 'Secret').addToResourcePolicy(allow('secretsmanager:GetSecretValue'));
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, tableName: 'table' })
    .addToResourcePolicy(allow('dynamodb:GetItem'));
  new ecr.Repository(stack, 'Repository').addToResourcePolicy(allow('ecr:BatchGetImage'));
  new logs.LogGroup(stack, 'Logs').addToResourcePolicy(allow('logs:PutLogEvents'));
  new events.EventBus(stack, 'Bus').addToResourcePolicy(allow('events:PutEvents'));
  const at = (service: string) => `arn:aws:${service}:<AWS::Region>:<AWS::AccountId>`;
  expect(about()).toEqual([
    ['AWS::S3::BucketPolicy', ['arn:aws:s3:::<Bucket>'], ['Properties/PolicyDocument']],
    ['AWS::KMS::Key', [`${at('kms')}:key/<Key>`], ['Properties/KeyPolicy']],
    ['AWS::SQS::QueuePolicy', [`${at('sqs')}:<Queue>`], ['Properties/PolicyDocument']],
    ['AWS::SNS::TopicPolicy', [`${at('sns')}:<Topic>`], ['Properties/PolicyDocument']],
    ['AWS::SecretsManager::ResourcePolicy', [`${at('secretsmanager')}:secret:<Secret>`], ['Properties/ResourcePolicy']],
    ['AWS::DynamoDB::Table', [`${at('dynamodb')}:table/table`], ['Properties/ResourcePolicy/PolicyDocument']],
    ['AWS::ECR::Repository', [`${at('ecr')}:repository/<Repository>`], ['Properties/RepositoryPolicyText']],
    ['AWS::Logs::ResourcePolicy', [`${at('logs')}:*`], ['Properties/PolicyDocument']],
    ['AWS::Events::EventBusPolicy', [`${at('events')}:event-bus/DataBus3FDBCE27`], ['Properties']],
  ]);
  // The JSON text of log groups' policies is parsed.
  expect(readStacks(stack).resources.find(({ resourceType }) => resourceType === 'AWS::Logs::ResourcePolicy')!.policies[0].document)
    .toMatchObject({ Statement: [{ Sid: 'A', Effect: 'Allow' }] });
});

test('the resources of L1s', () => {
  const policyDocument = document('A');
  new efs.CfnFileSystem(stack, 'Files', { fileSystemPolicy: policyDocument });
  new codeartifact.CfnDomain(stack, 'Domain', { domainName: 'd', permissionsPolicyDocument: policyDocument });
  new s3.CfnAccessPoint(stack, 'Point', { bucket: 'b', name: 'p', policy: policyDocument });
  new secretsmanager.CfnResourcePolicy(stack, 'Secret', { secretId: 'named', resourcePolicy: policyDocument });
  new sqs.CfnQueuePolicy(stack, 'Queues', {
    queues: ['https://sqs.us-east-1.amazonaws.com/444455556666/jobs', new sqs.CfnQueue(stack, 'Queue', { queueName: 'q' }).ref], policyDocument,
  });
  new dynamodb.CfnGlobalTable(stack, 'Table', {
    attributeDefinitions: [],
    keySchema: [],
    tableName: 't',
    replicas: [
      { region: 'eu-west-1', resourcePolicy: { policyDocument }, replicaStreamSpecification: { resourcePolicy: { policyDocument } } },
      { region: 'us-east-1', resourcePolicy: { policyDocument } },
    ],
  });
  const at = (service: string, region = '<AWS::Region>') => `arn:aws:${service}:${region}:<AWS::AccountId>`;
  expect(about()).toEqual([
    ['AWS::EFS::FileSystem', [`${at('elasticfilesystem')}:file-system/<Files>`], ['Properties/FileSystemPolicy']],
    ['AWS::CodeArtifact::Domain', [`${at('codeartifact')}:domain/d`], ['Properties/PermissionsPolicyDocument']],
    ['AWS::S3::AccessPoint', [`${at('s3')}:accesspoint/p`], ['Properties/Policy']],
    ['AWS::SecretsManager::ResourcePolicy', [`${at('secretsmanager')}:secret:named-??????`], ['Properties/ResourcePolicy']],
    ['AWS::SQS::QueuePolicy', ['arn:aws:sqs:us-east-1:444455556666:jobs', `${at('sqs')}:q`], ['Properties/PolicyDocument']],
    ['AWS::DynamoDB::GlobalTable', [`${at('dynamodb', 'eu-west-1')}:table/t`], ['Properties/Replicas/0/ResourcePolicy/PolicyDocument']],
    ['AWS::DynamoDB::GlobalTable', [`${at('dynamodb', 'us-east-1')}:table/t`], ['Properties/Replicas/1/ResourcePolicy/PolicyDocument']],
    ['AWS::DynamoDB::GlobalTable', [`${at('dynamodb', 'eu-west-1')}:table/t/stream/*`],
      ['Properties/Replicas/0/ReplicaStreamSpecification/ResourcePolicy/PolicyDocument']],
  ]);
});

test('endpoint and session policies are no policies of resources', () => {
  new ec2.CfnVPCEndpoint(stack, 'Endpoint', { serviceName: 's3', vpcId: 'vpc-1', policyDocument: document('A') });
  const { policies, resources } = readStacks(stack);
  expect(policies).toMatchObject([{ kind: PolicyKind.VPC_ENDPOINT, place: { logicalId: 'Endpoint', path: 'Properties/PolicyDocument' } }]);
  expect(resources).toEqual([]);
  expect(readResources({ Profile: { Type: 'AWS::RolesAnywhere::Profile', Properties: { SessionPolicy: JSON.stringify(document('A')) } } }))
    .toMatchObject({ policies: [{ kind: PolicyKind.SESSION, document: document('A') }], resources: [] });
});

test.each<[properties: object, statement: object]>([
  [{ StatementId: 'S', Statement: { Effect: 'Allow', Action: 'events:PutEvents' } }, { Sid: 'S', Effect: 'Allow', Action: 'events:PutEvents' }],
  [{ StatementId: 'S', Action: 'events:PutEvents', Principal: '111122223333' }, {
    Sid: 'S',
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Principal: { AWS: '111122223333' },
    Resource: 'arn:aws:events:<AWS::Region>:<AWS::AccountId>:event-bus/default',
  }],
  [{ StatementId: 'S', Action: 'events:PutEvents', Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' } }, {
    Sid: 'S',
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Principal: '*',
    Resource: 'arn:aws:events:<AWS::Region>:<AWS::AccountId>:event-bus/default',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  }],
])('the statement of an event bus: %j', (Properties, expected) => {
  const { resources: [{ policies, arns }] } = readResources({ X: { Type: 'AWS::Events::EventBusPolicy', Properties } });
  expect(policies[0].document).toEqual({ Version: '2012-10-17', Statement: expected });
  expect(arns).toEqual(['arn:aws:events:<AWS::Region>:<AWS::AccountId>:event-bus/default']);
});

describe('types that are not known', () => {
  const found = (Type: string, Properties: object) => readResources({ X: { Type, Properties } }).resources
    .map(({ arns, policies }) => [arns, policies[0].place.path]);

  test('a property that looks like a policy is one', () => {
    expect(found('AWS::New::Thing', { PolicyDocument: document('A') })).toEqual([[[], 'Properties/PolicyDocument']]);
    expect(found('AWS::New::Thing', { ResourcePolicy: { PolicyDocument: document('A') } })).toEqual([[[], 'Properties/ResourcePolicy/PolicyDocument']]);
    expect(found('AWS::New::Thing', { Policy: JSON.stringify({ Statement: statement('A') }) })).toEqual([[[], 'Properties/Policy']]);
  });

  test('others are none', () => {
    expect(found('AWS::IoT::Policy', { PolicyDocument: document('A') })).toEqual([]);
    expect(found('AWS::SNS::Topic', { DataProtectionPolicy: { Statement: [{ Operation: {} }] }, ArchivePolicy: 'x' })).toEqual([]);
    expect(found('AWS::New::Thing', { Policy: 'permit(principal, action, resource);', Document: document('A') })).toEqual([]);
  });
});

test('a policy whose resource is not given is about nothing known', () => {
  expect(readResources({ X: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: document('A') } } }).resources).toMatchObject([{ arns: [] }]);
});
