import type { PolicyDocuments, SimulationRequest } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin } from '../../../src';
import { ANONYMOUS_CONTEXT, isByAccessControlList } from '../../../src/iam/anonymous';
import type { Json } from '../../conformance/row';
import { allow, ALLOW_ALL, deny, OBJECT, policy, QUEUE } from '../../conformance/world';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:News';
const ask = (documents: PolicyDocuments, more: Partial<SimulationRequest> = {}) =>
  McpSimulator.fromDocuments(documents).simulate({ principal: 'anonymous', action: 'sns:Subscribe', resource: TOPIC, ...more });
const ofTopic = (...statements: Json[]): PolicyDocuments => ({ resourcePolicy: policy(...statements) });
const EVERYBODY = allow('sns:Subscribe', { Principal: '*', Resource: TOPIC });
const when = (Condition: Json) => ofTopic({ ...EVERYBODY, Condition });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous, and the page of the global condition keys.
test.each<[string, PolicyDocuments, string]>([
  ['everybody', ofTopic(EVERYBODY), 'ALLOWED'],
  ['everybody, as an AWS principal', ofTopic({ ...EVERYBODY, Principal: { AWS: '*' } }), 'ALLOWED'],
  ['an account', ofTopic({ ...EVERYBODY, Principal: { AWS: '111122223333' } }), 'IMPLICITLY_DENIED'],
  ['a service', ofTopic({ ...EVERYBODY, Principal: { Service: 's3.amazonaws.com' } }), 'IMPLICITLY_DENIED'],
  ['no policy of the topic', {}, 'IMPLICITLY_DENIED'],
  ['policies of a principal, which nobody is', { identityPolicies: [ALLOW_ALL] }, 'IMPLICITLY_DENIED'],
  ['a Deny of a principal, which nobody is', { ...ofTopic(EVERYBODY), identityPolicies: [policy(deny('*'))], permissionsBoundary: policy(deny('*')), sessionPolicy: policy(deny('*')) }, 'ALLOWED'],
  ['a service control policy', { ...ofTopic(EVERYBODY), serviceControlPolicies: [policy(deny('*'))] }, 'ALLOWED'],
  ['a Deny for everybody', ofTopic(EVERYBODY, deny('sns:*', { Principal: '*', Resource: TOPIC })), 'EXPLICITLY_DENIED'],
  ['a Deny for an account', ofTopic(EVERYBODY, deny('sns:*', { Principal: { AWS: '111122223333' }, Resource: TOPIC })), 'ALLOWED'],
  ['a Deny for all but an account', ofTopic(EVERYBODY, { Effect: 'Deny', Action: 'sns:*', NotPrincipal: { AWS: '111122223333' }, Resource: TOPIC }), 'EXPLICITLY_DENIED'],
  ['principals of an organization', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } }), 'IMPLICITLY_DENIED'],
  ['not those of an organization', when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } }), 'ALLOWED'],
  ['a tag', when({ StringLike: { 'aws:PrincipalTag/team': '*' } }), 'IMPLICITLY_DENIED'],
  ['an account by its key', when({ StringEquals: { 'aws:PrincipalAccount': 'anonymous' } }), 'ALLOWED'],
  ['a type', when({ StringEquals: { 'aws:PrincipalType': 'Anonymous' } }), 'ALLOWED'],
  ['no ARN', when({ Null: { 'aws:PrincipalArn': 'true' } }), 'ALLOWED'],
  ['an ARN', when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }), 'IMPLICITLY_DENIED'],
  ['a session', when({ Null: { 'aws:TokenIssueTime': 'false' } }), 'IMPLICITLY_DENIED'],
  ['an address', when({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), 'CONDITIONAL'],
  ['neither through a server', when({ Bool: { 'aws:ViaAWSMCPService': 'true' } }), 'IMPLICITLY_DENIED'],
])('an anonymous request under a policy for %s', (_, documents, decision) => {
  expect(ask(documents).decision).toBe(decision);
});

