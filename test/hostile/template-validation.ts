import * as fs from 'fs';
import * as path from 'path';
import * as core from 'aws-cdk-lib';

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
}

interface Plugin {
  validate(context: { stackTemplates: Array<{ stackConstructPath: string; templatePath: string }> }): { violations: Violation[] };
}

let plugin: Plugin | undefined;
const known = new Map<string, string[]>();

/** What the CDK's own template validation finds. It is a part of the newest `aws-cdk-lib`, which the oldest supported one does not have. */
export function templateProblems(template: object): string[] {
  if (Object.keys((template as { Resources?: object }).Resources ?? {}).length === 0) {
    return [];
  }
  const text = JSON.stringify(template);
  let found = known.get(text);
  if (!found) {
    known.set(text, found = validated(text).filter(({ severity }) => severity === 'error').map(({ ruleName, description }) => `${ruleName} ${description}`));
  }
  return found;
}

function validated(text: string): Violation[] {
  const { CloudFormationValidatePlugin } = core as unknown as { CloudFormationValidatePlugin: new () => Plugin };
  const templatePath = path.join(process.env.CDK_OUTDIR!, `validated-${process.pid}.json`);
  const validate = (content: string) => {
    fs.writeFileSync(templatePath, content);
    return plugin!.validate({ stackTemplates: [{ stackConstructPath: 'Stack', templatePath }] }).violations;
  };
  if (!plugin) {
    plugin = new CloudFormationValidatePlugin();
    // It loads the rules of the types it is shown, anew for each that it has not seen.
    validate(JSON.stringify({ Resources: Object.fromEntries(TYPES.map((Type, i) => [`R${i}`, { Type }])) }));
  }
  return validate(text);
}

const TYPES = [
  'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::Organizations::Policy', 'AWS::SSO::PermissionSet', 'AWS::SSO::Assignment',
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::ResourcePolicy', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::EC2::VPCEndpoint', 'AWS::Lambda::Function',
  'AWS::Lambda::ResourcePolicy', 'AWS::S3Express::DirectoryBucket', 'AWS::S3Express::BucketPolicy', 'AWS::S3Tables::TableBucket', 'AWS::S3Tables::TableBucketPolicy',
  'AWS::S3Vectors::VectorBucket', 'AWS::S3Vectors::VectorBucketPolicy', 'AWS::CDK::Metadata',
];
