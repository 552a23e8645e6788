import type { AwsExample, ExampleDocuments, ExampleRequest, Json, Row } from './example';
import { ACCOUNT, ALLOW_ALL, allow, examples, FEDERATED_USER, OTHER_ACCOUNT, PAGES, policy, ROLE, ROOT, SESSION, USER } from './example';

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const PRINCIPAL_ARN = 'aws:PrincipalArn';
const OTHER_USER = `arn:aws:iam::${OTHER_ACCOUNT}:user/Bob`;
const OTHER_SESSION = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/cross-account-read-only-role/cross-account-audit-app`;

const get = (principal: string, context?: { [key: string]: string[] }): ExampleRequest =>
  ({ principal, action: 's3:GetObject', resource: `${BUCKET}/a`, resourceAccount: ACCOUNT, ...(context && { context }) });
const bucketPolicy = (statement: Json): Json => policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*`, ...statement });
const granted = (principal: unknown, more: Json = {}): ExampleDocuments => ({ resourcePolicy: bucketPolicy({ Principal: principal, ...more }) });
const publish = (principal: string): ExampleRequest =>
  ({ principal, action: 'sns:Publish', resource: `arn:aws:sns:ap-southeast-1:${ACCOUNT}:topic`, resourceAccount: ACCOUNT });
const publishers = (service: string): ExampleDocuments =>
  ({ resourcePolicy: policy({ Effect: 'Allow', Principal: { Service: service }, Action: 'sns:Publish', Resource: '*' }) });

