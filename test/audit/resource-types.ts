import {
  App, aws_lambda as lambda, aws_s3express as s3express, aws_s3tables as s3tables, aws_s3vectors as s3vectors, CfnResource, Stack,
} from 'aws-cdk-lib';
import type { IMixin } from 'constructs';
import type { AuditRow } from './row';
import { found, row, rowsOf } from './row';
import { ActionSet, McpGuardrail, mixins } from '../../src';
import { PolicyKind } from '../../src/iam/policy';
import { document, readResources } from '../analysis/template/read';
import type { Json } from '../conformance/row';

const REFERENCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

/** A type with its properties, where 0 is the policy and '0' its JSON; what it is about, and where the policy is. The page is that of the type. */
const TYPES: ReadonlyArray<readonly [type: string, properties: object, arn: string, path: string]> = [
  ['AWS::Lambda::ResourcePolicy', { PolicyDocument: 0, ResourceArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }, 'lambda:eu-west-1:111122223333:function:<Fn>', 'PolicyDocument'],
  ['AWS::Lambda::ResourcePolicy', { PolicyDocument: 0, FunctionResourceArn: 'pay' }, 'lambda:eu-west-1:111122223333:function:pay', 'PolicyDocument'],
  ['AWS::BedrockAgentCore::ResourcePolicy', { Policy: '0', ResourceArn: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/g' }, 'bedrock-agentcore:eu-west-1:111122223333:gateway/g', 'Policy'],
  ['AWS::Bedrock::KnowledgeBasePolicy', { PolicyDocument: 0, KnowledgeBaseId: { Ref: 'Base' } }, 'bedrock:eu-west-1:111122223333:knowledge-base/<Base>', 'PolicyDocument'],
  ['AWS::EventsV2::ResourcePolicy', { PolicyDocument: 0, EventBusArn: 'arn:aws:events:eu-west-1:111122223333:event-busv2/b/1' }, 'events:eu-west-1:111122223333:event-busv2/b/1', 'PolicyDocument'],
  ['AWS::S3Files::FileSystemPolicy', { Policy: 0, FileSystemId: 'fs-1' }, 's3files:eu-west-1:111122223333:file-system/fs-1', 'Policy'],
  ['AWS::S3Files::FileSystemPolicy', { Policy: 0, FileSystemId: 'arn:aws:s3files:eu-west-1:111122223333:file-system/fs-1' }, 's3files:eu-west-1:111122223333:file-system/fs-1', 'Policy'],
  ['AWS::SMSVOICE::ResourcePolicy', { PolicyDocument: 0, ResourceArn: 'arn:aws:sms-voice:eu-west-1:111122223333:pool/p' }, 'sms-voice:eu-west-1:111122223333:pool/p', 'PolicyDocument'],
  ['AWS::S3::MultiRegionAccessPointPolicy', { Policy: 0, MrapName: 'm' }, 's3::111122223333:accesspoint/*.mrap', 'Policy'],
  ['AWS::Backup::BackupAccessPoint', { AccessPointPolicy: 0, Name: 'b' }, 'backup:eu-west-1:111122223333:accesspoint/b', 'AccessPointPolicy'],
  ['AWS::DSQL::Cluster', { PolicyDocument: '0' }, 'dsql:eu-west-1:111122223333:cluster/<X>', 'PolicyDocument'],
  ['AWS::Logs::DeliveryDestination', { Name: 'd', DeliveryDestinationPolicy: { DeliveryDestinationPolicy: 0 } },
    'logs:eu-west-1:111122223333:delivery-destination:d', 'DeliveryDestinationPolicy/DeliveryDestinationPolicy'],
  ['AWS::Oam::Sink', { Policy: 0, Name: 's' }, 'oam:eu-west-1:111122223333:sink/<X>', 'Policy'],
  ['AWS::ApiGateway::DomainNameV2', { Policy: 0, DomainName: 'a.example.com' }, 'execute-api:eu-west-1:111122223333:/domainnames/a.example.com+<X.DomainNameId>', 'Policy'],
  ['AWS::AIOps::InvestigationGroup', { InvestigationGroupPolicy: '0', Name: 'g' }, 'aiops:eu-west-1:111122223333:investigation-group/<X>', 'InvestigationGroupPolicy'],
  ['AWS::S3Express::BucketPolicy', { PolicyDocument: 0, Bucket: 'data--use1-az4--x-s3' }, 's3express:eu-west-1:111122223333:bucket/data--use1-az4--x-s3', 'PolicyDocument'],
  ['AWS::S3Tables::TableBucketPolicy', { ResourcePolicy: 0, TableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/b' }, 's3tables:eu-west-1:111122223333:bucket/b', 'ResourcePolicy'],
  ['AWS::S3Vectors::VectorBucketPolicy', { Policy: 0, VectorBucketName: 'b' }, 's3vectors:eu-west-1:111122223333:bucket/b', 'Policy'],
  ['AWS::Kinesis::ResourcePolicy', { ResourcePolicy: 0, ResourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' }, 'kinesis:eu-west-1:111122223333:stream/s', 'ResourcePolicy'],
];

/** What is read of a resource: of which ARNs the policy is, where it is, and what it says. */
function read(Type: string, properties: object): unknown {
  const text = JSON.stringify(properties);
  const standsFor = new Map<unknown, unknown>([[0, document('A')], ['0', JSON.stringify(document('A'))]]);
  const given = JSON.parse(text, (_, value: unknown) => (standsFor.has(value) ? standsFor.get(value) : value));
  const { resources } = readResources({
    X: { Type, Properties: given }, Fn: { Type: 'AWS::Lambda::Function' }, Base: { Type: 'AWS::Bedrock::KnowledgeBase' },
  }, { account: '111122223333', region: 'eu-west-1' });
  return resources.map(({ arns, policies }) => [arns, policies.map(({ place }) => place.path), policies[0].document]);
}

/** Of a type whose page has another name, the list of types. */
const OTHER_PAGES: { readonly [type: string]: string } = { 'AWS::Backup::BackupAccessPoint': `${REFERENCE}/aws-template-resource-type-ref.html` };
const pageOf = (type: string) => OTHER_PAGES[type] ?? `${REFERENCE}/aws-resource-${type.split('::').slice(1).join('-').toLowerCase()}.html`;
const isRight = ([type, properties, arn, path]: (typeof TYPES)[number]) =>
  row(`the policy of ${type} ${JSON.stringify(properties)}`, pageOf(type), [[[`arn:aws:${arn}`], [`Properties/${path}`], document('A')]], () => read(type, properties));
const ORGANIZATION = 'AWS::Organizations::ResourcePolicy';

/** Types of resources that get guardrails by a mixin, each with an action that its policy can hold. */
const MIXINS: ReadonlyArray<readonly [
  make: (stack: Stack) => CfnResource, action: string, mixin: (guardrails: McpGuardrail[]) => IMixin, policy: string, page: string,
]> = [
  [(stack) => new lambda.CfnFunction(stack, 'It', { code: {}, role: 'arn:aws:iam::111122223333:role/R' }), 'lambda:InvokeFunction', (guardrails) => new mixins.FunctionMcpGuardrails({ guardrails }), 'AWS::Lambda::ResourcePolicy',
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  [(stack) => new s3express.CfnDirectoryBucket(stack, 'It', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'use1-az4' }), 's3express:CreateSession', (guardrails) => new mixins.DirectoryBucketMcpGuardrails({ guardrails }), 'AWS::S3Express::BucketPolicy',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html'],
  [(stack) => new s3tables.CfnTableBucket(stack, 'It', { tableBucketName: 'tables' }), 's3tables:DeleteTable', (guardrails) => new mixins.TableBucketMcpGuardrails({ guardrails }), 'AWS::S3Tables::TableBucketPolicy',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-resource-based-policies.html'],
  [(stack) => new s3vectors.CfnVectorBucket(stack, 'It', {}), 's3vectors:DeleteVectors', (guardrails) => new mixins.VectorBucketMcpGuardrails({ guardrails }), 'AWS::S3Vectors::VectorBucketPolicy',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-resource-based-policies.html'],
];

/** The types of resources that a guardrail adds to a stack with a resource. */
function guarded(make: (stack: Stack) => CfnResource, action: string, mixin: (guardrails: McpGuardrail[]) => IMixin): string[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  make(stack).with(mixin([McpGuardrail.denyViaMcp({ actions: ActionSet.of(action) })]));
  const { template } = (stack.node.root as App).synth().getStackArtifact(stack.artifactId);
  return Object.values<Json>(template.Resources).map(({ Type }) => Type as string).slice(1);
}

/** Types of resources whose policies were not known, and those that had no mixin. */
export const RESOURCE_TYPES: readonly AuditRow[] = [
  ...rowsOf('resource-types', ...TYPES.map(isRight)),
  ...rowsOf('endpoint-and-organization-policies', isRight([ORGANIZATION, { Content: 0 }, 'organizations::111122223333:*', 'Content'])),
  ...rowsOf('resource-mixins',
    ...MIXINS.map(([make, action, mixin, policy, page]) => row(`guardrails by an ${policy}`, page, [policy], () => guarded(make, action, mixin))),
    // Why there is no mixin for streams is in docs/decisions/0032.
    row('wildcards in the policy of a stream', 'https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html', ['InvalidAction', 'InvalidPrincipalElement'], () => found(PolicyKind.RESOURCE, {
      Effect: 'Deny', Principal: '*', Action: 'kinesis:Put*', Resource: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s',
    }, {}, 'AWS::Kinesis::ResourcePolicy')),
  ),
];
