import type { AwsExample, ExampleDocuments, ExampleRequest, Json } from './example';
import { ACCOUNT, ALLOW_ALL, allow, deny, examples, FEDERATED_USER, PAGES, policy, ROLE, ROOT, SESSION, USER } from './example';

const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:x`;
const CARLOS = 'arn:aws:iam::123456789012:user/carlossalazar';
const FOREIGN_CARLOS = 'arn:aws:iam::111111111111:user/carlossalazar';
const BOUNDED = 'iam:PermissionsBoundary';

const other = policy(allow('ec2:*'));
const secret = (principal: string, context?: ExampleRequest['context']): ExampleRequest =>
  ({ principal, action: 'secretsmanager:GetSecretValue', resource: SECRET, resourceAccount: ACCOUNT, ...(context && { context }) });
const grantedTo = (principal: unknown, more: Json = {}): Json =>
  policy({ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:GetSecretValue', Resource: '*', ...more });
const s3 = (principal: string, action: string, resource: string, resourceAccount: string): ExampleRequest =>
  ({ principal, action, resource, resourceAccount });
const zhang = (action: string, resource: string, context?: ExampleRequest['context']): ExampleRequest =>
  ({ principal: 'arn:aws:iam::123456789012:user/Zhang', action, resource, ...(context && { context }) });

const identityOnly = (title: string, identityPolicies: Json[], rows: Array<[string, string, AwsExample['expected']]>): AwsExample[] =>
  examples(PAGES.explicitImplicit, title, { identityPolicies }, ...rows.map(([what, action, expected]) =>
    [what, { principal: SESSION, action, resource: '*' }, expected] as const));

/** An implicit deny in the identity-based policies, in the boundary and in the session policy, and a resource-based policy that allows it. */
const implicitDenies: Array<[what: string, documents: ExampleDocuments]> = [
  ['identity-based policies', { identityPolicies: [other] }],
  ['a permissions boundary', { identityPolicies: [ALLOW_ALL], permissionsBoundary: other }],
  ['a session policy', { identityPolicies: [ALLOW_ALL], sessionPolicy: other }],
];

/** Identity-based and resource-based policies, boundaries and session policies, in one account and over two. */
export const LAYER_EXAMPLES: AwsExample[] = [
  ...identityOnly('explicit and implicit denies', [policy(allow(['iam:Get*', 'iam:List*']), deny('iam:*Report'))], [
    ['allowed', 'iam:ListUsers', 'ALLOWED'],
    ['not named', 'iam:CreatePolicy', 'IMPLICITLY_DENIED'],
    ['allowed and denied', 'iam:GetOrganizationsAccessReport', 'EXPLICITLY_DENIED'],
    ['denied only', 'iam:GenerateCredentialReport', 'EXPLICITLY_DENIED'],
  ]),
  ...identityOnly('a deny in another policy', [ALLOW_ALL, policy(deny('iam:*Report'))], [['that action', 'iam:GenerateCredentialReport', 'EXPLICITLY_DENIED']]),
  ...identityOnly('no policy at all', [], [['a session', 'iam:ListUsers', 'IMPLICITLY_DENIED']]),
  ...examples(PAGES.denyAllow, 'the root user has full access', {},
    ['without policies', { principal: ROOT, action: 'ec2:RunInstances', resource: '*' }, 'ALLOWED']),

  ...examples(PAGES.singleAccount, 'a user\'s policy and a bucket policy', {
    identityPolicies: [policy(
      allow('s3:ListAllMyBuckets', 'arn:aws:s3:::*'),
      allow('s3:*', ['arn:aws:s3:::carlossalazar', 'arn:aws:s3:::carlossalazar/*']),
      deny('s3:*', 'arn:aws:s3:::*log*'),
    )],
    resourcePolicy: policy({
      Effect: 'Allow', Principal: { AWS: CARLOS }, Action: 's3:*', Resource: ['arn:aws:s3:::carlossalazar', 'arn:aws:s3:::carlossalazar/*'],
    }),
  },
  ['the bucket of both', s3(CARLOS, 's3:PutObject', 'arn:aws:s3:::carlossalazar/a', '123456789012'), 'ALLOWED'],
  ['an object that the wildcards of the deny reach', s3(CARLOS, 's3:GetObject', 'arn:aws:s3:::carlossalazar/log', '123456789012'), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.singleAccount, 'a user\'s policy and no bucket policy', {
    identityPolicies: [policy(allow('s3:*', ['arn:aws:s3:::carlossalazar', 'arn:aws:s3:::carlossalazar/*']), deny('s3:*', 'arn:aws:s3:::*log*'))],
  },
  ['the denied bucket', s3(CARLOS, 's3:PutObject', 'arn:aws:s3:::carlossalazar-logs/a', '123456789012'), 'EXPLICITLY_DENIED'],
  ['the user\'s bucket', s3(CARLOS, 's3:PutObject', 'arn:aws:s3:::carlossalazar/a', '123456789012'), 'ALLOWED'],
  ['a third bucket', s3(CARLOS, 's3:PutObject', 'arn:aws:s3:::photos/a', '123456789012'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.singleAccount, 'the resource-based policy alone allows it', {
    identityPolicies: [other], resourcePolicy: grantedTo({ AWS: USER }),
  },
  ['the user', secret(USER), 'ALLOWED']),
  ...examples(PAGES.singleAccount, 'the resource-based policy denies it', {
    identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }),
  },
  ['a user', secret(USER), 'EXPLICITLY_DENIED'],
  ['a session', secret(SESSION), 'EXPLICITLY_DENIED'],
  ['the root user', secret(ROOT), 'EXPLICITLY_DENIED']),

  ...examples(PAGES.crossAccount, 'two accounts', {
    identityPolicies: [policy(allow('s3:*Object*', 'arn:aws:s3:::Production/*'), deny('s3:*', ['arn:aws:s3:::*log*', 'arn:aws:s3:::*log*/*']))],
    resourcePolicy: policy({
      Effect: 'Allow', Principal: { AWS: FOREIGN_CARLOS }, Action: ['s3:GetObject*', 's3:PutObject*', 's3:ReplicateObject'], Resource: 'arn:aws:s3:::Production/*',
    }),
  },
  ['allowed in both', s3(FOREIGN_CARLOS, 's3:PutObject', 'arn:aws:s3:::Production/a', '222222222222'), 'ALLOWED'],
  ['allowed in the user\'s only', s3(FOREIGN_CARLOS, 's3:DeleteObject', 'arn:aws:s3:::Production/a', '222222222222'), 'IMPLICITLY_DENIED'],
  ['another action allowed in both', s3(FOREIGN_CARLOS, 's3:ReplicateObject', 'arn:aws:s3:::Production/a', '222222222222'), 'ALLOWED'],
  ['denied in one', s3(FOREIGN_CARLOS, 's3:PutObject', 'arn:aws:s3:::Production-logs/a', '222222222222'), 'EXPLICITLY_DENIED']),
  ...[USER, SESSION, FEDERATED_USER].flatMap((principal) => examples(PAGES.crossAccount, `two accounts: a resource-based policy for ${principal}`, {
    identityPolicies: [other], resourcePolicy: grantedTo({ AWS: principal }),
  },
  ['its own account does not allow it', { ...secret(principal), resource: SECRET.replace(ACCOUNT, '222222222222'), resourceAccount: '222222222222' }, 'IMPLICITLY_DENIED'])),
  ...examples(PAGES.crossAccount, 'two accounts: a boundary limits the own account', {
    identityPolicies: [ALLOW_ALL], permissionsBoundary: other, resourcePolicy: grantedTo({ AWS: USER }),
  },
  ['the user', { ...secret(USER), resource: SECRET.replace(ACCOUNT, '222222222222'), resourceAccount: '222222222222' }, 'IMPLICITLY_DENIED']),

  ...examples(PAGES.boundaries, 'a boundary allows nothing by itself', {
    identityPolicies: [policy(allow('iam:CreateUser'))], permissionsBoundary: policy(allow(['s3:*', 'cloudwatch:*', 'ec2:*'])),
  },
  ['what only the identity-based policy allows', { principal: USER, action: 'iam:CreateUser', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['what only the boundary allows', { principal: USER, action: 's3:ListAllMyBuckets', resource: '*' }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.boundaries, 'a delegated administrator', {
    identityPolicies: [policy(
      allow('iam:*'),
      allow(['cloudwatch:GetDashboard', 'cloudwatch:ListMetrics']),
      allow('s3:ListBucket', 'arn:aws:s3:::ZhangBucket'),
    )],
    permissionsBoundary: policy(
      allow(['iam:CreateUser', 'iam:PutUserPolicy'], '*', { Condition: { StringEquals: { [BOUNDED]: 'arn:aws:iam::123456789012:policy/XCompanyBoundaries' } } }),
      { Effect: 'Allow', Action: ['cloudwatch:*', 'iam:CreateAccessKey', 'iam:DeletePolicy'], NotResource: 'arn:aws:iam::123456789012:user/Maria' },
      deny(['iam:CreatePolicyVersion', 'iam:DeletePolicy'], 'arn:aws:iam::123456789012:policy/XCompanyBoundaries'),
      deny('iam:DeleteUserPermissionsBoundary'),
    ),
  },
  ['a user with the boundary', zhang('iam:CreateUser', 'arn:aws:iam::123456789012:user/Nikhil', {
    [BOUNDED]: ['arn:aws:iam::123456789012:policy/XCompanyBoundaries'],
  }), 'ALLOWED'],
  ['a user without', zhang('iam:CreateUser', 'arn:aws:iam::123456789012:user/Nikhil', { [BOUNDED]: [] }), 'IMPLICITLY_DENIED'],
  ['keys for a user', zhang('iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/Nikhil'), 'ALLOWED'],
  ['keys for the administrator', zhang('iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/Maria'), 'IMPLICITLY_DENIED'],
  ['a policy', zhang('iam:DeletePolicy', 'arn:aws:iam::123456789012:policy/Some'), 'ALLOWED'],
  ['the policy of the boundary', zhang('iam:DeletePolicy', 'arn:aws:iam::123456789012:policy/XCompanyBoundaries'), 'EXPLICITLY_DENIED'],
  ['taking a boundary away', zhang('iam:DeleteUserPermissionsBoundary', 'arn:aws:iam::123456789012:user/Nikhil'), 'EXPLICITLY_DENIED'],
  ['allowed by both', zhang('cloudwatch:GetDashboard', '*'), 'ALLOWED'],
  ['allowed by the boundary only', zhang('cloudwatch:PutDashboard', '*'), 'IMPLICITLY_DENIED'],
  ['allowed by the identity-based policy only', zhang('s3:ListBucket', 'arn:aws:s3:::ZhangBucket'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.boundaries, 'an explicit deny in a boundary beats a bucket policy', {
    identityPolicies: [],
    permissionsBoundary: policy(allow('s3:*'), deny('s3:*', ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'])),
    resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: USER }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' }),
  },
  ['the user', s3(USER, 's3:PutObject', 'arn:aws:s3:::logs/a', ACCOUNT), 'EXPLICITLY_DENIED']),

  ...examples(PAGES.policies, 'a session policy', {
    identityPolicies: [policy(allow(['ec2:*', 's3:*']))], sessionPolicy: policy(allow(['ec2:*', 'sqs:*']), deny('ec2:Delete*')),
  },
  ['allowed by both', { principal: SESSION, action: 'ec2:RunInstances', resource: '*' }, 'ALLOWED'],
  ['allowed by the identity-based policy only', { principal: SESSION, action: 's3:ListAllMyBuckets', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['allowed by the session policy only', { principal: SESSION, action: 'sqs:ListQueues', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['denied by the session policy', { principal: SESSION, action: 'ec2:DeleteVpc', resource: '*' }, 'EXPLICITLY_DENIED'],
  ['of a federated user, allowed by both', { principal: FEDERATED_USER, action: 'ec2:RunInstances', resource: '*' }, 'ALLOWED'],
  ['of a federated user, allowed by the identity-based policy only', { principal: FEDERATED_USER, action: 's3:ListAllMyBuckets', resource: '*' }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.policies, 'a session policy, a boundary and an identity-based policy', {
    identityPolicies: [policy(allow(['ec2:*', 's3:*', 'sqs:*']))],
    permissionsBoundary: policy(allow(['ec2:*', 's3:*', 'sns:*'])),
    sessionPolicy: policy(allow(['ec2:*', 'sqs:*', 'sns:*'])),
  },
  ['allowed by all three', { principal: SESSION, action: 'ec2:RunInstances', resource: '*' }, 'ALLOWED'],
  ['not by the session policy', { principal: SESSION, action: 's3:ListAllMyBuckets', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['not by the boundary', { principal: SESSION, action: 'sqs:ListQueues', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['not by the identity-based policy', { principal: SESSION, action: 'sns:ListTopics', resource: '*' }, 'IMPLICITLY_DENIED']),

  // What a resource-based policy of the same account grants, by the principal it names.
  ...implicitDenies.flatMap(([what, documents]) => [
    ...(what === 'a session policy' ? [] : examples(PAGES.denyAllow, `granted to a user, not by ${what}`, { ...documents, resourcePolicy: grantedTo({ AWS: USER }) },
      ['the user', secret(USER), 'ALLOWED'])),
    ...examples(PAGES.denyAllow, `granted to a role session, not by ${what}`, { ...documents, resourcePolicy: grantedTo({ AWS: SESSION }) },
      ['the session', secret(SESSION), 'ALLOWED']),
    ...examples(PAGES.denyAllow, `granted to a federated user, not by ${what}`, { ...documents, resourcePolicy: grantedTo({ AWS: FEDERATED_USER }) },
      ['the session', secret(FEDERATED_USER), 'ALLOWED']),
    ...examples(PAGES.denyAllow, `granted to a role, not by ${what}`, { ...documents, resourcePolicy: grantedTo({ AWS: ROLE }) },
      ['a session', secret(SESSION), what === 'identity-based policies' ? 'ALLOWED' : 'IMPLICITLY_DENIED']),
    ...examples(PAGES.denyAllow, `granted to everybody with the role's aws:PrincipalArn, not by ${what}`, {
      ...documents, resourcePolicy: grantedTo('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
    },
    ['a session', secret(SESSION, { 'aws:PrincipalArn': [ROLE] }), 'ALLOWED']),
    ...(what === 'identity-based policies' ? [] : examples(PAGES.denyAllow, `granted to the user who federated, not by ${what}`, {
      ...documents, resourcePolicy: grantedTo({ AWS: USER }),
    },
    ['the federated session', secret(FEDERATED_USER), 'IMPLICITLY_DENIED'])),
  ]),
  ...examples(PAGES.policies, 'granted to a role, and by the session policy', {
    identityPolicies: [other], sessionPolicy: policy(allow('secretsmanager:*')), resourcePolicy: grantedTo({ AWS: ROLE }),
  },
  ['a session', secret(SESSION), 'ALLOWED']),
  ...examples(PAGES.denyAllow, 'granted to everybody with the role\'s aws:PrincipalArn, denied by a boundary', {
    identityPolicies: [ALLOW_ALL],
    permissionsBoundary: policy(allow('*'), deny('secretsmanager:*')),
    resourcePolicy: grantedTo('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
  },
  ['a session', secret(SESSION, { 'aws:PrincipalArn': [ROLE] }), 'EXPLICITLY_DENIED']),
];
