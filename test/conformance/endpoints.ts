import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { combinations, decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, ALLOW_OTHER, BOB, BUCKET, deny, FOREIGN_USER, LINKED_ROLE, OBJECT, policy, ROLE, ROOT, SESSION, TARGET_ROLE, USER,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/Corporate`;
const OIDC = `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com`;
const ORG = 'aws:PrincipalOrgID';
const RESOURCE_ORG = 'aws:ResourceOrgID';

const through = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy(...statements) });
const everybody = (action: string | string[], more: Json = {}) => allow(action, { Principal: '*', ...more });
const ask = (principal: string, action: string, resource: string, context?: Context): SimulationRequest =>
  ({ principal, action, resource, resourceAccount: ACCOUNT, ...(context && { context }) });
const OBJECTS = {
  'a user gets': ask(USER, 's3:GetObject', OBJECT),
  'another gets': ask(BOB, 's3:GetObject', OBJECT),
  'a session gets': ask(SESSION, 's3:GetObject', OBJECT),
  'root gets': ask(ROOT, 's3:GetObject', OBJECT),
  'a user puts': ask(USER, 's3:PutObject', OBJECT),
  'a user gets elsewhere': ask(USER, 's3:GetObject', `${BUCKET}2/a`),
  'a service-linked role gets': ask(LINKED_ROLE, 's3:GetObject', OBJECT),
};

const assume = (principal: string, action: string, org: string[], resourceOrg: string[]): SimulationRequest =>
  ask(principal, action, TARGET_ROLE, { [ORG]: org, [RESOURCE_ORG]: resourceOrg });
const [OURS, THEIRS] = [['o-exampleorgid'], ['o-zzzzzzzzzz']];
const STS = {
  'a role of the organization': assume(ROLE, 'sts:AssumeRole', OURS, OURS),
  'a user of another': assume(FOREIGN_USER, 'sts:AssumeRole', THEIRS, OURS),
  'SAML': assume(SAML, 'sts:AssumeRoleWithSAML', [], OURS),
  'SAML, a role of another organization': assume(SAML, 'sts:AssumeRoleWithSAML', [], THEIRS),
  'OIDC': assume(OIDC, 'sts:AssumeRoleWithWebIdentity', [], OURS),
};
const TRUST = policy(
  { Effect: 'Allow', Principal: { AWS: [ROLE, FOREIGN_USER] }, Action: 'sts:AssumeRole' },
  { Effect: 'Allow', Principal: { Federated: [SAML, OIDC] }, Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] },
);
const federated = (...statements: Json[]): PolicyDocuments => ({ ...through(...statements), resourcePolicy: TRUST });
const byOrganization = allow('sts:*', { Principal: { AWS: '*' }, Condition: { StringEquals: { [ORG]: OURS } } });
const intoOrganization = everybody(['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'], { Condition: { StringEquals: { [RESOURCE_ORG]: OURS } } });

export const ENDPOINTS: Table[] = [
  decisions(PAGES.endpoint, 'endpoint policies', OBJECTS, {
    'the default': [{ identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } }, 'AAAA AAA'],
    'the action': [through(everybody('s3:GetObject')), 'AAAA IAA'],
    'another action': [through(everybody('s3:PutObject')), 'IIII AII'],
    'another service': [through(everybody('sqs:*')), 'IIII III'],
    'the bucket': [through(everybody('s3:*', { Resource: [BUCKET, `${BUCKET}/*`] })), 'AAAA AIA'],
    'all but the bucket': [through(everybody('s3:*', { NotResource: [BUCKET, `${BUCKET}/*`] })), 'IIII IAI'],
    'all, and a Deny': [through(everybody('*'), deny('s3:Get*', { Principal: '*' })), 'EEEE AEE'],
    'all, and a Deny of a user': [through(everybody('*'), deny('*', { Principal: { AWS: USER } })), 'EAAA EEA'],
    'with a user\'s ARN': [through(everybody('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': USER } } })), 'AIII AAI'],
    'without a user\'s ARN': [through(everybody('*', { Condition: { ArnNotEquals: { 'aws:PrincipalArn': USER } } })), 'IAAA IIA'],
    'with root\'s ARN': [through(everybody('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROOT } } })), 'IIIA III'],
    'of the account': [through(everybody('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } })), 'AAAA AAA'],
    'of another account': [through(everybody('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } })), 'IIII III'],
    'resources of the account': [through(everybody('*', { Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } } })), 'AAAA AAA'],
    'nothing else but its policy': [{ identityPolicies: [], vpcEndpointPolicy: policy(everybody('*')) }, 'IIIA III'],
    // In the policy of a gateway endpoint an account is its root user only; of which kind the endpoint is, nobody says.
    'the account': [through(allow('*', { Principal: { AWS: ACCOUNT } })), 'CCCA CCC'],
    'another account': [through(allow('*', { Principal: { AWS: '444455556666' } })), 'IIII III'],
  }),
  combinations(PAGES.policies, 'an endpoint is one more boundary', ask(SESSION, 's3:GetObject', OBJECT), {
    'own policies': { identityPolicies: [ALLOW_ALL] },
    'no policy': { identityPolicies: [ALLOW_OTHER] },
    'the bucket policy': { identityPolicies: [], resourcePolicy: policy(everybody('s3:*')) },
    'the bucket policy, to the session': { identityPolicies: [], resourcePolicy: policy(allow('s3:*', { Principal: { AWS: SESSION } })) },
    'a boundary in the way': { identityPolicies: [ALLOW_ALL], permissionsBoundary: ALLOW_OTHER },
    'an SCP in the way': { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[ALLOW_OTHER]] },
    'a Deny': { identityPolicies: [ALLOW_ALL, policy(deny('s3:*'))] },
  }, {
    'no endpoint': [{}, 'AIAA IIE'],
    'that allows': [{ vpcEndpointPolicy: policy(everybody('*')) }, 'AIAA IIE'],
    'that does not': [{ vpcEndpointPolicy: policy(everybody('sqs:*')) }, 'IIII IIE'],
    'that denies': [{ vpcEndpointPolicy: policy(everybody('*'), deny('s3:*', { Principal: '*' })) }, 'EEEE EEE'],
  }),
  decisions(PAGES.endpointSts, 'STS through an endpoint', STS, {
    'the default': [federated(everybody('*')), 'AAAAA'],
    'the organization only': [federated(byOrganization), 'AIIII'],
    'the organization, and into it': [federated(byOrganization, intoOrganization), 'AIAIA'],
    'federation only': [federated(intoOrganization), 'IIAIA'],
    'one action each': [federated({ ...byOrganization, Action: 'sts:AssumeRole' }, { ...intoOrganization, Action: 'sts:AssumeRoleWithSAML' }), 'AIAII'],
    // Who federates is no AWS principal: a Deny of {"AWS": "*"} does not reach it.
    'all but those of others': [federated(everybody('*'), deny('sts:*', { Principal: { AWS: '*' }, Condition: { StringNotEquals: { [ORG]: OURS } } })), 'AEAAA'],
    'all but those of others, of everybody': [federated(everybody('*'), deny('sts:*', { Principal: '*', Condition: { StringNotEquals: { [ORG]: OURS } } })), 'AEEEE'],
    'no services': [federated(everybody('*'), deny('sts:*', { Principal: '*', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } })), 'EEAAA'],
  }),
  decisions(PAGES.endpointSts, 'what needs no permission needs the endpoint\'s', {
    GetCallerIdentity: { principal: SESSION, action: 'sts:GetCallerIdentity', resource: '*' },
    GetSessionToken: { principal: USER, action: 'sts:GetSessionToken', resource: '*' },
  }, {
    'it allows': [through(everybody('sts:*')), 'AA'],
    'it allows one': [through(everybody('sts:GetCallerIdentity')), 'AI'],
    'it allows to assume roles only': [through(everybody('sts:AssumeRole')), 'II'],
    'it denies': [through(everybody('*'), deny('sts:Get*', { Principal: '*' })), 'EE'],
  }),
];
