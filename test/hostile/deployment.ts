import type { Json } from './iam';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** What CloudFormation makes of a template, as far as policies need it. */
export class Deployment {
  public constructor(
    public readonly template: Json,
    private readonly parameters: ReadonlyMap<string, string | string[]>,
    private readonly others: readonly Json[] = [],
  ) {}

  /** The resources of a type, deployed. */
  public resources(type: string): Array<{ readonly id: string; readonly properties: Json }> {
    return Object.entries((this.template.Resources ?? {}) as Json).filter(([, { Type }]) => Type === type)
      .map(([id, { Properties = {} }]) => ({ id, properties: this.deployed(Properties) }));
  }

  /** The value, without intrinsic functions. */
  public deployed(value: any): any {
    if (Array.isArray(value)) {
      return value.map((item) => this.deployed(item)).filter((item) => item !== NO_VALUE);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument] = ['', undefined], ...rest] = Object.entries<any>(value);
    if (rest.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.intrinsic(name, argument);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.deployed(item)]).filter(([, item]) => item !== NO_VALUE));
  }

  private intrinsic(name: string, argument: any): any {
    switch (name) {
      case 'Ref': return this.reference(argument);
      case 'Fn::GetAtt': return this.attribute(...(typeof argument === 'string' ? argument.split('.') : argument) as [string, string]);
      case 'Fn::Join': return this.deployed(argument[1]).join(argument[0]);
      case 'Fn::Select': return this.deployed(argument[1])[Number(argument[0])];
      case 'Fn::Split': return this.deployed(argument[1]).split(argument[0]);
      case 'Fn::ImportValue': return this.imported(this.deployed(argument));
      default: throw new Error(`these tests don't know ${name}`);
    }
  }

  private reference(id: string): any {
    if (PSEUDO[id] !== undefined) {
      return PSEUDO[id];
    }
    if (this.parameters.has(id)) {
      return this.parameters.get(id);
    }
    const resource = this.template.Resources?.[id];
    if (!resource) {
      throw new Error(`the template refers to ${id}, which is not there`);
    }
    const { Type, Properties = {} } = resource;
    const physical = this.deployed(Properties[PHYSICAL_NAMES[Type]]);
    const own = physical ?? id.toLowerCase();
    switch (Type) {
      case 'AWS::IAM::ManagedPolicy': return `arn:aws:iam::${ACCOUNT}:policy/${own}`;
      case 'AWS::SQS::Queue': return `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${own}`;
      case 'AWS::SNS::Topic': case 'AWS::SecretsManager::Secret': return this.attribute(id, 'Arn');
      case 'AWS::S3Tables::TableBucket': return this.attribute(id, 'TableBucketARN');
      case 'AWS::S3Vectors::VectorBucket': return this.attribute(id, 'VectorBucketArn');
      default: return own;
    }
  }

  private attribute(id: string, name: string): string {
    const { Type, Properties = {} } = this.template.Resources[id];
    const own = this.deployed(Properties[PHYSICAL_NAMES[Type]]) ?? id.toLowerCase();
    const arn = (service: string, resource: string, region = REGION, account = ACCOUNT) => `arn:aws:${service}:${region}:${account}:${resource}`;
    switch (`${Type} ${name}`) {
      case 'AWS::S3::Bucket Arn': return `arn:aws:s3:::${own}`;
      case 'AWS::IAM::Role Arn': return `arn:aws:iam::${ACCOUNT}:role${this.deployed(Properties.Path) ?? '/'}${own}`;
      case 'AWS::IAM::User Arn': return `arn:aws:iam::${ACCOUNT}:user/${own}`;
      case 'AWS::KMS::Key Arn': return arn('kms', `key/${own}`);
      case 'AWS::SQS::Queue Arn': return arn('sqs', own);
      case 'AWS::SNS::Topic Arn': return arn('sns', own);
      case 'AWS::SecretsManager::Secret Arn': return arn('secretsmanager', `secret:${own}`);
      case 'AWS::DynamoDB::Table Arn': case 'AWS::DynamoDB::GlobalTable Arn': return arn('dynamodb', `table/${own}`);
      case 'AWS::Lambda::Function Arn': return arn('lambda', `function:${own}`);
      case 'AWS::S3Express::DirectoryBucket Arn': return arn('s3express', `bucket/${own}`);
      case 'AWS::S3Tables::TableBucket TableBucketARN': return arn('s3tables', `bucket/${own}`);
      case 'AWS::S3Vectors::VectorBucket VectorBucketArn': return arn('s3vectors', `bucket/${own}`);
      default: return `${Type}-${id}-${name}`;
    }
  }

  private imported(name: string): any {
    for (const template of this.others) {
      const output: any = Object.values((template.Outputs ?? {}) as Json).find((each: any) => each.Export?.Name === name);
      if (output) {
        return new Deployment(template, this.parameters).deployed(output.Value);
      }
    }
    throw new Error(`no template exports ${name}`);
  }
}

const NO_VALUE = Symbol('AWS::NoValue');
const PSEUDO: { [name: string]: any } = {
  'AWS::AccountId': ACCOUNT, 'AWS::Region': REGION, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com', 'AWS::StackName': 'Stack', 'AWS::NoValue': NO_VALUE,
};
const PHYSICAL_NAMES: { [type: string]: string } = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3Express::DirectoryBucket': 'BucketName',
  'AWS::S3Tables::TableBucket': 'TableBucketName',
  'AWS::S3Vectors::VectorBucket': 'VectorBucketName',
};
