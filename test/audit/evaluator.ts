import type { AuditRow } from './row';
import { row, rowsOf } from './row';
import type { PolicyDocuments, SimulationRequest } from '../../src';
import { PAGES } from '../conformance/pages';
import type { Json } from '../conformance/row';
import { simulations } from '../conformance/row';
import { ACCOUNT, allow, ALLOW_ALL, BUCKET, deny, FEDERATED, INSTANCE, KEY, OBJECT, policy, QUEUE, ROOT, SESSION, USER } from '../conformance/world';

const said = (documents: PolicyDocuments, request: SimulationRequest) => () => simulations(documents)(request);
const identity = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [policy(...statements)] });
const send = (principal: string, more: Partial<SimulationRequest> = {}): SimulationRequest => ({ principal, action: 'sqs:SendMessage', resource: QUEUE, ...more });
const get = (principal: string, more: Partial<SimulationRequest> = {}): SimulationRequest =>
  ({ principal, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, ...more });
const decrypt: SimulationRequest = { principal: USER, action: 'kms:Decrypt', resource: KEY };
const invoke: SimulationRequest = { principal: USER, action: 'lambda:InvokeFunction', resource: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:pay-api:live-prod` };
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/jobs`;
const withoutResource = (statement: Json): Json => Object.fromEntries(Object.entries(statement).filter(([name]) => name !== 'Resource'));
const ofUsers = deny('*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/*` } } });

/** What was said to be allowed, and was not; and what was answered, and should have been refused. `A` allowed, `I`, `E` denied, `C` conditional, `X` an error. */
export const EVALUATOR: readonly AuditRow[] = [
  ...rowsOf('federated-user',
    row('a federated user without a session policy', PAGES.federationToken, 'I', said({ identityPolicies: [ALLOW_ALL] }, send(FEDERATED))),
    row('a federated user whom the queue names', PAGES.federationToken, 'A', said({
      identityPolicies: [ALLOW_ALL], resourcePolicy: policy(allow('sqs:*', { Principal: { AWS: FEDERATED } })),
    }, send(FEDERATED))),
  ),
  ...rowsOf('federated-user-arn',
    row('a Deny for users does not reach a federated user', PAGES.globalKeys, 'A',
      said({ identityPolicies: [policy(allow('*'), ofUsers)], sessionPolicy: ALLOW_ALL }, send(FEDERATED))),
    row('but a user', PAGES.globalKeys, 'E', said(identity(allow('*'), ofUsers), send(USER))),
  ),
  ...rowsOf('root-task-session',
    row('root\'s task session can do what its policy says only', PAGES.assumeRoot, 'I',
      said({ identityPolicies: [], sessionPolicy: policy(allow('s3:DeleteBucketPolicy')) }, get(ROOT))),
    row('root\'s task session does that', PAGES.assumeRoot, 'A',
      said({ identityPolicies: [], sessionPolicy: policy(allow('s3:GetObject')) }, get(ROOT))),
  ),
  ...rowsOf('key-policy-without-resource',
    row('an Allow without Resource in a key policy', PAGES.keyOverview, 'I',
      said({ ...identity(allow('s3:*')), resourcePolicy: policy(withoutResource(allow('kms:*', { Principal: { AWS: USER } }))) }, decrypt)),
    row('a Deny without Resource in a key policy', PAGES.keyOverview, 'A', said({
      identityPolicies: [ALLOW_ALL], resourcePolicy: policy(allow('kms:*', { Principal: { AWS: ROOT } }), withoutResource(deny('kms:*', { Principal: '*' }))),
    }, decrypt)),
  ),
  ...rowsOf('wildcard-in-segment',
    row('* amid a segment of an ARN', PAGES.resource, 'C', said(identity(allow('lambda:*', { Resource: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:pay*-prod` })), invoke)),
    row('* at the end of a segment', PAGES.resource, 'A', said(identity(allow('lambda:*', { Resource: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:pay*` })), invoke)),
  ),
  ...rowsOf('ipv6-without-prefix',
    row('an IPv6 address without a prefix', PAGES.operators, 'C', said(
      identity(allow('*'), deny('*', { Condition: { IpAddress: { 'aws:SourceIp': '2001:db8::1' } } })), get(USER, { context: { 'aws:SourceIp': ['2001:db8:ffff::2'] } }))),
  ),
  ...rowsOf('variable-in-arn',
    row('a variable before the resource part of an ARN', PAGES.variables, 'C', said(
      identity(allow('sqs:*', { Resource: `arn:aws:sqs:\${aws:RequestedRegion}:${ACCOUNT}:*` })), send(USER, { context: { 'aws:RequestedRegion': ['us-east-1'] } }))),
  ),
  ...rowsOf('session-policy-arn',
    row('an incomplete ARN in a session policy', PAGES.grammar, 'X',
      said({ identityPolicies: [ALLOW_ALL], sessionPolicy: policy(allow('sqs:*', { Resource: 'arn:aws:sqs' })) }, send(SESSION))),
    row('an incomplete ARN in an identity-based policy', PAGES.grammar, 'A', said(identity(allow('sqs:*', { Resource: 'arn:aws:sqs' })), send(USER))),
  ),
  ...rowsOf('boundary-arn',
    row('an incomplete ARN in a boundary', PAGES.grammar, 'A', said({
      identityPolicies: [ALLOW_ALL], permissionsBoundary: policy(allow('sqs:*', { Resource: 'arn:aws:sqs' })),
    }, send(USER))),
  ),
  ...rowsOf('several-values',
    row('several values without a set operator', PAGES.setOperators, 'C', said(
      identity(allow('ec2:*', { Condition: { StringEquals: { 'aws:TagKeys': 'a' } } })),
      { principal: USER, action: 'ec2:CreateTags', resource: INSTANCE, context: { 'aws:TagKeys': ['a', 'b'] } })),
  ),
  ...rowsOf('malformed-documents',
    row('an element Conditions', PAGES.grammar, 'X', said(identity({ ...allow('*'), Conditions: {} }), get(USER))),
    row('an ARN as Principal', PAGES.principal, 'X', said({ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(allow('s3:*', { Principal: USER })) }, get(USER))),
  ),
  ...rowsOf('bucket-policy-of-root',
    row('root puts the policy of a bucket that denies everybody', PAGES.putBucketPolicy, 'A', said({
      identityPolicies: [], resourcePolicy: policy(deny('s3:*', { Principal: '*' })),
    }, get(ROOT, { action: 's3:PutBucketPolicy', resource: BUCKET }))),
  ),
  ...rowsOf('rcp-reach',
    row('an RCP on an action about no resource', PAGES.rcpEvaluation, 'C', said({
      identityPolicies: [ALLOW_ALL], resourceControlPolicies: [[policy(deny('s3:*', { Principal: '*' }))]],
    }, { principal: SESSION, action: 's3:ListAllMyBuckets', resource: '*' })),
    row('an RCP does not touch a service that assumes its service-linked role', PAGES.rcp, 'A', said({
      identityPolicies: [],
      resourceControlPolicies: [[policy(deny('sts:*', { Principal: '*' }))]],
      resourcePolicy: policy({ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    }, {
      principal: 'ecs.amazonaws.com', action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    })),
  ),
  ...rowsOf('beyond-policies',
    row('retiring a grant, denied by the key policy', PAGES.keyGrants, 'C', said({
      identityPolicies: [ALLOW_ALL], resourcePolicy: policy(allow('kms:*', { Principal: { AWS: ROOT } }), deny('kms:RetireGrant', { Principal: '*' })),
    }, { ...decrypt, action: 'kms:RetireGrant' })),
  ),
  ...rowsOf('table-actions',
    row('a Deny of everything in a table\'s policy, of what such policies can\'t hold', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html', 'C',
      said({ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(deny('dynamodb:*', { Principal: '*' })) }, { principal: USER, action: 'dynamodb:UpdateGlobalTable', resource: TABLE })),
    row('the same of what they can hold', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html', 'E',
      said({ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(deny('dynamodb:*', { Principal: '*' })) }, { principal: USER, action: 'dynamodb:DeleteTable', resource: TABLE })),
  ),
  ...rowsOf('session-token',
    row('GetSessionToken of a user whose policies deny it', PAGES.sessionToken, 'A',
      said(identity(allow('*'), deny('sts:GetSessionToken')), { principal: USER, action: 'sts:GetSessionToken', resource: '*' })),
    row('GetSessionToken of root', PAGES.sessionToken, 'A', said({ identityPolicies: [] }, { principal: ROOT, action: 'sts:GetSessionToken', resource: '*' })),
  ),
];
