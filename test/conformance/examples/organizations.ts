import type { AwsExample, ExampleRequest, Json } from './example';
import { ACCOUNT, ALLOW_ALL, allow, deny, examples, OTHER_ACCOUNT, PAGES, policy, ROOT, SESSION, USER } from './example';
import { RequestOrigin } from '../../../src';

const FULL = policy(allow('*'));
const DENY_S3 = policy(deny('s3:*'));
const ONLY_EC2 = policy(allow('ec2:*'));
const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const LINKED_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
const FOREIGN_USER = `arn:aws:iam::${OTHER_ACCOUNT}:user/Bob`;
const ORGANIZATION = 'aws:PrincipalOrgID';
const IS_SERVICE = 'aws:PrincipalIsAWSService';
const ENDPOINT = 'aws:VpceOrgID';
const EXCEPTION = 'aws:PrincipalTag/network-perimeter-exception';

const by = (principal: string, action: string): ExampleRequest => ({ principal, action, resource: '*' });
const ec2 = by(SESSION, 'ec2:RunInstances');
const s3 = by(SESSION, 's3:ListAllMyBuckets');
const sqs = by(SESSION, 'sqs:ListQueues');
const get = (principal: string, context?: ExampleRequest['context'], origin?: RequestOrigin): ExampleRequest => ({
  principal, action: 's3:GetObject', resource: `${BUCKET}/a`, resourceAccount: ACCOUNT, ...(context && { context }), ...(origin && { origin }),
});

const scps = (title: string, serviceControlPolicies: Json[][], ...rows: Array<[string, ExampleRequest, AwsExample['expected']]>): AwsExample[] =>
  examples(PAGES.scpEvaluation, title, { identityPolicies: [ALLOW_ALL], serviceControlPolicies }, ...rows);

/** `RCPFullAWSAccess`. */
const RCP_FULL = policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
const RCP_DENY_S3 = policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
const rcps = (title: string, resourceControlPolicies: Json[][], ...rows: Array<[string, ExampleRequest, AwsExample['expected']]>): AwsExample[] =>
  examples(PAGES.rcpEvaluation, title, { identityPolicies: [ALLOW_ALL], resourceControlPolicies }, ...rows);
const bucketOpenTo = (principal: unknown): Json => policy({ Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: `${BUCKET}/*` });

