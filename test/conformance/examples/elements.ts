import type { AwsExample, ExpectedDecision } from './example';
import { ACCOUNT, ALLOW_ALL, allow, examples, OTHER_ACCOUNT, PAGES, policy, SESSION, USER } from './example';

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`;
const REGION = 'aws:RequestedRegion';
const MFA = 'aws:MultiFactorAuthPresent';

const request = (action: string, resource?: string, context?: { [key: string]: string[] }) =>
  ({ principal: SESSION, action, ...(resource !== undefined && { resource }), ...(context && { context }) });

/** One pattern and the resources that it covers, or doesn't. */
function resources(source: string, title: string, action: string, pattern: string | string[], covered: string[], others: string[]): AwsExample[] {
  const row = (expected: ExpectedDecision) => (resource: string) => [resource, request(action, resource), expected] as const;
  return examples(source, title, { identityPolicies: [policy(allow(action, pattern))] },
    ...covered.map(row('ALLOWED')), ...others.map(row('IMPLICITLY_DENIED')));
}

/** `Action`, `Resource` and their negations, wildcards and case. */
export const ELEMENT_EXAMPLES: AwsExample[] = [
  ...examples(PAGES.action, 'actions are case-insensitive', { identityPolicies: [policy(allow('iam:ListAccessKeys'))] },
    ['IAM:listaccesskeys', request('IAM:listaccesskeys', USER), 'ALLOWED']),
  ...examples(PAGES.action, 'wildcards in actions', { identityPolicies: [policy(allow(['iam:*AccessKey*', 'sqs:*', 's3:GetObjectAc?']))] },
    ['CreateAccessKey', request('iam:CreateAccessKey', USER), 'ALLOWED'],
    ['ListAccessKeys', request('iam:ListAccessKeys', USER), 'ALLOWED'],
    ['UpdateAccessKey', request('iam:UpdateAccessKey', USER), 'ALLOWED'],
    ['CreateUser', request('iam:CreateUser', USER), 'IMPLICITLY_DENIED'],
    ['all of a service', request('sqs:SendMessage', `arn:aws:sqs:us-east-1:${ACCOUNT}:queue1`), 'ALLOWED'],
    ['one character', request('s3:GetObjectAcl', `${BUCKET}/a`), 'ALLOWED'],
    ['more than one character', request('s3:GetObjectAttributes', `${BUCKET}/a`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.notAction, 'NotAction with Allow, for S3', {
    identityPolicies: [policy({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' })],
  },
  ['another action', request('s3:GetBucketLocation', BUCKET), 'ALLOWED'],
  ['that action', request('s3:DeleteBucket', BUCKET), 'IMPLICITLY_DENIED'],
  ['an action on no resource', request('s3:ListAllMyBuckets', '*'), 'IMPLICITLY_DENIED'],
  ['another service', request('ec2:StopInstances', INSTANCE), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.notAction, 'NotAction with Allow, for everything', {
    identityPolicies: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })],
  },
  ['another service', request('ec2:StopInstances', INSTANCE), 'ALLOWED'],
  ['that service', request('iam:CreateUser', USER), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.notAction, 'NotAction with Deny', {
    identityPolicies: [ALLOW_ALL, policy({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { BoolIfExists: { [MFA]: 'false' } } })],
  },
  ['without MFA', request('ec2:StopInstances', INSTANCE, { [MFA]: ['false'] }), 'EXPLICITLY_DENIED'],
  ['with long-term credentials', request('ec2:StopInstances', INSTANCE, { [MFA]: [] }), 'EXPLICITLY_DENIED'],
  ['with MFA', request('ec2:StopInstances', INSTANCE, { [MFA]: ['true'] }), 'ALLOWED'],
  ['IAM without MFA', request('iam:ListMFADevices', USER, { [MFA]: ['false'] }), 'ALLOWED']),
  ...examples(PAGES.notAction, 'NotAction with Deny allows nothing', {
    identityPolicies: [policy({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { BoolIfExists: { [MFA]: 'false' } } })],
  },
  ['with MFA', request('ec2:StopInstances', INSTANCE, { [MFA]: ['true'] }), 'IMPLICITLY_DENIED'],
  ['IAM', request('iam:ListMFADevices', USER, { [MFA]: ['false'] }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.denyRegion, 'all regions but some, with global services', {
    identityPolicies: [ALLOW_ALL, policy({
      Effect: 'Deny',
      NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'],
      Resource: '*',
      Condition: { StringNotEquals: { [REGION]: ['eu-central-1', 'eu-west-1'] } },
    })],
  },
  ['a region of the list', request('ec2:StopInstances', INSTANCE, { [REGION]: ['eu-west-1'] }), 'ALLOWED'],
  ['another region', request('ec2:StopInstances', INSTANCE, { [REGION]: ['us-east-1'] }), 'EXPLICITLY_DENIED'],
  ['a global service', request('iam:CreateUser', USER, { [REGION]: ['us-east-1'] }), 'ALLOWED']),

  ...resources(PAGES.resource, 'a wildcard stands for slashes', 's3:GetObject', `${BUCKET}/*/test/*`,
    ['1/test/object.jpg', '1/2/test/object.jpg', '1/2/test/3/object.jpg', '1/2/3/test/4/object.jpg', '1///test///object.jpg', '1/test/.jpg',
      '/test/object.jpg', '1/test/'].map((key) => `${BUCKET}/${key}`),
    ['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg'].map((key) => `${BUCKET}/${key}`)),
  ...resources(PAGES.arns, 'a question mark is one character', 's3:GetObject', `${BUCKET}/????-test`,
    [`${BUCKET}/1234-test`, `${BUCKET}/a100-test`], [`${BUCKET}/123-test`, `${BUCKET}/12345-test`]),
  ...resources(PAGES.resource, 'a path', 'iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/accounting/*`,
    [`arn:aws:iam::${ACCOUNT}:user/accounting/Bob`, `arn:aws:iam::${ACCOUNT}:user/accounting/payroll/Bob`],
    [`arn:aws:iam::${ACCOUNT}:user/Bob`, `arn:aws:iam::${OTHER_ACCOUNT}:user/accounting/Bob`]),
  ...resources(PAGES.arnIdentifiers, 'the begin of a path', 'iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/division_abc*`,
    [`arn:aws:iam::${ACCOUNT}:user/division_abc/subdivision_xyz/JaneDoe`], [`arn:aws:iam::${ACCOUNT}:user/John`]),
  ...resources(PAGES.resource, 'a user name is case-sensitive', 'iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/Bob`,
    [`arn:aws:iam::${ACCOUNT}:user/Bob`], [`arn:aws:iam::${ACCOUNT}:user/bob`]),
  ...resources(PAGES.resource, 'a bucket and what is in it are two resources', 's3:GetObject', `${BUCKET}/*`, [`${BUCKET}/a`], [BUCKET]),
  ...resources(PAGES.resource, 'several resources', 'dynamodb:GetItem',
    ['books_table', 'magazines_table'].map((table) => `arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/${table}`),
    [`arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/books_table`, `arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/magazines_table`],
    [`arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/songs_table`]),
  ...resources(PAGES.arns, 'a wildcard for the region', 'ec2:DeleteVpc', `arn:aws:ec2:*:${ACCOUNT}:vpc/*`,
    [`arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/vpc-1`],
    [`arn:aws:ec2:eu-west-1:${OTHER_ACCOUNT}:vpc/vpc-1`, `arn:aws:ec2:eu-west-1:${ACCOUNT}:subnet/subnet-1`]),
  ...resources(PAGES.arns, 'all roles of an account', 'iam:GetRole', `arn:aws:iam::${ACCOUNT}:role/*`,
    [`arn:aws:iam::${ACCOUNT}:role/a`, `arn:aws:iam::${ACCOUNT}:role/path/a`], [USER]),
  ...resources(PAGES.resource, 'a wildcard at the end stands for colons', 'logs:GetLogEvents', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*`,
    [`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:app:log-stream:one`], [`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:app:log-stream:one`]),
  ...resources(PAGES.arns, 'an incomplete ARN', 'sqs:SendMessage', 'arn:aws:sqs', [`arn:aws:sqs:us-east-1:${ACCOUNT}:queue1`], []),
  ...examples(PAGES.arns, 'an incomplete ARN covers its service only', { identityPolicies: [policy(allow('*', 'arn:aws:sqs'))] },
    ['another service', request('sns:Publish', `arn:aws:sns:us-east-1:${ACCOUNT}:topic1`), 'IMPLICITLY_DENIED']),

  ...examples(PAGES.notResource, 'NotResource with Deny', {
    identityPolicies: [ALLOW_ALL, policy({ Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] })],
  },
  ['the folder', request('s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll/may.csv'), 'ALLOWED'],
  ['another folder of the bucket', request('s3:GetObject', 'arn:aws:s3:::HRBucket/Reviews/may.csv'), 'EXPLICITLY_DENIED'],
  ['another bucket', request('s3:ListBucket', BUCKET), 'EXPLICITLY_DENIED'],
  ['another service', request('ec2:StopInstances', INSTANCE), 'ALLOWED']),
  ...examples(PAGES.notResource, 'NotResource with Allow', {
    identityPolicies: [policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::HRBucket' })],
  },
  ['that bucket', request('s3:ListBucket', 'arn:aws:s3:::HRBucket'), 'IMPLICITLY_DENIED'],
  ['another resource', request('iam:PutUserPolicy', USER), 'ALLOWED']),
  ...examples(PAGES.onlyBucket, 'NotAction and NotResource with Deny', {
    identityPolicies: [policy(
      allow(['s3:*', 'ec2:*'], ['arn:aws:s3:::bucket-name', 'arn:aws:s3:::bucket-name/*', 'arn:aws:ec2:*:*:*']),
      { Effect: 'Deny', NotAction: 's3:*', NotResource: ['arn:aws:s3:::bucket-name', 'arn:aws:s3:::bucket-name/*'] },
    )],
  },
  ['S3 on the bucket', request('s3:PutObject', 'arn:aws:s3:::bucket-name/a'), 'ALLOWED'],
  ['S3 on another bucket', request('s3:PutObject', `${BUCKET}/a`), 'IMPLICITLY_DENIED'],
  ['another service', request('ec2:StopInstances', INSTANCE), 'EXPLICITLY_DENIED']),
];
