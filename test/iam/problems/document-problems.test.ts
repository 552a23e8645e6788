import { PolicyDocument } from '../../../src/iam/document';
import { POLICY_TYPES } from '../../../src/iam/policy-kinds';
import type { PolicyType } from '../../../src/iam/policy-type';
import { problems, refusal } from '../../../src/iam/problems/document-problems';
import { isResource } from '../../../src/iam/problems/resource-problems';
import { RESOURCE_POLICY_TYPES } from '../../../src/iam/resource-policy-kinds';
import { unknownPart } from '../../../src/iam/unknown-text';

const { IDENTITY_POLICY, RESOURCE_CONTROL_POLICY, RESOURCE_POLICY, SESSION_POLICY, TRUST_POLICY, VPC_ENDPOINT_POLICY } = POLICY_TYPES;
const QUEUE_POLICY = RESOURCE_POLICY_TYPES['AWS::SQS::QueuePolicy'];
const KEY_POLICY = RESOURCE_POLICY_TYPES['AWS::KMS::Key'];
const later = { Ref: 'X' };

const found = (type: PolicyType, ...Statement: object[]) => problems(new PolicyDocument({ Version: '2012-10-17', Statement }), type);
const messages = (type: PolicyType, ...statements: object[]) => found(type, ...statements).map(({ message }) => message);
const own = (more: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });
const ofResource = (more: object) => ({ ...own({}), Principal: '*', ...more });
const trust = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...more });

describe('the elements of a statement', () => {
  test.each<[string, object, string[]]>([
    ['right', { Sid: 'A', Condition: {} }, []],
    ['a Sid that is no string', { Sid: 7 }, ['has the Sid 7: expected a string']],
    ['a Sid known only at deployment', { Sid: later }, []],
    ['no Effect', { Effect: undefined }, ['has no Effect: expected "Allow" or "Deny"']],
    ['an Effect in another case', { Effect: 'deny' }, ['has the Effect "deny": expected "Allow" or "Deny", in just that case']],
    ['an Effect known only at deployment', { Effect: later }, []],
    ['an element by another name', { Conditions: {} }, ['has the element "Conditions", which IAM does not know: did you mean Condition?']],
    ['an element by another name yet', { Ressourcen: '*' }, ['has the element "Ressourcen", which IAM does not know: did you mean Resource?']],
    ['an element by a name that is too far', { Ressourcens: '*' }, ['has the element "Ressourcens", which IAM does not know']],
    ['an element like no other', { Whatever: {} }, ['has the element "Whatever", which IAM does not know']],
    ['an element whose name is known only at deployment', { [unknownPart('N')]: 1 }, []],
    ['an element and its opposite', { NotAction: 's3:*' }, ['has Action and NotAction: expected one of them']],
    ['another element and its opposite', { NotResource: '*' }, ['has Resource and NotResource: expected one of them']],
    ['an empty list of actions', { Action: [] }, ['has an empty list as Action']],
    ['an empty list of actions that are left out', { Action: undefined, NotAction: [] }, ['has an empty list as NotAction']],
    ['no action', { Action: undefined }, ['has neither Action nor NotAction']],
    ['no resource', { Resource: undefined }, ['has neither Resource nor NotResource, of which an identity-based policy needs one']],
    ['an empty list of resources', { Resource: [] }, ['has an empty list as Resource']],
    ['a principal', { Principal: '*' }, ['has Principal, which an identity-based policy can\'t hold']],
    ['a character that IAM does not take', { Resource: 'arn:aws:s3:::ā/*' },
      ['has "arn:aws:s3:::ā/*", with the character U+0101: AWS takes those up to U+00FF there, so put a wildcard in its place, or rename it']],
    ['a condition that is none', { Condition: { Boool: { a: 'x' } } }, ['has a malformed Condition: "Boool" is not an IAM condition operator (did you mean "Bool"?)']],
  ])('%s', (_, more, expected) => {
    expect(messages(IDENTITY_POLICY, own(more))).toEqual(expected);
  });

  test('are each told of by a rule, with the place', () => {
    const odd = { Sid: 7, Action: ['s3'], Principal: 'x', Resource: 'data', Condition: { Boool: { a: 'x' } }, Effect: 'Deny' };
    expect(found(RESOURCE_POLICY, ofResource({}), odd).map(({ id, path }) => [id, path])).toEqual(
      ['InvalidStatement', 'InvalidAction', 'InvalidPrincipalElement', 'InvalidResourceElement', 'InvalidCondition'].map((id) => [id, 'Statement/1']));
    const ofEndpoint = found(VPC_ENDPOINT_POLICY, ofResource({ Condition: { StringLike: { 'aws:PrincipalArn': 'arn*' } } }));
    expect(ofEndpoint.map(({ id, message }) => [id, message])).toEqual([['InvalidCondition', expect.stringContaining('takes a wildcard with a string operator only where 6 characters')]]);
    expect(found(RESOURCE_CONTROL_POLICY, ofResource({ Effect: 'Deny' }), ofResource({ Action: 's3:*' })).map(({ id, path }) => [id, path])).toEqual([['InvalidResourceControlPolicy', 'Statement/1']]);
  });

  test('a principal and its opposite', () => {
    expect(messages(RESOURCE_POLICY, ofResource({ Effect: 'Deny', NotPrincipal: '*' }))).toEqual(['has Principal and NotPrincipal: expected one of them']);
  });

  test('a service may take what lacks an element, unless that is known to be refused', () => {
    const taken = (type: PolicyType, statement: object) => found(type, statement).map(({ message, mayBeTaken }) => [message, mayBeTaken]);
    expect(taken(IDENTITY_POLICY, own({ Action: undefined }))).toEqual([['has neither Action nor NotAction', undefined]]);
    expect(taken(RESOURCE_POLICY, ofResource({ Action: undefined, Sid: 7 }))).toEqual([['has the Sid 7: expected a string', undefined], ['has neither Action nor NotAction', true]]);
    expect(taken(KEY_POLICY, { Effect: 'Allow', Principal: '*' })).toEqual([
      ['has neither Action nor NotAction, so that it does nothing', true],
      ['has neither Resource nor NotResource, of which a key policy needs one: it does nothing', true],
    ]);
  });

  test('of a statement that is known only at deployment, and of a language of the service\'s own, nothing is said', () => {
    expect(found(IDENTITY_POLICY, later)).toEqual([]);
    expect(found({ ...RESOURCE_POLICY, dialect: true }, { Whatever: 1 })).toEqual([]);
  });

  test('the same statement is judged for each kind of policy', () => {
    const document = new PolicyDocument({ Version: '2012-10-17', Statement: own({}) });
    expect([IDENTITY_POLICY, RESOURCE_POLICY, IDENTITY_POLICY].map((type) => problems(document, type).map(({ message }) => message)))
      .toEqual([[], ['has no Principal, which a resource-based policy needs'], []]);
  });
});