/** Service control policies and resource control policies, a list for each level from the root down to the account. */
export const ORGANIZATION_EXAMPLES: AwsExample[] = [
  ...scps('SCPs: FullAWSAccess at every level', [[FULL], [FULL], [FULL]], ['anything', ec2, 'ALLOWED']),
  ...scps('SCPs: nothing allows it at the unit', [[FULL], [policy(deny('sqs:*'))], [FULL]],
    ['what is not denied', ec2, 'IMPLICITLY_DENIED'], ['what is denied', sqs, 'EXPLICITLY_DENIED']),
  ...scps('SCPs: nothing allows it at the root', [[ONLY_EC2], [FULL], [FULL]],
    ['what the root allows', ec2, 'ALLOWED'], ['anything else', s3, 'IMPLICITLY_DENIED']),
  ...scps('SCPs: nothing allows it at the account', [[FULL], [FULL], [ONLY_EC2]],
    ['what the account allows', ec2, 'ALLOWED'], ['anything else', s3, 'IMPLICITLY_DENIED']),
  ...scps('SCPs: the unit denies, root and account allow', [[FULL], [FULL, DENY_S3], [FULL]],
    ['what it denies', s3, 'EXPLICITLY_DENIED'], ['anything else', ec2, 'ALLOWED']),
  ...scps('SCPs, scenario 1: denies at the unit and at the account', [[FULL], [FULL, DENY_S3], [FULL, policy(deny('ec2:*'))]],
    ['denied at the unit', s3, 'EXPLICITLY_DENIED'], ['denied at the account', ec2, 'EXPLICITLY_DENIED'], ['neither', sqs, 'ALLOWED']),
  ...scps('SCPs, scenario 1: the account without a deny', [[FULL], [FULL, DENY_S3], [FULL]],
    ['EC2', ec2, 'ALLOWED'], ['S3', s3, 'EXPLICITLY_DENIED']),
  ...scps('SCPs, scenario 2: a service must be allowed at every level', [[FULL], [ONLY_EC2], [FULL]],
    ['EC2', ec2, 'ALLOWED'], ['S3', s3, 'IMPLICITLY_DENIED']),
  ...scps('SCPs, scenario 3: the root has a deny only', [[DENY_S3], [FULL], [FULL]],
    ['S3', s3, 'EXPLICITLY_DENIED'], ['anything else', ec2, 'IMPLICITLY_DENIED']),
  ...scps('SCPs, scenario 4: one of two nested units denies EC2', [[FULL], [FULL], [FULL, policy(deny('ec2:*'))], [FULL]],
    ['EC2', ec2, 'EXPLICITLY_DENIED'], ['S3', s3, 'ALLOWED']),
  ...scps('SCPs, scenario 5: one of two nested units allows EC2 only', [[FULL], [FULL], [ONLY_EC2], [FULL]],
    ['EC2', ec2, 'ALLOWED'], ['S3', s3, 'IMPLICITLY_DENIED']),
  ...scps('SCPs, scenario 6: the root denies what a unit alone allows', [[FULL, DENY_S3], [FULL], [policy(allow('s3:*'))], [FULL]],
    ['S3', s3, 'EXPLICITLY_DENIED'], ['anything else', ec2, 'IMPLICITLY_DENIED']),
  ...scps('SCPs: a list of allowed services with a deny', [[policy(allow(['ec2:*', 'organizations:*']), deny('organizations:LeaveOrganization'))]],
    ['allowed', ec2, 'ALLOWED'], ['denied', by(SESSION, 'organizations:LeaveOrganization'), 'EXPLICITLY_DENIED'], ['neither', s3, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.scp, 'SCPs allow nothing by themselves', {
    identityPolicies: [], serviceControlPolicies: [[FULL]],
  },
  ['a session', ec2, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.scp, 'SCPs limit the root user', { serviceControlPolicies: [[FULL, DENY_S3]] },
    ['denied', by(ROOT, 's3:ListAllMyBuckets'), 'EXPLICITLY_DENIED'], ['not denied', by(ROOT, 'ec2:RunInstances'), 'ALLOWED']),
  ...examples(PAGES.scp, 'SCPs that allow little limit the root user', { serviceControlPolicies: [[ONLY_EC2]] },
    ['allowed', by(ROOT, 'ec2:RunInstances'), 'ALLOWED'], ['not allowed', by(ROOT, 's3:ListAllMyBuckets'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.scpExamples, 'an SCP for the root user', {
    identityPolicies: [ALLOW_ALL],
    serviceControlPolicies: [[FULL, policy(deny('ec2:*', '*', { Condition: { StringLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:root'] } } }))]],
  },
  ['the root user', { ...by(ROOT, 'ec2:RunInstances'), context: { 'aws:PrincipalArn': [ROOT] } }, 'EXPLICITLY_DENIED'],
  ['a user', { ...by(USER, 'ec2:RunInstances'), context: { 'aws:PrincipalArn': [USER] } }, 'ALLOWED']),
  ...examples(PAGES.scp, 'SCPs don\'t limit service-linked roles', { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[FULL, DENY_S3]] },
    ['one', by(LINKED_ROLE, 's3:ListAllMyBuckets'), 'ALLOWED']),
  ...examples(PAGES.scp, 'SCPs don\'t limit service principals', {
    serviceControlPolicies: [[FULL, DENY_S3]], resourcePolicy: bucketOpenTo({ Service: 'logging.s3.amazonaws.com' }),
  },
  ['one', get('logging.s3.amazonaws.com'), 'ALLOWED']),
  ...[[ONLY_EC2], [FULL, DENY_S3]].flatMap((level) =>
    examples(PAGES.denyAllow, `SCPs limit what a bucket policy grants to a user (${level.length})`, {
      identityPolicies: [], serviceControlPolicies: [level], resourcePolicy: bucketOpenTo({ AWS: USER }),
    },
    ['the user', get(USER), level.length === 1 ? 'IMPLICITLY_DENIED' : 'EXPLICITLY_DENIED'])),
  ...examples(PAGES.boundaries, 'an SCP, a boundary and an identity-based policy', {
    identityPolicies: [policy(allow(['ec2:*', 's3:*', 'sqs:*']))],
    permissionsBoundary: policy(allow(['ec2:*', 's3:*', 'sns:*'])),
    serviceControlPolicies: [[policy(allow(['ec2:*', 'sqs:*', 'sns:*']))]],
  },
  ['allowed by all three', ec2, 'ALLOWED'],
  ['not by the SCP', s3, 'IMPLICITLY_DENIED'],
  ['not by the boundary', sqs, 'IMPLICITLY_DENIED'],
  ['not by the identity-based policy', by(SESSION, 'sns:ListTopics'), 'IMPLICITLY_DENIED']),

  ...rcps('RCPs: RCPFullAWSAccess at every level', [[RCP_FULL], [RCP_FULL], [RCP_FULL]], ['anything', get(SESSION), 'ALLOWED']),
  ...rcps('RCPs: a unit denies', [[RCP_FULL], [RCP_FULL, RCP_DENY_S3], [RCP_FULL]],
    ['what it denies', get(SESSION), 'EXPLICITLY_DENIED'],
    ['anything else', { principal: SESSION, action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:queue1` }, 'ALLOWED']),
  ...rcps('RCPs: the root denies', [[RCP_FULL, RCP_DENY_S3], [RCP_FULL]], ['what it denies', get(SESSION), 'EXPLICITLY_DENIED']),
  ...rcps('RCPs: the account denies', [[RCP_FULL], [RCP_FULL, RCP_DENY_S3]], ['what it denies', get(SESSION), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.denyAllow, 'RCPs: RCPFullAWSAccess is always attached, named or not', {
    identityPolicies: [ALLOW_ALL], resourceControlPolicies: [[policy({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' })]],
  },
  ['what is not denied', get(SESSION), 'ALLOWED']),
  ...examples(PAGES.rcp, 'RCPs allow nothing by themselves', {
    identityPolicies: [], resourceControlPolicies: [[RCP_FULL]],
  },
  ['a session', get(SESSION), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.rcp, 'RCPs limit everybody', {
    identityPolicies: [ALLOW_ALL], resourceControlPolicies: [[RCP_FULL, RCP_DENY_S3]], resourcePolicy: bucketOpenTo('*'),
  },
  ['a user of another account', get(FOREIGN_USER), 'EXPLICITLY_DENIED'],
  ['the root user', get(ROOT), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.rcp, 'RCPs don\'t limit service-linked roles', {
    identityPolicies: [ALLOW_ALL], resourceControlPolicies: [[RCP_FULL, RCP_DENY_S3]],
  },
  ['one', get(LINKED_ROLE), 'ALLOWED']),
  ...examples(PAGES.rcpExamples, 'an RCP for the organization\'s identities', {
    identityPolicies: [ALLOW_ALL],
    resourcePolicy: bucketOpenTo('*'),
    resourceControlPolicies: [[RCP_FULL, policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { [ORGANIZATION]: 'o-a1b2c3d4e5' }, BoolIfExists: { [IS_SERVICE]: 'false' } },
    })]],
  },
  ['of the organization', get(USER, { [ORGANIZATION]: ['o-a1b2c3d4e5'], [IS_SERVICE]: ['false'] }), 'ALLOWED'],
  ['of another organization', get(FOREIGN_USER, { [ORGANIZATION]: ['o-zzzzzzzzzz'], [IS_SERVICE]: ['false'] }), 'EXPLICITLY_DENIED'],
  ['of none', get(FOREIGN_USER, { [ORGANIZATION]: [], [IS_SERVICE]: ['false'] }), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.rcpExamples, 'an RCP for the organization\'s identities, and a service', {
    resourcePolicy: bucketOpenTo({ Service: 'logging.s3.amazonaws.com' }),
    resourceControlPolicies: [[RCP_FULL, policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { [ORGANIZATION]: 'o-a1b2c3d4e5' }, BoolIfExists: { [IS_SERVICE]: 'false' } },
    })]],
  },
  ['one', get('logging.s3.amazonaws.com', { [ORGANIZATION]: [], [IS_SERVICE]: ['true'] }), 'ALLOWED']),
  ...examples(PAGES.rcpExamples, 'an RCP that services act for the organization only', {
    resourcePolicy: bucketOpenTo({ Service: 'logging.s3.amazonaws.com' }),
    resourceControlPolicies: [[RCP_FULL, policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' }, Null: { 'aws:SourceAccount': 'false' }, Bool: { [IS_SERVICE]: 'true' } },
    })]],
  },
  ['for the organization', get('logging.s3.amazonaws.com', {
    'aws:SourceOrgID': ['o-a1b2c3d4e5'], 'aws:SourceAccount': [ACCOUNT], [IS_SERVICE]: ['true'],
  }), 'ALLOWED'],
  ['for another', get('logging.s3.amazonaws.com', {
    'aws:SourceOrgID': ['o-zzzzzzzzzz'], 'aws:SourceAccount': [OTHER_ACCOUNT], [IS_SERVICE]: ['true'],
  }), 'EXPLICITLY_DENIED'],
  ['for none', get('logging.s3.amazonaws.com', {
    'aws:SourceOrgID': [], 'aws:SourceAccount': [OTHER_ACCOUNT], [IS_SERVICE]: ['true'],
  }), 'EXPLICITLY_DENIED'],
  ['without a source', get('logging.s3.amazonaws.com', { 'aws:SourceOrgID': [], 'aws:SourceAccount': [], [IS_SERVICE]: ['true'] }), 'ALLOWED']),
  ...examples(PAGES.globalKeys, 'an RCP for the organization\'s networks', {
    identityPolicies: [ALLOW_ALL],
    resourceControlPolicies: [[RCP_FULL, policy({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*', 'kms:*'],
      Resource: '*',
      Condition: {
        BoolIfExists: { [IS_SERVICE]: 'false', 'aws:ViaAWSService': 'false' },
        StringNotEqualsIfExists: { [ENDPOINT]: 'o-abcdef0123', [EXCEPTION]: 'true' },
      },
    })]],
  },
  ['through an endpoint', get(SESSION, { [IS_SERVICE]: ['false'], [ENDPOINT]: ['o-abcdef0123'], [EXCEPTION]: [] }, RequestOrigin.direct()), 'ALLOWED'],
  ['from elsewhere', get(SESSION, { [IS_SERVICE]: ['false'], [ENDPOINT]: [], [EXCEPTION]: [] }, RequestOrigin.direct()), 'EXPLICITLY_DENIED'],
  ['from elsewhere, with the tag', get(SESSION, { [IS_SERVICE]: ['false'], [ENDPOINT]: [], [EXCEPTION]: ['true'] }, RequestOrigin.direct()), 'ALLOWED'],
  ['by a service for the caller', get(SESSION, { [IS_SERVICE]: ['false'], [ENDPOINT]: [], [EXCEPTION]: [] }, RequestOrigin.viaAwsService()), 'ALLOWED']),
];
