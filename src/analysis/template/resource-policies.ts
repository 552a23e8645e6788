import { nestedDocuments } from './nested-documents';
import type { PolicyReader } from './policy-reader';
import { apiPolicies } from './serverless-api';
import type { TemplateEntry } from './template';
import { holdsTemplate, TEMPLATE_BODY } from './template-body';
import type { TemplatePolicyChange, TemplateResource } from './template-policies';
import { splitText } from './text';
import { endpointWithoutPolicy } from '../../iam/endpoint-policy';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import { isObject } from '../../iam/value';
import type { Json } from '../../iam/value';

/** A property that holds a policy. */
interface PolicyProperty {
  /** The path to it, such as `ResourcePolicy/PolicyDocument`, also through the items of a list. */
  readonly property: string;
  /** The property that says of what resources: by ARN, by name or by what `Ref` gives. Default: the resource itself. */
  readonly of?: string;
  /** The ARN of one that is given by its name, which is `{}`, without `arn:{partition}:`. `{replica}` is the region of the list's item. */
  readonly arn?: string;
  /** The attribute of the resource that is the ARN. */
  readonly attribute?: string;
  readonly kind?: PolicyKind;
  /** What the resource says of the policy beside the document. */
  readonly more?: (properties: Json, entry: TemplateEntry, reader: PolicyReader) => Partial<LocatedPolicy>;
}

function byArn(property: string, of = 'ResourceArn'): PolicyProperty[] {
  return [{ property, of }];
}

