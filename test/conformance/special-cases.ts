import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, BOB, BUCKET, deny, FEDERATED, FOREIGN_ROOT, FOREIGN_SESSION, FOREIGN_USER, OBJECT, OTHER_ACCOUNT, policy, QUEUE, ROLE,
  ROOT, SESSION, USER, WRITER_SESSION,
} from './world';
import { McpServer, RequestOrigin } from '../../src';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const ask = (principal: string, action: string, resource = '*', context?: Context): SimulationRequest => ({ principal, action, resource, ...(context && { context }) });
const identity = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [policy(...statements)] });
const bucketDeny = (principal: unknown): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(deny('s3:*', { Principal: principal, Resource: [BUCKET, `${BUCKET}/*`] })) });
const onBucket = (principal: string, action: string): SimulationRequest => ({ ...ask(principal, action, action.endsWith('Object') ? OBJECT : BUCKET), resourceAccount: ACCOUNT });
const notPrincipal = (listed: string[], more: PolicyDocuments = {}): PolicyDocuments => ({
  identityPolicies: [ALLOW_ALL],
  resourcePolicy: policy(allow('s3:*', { Principal: '*' }), { Effect: 'Deny', NotPrincipal: { AWS: listed }, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] }),
  ...more,
});
const get = (principal: string) => onBucket(principal, 's3:GetObject');

const MCP_ACTION = 'aws:IsMcpServiceAction';
const LOGIN = 'arn:aws:signin:us-east-1:111122223333:service-principal/aws-mcp.amazonaws.com';
const SIGN_IN = {
  Authenticate: ask(USER, 'signin:Authenticate', LOGIN),
  AuthorizeOAuth2Access: ask(USER, 'signin:AuthorizeOAuth2Access', LOGIN),
  CreateOAuth2Token: ask(USER, 'signin:CreateOAuth2Token', LOGIN),
  RevokeOAuth2Token: ask(USER, 'signin:RevokeOAuth2Token', LOGIN),
  IntrospectOAuth2Token: ask(USER, 'signin:IntrospectOAuth2Token', LOGIN),
};
/** Under an Allow with a condition of the key, one without it, and a Deny with it: what is `C` carries the key. */
const carried = (letters: string) => letters.replace(/-/g, 'I');

