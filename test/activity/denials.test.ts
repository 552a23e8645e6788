import * as fs from 'fs';
import { DenialSource } from '../../src/activity/denial';
import { readDenials } from '../../src/activity/read-denials';
import { PolicyKind } from '../../src/iam/policy';

const USER = 'arn:aws:iam::111122223333:user/dana';
const SCP = 'arn:aws:organizations::444455556666:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d';
const RCP = 'arn:aws:organizations::444455556666:policy/o-a1b2c3d4e5/resource_control_policy/p-0a1b2c3e';
const MANAGED = 'arn:aws:iam::111122223333:policy/guardrails/Boundary';
const SECRETS = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*';

const denialsIn = (text: string) => readDenials(text).denials;
const only = (text: string) => {
  const denials = denialsIn(text);
  expect(denials).toHaveLength(1);
  return denials[0];
};

const summary = (text: string) => {
  const { principal, action, resource, effect, policies: [policy] } = only(text);
  return [principal, action, resource, effect, policy?.kind, policy?.arn];
};

// The formats of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, each with and without what may be left out.
const LIST = `User: ${USER} is not authorized to perform: codecommit:ListRepositories`;
const READ = `User: ${USER} is not authorized to perform: secretsmanager:GetSecretValue`;
const ASSUME = `User: ${USER} is not authorized to perform: sts:AssumeRole`;

test.each<[string, string, Array<string | undefined>]>([
  ['no policy at all', `User: ${USER} is not authorized to perform: widgets:GetWidget on resource: my-widget`, ['widgets:GetWidget', 'my-widget', undefined, undefined, undefined]],
  ['SCP, implicit', `${LIST}\nbecause no service control policy allows the codecommit:ListRepositories action`, ['codecommit:ListRepositories', undefined, 'implicit', PolicyKind.SERVICE_CONTROL, undefined]],
  ['SCP, explicit, with its ARN', `${LIST}\nwith an explicit deny in a service control policy: ${SCP}`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SERVICE_CONTROL, SCP]],
  ['SCP, explicit', `${LIST}\nwith an explicit deny in a service control policy`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SERVICE_CONTROL, undefined]],
  ['RCP, explicit, with its ARN', `${READ}\non resource: ${SECRETS}\nwith an explicit deny in a resource control policy: ${RCP}`, ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.RESOURCE_CONTROL, RCP]],
  ['RCP, explicit', `${READ}\non resource: ${SECRETS}\nwith an explicit deny in a resource control policy`, ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.RESOURCE_CONTROL, undefined]],
  ['endpoint, implicit', `${LIST} because no VPC endpoint policy allows the codecommit:ListRepositories action`, ['codecommit:ListRepositories', undefined, 'implicit', PolicyKind.VPC_ENDPOINT, undefined]],
  ['endpoint, explicit', `${LIST} with an explicit deny in a VPC endpoint policy`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.VPC_ENDPOINT, undefined]],
  ['endpoint, by way of an SCP', `${LIST} with an explicit deny in a VPC endpoint policy transitively through a service control policy`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SERVICE_CONTROL, undefined]],
  ['boundary, implicit', `${LIST} because no permissions boundary allows the codecommit:ListRepositories action`, ['codecommit:ListRepositories', undefined, 'implicit', PolicyKind.PERMISSIONS_BOUNDARY, undefined]],
  ['boundary, explicit, with its ARN', `${LIST} with an explicit deny in a permissions boundary: ${MANAGED}`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.PERMISSIONS_BOUNDARY, MANAGED]],
  ['boundary, explicit', `${LIST} with an explicit deny in a permissions boundary`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.PERMISSIONS_BOUNDARY, undefined]],
  ['session, implicit', `${LIST} because no session policy allows the codecommit:ListRepositories action`, ['codecommit:ListRepositories', undefined, 'implicit', PolicyKind.SESSION, undefined]],
  ['session, explicit, with its ARN', `${LIST} with an explicit deny in a session policy: ${MANAGED}`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SESSION, MANAGED]],
  ['session, as some services write it', `${LIST} with an explicit deny in a sessions policy`, ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SESSION, undefined]],
  ['resource, implicit', `${READ} because no resource-based policy allows the secretsmanager:GetSecretValue action`, ['secretsmanager:GetSecretValue', undefined, 'implicit', PolicyKind.RESOURCE, undefined]],
  ['resource, explicit', `${READ} on resource: ${SECRETS} with an explicit deny in a resource-based policy`, ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.RESOURCE, undefined]],
  ['trust, implicit', `${ASSUME} because no role trust policy allows the sts:AssumeRole action`, ['sts:AssumeRole', undefined, 'implicit', PolicyKind.TRUST, undefined]],
  ['trust, explicit', `${ASSUME} with an explicit deny in the role trust policy`, ['sts:AssumeRole', undefined, 'explicit', PolicyKind.TRUST, undefined]],
  ['identity, implicit', `${LIST} because no identity-based policy allows the codecommit:ListRepositories action`, ['codecommit:ListRepositories', undefined, 'implicit', PolicyKind.IDENTITY, undefined]],
  ['identity, explicit, with its ARN', `${READ} on resource: ${SECRETS} with an explicit deny in an identity-based policy: ${MANAGED}`, ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.IDENTITY, MANAGED]],
  ['identity, explicit', `${READ} on resource: ${SECRETS} with an explicit deny in an identity-based policy`, ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.IDENTITY, undefined]],
  ['a Deny, and not in what', `${READ} on resource: * with an explicit deny`, ['secretsmanager:GetSecretValue', '*', 'explicit', undefined, undefined]],
  ['a resource in quotes, with blanks', `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/a b.txt" because no identity-based policy allows the s3:GetObject action`, ['s3:GetObject', 'arn:aws:s3:::data/a b.txt', 'implicit', PolicyKind.IDENTITY, undefined]],
  ['a resource in words', `User: ${USER} is not authorized to perform: iam:GetRole on resource: role Admin with an explicit deny in an identity-based policy`, ['iam:GetRole', 'role Admin', 'explicit', PolicyKind.IDENTITY, undefined]],
  ['as CloudTrail has it in JSON', JSON.stringify({ message: `${READ} on resource: "${SECRETS}" with an explicit deny in a session policy` }), ['secretsmanager:GetSecretValue', SECRETS, 'explicit', PolicyKind.SESSION, undefined]],
  ['a message in quotes', JSON.stringify(`${LIST} with an explicit deny in a service control policy`), ['codecommit:ListRepositories', undefined, 'explicit', PolicyKind.SERVICE_CONTROL, undefined]],
  ['of a principal in brackets', `Principal [${USER}] is not allowed to execute [glue:GetTable] on the resource`, ['glue:GetTable', undefined, undefined, undefined, undefined]],
])('a message: %s', (_, text, expected) => {
  expect(summary(text)).toEqual([USER, ...expected]);
});

