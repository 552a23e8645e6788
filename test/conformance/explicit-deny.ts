import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, BUCKET, deny, FOREIGN_SESSION, FOREIGN_USER, OBJECT, policy, SESSION, USER,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const TEAM = 'aws:PrincipalTag/team';
const get = (principal: string, context: Context = { [TEAM]: ['red'] }): SimulationRequest =>
  ({ principal, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, context });
const REQUESTS = {
  'a user': get(USER),
  'a session': get(SESSION),
  'a user of another account': get(FOREIGN_USER),
  'a session of another account': get(FOREIGN_SESSION),
  'a session of team blue': get(SESSION, { [TEAM]: ['blue'] }),
  'a session of no team': get(SESSION, { [TEAM]: [] }),
  'a session, whose team is not known': get(SESSION, {}),
};

const OPEN = policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
/** Every layer there is, each of which allows everything, with one more document in one of them. */
const everywhere = (place: (more: Json[]) => PolicyDocuments, ...statements: Json[]): PolicyDocuments => ({
  identityPolicies: [ALLOW_ALL],
  permissionsBoundary: ALLOW_ALL,
  sessionPolicy: ALLOW_ALL,
  serviceControlPolicies: [[ALLOW_ALL], [ALLOW_ALL]],
  resourcePolicy: OPEN,
  vpcEndpointPolicy: OPEN,
  ...place(statements),
});
const beside = (more: Json[]) => policy(allow('*'), ...more);
const withPrincipal = (more: Json[]) => policy(...OPEN.Statement, ...more.map((statement) => ({ ...statement, Principal: '*' })));

const PLACES: { [place: string]: (more: Json[]) => PolicyDocuments } = {
  'an identity-based policy': (more) => ({ identityPolicies: [ALLOW_ALL, policy(...more)] }),
  'the same document': (more) => ({ identityPolicies: [beside(more)] }),
  'a boundary': (more) => ({ permissionsBoundary: beside(more) }),
  'a session policy': (more) => ({ sessionPolicy: beside(more) }),
  'an SCP of the root': (more) => ({ serviceControlPolicies: [[ALLOW_ALL, policy(...more)], [ALLOW_ALL]] }),
  'an SCP of the account': (more) => ({ serviceControlPolicies: [[ALLOW_ALL], [beside(more)]] }),
  'an RCP of the root': (more) => ({ resourceControlPolicies: [[policy(...more.map((statement) => ({ ...statement, Principal: '*' })))], []] }),
  'an RCP of the account': (more) => ({ resourceControlPolicies: [[], [policy(...more.map((statement) => ({ ...statement, Principal: '*' })))]] }),
  'the bucket policy': (more) => ({ resourcePolicy: withPrincipal(more) }),
  'an endpoint policy': (more) => ({ vpcEndpointPolicy: withPrincipal(more) }),
};
const RED = { Condition: { StringEquals: { [TEAM]: 'red' } } };
const NOT_RED = { Condition: { StringNotEquals: { [TEAM]: 'red' } } };

/** A Deny in any layer beats every Allow; one that is about something else does nothing. */
export const EXPLICIT_DENY: Table[] = Object.entries(PLACES).map(([place, documents]) =>
  decisions(PAGES.denyAllow, `a Deny in ${place}`, REQUESTS, {
    'of the action': [everywhere(documents, deny('s3:GetObject')), 'EEEE EEE'],
    'of some actions and resources': [everywhere(documents, deny(['s3:Put*', 's3:Get*'], { Resource: [BUCKET, `${BUCKET}/*`] })), 'EEEE EEE'],
    'of another action': [everywhere(documents, deny('s3:PutObject')), 'AAAA AAA'],
    'of another resource': [everywhere(documents, deny('s3:*', { Resource: `${BUCKET}2/*` })), 'AAAA AAA'],
    'of every other resource': [everywhere(documents, deny('s3:*', { NotResource: `${BUCKET}/*` })), 'AAAA AAA'],
    'for a team': [everywhere(documents, deny('s3:*', RED)), 'EEEE AAC'],
    'for all but a team': [everywhere(documents, deny('s3:*', NOT_RED)), 'AAAA EEC'],
    'for a team, of another action': [everywhere(documents, deny('s3:PutObject', RED)), 'AAAA AAA'],
    'twice': [everywhere(documents, deny('s3:*', RED), deny('s3:*', NOT_RED)), 'EEEE EEC'],
  }));
