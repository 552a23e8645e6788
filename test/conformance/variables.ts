import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { conditions, decisions, elements } from './tables';
import { ACCOUNT, allow, ALLOW_ALL, BUCKET, deny, policy, ROOT, SESSION, USER } from './world';

const TEAM = 'aws:PrincipalTag/team';
const OWNER = 'aws:PrincipalTag/owner';
const OBJECT_OWNER = 's3:ExistingObjectTag/owner';

const get = (key: string, context: Context = {}, principal = SESSION) => ({ principal, action: 's3:GetObject', resource: `${BUCKET}/${key}`, context });
/** The objects that a session asks for, without a tag and with some. */
const teams = (...asked: Array<[key: string, team?: string]>) => Object.fromEntries(asked.map(([key, team]) =>
  [`${key} of ${team ?? 'none'}`, get(key, { [TEAM]: team === undefined ? [] : [team] })]));
const OBJECTS = teams(['red/a', 'red'], ['blue/a', 'red'], ['red/a', 'Red'], ['red/a'], ['/a'], ['${aws:PrincipalTag/team}/a'], ['${aws:PrincipalTag/team}/a', 'red'],
  ['company-wide/a'], ['company-wide/a', 'red']);

const resource = (value: string | string[], letters: string): readonly [Json, string] => [{ Action: 's3:GetObject', Resource: value }, letters];
const owners = (owner: string[], objectOwner: string[]): Context => ({ [OWNER]: owner, [OBJECT_OWNER]: objectOwner });
const OWNERS = {
  'equal': owners(['ana'], ['ana']),
  'not equal': owners(['ana'], ['bob']),
  'in another case': owners(['ana'], ['Ana']),
  'nobody asks': owners([], ['bob']),
  'of nobody': owners(['ana'], []),
  'neither': owners([], []),
};
const asked = { action: 's3:GetObject', resource: `${BUCKET}/a` };
const home = {
  identityPolicies: [policy(
    allow('s3:ListBucket', { Resource: BUCKET, Condition: { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/'] } } }),
    allow(['s3:GetObject', 's3:PutObject'], { Resource: [`${BUCKET}/home/\${aws:username}`, `${BUCKET}/home/\${aws:username}/*`] }),
  )],
};
const list = (principal: string, prefix: string) => ({ principal, action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': [prefix] } });

export const VARIABLES: Table[] = [
  elements(PAGES.variables, 'a variable in Resource', OBJECTS, {
    'a path': resource(`${BUCKET}/\${aws:PrincipalTag/team}/*`, 'MNNNN NNNN'),
    'in another case': resource(`${BUCKET}/\${AWS:principaltag/TEAM}/*`, 'MNNNN NNNN'),
    'a default': resource(`${BUCKET}/\${aws:PrincipalTag/team, 'company-wide'}/*`, 'MNNNN NNMN'),
    'one of two': resource([`${BUCKET}/\${aws:PrincipalTag/team}/*`, `${BUCKET}/blue/*`], 'MMNNN NNNN'),
    'a literal dollar': resource(`${BUCKET}/\${$}{aws:PrincipalTag/team}/*`, 'NNNNN MMNN'),
  }),
  elements(PAGES.version, 'no variable in the version of 2008', OBJECTS, {
    'a path': resource(`${BUCKET}/\${aws:PrincipalTag/team}/*`, 'NNNNN MMNN'),
    'a default': resource(`${BUCKET}/\${aws:PrincipalTag/team, 'company-wide'}/*`, 'NNNNN NNNN'),
  }, (statement, others) => ({ identityPolicies: [...others, { ...policy(statement), Version: '2008-10-17' }] })),
  elements(PAGES.version, 'nor without a version', OBJECTS, { 'a path': resource(`${BUCKET}/\${aws:PrincipalTag/team}/*`, 'NNNNN MMNN') },
    (statement, others) => ({ identityPolicies: [...others, { Statement: [statement] }] })),
  // A resource whose variable has no value is no resource: NotResource leaves nothing out then.
  elements(PAGES.variables, 'a variable in NotResource', OBJECTS, {
    'a path': [{ Action: 's3:GetObject', NotResource: `${BUCKET}/\${aws:PrincipalTag/team}/*` }, 'NMMMM MMMM'],
  }),
  elements(PAGES.variables, 'special characters in Resource', Object.fromEntries(['a*b', 'a-b', 'a--b', 'a?b', 'a$b', 'a${*}b'].map((key) => [key, get(key.replace(/[*?]/g, '${$&}'))])), {
    '${*}': resource(`${BUCKET}/a\${*}b`, 'MNNNN N'),
    '${?}': resource(`${BUCKET}/a\${?}b`, 'NNNMN N'),
    '${$}': resource(`${BUCKET}/a\${$}b`, 'NNNNM N'),
    '*': resource(`${BUCKET}/a*b`, 'MMMMM M'),
    '?': resource(`${BUCKET}/a?b`, 'MMNMM N'),
  }),
  // AWS says that it can't be used there, and not what comes of it.
  decisions(PAGES.variables, 'a variable before the resource part', {
    'that region': { principal: SESSION, action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`, context: { 'aws:RequestedRegion': ['us-east-1'] } },
    'another queue': { principal: SESSION, action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:mails`, context: { 'aws:RequestedRegion': ['us-east-1'] } },
  }, {
    'the region': [{ identityPolicies: [policy(allow('sqs:SendMessage', { Resource: `arn:aws:sqs:\${aws:RequestedRegion}:${ACCOUNT}:jobs` }))] }, 'CI'],
    'the account': [{ identityPolicies: [policy(allow('sqs:SendMessage', { Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:jobs' }))] }, 'CI'],
    'the account, of a Deny': [{ identityPolicies: [ALLOW_ALL, policy(deny('sqs:SendMessage', { Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:jobs' }))] }, 'CA'],
  }),
  conditions(PAGES.variables, 'a variable in a condition', OWNERS, {
    'StringEquals': [{ StringEquals: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'MNN NNN'],
    'StringLike': [{ StringLike: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'MNN NNN'],
    'StringEqualsIgnoreCase': [{ StringEqualsIgnoreCase: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'MNM NNN'],
    'StringNotEquals': [{ StringNotEquals: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'NMM MMM'],
    'StringNotLike': [{ StringNotLike: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'NMM MMM'],
    'a default': [{ StringEquals: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner, \'bob\'}' } }, 'MNN MNN'],
    'one of two values': [{ StringEquals: { [OBJECT_OWNER]: ['${aws:PrincipalTag/owner}', 'bob'] } }, 'MMN MNN'],
    'beside text': [{ StringLike: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}*' } }, 'MNN NNN'],
    'IfExists': [{ StringEqualsIfExists: { [OBJECT_OWNER]: '${aws:PrincipalTag/owner}' } }, 'MNN NMM'],
  }, asked),
  conditions(PAGES.variables, 'special characters in a condition', {
    'a*': { [OBJECT_OWNER]: ['a*'] }, 'ab': { [OBJECT_OWNER]: ['ab'] }, 'a?': { [OBJECT_OWNER]: ['a?'] }, 'a$': { [OBJECT_OWNER]: ['a$'] }, 'abc': { [OBJECT_OWNER]: ['abc'] },
  }, {
    '${*}': [{ StringLike: { [OBJECT_OWNER]: 'a${*}' } }, 'MNNNN'],
    '${?}': [{ StringLike: { [OBJECT_OWNER]: 'a${?}' } }, 'NNMNN'],
    '${$}': [{ StringLike: { [OBJECT_OWNER]: 'a${$}' } }, 'NNNMN'],
    '${*} in StringEquals': [{ StringEquals: { [OBJECT_OWNER]: 'a${*}' } }, 'MNNNN'],
    '*': [{ StringLike: { [OBJECT_OWNER]: 'a*' } }, 'MMMMM'],
    '?': [{ StringLike: { [OBJECT_OWNER]: 'a?' } }, 'MMMMN'],
  }, asked),
  conditions(PAGES.operators, 'a variable in an ARN', {
    'equal': { [TEAM]: ['red'], 'lambda:SourceFunctionArn': [`arn:aws:lambda:us-east-1:${ACCOUNT}:function:red-pay`] },
    'not equal': { [TEAM]: ['red'], 'lambda:SourceFunctionArn': [`arn:aws:lambda:us-east-1:${ACCOUNT}:function:blue-pay`] },
    'no value': { [TEAM]: [], 'lambda:SourceFunctionArn': [`arn:aws:lambda:us-east-1:${ACCOUNT}:function:red-pay`] },
  }, {
    ArnLike: [{ ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:${aws:PrincipalTag/team}-*' } }, 'MNN'],
    ArnEquals: [{ ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:${aws:PrincipalTag/team}-*' } }, 'MNN'],
    ArnNotLike: [{ ArnNotLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:${aws:PrincipalTag/team}-*' } }, 'NMM'],
  }),
  // "You cannot use a multivalued context key as a policy variable."
  conditions(PAGES.setOperators, 'a multivalued key as a variable', { 'two values': { [OBJECT_OWNER]: ['a'], 'aws:PrincipalOrgPaths': ['a', 'b'] } }, {
    StringEquals: [{ StringEquals: { [OBJECT_OWNER]: '${aws:PrincipalOrgPaths}' } }, 'D'],
  }, asked),
  decisions(PAGES.operators, 'a home directory', {
    'all homes': list(USER, 'home/'),
    'one\'s own': list(USER, 'home/Ana/'),
    'another': list(USER, 'home/Bob/'),
    'in another case': list(USER, 'home/ana/'),
    'one\'s own object': get('home/Ana/a', {}, USER),
    'another\'s object': get('home/Bob/a', {}, USER),
    'a session lists all': list(SESSION, 'home/'),
    'a session lists its role\'s': list(SESSION, 'home/Reader/'),
    'a session gets an object': get('home/Reader/a'),
    'root lists': list(ROOT, 'home/Ana/'),
  }, {
    'its policy': [home, 'AAIIA IAIIA'],
    'its boundary': [{ identityPolicies: [ALLOW_ALL], permissionsBoundary: home.identityPolicies[0] }, 'AAIIA IAII.'],
    'its SCP': [{ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[policy(allow('*'), deny('s3:*', { Resource: `${BUCKET}/home/\${aws:username}/*` }))]] }, 'AAAAE AAAAA'],
    'of a session': [{ identityPolicies: [ALLOW_ALL], sessionPolicy: home.identityPolicies[0] }, '...... AII.'],
  }),
];
