// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import { Stack } from 'aws-cdk-lib';
import { McpCondition, McpPolicyMigration, McpSimulator, RequestOrigin } from '../../../src';
import { PolicyDocument } from '../../../src/iam/document';
import { POLICY_TYPES } from '../../../src/iam/policy-kinds';
import type { PolicyType } from '../../../src/iam/policy-type';
import { problems } from '../../../src/iam/problems/document-problems';
import { RESOURCE_POLICY_TYPES } from '../../../src/iam/resource-policy-kinds';
import { rows } from '../row';

const { IDENTITY_POLICY, TRUST_POLICY, RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY, SESSION_POLICY, RESOURCE_POLICY } = POLICY_TYPES;
const { 'AWS::SQS::QueuePolicy': QUEUE, 'AWS::S3::BucketPolicy': BUCKET, 'AWS::Lambda::ResourcePolicy': LAMBDA, 'AWS::Kinesis::ResourcePolicy': STREAM, 'AWS::KMS::Key': KEY } = RESOURCE_POLICY_TYPES;
const OBJECTS = 'arn:aws:s3:::reports/*';
const ROLE = 'arn:aws:iam::111122223333:role/Agent';

/** What constructs throw, `check` reports, and `simulate` says no answer for. */
const takes = (document: unknown, type: PolicyType) => () => {
  const [problem] = problems(new PolicyDocument(document), type);
  if (problem) {
    throw new Error(problem.message);
  }
};
const policy = (statement: object, type: PolicyType = IDENTITY_POLICY, rest: object = {}) => takes({ Version: '2012-10-17', ...rest, Statement: [statement] }, type);
const allow = (props: object, type?: PolicyType) => policy(without({ Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS, ...props }), type);
const trusting = (Principal: unknown, props: object = {}) => policy(without({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...props }), TRUST_POLICY);
const rcp = (props: object) => policy(without({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*', ...props }), RESOURCE_CONTROL_POLICY);
const queue = (props: object) => policy(without({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs', ...props }), QUEUE);
const stream = (props: object) => policy({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kinesis:PutRecord', Resource: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', ...props }, STREAM);
const condition = (Condition: unknown) => allow({ Condition });
const without = (statement: { [element: string]: unknown }) => Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
const IP = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
const parts = (request: object) => () => McpSimulator.fromDocuments({}).simulateParts(request as any);
const simulate = (request: object, documents: object = {}) => () => McpSimulator.fromDocuments(documents).simulate({ action: 's3:GetObject', ...request } as any);

export const POLICIES = [
  ...rows('author of a policy',
    ['an element that IAM does not know', takes({ Version: '2012-10-17', Statements: [] }, IDENTITY_POLICY), 'the policy has the element "Statements", which IAM does not know: expected Version, Id and Statement', 'Statement', allow({})],
    ['an Id in a policy of principals', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, IDENTITY_POLICY, { Id: 'x' }), "the policy has an Id, which an identity-based policy can't hold", 'without it', allow({})],
    ['a Version that there is not', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, IDENTITY_POLICY, { Version: '2012-10-18' }), 'the Version is "2012-10-18": expected "2012-10-17"', 'that', allow({})],
    ['an older Version in an SCP', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, SERVICE_CONTROL_POLICY, { Version: '2008-10-17' }), 'the Version is "2008-10-17": a service control policy needs "2012-10-17"', 'that', allow({}, SERVICE_CONTROL_POLICY)],
    ['no Statement', takes({ Version: '2012-10-17' }, IDENTITY_POLICY), 'the policy has no Statement', 'one', allow({})],
    ['an empty list of them', takes({ Version: '2012-10-17', Statement: [] }, IDENTITY_POLICY), 'the policy has an empty list as Statement', 'one', allow({})],
    ['a string for a policy', takes('x', IDENTITY_POLICY), 'the document is "x": expected an object with "Statement"', 'an object', allow({})],
    ['a string for a statement', takes({ Version: '2012-10-17', Statement: ['x'] }, IDENTITY_POLICY), 'the statement is "x": expected an object', 'an object', allow({})],
    ['a Sid with a space', allow({ Sid: 'No deletes' }), 'the Sid "No deletes" has other characters than letters and digits', 'without', allow({ Sid: 'NoDeletes' })],
    ['a Sid twice', takes({ Version: '2012-10-17', Statement: ['s3:GetObject', 's3:PutObject'].map((Action) => ({ Sid: 'A', Effect: 'Allow', Action, Resource: '*' })) }, IDENTITY_POLICY), 'another statement has the Sid "A" too', 'another Sid', takes({ Version: '2012-10-17', Statement: ['A', 'B'].map((Sid) => ({ Sid, Effect: 'Allow', Action: 's3:*', Resource: '*' })) }, IDENTITY_POLICY)],
    ['a number for a Sid', allow({ Sid: 5 }), 'has the Sid 5: expected a string', 'a string', allow({ Sid: 'Five' })],
    ['an element that IAM does not know, in a statement', allow({ Actions: [] }), 'has the element "Actions", which IAM does not know: did you mean Action?', 'Action', allow({})],
    ['an element and its opposite', allow({ NotAction: 's3:*' }), 'has Action and NotAction: expected one of them', 'one of them', allow({})],
    ['no Effect', allow({ Effect: undefined }), 'has no Effect: expected "Allow" or "Deny"', 'one', allow({})],
    ['an Effect in another case', allow({ Effect: 'allow' }), 'has the Effect "allow": expected "Allow" or "Deny", in just that case', 'that case', allow({})],
    ['no Action', allow({ Action: undefined }), 'has neither Action nor NotAction', 'one', allow({})],
    ['an empty list of actions', allow({ Action: [] }), 'has an empty list as Action', 'some', allow({})],
    ['a number for an action', allow({ Action: [5] }), 'has 5 in Action: expected actions', 'an action', allow({})],
    ['an action without a service', allow({ Action: 'GetObject' }), '"GetObject" is not an action: expected "service:Action"', 'with it', allow({})],
    ['a wildcard in the service', allow({ Action: '*:Get*' }), '"*:Get*" has a wildcard in the service, which IAM does not take', 'a service', allow({ Action: 's3:Get*' })],
    ['a variable in an action', allow({ Action: 's3:${aws:username}' }), 'has a policy variable, which goes into Resource and Condition only', 'in the resource', allow({ Resource: 'arn:aws:s3:::reports/${aws:username}/*' })],
    ["an action of another service in a queue's policy", queue({ Action: 's3:GetObject' }), 'is an action of another service: a queue policy takes those of sqs only', 'of its own', queue({})],
    ["a wildcard in an action of a stream's policy", stream({ Action: 'kinesis:*' }), 'has the wildcard "kinesis:*" in Action, which a stream\'s policy can\'t hold', 'names', stream({})],
    ["an action that a function's policy can't hold", policy({ Effect: 'Deny', Principal: '*', Action: 'lambda:CreateFunction', Resource: '*' }, LAMBDA), "is an action that a function's policy can't hold", 'one that it can', policy({ Effect: 'Deny', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }, LAMBDA)],
    ['a character beyond U+00FF', allow({ Resource: 'arn:aws:s3:::reports/č' }), 'with the character U+010D: AWS takes those up to U+00FF there, so put a wildcard in its place, or rename it', 'a wildcard', allow({ Resource: 'arn:aws:s3:::reports/?' })],
    ['a Principal in a policy of principals', allow({ Principal: '*' }), "has Principal, which an identity-based policy can't hold", 'without it', allow({})],
    ['no Principal in the policy of a resource', allow({}, RESOURCE_POLICY), 'has no Principal, which a resource-based policy needs', 'one', allow({ Principal: '*' }, RESOURCE_POLICY)],
    ['NotPrincipal in a trust policy', policy({ Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: 'sts:AssumeRole' }, TRUST_POLICY), "has NotPrincipal, which a trust policy can't hold", 'a condition', trusting({ AWS: '*' }, { Effect: 'Deny', Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLE } } })],
    ['an Allow to NotPrincipal', allow({ NotPrincipal: { AWS: ROLE } }, BUCKET), 'allows to NotPrincipal, which goes with Deny only', 'a Deny', allow({ Effect: 'Deny', NotPrincipal: { AWS: ROLE } }, BUCKET)],
    ["everybody in a stream's policy", stream({ Principal: '*' }), "has a wildcard in Principal, which a stream's policy can't hold", 'an account', stream({})],
    ['"*" as the Principal of a trust policy', trusting('*'), 'has "*" as Principal, which a trust policy can\'t hold: expected an object, such as { "AWS": "*" } with a Condition', 'an object', trusting({ AWS: '*' }, { Condition: IP })],
    ['a role as the Principal itself', trusting(ROLE), 'as Principal: expected "*" or an object, such as { "AWS": "arn:aws:iam::111122223333:role/Agent" }', 'an object', trusting({ AWS: ROLE })],
    ['a kind of principal that there is not', trusting({ Role: ROLE }), 'has the key "Role" in Principal: expected AWS, Service, Federated, CanonicalUser', 'AWS', trusting({ AWS: ROLE })],
    ["a federated principal in a queue's policy", queue({ Principal: { Federated: 'accounts.google.com' } }), 'has Federated in Principal, which goes with trust policies only', 'AWS', queue({})],
    ['a wildcard in a role', trusting({ AWS: 'arn:aws:iam::111122223333:role/*' }), 'as AWS in Principal: expected "*", an account, or the ARN of a user, role or session without wildcards', 'a condition', trusting({ AWS: '111122223333' }, { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } } })],
    ['a service in another case', trusting({ Service: 'Lambda' }), 'expected a service principal in lower case, such as "lambda.amazonaws.com"', 'that', trusting({ Service: 'lambda.amazonaws.com' })],
    ['a provider that is none', trusting({ Federated: 'google' }), 'expected the ARN of a SAML or OpenID Connect provider, or a domain such as "accounts.google.com"', 'its domain', trusting({ Federated: 'accounts.google.com' })],
    ['a wildcard as a canonical user', trusting({ CanonicalUser: '*' }), 'expected a name without wildcards', 'a name', trusting({ CanonicalUser: '0123' })],
    ['no resource', allow({ Resource: undefined }), 'has neither Resource nor NotResource, of which an identity-based policy needs one', 'one', allow({ Resource: '*' })],
    ["no resource in a key's policy", policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:Decrypt' }, KEY), 'of which a key policy needs one: it does nothing', 'one', policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Resource: '*' }, KEY)],
    ['a resource in a trust policy', trusting({ AWS: ROLE }, { Resource: '*' }), "has Resource, which a trust policy can't hold", 'without it', trusting({ AWS: ROLE })],
    ['an empty list of resources', allow({ Resource: [] }), 'has an empty list as Resource', 'some', allow({})],
    ['a name for a resource', allow({ Resource: 'reports' }), 'has "reports" in Resource: expected ARNs or "*", such as "arn:aws:s3:::reports/*"', 'an ARN', allow({})],
    ["a resource of another service in a queue's policy", queue({ Resource: OBJECTS }), 'a queue policy takes resources of sqs only', 'its own', queue({})],
    ['a variable that is not closed', allow({ Resource: 'arn:aws:s3:::reports/${aws:username' }), 'has a policy variable that is not closed: expected "}" behind its name in Resource', 'closed', allow({ Resource: 'arn:aws:s3:::reports/${aws:username}' })],
    ['a variable that is none', allow({ Resource: 'arn:aws:s3:::reports/${aws username}' }), 'has the policy variable "${aws username}": expected the name of a condition key without spaces', 'its name', allow({ Resource: 'arn:aws:s3:::reports/${aws:username}' })],
    ['a string for a Condition', condition('x'), '"Condition" is an object of operators with their keys, got "x"', 'an object', condition(IP)],
    ['an operator without keys', condition({ IpAddress: {} }), 'the condition operator "IpAddress" needs condition keys with their values, got {}', 'with keys', condition(IP)],
    ['an operator that there is not', condition({ IpAdress: IP.IpAddress }), '"IpAdress" is not an IAM condition operator (did you mean "IpAddress"?)', 'the nearest', condition(IP)],
    ['Null with IfExists', condition({ NullIfExists: { 'aws:SourceIp': 'true' } }), 'Null takes neither IfExists nor a set qualifier', 'without', condition({ Null: { 'aws:SourceIp': 'true' } })],
    ['a key twice', condition({ StringEquals: { 'aws:username': 'a', 'AWS:Username': 'b' } }), 'expected one with all values, for keys are case-insensitive', 'one', condition({ StringEquals: { 'aws:username': ['a', 'b'] } })],
    ['an object for a value', condition({ StringEquals: { 'aws:username': { a: 1 } } }), 'aws:username of StringEquals is {"a":1}: expected a value or a list of them', 'a value', condition({ StringEquals: { 'aws:username': 'a' } })],
    ['a variable for a number', condition({ NumericEquals: { 's3:max-keys': '${aws:username}' } }), 'policy variables are for String and Arn operators only', 'a number', condition({ NumericEquals: { 's3:max-keys': '5' } })],
    ['a policy that is too large', allow({ Resource: `arn:aws:s3:::${'x'.repeat(2_100)}` }, SESSION_POLICY), 'the session policy has 2,', 'shorter', allow({}, SESSION_POLICY)],
    ['too many actions of a queue', queue({ Action: Array.from({ length: 8 }, (_, i) => `sqs:SendMessage${'*'.repeat(i)}`) }), 'the statement "1" of the queue policy has 8 actions, 1 over the limit of 7', 'a wildcard', queue({ Action: 'sqs:*' })],
    ['an Allow in an RCP', rcp({ Effect: 'Allow' }), 'allows, but a resource control policy can only deny', 'a Deny', rcp({})],
    ['NotAction in an RCP', rcp({ Action: undefined, NotAction: 's3:*' }), "has NotAction, which a resource control policy can't hold", 'Action', rcp({})],
    ['another Principal in an RCP', rcp({ Principal: { AWS: ROLE } }), 'has another Principal than "*", the only one that a resource control policy takes', '"*"', rcp({})],
    ['every action in an RCP', rcp({ Action: '*' }), 'denies the action "*": a resource control policy names the service, such as "s3:*"', 'services', rcp({ Action: 's3:*' })],
    ['a service that RCPs do not reach', rcp({ Action: 'ec2:*' }), "is about ec2, which resource control policies don't support", 'an SCP', policy({ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }, SERVICE_CONTROL_POLICY)],
    ['a function to migrate', () => McpPolicyMigration.migrate({ Statement: [{ Effect: () => 'Allow' }] }), 'is not parsed JSON: it has', 'a document', () => McpPolicyMigration.migrate({ Version: '2012-10-17', Statement: [] })],
    ['a list to migrate', () => McpPolicyMigration.migrate([] as any), 'not a policy document: expected an object with "Statement", one or a list of them', 'a document', () => McpPolicyMigration.migrate({ Version: '2012-10-17', Statement: [] })],
  ),
  ...rows('author of a test',
    ['no document', simulate({}, { identityPolicies: ['x'] }), 'is not a policy document: expected an object with "Statement", got "x"', 'an object', simulate({}, { identityPolicies: [] })],
    ['no documents', () => McpSimulator.fromDocuments([] as any), 'takes policy documents by where they act, such as { identityPolicies: […] }, got []', 'by where they act', simulate({}, { identityPolicies: [] })],
    ['one document for a list', simulate({}, { identityPolicies: { Statement: [] } }), 'McpSimulator.fromDocuments(): identityPolicies is a list of policy documents, got {"Statement":[]}', 'a list', simulate({}, { identityPolicies: [] })],
    ['a policy that IAM refuses', simulate({}, { identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*' }] }] }), 'has neither Resource nor NotResource', 'with it', simulate({}, { identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }] })],
    ['no request', () => McpSimulator.fromDocuments({}).simulate('s3:GetObject' as any), 'simulate() takes a request, such as { principal, action, resource }, got "s3:GetObject"', 'an object', simulate({})],
    ['a number for a principal', simulate({ principal: 5 }), 'principal is 5: expected a string', 'a string', simulate({ principal: ROLE })],
    ['a string for an origin', simulate({ origin: 'direct' }), 'origin is "direct": expected a RequestOrigin, such as RequestOrigin.via(McpServer.AWS)', 'a RequestOrigin', simulate({ origin: RequestOrigin.direct() })],
    ['a string for values', simulate({ context: { 'aws:username': 'u' } }), 'the context\'s aws:username is "u": expected a list of strings', 'a list', simulate({ context: { 'aws:username': ['u'] } })],
    ['what is no action', simulate({ action: 'GetObject' }), 'is not an IAM action: expected one, as "service:Action", such as "s3:GetObject"', 'one', simulate({})],
    ['a pattern of several services', parts({ action: '*:Get*' }), 'means no actions of one service: expected "service:Action", with wildcards behind the colon only, such as "s3:Get*"', 'one service', parts({ action: 's3:Get*' })],
    ['a pattern of nothing', parts({ action: 's3:Obtain*' }), 'means no action, as of the table of', 'another', parts({ action: 's3:Get*' })],
    ['a pattern that is not about the resource', parts({ action: 's3:Get*Object', resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }), 'is about "arn:aws:sqs:eu-west-1:111122223333:jobs"', 'its resource', parts({ action: 's3:Get*Object', resource: OBJECTS })],
    ['what is no resource', simulate({ resource: 'reports' }), 'is not the ARN of a resource: expected one, such as "arn:aws:s3:::data/key", or "*" for an action that is about none', 'its ARN', simulate({ resource: OBJECTS })],
    ['what makes no requests', simulate({ principal: 'Agent' }), 'is not a principal that makes requests: expected the ARN of a role', 'its ARN', simulate({ principal: ROLE })],
    ['a key twice', simulate({ context: { 'aws:username': ['a'], 'AWS:UserName': ['b'] } }), 'the context has "aws:username" twice: condition keys are case-insensitive, so give all its values under one', 'once', simulate({ context: { 'aws:username': ['a'] } })],
    ['a context that the origin can\'t have', simulate({ origin: RequestOrigin.direct(), context: { 'aws:ViaAWSMCPService': ['true'] } }), 'no request of the origin "direct" has the context {"aws:ViaAWSMCPService":["true"]}', 'another origin', simulate({ origin: RequestOrigin.viaAnyServer(), context: { 'aws:ViaAWSMCPService': ['true'] } })],
    ['an anonymous request through a server', simulate({ principal: 'anonymous', origin: RequestOrigin.viaAnyServer() }), 'an anonymous request does not come from the origin', 'directly', simulate({ principal: 'anonymous', origin: RequestOrigin.direct() })],
    ['a condition that is none', () => McpCondition.evaluate({ Boool: { 'aws:ViaAWSMCPService': 'true' } }, RequestOrigin.direct()), '"Boool" is not an IAM condition operator (did you mean "Bool"?)', 'the nearest', () => McpCondition.evaluate({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, RequestOrigin.direct())],
    ['a construct in a document', simulate({}, { identityPolicies: [{ Statement: [{ Resource: new Stack() }] }] }), 'is not parsed JSON: it has', 'its ARN', simulate({}, { identityPolicies: [] })],
    ['a function in a document', simulate({}, { identityPolicies: [{ Statement: [{ Effect: () => 'Allow' }] }] }), 'is not parsed JSON: it has', 'JSON', simulate({}, { identityPolicies: [] })],
    ['a document that refers to itself', simulate({}, { identityPolicies: [ring()] }), 'is not parsed JSON: it refers to itself', 'JSON', simulate({}, { identityPolicies: [] })],
  ),
];

function ring() {
  const document: { [element: string]: unknown } = { Version: '2012-10-17' };
  return Object.assign(document, { Statement: [document] });
}
