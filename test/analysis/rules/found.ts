import { checkDocument, checkPolicies } from '../../../src/analysis/rules/check';
import type { Finding } from '../../../src/analysis/rules/rule';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { PolicyKind } from '../../../src/iam/policy';
import { generatedName, unknownPart } from '../../../src/iam/unknown-text';
import type { Json } from '../../../src/iam/value';

export const deny = (condition: unknown, more: Json = {}): Json => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: condition, ...more });
export const allow = (condition: unknown, more: Json = {}): Json => ({ ...deny(condition, more), Effect: 'Allow' });

/** The ids of what the rules find in the statements of one document. */
export function foundIn(statements: Json | Json[], kind: PolicyKind = PolicyKind.IDENTITY): string[] {
  return ids(checkDocument({ Version: '2012-10-17', Statement: statements }, { path: '' }, kind));
}

/** What the rules say of the statements. */
export function messagesOf(statements: Json | Json[], kind: PolicyKind = PolicyKind.IDENTITY): string[] {
  return checkDocument({ Version: '2012-10-17', Statement: statements }, { path: '' }, kind).map(({ message }) => message);
}

export function findingsInTemplate(resources: Json): Finding[] {
  return checkPolicies(readTemplates([{ template: { Resources: resources } }]));
}

export function foundInTemplate(resources: Json): string[] {
  return ids(findingsInTemplate(resources));
}

/** A role with the statements in an inline policy. */
export function role(statements: Json[], properties: Json = {}): Json {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
      },
      Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      ...properties,
    },
  };
}

function ids(findings: Finding[]): string[] {
  return findings.map(({ rule }) => rule.id);
}

/** All that is found in the resources, in an order that does not hang on theirs. */
export function told(resources: Json): string[] {
  return findingsInTemplate(resources).map(({ rule, place, statement, message }) => [rule.id, place.logicalId, place.path, statement, message].join(' | ')).sort();
}

const ACTIONS = [
  ['s3:GetObject', 's3:PutObject'], 's3:ListBucket', 's3:*', ['sqs:SendMessage', 's3:GetBucketLocation'], 'sqs:*', ['dynamodb:GetItem', 'dynamodb:Query'], 'lambda:InvokeFunction',
  'iam:PassRole', 'kms:Decrypt', 'logs:PutLogEvents', 'ec2:RunInstances', 's3:Get*', '*', 'sts:AssumeRole', 'unheardof:Act', 'secretsmanager:GetSecretValue',
];
const SERVICES = ['s3', 's3', 'sqs', 'dynamodb', 'lambda', 'iam', 'kms', 'logs', 'ec2', 'unheardof', 'secretsmanager'];
const NAMES = [
  'a', 'jobs', 'b-2', 'a/b', 'a/*', '*', 'table/t', 'table/t/index/*', 'table/*', 'function:f', 'function:f:*', 'role/r', 'role/*', 'key/k', 'accesspoint/p', 'accesspoint/p/object/o',
  'log-group:/g:*', 'instance/*', 'stack?/x', 'secret:s-??????', 'a:b', '${aws:username}', 'é', `${generatedName('Bucket')}`, `${generatedName('Bucket')}/*`, `table/${generatedName('T')}`,
  `${unknownPart('Name')}/*`,
];

/** A role with policies as an app has them: most of the resources are ARNs, and many are alike but for their names. */
export function roleWithArns(below: (limit: number) => number): Json {
  const any = <T>(items: readonly T[]): T => items[below(items.length)];
  const place = () => any([':', ':', 'eu-west-1:111122223333', ':111122223333', 'eu-west-1:']);
  const arn = () => (below(9) === 0 ? any(['*', 'reports', { Ref: 'Table' }]) : `arn:aws:${below(2) === 0 ? 's3::' : `${any(SERVICES)}:${place()}`}:${any(NAMES)}`);
  const statement = () => ({
    Effect: any(['Allow', 'Deny']),
    [any(['Action', 'Action', 'Action', 'Action', 'NotAction'])]: below(2) === 0 ? ACTIONS[0] : any(ACTIONS),
    [any(['Resource', 'Resource', 'Resource', 'Resource', 'NotResource'])]: below(3) === 0 ? [arn(), arn()] : arn(),
    ...(below(8) === 0 && { Condition: { [any(['StringEquals', 'ArnLike'])]: { [any(['aws:SourceArn', 'Resource'])]: arn() } } }),
  });
  return role(Array.from({ length: 1 + below(2) }, statement));
}