/**
 * By type, as read on 2026-11-29. Of two with the same property, the one whose `of` is given counts.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const PROPERTIES: { readonly [type: string]: readonly PolicyProperty[] } = {
  'AWS::S3::BucketPolicy': [{ property: 'PolicyDocument', of: 'Bucket', arn: 's3:::{}', more: blockedByBucket }],
  'AWS::S3::AccessPoint': [{ property: 'Policy' }],
  // Its ARN has an alias that S3 makes up.
  'AWS::S3::MultiRegionAccessPointPolicy': [{ property: 'Policy', arn: 's3::{account}:accesspoint/*.mrap' }],
  'AWS::S3Express::BucketPolicy': [{ property: 'PolicyDocument', of: 'Bucket', arn: 's3express:{region}:{account}:bucket/{}' }],
  'AWS::S3Express::AccessPoint': [{ property: 'Policy' }],
  'AWS::S3ObjectLambda::AccessPointPolicy': [
    { property: 'PolicyDocument', of: 'ObjectLambdaAccessPoint', arn: 's3-object-lambda:{region}:{account}:accesspoint/{}' },
  ],
  'AWS::S3Outposts::BucketPolicy': byArn('PolicyDocument', 'Bucket'),
  'AWS::S3Outposts::AccessPoint': [{ property: 'Policy' }],
  'AWS::S3Files::FileSystemPolicy': [{ property: 'Policy', of: 'FileSystemId', arn: 's3files:{region}:{account}:file-system/{}' }],
  'AWS::S3Tables::TableBucketPolicy': byArn('ResourcePolicy', 'TableBucketARN'),
  'AWS::S3Tables::TablePolicy': byArn('ResourcePolicy', 'TableARN'),
  'AWS::S3Vectors::VectorBucketPolicy': [
    { property: 'Policy', of: 'VectorBucketArn' },
    { property: 'Policy', of: 'VectorBucketName', arn: 's3vectors:{region}:{account}:bucket/{}' },
  ],
  'AWS::KMS::Key': [{ property: 'KeyPolicy', more: lockOutCheck }],
  'AWS::KMS::ReplicaKey': [{ property: 'KeyPolicy', more: lockOutCheck }],
  'AWS::SQS::QueuePolicy': [{ property: 'PolicyDocument', of: 'Queues' }],
  'AWS::SQS::QueueInlinePolicy': [{ property: 'PolicyDocument', of: 'Queue' }],
  'AWS::SNS::TopicPolicy': [{ property: 'PolicyDocument', of: 'Topics' }],
  'AWS::SNS::TopicInlinePolicy': [{ property: 'PolicyDocument', of: 'TopicArn' }],
  'AWS::SecretsManager::ResourcePolicy': [
    {
      property: 'ResourcePolicy',
      of: 'SecretId',
      arn: 'secretsmanager:{region}:{account}:secret:{}-??????',
      more: ({ BlockPublicPolicy }) => ({ blocksPublic: isTrue(BlockPublicPolicy) || undefined }),
    },
  ],
  'AWS::DynamoDB::Table': [
    { property: 'ResourcePolicy/PolicyDocument' },
    { property: 'StreamSpecification/ResourcePolicy/PolicyDocument', attribute: 'StreamArn' },
  ],
  'AWS::DynamoDB::GlobalTable': [
    { property: 'Replicas/ResourcePolicy/PolicyDocument', arn: 'dynamodb:{replica}:{account}:table/{}' },
    { property: 'Replicas/ReplicaStreamSpecification/ResourcePolicy/PolicyDocument', arn: 'dynamodb:{replica}:{account}:table/{}/stream/*' },
  ],
  'AWS::ECR::Repository': [{ property: 'RepositoryPolicyText' }],
  'AWS::ECR::PublicRepository': [{ property: 'RepositoryPolicyText' }],
  'AWS::ECR::RegistryPolicy': [{ property: 'PolicyText', arn: 'ecr:{region}:{account}:repository/*' }],
  'AWS::Logs::LogGroup': [{ property: 'ResourcePolicyDocument' }],
  'AWS::Logs::Destination': [{ property: 'DestinationPolicy' }],
  'AWS::Logs::DeliveryDestination': [{ property: 'DeliveryDestinationPolicy/DeliveryDestinationPolicy' }],
  'AWS::Logs::ResourcePolicy': [
    { property: 'PolicyDocument', of: 'ResourceArn' },
    { property: 'PolicyDocument', arn: 'logs:{region}:{account}:*' },
  ],
  'AWS::XRay::ResourcePolicy': [{ property: 'PolicyDocument', arn: 'xray:{region}:{account}:*' }],
  'AWS::Backup::BackupVault': [{ property: 'AccessPolicy' }],
  'AWS::Backup::LogicallyAirGappedBackupVault': [{ property: 'AccessPolicy' }],
  'AWS::Backup::BackupAccessPoint': [{ property: 'AccessPointPolicy' }],
  'AWS::EFS::FileSystem': [{ property: 'FileSystemPolicy' }],
  'AWS::OpenSearchService::Domain': [{ property: 'AccessPolicies' }],
  'AWS::Elasticsearch::Domain': [{ property: 'AccessPolicies' }],
  'AWS::ApiGateway::RestApi': [{ property: 'Policy' }, { property: 'Body/x-amazon-apigateway-policy' }],
  'AWS::ApiGateway::DomainNameV2': [{ property: 'Policy' }],
  'AWS::Events::EventBus': [{ property: 'Policy' }],
  'AWS::EventsV2::ResourcePolicy': byArn('PolicyDocument', 'EventBusArn'),
  'AWS::EventSchemas::RegistryPolicy': [{ property: 'Policy', of: 'RegistryName', arn: 'schemas:{region}:{account}:registry/{}' }],
  // The reference's list of properties says FunctionResourceArn; its examples and CloudFormation's own schema say ResourceArn.
  'AWS::Lambda::ResourcePolicy': [
    { property: 'PolicyDocument', of: 'ResourceArn' },
    { property: 'PolicyDocument', of: 'FunctionResourceArn', arn: 'lambda:{region}:{account}:function:{}' },
  ],
  'AWS::Kinesis::ResourcePolicy': byArn('ResourcePolicy'),
  'AWS::CloudTrail::ResourcePolicy': byArn('ResourcePolicy'),
  'AWS::Bedrock::ResourcePolicy': byArn('PolicyDocument'),
  'AWS::Bedrock::KnowledgeBasePolicy': [
    { property: 'PolicyDocument', of: 'KnowledgeBaseId', arn: 'bedrock:{region}:{account}:knowledge-base/{}' },
  ],
  'AWS::BedrockAgentCore::ResourcePolicy': byArn('Policy'),
  'AWS::Lex::ResourcePolicy': byArn('Policy'),
  'AWS::SSM::ResourcePolicy': byArn('Policy'),
  'AWS::SMSVOICE::ResourcePolicy': byArn('PolicyDocument'),
  'AWS::DSQL::Cluster': [{ property: 'PolicyDocument' }],
  'AWS::Oam::Sink': [{ property: 'Policy' }],
  'AWS::AIOps::InvestigationGroup': [{ property: 'InvestigationGroupPolicy' }],
  // What it delegates are policies of the organization, all of the management account.
  'AWS::Organizations::ResourcePolicy': [{ property: 'Content', arn: 'organizations::{account}:*' }],
  'AWS::VpcLattice::ResourcePolicy': byArn('Policy'),
  'AWS::VpcLattice::AuthPolicy': byArn('Policy', 'ResourceIdentifier'),
  'AWS::MSK::ClusterPolicy': byArn('Policy', 'ClusterArn'),
  'AWS::APS::ResourcePolicy': byArn('PolicyDocument', 'WorkspaceArn'),
  'AWS::CodeArtifact::Domain': [{ property: 'PermissionsPolicyDocument' }],
  'AWS::CodeArtifact::Repository': [{ property: 'PermissionsPolicyDocument' }],
  'AWS::EC2::VPCEndpoint': [{
    property: 'PolicyDocument', kind: PolicyKind.VPC_ENDPOINT, more: ({ VpcEndpointType, ServiceName }) => ({ withoutPolicy: endpointWithoutPolicy(VpcEndpointType, ServiceName) }),
  }],
  'AWS::RolesAnywhere::Profile': [{ property: 'SessionPolicy', kind: PolicyKind.SESSION }],
  'AWS::EKS::PodIdentityAssociation': [{ property: 'Policy', kind: PolicyKind.SESSION }],
  'AWS::Transfer::User': [{ property: 'Policy', kind: PolicyKind.SESSION }],
};

/** What adds a statement to the policy of a function, or of a version of a layer. */
const PERMISSIONS: { readonly [type: string]: { readonly changes: string; readonly of: string; readonly arn: string } } = {
  'AWS::Lambda::Permission': { changes: 'AWS::Lambda::ResourcePolicy', of: 'FunctionName', arn: 'lambda:{region}:{account}:function:{}' },
  'AWS::Lambda::LayerVersionPermission': { changes: 'the policy of a layer', of: 'LayerVersionArn', arn: 'lambda:{region}:{account}:layer:{}' },
};

