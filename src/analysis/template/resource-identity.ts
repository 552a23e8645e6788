import type { Resolver } from './resolver';
import type { TemplateEntry } from './template';
import { hasUnknownPart } from '../../iam/unknown-text';

/** What a resource is known by, as strings with unknown parts. */
export interface Identity {
  /** What `Ref` gives. */
  readonly ref: string;
  /** Its ARN, if resources of its type have one that is known. */
  readonly arn?: string;
  /** What `Fn::GetAtt` gives; `undefined` if that isn't known here. */
  attribute(name: string): string | undefined;
}

/** How the strings of a type are made: `{name}`, `{arn}`, `{account}` and so on stand for what their names say, `{Path}` for a property. */
interface Shape {
  /** The property that gives the name; there is none where the service makes an id, which stands for the name then. */
  readonly name?: string;
  /** Whether nothing is known of one whose name is not given: it is an id, which only what exists has. */
  readonly onlyGiven?: true;
  /** Without `arn:{partition}:`. */
  readonly arn?: string;
  /** Default: `{name}`. */
  readonly ref?: string;
  /** Besides `Arn`. `{unknown}` is what is known only at deployment. */
  readonly attributes?: { readonly [name: string]: string };
}

/**
 * By type. Where a name isn't given, or is an id, a generated name stands for it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html "Return values" of each
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html the ARNs
 */
