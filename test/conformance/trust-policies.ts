import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { combinations, decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, ALLOW_OTHER, BOB, deny, EVENING, FOREIGN_ROLE, FOREIGN_ROOT, FOREIGN_SESSION, FOREIGN_USER, OTHER_ACCOUNT, policy,
  ROLE, ROOT, SESSION, TARGET_ROLE, USER, WRITER_SESSION,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/Corporate`;
const OIDC = `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com`;

const assume = (principal: string, context?: Context, action = 'sts:AssumeRole'): SimulationRequest =>
  ({ principal, action, resource: TARGET_ROLE, resourceAccount: ACCOUNT, ...(context && { context }) });
const trust = (principal: unknown, more: Json = {}): Json => ({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more });
const trusting = (principal: unknown, more?: Json): Json => policy(trust(principal, more));
const MAY = policy(allow('sts:AssumeRole', { Resource: TARGET_ROLE }));

const HERE = Object.fromEntries([USER, BOB, SESSION, EVENING, WRITER_SESSION].map((principal) => [principal, assume(principal)]));
const THERE = Object.fromEntries([FOREIGN_USER, FOREIGN_SESSION, FOREIGN_ROOT].map((principal) => [principal, assume(principal)]));
const cell = (trusted: unknown, letters: string, identityPolicies: Json[]): readonly [PolicyDocuments, string] =>
  [{ identityPolicies, resourcePolicy: trusting(trusted) }, letters];

export const TRUST_POLICIES: Table[] = [
  decisions(PAGES.assumeRole, 'trusted, and allowed to assume the role', HERE, {
    'the account': cell({ AWS: ACCOUNT }, 'AAAAA', [MAY]),
    'the account\'s ARN': cell({ AWS: ROOT }, 'AAAAA', [MAY]),
    'a user': cell({ AWS: USER }, 'AIIII', [MAY]),
    'a role': cell({ AWS: ROLE }, 'IIAAI', [MAY]),
    'a session': cell({ AWS: SESSION }, 'IIAII', [MAY]),
    'everybody': cell({ AWS: '*' }, 'AAAAA', [MAY]),
    'another account': cell({ AWS: OTHER_ACCOUNT }, 'IIIII', [MAY]),
    'a service': cell({ Service: 'ec2.amazonaws.com' }, 'IIIII', [MAY]),
    'an identity provider': cell({ Federated: SAML }, 'IIIII', [MAY]),
  }),
  decisions(PAGES.assumeRole, 'trusted, and allowed nothing', HERE, {
    'the account': cell({ AWS: ACCOUNT }, 'IIIII', [ALLOW_OTHER]),
    'a user': cell({ AWS: USER }, 'AIIII', [ALLOW_OTHER]),
    'a role': cell({ AWS: ROLE }, 'IIAAI', [ALLOW_OTHER]),
    'a session': cell({ AWS: SESSION }, 'IIAII', [ALLOW_OTHER]),
    'two users': cell({ AWS: [USER, BOB] }, 'AAIII', [ALLOW_OTHER]),
    'everybody': cell({ AWS: '*' }, 'AAAAA', [ALLOW_OTHER]),
  }),
  decisions(PAGES.assumeRole, 'trusted, and denied to assume the role', HERE, {
    'a user': cell({ AWS: USER }, 'EEEEE', [policy(deny('sts:*'))]),
    'everybody': cell({ AWS: '*' }, 'EEEEE', [policy(deny('sts:AssumeRole', { Resource: 'arn:aws:iam::*:role/T*' }))]),
    'a user, another role denied': cell({ AWS: USER }, 'AIIII', [policy(deny('sts:AssumeRole', { Resource: 'arn:aws:iam::*:role/Admin' }))]),
  }),
  decisions(PAGES.assumeRole, 'in another account, trusted, and allowed to assume the role', THERE, {
    'the account': cell({ AWS: OTHER_ACCOUNT }, 'AA.', [MAY]),
    'a user': cell({ AWS: FOREIGN_USER }, 'AI.', [MAY]),
    'a role': cell({ AWS: FOREIGN_ROLE }, 'IA.', [MAY]),
    'the account of the role': cell({ AWS: ACCOUNT }, 'II.', [MAY]),
  }),
  decisions(PAGES.assumeRole, 'in another account, trusted, and allowed nothing', THERE, {
    'the account': cell({ AWS: OTHER_ACCOUNT }, 'II.', [ALLOW_OTHER]),
    'a user': cell({ AWS: FOREIGN_USER }, 'II.', [ALLOW_OTHER]),
    'a role': cell({ AWS: FOREIGN_ROLE }, 'II.', [ALLOW_OTHER]),
    'everybody': cell({ AWS: '*' }, 'II.', [ALLOW_OTHER]),
  }),
  // If a user has a boundary, it must allow it too, whoever is trusted.
  combinations(PAGES.trust, 'boundaries of whom is trusted', assume(USER), {
    'none': { identityPolicies: [ALLOW_OTHER] },
    'that allows': { identityPolicies: [ALLOW_OTHER], permissionsBoundary: ALLOW_ALL },
    'that does not': { identityPolicies: [ALLOW_OTHER], permissionsBoundary: ALLOW_OTHER },
    'that denies': { identityPolicies: [MAY], permissionsBoundary: policy(allow('*'), deny('sts:*')) },
    'that does not, beside an Allow': { identityPolicies: [MAY], permissionsBoundary: ALLOW_OTHER },
  }, {
    'the user': [{ resourcePolicy: trusting({ AWS: USER }) }, 'AAIEI'],
    'the account': [{ resourcePolicy: trusting({ AWS: ACCOUNT }) }, 'IIIEI'],
    'everybody': [{ resourcePolicy: trusting({ AWS: '*' }) }, 'AAIEI'],
    'somebody else': [{ resourcePolicy: trusting({ AWS: BOB }) }, 'IIIEI'],
  }),
  decisions(PAGES.principal, 'services and identity providers', {
    ec2: assume('ec2.amazonaws.com'),
    ecs: assume('ecs.amazonaws.com'),
    SAML: assume(SAML, undefined, 'sts:AssumeRoleWithSAML'),
    OIDC: assume(OIDC, undefined, 'sts:AssumeRoleWithWebIdentity'),
    Cognito: assume('cognito-identity.amazonaws.com', undefined, 'sts:AssumeRoleWithWebIdentity'),
    Google: assume('accounts.google.com', undefined, 'sts:AssumeRoleWithWebIdentity'),
  }, {
    'one service': [{ resourcePolicy: trusting({ Service: 'ec2.amazonaws.com' }) }, 'AIIIII'],
    'two services': [{ resourcePolicy: trusting({ Service: ['ecs.amazonaws.com', 'ec2.amazonaws.com'] }) }, 'AAIIII'],
    'an account': [{ resourcePolicy: trusting({ AWS: ACCOUNT }, { Action: 'sts:*' }) }, 'IIIIII'],
    'SAML': [{ resourcePolicy: trusting({ Federated: SAML }, { Action: 'sts:AssumeRoleWithSAML' }) }, 'IIAIII'],
    'OIDC': [{ resourcePolicy: trusting({ Federated: OIDC }, { Action: 'sts:AssumeRoleWithWebIdentity' }) }, 'IIIAII'],
    'Cognito': [{ resourcePolicy: trusting({ Federated: 'cognito-identity.amazonaws.com' }, { Action: 'sts:AssumeRoleWithWebIdentity' }) }, 'IIIIAI'],
    'two providers': [{ resourcePolicy: trusting({ Federated: [OIDC, 'accounts.google.com'] }, { Action: 'sts:AssumeRoleWithWebIdentity' }) }, 'IIIAIA'],
    'the wrong action': [{ resourcePolicy: trusting({ Federated: [SAML, OIDC] }) }, 'IIIIII'],
  }),
  decisions(PAGES.assumeRole, 'conditions of trust', {
    'the external id': assume(FOREIGN_USER, { 'sts:ExternalId': ['Example987'], 'aws:MultiFactorAuthPresent': [] }),
    'another external id': assume(FOREIGN_USER, { 'sts:ExternalId': ['guess'], 'aws:MultiFactorAuthPresent': [] }),
    'no external id': assume(FOREIGN_USER, { 'sts:ExternalId': [], 'aws:MultiFactorAuthPresent': [] }),
    'MFA': assume(FOREIGN_USER, { 'sts:ExternalId': [], 'aws:MultiFactorAuthPresent': ['true'] }),
    'not said': assume(FOREIGN_USER),
  }, {
    'an external id': [{ identityPolicies: [MAY], resourcePolicy: trusting({ AWS: OTHER_ACCOUNT }, { Condition: { StringEquals: { 'sts:ExternalId': 'Example987' } } }) }, 'AIIIC'],
    'MFA': [{ identityPolicies: [MAY], resourcePolicy: trusting({ AWS: OTHER_ACCOUNT }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }) }, 'IIIAC'],
    'one of both': [{
      identityPolicies: [MAY],
      resourcePolicy: policy(
        trust({ AWS: FOREIGN_USER }, { Condition: { StringEquals: { 'sts:ExternalId': 'Example987' } } }),
        trust({ AWS: OTHER_ACCOUNT }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ),
    }, 'AIIAC'],
    'no MFA denied': [{
      identityPolicies: [MAY],
      resourcePolicy: policy(
        trust({ AWS: OTHER_ACCOUNT }), { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
      ),
    }, 'EEEAC'],
  }),
  decisions(PAGES.sessionTags, 'session tags', {
    'the role': assume(USER, { 'aws:RequestTag/Department': ['Engineering'] }),
    'the tag': assume(USER, { 'aws:RequestTag/Department': ['Engineering'] }, 'sts:TagSession'),
    'another tag': assume(USER, { 'aws:RequestTag/Department': ['Sales'] }, 'sts:TagSession'),
  }, {
    'not trusted with tags': [{ identityPolicies: [ALLOW_ALL], resourcePolicy: trusting({ AWS: USER }) }, 'AII'],
    'trusted with all': [{ resourcePolicy: trusting({ AWS: USER }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }) }, 'AAA'],
    'trusted with some': [{
      resourcePolicy: policy(
        trust({ AWS: USER }), trust({ AWS: USER }, { Action: 'sts:TagSession', Condition: { StringEquals: { 'aws:RequestTag/Department': ['Engineering', 'Marketing'] } } }),
      ),
    }, 'AAI'],
  }),
  decisions(PAGES.permissionSets, 'a permission set by its role\'s ARN', {
    'of the set': assume(`arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Admin_1234567890abcdef`),
    'of another set': assume(`arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Reader_1234567890abcdef`),
    'a user': assume(USER),
  }, {
    'the set': [{
      identityPolicies: [MAY],
      resourcePolicy: trusting({ AWS: ROOT }, {
        Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Admin_*` } },
      }),
    }, 'AII'],
  }),
  decisions(PAGES.denyAllow, 'without a trust policy that is known', { 'a user': assume(USER), 'a user of another account': assume(FOREIGN_USER) }, {
    allowed: [{ identityPolicies: [MAY] }, 'CC'],
    denied: [{ identityPolicies: [policy(deny('sts:*'))] }, 'EE'],
  }),
];