export const SPECIAL_CASES: Table[] = [
  decisions(PAGES.getCallerIdentity, 'what needs no permission', {
    'GetCallerIdentity of a user': ask(USER, 'sts:GetCallerIdentity'),
    'GetCallerIdentity of a session': ask(SESSION, 'sts:GetCallerIdentity'),
    'GetCallerIdentity of a federated user': ask(FEDERATED, 'sts:GetCallerIdentity'),
    'GetSessionToken of a user': ask(USER, 'sts:GetSessionToken'),
    'GetSessionToken of root': ask(ROOT, 'sts:GetSessionToken'),
    // Only long-term credentials can call it.
    'GetSessionToken of a session': ask(SESSION, 'sts:GetSessionToken'),
    'GetFederationToken of a user': ask(USER, 'sts:GetFederationToken'),
  }, {
    'allowed': [identity(allow('*')), 'AAA AA nA'],
    'not allowed': [{ identityPolicies: [] }, 'AAA AA nI'],
    'denied': [identity(allow('*'), deny('sts:*')), 'AAA AA nE'],
  }),
  decisions(PAGES.stsComparison, 'who can call', {
    'AssumeRole, a user': ask(USER, 'sts:AssumeRole', ROLE),
    'a role': ask(WRITER_SESSION, 'sts:AssumeRole', ROLE),
    'root': ask(ROOT, 'sts:AssumeRole', ROLE),
    'GetFederationToken, a user': ask(USER, 'sts:GetFederationToken'),
    'root, of it': ask(ROOT, 'sts:GetFederationToken'),
    'a role, of it': ask(SESSION, 'sts:GetFederationToken'),
  }, {
    allowed: [{ identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }) }, 'AAn AAn'],
  }),
  decisions(PAGES.stsComparison, 'what a federated user can\'t call', {
    'a role': { principal: FEDERATED, action: 'sts:AssumeRole', resource: ROLE },
    'another token': ask(FEDERATED, 'sts:GetFederationToken'),
    'IAM': ask(FEDERATED, 'iam:ListUsers'),
    'the queue': ask(FEDERATED, 'sqs:SendMessage', QUEUE),
  }, {
    allowed: [{ identityPolicies: [ALLOW_ALL], sessionPolicy: ALLOW_ALL, resourcePolicy: policy(allow('*', { Principal: '*' })) }, 'nnnA'],
  }),
  decisions(PAGES.putBucketPolicy, 'root can always change a bucket\'s policy', {
    'root puts it': onBucket(ROOT, 's3:PutBucketPolicy'),
    'root gets it': onBucket(ROOT, 's3:GetBucketPolicy'),
    'root deletes it': onBucket(ROOT, 's3:DeleteBucketPolicy'),
    'root gets an object': onBucket(ROOT, 's3:GetObject'),
    'a user puts it': onBucket(USER, 's3:PutBucketPolicy'),
    'another account\'s root puts it': onBucket(FOREIGN_ROOT, 's3:PutBucketPolicy'),
  }, {
    'everybody denied': [bucketDeny('*'), 'AAA EEE'],
    'root denied': [bucketDeny({ AWS: ROOT }), 'AAA EEI'],
    'everybody denied, and by an SCP': [{ ...bucketDeny('*'), serviceControlPolicies: [policy(deny('s3:*'))] }, 'EEE EEE'],
    'everybody denied, and by an endpoint': [{ ...bucketDeny('*'), vpcEndpointPolicy: policy(allow('*', { Principal: '*' }), deny('s3:*', { Principal: '*' })) }, 'EEE EEE'],
  }),
  // Neither an identity-based policy nor a boundary can be root's.
  decisions(PAGES.policies, 'policies that root can\'t have', { 'root': get(ROOT), 'a user': get(USER) }, {
    'a Deny in an identity-based policy': [identity(allow('*'), deny('*')), 'AE'],
    'no identity-based policy': [{ identityPolicies: [] }, 'AI'],
    'a boundary': [{ identityPolicies: [ALLOW_ALL], permissionsBoundary: policy(allow('glacier:ListVaults')) }, 'AI'],
    'a Deny in an SCP': [{ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('*'))] }, 'EE'],
  }),
  decisions(PAGES.managedPolicies, 'what AWS owns, nobody changes', {
    'an AWS managed policy': ask(USER, 'iam:DeletePolicy', 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
    'a version of it': ask(USER, 'iam:CreatePolicyVersion', 'arn:aws:iam::aws:policy/job-function/Billing'),
    'a role of Identity Center': ask(USER, 'iam:DeleteRole', `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1234567890abcdef`),
    'an alias of AWS': ask(USER, 'kms:DeleteAlias', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/s3`),
    'reading an AWS managed policy': ask(USER, 'iam:GetPolicy', 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
    'an own policy': ask(USER, 'iam:DeletePolicy', `arn:aws:iam::${ACCOUNT}:policy/Own`),
  }, {
    allowed: [identity(allow('*')), 'nnnnAA'],
    denied: [identity(allow('*'), deny('*')), 'EEEEEE'],
  }),
  decisions(PAGES.notPrincipal, 'NotPrincipal with Deny', {
    'a user': get(USER), 'another user': get(BOB), 'a session': get(SESSION), 'a user of another account': get(FOREIGN_USER), 'a session of another account': get(FOREIGN_SESSION),
  }, {
    'a user and its account': [notPrincipal([USER, ROOT]), 'ACCEE'],
    'a session, its role and their account': [notPrincipal([SESSION, ROLE, ROOT]), 'CCAEE'],
    'another account\'s user and that account': [notPrincipal([FOREIGN_USER, FOREIGN_ROOT]), 'EEEAC'],
    'a user, without its account': [notPrincipal([USER]), 'CEEEE'],
    'a role, without the account': [notPrincipal([ROLE]), 'EECEE'],
    'a third account': [notPrincipal(['arn:aws:iam::777788889999:root']), 'EEEEE'],
    'a boundary': [notPrincipal([USER, SESSION, ROLE, ROOT], { permissionsBoundary: ALLOW_ALL }), 'EEEEE'],
  }),
  decisions(PAGES.notPrincipal, 'NotPrincipal where it is not supported', { 'a user': get(USER), 'a user of another account': get(FOREIGN_USER) }, {
    'with Allow': [{ identityPolicies: [], resourcePolicy: policy({ Effect: 'Allow', NotPrincipal: { AWS: OTHER_ACCOUNT }, Action: 's3:*', Resource: '*' }) }, 'nn'],
  }),
  // No prefix tells which action is one of an MCP server: only the servers' reference does.
  decisions(PAGES.globalKeys, 'actions of MCP servers', {
    'partnercentral:UseSession': ask(USER, 'partnercentral:UseSession'), 'eks-mcp:InvokeMcp': ask(USER, 'eks-mcp:InvokeMcp'), 's3:ListAllMyBuckets': ask(USER, 's3:ListAllMyBuckets'),
  }, {
    'allowed if one': [identity(allow('*', { Condition: { Bool: { [MCP_ACTION]: 'true' } } })), 'CAI'],
    'denied if one': [identity(allow('*'), deny('*', { Condition: { Bool: { [MCP_ACTION]: 'true' } } })), 'CEA'],
  }),
  decisions(PAGES.signInKeys, 'keys that a sign-in action has or lacks', SIGN_IN, Object.fromEntries(Object.entries({
    'signin:PrincipalArn': 'C----',
    'signin:OAuthGrantType': '--C--',
    'signin:OAuthClientAuthentication': '--C--',
    'signin:OAuthClientId': '-CC-C',
    'signin:OAuthRedirectUri': '-CC--',
    'signin:OAuthTokenType': '---CC',
  }).flatMap(([key, letters]) => [
    [`allowed by ${key}`, [identity(allow('signin:*', { Condition: { StringEquals: { [key]: 'x' } } })), carried(letters)]],
    [`denied by ${key}`, [identity(allow('*'), deny('signin:*', { Condition: { StringEquals: { [key]: 'x' } } })), letters.replace(/-/g, 'A')]],
    [`denied without ${key}`, [identity(allow('*'), deny('signin:*', { Condition: { Null: { [key]: 'true' } } })), letters.replace(/-/g, 'E')]],
  ] as const))),
  decisions(PAGES.signInKeys, 'a sign-in for localhost', SIGN_IN, {
    'AWS\'s example': [identity(allow(['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'], {
      Resource: 'arn:aws:signin:*:*:service-principal/aws-mcp.amazonaws.com',
      Condition: { StringLike: { 'signin:OAuthRedirectUri': 'http://localhost:*' }, StringEquals: { 'signin:OAuthGrantType': ['authorization_code', 'refresh_token'] } },
    })), 'IICII'],
  }),
  decisions(PAGES.forwardAccess, 'a Deny of what CloudFormation does not call', {
    'directly': ask(USER, 'ec2:RunInstances', '*'),
    'by CloudFormation': { ...ask(USER, 'ec2:RunInstances', '*', { 'aws:CalledVia': ['cloudformation.amazonaws.com'] }), origin: RequestOrigin.viaAwsService() },
    'by Service Catalog': { ...ask(USER, 'ec2:RunInstances', '*', { 'aws:CalledVia': ['servicecatalog.amazonaws.com'] }), origin: RequestOrigin.viaAwsService() },
    'through an MCP server': { ...ask(USER, 'ec2:RunInstances', '*', { 'aws:CalledVia': [] }), origin: RequestOrigin.via(McpServer.AWS) },
  }, {
    'ForAllValues:StringNotEquals': [identity(allow('*'), deny('ec2:*', { Condition: { 'ForAllValues:StringNotEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] } } })), 'EAEE'],
  }),
];
