import { McpSimulator } from '../../src';
import { PrincipalElement } from '../../src/iam/principal-element';
import { requestPrincipal } from '../../src/iam/request-principal';
import { readable, unknownPart } from '../../src/iam/unknown-text';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Agent`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Agent/one`;
const USER = `arn:aws:iam::${ACCOUNT}:user/Ann`;
const FEDERATED = `arn:aws:sts::${ACCOUNT}:federated-user/Bob`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

const decide = (principal: string, element: object, effect = 'Allow') => McpSimulator.fromDocuments({
  identityPolicies: effect === 'Allow' ? [] : [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
  resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: effect, Action: '*', Resource: '*', ...element }] },
}).simulate({ principal, action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', resourceAccount: ACCOUNT }).decision;

test.each<[string, string, object, string]>([
  // requester, what the statement says, its principal, decision
  ['a role', ROLE, { AWS: ROLE }, 'ALLOWED'],
  ['a role, in a list', ROLE, { AWS: [USER, ROLE], Service: 's3.amazonaws.com' }, 'ALLOWED'],
  ['another role', ROLE, { AWS: `${ROLE}2` }, 'IMPLICITLY_DENIED'],
  ['a role of some session', ROLE, { AWS: SESSION }, 'CONDITIONAL'],
  ['a role with another\'s session', ROLE, { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Other/one` }, 'IMPLICITLY_DENIED'],
  ['the account passes it on', ROLE, { AWS: ACCOUNT }, 'IMPLICITLY_DENIED'],
  ['a unique id', ROLE, { AWS: 'AROA1234567890EXAMPLE' }, 'CONDITIONAL'],
  ['a canonical user, which is an account', ROLE, { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, 'IMPLICITLY_DENIED'],
  ['everybody', ROLE, { AWS: '*' }, 'ALLOWED'],
  ['a service only', ROLE, { Service: 's3.amazonaws.com' }, 'IMPLICITLY_DENIED'],
  ['what is known at deployment', ROLE, { AWS: { Ref: 'Principal' } }, 'CONDITIONAL'],
  ['its session', SESSION, { AWS: SESSION }, 'ALLOWED'],
  ['another session', SESSION, { AWS: `${SESSION}2` }, 'IMPLICITLY_DENIED'],
  ['the session\'s role', SESSION, { AWS: ROLE }, 'ALLOWED'],
  ['a role of that name with a path: there is one', SESSION, { AWS: `arn:aws:iam::${ACCOUNT}:role/path/Agent` }, 'ALLOWED'],
  ['a role whose path ends so', SESSION, { AWS: `arn:aws:iam::${ACCOUNT}:role/Agent/Other` }, 'IMPLICITLY_DENIED'],
  ['the federated user', FEDERATED, { AWS: FEDERATED }, 'ALLOWED'],
  ['a user who may have federated, without a session policy', FEDERATED, { AWS: USER }, 'IMPLICITLY_DENIED'],
  ['a user', USER, { AWS: USER }, 'ALLOWED'],
  ['the root user', ROOT, { AWS: 'arn:aws:iam::444455556666:root' }, 'ALLOWED'],
  ['a service', 's3.amazonaws.com', { Service: 's3.amazonaws.com' }, 'ALLOWED'],
  ['another service', 's3.amazonaws.com', { Service: 'sns.amazonaws.com' }, 'IMPLICITLY_DENIED'],
  ['the account, for a service', 's3.amazonaws.com', { AWS: ACCOUNT, CanonicalUser: '79a5' }, 'IMPLICITLY_DENIED'],
  ['an identity provider', PROVIDER, { Federated: PROVIDER }, 'ALLOWED'],
  ['another identity provider', 'accounts.google.com', { Federated: PROVIDER }, 'IMPLICITLY_DENIED'],
])('%s: %s, %j', (_, principal, element, expected) => {
  expect(decide(principal, { Principal: element })).toBe(expected);
});

test.each<[string, string, unknown, string]>([
  ['a role is left out with its account', ROLE, { AWS: [ROLE, ROOT] }, 'ALLOWED'],
  ['of a role alone AWS does not say', ROLE, { AWS: ROLE }, 'CONDITIONAL'],
  ['nobody is left out by another\'s name', ROLE, { AWS: 'arn:aws:iam::444455556666:role/Agent' }, 'EXPLICITLY_DENIED'],
  ['a session is left out with its role and account', SESSION, { AWS: [SESSION, ROLE, ROOT] }, 'ALLOWED'],
  ['of a session without the others AWS does not say', SESSION, { AWS: [ROLE, ROOT] }, 'CONDITIONAL'],
  ['a user is left out with its account', USER, { AWS: [USER, ACCOUNT] }, 'ALLOWED'],
  ['everybody is left out', ROLE, '*', 'ALLOWED'],
  ['a service is left out', 's3.amazonaws.com', { Service: 'sns.amazonaws.com' }, 'EXPLICITLY_DENIED'],
])('NotPrincipal: %s', (_, principal, element, expected) => {
  expect(decide(principal, { NotPrincipal: element }, 'Deny')).toBe(expected);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
const NOT_A_SERVICE = { principalisawsservice: ['false'], principalservicename: [], principalservicenameslist: [] };
const keys = (arn: string, type: string, userid: string, username: string[] = [], account = ACCOUNT) =>
  ({ principalarn: [arn], principalaccount: [account], principaltype: [type], ...NOT_A_SERVICE, userid: [userid], username });
const NO_KEYS = Object.fromEntries(['arn', 'account', 'type', 'isawsservice', 'servicename', 'servicenameslist', 'orgid', 'orgpaths'].map((key) => [`principal${key}`, []]));
const SSO = 'AWSReservedSSO_Admin_0123456789abcdef';
const LINKED = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
const AROA = 'AROA<the id of the role>';

test.each<[string, object, object]>([
  [ROOT, { kind: 'root', account: ACCOUNT, serviceLinkedRole: false }, keys(ROOT, 'Account', ACCOUNT)],
  [USER, { kind: 'user', account: ACCOUNT, serviceLinkedRole: false }, keys(USER, 'User', 'AIDA<the id of the user>', ['Ann'])],
  [USER.replace('/', '/team/'), { kind: 'user', account: ACCOUNT, serviceLinkedRole: false }, keys(USER.replace('/', '/team/'), 'User', 'AIDA<the id of the user>', ['Ann'])],
  [ROLE, { kind: 'role', account: ACCOUNT, roleArn: ROLE, serviceLinkedRole: false }, keys(ROLE, 'AssumedRole', `${AROA}:<the name of the session>`)],
  [LINKED, { kind: 'role', account: ACCOUNT, roleArn: LINKED, serviceLinkedRole: true }, keys(LINKED, 'AssumedRole', `${AROA}:<the name of the session>`)],
  [SESSION, {
    kind: 'role session', account: ACCOUNT, roleArn: ROLE, roleArnWithPath: ROLE.replace('/', '/<the path of the role>/'), serviceLinkedRole: false,
  }, keys(ROLE, 'AssumedRole', `${AROA}:one`)],
  [SESSION.replace('Agent', 'AWSServiceRoleForECS'), {
    kind: 'role session',
    account: ACCOUNT,
    roleArn: ROLE.replace('Agent', 'AWSServiceRoleForECS'),
    roleArnWithPath: ROLE.replace('Agent', '<the path of the role>/AWSServiceRoleForECS'),
    serviceLinkedRole: undefined,
  }, keys(ROLE.replace('Agent', 'AWSServiceRoleForECS'), 'AssumedRole', `${AROA}:one`)],
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
  [SESSION.replace('Agent', SSO), {
    kind: 'role session', account: ACCOUNT, roleArn: ROLE.replace('Agent', `aws-reserved/sso.amazonaws.com/<the region of IAM Identity Center>${SSO}`), serviceLinkedRole: false,
  }, keys(ROLE.replace('Agent', `aws-reserved/sso.amazonaws.com/<the region of IAM Identity Center>${SSO}`), 'AssumedRole', `${AROA}:one`)],
  [FEDERATED, { kind: 'federated user', account: ACCOUNT, serviceLinkedRole: false }, keys(FEDERATED, 'FederatedUser', `${ACCOUNT}:Bob`)],
  ...[PROVIDER, `arn:aws:iam::${ACCOUNT}:saml-provider/Corp`, 'accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com']
    .map((name): [string, object, object] => [name, { kind: 'identity provider', serviceLinkedRole: false }, { ...NO_KEYS, userid: [], username: [] }]),
  ...['lambda.amazonaws.com', 'ec2.amazonaws.com.cn', 'states.us-east-1.amazonaws.com', 'delivery.logs.amazonaws.com']
    .map((name): [string, object, object] => [name, { kind: 'service', serviceLinkedRole: false }, { principalisawsservice: ['true'], principalservicename: [name], username: [] }]),
])('%s makes requests as %j with %j', (name, expected, told) => {
  const { context, ...principal } = requestPrincipal(name);
  const text = (value: object): unknown => JSON.parse(readable(JSON.stringify(value)));
  expect(text(principal)).toEqual(text({ name, ...expected }));
  const asked = ['principalorgid', 'principalorgpaths', ...Object.keys(keys('', '', ''))];
  expect(text(Object.fromEntries(asked.map((key) => [key, context.get(`aws:${key}`)])))).toEqual(text(told));
});

test.each([
  '', 'Agent', '*', ACCOUNT, ROOT.replace(ACCOUNT, ''), `${ROOT}/x`, `arn:aws:iam::${ACCOUNT}:role`, `arn:aws:iam::${ACCOUNT}:role/`, `arn:aws:iam::${ACCOUNT}:user/team/`,
  `arn:aws:sts::${ACCOUNT}:assumed-role/Agent`, `arn:aws:sts::${ACCOUNT}:assumed-role/Agent/`, `arn:aws:iam::${ACCOUNT}:group/Agents`, 'arn:aws:s3:::root', `arn:aws:sqs:us-east-1:${ACCOUNT}:user/Ann`, 'lambda.amazonaws.com/x',
  'x/lambda.amazonaws.com', 'amazonaws.com', 'lambda.amazonaws', '.amazonaws.com', 'lambda..com', 'lambda.amazonaws.', 'lambda.amazonaws.com.1',
])('%j makes no requests', (name) => {
  expect(() => requestPrincipal(name)).toThrow(/is not a principal that makes requests: expected the ARN of a role/);
});

const SERVICE = 's3.amazonaws.com';
const requestOf = (requester: string | undefined) => (requester === undefined ? undefined : requestPrincipal(requester));

// To everyone, the session, the principal, the account: 1 yes, 0 no, ? unknown.
test.each<[element: unknown, requester: string | undefined, marks: string]>([
  [{ AWS: '*' }, undefined, '1000'], ['*', undefined, '1000'], [{ AWS: ROLE }, undefined, '?000'], [{ AWS: [ROLE, '*'] }, undefined, '1000'],
  [{ Ref: 'P' }, ROLE, '????'], [{ AWS: { Ref: 'P' } }, ROLE, '????'], [{ AWS: 5 }, ROLE, '????'], [5, ROLE, '????'],
  ['*', ROLE, '1000'], [ROLE, ROLE, '0010'], [{ AWS: '*' }, PROVIDER, '0000'], ['*', PROVIDER, '1000'], [{ AWS: '*' }, SERVICE, '1000'],
  [{ Service: SERVICE }, SERVICE, '0010'], [{ Service: ROLE }, ROLE, '0000'], [{ Service: PROVIDER }, PROVIDER, '0000'],
  [{ Federated: PROVIDER }, PROVIDER, '0010'], [{ Federated: '*' }, PROVIDER, '0010'], [{ Federated: 'accounts.google.com' }, PROVIDER, '0000'],
  [{ Federated: ROLE }, ROLE, '0000'], [{ Federated: SERVICE }, SERVICE, '0000'],
  [{ CanonicalUser: '79a5' }, ROLE, '000?'], [{ CanonicalUser: '79a5' }, SERVICE, '0000'],
  [{ AWS: 'AROA1234567890EXAMPLE' }, ROLE, '00?0'], [{ AWS: '-AROA1234567890EXAMPLE' }, ROLE, '0000'], [{ AWS: 'AROA1234567890EXAMPLE-' }, ROLE, '0000'],
  [{ AWS: ACCOUNT }, ROOT, '0010'], [{ AWS: ROOT }, ROOT, '0010'], [{ AWS: ACCOUNT }, ROLE, '0001'], [{ AWS: ROOT }, USER, '0001'], [{ AWS: ROOT }, FEDERATED, '0001'],
  [{ AWS: SESSION }, ROLE, '0?00'], [{ AWS: ROLE }, ROLE, '0010'], [{ AWS: SESSION }, SESSION, '0100'], [{ AWS: ROLE }, SESSION, '0010'],
  [{ AWS: FEDERATED }, FEDERATED, '0100'], [{ AWS: USER }, FEDERATED, '00?0'], [{ AWS: ROLE }, FEDERATED, '0000'], [{ AWS: USER }, USER, '0010'],
  [{ AWS: `arn:aws:iam::${ACCOUNT}:user/${unknownPart('Name')}` }, USER, '00?0'], [{ AWS: [ROLE, ROOT], Service: SERVICE }, SESSION, '0011'],
])('%j gives %s %s', (element, requester, marks) => {
  const { everyone, session, principal, account } = PrincipalElement.of({ Principal: element })!.matches(requestOf(requester), false);
  expect([everyone, session, principal, account].map((each) => (each === undefined ? '?' : each ? '1' : '0')).join('')).toBe(marks);
});

test.each<[element: unknown, requester: string | undefined, hasBoundary: boolean | undefined, others: boolean | undefined]>([
  ['*', undefined, false, false], [{ AWS: ROLE }, undefined, false, undefined], ['*', ROLE, false, false],
  [{ AWS: ROOT }, ROOT, false, false], [{ Service: SERVICE }, SERVICE, false, false], [{ AWS: FEDERATED }, FEDERATED, false, false],
  [{ Federated: PROVIDER }, PROVIDER, false, false],
  [{ AWS: [USER, ROOT] }, USER, false, false], [{ AWS: USER }, USER, false, undefined],
  [{ AWS: [ROLE, ROOT] }, ROLE, false, false], [{ AWS: ROLE }, ROLE, false, undefined],
  [{ AWS: [SESSION, ROLE, ROOT] }, SESSION, false, false], [{ AWS: [SESSION, ROLE] }, SESSION, false, undefined], [{ AWS: USER }, ROLE, false, true],
  [{ AWS: [ROLE, ROOT] }, ROLE, true, true], [{ AWS: [ROLE, ROOT] }, ROLE, undefined, undefined],
])('NotPrincipal %j means %s (with a boundary: %s) as one of the others: %s', (element, requester, hasBoundary, others) => {
  const match = PrincipalElement.of({ NotPrincipal: element })!.matches(requestOf(requester), hasBoundary);
  expect(match).toEqual({ everyone: others, session: false, principal: false, account: false });
});

test.each<[object, everybody: boolean, count: number]>([
  [{ Principal: '*' }, true, 0], [{ Principal: { AWS: '*' } }, true, 1], [{ Principal: { AWS: [ROLE, '*'] } }, true, 2], [{ Principal: { AWS: [ROLE, USER], Service: SERVICE } }, false, 3],
  [{ Principal: { Federated: '*' } }, false, 1], [{ NotPrincipal: '*' }, false, 0], [{ NotPrincipal: { AWS: '*' } }, false, 1],
])('%j means everybody: %s, and names %d', (statement, everybody, count) => {
  const { isEverybody, count: found } = PrincipalElement.of(statement)!;
  expect([isEverybody, found]).toEqual([everybody, count]);
});