const SHAPES: { readonly [type: string]: Shape } = {
  'AWS::IAM::Role': { name: 'RoleName', arn: 'iam::{account}:role{Path}{name}' },
  'AWS::IAM::User': { name: 'UserName', arn: 'iam::{account}:user{Path}{name}' },
  'AWS::IAM::Group': { name: 'GroupName', arn: 'iam::{account}:group{Path}{name}' },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', arn: 'iam::{account}:instance-profile{Path}{name}' },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName', arn: 'iam::{account}:policy{Path}{name}', ref: '{arn}', attributes: { PolicyArn: '{arn}' },
  },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    arn: 's3:::{name}',
    attributes: { DomainName: '{name}.s3.{urlSuffix}', RegionalDomainName: '{name}.s3.{region}.{urlSuffix}' },
  },
  'AWS::S3::AccessPoint': { name: 'Name', arn: 's3:{region}:{account}:accesspoint/{name}', attributes: { Name: '{name}' } },
  'AWS::S3ObjectLambda::AccessPoint': { name: 'Name', arn: 's3-object-lambda:{region}:{account}:accesspoint/{name}' },
  'AWS::S3Express::DirectoryBucket': { name: 'BucketName', arn: 's3express:{region}:{account}:bucket/{name}' },
  'AWS::S3Express::AccessPoint': { name: 'Name', arn: 's3express:{region}:{account}:accesspoint/{name}' },
  'AWS::S3Tables::TableBucket': {
    name: 'TableBucketName', arn: 's3tables:{region}:{account}:bucket/{name}', ref: '{arn}', attributes: { TableBucketARN: '{arn}' },
  },
  'AWS::S3Vectors::VectorBucket': {
    name: 'VectorBucketName', arn: 's3vectors:{region}:{account}:bucket/{name}', ref: '{arn}', attributes: { VectorBucketArn: '{arn}' },
  },
  'AWS::KMS::Key': { name: 'KeyId', arn: 'kms:{region}:{account}:key/{name}', attributes: { KeyId: '{name}' } },
  'AWS::KMS::ReplicaKey': { arn: 'kms:{region}:{account}:key/{name}', attributes: { KeyId: '{name}' } },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    arn: 'sqs:{region}:{account}:{name}',
    ref: 'https://sqs.{region}.{urlSuffix}/{account}/{name}',
    attributes: { QueueName: '{name}', QueueUrl: 'https://sqs.{region}.{urlSuffix}/{account}/{name}' },
  },
  'AWS::SNS::Topic': {
    name: 'TopicName', arn: 'sns:{region}:{account}:{name}', ref: '{arn}', attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  },
  'AWS::DynamoDB::Table': {
    name: 'TableName', arn: 'dynamodb:{region}:{account}:table/{name}', attributes: { StreamArn: '{arn}/stream/{unknown}' },
  },
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName', arn: 'dynamodb:{region}:{account}:table/{name}', attributes: { StreamArn: '{arn}/stream/{unknown}' },
  },
  // Six characters are put behind a name that is given.
  'AWS::SecretsManager::Secret': {
    name: 'Name', arn: 'secretsmanager:{region}:{account}:secret:{name}{secretSuffix}', ref: '{arn}', attributes: { Id: '{arn}' },
  },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: 'lambda:{region}:{account}:function:{name}' },
  'AWS::Serverless::Function': { name: 'FunctionName', arn: 'lambda:{region}:{account}:function:{name}' },
  'AWS::Serverless::SimpleTable': { name: 'TableName', arn: 'dynamodb:{region}:{account}:table/{name}' },
  'AWS::Serverless::StateMachine': {
    name: 'Name', arn: 'states:{region}:{account}:stateMachine:{name}', ref: '{arn}', attributes: { Name: '{name}' },
  },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: 'logs:{region}:{account}:log-group:{name}:*' },
  'AWS::Logs::DeliveryDestination': { name: 'Name', arn: 'logs:{region}:{account}:delivery-destination:{name}' },
  'AWS::Logs::Destination': { name: 'DestinationName', arn: 'logs:{region}:{account}:destination:{name}' },
  'AWS::ECR::Repository': {
    name: 'RepositoryName',
    arn: 'ecr:{region}:{account}:repository/{name}',
    attributes: { RepositoryUri: '{account}.dkr.ecr.{region}.{urlSuffix}/{name}' },
  },
  'AWS::EC2::VPC': { arn: 'ec2:{region}:{account}:vpc/{name}', attributes: { VpcId: '{name}' } },
  'AWS::EC2::VPCEndpoint': { arn: 'ec2:{region}:{account}:vpc-endpoint/{name}', attributes: { Id: '{name}' } },
  'AWS::Kinesis::Stream': { name: 'Name', arn: 'kinesis:{region}:{account}:stream/{name}' },
  'AWS::KinesisFirehose::DeliveryStream': { name: 'DeliveryStreamName', arn: 'firehose:{region}:{account}:deliverystream/{name}' },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName', arn: 'states:{region}:{account}:stateMachine:{name}', ref: '{arn}', attributes: { Name: '{name}' },
  },
  'AWS::Events::EventBus': { name: 'Name', arn: 'events:{region}:{account}:event-bus/{name}', attributes: { Name: '{name}' } },
  'AWS::EFS::FileSystem': { name: 'FileSystemId', arn: 'elasticfilesystem:{region}:{account}:file-system/{name}', attributes: { FileSystemId: '{name}' } },
  'AWS::Backup::BackupVault': {
    name: 'BackupVaultName', arn: 'backup:{region}:{account}:backup-vault:{name}', attributes: { BackupVaultArn: '{arn}', BackupVaultName: '{name}' },
  },
  'AWS::Backup::LogicallyAirGappedBackupVault': {
    name: 'BackupVaultName', arn: 'backup:{region}:{account}:backup-vault:{name}', attributes: { BackupVaultArn: '{arn}', BackupVaultName: '{name}' },
  },
  'AWS::Backup::BackupAccessPoint': { name: 'Name', arn: 'backup:{region}:{account}:accesspoint/{name}' },
  'AWS::DSQL::Cluster': { arn: 'dsql:{region}:{account}:cluster/{name}', attributes: { ResourceArn: '{arn}', Identifier: '{name}' } },
  'AWS::Oam::Sink': { arn: 'oam:{region}:{account}:sink/{name}', ref: '{arn}' },
  'AWS::AIOps::InvestigationGroup': { arn: 'aiops:{region}:{account}:investigation-group/{name}', ref: '{arn}' },
  'AWS::S3Files::FileSystem': { arn: 's3files:{region}:{account}:file-system/{name}', attributes: { FileSystemId: '{name}', FileSystemArn: '{arn}' } },
  'AWS::Bedrock::KnowledgeBase': { arn: 'bedrock:{region}:{account}:knowledge-base/{name}', attributes: { KnowledgeBaseArn: '{arn}', KnowledgeBaseId: '{name}' } },
  'AWS::OpenSearchService::Domain': { name: 'DomainName', arn: 'es:{region}:{account}:domain/{name}', attributes: { DomainArn: '{arn}' } },
  'AWS::Elasticsearch::Domain': { name: 'DomainName', arn: 'es:{region}:{account}:domain/{name}', attributes: { DomainArn: '{arn}' } },
  // Its policy is about calls of what is behind it; as itself it has another ARN.
  'AWS::ApiGateway::DomainNameV2': {
    name: 'DomainName',
    arn: 'execute-api:{region}:{account}:/domainnames/{name}+{DomainNameId}',
    ref: 'arn:{partition}:apigateway:{region}:{account}:/domainnames/{name}+{DomainNameId}',
    attributes: { DomainNameArn: 'arn:{partition}:apigateway:{region}:{account}:/domainnames/{name}+{DomainNameId}', DomainNameId: '{DomainNameId}' },
  },
  'AWS::ApiGateway::RestApi': { arn: 'execute-api:{region}:{account}:{name}', attributes: { RestApiId: '{name}' } },
  'AWS::SSM::Parameter': { name: 'Name' },
  'AWS::CodeArtifact::Domain': {
    name: 'DomainName', arn: 'codeartifact:{region}:{account}:domain/{name}', ref: '{arn}', attributes: { Name: '{name}', Owner: '{account}' },
  },
  'AWS::CodeArtifact::Repository': {
    name: 'RepositoryName', arn: 'codeartifact:{region}:{account}:repository/{DomainName}/{name}', ref: '{arn}', attributes: { Name: '{name}' },
  },
  'AWS::CloudTrail::Trail': { name: 'TrailName', arn: 'cloudtrail:{region}:{account}:trail/{name}' },
  'AWS::CodeBuild::Project': { name: 'Name', arn: 'codebuild:{region}:{account}:project/{name}' },
  // No template has these ids; a template that is made of what exists does.
  'AWS::Organizations::Policy': { name: 'Id', onlyGiven: true, attributes: { Id: '{name}' } },
  'AWS::Organizations::OrganizationalUnit': { name: 'Id', onlyGiven: true, attributes: { Id: '{name}' } },
  'AWS::Organizations::Account': { name: 'AccountId', onlyGiven: true, attributes: { AccountId: '{name}' } },
  'AWS::SSO::PermissionSet': { name: 'PermissionSetArn', onlyGiven: true, ref: '{name}', attributes: { PermissionSetArn: '{name}' } },
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: 'ecs:{region}:{account}:cluster/{name}' },
  'AWS::EKS::Cluster': { name: 'Name', arn: 'eks:{region}:{account}:cluster/{name}' },
};

