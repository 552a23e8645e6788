import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { application, evaluation, simulations } from './row';
import { conditions, decisions, refused } from './tables';
import { ACCOUNT, allow, ALLOW_ALL, BUCKET, deny, INSTANCE, OBJECT, policy, SESSION, USER } from './world';
import { RequestOrigin } from '../../src';
import type { PolicyDocuments } from '../../src';

const REQUEST = { principal: USER, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT };
const IN_SESSION = { ...REQUEST, principal: SESSION };
const statement: Json = allow('s3:*');
const without = (element: string): Json => Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));
const identity = (...statements: unknown[]): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL, { Version: '2012-10-17', Statement: statements }] });
const bucket = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(...statements) });
const scp = (more: Json): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[ALLOW_ALL, policy(more)]] });
const rcp = (more: Json): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], resourceControlPolicies: [[policy(more)]] });
const condition = (Condition: unknown) => identity({ ...deny('s3:*'), Condition });

/** What IAM, Organizations or the service would not take is an error, and no answer. */
export const MALFORMED: Table[] = [
  refused(PAGES.grammar, 'elements', REQUEST, {
    'no Effect': identity(without('Effect')),
    'an Effect that is none': identity({ ...statement, Effect: 'Permit' }),
    'an Effect in another case': identity({ ...statement, Effect: 'allow' }),
    'no Action': identity(without('Action')),
    'no Resource': identity(without('Resource')),
    'no Resource in a Deny': identity({ ...without('Resource'), Effect: 'Deny' }),
    'Action and NotAction': identity({ ...statement, NotAction: 's3:Put*' }),
    'Resource and NotResource': identity({ ...statement, NotResource: BUCKET }),
    'Action: []': identity({ ...statement, Action: [] }),
    'NotAction: []': identity({ ...without('Action'), NotAction: [] }),
    'Resource: []': identity({ ...statement, Resource: [] }),
    'NotResource: []': identity({ ...without('Resource'), NotResource: [] }),
    'NotAction: [] of a Deny': identity({ ...without('Action'), Effect: 'Deny', NotAction: [] }),
    'a number as the action': identity({ ...statement, Action: 5 }),
    'an action without a service': identity({ ...statement, Action: 'GetObject' }),
    'an empty action': identity({ ...statement, Action: '' }),
    'a resource that is no ARN': identity({ ...statement, Resource: 'amzn-s3-demo-bucket' }),
    'an empty resource': identity({ ...statement, Resource: '' }),
    'Principal in an identity-based policy': identity({ ...statement, Principal: '*' }),
    'NotPrincipal in an identity-based policy': identity({ ...deny('s3:*'), NotPrincipal: { AWS: USER } }),
    'an element Conditions': identity({ ...statement, Conditions: { Bool: { 'aws:SecureTransport': 'true' } } }),
    'an element in another case': identity({ ...statement, condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    'a statement that is a text': identity('Allow'),
    'a statement that is a list': identity([statement]),
    'no Statement': { identityPolicies: [{ Version: '2012-10-17' }] },
    'a version that is none': { identityPolicies: [{ Version: '2012-10-18', Statement: [statement] }] },
    'an unknown element of the document': { identityPolicies: [{ Version: '2012-10-17', Statement: [statement], Statements: [] }] },
    'no statement in Statement': identity(),
    'Principal in a boundary': { identityPolicies: [ALLOW_ALL], permissionsBoundary: policy({ ...statement, Principal: '*' }) },
    'no Resource in a boundary': { identityPolicies: [ALLOW_ALL], permissionsBoundary: policy(without('Resource')) },
  }),
  refused(PAGES.grammar, 'elements of session policies', IN_SESSION, {
    'no Resource': { identityPolicies: [ALLOW_ALL], sessionPolicy: policy(without('Resource')) },
    'Principal': { identityPolicies: [ALLOW_ALL], sessionPolicy: policy({ ...statement, Principal: '*' }) },
    'an incomplete ARN': { identityPolicies: [ALLOW_ALL], sessionPolicy: policy(allow('s3:*', { Resource: 'arn:aws:s3' })) },
  }),
  refused(PAGES.principal, 'elements of resource-based policies', REQUEST, {
    'no Principal': bucket(statement),
    'an ARN as Principal': bucket({ ...statement, Principal: USER }),
    'an account as Principal': bucket({ ...statement, Principal: ACCOUNT }),
    'Principal: {}': bucket({ ...statement, Principal: {} }),
    'Principal and NotPrincipal': bucket({ ...deny('s3:*'), Principal: '*', NotPrincipal: { AWS: USER } }),
    'the key Aws': bucket({ ...statement, Principal: { Aws: USER } }),
    'a wildcard in a principal': bucket({ ...statement, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }),
    'a wildcard in a user\'s name': bucket({ ...statement, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/A?a` } }),
    'every service': bucket({ ...statement, Principal: { Service: '*' } }),
    'a group': bucket({ ...statement, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:group/Developers` } }),
    'no Resource': bucket({ ...without('Resource'), Principal: '*' }),
    'no Action': bucket({ ...without('Action'), Principal: '*' }),
  }),
  refused(PAGES.endpoint, 'elements of endpoint policies', REQUEST, {
    'no Principal': { identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy(statement) },
    'no Resource': { identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy({ ...without('Resource'), Principal: '*' }) },
  }),
  refused(PAGES.scpSyntax, 'elements of SCPs', REQUEST, {
    'Principal': scp({ ...deny('s3:*'), Principal: '*' }),
    'NotPrincipal': scp({ ...deny('s3:*'), NotPrincipal: { AWS: USER } }),
    'no Resource': scp({ ...without('Resource'), Effect: 'Deny' }),
    'no Action': scp({ ...without('Action'), Effect: 'Deny' }),
  }),
  refused(PAGES.rcpSyntax, 'elements of RCPs', REQUEST, {
    'no Principal': rcp(deny('s3:*')),
    'a Principal that is not everybody': rcp(deny('s3:*', { Principal: { AWS: USER } })),
    'NotPrincipal': rcp(deny('s3:*', { NotPrincipal: { AWS: USER } })),
    'NotAction': rcp({ ...deny('s3:*', { Principal: '*' }), Action: undefined, NotAction: 's3:Put*' }),
    'an Allow': rcp(allow('s3:*', { Principal: '*' })),
    'every action': rcp(deny('*', { Principal: '*' })),
    'no Resource': rcp({ ...without('Resource'), Effect: 'Deny', Principal: '*' }),
  }),
  refused(PAGES.grammar, 'conditions', REQUEST, {
    'a list': condition([]),
    'a text': condition('aws:SecureTransport'),
    'an operator without keys': condition({ Bool: {} }),
    'an operator with a text': condition({ Bool: 'aws:SecureTransport' }),
    'an operator that is none': condition({ StringMatches: { 'aws:username': 'Ana' } }),
    'NullIfExists': condition({ NullIfExists: { 'aws:TokenIssueTime': 'true' } }),
    'ForAllValues alone': condition({ ForAllValues: { 'aws:TagKeys': 'a' } }),
    'ForAllValues without a colon': condition({ ForAllValuesStringEquals: { 'aws:TagKeys': 'a' } }),
    'no values': condition({ StringEquals: { 'aws:username': [] } }),
    'null as a value': condition({ StringEquals: { 'aws:username': null } }),
    'an object as a value': condition({ StringEquals: { 'aws:username': { is: 'Ana' } } }),
    'a key twice, in another case': condition({ StringEquals: { 'aws:username': 'Ana', 'AWS:username': 'Bob' } }),
  }),
  refused(PAGES.checks, 'variables', REQUEST, {
    'unclosed': identity(allow('s3:*', { Resource: `${BUCKET}/\${aws:username/*` })),
    'unclosed, in a condition': condition({ StringEquals: { 's3:prefix': '${aws:username' } }),
    'empty': identity(allow('s3:*', { Resource: `${BUCKET}/\${}/*` })),
    'a space in the name': identity(allow('s3:*', { Resource: `${BUCKET}/\${aws: username}/*` })),
    'a default without a quotation mark': identity(allow('s3:*', { Resource: `${BUCKET}/\${aws:PrincipalTag/team, 'all}/*` })),
    'in a number': condition({ NumericEquals: { 's3:max-keys': '${aws:PrincipalTag/limit}' } }),
    'in a date': condition({ DateLessThan: { 'aws:CurrentTime': '${aws:PrincipalTag/until}' } }),
    'in an address': condition({ IpAddress: { 'aws:SourceIp': '${aws:PrincipalTag/address}' } }),
    'in Null': condition({ Null: { 'aws:TokenIssueTime': '${aws:PrincipalTag/temporary}' } }),
  }),
  refused(PAGES.checks, 'Sids', REQUEST, {
    'two of one name': identity({ ...statement, Sid: 'Reading' }, { ...allow('s3:List*'), Sid: 'Reading' }),
    'with a space': identity({ ...statement, Sid: 'Reads objects' }),
  }),
  {
    title: 'operators in another case',
    // AWS does not say whether their case counts: but there is one answer.
    rows: ['ForAnyValue:Stringlike', 'stringequals', 'BOOLIfExists', 'forallvalues:StringEquals', 'stringLikeIfexists'].map((operator) => ({
      group: 'operators in another case | any',
      column: operator,
      page: PAGES.checks,
      expected: 'M',
      decide: () => {
        const Condition = { [operator]: { 'aws:TagKeys': ['xa'] } };
        const request = { principal: SESSION, action: 'ec2:CreateTags', resource: INSTANCE, context: { 'aws:TagKeys': ['xa'] } };
        const evaluated = evaluation(Condition, request.context);
        const applied = application(simulations({ identityPolicies: [policy(allow('*', { Condition }))] })(request),
          simulations({ identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition }))] })(request));
        return evaluated === applied ? 'M' : `evaluate:${evaluated} simulate:${applied}`;
      },
    })),
  },
  // One answer everywhere: an error or a match, of a condition and of a statement with it.
  conditions(PAGES.checks, 'operators without keys or values', { 'any context': { 'aws:TagKeys': ['xa'] } }, {
    'no keys': [{ StringEquals: {} }, 'X'],
    'no values': [{ StringEquals: { 'aws:TagKeys': [] } }, 'X'],
    'no operator': [{ StringIs: { 'aws:TagKeys': 'xa' } }, 'X'],
  }),
  decisions(PAGES.condition, 'contexts that contradict themselves', {
    'a key in two cases': { ...REQUEST, context: { 'aws:userid': ['x'], 'AWS:USERID': ['y'] } },
    'a key in two cases, absent and not': { ...REQUEST, context: { 'aws:SourceIp': [], 'aws:sourceip': ['203.0.113.9'] } },
  }, { 'any policy': [{ identityPolicies: [ALLOW_ALL] }, 'XX'] }),
  decisions(PAGES.arns, 'requests that are none', {
    'arn:': { ...REQUEST, resource: 'arn:' },
    'an incomplete ARN': { ...REQUEST, resource: 'arn:aws:s3' },
    'no ARN': { ...REQUEST, resource: 'amzn-s3-demo-bucket/a' },
    'a group': { ...REQUEST, principal: `arn:aws:iam::${ACCOUNT}:group/Developers` },
    'no principal': { ...REQUEST, principal: 'Ana' },
    'no action': { ...REQUEST, action: 'GetObject' },
    'a wildcard as the action': { ...REQUEST, action: 's3:*' },
    'an origin and its opposite': { ...REQUEST, origin: RequestOrigin.directKeyAbsent(), context: { 'aws:ViaAWSMCPService': ['true'] } satisfies Context },
  }, { 'any policy': [{ identityPolicies: [ALLOW_ALL] }, 'XXXXXXXX'] }),
];
