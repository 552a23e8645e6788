import type { Check, Example } from './check';
import { error, generalWarning, securityWarning, suggestion } from './check';
import { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';

const ALLOW: Json = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
const DENY: Json = { ...ALLOW, Effect: 'Deny' };
const ACCOUNT = '111122223333';
const without = (element: string, statement: Json = ALLOW): Json =>
  Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));

const identity = (more: Json, statement: Json = ALLOW): Example => ({ policy: { ...statement, ...more }, kind: PolicyKind.IDENTITY });
const on = (Resource: string): Example => identity({ Action: 'sqs:SendMessage', Resource });
const where = (Condition: Json, more: Json = {}): Example => identity({ Condition, ...more });
const scp = (more: Json, statement: Json = DENY): Example => ({ policy: { ...statement, ...more }, kind: PolicyKind.SERVICE_CONTROL });
const rcp = (more: Json, statement: Json = { ...DENY, Principal: '*' }): Example =>
  ({ policy: { ...statement, ...more }, kind: PolicyKind.RESOURCE_CONTROL });
const bucket = (more: Json, statement: Json = { ...ALLOW, Principal: { AWS: ACCOUNT } }): Example =>
  ({ policy: { ...statement, ...more }, kind: PolicyKind.RESOURCE, resourceType: 'AWS::S3::BucketPolicy' });
const trust = (more: Json): Example => ({ policy: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT }, ...more }, kind: PolicyKind.TRUST });
const document = (more: Json): Example => ({ policy: { Version: '2012-10-17', Statement: [ALLOW], ...more }, kind: PolicyKind.IDENTITY });
const oversized = (Action: string, size: number): string[] => Array.from({ length: size / 20 }, (_, i) => `${Action}${String(i).padStart(12, 'x')}`);
const saml = { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/Corporate` };
const github = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` };
const passRole = (more: Json): Example => identity({ Action: 'iam:PassRole', Resource: '*', ...more });

const NO_FORMATS = 'The formats of ARNs are not in the table of actions.';
const BY_DATA = 'AWS publishes no list.';
const STYLE = 'Of style: it changes nothing of what the policy does.';
const ADVICE = 'Advice to people who write policies by hand: nothing is wrong.';