/** Who a resource-based policy is about. */
export const PRINCIPAL_EXAMPLES: AwsExample[] = [
  ...[OTHER_ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:root`].flatMap((account) => [
    ...examples(PAGES.principal, `the account ${account}, and identities allowed`, { ...granted({ AWS: account }), identityPolicies: [ALLOW_ALL] },
      ['its user', get(OTHER_USER), 'ALLOWED'],
      ['its session', get(OTHER_SESSION), 'ALLOWED'],
      ['a user of a third account', get('arn:aws:iam::777788889999:user/Bob'), 'IMPLICITLY_DENIED']),
    ...examples(PAGES.principal, `the account ${account}, and nothing allowed there`, { ...granted({ AWS: account }), identityPolicies: [] },
      ['its user', get(OTHER_USER), 'IMPLICITLY_DENIED']),
  ]),
  ...examples(PAGES.principal, 'one of several principals', {
    ...granted({ AWS: ['123456789012', OTHER_ACCOUNT] }), identityPolicies: [ALLOW_ALL],
  },
  ['of the first account', get('arn:aws:iam::123456789012:user/Bob'), 'ALLOWED'],
  ['of the second account', get(OTHER_USER), 'ALLOWED']),
  ...examples(PAGES.principal, 'a user', granted({ AWS: USER }),
    ['that user', get(USER), 'ALLOWED'],
    ['the name in another case', get(`arn:aws:iam::${ACCOUNT}:user/ana`), 'IMPLICITLY_DENIED'],
    ['another user', get(`arn:aws:iam::${ACCOUNT}:user/Bob`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'a role', granted({ AWS: ROLE }),
    ['its session', get(SESSION), 'ALLOWED'],
    ['a session of another role', get(`arn:aws:sts::${ACCOUNT}:assumed-role/Writer/morning`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'a role session', granted({ AWS: SESSION }),
    ['that session', get(SESSION), 'ALLOWED'],
    ['another session of the role', get(`arn:aws:sts::${ACCOUNT}:assumed-role/Reader/evening`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'a federated user', granted({ AWS: FEDERATED_USER }),
    ['that session', get(FEDERATED_USER), 'ALLOWED'],
    ['the user', get(USER), 'IMPLICITLY_DENIED']),
  ...['*', { AWS: '*' }].flatMap((everybody) => [
    ...examples(PAGES.principal, `everybody (${JSON.stringify(everybody)})`, granted(everybody),
      ['a user of the account', get(USER), 'ALLOWED'],
      ['a session of the account', get(SESSION), 'ALLOWED'],
      ['a user of another account, whom nothing allows it', get(OTHER_USER), 'IMPLICITLY_DENIED']),
    ...examples(PAGES.principal, `everybody (${JSON.stringify(everybody)}), and identities allowed`, {
      ...granted(everybody), identityPolicies: [ALLOW_ALL],
    },
    ['a user of another account', get(OTHER_USER), 'ALLOWED']),
  ]),
  ...examples(PAGES.operators, 'a service, for one topic', {
    resourcePolicy: policy({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'SQS:SendMessage',
      Resource: 'arn:aws:sqs:us-east-1:123456789012:QUEUE-ID',
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:TOPIC-ID' } },
    }),
  },
  ...([
    ['for that topic', 'sns.amazonaws.com', ['arn:aws:sns:us-east-1:123456789012:TOPIC-ID'], 'ALLOWED'],
    ['for another topic', 'sns.amazonaws.com', ['arn:aws:sns:us-east-1:777788889999:TOPIC-ID'], 'IMPLICITLY_DENIED'],
    ['another service', 's3.amazonaws.com', ['arn:aws:sns:us-east-1:123456789012:TOPIC-ID'], 'IMPLICITLY_DENIED'],
    ['a user directly', 'arn:aws:iam::123456789012:user/Bob', [], 'IMPLICITLY_DENIED'],
  ] as const).map(([what, principal, sourceArn, expected]): Row => [what, {
    principal,
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:123456789012:QUEUE-ID',
    resourceAccount: '123456789012',
    context: { 'aws:SourceArn': [...sourceArn] },
  }, expected])),
  ...examples(PAGES.principal, 's3.amazonaws.com is not S3 of an opt-in region', publishers('s3.amazonaws.com'),
    ['the regional principal', publish('s3.ap-east-1.amazonaws.com'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'a service of an opt-in region', publishers('s3.ap-east-1.amazonaws.com'),
    ['the regional principal', publish('s3.ap-east-1.amazonaws.com'), 'ALLOWED']),

  ...examples(PAGES.globalKeys, 'aws:PrincipalArn of a session is the role\'s', granted('*', { Condition: { ArnEquals: { [PRINCIPAL_ARN]: ROLE } } }),
    ['a session of the role', get(SESSION, { [PRINCIPAL_ARN]: [ROLE] }), 'ALLOWED']),
  ...examples(PAGES.globalKeys, 'aws:PrincipalArn never is a session\'s', granted('*', { Condition: { ArnEquals: { [PRINCIPAL_ARN]: SESSION } } }),
    ['that session', get(SESSION, { [PRINCIPAL_ARN]: [ROLE] }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.globalKeys, 'aws:PrincipalArn of the root user is nobody else\'s', granted('*', { Condition: { ArnEquals: { [PRINCIPAL_ARN]: ROOT } } }),
    ['a user of the account', get(USER, { [PRINCIPAL_ARN]: [USER] }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.globalKeys, 'aws:PrincipalArn is known of', granted('*', { Condition: { ArnEquals: { [PRINCIPAL_ARN]: [USER, FEDERATED_USER] } } }),
    ['a user', get(USER), 'ALLOWED'],
    ['a federated user', get(FEDERATED_USER), 'ALLOWED'],
    ['another user', get(`arn:aws:iam::${ACCOUNT}:user/Bob`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'everybody denied but one, by aws:PrincipalArn', {
    identityPolicies: [ALLOW_ALL],
    resourcePolicy: policy(
      { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` },
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`], Condition: { ArnNotEquals: { [PRINCIPAL_ARN]: OTHER_USER } } },
    ),
  },
  ['that user', get(OTHER_USER, { [PRINCIPAL_ARN]: [OTHER_USER] }), 'ALLOWED'],
  ['another user', get(USER, { [PRINCIPAL_ARN]: [USER] }), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.notPrincipal, 'services denied but one', {
    resourcePolicy: policy(
      { Effect: 'Allow', Principal: { Service: ['codebuild.amazonaws.com', 'logging.s3.amazonaws.com'] }, Action: 's3:*', Resource: `${BUCKET}/*` },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [BUCKET, `${BUCKET}/*`],
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': 'codebuild.amazonaws.com' } },
      },
    ),
  },
  ['that service', get('codebuild.amazonaws.com', { 'aws:PrincipalServiceName': ['codebuild.amazonaws.com'] }), 'ALLOWED'],
  ['another', get('logging.s3.amazonaws.com', { 'aws:PrincipalServiceName': ['logging.s3.amazonaws.com'] }), 'EXPLICITLY_DENIED']),

  ...examples(PAGES.notPrincipal, 'NotPrincipal with Deny: a user and its account', {
    identityPolicies: [ALLOW_ALL],
    resourcePolicy: policy(
      { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` },
      { Effect: 'Deny', NotPrincipal: { AWS: [OTHER_USER, `arn:aws:iam::${OTHER_ACCOUNT}:root`] }, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] },
    ),
  },
  ['that user', get(OTHER_USER), 'ALLOWED'],
  ['a user of another account', get(USER), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.notPrincipal, 'NotPrincipal with Deny: a session, its role and its account', {
    identityPolicies: [ALLOW_ALL],
    resourcePolicy: policy(
      { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` },
      {
        Effect: 'Deny',
        NotPrincipal: {
          AWS: [OTHER_SESSION, `arn:aws:iam::${OTHER_ACCOUNT}:role/cross-account-read-only-role`, `arn:aws:iam::${OTHER_ACCOUNT}:root`],
        },
        Action: 's3:*',
        Resource: [BUCKET, `${BUCKET}/*`],
      },
    ),
  },
  ['that session', get(OTHER_SESSION), 'ALLOWED'],
  ['a session of another account', get(SESSION), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.notPrincipal, 'NotPrincipal with Deny allows nothing', {
    identityPolicies: [policy(allow('ec2:*'))],
    resourcePolicy: policy({ Effect: 'Deny', NotPrincipal: { AWS: [USER, ROOT] }, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] }),
  },
  ['the user', get(USER), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.notPrincipal, 'NotPrincipal with Deny always denies a principal with a permissions boundary', {
    identityPolicies: [ALLOW_ALL],
    permissionsBoundary: ALLOW_ALL,
    resourcePolicy: policy({ Effect: 'Deny', NotPrincipal: { AWS: [USER, ROOT] }, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] }),
  },
  ['the user that is left out', get(USER), 'EXPLICITLY_DENIED']),
];
