import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { combinations, decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, ALLOW_OTHER, deny, EVENING, FEDERATED, FOREIGN_USER, LINKED_ROLE, OBJECT, OTHER_ACCOUNT, policy, ROOT, SESSION, USER,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const FULL = ALLOW_ALL;
const only = (...services: string[]) => policy(allow(services.map((service) => `${service}:*`)));
const no = (...services: string[]) => policy(deny(services.map((service) => `${service}:*`)));

const by = (principal: string, action: string, context?: Context): SimulationRequest => ({ principal, action, resource: '*', ...(context && { context }) });
const SERVICES = { ec2: by(SESSION, 'ec2:DescribeInstances'), s3: by(SESSION, 's3:ListAllMyBuckets'), sqs: by(SESSION, 'sqs:ListQueues'), iam: by(SESSION, 'iam:ListUsers') };
const levels = (...serviceControlPolicies: Json[][]) => ({ identityPolicies: [ALLOW_ALL], serviceControlPolicies });

const get = (principal: string): SimulationRequest => ({ principal, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT });
const WHO = {
  'a user': get(USER),
  'a session': get(SESSION),
  'another session': get(EVENING),
  'root': get(ROOT),
  'a federated user': get(FEDERATED),
  'a service-linked role': get(LINKED_ROLE),
  'a service': get('logging.s3.amazonaws.com'),
};
const OPEN = policy({ Effect: 'Allow', Principal: { AWS: [USER, SESSION, EVENING, FEDERATED, LINKED_ROLE], Service: 'logging.s3.amazonaws.com' }, Action: 's3:*', Resource: '*' });
const open = (...serviceControlPolicies: Json[][]) => ({ identityPolicies: [], resourcePolicy: OPEN, serviceControlPolicies });
const own = (...serviceControlPolicies: Json[][]) => ({ identityPolicies: [ALLOW_ALL], sessionPolicy: ALLOW_ALL, serviceControlPolicies });

const REGION = 'aws:RequestedRegion';
const regional = (principal: string, action: string, region: string) => by(principal, action, { [REGION]: [region] });
const column = (policies: string): [string, PolicyDocuments] => [policies, {
  identityPolicies: [policies[0] === '1' ? ALLOW_ALL : ALLOW_OTHER],
  ...(policies[1] !== '-' && { permissionsBoundary: policies[1] === '1' ? ALLOW_ALL : ALLOW_OTHER }),
  ...(policies[2] !== '-' && { sessionPolicy: policies[2] === '1' ? ALLOW_ALL : ALLOW_OTHER }),
}];

export const SERVICE_CONTROL: Table[] = [
  // From the root down: each level must allow.
  decisions(PAGES.scpEvaluation, 'levels', SERVICES, {
    'all at each level': [levels([FULL], [FULL], [FULL]), 'AAAA'],
    'one level': [levels([FULL]), 'AAAA'],
    'nothing at the root': [levels([no('sqs')], [FULL], [FULL]), 'IIEI'],
    'nothing at the unit': [levels([FULL], [no('sqs')], [FULL]), 'IIEI'],
    'nothing at the account': [levels([FULL], [FULL], [no('sqs')]), 'IIEI'],
    'no policy at the unit': [levels([FULL], [], [FULL]), 'IIII'],
    'some at the root': [levels([only('ec2', 's3')], [FULL], [FULL]), 'AAII'],
    'some at the unit': [levels([FULL], [only('ec2', 's3')], [FULL]), 'AAII'],
    'some at the account': [levels([FULL], [FULL], [only('ec2', 's3')]), 'AAII'],
    'some at two levels': [levels([only('ec2', 's3')], [FULL], [only('s3', 'sqs')]), 'IAII'],
    'nothing in common': [levels([only('ec2')], [only('s3')], [FULL]), 'IIII'],
    'two policies at the root': [levels([only('iam', 'ec2'), only('s3')], [FULL]), 'AAIA'],
    'all and some at one level': [levels([FULL, only('ec2')], [FULL]), 'AAAA'],
    'denied at the root': [levels([FULL, no('s3')], [FULL], [FULL]), 'AEAA'],
    'denied at the unit': [levels([FULL], [FULL, no('s3')], [FULL]), 'AEAA'],
    'denied at the account': [levels([FULL], [FULL], [FULL, no('s3')]), 'AEAA'],
    'denied at two levels': [levels([FULL], [FULL, no('s3')], [FULL, no('ec2')]), 'EEAA'],
    'denied at the root, allowed below': [levels([FULL, no('s3')], [only('s3')], [only('s3')]), 'IEII'],
    'allowed and denied in one policy': [levels([policy(allow(['ec2:*', 'sqs:*']), deny('sqs:List*'))]), 'AIEI'],
    'all but': [levels([FULL, policy({ Effect: 'Deny', NotAction: ['iam:*', 'ec2:*'], Resource: '*' })]), 'AEEA'],
    'allowed all but': [levels([policy({ Effect: 'Allow', NotAction: ['iam:*', 'ec2:*'], Resource: '*' })]), 'IAAI'],
  }),
  decisions(PAGES.scp, 'they allow nothing', SERVICES, {
    'no identity-based policy': [{ identityPolicies: [], serviceControlPolicies: [[FULL], [FULL]] }, 'IIII'],
    'another': [{ identityPolicies: [only('ec2')], serviceControlPolicies: [[FULL], [FULL]] }, 'AIII'],
    'another, and a Deny': [{ identityPolicies: [only('ec2')], serviceControlPolicies: [[FULL, no('ec2')]] }, 'EIII'],
    'an intersection': [{ identityPolicies: [only('ec2', 's3')], serviceControlPolicies: [[only('s3', 'sqs')]] }, 'IAII'],
  }),
  decisions(PAGES.scp, 'whom they limit', WHO, {
    'nothing': [own(), 'AAAAA A.'],
    'an Allow of everything': [own([FULL]), 'AAAAA A.'],
    'a missing Allow': [own([only('ec2')]), 'IIIII A.'],
    'a Deny': [own([FULL, no('s3')]), 'EEEEE A.'],
    'a missing Allow, where the bucket grants it': [open([only('ec2')]), 'IIIII AA'],
    'a Deny, where the bucket grants it': [open([FULL, no('s3')]), 'EEEEE AA'],
    'an Allow, where the bucket grants it': [open([only('s3')]), 'AAAAA AA'],
    'a Deny for root': [own([FULL, policy(deny('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } }))]), 'AAAEA A.'],
    'a Deny for all roles': [own([FULL, policy(deny('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }))]), 'AEEAA A.'],
    'a Deny for all users': [own([FULL, policy(deny('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } } }))]), 'EAAAA A.'],
    'an Allow for users': [own([policy(allow('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } } }))]), 'AIIII A.'],
  }),
  // Those of the principal's account, not of the bucket's: the other account's principals are limited by their own.
  decisions(PAGES.scp, 'where the principal is', { 'a user of another account': { ...get(FOREIGN_USER) } }, {
    'its SCPs allow': [{ identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 's3:*', Resource: '*' }), serviceControlPolicies: [[FULL]] }, 'A'],
    'its SCPs don\'t': [{ identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 's3:*', Resource: '*' }), serviceControlPolicies: [[only('ec2')]] }, 'I'],
  }),
  decisions(PAGES.scpSyntax, 'regions', {
    'Ireland': regional(SESSION, 'ec2:DescribeInstances', 'eu-west-1'),
    'Virginia': regional(SESSION, 'ec2:DescribeInstances', 'us-east-1'),
    'IAM, which is in Virginia': regional(SESSION, 'iam:ListUsers', 'us-east-1'),
    'Support': regional(USER, 'support:DescribeCases', 'us-east-1'),
    'a service-linked role': regional(LINKED_ROLE, 'ec2:DescribeInstances', 'us-east-1'),
    'root': regional(ROOT, 'ec2:DescribeInstances', 'us-east-1'),
  }, {
    'two regions': [levels([FULL, policy({
      Effect: 'Deny', NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'], Resource: '*', Condition: { StringNotEquals: { [REGION]: ['eu-central-1', 'eu-west-1'] } },
    })]), 'AEAA AE'],
    'without exceptions': [levels([FULL, policy(deny('*', { Condition: { StringNotEquals: { [REGION]: ['eu-central-1', 'eu-west-1'] } } }))]), 'AEEE AE'],
    'as an Allow': [levels([policy(allow('*', { Condition: { StringEquals: { [REGION]: ['eu-west-1'] } } }))]), 'AIII AI'],
    'as an Allow of a prefix': [levels([policy(allow('*', { Condition: { StringLike: { [REGION]: 'eu-*' } } }))]), 'AIII AI'],
  }),
  decisions(PAGES.scpSyntax, 'resources of a Deny', Object.fromEntries(['role/Admin', 'role/team/Admin', 'role/Reader', 'user/Admin'].map((name) => [name, {
    principal: SESSION, action: 'iam:DeleteRole', resource: `arn:aws:iam::${ACCOUNT}:${name}`,
  }])), {
    'a role of each account': [levels([FULL, policy(deny('iam:*Role*', { Resource: 'arn:aws:iam::*:role/Admin' }))]), 'EAA.'],
    'roles under a path': [levels([FULL, policy(deny('iam:*Role*', { Resource: 'arn:aws:iam::*:role/team/*' }))]), 'AEA.'],
    'all but': [levels([FULL, policy(deny('iam:*Role*', { NotResource: 'arn:aws:iam::*:role/Admin' }))]), 'AEE.'],
  }),
  // With boundary, session policy and identity-based policy all must allow; the bucket's Allow of a session is limited by SCPs only.
  combinations(PAGES.boundaries, 'SCPs and the policies of a session', get(SESSION), Object.fromEntries(['111', '011', '101', '110', '1--', '1-0', '10-', '000'].map((all) => {
    const [name, documents] = column(all);
    return [`i${name[0]} b${name[1]} s${name[2]}`, documents];
  })), {
    'allowed': [{ serviceControlPolicies: [[FULL], [FULL]] }, 'AIII AIII'],
    'not allowed': [{ serviceControlPolicies: [[FULL], [only('ec2')]] }, 'IIII IIII'],
    'denied': [{ serviceControlPolicies: [[FULL], [FULL, no('s3')]] }, 'EEEE EEEE'],
    'allowed, granted to the session': [{ serviceControlPolicies: [[FULL]], resourcePolicy: OPEN }, 'AAAA AAAA'],
    'not allowed, granted to the session': [{ serviceControlPolicies: [[only('ec2')]], resourcePolicy: OPEN }, 'IIII IIII'],
    'denied, granted to the session': [{ serviceControlPolicies: [[FULL, no('s3')]], resourcePolicy: OPEN }, 'EEEE EEEE'],
  }),
];