/** In the order of the page. */
export const CHECKS: readonly Check[] = [
  error('ARN account not allowed', undefined, NO_FORMATS),
  error('ARN Region not allowed', undefined, NO_FORMATS),
  error('Data type mismatch', ['InvalidPolicyDocument', document({ Version: 20121017 })], 'Of other elements: InvalidStatement, InvalidResourceElement, InvalidCondition.'),
  error('Duplicate keys with different case', ['InvalidCondition', where({ StringEquals: { 'aws:PrincipalTag/team': 'a', 'AWS:principaltag/team': 'b' } })]),
  error('Invalid action', ['UnknownActionDenied', identity({ Action: 's3:GetObjects' }, DENY)], 'In an Allow: UnknownActionAllowed.'),
  error('Invalid ARN account', ['InvalidArn', on(`arn:aws:sqs:eu-west-1:${ACCOUNT}4:jobs`), on('arn:aws:sqs:eu-west-1:1111-2222-3333:jobs')],
    'Of accounts in digits: AWS\'s own are words, and nobody lists them.'),
  error('Invalid ARN prefix', ['InvalidResourceElement', identity({ Resource: 'aws:s3:::reports/*' })]),
  error('Invalid ARN Region', ['InvalidArn', on(`arn:aws:sqs:EU-WEST-1:${ACCOUNT}:jobs`), on(`arn:aws:sqs:eu-west-1a:${ACCOUNT}:jobs`)],
    'By how it is written: which Regions there are, and where a service is, changes.'),
  error('Invalid ARN resource', undefined, NO_FORMATS),
  error('Invalid ARN service case', ['InvalidArn', on(`arn:aws:SQS:eu-west-1:${ACCOUNT}:jobs`)]),
  error('Invalid condition data type', ['WrongConditionValue', where({ DateLessThan: { 'aws:CurrentTime': 'tomorrow' } })]),
  error('Invalid condition key format', ['UnknownConditionKey', where({ StringEquals: { PrincipalOrgID: 'o-a1b2c3d4e5' } })]),
  error('Invalid condition multiple Boolean', ['WrongConditionValue', where({ Bool: { 'aws:SecureTransport': ['true', 'false'] } })]),
  error('Invalid condition operator', ['InvalidCondition', where({ StringMatches: { 'aws:PrincipalTag/team': 'a' } })]),
  error('Invalid effect', ['InvalidStatement', identity({ Effect: 'Permit' })]),
  error('Invalid global condition key', ['UnknownConditionKey', where({ StringEquals: { 'aws:PrincipalTeam': 'a' } })]),
  error('Invalid partition', ['InvalidArn', on(`arn:amazon:sqs:eu-west-1:${ACCOUNT}:jobs`)], 'Whether a service is in the partition is not told.'),
  error('Invalid policy element', ['InvalidStatement', identity({ Conditions: {} })], 'Of the document: InvalidPolicyDocument.'),
  error('Invalid principal format', ['InvalidPrincipalElement', bucket({ Principal: ACCOUNT })]),
  error('Invalid principal key', ['InvalidPrincipalElement', bucket({ Principal: { Aws: ACCOUNT } })]),
  error('Invalid Region', ['WrongConditionValue', where({ StringEquals: { 'aws:RequestedRegion': 'Ireland' } })], 'By how it is written, as above.'),
  error('Invalid service', ['UnknownConditionKey', where({ StringEquals: { 's4:prefix': 'a' } })]),
  error('Invalid service condition key', ['UnknownConditionKey', where({ StringEquals: { 's3:prefixes': 'a' } })]),
  error('Invalid service in action', ['UnknownActionDenied', identity({ Action: 'dynamo:DeleteItem', Resource: '*' }, DENY)], 'In an Allow: UnknownActionAllowed.'),
  error('Invalid variable for operator', ['InvalidCondition', where({ NumericEquals: { 's3:max-keys': '${aws:PrincipalTag/limit}' } })]),
  error('Invalid version', ['InvalidPolicyDocument', document({ Version: '2012-10-18' })]),
  error('Json syntax error', undefined, 'The command line tells where, and ends with exit code 2: there is no policy to check.'),
  error('Missing action', ['InvalidStatement', { policy: without('Action'), kind: PolicyKind.IDENTITY }]),
  error('Missing ARN field', ['InvalidResourceElement', { policy: { ...ALLOW, Resource: 'arn:aws:s3' }, kind: PolicyKind.SESSION }],
    'In session policies: in others IAM completes the ARN, its grammar says.'),
  error('Missing ARN Region', undefined, NO_FORMATS),
  error('Missing effect', ['InvalidStatement', { policy: without('Effect'), kind: PolicyKind.IDENTITY }]),
  error('Missing principal', ['InvalidPrincipalElement', bucket({}, ALLOW)]),
  error('Missing qualifier', ['SetOperatorMissing', where({ StringEquals: { 'aws:TagKeys': 'owner' } }, { Action: 'ec2:CreateTags', Resource: '*' })]),
  error('Missing resource', ['InvalidResourceElement', { policy: without('Resource'), kind: PolicyKind.IDENTITY }]),
  error('Missing statement', ['InvalidPolicyDocument', { policy: { Version: '2012-10-17', Statement: [] }, kind: PolicyKind.IDENTITY }]),
  error('Null with if exists', ['InvalidCondition', where({ NullIfExists: { 'aws:TokenIssueTime': 'true' } })]),
  error('SCP syntax error action wildcard', undefined, 'Outdated: SCPs take wildcards anywhere in the name of an action since 2025-09-19.'),
  error('SCP syntax error principal', ['InvalidPrincipalElement', scp({ Principal: '*' })]),
  error('Unique Sids required', ['InvalidSid', document({ Statement: [{ ...ALLOW, Sid: 'Read' }, { ...DENY, Sid: 'Read' }] })]),
  error('Unsupported action in policy', ['InvalidAction', bucket({ Action: 'kms:Decrypt' }), trust({ Action: 's3:GetObject' })]),
  error('Unsupported element combination', ['InvalidStatement', identity({ NotAction: 's3:Put*' })]),
  error('Unsupported global condition key', ['UnknownConditionKey', where({ ArnEquals: { 'aws:ARN': `arn:aws:iam::${ACCOUNT}:role/Agent` } })]),
  error('Unsupported principal', ['InvalidPrincipalElement', identity({ Principal: '*' })]),
  error('Unsupported resource ARN in policy', ['InvalidResourceElement', bucket({ Resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` })]),
  error('Unsupported Sid', ['InvalidSid', identity({ Sid: 'read-reports' })]),
  error('Unsupported wildcard in principal', ['InvalidPrincipalElement', bucket({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }), bucket({ Principal: { Service: '*' } })]),
  error('Missing brace in variable', ['InvalidResourceElement', identity({ Resource: 'arn:aws:s3:::homes/${aws:username' })], 'In a condition: InvalidCondition.'),
  error('Missing quote in variable', ['InvalidResourceElement', identity({ Resource: 'arn:aws:s3:::homes/${aws:username, nobody}' })], 'In a condition: InvalidCondition.'),
  error('Unsupported space in variable', ['InvalidResourceElement', identity({ Resource: 'arn:aws:s3:::homes/${aws: username}' })], 'In a condition: InvalidCondition.'),
  error('Empty variable', ['InvalidResourceElement', identity({ Resource: 'arn:aws:s3:::homes/${}' })], 'In a condition: InvalidCondition.'),
  error('Variable unsupported in element', ['InvalidAction', identity({ Action: 's3:${aws:PrincipalTag/verb}' })], 'In Principal: InvalidPrincipalElement.'),
  error('Variable unsupported in version', ['PolicyVariableNotRead', document({ Version: '2008-10-17', Statement: [{ ...ALLOW, Resource: 'arn:aws:s3:::homes/${aws:username}' }] })]),
  error('Private IP address', ['WrongConditionValue', where({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.1.1'] } })]),
  error('Private NotIpAddress', ['WrongConditionValue', where({ NotIpAddressIfExists: { 'aws:SourceIp': '172.16.0.0/12' } }, { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' })]),
  error('Policy size exceeds SCP quota', ['PolicyTooLarge', scp({ Action: oversized('s3:Get', 10_400) })]),
  error('Invalid service principal format', ['InvalidPrincipalElement', bucket({ Principal: { Service: 'CloudTrail' } })], 'In a condition: WrongConditionValue.'),
  error('Missing tag key in condition', ['UnknownConditionKey', where({ StringEquals: { 'aws:ResourceTag': 'a' } }), where({ StringEquals: { 'aws:ResourceTag/': 'a' } })]),
  error('Invalid vpc format', ['WrongConditionValue', where({ StringEquals: { 'aws:SourceVpc': 'vpc-home' } })]),
  error('Invalid vpce format', ['WrongConditionValue', where({ StringEquals: { 'aws:SourceVpce': 'vpc-11223344556677889' } })]),
  error('Federated principal not supported', ['InvalidPrincipalElement', bucket({ Principal: saml })]),
  error('Unsupported action for condition key', ['ConditionKeyNeverCarried', where({ StringEquals: { 'signin:OAuthGrantType': 'refresh_token' } }, { Action: 'signin:AuthorizeOAuth2Access', Resource: '*' })],
    'Of AWS Sign-In, whose pages say so. Of other services the table of actions lists keys that a request may carry, not those that it can\'t.'),
  error('Unsupported condition key for service principal', undefined, `${BY_DATA} AWS names one pair, aws:PrincipalOrgID with cloudfront.amazonaws.com.`),
  error('Role trust policy syntax error notprincipal', ['InvalidPrincipalElement', { policy: { ...without('Principal', trust({}).policy), NotPrincipal: { AWS: ACCOUNT } }, kind: PolicyKind.TRUST }]),
  error('Role trust policy unsupported wildcard in principal', ['InvalidPrincipalElement', trust({ Principal: '*' })]),
  error('Role trust policy syntax error resource', ['InvalidResourceElement', trust({ Resource: '*' })]),
  error('Type mismatch IP range', ['WrongConditionValue', where({ IpAddress: { 'aws:SourceIp': '203.0.113.0-203.0.113.255' } })]),
  error('Missing action for condition key', undefined, BY_DATA),
  error('Invalid federated principal syntax in role trust policy', ['InvalidPrincipalElement', trust({ Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: 'Corporate' } })]),
  error('Mismatched action for principal', ['TrustPolicyWithoutEffect', trust({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: saml }),
    trust({ Action: 'sts:AssumeRoleWithSAML', Principal: github, Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b' } } }),
    trust({ Action: 'sts:AssumeRoleWithSAML' })]),
  error('Missing action for roles anywhere trust policy', ['TrustPolicyWithoutEffect', trust({ Principal: { Service: 'rolesanywhere.amazonaws.com' } })]),
  error('Policy size exceeds RCP quota', ['PolicyTooLarge', rcp({ Action: oversized('s3:Get', 5_200) })]),
  error('RCP syntax error principal', ['InvalidResourceControlPolicy', rcp({ Principal: { AWS: ACCOUNT } })]),
  error('RCP syntax error allow', ['InvalidResourceControlPolicy', rcp({ Effect: 'Allow' })]),
  error('RCP syntax error NotAction', ['InvalidResourceControlPolicy', rcp({ NotAction: 's3:Put*' }, without('Action', { ...DENY, Principal: '*' }))]),
  error('RCP syntax error action', ['InvalidResourceControlPolicy', rcp({ Action: 'ec2:*' })]),
  error('Missing ARN account', undefined, NO_FORMATS),
  error('Invalid kms key value', ['WrongConditionValue', where({ StringEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'alias/reports' } }, { Action: 's3:PutObject' })],
    'Of the key of Amazon S3: AWS names no other.'),
  error('Variable usage too permissive', ['WeakCondition', where({ StringLike: { 'aws:SourceAccount': '${aws:PrincipalTag/account}' } })],
    'Of the keys that AWS calls sensitive. How many letters before a variable are enough elsewhere is a matter of taste.'),
  error('Wildcard usage too permissive', ['WeakCondition', where({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } })], 'As above.'),

  securityWarning('Untrustworthy condition key', ['WeakCondition', where({ StringEquals: { 'aws:Referer': 'https://example.com' } }), where({ StringLike: { 'aws:UserAgent': 'agent/*' } })]),
  securityWarning('Allow with NotPrincipal', ['InvalidPrincipalElement', bucket({ NotPrincipal: { AWS: ACCOUNT } }, ALLOW)]),
  securityWarning('ForAllValues with single valued key', ['SetOperatorOnSingleValue', where({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })]),
  securityWarning('Pass role with NotResource', ['PassRoleTooBroad', { policy: { Effect: 'Allow', Action: 'iam:PassRole', NotResource: `arn:aws:iam::${ACCOUNT}:role/admin` }, kind: PolicyKind.IDENTITY }]),
  securityWarning('Pass role with star in action and NotResource', ['PassRoleTooBroad', { policy: { Effect: 'Allow', Action: 'iam:*', NotResource: `arn:aws:iam::${ACCOUNT}:role/admin` }, kind: PolicyKind.IDENTITY }]),
  securityWarning('Pass role with NotAction and NotResource', ['PassRoleTooBroad', { policy: { Effect: 'Allow', NotAction: 's3:*', NotResource: `arn:aws:iam::${ACCOUNT}:role/admin` }, kind: PolicyKind.IDENTITY }]),
  securityWarning('Pass role with star in resource', ['PassRoleTooBroad', passRole({}), passRole({ Resource: `arn:aws:iam::${ACCOUNT}:role/*` })]),
  securityWarning('Pass role with star in action and resource', ['PassRoleTooBroad', passRole({ Action: 'iam:*' }), passRole({ Action: 'iam:Pass*' })],
    'Not of all actions on everything, which is what an administrator has.'),
  securityWarning('Pass role with star in resource and NotAction', ['PassRoleTooBroad', { policy: { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, kind: PolicyKind.IDENTITY }]),
  securityWarning('Missing paired condition keys', ['WeakCondition', where({ IpAddress: { 'aws:VpcSourceIp': '10.1.0.0/16' } })], 'Of aws:VpcSourceIp: AWS names no other pair.'),
  securityWarning('Deny with unsupported tag condition key for service', undefined, 'Which actions carry the tags of a resource is not in the table of actions.'),
  securityWarning('Deny NotAction with unsupported tag condition key for service',
    ['WeakCondition', { policy: { Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/status': 'secret' } } }, kind: PolicyKind.IDENTITY }]),
  securityWarning('Restrict access to service principal', ['ServicePrincipalNotRestricted', bucket({ Principal: { Service: 'cloudtrail.amazonaws.com' } })]),
  securityWarning('Missing condition key for oidc principal', ['FederationNotRestricted', trust({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com` } })]),
  securityWarning('Missing github repo condition key', ['FederationNotRestricted', trust({
    Action: 'sts:AssumeRoleWithWebIdentity', Principal: github, Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
  })]),
  securityWarning('String like operator with ARN condition keys', ['WeakCondition', where({ StringLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:alerts' } })]),
  securityWarning('DynamoDB attributes without select', ['WeakCondition', where({ 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id'] } }, { Action: 'dynamodb:GetItem', Resource: '*' })]),
  securityWarning('ForAnyValue with audience claim type', ['SetOperatorOnSingleValue', trust({
    Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'accounts.google.com' }, Condition: { 'ForAnyValue:StringEquals': { 'accounts.google.com:aud': 'a' } },
  })]),

  ...['Create SLR with NotResource', 'Create SLR with star in action and NotResource', 'Create SLR with NotAction and NotResource', 'Create SLR with star in resource',
    'Create SLR with star in action and resource', 'Create SLR with star in resource and NotAction'].map((name) => generalWarning(name, undefined, 'A service-linked role gives nobody more than its service has.')),
  generalWarning('Deprecated global condition key', ['UnknownConditionKey', where({ ArnEquals: { 'aws:ARN': `arn:aws:iam::${ACCOUNT}:role/Agent` } })]),
  generalWarning('Invalid date value', undefined, 'Seconds since 1970 are documented, and compared so.'),
  generalWarning('Invalid role reference', undefined, ADVICE),
  generalWarning('Invalid user reference', undefined, ADVICE),
  generalWarning('Missing version', undefined, 'Where it matters: PolicyVariableNotRead, and InvalidPolicyDocument of control policies.'),
  generalWarning('Unique Sids recommended', undefined, 'Where AWS demands it: InvalidSid.'),
  generalWarning('Wildcard without like operator', undefined, 'A "*" may be meant. Of the MCP keys: McpConditionNeverMatches.'),
  generalWarning('Policy size exceeds identity policy quota', ['PolicyTooLarge', { policy: identity({ Action: oversized('s3:Get', 6_400) }).policy, kind: PolicyKind.IDENTITY, resourceType: 'AWS::IAM::ManagedPolicy' }]),
  generalWarning('Policy size exceeds resource policy quota', ['PolicyTooLarge', bucket({ Action: oversized('s3:Get', 20_800) })]),
  generalWarning('Type mismatch', undefined, 'Of the MCP keys: WrongOperatorForMcpKey.'),
  generalWarning('Type mismatch Boolean', ['WrongConditionValue', where({ Bool: { 'aws:SecureTransport': 'yes' } })]),
  generalWarning('Type mismatch date', ['WrongConditionValue', where({ DateLessThan: { 'aws:CurrentTime': '31.01.2027' } })]),
  generalWarning('Type mismatch number', ['WrongConditionValue', where({ NumericLessThan: { 'aws:MultiFactorAuthAge': '1 hour' } })]),
  generalWarning('Type mismatch string', ['WrongConditionValue', where({ BinaryEquals: { 's3:prefix': 'no base64!' } })]),
  generalWarning('Specific github repo and branch recommended', undefined, 'A wildcard for the branch is common, and meant.'),
  generalWarning('Policy size exceeds role trust policy quota', ['PolicyTooLarge', trust({ Action: oversized('sts:Assume', 2_200) })]),
  generalWarning('RCP missing related principal condition key', undefined, ADVICE),
  generalWarning('RCP missing related service principal condition key', undefined, ADVICE),
  generalWarning('RCP missing service condition key null check', undefined, ADVICE),
  generalWarning('Use condition key only with supported services', undefined, BY_DATA),

  suggestion('Empty array action', ['InvalidStatement', identity({ Action: [] })]),
  suggestion('Empty array condition', ['InvalidCondition', where({ StringEquals: { 's3:prefix': [] } })]),
  suggestion('Empty array condition ForAllValues', ['InvalidCondition', where({ 'ForAllValues:StringEquals': { 'aws:TagKeys': [] } })]),
  suggestion('Empty array condition ForAnyValue', ['InvalidCondition', where({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': [] } })]),
  suggestion('Empty array condition IfExists', ['InvalidCondition', where({ StringEqualsIfExists: { 's3:prefix': [] } })]),
  suggestion('Empty array principal', ['InvalidPrincipalElement', bucket({ Principal: { AWS: [] } })]),
  suggestion('Empty array resource', ['InvalidResourceElement', identity({ Resource: [] })]),
  suggestion('Empty object condition', undefined, STYLE),
  suggestion('Empty object principal', ['InvalidPrincipalElement', bucket({ Principal: {} })]),
  suggestion('Empty Sid value', undefined, STYLE),
  suggestion('Equivalent to null false', undefined, STYLE),
  suggestion('Equivalent to null true', undefined, STYLE),
  suggestion('Improve IP range', undefined, STYLE),
  suggestion('Null with qualifier', ['InvalidCondition', where({ 'ForAnyValue:Null': { 'aws:TagKeys': 'true' } })]),
  suggestion('Private IP address subset', undefined, 'The public ones among them have their effect.'),
  suggestion('Private NotIpAddress subset', undefined, 'The public ones among them have their effect.'),
  suggestion('Redundant action', undefined, STYLE),
  suggestion('Redundant condition value num', undefined, STYLE),
  suggestion('Redundant resource', undefined, STYLE),
  suggestion('Redundant statement', undefined, STYLE),
  suggestion('Wildcard in service name', ['InvalidArn', on(`arn:aws:*:eu-west-1:${ACCOUNT}:jobs`)], 'In an action: InvalidAction.'),
  suggestion('Allow with unsupported tag condition key for service', undefined, 'Which actions carry the tags of a resource is not in the table of actions.'),
  suggestion('Allow NotAction with unsupported tag condition key for service', undefined, 'What it does not allow is denied all the same.'),
  suggestion('Recommended condition key for service principal', ['ServicePrincipalNotRestricted', bucket({ Principal: { Service: 'ses.amazonaws.com' }, Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })]),
  suggestion('Irrelevant condition key in policy', undefined, BY_DATA),
  suggestion('Redundant key due to wildcard in condition', undefined, 'Of the MCP keys: McpConditionAlwaysMatches.'),
  suggestion('Redundant principal in role trust policy', undefined, STYLE),
  suggestion('Redundant statement due to wildcard in condition', undefined, 'Of the MCP keys: McpConditionNeverMatches.'),
  suggestion('Confirm audience claim type', undefined, ADVICE),
];
