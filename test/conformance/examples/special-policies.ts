import type { AwsExample, ExampleRequest, Json } from './example';
import { ACCOUNT, ALLOW_ALL, allow, deny, examples, OTHER_ACCOUNT, PAGES, policy, ROLE, ROOT, SESSION, USER } from './example';
import { McpServer, RequestOrigin } from '../../../src';

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
const TARGET = `arn:aws:iam::${ACCOUNT}:role/Target`;
const FOREIGN_USER = `arn:aws:iam::${OTHER_ACCOUNT}:user/Bob`;
const OBJECT = 'arn:aws:s3:::amzn-s3-demo-bucket/a';

const decrypt = (principal: string): ExampleRequest => ({ principal, action: 'kms:Decrypt', resource: KEY, resourceAccount: ACCOUNT });
const key = (principal: unknown): Json => policy({ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' });
const assume = (principal: string): ExampleRequest => ({ principal, action: 'sts:AssumeRole', resource: TARGET, resourceAccount: ACCOUNT });
const trust = (principal: unknown): Json => policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
const get = (origin?: RequestOrigin): ExampleRequest => ({ principal: SESSION, action: 's3:GetObject', resource: OBJECT, ...(origin && { origin }) });
const remove = (origin: RequestOrigin): ExampleRequest => ({ principal: SESSION, action: 's3:DeleteObject', resource: OBJECT, origin });

const { direct, directKeyAbsent, directKeyFalse, via } = RequestOrigin;

/** Key policies, trust policies and VPC endpoint policies, which are not like other resource-based policies; and the MCP keys. */
export const SPECIAL_POLICY_EXAMPLES: AwsExample[] = [
  ...examples(PAGES.kms, 'a key policy for the account enables identity-based policies', {
    identityPolicies: [policy(allow('kms:Decrypt'))], resourcePolicy: key({ AWS: ROOT }),
  },
  ['a user', decrypt(USER), 'ALLOWED'],
  ['a session', decrypt(SESSION), 'ALLOWED'],
  ['the root user', decrypt(ROOT), 'ALLOWED']),
  ...examples(PAGES.kms, 'a key policy for the account allows no user by itself', { identityPolicies: [], resourcePolicy: key({ AWS: ROOT }) },
    ['a user', decrypt(USER), 'IMPLICITLY_DENIED'],
    ['a session', decrypt(SESSION), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.kms, 'a key policy for one user', { identityPolicies: [ALLOW_ALL], resourcePolicy: key({ AWS: USER }) },
    ['another user, allowed by a policy', decrypt(`arn:aws:iam::${ACCOUNT}:user/Bob`), 'IMPLICITLY_DENIED'],
    ['a session, allowed by a policy', decrypt(SESSION), 'IMPLICITLY_DENIED'],
    ['the root user', decrypt(ROOT), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.kms, 'a key policy for one user or role is enough', { identityPolicies: [], resourcePolicy: key({ AWS: [USER, ROLE] }) },
    ['the user', decrypt(USER), 'ALLOWED'],
    ['a session of the role', decrypt(SESSION), 'ALLOWED']),
  ...examples(PAGES.kms, 'an identity-based policy denies whatever the key policy says', {
    identityPolicies: [policy(deny('kms:Decrypt'))], resourcePolicy: key({ AWS: [USER, ROLE] }),
  },
  ['the user', decrypt(USER), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.crossAccount, 'a key policy for another account', {
    identityPolicies: [policy(allow('kms:Decrypt'))], resourcePolicy: key({ AWS: OTHER_ACCOUNT }),
  },
  ['its user, allowed there', decrypt(FOREIGN_USER), 'ALLOWED']),
  ...examples(PAGES.crossAccount, 'a key policy for another account, which allows nothing', {
    identityPolicies: [], resourcePolicy: key({ AWS: OTHER_ACCOUNT }),
  },
  ['its user', decrypt(FOREIGN_USER), 'IMPLICITLY_DENIED']),

  ...examples(PAGES.denyAllow, 'a trust policy must allow the principal', {
    identityPolicies: [ALLOW_ALL], resourcePolicy: trust({ Service: 'ec2.amazonaws.com' }),
  },
  ['a user, allowed by a policy', assume(USER), 'IMPLICITLY_DENIED'],
  ['the service', assume('ec2.amazonaws.com'), 'ALLOWED'],
  ['another service', assume('ecs.amazonaws.com'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.principal, 'a trust policy for two services', {
    resourcePolicy: trust({ Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] }),
  },
  ['the first', assume('ecs.amazonaws.com'), 'ALLOWED'],
  ['the second', assume('elasticloadbalancing.amazonaws.com'), 'ALLOWED'],
  ['a third', assume('ec2.amazonaws.com'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.assumeRole, 'a trust policy for the account, and the user allowed', {
    identityPolicies: [policy(allow('sts:AssumeRole', TARGET))], resourcePolicy: trust({ AWS: ROOT }),
  },
  ['the user', assume(USER), 'ALLOWED']),
  ...examples(PAGES.assumeRole, 'a trust policy for the account, and nothing else', { identityPolicies: [], resourcePolicy: trust({ AWS: ROOT }) },
    ['a user', assume(USER), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.assumeRole, 'a trust policy for a user of the account', { identityPolicies: [], resourcePolicy: trust({ AWS: USER }) },
    ['that user', assume(USER), 'ALLOWED'],
    ['another', assume(`arn:aws:iam::${ACCOUNT}:user/Bob`), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.trust, 'a trust policy for a user, whose boundary must allow it too', {
    identityPolicies: [], permissionsBoundary: policy(allow('s3:*')), resourcePolicy: trust({ AWS: USER }),
  },
  ['the user', assume(USER), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.assumeRole, 'a trust policy for a user of another account', {
    identityPolicies: [policy(allow('sts:AssumeRole', TARGET))], resourcePolicy: trust({ AWS: FOREIGN_USER }),
  },
  ['the user, allowed there', assume(FOREIGN_USER), 'ALLOWED']),
  ...examples(PAGES.assumeRole, 'a trust policy for a user of another account, which allows nothing', {
    identityPolicies: [], resourcePolicy: trust({ AWS: FOREIGN_USER }),
  },
  ['the user', assume(FOREIGN_USER), 'IMPLICITLY_DENIED']),

  ...examples(PAGES.endpoint, 'the default VPC endpoint policy', {
    identityPolicies: [policy(allow('s3:GetObject'))], vpcEndpointPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
  },
  ['what is allowed', get(), 'ALLOWED'],
  ['what is not', { ...get(), action: 's3:PutObject' }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.endpointSts, 'a VPC endpoint policy must allow it too', {
    identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy({ Effect: 'Allow', Principal: '*', Action: 'sts:GetCallerIdentity', Resource: '*' }),
  },
  ['what it allows', { principal: SESSION, action: 'sts:GetCallerIdentity', resource: '*' }, 'ALLOWED'],
  ['what it does not', { principal: SESSION, action: 'sts:GetSessionToken', resource: '*' }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.endpointAccounts, 'a VPC endpoint policy for one user, that denies everybody one action', {
    identityPolicies: [ALLOW_ALL],
    vpcEndpointPolicy: policy(
      { Effect: 'Allow', Principal: { AWS: USER }, Action: ['account:GetAlternateContact', 'account:PutAlternateContact'], Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'account:DeleteAlternateContact', Resource: '*' },
    ),
  },
  ['that user', { principal: USER, action: 'account:GetAlternateContact', resource: '*' }, 'ALLOWED'],
  ['another user', { principal: `arn:aws:iam::${ACCOUNT}:user/Bob`, action: 'account:GetAlternateContact', resource: '*' }, 'IMPLICITLY_DENIED'],
  ['what is denied', { principal: USER, action: 'account:DeleteAlternateContact', resource: '*' }, 'EXPLICITLY_DENIED']),
  ...examples(PAGES.endpoint, 'a gateway endpoint policy by aws:PrincipalArn', {
    identityPolicies: [ALLOW_ALL],
    vpcEndpointPolicy: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalArn': USER } } }),
  },
  ['that user', { ...get(), principal: USER, context: { 'aws:PrincipalArn': [USER] } }, 'ALLOWED'],
  ['a session', { ...get(), context: { 'aws:PrincipalArn': [ROLE] } }, 'IMPLICITLY_DENIED']),

  ...examples(PAGES.mcp, 'everything denied through any MCP server', {
    identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[ALLOW_ALL, policy(deny('*', '*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }))]],
  },
  ['directly', get(direct()), 'ALLOWED'],
  ['through the AWS MCP Server', get(via(McpServer.AWS)), 'EXPLICITLY_DENIED'],
  ['through the EKS server', get(via(McpServer.EKS)), 'EXPLICITLY_DENIED']),
  ...examples(PAGES.mcp, 'what destroys denied through one MCP server', {
    identityPolicies: [policy(allow('s3:*'), deny('s3:DeleteObject', '*', { Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } }))],
  },
  ['reading through it', get(via(McpServer.AWS)), 'ALLOWED'],
  ['deleting through it', remove(via(McpServer.AWS)), 'EXPLICITLY_DENIED'],
  ['deleting through another', remove(via(McpServer.EKS)), 'ALLOWED'],
  ['deleting directly', remove(direct()), 'ALLOWED']),
  ...examples(PAGES.mcp, 'allowed through one MCP server only', {
    identityPolicies: [policy(allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } }))],
  },
  ['through it', get(via(McpServer.EKS)), 'ALLOWED'],
  ['through another', get(via(McpServer.AWS)), 'IMPLICITLY_DENIED'],
  ['directly', get(direct()), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.operators, 'a direct call with and without the key', {
    identityPolicies: [policy(allow('*'), deny('*', '*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }))],
  },
  ['with the key', get(directKeyFalse()), 'EXPLICITLY_DENIED'],
  ['without', get(directKeyAbsent()), 'ALLOWED']),
];