describe('actions', () => {
  const notAction = (text: string) => `"${text}" is not an action: expected "service:Action"`;

  test.each<[unknown, string[]]>([
    ['*', []], ['*:*', []], ['s3:*', []], ['S3:get?bject', []], [later, []], [['s3:Get*', later], []],
    ['s3', [notAction('s3')]], [':a*:b', [notAction(':a*:b')]], ['s3:', [notAction('s3:')]], ['*:Get*', ['"*:Get*" has a wildcard in the service, which IAM does not take']],
    ['s3:Get${x}', ['"s3:Get${x}" has a policy variable, which goes into Resource and Condition only']],
    ['', ['has "" in Action: expected actions']], [['s3:*', 5], ['has 5 in Action: expected actions']],
  ])('%j', (Action, expected) => {
    expect(messages(IDENTITY_POLICY, own({ Action }))).toEqual(expected);
  });

  test('of another service, where the policy is about one', () => {
    const refused = '"s3:GetObject" is an action of another service: a queue policy takes those of sqs only';
    expect(messages(QUEUE_POLICY, ofResource({ Action: ['SQS:SendMessage', 's3:GetObject', 'sqs:*', '*'] }))).toEqual([refused]);
  });

  test('that no policy of a resource may name', () => {
    const table = RESOURCE_POLICY_TYPES['AWS::DynamoDB::Table'];
    expect(messages(table, ofResource({ Action: ['dynamodb:CreateTable', 'dynamodb:Create*', 'dynamodb:PutItem'] })))
      .toEqual(['"dynamodb:CreateTable" is an action that a table\'s policy can\'t hold']);
  });

  test('that the policy of a topic may name, by their whole names only', () => {
    const topic = RESOURCE_POLICY_TYPES['AWS::SNS::TopicPolicy'];
    expect(messages(topic, ofResource({ Action: ['sns:Publish', 'SNS:publish', 'sns:Pub*', 'sns:Publis?', 'sns:*'], Resource: 'arn:aws:sns:us-east-1:111122223333:a' }))).toEqual([]);
    expect(messages(topic, ofResource({ Action: 'sns:CreateTopic', Resource: 'arn:aws:sns:us-east-1:111122223333:a' }))).toEqual(['"sns:CreateTopic" is an action that a topic policy can\'t hold']);
  });

  test('with a wildcard, where there may be none', () => {
    expect(messages({ ...RESOURCE_POLICY, refuses: ['wildcards'] }, ofResource({ Action: ['s3:Get?bject', 's3:PutObject'], Principal: { AWS: '111122223333' } })))
      .toEqual(['has the wildcard "s3:Get?bject" in Action, which a resource-based policy can\'t hold']);
  });
});