test('what the AWS CLI prints around a message', () => {
  expect(only(`\nAn error occurred (AccessDenied) when calling the DeleteBucket operation: User: ${USER} is not authorized to perform: s3:DeleteBucket on resource: "arn:aws:s3:::ledger" because no session policy allows the s3:DeleteBucket action\n`))
    .toMatchObject({ source: DenialSource.MESSAGE, operation: 'DeleteBucket', action: 's3:DeleteBucket', resource: 'arn:aws:s3:::ledger' });
  expect(only('An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied')).toMatchObject({ operation: 'ListBuckets', policies: [] });
  expect(only('An error occurred (403) when calling the HeadObject operation: Access Denied').action).toBeUndefined();
});

test('several messages, as in a log', () => {
  expect(denialsIn(`first ${LIST} because no session policy allows the codecommit:ListRepositories action\nthen ${READ} on resource: ${SECRETS} with an explicit deny in a resource control policy`)
    .map(({ action, effect }) => [action, effect])).toEqual([['codecommit:ListRepositories', 'implicit'], ['secretsmanager:GetSecretValue', 'explicit']]);
});

test('with an authorization id, after the ARN of the policy or without one', () => {
  const go = 'Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/a1b2c3d4e5f6g7h8i9j0 for complete details, '
    + 'or call the GetRequestAuthorizationDetails API with the following authorization id: a1b2c3d4e5f6g7h8i9j0';
  expect(only(`${READ} on resource: ${SECRETS} with an explicit deny in an identity-based policy: ${MANAGED}. ${go}`)).toMatchObject({
    resource: SECRETS, policies: [{ kind: PolicyKind.IDENTITY, arn: MANAGED }], authorizationId: 'a1b2c3d4e5f6g7h8i9j0', region: 'eu-west-1',
  });
  expect(only(`${READ} because no identity-based policy allows the secretsmanager:GetSecretValue action. ${go}`)).toMatchObject({
    effect: 'implicit', policies: [{ kind: PolicyKind.IDENTITY }], authorizationId: 'a1b2c3d4e5f6g7h8i9j0',
  });
  expect(only(`${READ} on resource: my secret with an explicit deny in a session policy. ${go}`)).toMatchObject({ resource: 'my secret', policies: [{ kind: PolicyKind.SESSION }] });
});