/** Reads the policies of a resource that is no principal and no policy of principals or organizations. */
export function readResourcePolicies(entry: TemplateEntry, reader: PolicyReader): TemplateResource[] {
  const account = entry.template.pseudo.get('AWS::AccountId');
  const found = entry.type === 'AWS::Events::EventBusPolicy' ? [eventBusPolicy(entry, reader)] : [
    ...entry.type === 'AWS::Serverless::Api' ? apiPolicies(entry, reader, (path) => places(entry, reader, path)).map((policy): Found => ({ policy, arns: [] })) : [],
    ...Object.hasOwn(PROPERTIES, entry.type) ? listedPolicies(entry, reader) : [],
    ...otherPolicies(entry, reader),
  ];
  return found.filter(({ policy }) => policy.kind === PolicyKind.RESOURCE)
    .map(({ policy, arns, conditional }) => ({
      logicalId: entry.logicalId,
      resourceType: entry.type,
      arns,
      ...(account !== undefined && { account }),
      policies: [policy],
      ...(conditional && { conditional: 'which resource it is about' }),
      ...reader.conditional(entry),
    }));
}

/** Reads of a resource without a document which policy it changes. */
export function readPolicyChange(entry: TemplateEntry, reader: PolicyReader): TemplatePolicyChange[] {
  if (!Object.hasOwn(PERMISSIONS, entry.type)) {
    return [];
  }
  const { changes, of, arn } = PERMISSIONS[entry.type];
  return [{
    logicalId: entry.logicalId,
    resourceType: entry.type,
    changes,
    action: entry.properties.Action,
    principal: entry.properties.Principal,
    written: JSON.stringify(entry.properties),
    arns: arnsOf(entry, reader, { property: '', of, arn }, entry.properties),
    ...reader.conditional(entry),
  }];
}