describe('resources', () => {
  const expectedArns = (text: string) => `has ${text} in Resource: expected ARNs or "*", such as "arn:aws:s3:::reports/*"`;

  test.each<[unknown, string[]]>([
    ['*', []], ['**', []], ['arn:aws:s3:::data/*', []], ['arn:aws:s3', []], ['arn:*', []], [later, []], [`${unknownPart('B')}/*`, []], [['*', later], []],
    ['arn:aws:s3:::data/${aws:username}/*', []], ['arn:aws:s3:::ä/é', []],
    ['data', [expectedArns('"data"')]], ['x*', [expectedArns('"x*"')]], ['*x', [expectedArns('"*x"')]], ['xarn:aws:s3:::a', [expectedArns('"xarn:aws:s3:::a"')]], ['', [expectedArns('""')]],
    [['*', 5], [expectedArns('5')]], ['execute-api:/prod/*', [expectedArns('"execute-api:/prod/*"')]],
    ['arn:aws:s3:::data/${aws:username', ['has a policy variable that is not closed: expected "}" behind its name in Resource']],
  ])('%j', (Resource, expected) => {
    expect(messages(IDENTITY_POLICY, own({ Resource }))).toEqual(expected);
  });

  test('have six parts in the policy of a session', () => {
    expect(messages(SESSION_POLICY, own({ Resource: ['arn:aws:s3:::data/*', '*'] }))).toEqual([]);
    expect(messages(SESSION_POLICY, own({ Resource: 'arn:aws:s3' }))).toEqual([expectedArns('"arn:aws:s3"')]);
    expect(messages(SESSION_POLICY, own({ Resource: 'xarn:aws:s3:::a' }))).toEqual([expectedArns('"xarn:aws:s3:::a"')]);
  });

  test('of an API may be in the short format, in a policy of a resource of any service', () => {
    expect(messages(RESOURCE_POLICY, ofResource({ Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*' }))).toEqual([]);
    expect(messages(QUEUE_POLICY, ofResource({ Action: 'sqs:*', Resource: 'execute-api:/prod/*' }))).toEqual([expectedArns('"execute-api:/prod/*"')]);
    expect(messages(RESOURCE_POLICY, ofResource({ Resource: 'data' }))).toEqual([expectedArns('"data"')]);
  });

  test('have six parts where it is not known what they are for', () => {
    expect(['*', 'arn:aws:s3:::data', 'arn:aws:s3', 'data', 5].map((value) => isResource(value))).toEqual([true, true, false, false, false]);
  });

  test('of another service, where the policy is about one', () => {
    const of = (Resource: unknown) => messages(QUEUE_POLICY, ofResource({ Action: 'sqs:*', Resource }));
    expect(of('arn:aws:s3:::data')).toEqual(['has "arn:aws:s3:::data" in Resource: a queue policy takes resources of sqs only']);
    for (const fine of ['arn:aws:sqs:*:*:a', 'arn:aws:*:*:*:a', `arn:aws:${unknownPart('S')}:::a`, '*', later]) {
      expect(of(['*', fine])).toEqual([]);
    }
    expect(of(['arn:aws:s3:::data', 'data'])).toEqual([expectedArns('"data"')]);
    expect(of(`arn:${unknownPart('AWS::Partition')}:s3:::data`)).toEqual([expect.stringContaining('takes resources of sqs only')]);
  });

  test('of accounts by a part of their id, at an endpoint', () => {
    const of = (...Resource: unknown[]) => messages(VPC_ENDPOINT_POLICY, ofResource({ Resource }));
    const refused = (text: string) => `has "${text}" in Resource: a VPC endpoint policy takes an id or a wildcard as the account of an ARN, not both`;
    expect(of('arn:aws:sqs:*:1111*:a')).toEqual([refused('arn:aws:sqs:*:1111*:a')]);
    expect(of('arn:aws:sqs:*:*:a', 'arn:aws:sqs:*:111122223333:a', 'arn:aws:sqs:*::a*', later)).toEqual([]);
    expect(of('arn:aws:sqs:*:1111*:a', 'data')).toEqual([expectedArns('"data"')]);
  });

  test('are not said by a trust policy', () => {
    expect(messages(TRUST_POLICY, trust({ AWS: '*' }, { NotResource: '*' }))).toEqual(['has NotResource, which a trust policy can\'t hold']);
  });
});

describe('principals', () => {
  const AWS = 'expected "*", an account, or the ARN of a user, role or session without wildcards';
  const anyObject = 'expected "*" or an object, such as { "AWS": "arn:aws:iam::111122223333:role/Agent" }';

  test.each<[unknown, string[]]>([
    [{ AWS: '*' }, []], [{ AWS: '111122223333' }, []], [{ AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/a/B', 'arn:aws-cn:iam::111122223333:user/C'] }, []],
    [{ AWS: ['arn:aws:sts::111122223333:assumed-role/A/s', 'arn:aws:sts::111122223333:federated-user/f', 'AROAABCDEFGHIJKLMNOPQ', later, `arn:aws:iam::${unknownPart('A')}:root`] }, []],
    [{ Service: 'lambda.amazonaws.com' }, []], [{ Federated: ['accounts.google.com', 'Accounts.Google.com', 'arn:aws:iam::111122223333:saml-provider/A', 'arn:aws:iam::111122223333:oidc-provider/a.b'] }, []],
    [{ CanonicalUser: 'abc' }, []], [later, []],
    ['*', ['has "*" as Principal, which a trust policy can\'t hold: expected an object, such as { "AWS": "*" } with a Condition']],
    ['x', [`has "x" as Principal: ${anyObject}`]], [['*'], [`has ["*"] as Principal: ${anyObject}`]],
    [{}, ['has nothing in Principal: expected AWS, Service, Federated, CanonicalUser']], [{ aws: '*' }, ['has the key "aws" in Principal: expected AWS, Service, Federated, CanonicalUser']],
    [{ AWS: [] }, [`has an empty list as AWS in Principal: ${AWS}`]], [{ AWS: '' }, [`has "" as AWS in Principal: ${AWS}`]], [{ AWS: ['*', 5] }, [`has 5 as AWS in Principal: ${AWS}`]],
    [{ AWS: 'arn:aws:iam::111122223333:role/*' }, [`has "arn:aws:iam::111122223333:role/*" as AWS in Principal: ${AWS}`]],
    [{ AWS: 'arn:aws:iam::111122223333:role/${aws:username}' }, [`has "arn:aws:iam::111122223333:role/\${aws:username}" as AWS in Principal: ${AWS}`]],
    [{ AWS: '1111222233334' }, [`has "1111222233334" as AWS in Principal: ${AWS}`]], [{ AWS: 'arn:aws:iam::111122223333:roots' }, [`has "arn:aws:iam::111122223333:roots" as AWS in Principal: ${AWS}`]],
    [{ AWS: '*', Service: 'Lambda.amazonaws.com' }, ['has "Lambda.amazonaws.com" as Service in Principal: expected a service principal in lower case, such as "lambda.amazonaws.com"']],
    [{ Federated: 'xarn:aws:iam::111122223333:saml-provider/A' }, ['has "xarn:aws:iam::111122223333:saml-provider/A" as Federated in Principal: '
      + 'expected the ARN of a SAML or OpenID Connect provider, or a domain such as "accounts.google.com"']],
    [{ Service: 'lambda.amazonaws.com/x' }, ['has "lambda.amazonaws.com/x" as Service in Principal: expected a service principal in lower case, such as "lambda.amazonaws.com"']],
    [{ Federated: 'arn:aws:iam::111122223333:saml-provider/A*' }, [expect.stringContaining('has "arn:aws:iam::111122223333:saml-provider/A*" as Federated')]],
    [{ CanonicalUser: 'ab*' }, ['has "ab*" as CanonicalUser in Principal: expected a name without wildcards']],
    [{ CanonicalUser: '*ab' }, ['has "*ab" as CanonicalUser in Principal: expected a name without wildcards']],
  ])('%j', (principal, expected) => {
    expect(messages(TRUST_POLICY, trust(principal))).toEqual(expected);
  });

  test('are named by whatever may be for others', () => {
    expect(messages(TRUST_POLICY, trust(undefined))).toEqual(['has no Principal, which a trust policy needs']);
    expect(messages(TRUST_POLICY, { Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '*' } })).toEqual(['has NotPrincipal, which a trust policy can\'t hold']);
    expect(messages(RESOURCE_POLICY, own({ NotPrincipal: { AWS: '111122223333' } }))).toEqual(['allows to NotPrincipal, which goes with Deny only']);
    expect(messages(RESOURCE_POLICY, own({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' } }))).toEqual([]);
    expect(messages(RESOURCE_POLICY, ofResource({}))).toEqual([]);
    expect(messages(RESOURCE_POLICY, ofResource({ Principal: { Federated: 'accounts.google.com' } }))).toEqual([]);
    expect(messages(QUEUE_POLICY, ofResource({ Action: 'sqs:*', Principal: { Federated: 'accounts.google.com' } }))).toEqual(['has Federated in Principal, which goes with trust policies only']);
    expect(messages({ ...RESOURCE_POLICY, refuses: ['wildcards'] }, ofResource({}))).toEqual(['has a wildcard in Principal, which a resource-based policy can\'t hold']);
  });
});

test.each<[string, object, string[]]>([
  ['a Deny of a service', {}, []],
  ['of all services', { Action: '*' }, ['denies the action "*": a resource control policy names the service, such as "s3:*"']],
  ['of a service that they do not reach, and one that they do', { Action: ['ec2:*', 'S3:*'] }, ['is about ec2, which resource control policies don\'t support']],
  ['an Allow', { Effect: 'Allow' }, ['allows, but a resource control policy can only deny']],
  ['that of AWS itself', { Effect: 'Allow', Action: '*' }, []],
  ['that of AWS about one resource', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::a' },
    ['allows, but a resource control policy can only deny', 'denies the action "*": a resource control policy names the service, such as "s3:*"']],
  ['that of AWS about all but one resource', { Effect: 'Allow', Action: '*', Resource: undefined, NotResource: 'arn:aws:s3:::a' },
    ['allows, but a resource control policy can only deny', 'denies the action "*": a resource control policy names the service, such as "s3:*"']],
  ['that of AWS about somebody', { Effect: 'Allow', Action: '*', Principal: { AWS: '111122223333' } }, [
    'allows, but a resource control policy can only deny', 'has another Principal than "*", the only one that a resource control policy takes',
    'denies the action "*": a resource control policy names the service, such as "s3:*"',
  ]],
  ['that of AWS about no action', { Effect: 'Allow', Action: undefined, NotAction: '*' }, ['allows, but a resource control policy can only deny', 'has NotAction, which a resource control policy can\'t hold']],
  ['that of AWS under a condition', { Effect: 'Allow', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    ['allows, but a resource control policy can only deny', 'denies the action "*": a resource control policy names the service, such as "s3:*"']],
  ['of all actions but some', { Action: undefined, NotAction: 'ec2:*' }, ['has NotAction, which a resource control policy can\'t hold']],
  ['of somebody', { Principal: { AWS: '*' } }, ['has another Principal than "*", the only one that a resource control policy takes']],
  ['of all but somebody', { Principal: undefined, NotPrincipal: '*' }, ['has NotPrincipal, which a resource control policy can\'t hold']],
  ['of whom is known only at deployment', { Principal: later }, []],
])('a resource control policy: %s', (_, more, expected) => {
  expect(messages(RESOURCE_CONTROL_POLICY, ofResource({ Effect: 'Deny', Action: 's3:*', ...more }))).toEqual(expected);
});

describe('the document', () => {
  const of = (document: unknown, type: PolicyType = IDENTITY_POLICY) =>
    problems(new PolicyDocument(document), type).map(({ id, message, path }) => [id, message, path]);
  const shape = (message: string, path?: string) => [['InvalidPolicyDocument', message, path]];

  test.each<[string, unknown, unknown[]]>([
    ['what is none', 'x', shape('the document is "x": expected an object with "Statement"')],
    ['known only at deployment', later, []],
    ['no Statement', { Version: '2012-10-17' }, shape('the policy has no Statement')],
    ['an empty list', { Statement: [] }, shape('the policy has an empty list as Statement')],
    ['another Version', { Version: '2020-01-01', Statement: own({}) }, shape('the Version is "2020-01-01": expected "2012-10-17"')],
    ['the old Version', { Version: '2008-10-17', Statement: own({}) }, []],
    ['a Version known only at deployment', { Version: later, Statement: own({}) }, []],
    ['another element', { Statement: own({}), Statements: [] }, shape('the policy has the element "Statements", which IAM does not know: expected Version, Id and Statement')],
    ['an element whose name is known only at deployment', { Statement: own({}), [unknownPart('N')]: 1 }, []],
    ['two Sids that are known only at deployment', { Statement: [own({ Sid: unknownPart('A') }), own({ Sid: unknownPart('A') })] }, []],
    ['an Id', { Id: 'x', Statement: own({}) }, shape('the policy has an Id, which an identity-based policy can\'t hold')],
    ['a statement that is none', { Statement: [own({}), null] }, shape('the statement is null: expected an object', 'Statement/1')],
    ['a statement known only at deployment', { Statement: [own({}), later] }, []],
    ['two of a Sid', { Statement: [own({ Sid: 'A' }), own({ Sid: 'A' })] }, [['InvalidSid', 'another statement has the Sid "A" too', 'Statement/1']]],
    ['two without one', { Statement: [own({ Sid: '' }), own({ Sid: '' })] }, []],
    ['either of two, of a Sid', { Statement: [{ 'Fn::If': ['C', own({ Sid: 'A' }), own({ Sid: 'A' })] }] }, []],
    ['both in a branch, of a Sid', { Statement: [{ 'Fn::If': ['C', [own({ Sid: 'A' }), own({ Sid: 'A' })], own({})] }] }, [['InvalidSid', 'another statement has the Sid "A" too', 'Statement/0/Fn::If/1/1']]],
    ['one in a branch and one beside it', { Statement: [{ 'Fn::If': ['C', own({ Sid: 'A' }), own({})] }, own({ Sid: 'A' })] }, [['InvalidSid', 'another statement has the Sid "A" too', 'Statement/1']]],
    ['in branches of two conditions', { Statement: ['C', 'D'].map((each) => ({ 'Fn::If': [each, own({ Sid: 'A' }), own({})] })) }, [['InvalidSid', 'another statement has the Sid "A" too', 'Statement/1/Fn::If/1']]],
    ['in both branches of a condition that stands twice', { Statement: [{ 'Fn::If': ['C', own({ Sid: 'A' }), own({})] }, { 'Fn::If': ['C', own({}), own({ Sid: 'A' })] }] }, []],
    ['a Sid of other characters', { Statement: own({ Sid: 'a b' }) }, [['InvalidSid', 'the Sid "a b" has other characters than letters and digits', 'Statement']]],
  ])('%s', (_, document, expected) => {
    expect(of(document)).toEqual(expected);
  });

  test('of organizations has the new Version', () => {
    const { SERVICE_CONTROL_POLICY } = POLICY_TYPES;
    expect(of({ Statement: own({}) }, SERVICE_CONTROL_POLICY)).toEqual(shape('the Version is missing: a service control policy needs "2012-10-17"'));
    expect(of({ Version: '2008-10-17', Statement: own({}) }, SERVICE_CONTROL_POLICY)).toEqual(shape('the Version is "2008-10-17": a service control policy needs "2012-10-17"'));
  });

  test('of a queue has an Id, a Sid of any characters, and not too much of anything', () => {
    const send = (more: object = {}) => ofResource({ Action: 'sqs:SendMessage', ...more });
    expect(of({ Id: 'x', Statement: send({ Sid: 'a b' }) }, QUEUE_POLICY)).toEqual([]);
    const tooMany = (message: string, path?: string) => [['PolicyTooLarge', message, path]];
    expect(of({ Statement: Array.from({ length: 21 }, () => send()) }, QUEUE_POLICY)).toEqual(tooMany('the queue policy has 21 statements, 1 over the limit of 20'));
    expect(of({ Statement: Array.from({ length: 20 }, () => send()) }, QUEUE_POLICY)).toEqual([]);
    expect(of({ Statement: [send(), send({ Sid: 'A', Action: Array(8).fill('sqs:SendMessage') })] }, QUEUE_POLICY)).toEqual(
      tooMany('the statement "A" of the queue policy has 8 actions, 1 over the limit of 7', 'Statement/1'));
    expect(of({ Statement: [send(), send({ Principal: { AWS: Array(51).fill('111122223333') } })] }, QUEUE_POLICY)).toEqual(
      tooMany('the statement "2" of the queue policy has 51 principals, 1 over the limit of 50', 'Statement/1'));
    const Condition = { StringEquals: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`aws:PrincipalTag/t${i}`, 'x'])) };
    expect(of({ Statement: [send({ Condition })] }, QUEUE_POLICY)).toEqual(tooMany('the statement "1" of the queue policy has 11 conditions, 1 over the limit of 10', 'Statement/0'));
  });

  test('has no more than its kind takes of actions, conditions, principals and resources', () => {
    const statement = ofResource({ Action: ['s3:A', 's3:B'], Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'], Principal: { AWS: ['111122223333', '*'] }, Condition: { Null: { a: 'true', b: 'true' } } });
    for (const [most, what] of [['maxActions', 'actions'], ['maxConditions', 'conditions'], ['maxPrincipals', 'principals'], ['maxResources', 'resources']]) {
      expect(of({ Statement: statement }, { ...RESOURCE_POLICY, [most]: 1 })).toEqual([['PolicyTooLarge', `the statement "1" of the resource-based policy has 2 ${what}, 1 over the limit of 1`, 'Statement']]);
      expect(of({ Statement: statement }, { ...RESOURCE_POLICY, [most]: 2 })).toEqual([]);
    }
  });

  test('is no larger than its kind may be', () => {
    expect(of({ Statement: own({ Resource: `arn:aws:s3:::${'a'.repeat(7_000)}` }) }, POLICY_TYPES.MANAGED_POLICY)).toEqual([['PolicyTooLarge', expect.stringMatching(/^the managed policy has 7,\d+ characters, \d+ over the limit of 6,144$/), undefined]]);
  });

  test('in a language of its service is not judged', () => {
    const type = { ...RESOURCE_POLICY, dialect: true } as const;
    expect([of('x', type), of({ Whatever: 1 }, type), of({ Statement: [{ Sid: 'A' }, { Sid: 'A' }] }, type)]).toEqual([[], [], []]);
  });
});

describe('what AWS refuses for certain', () => {
  const refused = (document: unknown, type: PolicyType = IDENTITY_POLICY, isTaken?: Parameters<typeof refusal>[2]) =>
    refusal(new PolicyDocument(document), type, isTaken)?.message;
  const twice = { Statement: [own({ Sid: 'A' }), own({ Sid: 'A' })] };

  test.each<[string, unknown, string | undefined]>([
    ['nothing', { Statement: own({}) }, undefined],
    ['the document', { Statement: [] }, 'the policy has an empty list as Statement'],
    ['a Sid', twice, 'another statement has the Sid "A" too'],
    ['a statement', { Statement: [own({}), own({ Action: 's3' })] }, '"s3" is not an action: expected "service:Action"'],
    ['what is known only at deployment', later, undefined],
  ])('%s', (_, document, expected) => {
    expect(refused(document)).toBe(expected);
  });

  test('not its size, what a service may take, its own language, and what is read all the same', () => {
    expect(refused({ Statement: own({ Resource: `arn:aws:s3:::${'a'.repeat(7_000)}` }) }, POLICY_TYPES.MANAGED_POLICY)).toBeUndefined();
    expect(refused({ Statement: ofResource({ Action: undefined }) }, RESOURCE_POLICY)).toBeUndefined();
    expect(refused({ Statement: ofResource({ Action: undefined }) }, QUEUE_POLICY)).toBe('has neither Action nor NotAction');
    expect(refused({ Whatever: 1 }, { ...RESOURCE_POLICY, dialect: true })).toBeUndefined();
    expect(refused(twice, IDENTITY_POLICY, ({ id }) => id === 'InvalidSid')).toBeUndefined();
    expect(refused({ Statement: own({ Action: 's3' }) }, IDENTITY_POLICY, ({ id }) => id === 'InvalidAction')).toBeUndefined();
  });
});