test('what EC2 encodes', () => {
  const encoded = 'aB3-_'.repeat(40);
  const message = `You are not authorized to perform this operation. User: ${USER} is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:111122223333:instance/* `
    + `because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: ${encoded}`;
  expect(only(message)).toMatchObject({ action: 'ec2:RunInstances', resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*', encodedMessage: encoded });
  expect(only(`An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`))
    .toMatchObject({ operation: 'RunInstances', encodedMessage: encoded });
  expect(only(encoded)).toMatchObject({ encodedMessage: encoded, policies: [] });
});

const DECODED = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: { items: [{ statementId: 'NoStarting', effect: 'DENY', principals: { items: [{ value: 'AROAEXAMPLE' }] } }] },
  failures: { items: [] },
  context: {
    principal: { id: 'AROAEXAMPLE:dana', arn: 'arn:aws:sts::111122223333:assumed-role/Developer/dana' },
    action: 'RunInstances',
    resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    conditions: { items: [{ key: 'aws:Service', values: { items: [{ value: 'ec2' }] } }, { key: 'ec2:InstanceType', values: { items: [{ value: 't3.micro' }] } }] },
  },
};

test('what sts decode-authorization-message prints, and what is in it', () => {
  const expected = {
    source: DenialSource.DECODED_MESSAGE,
    principal: 'arn:aws:sts::111122223333:assumed-role/Developer/dana',
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    effect: 'explicit',
    policies: [{ attachedTo: [], statements: ['NoStarting'] }],
    context: { 'aws:Service': ['ec2'], 'ec2:InstanceType': ['t3.micro'] },
  };
  expect(only(JSON.stringify({ DecodedMessage: JSON.stringify(DECODED) }))).toMatchObject(expected);
  expect(only(JSON.stringify(DECODED))).toMatchObject(expected);
  expect(denialsIn(JSON.stringify({ ...DECODED, allowed: true }))).toEqual([]);
  // As the reference of the API shows it.
  const asInReference = {
    allowed: 'false',
    explicitDeny: 'false',
    matchedStatements: '',
    failures: '',
    context: {
      principal: { id: 'AIDAEXAMPLE', name: 'dana', arn: USER },
      action: 'ec2:StopInstances',
      resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d',
      conditions: [{ item: { key: 'aws:ViaAWSMCPService', values: ['true'] } }, { item: { key: 'aws:CalledViaAWSMCP', values: ['eks-mcp.amazonaws.com'] } }],
    },
  };
  expect(only(JSON.stringify(asInReference))).toMatchObject({ action: 'ec2:StopInstances', effect: 'implicit', policies: [], origin: { name: 'eks-mcp.amazonaws.com' } });
});

test('a decoded message that leaves much out, or has it in another form', () => {
  const { matchedStatements: _, ...rest } = DECODED;
  const decoded = (context: unknown, more: object = {}) => only(JSON.stringify({ ...rest, context, ...more }));
  expect(decoded('')).toMatchObject({ effect: 'explicit', policies: [], context: {} });
  for (const name of ['principal', 'action', 'resource', 'operation', 'origin'] as const) {
    expect(decoded('')[name]).toBeUndefined();
  }
  // Without aws:Service the ARN tells the service, and without both nothing does: the operation is known even so.
  const { action, resource } = DECODED.context;
  expect(decoded({ action, resource })).toMatchObject({ action: 'ec2:RunInstances', operation: 'RunInstances', context: {} });
  const little = decoded({ action, principal: 'dana', resource: '' });
  expect([little.action, little.operation, little.principal, little.resource]).toEqual([undefined, 'RunInstances', undefined, undefined]);
  // What is no condition, or has no key, is passed over.
  expect(decoded({ action, conditions: ['odd', { values: ['x'] }, { key: 'aws:Service', values: '' }, { key: 'ec2:Region', values: ['eu-west-1'] }] }).context)
    .toEqual({ 'aws:Service': [], 'ec2:Region': ['eu-west-1'] });
  // An Allow that matched denied nothing, and a statement may have no Sid.
  const statements = { items: [{ statementId: 'Reads', effect: 'ALLOW' }, { statementId: '', effect: 'DENY' }, 'odd'] };
  expect(decoded({ action }, { matchedStatements: statements }).policies).toEqual([{ attachedTo: [], statements: [undefined] }]);
});

test('IAM\'s authorization details', () => {
  const details = {
    evaluations: [
      { action: 'iam:GetUser', context: {}, evaluatedEffect: 'ALLOW', matchedPolicies: [], resource: USER },
      {
        action: 'iam:PassRole',
        context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        evaluatedEffect: 'EXPLICIT_DENY',
        resource: 'arn:aws:iam::111122223333:role/Work',
        matchedPolicies: [
          { uri: SCP, matchedStatements: [{ evaluatedEffect: 'DENY', sid: 'NoPassing' }, { evaluatedEffect: 'DENY' }] },
          { uri: 'inline:b6cf943c21a1966b', matchedStatements: [{ evaluatedEffect: 'ALLOW', sid: 'Work' }] },
        ],
      },
    ],
    policies: [
      { attachedTo: [{ arn: 'arn:aws:organizations::444455556666:ou/o-a1b2c3d4e5/ou-ab12-1' }], inline: false, type: 'SERVICE_CONTROL_POLICY', uri: SCP },
      { attachedTo: [{ arn: 'arn:aws:iam::111122223333:role/Developer' }], inline: true, type: 'IDENTITY_BASED_POLICY', uri: 'inline:b6cf943c21a1966b' },
    ],
    requestContext: {
      'aws:PrincipalARN': 'arn:aws:iam::111122223333:role/Developer',
      'aws:ViaAWSMCPService': 'false',
      'aws:SourceIp': '192.0.2.1/32',
      'aws:PrincipalOrgPaths': '[o-a1b2c3d4e5/r-ab12/]',
      'aws:RequestedRegion': 'us-east-1',
    },
    nextToken: 'more',
  };
  expect(only(JSON.stringify(details))).toMatchObject({
    source: DenialSource.AUTHORIZATION_DETAILS,
    principal: 'arn:aws:iam::111122223333:role/Developer',
    action: 'iam:PassRole',
    effect: 'explicit',
    region: 'us-east-1',
    origin: { name: 'direct' },
    policies: [{ kind: PolicyKind.SERVICE_CONTROL, arn: SCP, attachedTo: ['arn:aws:organizations::444455556666:ou/o-a1b2c3d4e5/ou-ab12-1'], statements: ['NoPassing', undefined] }],
    context: { 'aws:SourceIp': ['192.0.2.1'], 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/'], 'iam:PassedToService': ['lambda.amazonaws.com'] },
    notes: ['there are more evaluations: these are the first page of them, up to nextToken'],
  });
  const via = (requestContext: object) => only(JSON.stringify({ evaluations: [{ action: 's3:GetObject', evaluatedEffect: 'IMPLICIT_DENY', resource: '' }], requestContext })).origin?.name;
  expect(via({ 'aws:ViaAWSMCPService': 'true', 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com', 'aws:ViaAWSService': 'true' })).toBe('aws-mcp.amazonaws.com');
  expect(via({ 'aws:viaawsmcpservice': 'true' })).toBe('any server');
  expect(via({ 'aws:ViaAWSService': 'true' })).toBe('an AWS service');
  expect(via({})).toBeUndefined();
});

test.each(['', 'hello', '{}', '[]', 'null', '"Throttling: Rate exceeded"', '{"evaluations":[],"policies":[]}', '{"Version":"2012-10-17","Statement":[]}'])('nothing was denied in %s', (text) => {
  expect(denialsIn(text)).toEqual([]);
});

test('the messages seen in real accounts', () => {
  const shared = (name: string) => fs.readFileSync(`${__dirname}/shared-events/${name}`, 'utf-8');
  expect(only(shared('message.txt'))).toMatchObject({ action: 's3:DeleteBucket', resource: 'arn:aws:s3:::ledger', policies: [{ kind: PolicyKind.SERVICE_CONTROL, arn: SCP }] });
  expect(only(shared('message-with-authorization-id.txt'))).toMatchObject({ action: 'iam:ListUsers', authorizationId: '0a1b2c3d-0000-4000-8000-0000000000ff', region: 'us-east-1' });
});

describe('events', () => {
  const file = (name: string) => fs.readFileSync(`${__dirname}/shared-events/${name}`, 'utf-8');
  const told = (name: string) => readDenials(file(name)).denials.map(({ principal, action, resource, effect, origin }) => [principal?.split('/').pop(), action, resource, effect, origin?.name]);

  test('those that were denied, in every shape', () => {
    expect(told('cloudtrail-log-file.json')).toEqual([
      ['AWSReservedSSO_Developer_0a1b2c3d4e5f6071', 's3:DeleteBucket', 'arn:aws:s3:::ledger', 'explicit', 'aws-mcp.amazonaws.com'],
      ['ReportsAgent', 'dynamodb:DeleteTable', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'explicit', 'aws-mcp.amazonaws.com'],
      ['ReportsAgent', 'iam:ListUsers', 'arn:aws:iam::111122223333:user/', 'implicit', 'aws-mcp.amazonaws.com'],
      ['ReportsAgent', 'ec2:TerminateInstances', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718', 'implicit', 'aws-mcp.amazonaws.com'],
    ]);
    expect(told('eventbridge-denied.json')).toEqual(told('cloudtrail-log-file.json').slice(0, 1));
    expect(told('more-shapes.json')).toEqual([['ReportsAgent', 'iam:ListUsers', 'arn:aws:iam::111122223333:user/', 'explicit', 'direct']]);
    expect(readDenials(file('lookup-events.json'))).toMatchObject({ denials: [], events: 6 });
  });

  const event = (more: object) => JSON.stringify({
    eventVersion: '1.11',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    eventTime: '2026-09-28T09:00:00Z',
    awsRegion: 'eu-west-1',
    errorCode: 'AccessDenied',
    errorMessage: 'Access Denied',
    userIdentity: { type: 'IAMUser', arn: USER, accountId: '111122223333' },
    requestParameters: { bucketName: 'data', key: 'a/b' },
    ...more,
  });

  test('without a reason, the action is that of the event', () => {
    expect(only(event({}))).toMatchObject({ source: DenialSource.EVENT, principal: USER, action: 's3:GetObject', resource: 'arn:aws:s3:::data/a/b', origin: { name: 'direct' }, policies: [] });
    expect(only(event({}))).not.toHaveProperty('effect');
    expect(only(event({ eventSource: 'new.amazonaws.com', eventName: 'DoIt' }))).toMatchObject({ action: undefined, operation: 'DoIt', notes: ['which action the operation needs is not known'] });
  });

  test('what an AWS service calls with the caller\'s credentials', () => {
    const { origin, notes } = only(event({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', userIdentity: { type: 'IAMUser', arn: USER, invokedBy: 's3.amazonaws.com' } }));
    expect([origin?.name, notes]).toEqual(['an AWS service', ['s3.amazonaws.com called with the caller\'s credentials; whether an agent made it do so, the event does not tell']]);
  });

  test('one of several permissions', () => {
    const denials = denialsIn(event({ eventSource: 'lambda.amazonaws.com', eventName: 'CreateFunction20150331', requestParameters: { functionName: 'work', role: 'arn:aws:iam::111122223333:role/Work' } }));
    expect(denials.map(({ action, resource }) => [action, resource])).toEqual(expect.arrayContaining([['lambda:CreateFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:work'], ['iam:PassRole', 'arn:aws:iam::111122223333:role/Work']]));
    expect(denials[0].notes).toEqual([`the operation needs ${denials.length} permissions, and the event does not say which was denied`]);
  });

  test('those that are alike are one, with when they were', () => {
    const times = ['2026-09-28T09:00:00Z', '2026-09-29T09:00:00Z', '2026-09-27T09:00:00Z'];
    expect(only(times.map((eventTime) => event({ eventTime })).join('\n')).notes).toEqual(['3 events are alike, from 2026-09-27T09:00:00Z to 2026-09-29T09:00:00Z']);
  });

  test('that a text speaks of an event source makes it no event', () => {
    expect(only(`eventSource: User: ${USER} is not authorized to perform: s3:GetObject on resource: * with an explicit deny`).action).toBe('s3:GetObject');
  });
});
