import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, BOB, BUCKET, deny, EVENING, FEDERATED, FOREIGN_ROLE, FOREIGN_SESSION, FOREIGN_USER, OBJECT, OTHER_ACCOUNT, policy,
  ROLE, ROOT, SESSION, USER, WRITER_SESSION,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const get = (principal: string, context?: Context): SimulationRequest =>
  ({ principal, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, ...(context && { context }) });
const columns = (names: string[]) => Object.fromEntries(names.map((name) => [name, get(name)]));
const SAME_ACCOUNT = columns([USER, BOB, SESSION, EVENING, WRITER_SESSION, FEDERATED, 'delivery.logs.amazonaws.com']);
const IDENTITIES = columns([USER, BOB, SESSION, EVENING, WRITER_SESSION, ROOT]);
const ELSEWHERE = columns([FOREIGN_USER, FOREIGN_SESSION, 'arn:aws:iam::777788889999:user/Ana', 'arn:aws:sts::777788889999:assumed-role/Reader/morning']);

type Cell = readonly [documents: PolicyDocuments, letters: string];
const bucket = (effect: 'Allow' | 'Deny', principal: unknown, more: Json = {}) =>
  policy({ Effect: effect, Principal: principal, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`], ...more });
const granted = (principal: unknown, letters: string): Cell => [{ resourcePolicy: bucket('Allow', principal) }, letters];
const grantedBeside = (principal: unknown, letters: string): Cell => [{ identityPolicies: [ALLOW_ALL], resourcePolicy: bucket('Allow', principal) }, letters];
const denied = (principal: unknown, letters: string): Cell => [{ identityPolicies: [ALLOW_ALL], resourcePolicy: bucket('Deny', principal) }, letters];

export const PRINCIPALS: Table[] = [
  decisions(PAGES.principal, 'granted to, in the same account', SAME_ACCOUNT, {
    'a user': granted({ AWS: USER }, 'AIIII II'),
    'two users': granted({ AWS: [USER, BOB] }, 'AAIII II'),
    'a user in another case': granted({ AWS: `arn:aws:iam::${ACCOUNT}:user/ana` }, 'IIIII II'),
    'a user with a path': granted({ AWS: `arn:aws:iam::${ACCOUNT}:user/team/Ana` }, '.IIII II'),
    'a role': granted({ AWS: ROLE }, 'IIAAI II'),
    // The name of a role is unique in its account, whatever path it has.
    'a role with a path': granted({ AWS: `arn:aws:iam::${ACCOUNT}:role/team/Reader` }, 'IIAAI II'),
    'a role and a user': granted({ AWS: [ROLE, BOB] }, 'IAAAI II'),
    'a session': granted({ AWS: SESSION }, 'IIAII II'),
    'both sessions': granted({ AWS: [SESSION, EVENING] }, 'IIAAI II'),
    'a federated user': granted({ AWS: FEDERATED }, 'IIIII AI'),
    'the account': granted({ AWS: ACCOUNT }, 'IIIII II'),
    'the account\'s ARN': granted({ AWS: ROOT }, 'IIIII II'),
    'another account': granted({ AWS: OTHER_ACCOUNT }, 'IIIII II'),
    'everybody': granted('*', 'AAAAA ..'),
    'everybody, as AWS': granted({ AWS: '*' }, 'AAAAA ..'),
    'a service': granted({ Service: 'delivery.logs.amazonaws.com' }, 'IIIII IA'),
    'another service': granted({ Service: 'cloudtrail.amazonaws.com' }, 'IIIII II'),
    'two services': granted({ Service: ['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com'] }, 'IIIII IA'),
    'a service and a user': granted({ Service: 'delivery.logs.amazonaws.com', AWS: USER }, 'AIIII IA'),
    'a role of another account': granted({ AWS: FOREIGN_ROLE }, 'IIIII II'),
    'a user of that name in another account': granted({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:user/Ana` }, 'IIIII II'),
  }),
  decisions(PAGES.principal, 'granted to the account, beside identity-based policies', SAME_ACCOUNT, {
    'the account': grantedBeside({ AWS: ACCOUNT }, 'AAAAA I.'),
    'the account\'s ARN': grantedBeside({ AWS: ROOT }, 'AAAAA I.'),
    'nobody of it': grantedBeside({ AWS: OTHER_ACCOUNT }, 'AAAAA I.'),
  }),
  decisions(PAGES.principal, 'denied to', IDENTITIES, {
    'a user': denied({ AWS: USER }, 'EAAAA A'),
    'a role': denied({ AWS: ROLE }, 'AAEEA A'),
    'a role with a path': denied({ AWS: `arn:aws:iam::${ACCOUNT}:role/team/Reader` }, 'AAEEA A'),
    'a session': denied({ AWS: SESSION }, 'AAEAA A'),
    'a user and a role': denied({ AWS: [BOB, ROLE] }, 'AEEEA A'),
    'the account': denied({ AWS: ACCOUNT }, 'EEEEE E'),
    'the account\'s ARN': denied({ AWS: ROOT }, 'EEEEE E'),
    'everybody': denied('*', 'EEEEE E'),
    'everybody, as AWS': denied({ AWS: '*' }, 'EEEEE E'),
    'another account': denied({ AWS: OTHER_ACCOUNT }, 'AAAAA A'),
    'a service': denied({ Service: 'delivery.logs.amazonaws.com' }, 'AAAAA A'),
  }),
  decisions(PAGES.crossAccount, 'granted to, in another account that allows it', ELSEWHERE, {
    'the account': grantedBeside({ AWS: OTHER_ACCOUNT }, 'AAII'),
    'the account\'s ARN': grantedBeside({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, 'AAII'),
    'both accounts': grantedBeside({ AWS: [OTHER_ACCOUNT, '777788889999'] }, 'AAAA'),
    'a user': grantedBeside({ AWS: FOREIGN_USER }, 'AIII'),
    'a role': grantedBeside({ AWS: FOREIGN_ROLE }, 'IAII'),
    'a session': grantedBeside({ AWS: FOREIGN_SESSION }, 'IAII'),
    'a user of that name here': grantedBeside({ AWS: USER }, 'IIII'),
    'the account of the bucket': grantedBeside({ AWS: ACCOUNT }, 'IIII'),
    'everybody': grantedBeside('*', 'AAAA'),
    'everybody, as AWS': grantedBeside({ AWS: '*' }, 'AAAA'),
    'a service': grantedBeside({ Service: 's3.amazonaws.com' }, 'IIII'),
  }),
  decisions(PAGES.principal, 'granted to, in another account that allows nothing', ELSEWHERE, {
    'the account': granted({ AWS: OTHER_ACCOUNT }, 'IIII'),
    'a user': granted({ AWS: FOREIGN_USER }, 'IIII'),
    'a role': granted({ AWS: FOREIGN_ROLE }, 'IIII'),
    'a session': granted({ AWS: FOREIGN_SESSION }, 'IIII'),
    'everybody': granted('*', 'IIII'),
  }),
  decisions(PAGES.globalKeys, 'granted to everybody with an ARN', SAME_ACCOUNT, Object.fromEntries(Object.entries({
    [USER]: 'AIIII I.',
    [ROLE]: 'IICCI I.',
    [SESSION]: 'IIIII I.',
    [FEDERATED]: 'IIIII A.',
    [ROOT]: 'IIIII I.',
    // Of a path, too, it may be the start.
    [`arn:aws:iam::${ACCOUNT}:role/R*`]: 'IICCC I.',
    [`arn:aws:iam::${ACCOUNT}:user/*`]: 'AAIII I.',
    ['arn:aws:iam::*:role/*']: 'IIAAA I.',
    [`arn:aws:iam::${OTHER_ACCOUNT}:*`]: 'IIIII I.',
  }).map(([arn, letters]) => [arn, [{ resourcePolicy: bucket('Allow', '*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } }) }, letters]] as const))),
  decisions(PAGES.principal, 'denied to everybody without an ARN', IDENTITIES, Object.fromEntries(Object.entries({
    [USER]: 'AEEEE E', [ROLE]: 'EECCE E', [SESSION]: 'EEEEE E', [ROOT]: 'EEEEE A', [`arn:aws:iam::${ACCOUNT}:user/*`]: 'AAEEE E', ['arn:aws:iam::*:*']: 'AAAAA A',
  }).map(([arn, letters]) => [arn, [{
    identityPolicies: [ALLOW_ALL], resourcePolicy: bucket('Deny', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': arn } } }),
  }, letters]] as const))),
  // What a session's ARN does not tell is the path of its role: only in Principal a role is known by its name.
  decisions(PAGES.identifiers, 'the path of a session\'s role', columns([SESSION, ROLE, `arn:aws:iam::${ACCOUNT}:role/team/Reader`]), Object.fromEntries(Object.entries({
    ['arn:aws:iam::*:role/team/*']: 'CAE',
    ['arn:aws:iam::*:role/Reader']: 'CEA',
    ['arn:aws:iam::*:role/*Reader']: 'EEE',
    ['arn:aws:iam::*:role/team/Writer']: 'AAA',
    ['arn:aws:iam::*:role/*']: 'EEE',
    ['arn:aws:iam::*:user/*']: 'AAA',
  }).map(([arn, letters]) => [arn, [{ identityPolicies: [policy(allow('*'), deny('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } }))] }, letters]] as const))),
  decisions(PAGES.permissionSets, 'roles of IAM Identity Center have a path', columns([`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_1234567890abcdef/ana@example.com`]), {
    'their path': [exempting('aws-reserved/sso.amazonaws.com/*'), 'A'],
    'with a region or without': [exempting('aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*'), 'A'],
    'with a region': [exempting('aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Admin_*'), 'C'],
    'without a region': [exempting('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_*'), 'C'],
    'another path': [exempting('admins/*'), 'E'],
    'another permission set': [exempting('aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Reader_*'), 'n'],
  }),
  ...factTables(),
];

function exempting(role: string): PolicyDocuments {
  return { identityPolicies: [policy(allow('*'), deny('*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${role}` } } }))] };
}

/** What the principal tells of the context, which need not be given. */
function factTables(): Table[] {
  const principals = { user: USER, session: SESSION, federated: FEDERATED, root: ROOT };
  const denying = (Condition: Json): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], sessionPolicy: ALLOW_ALL, serviceControlPolicies: [policy(deny('s3:*', { Condition }))] });
  const requests = Object.fromEntries(Object.entries(principals).map(([name, principal]) => [name, get(principal)]));
  const equals = (key: string, value: string): Json => ({ StringEquals: { [key]: value } });
  return [decisions(PAGES.variables, 'what the principal tells of the context', requests, Object.fromEntries(([
    ['its type is User', equals('aws:PrincipalType', 'User'), 'EAAA'],
    ['its type is AssumedRole', equals('aws:PrincipalType', 'AssumedRole'), 'AEAA'],
    ['its type is FederatedUser', equals('aws:PrincipalType', 'FederatedUser'), 'AAEA'],
    ['its type is Account', equals('aws:PrincipalType', 'Account'), 'AAAE'],
    ['its account', equals('aws:PrincipalAccount', ACCOUNT), 'EEEE'],
    ['another account', equals('aws:PrincipalAccount', OTHER_ACCOUNT), 'AAAA'],
    ['not its account', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }, 'AAAA'],
    ['its user name', equals('aws:username', 'Ana'), 'EAAA'],
    ['a user name', { Null: { 'aws:username': 'false' } }, 'EAAA'],
    ['no user name', { Null: { 'aws:username': 'true' } }, 'AEEE'],
    ['the account as its id', equals('aws:userid', ACCOUNT), 'AAAE'],
    ['the session\'s name in its id', { StringLike: { 'aws:userid': '*:morning' } }, 'AEAA'],
    ['another session\'s name in its id', { StringLike: { 'aws:userid': '*:evening' } }, 'AAAA'],
    ['a federated user\'s id', equals('aws:userid', `${ACCOUNT}:Ana`), 'AAEA'],
    ['an id', { Null: { 'aws:userid': 'false' } }, 'EEEE'],
    ['a service', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, 'AAAA'],
    ['no service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, 'EEEE'],
    ['a service\'s name', { Null: { 'aws:PrincipalServiceName': 'false' } }, 'AAAA'],
    ['a service\'s names', { Null: { 'aws:PrincipalServiceNamesList': 'false' } }, 'AAAA'],
  ] as const).map(([name, condition, letters]) => [name, [denying(condition), letters]])))];
}