/**
 * Any value but false leaves it open whether the check is made: one that is known only at deployment, too. A replica of a key has no such property.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
function lockOutCheck({ BypassPolicyLockoutSafetyCheck: bypasses }: Json): Partial<LocatedPolicy> {
  return { bypassesLockOutCheck: bypasses === undefined || String(bypasses) === 'false' ? undefined : true };
}

/**
 * Whether a bucket of the template refuses a public policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function blockedByBucket(_: Json, entry: TemplateEntry, { intrinsics }: PolicyReader): Partial<LocatedPolicy> {
  const { Ref: logicalId } = isObject(entry.properties.Bucket) ? entry.properties.Bucket : {};
  const bucket = typeof logicalId === 'string' ? entry.template.resources.get(logicalId) : undefined;
  const settings = bucket && intrinsics.resolve(bucket.properties.PublicAccessBlockConfiguration, bucket.template);
  return { blocksPublic: (isObject(settings) && isTrue(settings.BlockPublicPolicy)) || undefined };
}

function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

interface Found {
  readonly policy: LocatedPolicy;
  readonly arns: readonly string[];
  /** Whether what it is about hangs on a condition. */
  readonly conditional?: boolean;
}

function listedPolicies(entry: TemplateEntry, reader: PolicyReader): Found[] {
  const rows = PROPERTIES[entry.type].filter(({ of }) => of === undefined || entry.properties[of] !== undefined);
  const counting = (rows.length > 0 ? rows : PROPERTIES[entry.type].slice(0, 1))
    .filter((row, i, all) => all.findIndex(({ property }) => property === row.property) === i);
  return counting.flatMap((row) => places(entry, reader, row.property).flatMap(({ value, path, item }) => {
    const policy = reader.policy(row.kind ?? PolicyKind.RESOURCE, entry, path, value);
    const more = policy && row.more?.((reader.intrinsics.resolve(entry.properties, entry.template) ?? {}) as Json, entry, reader);
    Object.assign(policy ?? {}, Object.fromEntries(Object.entries(more ?? {}).filter(([, said]) => said !== undefined)));
    const conditional = row.of !== undefined && reader.texts(entry, entry.properties[row.of]).some((text) => text.conditional);
    return policy ? [{ policy, arns: arnsOf(entry, reader, row, item), conditional }] : [];
  }));
}

interface Place {
  readonly value: unknown;
  readonly path: string;
  /** The first object on the way, such as a replica of a table. */
  readonly item: Json;
}

/** Where the property is: several times in lists and in the branches of an `Fn::If`. */
function places(entry: TemplateEntry, reader: PolicyReader, property: string): Place[] {
  const keys = property.split('/');
  const last = keys.pop()!;
  const containers = keys.reduce<Array<Place & { value: Json }>>((found, key) => found.flatMap(({ value, path, item }) =>
    reader.items(entry, value[key], `${path}/${key}`).filter((each): each is typeof each & { value: Json } => isObject(each.value))
      .map((each) => ({ value: each.value, path: each.path, item: item === entry.properties ? each.value : item }))),
  [{ value: entry.properties, path: 'Properties', item: entry.properties }]);
  return containers.map(({ value, path, item }) => ({ value: value[last] as unknown, path: `${path}/${last}`, item }));
}