describe('what is not known of an anonymous request', () => {
  const read: Partial<SimulationRequest> = { action: 's3:GetObject', resource: OBJECT };
  const ofBucket = { resourcePolicy: policy(allow('s3:GetObject', { Principal: '*', Resource: OBJECT })) };

  test('Block Public Access and resource control policies', () => {
    const { decision, dependsOn } = ask(ofBucket, read);
    expect([decision, dependsOn]).toEqual(['CONDITIONAL', ['resource control policies, which are not given', 'Block Public Access of Amazon S3', 'access control lists of Amazon S3']]);
    expect(ask({ ...ofBucket, resourceControlPolicies: [] }, read).dependsOn).toEqual(['Block Public Access of Amazon S3', 'access control lists of Amazon S3']);
  });

  test('a queue hangs on resource control policies only', () => {
    const ofQueue = { resourcePolicy: policy(allow('sqs:SendMessage', { Principal: '*', Resource: QUEUE })) };
    const send = { action: 'sqs:SendMessage', resource: QUEUE };
    expect(ask(ofQueue, send).dependsOn).toEqual(['resource control policies, which are not given']);
    expect(ask({ ...ofQueue, resourceControlPolicies: [] }, send).decision).toBe('ALLOWED');
    const outsiders = policy(deny('sqs:*', { Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1234567890' } } }));
    expect(ask({ ...ofQueue, resourceControlPolicies: [outsiders] }, send).decision).toBe('EXPLICITLY_DENIED');
    expect(ask({ resourcePolicy: policy(deny('sqs:*', { Principal: '*', Resource: QUEUE })) }, send).decision).toBe('EXPLICITLY_DENIED');
    expect(ask({}, send).decision).toBe('IMPLICITLY_DENIED');
  });

  test('what access control lists can allow is not denied for lack of a policy', () => {
    expect(ask({}, read).decision).toBe('CONDITIONAL');
    expect(ask({}, { ...read, action: 's3:DeleteObject' }).decision).toBe('IMPLICITLY_DENIED');
    expect(ask({ resourcePolicy: policy(deny('s3:*', { Principal: '*', Resource: OBJECT })) }, read).decision).toBe('EXPLICITLY_DENIED');
  });

  test.each([
    ['lambda:InvokeFunctionUrl', 'arn:aws:lambda:us-east-1:111122223333:function:f', 'CONDITIONAL'],
    ['sts:GetCallerIdentity', '*', 'IMPLICITLY_DENIED'],
    ['ec2:RunInstances', '*', 'IMPLICITLY_DENIED'],
  ])('whether the service takes it: %s', (action, resource, decision) => {
    const documents = action === 'lambda:InvokeFunctionUrl' ? { resourcePolicy: policy(allow(action, { Principal: '*', Resource: resource })) } : { identityPolicies: [ALLOW_ALL] };
    expect(ask(documents, { action, resource }).decision).toBe(decision);
  });
});

test.each([RequestOrigin.via(McpServer.AWS), RequestOrigin.viaAnyServer(), RequestOrigin.viaAwsService()])('an anonymous request does not come from %s', (origin) => {
  expect(() => ask(ofTopic(EVERYBODY), { origin })).toThrow(`an anonymous request does not come from the origin "${origin.description}"`);
});

describe('of a template', () => {
  const of = (Type: string, list: string, action: string, name: object) => ({
    It: { Type, Properties: name },
    Policy: { Type: `${Type}Policy`, Properties: { [list]: [{ Ref: 'It' }], PolicyDocument: policy(allow(action, { Principal: '*', Resource: '*' })) } },
  });
  const queue = of('AWS::SQS::Queue', 'Queues', 'sqs:SendMessage', { QueueName: 'q' });
  const rcp = (Content: Json, ...TargetIds: string[]) => ({
    Rcp: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'Rcp', Type: 'RESOURCE_CONTROL_POLICY', Content, TargetIds } },
  });
  const send = (Resources: Json, account: string | undefined, more: Partial<SimulationRequest> = {}) =>
    McpSimulator.fromTemplate({ Resources }, { account }).simulate({ principal: 'anonymous', action: 'sqs:SendMessage', resource: '${It.Arn}', ...more });

  // What reaches the account of the queue is not in the template, whether or not the account is told.
  test.each<[string, string | undefined, Partial<SimulationRequest>]>([
    ['the account of the template', '111122223333', {}],
    ['the account of the request', undefined, { resourceAccount: '111122223333' }],
    ['an account of both', '111122223333', { resourceAccount: '444455556666' }],
    ['no account', undefined, {}],
  ])('resource control policies are not known: %s is told', (_, account, more) => {
    const { decision, dependsOn } = send(queue, account, more);
    expect([decision, dependsOn]).toEqual(['CONDITIONAL', ['resource control policies, which are not given']]);
    expect(send(queue, account, { ...more, action: 'sqs:DeleteQueue' }).decision).toBe('IMPLICITLY_DENIED');
  });

  test('resource control policies that are in it decide', () => {
    const outsiders = policy(deny('sqs:*', { Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1234567890' } } }));
    expect(send({ ...queue, ...rcp(outsiders, '111122223333') }, '111122223333').decision).toBe('EXPLICITLY_DENIED');
    expect(send({ ...queue, ...rcp(policy(deny('sqs:DeleteQueue', { Principal: '*' })), '111122223333') }, '111122223333').decision).toBe('ALLOWED');
    expect(send({ ...queue, ...rcp(outsiders, '444455556666') }, '111122223333').decision).toBe('CONDITIONAL');
  });

  test('none reaches the management account', () => {
    const organization = { Organization: { Type: 'AWS::Organizations::Organization', Properties: { ManagementAccountId: '111122223333' } } };
    expect(send({ ...queue, ...organization }, '111122223333').decision).toBe('ALLOWED');
    expect(send({ ...queue, ...organization }, '444455556666').decision).toBe('CONDITIONAL');
  });

  test('a topic, of whose service resource control policies say nothing', () => {
    const topic = of('AWS::SNS::Topic', 'Topics', 'sns:Subscribe', { TopicName: 'News' });
    expect(send(topic, '111122223333', { action: 'sns:Subscribe', resource: '${It}' }).decision).toBe('ALLOWED');
    expect(send(topic, '111122223333', { action: 'sns:DeleteTopic', resource: '${It}' }).decision).toBe('IMPLICITLY_DENIED');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test('of who makes it, the context tells nothing but that nobody does', () => {
  const absent = [
    ...['arn', 'orgid', 'orgpaths', 'tag/team', 'isawsservice', 'servicename', 'servicenameslist'].map((name) => `aws:principal${name}`),
    ...['username', 'assumedroot', 'federatedprovider', 'tokenissuetime', 'signinsessionarn', 'multifactorauthage', 'multifactorauthpresent', 'chatbotsourcearn',
      'ec2instancesourcevpc', 'ec2instancesourceprivateipv4', 'sourceidentity', 'viacustomerdomain'].map((name) => `aws:${name}`),
    'ec2:roledelivery', 'ec2:sourceinstancearn', 'glue:roleassumedby', 'glue:credentialissuingservice', 'codebuild:buildarn', 'codebuild:projectarn',
    'lambda:sourcefunctionarn', 'ssm:sourceinstancearn', 'identitystore:userid',
  ];
  expect(absent.filter((key) => ANONYMOUS_CONTEXT.get(key)?.length !== 0)).toEqual([]);
  expect(['aws:sourceip', 'aws:sourcearn', 's3:prefix', 'x:aws:username'].filter((key) => ANONYMOUS_CONTEXT.get(key) !== undefined)).toEqual([]);
  expect(['principalaccount', 'principaltype', 'userid'].map((key) => ANONYMOUS_CONTEXT.get(`aws:${key}`))).toEqual([['anonymous'], ['Anonymous'], ['anonymous']]);
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
test('what access control lists can allow', () => {
  const actions = ['ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads', 'GetBucketAcl', 'PutBucketAcl', 'PutObject', 'GetObject', 'GetObjectVersion',
    'GetObjectAcl', 'GetObjectVersionAcl', 'PutObjectAcl', 'PutObjectVersionAcl'];
  expect(actions.filter((action) => !isByAccessControlList(`s3:${action.toLowerCase()}`))).toEqual([]);
  const others = ['s3:listallmybuckets', 's3:listbucketx', 's3:putobjecttagging', 's3:getobjectversiontagging', 's3:getbucketpolicy', 's3:putobjectversion', 'xs3:getobject'];
  expect(others.filter(isByAccessControlList)).toEqual([]);
});