const PSEUDO_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['partition', 'AWS::Partition'], ['region', 'AWS::Region'], ['account', 'AWS::AccountId'], ['urlSuffix', 'AWS::URLSuffix'],
]);

/** Longer than any name or ARN: what refers to it need not be. */
const MAX_IDENTITY = 4096;

/** What a resource is known by; `undefined` for types not known here. */
export function identityOf(entry: TemplateEntry, resolver: Resolver): Identity | undefined {
  const shape = Object.hasOwn(SHAPES, entry.type) ? SHAPES[entry.type] : undefined;
  const identity = shape && new ShapedIdentity(entry, resolver, shape);
  return shape?.onlyGiven && !identity!.isGiven ? undefined : identity;
}

/** Holds little of its own: an account has ten thousands of resources. */
class ShapedIdentity implements Identity {
  public readonly ref: string;
  public readonly arn?: string;

  public constructor(private readonly entry: TemplateEntry, private readonly resolver: Resolver, private readonly shape: Shape) {
    // No template gives the ARN of these types; one that is made of what exists does.
    const known = this.property('Arn');
    this.arn = shape.arn === undefined ? undefined
      : known?.startsWith('arn:') || hasUnknownPart(known ?? '') ? known : this.fill(`arn:{partition}:${shape.arn}`);
    this.ref = shape.ref === undefined ? this.value('name') : this.fill(shape.ref);
  }

  /** Whether its name is given. */
  public get isGiven(): boolean {
    return this.given !== undefined;
  }

  public attribute(name: string): string | undefined {
    const { attributes = {} } = this.shape;
    return name === 'Arn' && this.arn !== undefined ? this.arn
      : Object.hasOwn(attributes, name) ? this.fill(attributes[name], name) : undefined;
  }

  private get given(): string | undefined {
    return this.shape.name === undefined ? undefined : this.property(this.shape.name);
  }

  /** @param unknown the attribute that it is */
  private fill(text: string, unknown = ''): string {
    let filled = '';
    piecesOf(text).forEach((piece, i) => filled += i % 2 === 0 ? piece : piece === 'unknown' ? this.later(unknown) : this.value(piece));
    return filled;
  }

  private value(name: string): string {
    const { entry: { template, logicalId, properties }, resolver } = this;
    switch (name) {
      case 'name': return this.given ?? template.generatedName(logicalId);
      case 'arn': return this.arn ?? '';
      case 'Path': return this.property('Path') ?? ('Path' in properties ? this.later('Path') : '/');
      case 'secretSuffix': return this.given === undefined ? '' : `-${this.later('Suffix')}`;
      default: return PSEUDO_PARAMETERS.has(name) ? resolver.pseudoParameter(PSEUDO_PARAMETERS.get(name)!, template)
        : this.property(name) ?? this.later(name);
    }
  }

  private property(name: string): string | undefined {
    const { template, properties } = this.entry;
    const value = properties[name] === undefined ? undefined : this.resolver.resolve(properties[name], template);
    return (typeof value === 'string' || typeof value === 'number') && value !== '' && String(value).length <= MAX_IDENTITY ? String(value) : undefined;
  }

  /** What is known of it only at deployment. */
  private later(name: string): string {
    const { template, logicalId } = this.entry;
    return template.partOf(logicalId, `${logicalId}.${name}`);
  }
}

/** What stands before, between and behind the names in braces, and in every second place these. */
function piecesOf(text: string): readonly string[] {
  const known = PIECES.get(text) ?? text.split(/\{(\w+)\}/);
  PIECES.set(text, known);
  return known;
}

/** By the strings of the shapes. */
const PIECES = new Map<string, readonly string[]>();
