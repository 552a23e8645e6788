import {
  App, aws_iam as iam, aws_kms as kms, aws_rds as rds, aws_s3 as s3, aws_secretsmanager as secretsmanager, Mixins, Stack,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { denials, kindOf, newStack, synth } from './resource-kinds';
import { McpGuardrail, mixins } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});
const guardrails = [McpGuardrail.denyViaMcp()];
const key = new mixins.KeyMcpGuardrails({ guardrails });
const secret = new mixins.SecretMcpGuardrails({ guardrails });
const sids = (kind: string) => denials(stack, kindOf(kind)).map(({ Sid }) => Sid);
const database = (scope = stack) => new rds.ServerlessCluster(scope, 'Db', {
  engine: rds.DatabaseClusterEngine.AURORA_MYSQL, credentials: rds.Credentials.fromSecret(new secretsmanager.Secret(scope, 'Secret')), vpc: undefined,
});

describe('what stands for a resource is that resource', () => {
  test('an alias of a key', () => {
    new kms.Key(stack, 'It').addAlias('alias/x').with(key);
    expect(sids('key')).toEqual(['DenyViaMcp']);
    Mixins.of(stack).apply(key);
    expect(sids('key')).toEqual(['DenyViaMcp']);
  });

  test('a key made of its L1', () => {
    const it = new kms.CfnKey(stack, 'It', { keyPolicy: { Version: '2012-10-17', Statement: [] } });
    kms.Key.fromCfnKey(it).with(key);
    Mixins.of(stack).apply(key);
    expect(sids('key')).toEqual(['DenyViaMcp']);
  });

  test('a bucket made of its L1', () => {
    s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'It')).with(new mixins.BucketMcpGuardrails({ guardrails }));
    expect(sids('bucket')).toEqual(['DenyViaMcp']);
  });

  test('the attachment of a secret', () => {
    database().secret!.with(secret);
    expect(sids('secret')).toEqual(['DenyViaMcp']);
  });

  test('an alias of a key that is elsewhere is an imported key', () => {
    const alias = new kms.Alias(stack, 'Alias', { aliasName: 'alias/x', targetKey: kms.Key.fromKeyArn(stack, 'It', 'arn:aws:kms:eu-west-1:111122223333:key/1') });
    expect(() => alias.with(key)).toThrow('Data/Alias/Resource: cannot add guardrails to an imported key');
    expect(() => kms.Alias.fromAliasName(stack, 'ByName', 'alias/x').with(key)).toThrow('Data/ByName: cannot add guardrails to an imported key');
  });
});

test('an AWS managed key has a policy that nobody changes: an info', () => {
  kms.Alias.fromAliasName(stack, 'Managed', 'alias/aws/s3');
  Mixins.of(stack).apply(key);
  Annotations.fromStack(stack).hasInfo('/Data/Managed', Match.stringLikeRegexp('guardrails are not applied to an AWS managed key'));
});

describe('a secret with an attachment', () => {
  const withFlag = (flag: boolean) => new Stack(new App({
    context: { '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments': flag },
  }), 'Data', { env: { account: '111122223333', region: 'eu-west-1' } });
  const other = new iam.AccountPrincipal('222222222222');

  test.each([[true], [false]])('one policy that is there is used: %s', (flag) => {
    stack = withFlag(flag);
    const it = database();
    it.secret!.grantRead(other);
    it.secret!.with(secret);
    Template.fromStack(stack).resourceCountIs('AWS::SecretsManager::ResourcePolicy', 1);
    expect(sids('secret')).toEqual(['DenyViaMcp']);
  });

  test('two policies are an error that names the feature flag', () => {
    stack = withFlag(false);
    const it = database();
    Mixins.of(stack).apply(secret);
    it.secret!.grantRead(other);
    expect(() => synth(stack)).toThrow(/the secret has 2 policies, of which AWS keeps one .*: put all statements into one; if one was made .*useAttachedSecretResourcePolicyForSecretTargetAttachments/);
    stack = withFlag(true);
    const fine = database();
    Mixins.of(stack).apply(secret);
    fine.secret!.grantRead(other);
    expect(() => synth(stack)).not.toThrow();
  });
});

describe('guardrails that are lost again fail synthesis', () => {
  const lost = /the guardrails are no longer in (PolicyDocument|KeyPolicy|the bucket policy): something has replaced/;

  test.each<[string, (bucket: s3.Bucket) => void]>([
    ['an override', ({ policy }) => (policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument', { Statement: [] })],
    ['an override of a statement', ({ policy }) => (policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement.0.Action', 's3:GetObject')],
    ['a deleted property', ({ policy }) => (policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyDeletionOverride('PolicyDocument')],
    ['another document', ({ policy }) => { (policy!.node.defaultChild as s3.CfnBucketPolicy).policyDocument = {}; }],
    ['another bucket', ({ policy }) => { (policy!.node.defaultChild as s3.CfnBucketPolicy).bucket = 'other'; }],
    ['no policy', ({ node }) => { node.tryRemoveChild('Policy'); }],
  ])('%s', (_, change) => {
    const bucket = new s3.Bucket(stack, 'It');
    bucket.with(new mixins.BucketMcpGuardrails({ guardrails }));
    synth(stack);
    change(bucket);
    expect(() => synth(stack)).toThrow(lost);
  });

  test('of a key', () => {
    const it = new kms.CfnKey(stack, 'It');
    it.with(key);
    synth(stack);
    it.keyPolicy = { Version: '2012-10-17', Statement: [] };
    expect(() => synth(stack)).toThrow(lost);
  });
});
