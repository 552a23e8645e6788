import * as fs from 'fs';
import * as path from 'path';
import type { SynthesizedTemplate } from './templates';

/** A kind of policy as iam-policy-validator calls it, and the limit that it has for its size. */
export interface LintKind {
  readonly type: 'IDENTITY_POLICY' | 'RESOURCE_POLICY' | 'TRUST_POLICY' | 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly size?: 'managed' | 'inline_user' | 'inline_group' | 'inline_role' | 'inline_role_trust' | 'scp' | 'rcp';
}

/** A policy as AWS gets it, and where it is from. */
export interface PolicyDocument {
  readonly kind: LintKind;
  /** The template, the resource and the property. */
  readonly name: string;
  readonly document: any;
}

const ACCOUNT = '111122223333';
const RESOURCE: LintKind = { type: 'RESOURCE_POLICY' };
const inline = (size: LintKind['size']): LintKind => ({ type: 'IDENTITY_POLICY', size });

/** Every policy document in the templates and in the files of session policies. */
export function policyDocuments(templates: SynthesizedTemplate[], directory: string): PolicyDocument[] {
  const sessions = fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.session-policy.json')).sort();
  return [
    ...templates.flatMap(({ file, template }) => Object.entries<any>(template.Resources).flatMap(([id, { Type, Properties }]) =>
      found(Properties ?? {}).map(({ at, document }) => ({
        kind: kindOf(Type, Properties, at), name: `${path.relative(directory, file)}: ${id}/${at}`, document: resolve(document, template),
      })))),
    // No limit of its own: a session policy may have as many characters as the inline policies of a user.
    ...sessions.map((file) => ({ kind: inline('inline_user'), name: file, document: JSON.parse(fs.readFileSync(path.join(directory, file), 'utf-8')) })),
  ];
}

/**
 * Whatever looks like a policy, at any depth.
 *
 * @throws for one in a string, but for the template that a StackSet embeds, which is read by itself
 */
function found(value: any, at: string[] = []): Array<{ at: string; document: any }> {
  if (typeof value === 'string' && value.includes('"Statement"') && at.at(-1) !== 'TemplateBody') {
    throw new Error(`${at.join('/')} is a policy as a string: read it in policy-documents.ts`);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return value.Statement !== undefined ? [{ at: at.join('/'), document: value }] : Object.entries(value).flatMap(([name, each]) => found(each, [...at, name]));
}

/** @throws for a type that is not known, so that no policy is left out. */
function kindOf(resourceType: string, properties: any, at: string): LintKind {
  switch (resourceType) {
    case 'AWS::IAM::Role': return at === 'AssumeRolePolicyDocument' ? { type: 'TRUST_POLICY' } : inline('inline_role');
    case 'AWS::IAM::User': return inline('inline_user');
    case 'AWS::IAM::Group': return inline('inline_group');
    case 'AWS::IAM::Policy': return inline(properties.Users ? 'inline_user' : properties.Groups ? 'inline_group' : 'inline_role');
    case 'AWS::IAM::ManagedPolicy': return inline('managed');
    case 'AWS::SSO::PermissionSet': return inline('inline_role');
    case 'AWS::Organizations::Policy':
      return properties.Type === 'SERVICE_CONTROL_POLICY' ? { type: 'SERVICE_CONTROL_POLICY', size: 'scp' } : { type: 'RESOURCE_CONTROL_POLICY', size: 'rcp' };
    case 'AWS::S3::BucketPolicy':
    case 'AWS::KMS::Key':
    case 'AWS::SQS::QueuePolicy':
    case 'AWS::SNS::TopicPolicy':
    case 'AWS::SecretsManager::ResourcePolicy':
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
    case 'AWS::Lambda::ResourcePolicy':
    case 'AWS::S3Express::BucketPolicy':
    case 'AWS::S3Tables::TableBucketPolicy':
    case 'AWS::S3Vectors::VectorBucketPolicy':
    case 'AWS::EC2::VPCEndpoint':
      return RESOURCE;
    default: throw new Error(`${resourceType} has a policy in ${at}: say in policy-documents.ts of what kind it is`);
  }
}

/** The ARN of a resource with this logical id, by its type. */
const ARNS: { [type: string]: (id: string) => string } = {
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::IAM::User': (id) => `arn:aws:iam::${ACCOUNT}:user/${id}`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::S3Express::DirectoryBucket': (id) => `arn:aws:s3express:eu-west-1:${ACCOUNT}:bucket/${id.toLowerCase()}--euw1-az1--x-s3`,
  'AWS::S3Tables::TableBucket': (id) => `arn:aws:s3tables:eu-west-1:${ACCOUNT}:bucket/${id.toLowerCase()}`,
  'AWS::S3Vectors::VectorBucket': (id) => `arn:aws:s3vectors:eu-west-1:${ACCOUNT}:bucket/${id.toLowerCase()}`,
  'AWS::Lambda::Function': (id) => `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${id}`,
  'AWS::Logs::LogGroup': (id) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${id}:*`,
  'AWS::KMS::Key': () => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:eu-west-1:${ACCOUNT}:${id}`,
  'AWS::SNS::Topic': (id) => `arn:aws:sns:eu-west-1:${ACCOUNT}:${id}`,
  'AWS::SecretsManager::Secret': (id) => `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}-a1b2c3`,
  'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/${id}`,
  'AWS::DynamoDB::GlobalTable': (id) => `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/${id}`,
};
const PSEUDO: { [name: string]: string } = { 'AWS::Partition': 'aws', 'AWS::AccountId': ACCOUNT, 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com' };

/** The value as AWS gets it at deployment. */
function resolve(value: any, template: any): any {
  if (Array.isArray(value)) {
    return value.map((each) => resolve(each, template));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, argument] = [''], ...others] = Object.entries<any>(value);
  const resource = (id: string) => ARNS[template.Resources[id]?.Type]?.(id) ?? fail(value);
  switch (others.length === 0 ? name : '') {
    case 'Ref': return PSEUDO[argument] ?? resource(argument);
    case 'Fn::GetAtt': return /^(|TableBucket|VectorBucket)Arn$/i.test(argument[1]) ? resource(argument[0]) : fail(value);
    case 'Fn::Join': return resolve(argument[1], template).join(argument[0]);
    default: return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, template)]));
  }
}

function fail(value: unknown): never {
  throw new Error(`${JSON.stringify(value)} is in a policy: say in policy-documents.ts what it is at deployment`);
}