function arnsOf(entry: TemplateEntry, reader: PolicyReader, row: PolicyProperty, item: Json): string[] {
  const { intrinsics } = reader;
  const { template, logicalId } = entry;
  if (row.of === undefined && row.arn === undefined) {
    return [intrinsics.attribute(logicalId, row.attribute ?? 'Arn', template)];
  }
  const names = row.of === undefined
    ? [intrinsics.text({ Ref: logicalId }, template)] : reader.texts(entry, entry.properties[row.of]).map(({ text }) => text);
  return names.map((name) => {
    if (/^arn:/.test(name)) {
      return name;
    }
    if (row.arn === undefined) {
      return queueArn(name, intrinsics.text({ Ref: 'AWS::Partition' }, template)) ?? name;
    }
    const pseudo = { partition: 'Partition', region: 'Region', account: 'AccountId' };
    const values = new Map(Object.entries(pseudo).map(([key, parameter]) => [key, intrinsics.text({ Ref: `AWS::${parameter}` }, template)]));
    values.set('', name);
    values.set('replica', intrinsics.text(item.Region, template));
    return `arn:{partition}:${row.arn}`.replace(/\{(\w*)\}/g, (_, key: string) => values.get(key)!);
  });
}

/** The ARN of the queue of a URL such as `https://sqs.eu-central-1.amazonaws.com/111122223333/Jobs`. */
function queueArn(url: string, partition: string): string | undefined {
  const [scheme, , host = '', account, name, ...rest] = splitText(url, '/', () => true).pieces;
  const region = /^sqs\.([^.]+)\./.exec(host)?.[1];
  return scheme === 'https:' && region && account && name && rest.length === 0 ? `arn:${partition}:sqs:${region}:${account}:${name}` : undefined;
}

/** Holds a single statement, or what used to be given instead of one. */
function eventBusPolicy(entry: TemplateEntry, reader: PolicyReader): Found {
  const resolved = (reader.intrinsics.resolve(entry.properties, entry.template) ?? {}) as Json;
  const { Statement, StatementId, Action, Principal, Condition, EventBusName } = resolved;
  const bus = { ...entry.properties, EventBusName: typeof EventBusName === 'string' ? EventBusName : 'default' };
  const [arn] = arnsOf({ ...entry, properties: bus }, reader, {
    property: 'Statement', of: 'EventBusName', arn: 'events:{region}:{account}:event-bus/{}',
  }, bus);
  const statement: unknown = Statement !== undefined
    ? Array.isArray(Statement) || !isObject(Statement) || StatementId === undefined ? Statement : { Sid: StatementId, ...Statement }
    : {
      Sid: StatementId,
      Effect: 'Allow',
      Principal: Principal === '*' ? '*' : { AWS: Principal },
      Action,
      Resource: arn,
      ...(isObject(Condition) && { Condition: { [String(Condition.Type)]: { [String(Condition.Key)]: Condition.Value } } }),
    };
  const policy = reader.add(PolicyKind.RESOURCE, entry, 'Properties', { Version: '2012-10-17', Statement: statement });
  return { policy, arns: [arn] };
}

/** Policies where none is known to be, for the statements in them: what they are about isn't known. */
function otherPolicies(entry: TemplateEntry, reader: PolicyReader): Found[] {
  const listed = Object.hasOwn(PROPERTIES, entry.type) ? PROPERTIES[entry.type].map(({ property }) => property) : [];
  const known = holdsTemplate(entry) ? [TEMPLATE_BODY] : listed;
  return nestedDocuments(entry, reader, known).map(({ path, document, kind }) => ({ policy: reader.add(kind, entry, path, document), arns: [] }));
}
