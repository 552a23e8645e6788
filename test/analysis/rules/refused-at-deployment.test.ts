import { findingsInTemplate, foundInTemplate } from './found';
import type { Json } from '../../../src/iam/value';

const document = (...Statement: Json[]): Json => ({ Version: '2012-10-17', Statement });
const allow = (Principal: unknown, Action: string, more: Json = {}): Json => ({ Effect: 'Allow', Principal, Action, Resource: '*', ...more });
const WORKER = { AWS: 'arn:aws:iam::111122223333:role/Worker' };

describe('a key policy that lets nobody change it', () => {
  const key = (statements: Json[], more: Json = {}, Type = 'AWS::KMS::Key') => ({ Key: { Type, Properties: { KeyPolicy: document(...statements), ...more } } });
  const isFound = (resources: Json) => foundInTemplate(resources).includes('KeyPolicyWithoutManager');

  test.each<[string, Json]>([
    ['nobody may', key([allow(WORKER, 'kms:Decrypt')])],
    ['of a replica', key([allow(WORKER, 'kms:Decrypt')], {}, 'AWS::KMS::ReplicaKey')],
    ['a service only', key([allow({ Service: 'logs.eu-west-1.amazonaws.com' }, 'kms:*', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })])],
    ['a Deny only', key([{ ...allow('*', 'kms:*'), Effect: 'Deny', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }])],
    ['a check that is asked for', key([allow(WORKER, 'kms:Decrypt')], { BypassPolicyLockoutSafetyCheck: false })],
    ['a statement without effect', key([{ Effect: 'Allow', Principal: WORKER, Action: 'kms:*' }])],
  ])('%s', (_, resources) => {
    expect(isFound(resources)).toBe(true);
  });

  test.each<[string, Json]>([
    ['the account may', key([allow({ AWS: '111122223333' }, 'kms:*')])],
    ['an administrator may', key([allow(WORKER, 'kms:Put*')])],
    ['all but something is allowed', key([{ Effect: 'Allow', Principal: WORKER, NotAction: 'kms:Decrypt', Resource: '*' }])],
    ['the check is bypassed', key([allow(WORKER, 'kms:Decrypt')], { BypassPolicyLockoutSafetyCheck: true })],
    ['whether it is, is known at deployment', key([allow(WORKER, 'kms:Decrypt')], { BypassPolicyLockoutSafetyCheck: { Ref: 'Bypass' } })],
    ['a statement is known at deployment', key([{ 'Fn::If': ['C', allow(WORKER, 'kms:*'), allow(WORKER, 'kms:Decrypt')] }])],
    ['there is no policy: KMS makes one', { Key: { Type: 'AWS::KMS::Key', Properties: {} } }],
  ])('but not where %s', (_, resources) => {
    expect(isFound(resources)).toBe(false);
  });

  test('says what is missing', () => {
    expect(findingsInTemplate(key([allow(WORKER, 'kms:Decrypt')])).map(({ message }) => message)).toEqual(['no statement of the key policy allows kms:PutKeyPolicy']);
  });
});

describe('a public policy where such are blocked', () => {
  const bucket = (block: Json | undefined, statement: Json, Bucket: unknown = { Ref: 'Bucket' }): Json => ({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data', ...(block && { PublicAccessBlockConfiguration: block }) } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket, PolicyDocument: document({ ...statement, Resource: 'arn:aws:s3:::data/*' }) } },
  });
  const secret = (more: Json): Json => ({
    Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: 'login', ResourcePolicy: document(allow('*', 'secretsmanager:GetSecretValue')), ...more } },
  });
  const everybody = allow('*', 's3:GetObject');
  const isFound = (resources: Json) => foundInTemplate(resources).includes('PublicPolicyBlocked');

  test.each<[string, Json]>([
    ['of a bucket', bucket({ BlockPublicPolicy: true }, everybody)],
    ['to everybody by AWS', bucket({ BlockPublicPolicy: 'true' }, allow({ AWS: '*' }, 's3:GetObject'))],
    ['of a secret', secret({ BlockPublicPolicy: true })],
  ])('%s', (_, resources) => {
    expect(isFound(resources)).toBe(true);
  });

  test.each<[string, Json]>([
    ['another setting', bucket({ BlockPublicAcls: true }, everybody)],
    ['nothing is blocked', bucket(undefined, everybody)],
    ['a condition says who', bucket({ BlockPublicPolicy: true }, { ...everybody, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
    ['a Deny', bucket({ BlockPublicPolicy: true }, { ...everybody, Effect: 'Deny' })],
    ['a bucket of another stack', bucket({ BlockPublicPolicy: true }, everybody, 'other')],
    ['a secret that does not say so', secret({})],
  ])('but not %s', (_, resources) => {
    expect(isFound(resources)).toBe(false);
  });
});
