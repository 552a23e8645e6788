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

const known = new Map<string, string[]>();

/** What the CDK's own template validation finds. It is a part of the newest `aws-cdk-lib`, which the oldest supported one does not have. */
export function templateProblems(template: object): string[] {
  const types = Object.values((template as { Resources?: Record<string, { Type: string }> }).Resources ?? {}).map(({ Type }) => Type);
  if (types.length === 0) {
    return [];
  }
  const text = JSON.stringify(template);
  let found = known.get(text);
  if (!found) {
    load(types);
    known.set(text, found = validated(text).filter(({ severity }) => severity === 'error').map(({ ruleName, description }) => `${ruleName} ${description}`));
  }
  return found;
}

let loaded: ReadonlySet<string> = new Set();

/** It loads the rules of the types that it is shown, and all anew where one is none of those before: so it is shown all types at once. */
function load(types: readonly string[]): void {
  if (!types.every((type) => loaded.has(type))) {
    loaded = new Set([...loaded, ...TYPES, ...types]);
    validated(JSON.stringify({ Resources: Object.fromEntries([...loaded].map((Type, i) => [`R${i}`, { Type }])) }));
  }
}

function validated(text: string): Violation[] {
  // The one that the CDK has itself stays for all files of tests that a process runs.
  const { CloudFormationValidatePlugin } = core as unknown as { CloudFormationValidatePlugin: { _singletonInstance(): Plugin } };
  const templatePath = path.join(process.env.CDK_OUTDIR!, `validated-${process.pid}.json`);
  fs.writeFileSync(templatePath, text);
  return CloudFormationValidatePlugin._singletonInstance().validate({ stackTemplates: [{ stackConstructPath: 'Stack', templatePath }] }).violations;
}

const TYPES = [
  'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::Organizations::Policy', 'AWS::SSO::PermissionSet', 'AWS::SSO::Assignment',
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::ResourcePolicy', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::EC2::VPCEndpoint', 'AWS::Lambda::Function',
  'AWS::Lambda::ResourcePolicy', 'AWS::S3Express::DirectoryBucket', 'AWS::S3Express::BucketPolicy', 'AWS::S3Tables::TableBucket', 'AWS::S3Tables::TableBucketPolicy',
  'AWS::S3Vectors::VectorBucket', 'AWS::S3Vectors::VectorBucketPolicy', 'AWS::CDK::Metadata',
  'AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter', 'AWS::Logs::QueryDefinition', 'AWS::Logs::ScheduledQuery', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard',
  'AWS::CloudWatch::InsightRule', 'AWS::Events::Rule', 'AWS::CloudTrail::Trail', 'AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::Athena::WorkGroup', 'AWS::Athena::NamedQuery',
  'AWS::AccessAnalyzer::Analyzer', 'AWS::ObservabilityAdmin::OrganizationTelemetryRule', 'AWS::ObservabilityAdmin::OrganizationCentralizationRule',
];
