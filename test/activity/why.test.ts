import * as path from 'path';
import { DenialSource } from '../../src/activity/denial';
import { fixesFor } from '../../src/activity/fix';
import { PolicyKind } from '../../src/iam/policy';
import { ALLOW_ALL, inEmptyDirectory, policy, role, run, runJson, write } from '../cli/run';

inEmptyDirectory();

const SHARED = path.join(__dirname, 'shared-events');
const shared = (name: string) => path.join(SHARED, name);
const DEVELOPER = 'arn:aws:sts::111122223333:assumed-role/Developer/dana';
const denied = (action: string, resource: string, rest: string, principal = DEVELOPER) => `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${rest}`;
const IN_SCP = 'with an explicit deny in a service control policy';
const IN_OWN = 'with an explicit deny in an identity-based policy';
const NO_OWN = (action: string) => `because no identity-based policy allows the ${action} action`;
const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const CORE = { Sid: 'BaselineCoreViaMcp', Effect: 'Deny', Action: ['s3:DeleteBucket', 'cloudtrail:*'], Condition: VIA_MCP };

/** IAM's authorization details of one call. */
const details = (action: string, resource: string, context: object, matched?: { kind: string; sid: string }) => ({
  evaluations: [{
    action,
    resource,
    evaluatedEffect: matched ? 'EXPLICIT_DENY' : 'IMPLICIT_DENY',
    matchedPolicies: matched ? [{ uri: 'inline:1', matchedStatements: [{ evaluatedEffect: 'DENY', sid: matched.sid }] }] : [],
  }],
  policies: matched ? [{ uri: 'inline:1', type: matched.kind, attachedTo: [] }] : [],
  requestContext: { 'aws:PrincipalARN': 'arn:aws:iam::111122223333:role/Developer', ...context },
});
const THROUGH_AWS = { 'aws:ViaAWSMCPService': 'true', 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com', 'aws:ViaAWSService': 'true' };
const DIRECT = { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' };

const shown = async (...args: string[]) => {
  const { stdout, stderr, code } = await run(['why', ...args]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
};
const answer = async (...args: string[]) => (await runJson(['why', ...args])).denials[0];

describe('in words', () => {
  test('a message alone: what it tells, and where the rest is to be found', async () => {
    expect(await shown(shared('message.txt'))).toMatchSnapshot();
  });

  test('a message with an authorization id', async () => {
    expect(await shown(shared('message-with-authorization-id.txt'))).toMatchSnapshot();
  });

  test('a message with the policy: by elimination, an agent made the call', async () => {
    write('scp.json', policy(ALLOW_ALL, CORE));
    expect(await shown(shared('message.txt'), '--scp', 'scp.json')).toMatchSnapshot();
  });

  test('authorization details of an agent\'s call, with the account', async () => {
    write('details.json', details('s3:DeleteBucket', 'arn:aws:s3:::ledger', THROUGH_AWS, { kind: 'IDENTITY_BASED_POLICY', sid: 'BaselineCoreViaMcp' }));
    write('template.json', { Resources: { Developer: role(policy(ALLOW_ALL, CORE), { RoleName: 'Developer' }) } });
    expect(await shown('details.json', 'template.json', '--account', '111122223333')).toMatchSnapshot();
  });

  test('a person that a Deny hits which seems to be about agents', async () => {
    write('p.json', policy(ALLOW_ALL, { Sid: 'OnlyEks', Effect: 'Deny', Action: 'eks:*', Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } }));
    expect(await shown(denied('eks:ListClusters', '*', IN_OWN), 'p.json', '--via', 'direct')).toMatchSnapshot();
  });

  test('an Allow that is missing, for an agent', async () => {
    write('details.json', details('dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', THROUGH_AWS));
    write('p.json', policy({ Sid: 'Reads', Effect: 'Allow', Action: 's3:Get*' }));
    expect(await shown('details.json', 'p.json')).toMatchSnapshot();
  });

  test('an Allow that is missing, which an agent is better not given', async () => {
    write('details.json', details('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3', THROUGH_AWS));
    write('p.json', policy({ Sid: 'Reads', Effect: 'Allow', Action: 's3:Get*' }));
    expect(await shown('details.json', 'p.json')).toMatchSnapshot();
  });
});

describe('what it finds', () => {
  test.each<[string, object, object, string]>([
    ['the statement that the details name', { sid: 'One' }, THROUGH_AWS, 'FOUND'],
    ['not one of another Sid', { sid: 'Gone' }, THROUGH_AWS, 'NOT_FOUND'],
    ['not one that applies to agents, for a direct call', { sid: 'One' }, DIRECT, 'NOT_FOUND'],
    ['nor one of another kind of policy', { sid: 'One', kind: 'SESSION_POLICY' }, THROUGH_AWS, 'NOT_FOUND'],
  ])('%s', async (_, matched, context, verdict) => {
    write('d.json', details('s3:GetObject', 'arn:aws:s3:::data/key', context, { kind: 'IDENTITY_BASED_POLICY', sid: '', ...matched }));
    write('p.json', policy(ALLOW_ALL, { Sid: 'One', Effect: 'Deny', Action: 's3:Get*', Condition: VIA_MCP }));
    const { verdict: found, statements, otherStatements } = await answer('d.json', 'p.json');
    expect(found).toBe(verdict);
    expect(statements.map(({ sid }: any) => sid)).toEqual(verdict === 'FOUND' ? ['One'] : []);
    expect(otherStatements).toHaveLength(context === THROUGH_AWS && verdict !== 'FOUND' ? 1 : 0);
  });

  test('a Deny of another kind of policy than the message names would deny it, too', async () => {
    write('p.json', policy(ALLOW_ALL, { Sid: 'Own', Effect: 'Deny', Action: 's3:Get*' }));
    const { verdict, statements, otherStatements } = await answer(denied('s3:GetObject', 'arn:aws:s3:::data/key', IN_SCP), 'p.json');
    expect([verdict, statements, otherStatements.map(({ sid }: any) => sid)]).toEqual(['NOT_FOUND', [], ['Own']]);
    expect(await shown(denied('s3:GetObject', 'arn:aws:s3:::data/key', IN_SCP), 'p.json')).toContain('It would be denied as well by the Deny "Own" of the identity-based policy, p.json:9.');
  });

  test('a direct call, judged beside it: allowed, denied, or not known', async () => {
    const direct = async (...statements: object[]) => {
      write('d.json', details('s3:DeleteBucket', 'arn:aws:s3:::ledger', THROUGH_AWS, { kind: 'SERVICE_CONTROL_POLICY', sid: 'BaselineCoreViaMcp' }));
      write('scp.json', policy(ALLOW_ALL, CORE));
      write('p.json', policy(...statements));
      return (await answer('d.json', 'p.json', '--scp', 'scp.json')).fixes[0].person;
    };
    const begins = 'do it directly: the guardrail is about calls through MCP; ';
    expect(await direct(ALLOW_ALL)).toBe(`${begins}the policies allow that`);
    expect(await direct({ Effect: 'Allow', Action: 'ec2:*' })).toBe(`${begins}but for that an Allow is missing: identity-based policy`);
    expect(await direct(ALLOW_ALL, { Sid: 'Never', Effect: 'Deny', Action: 's3:DeleteBucket' })).toBe(`${begins}but that is denied by "Never" of the identity-based policy`);
    expect(await direct({ ...ALLOW_ALL, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'data' } } })).toBe(`${begins}but whether the policies allow that depends on aws:PrincipalTag/team`);
  });

  test('a network perimeter that blocks agents, with the exception that the rule advises', async () => {
    write('d.json', details('s3:GetObject', 'arn:aws:s3:::data/key', { ...THROUGH_AWS, 'aws:SourceIp': '198.51.100.9/32' }, { kind: 'IDENTITY_BASED_POLICY', sid: 'Office' }));
    write('p.json', policy(ALLOW_ALL, { Sid: 'Office', Effect: 'Deny', Action: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));
    const { verdict, fixes } = await answer('d.json', 'p.json');
    expect([verdict, fixes[0].docs]).toEqual(['FOUND', 'docs/rules.md#networkdenyblocksmcp']);
  });

  test('an Allow that is missing where the message says, or elsewhere', async () => {
    write('p.json', policy({ Effect: 'Allow', Action: 'ec2:*' }));
    write('scp.json', policy({ Effect: 'Allow', Action: 'ec2:*' }));
    const message = (kind: string) => denied('s3:GetObject', 'arn:aws:s3:::data/key', `because no ${kind} allows the s3:GetObject action`);
    expect((await answer(message('identity-based policy'), 'p.json')).verdict).toBe('FOUND');
    expect((await answer(message('service control policy'), 'p.json', '--scp', 'scp.json')).verdict).toBe('FOUND');
    expect((await answer(message('permissions boundary'), 'p.json', '--boundary', 'scp.json')).verdict).toBe('FOUND');
    expect((await answer(message('session policy'), 'p.json')).verdict).toBe('NOT_FOUND');
    write('all.json', policy(ALLOW_ALL));
    expect((await answer(message('identity-based policy'), 'all.json')).verdict).toBe('NOT_FOUND');
  });
});

describe('what it advises', () => {
  const fixes = async (...args: string[]) => (await answer(...args)).fixes;

  test.each([
    ['with a Deny, never an Allow, nor another policy', denied('s3:GetObject', '*', IN_OWN), /^No Allow can help against a Deny/],
    ['of an SCP without an Allow, that it may be a list', denied('s3:GetObject', '*', 'because no service control policy allows the s3:GetObject action'), /whoever runs the organization decides/],
    ['of a boundary, whose it is', denied('s3:GetObject', '*', 'because no permissions boundary allows the s3:GetObject action'), /did its work: whoever owns the boundary/],
    ['of a session policy, where it is made', denied('s3:GetObject', '*', 'because no session policy allows the s3:GetObject action'), /Make the session with one/],
    ['of an endpoint, whose it is', denied('s3:GetObject', '*', 'because no VPC endpoint policy allows the s3:GetObject action'), /whoever owns the endpoint decides/],
  ])('%s', async (_, message, expected) => {
    const [fix, ...others] = await fixes(message);
    expect(others).toEqual([]);
    expect(fix.text).toMatch(expected);
    expect([fix.statement, fix.code]).toEqual([undefined, undefined]);
  });

  test('an Allow of the principal: for a person what agents are denied, for an agent by its server', async () => {
    expect(await fixes(denied('s3:GetObject', '"arn:aws:s3:::data/a b"', NO_OWN('s3:GetObject')))).toMatchObject([{
      statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/a b' },
      code: 'iam.Grant.addToPrincipal({ grantee: role, actions: [\'s3:GetObject\'], resourceArns: [\'arn:aws:s3:::data/a b\'] });',
    }]);
    expect(await fixes(denied('s3:DeleteBucket', 'arn:aws:s3:::data', NO_OWN('s3:DeleteBucket')))).toMatchObject([{
      statement: { Action: 's3:DeleteBucket', Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } } },
      code: expect.stringContaining('McpGrantee.outsideMcp(role)'),
    }]);
    for (const [via, grantee] of [['eks', 'McpGrantee.via(role, McpServer.EKS)'], ['new-mcp.amazonaws.com', 'McpGrantee.via(role, McpServer.of(\'new-mcp.amazonaws.com\'))'], ['any', 'McpGrantee.viaAnyServer(role)']]) {
      expect((await fixes(denied('eks:DescribeCluster', '*', NO_OWN('eks:DescribeCluster')), '--via', via))[0].code).toContain(`grantee: ${grantee},`);
    }
  });

  test('an Allow of the resource, and of a role\'s trust policy, for the role of a session', async () => {
    const Principal = { AWS: 'arn:aws:iam::111122223333:role/Developer' };
    expect((await fixes(denied('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:444455556666:work', 'because no resource-based policy allows the sqs:SendMessage action')))[0].statement)
      .toEqual({ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:444455556666:work' });
    const [{ statement }] = await fixes(denied('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Work', 'because no role trust policy allows the sts:AssumeRole action'));
    expect(statement).toEqual({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } } });
  });

  test('a guardrail that was not made by the library is left as it is, too', async () => {
    write('scp.json', policy(ALLOW_ALL, { Sid: 'OurOwn', Effect: 'Deny', Action: 's3:*', Condition: VIA_MCP }, { Sid: 'Regions', Effect: 'Deny', Action: 'ec2:*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }));
    const ofAgents = await fixes(denied('s3:GetObject', '*', IN_SCP), '--scp', 'scp.json', '--via', 'aws');
    expect(ofAgents).toMatchObject([{ text: 'It is about agents, and did its work. Whoever owns the service control policy decides on an exception, by principal or resource; no Allow can help.', person: expect.stringMatching(/^make the call directly/) }]);
    const ofAll = await fixes(denied('ec2:RunInstances', '*', IN_SCP), '--scp', 'scp.json', '--via', 'direct', '--context', 'aws:RequestedRegion=us-east-1');
    expect(ofAll).toMatchObject([{ text: expect.stringMatching(/^It is not about agents only\./) }]);
  });

  test('no advice removes or widens anything', async () => {
    write('p.json', policy(ALLOW_ALL, CORE, { Sid: 'OurOwn', Effect: 'Deny', Action: '*' }));
    for (const args of [[shared('message.txt')], [shared('message.txt'), '--scp', 'p.json'], [denied('s3:DeleteBucket', '*', IN_OWN), 'p.json', '--via', 'aws']]) {
      expect(JSON.stringify(await fixes(...args))).not.toMatch(/\b(remove|delete|detach|loosen) (the|this|that) (deny|statement|polic|guardrail)/i);
    }
  });
});

describe('where to look', () => {
  const commands = async (message: string, ...args: string[]) =>
    (await answer(message, ...args)).lookUps.map(({ command, finds }: any) => command ?? finds);
  const of = (kind: string, resource = '*', action = 's3:GetObject', principal?: string) => denied(action, resource, `with an explicit deny in ${kind}`, principal);

  test.each([
    [of('a service control policy'), 'aws organizations list-policies-for-target --target-id 111122223333 --filter SERVICE_CONTROL_POLICY'],
    [of('a resource control policy', 'arn:aws:sqs:eu-west-1:444455556666:work'), 'aws organizations list-policies-for-target --target-id 444455556666 --filter RESOURCE_CONTROL_POLICY'],
    [of('a resource-based policy', 'arn:aws:s3:::data/key'), 'aws s3api get-bucket-policy --bucket data --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:sns:eu-west-1:111122223333:work'), 'aws sns get-topic-attributes --topic-arn arn:aws:sns:eu-west-1:111122223333:work --query Attributes.Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:kms:eu-west-1:111122223333:key/1'), 'aws kms get-key-policy --key-id arn:aws:kms:eu-west-1:111122223333:key/1 --policy-name default --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:lambda:eu-west-1:111122223333:function:work:1'), 'aws lambda get-policy --function-name work --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:ecr:eu-west-1:111122223333:repository/a/b'), 'aws ecr get-repository-policy --repository-name a/b --query policyText --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*'), 'aws secretsmanager get-resource-policy --secret-id SECRET --query ResourcePolicy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t'), 'aws dynamodb get-resource-policy --resource-arn arn:aws:dynamodb:eu-west-1:111122223333:table/t --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:sqs:eu-west-1:111122223333:work'), 'aws sqs get-queue-attributes --queue-url $(aws sqs get-queue-url --queue-name work --output text) --attribute-names Policy --query Attributes.Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:kinesis:eu-west-1:111122223333:stream/work'), 'aws kinesis get-resource-policy --resource-arn arn:aws:kinesis:eu-west-1:111122223333:stream/work --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:s3express:eu-west-1:111122223333:bucket/data--euw1-az1--x-s3'), 'aws s3api get-bucket-policy --bucket data--euw1-az1--x-s3 --query Policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:s3tables:eu-west-1:111122223333:bucket/data/table/1a2b'), 'aws s3tables get-table-bucket-policy --table-bucket-arn arn:aws:s3tables:eu-west-1:111122223333:bucket/data --query resourcePolicy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:s3vectors:eu-west-1:111122223333:bucket/data/index/words'), 'aws s3vectors get-vector-bucket-policy --vector-bucket-arn arn:aws:s3vectors:eu-west-1:111122223333:bucket/data --query policy --output text > policy.json'],
    [of('a resource-based policy', 'arn:aws:newservice:::thing'), 'the policy of the resource'],
    [of('the role trust policy', 'arn:aws:iam::111122223333:role/a/Work', 'sts:AssumeRole'), 'aws iam get-role --role-name Work > role.json'],
    [of('a VPC endpoint policy'), 'aws ec2 describe-vpc-endpoints > endpoints.json'],
    [of('a session policy'), 'a session policy is in no account: whoever makes the session passes it along'],
    [of('a permissions boundary'), 'aws iam get-account-authorization-details > account.json'],
    [of('an identity-based policy', '*', 's3:GetObject', 'arn:aws:iam::111122223333:user/people/dana'), 'aws iam get-account-authorization-details > account.json'],
  ])('%s', async (message, command) => {
    expect((await commands(message))[0]).toBe(command);
  });

  test('the event, by its name, or by who it was where the name is not the action\'s', async () => {
    const event = async (action: string) => (await commands(of('a session policy', '*', action))).pop();
    expect(await event('s3:GetObject')).toBe('aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetObject --region REGION > events.json');
    expect(await event('s3:ListAllMyBuckets')).toBe('aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=dana --region REGION > events.json');
  });

  test('what the message says is one word of the command, whatever it is', async () => {
    const hostile = of('a service control policy: arn:aws:organizations::1:policy/o-1/x/p-1;curl$(evil)\'"', 'arn:aws:s3:::x');
    expect((await commands(hostile))[0]).toBe('aws organizations describe-policy --policy-id \'p-1;curl$(evil)\'\\\'\'"\' > policy.json');
  });

  test('EC2\'s message: how it is decoded', async () => {
    const encoded = 'aB3-_'.repeat(40);
    expect((await commands(`You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`))[0])
      .toBe(`aws sts decode-authorization-message --encoded-message ${encoded} > decoded.json`);
  });
});

describe('what it is given', () => {
  test('the message itself, a file, or standard input', async () => {
    const message = denied('s3:GetObject', '*', IN_SCP);
    write('message.txt', message);
    const first = await run(['why', message]);
    expect(await run(['why', 'message.txt'])).toEqual(first);
    expect(await run(['why', '-'], { stdin: message })).toEqual(first);
    expect(await run(['why'], { stdin: message })).toEqual(first);
  });

  test('policies as files, or with --policy', async () => {
    write('p.json', policy(ALLOW_ALL, { Sid: 'No', Effect: 'Deny', Action: 's3:Get*' }));
    const message = denied('s3:GetObject', 'arn:aws:s3:::data/key', IN_OWN);
    expect(await run(['why', message, '--policy', 'p.json'])).toEqual(await run(['why', message, 'p.json']));
  });

  test('an action, a resource and a principal that the message does not tell', async () => {
    write('p.json', policy({ Effect: 'Allow', Action: 'ec2:*' }));
    const { told, verdict } = await answer('An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied', 'p.json',
      '--action', 's3:ListAllMyBuckets', '--resource', '*', '--principal', 'arn:aws:iam::111122223333:role/Developer');
    expect([told.action, verdict]).toEqual(['s3:ListAllMyBuckets', 'FOUND']);
  });

  test.each<[string, string[], string]>([
    ['nothing of a denial', ['everything is fine'], 'the message: tells of no denied call: expected an access-denied message, a CloudTrail event of one, or what '],
    ['a file that is not there', ['gone.json'], 'gone.json: no such file, and no access-denied message'],
    ['a policy', ['p.json'], 'p.json: tells of no denied call'],
    ['no action', ['Access Denied', 'p.json'], 'the message does not say which action was denied: give it with --action, such as --action s3:GetObject'],
    ['a policy that is not there', [denied('s3:GetObject', '*', IN_SCP), 'gone.json'], 'gone.json: there is no such file'],
  ])('%s is told in a line', async (_, args, message) => {
    write('p.json', policy(ALLOW_ALL));
    const { stdout, stderr, code } = await run(['why', ...args]);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(`mcp-guardrails: ${message}`);
    expect(stderr.match(/^mcp-guardrails: /gm)).toHaveLength(1);
  });

  test('nothing at a terminal', async () => {
    const { code, stderr } = await run(['why'], { terminal: true });
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing is given: expected an access-denied message')]);
  });
});

test.each([['App', true], [undefined, false]])('a wildcard in the Allow that is missing is said: of the role %s', async (roleName, expected) => {
  const event = {
    eventVersion: '1.11',
    eventSource: 'iam.amazonaws.com',
    eventName: 'GetRole',
    eventType: 'AwsApiCall',
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    errorCode: 'AccessDenied',
    requestParameters: { roleName },
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Dana', accountId: '111122223333' },
  };
  write('allow.json', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] });
  const { stdout } = await run(['why', '-', 'allow.json'], { stdin: JSON.stringify(event) });
  expect(stdout).toContain('An Allow is missing');
  expect(stdout.replace(/\s+/g, ' ').includes('Its wildcard stands for what the denial does not tell')).toBe(expected);
});

describe('what it advises where more than one thing may be', () => {
  const GET = ['s3:GetObject', 'arn:aws:s3:::data/key'] as const;
  const NOT_TEAM = { StringNotEquals: { 'aws:PrincipalTag/team': 'data' } };
  const fixOf = async (message: string, deny: object, ...args: string[]) => {
    write('p.json', policy(ALLOW_ALL, { Effect: 'Deny', Action: '*', ...deny }));
    return (await answer(message, 'p.json', ...args)).fixes[0];
  };

  test('of a mistake whose call may have come either way: whom it hits', async () => {
    const network = { Sid: 'Office', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
    expect((await fixOf(denied(...GET, IN_OWN), network)).text).toMatch(/^If an agent made the call: the statement hits more than it seems to mean\. /);
    const eks = { Sid: 'OnlyEks', Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } };
    expect((await fixOf(denied(...GET, IN_OWN), eks)).text).toMatch(/^If the call was made directly: the statement hits more than it seems to mean\. /);
    expect((await fixOf(denied(...GET, IN_OWN), eks, '--via', 'direct')).text).toMatch(/^The statement hits more than it seems to mean\. /);
  });

  test('of a guardrail that hits direct calls, too: a person is not told to make one', async () => {
    const person = async (deny: object) => (await fixOf(denied('s3:DeleteBucket', 'arn:aws:s3:::ledger', IN_OWN), { Sid: 'BaselineCoreViaMcp', ...deny }, '--via', 'aws')).person;
    expect(await person({})).toBe('a direct call is denied by it, too');
    expect(await person({ Condition: NOT_TEAM })).toBe('a direct call is denied by it, too, depending on aws:PrincipalTag/team');
    expect(await person({ Condition: VIA_MCP })).toBe('do it directly: the guardrail is about calls through MCP; the policies allow that');
  });

  test('of a guardrail about something else than the server: what it is about, and nothing of direct calls', async () => {
    expect(await fixOf(denied(...GET, IN_OWN), { Sid: 'ProtectGuardrails' }, '--via', 'aws')).toMatchObject({
      person: 'ask one of its administrators: it is about direct calls, too', docs: 'docs/guardrails.md#protectguardrails',
    });
  });

  test('of a Deny without a Sid, and of an answer that depends on much', async () => {
    const person = async (...statements: object[]) => {
      write('p.json', policy({ Sid: 'OurOwn', Effect: 'Deny', Action: 's3:*', Condition: VIA_MCP }, ...statements));
      return (await answer(denied(...GET, IN_OWN), 'p.json', '--via', 'aws')).fixes[0].person;
    };
    expect(await person(ALLOW_ALL, { Effect: 'Deny', Action: 's3:GetObject', Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } } }))
      .toBe('make the call directly; but that is denied by a statement of the identity-based policy');
    const tags = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`aws:PrincipalTag/${name}`, 'x']));
    expect(await person({ ...ALLOW_ALL, Condition: { StringEquals: tags } }))
      .toBe('make the call directly; but whether the policies allow that depends on aws:PrincipalTag/a, aws:PrincipalTag/b, aws:PrincipalTag/c, and 2 more');
  });

  test('of a Deny that is not about agents: under which condition the call would be allowed', async () => {
    const { text } = await fixOf(denied(...GET, IN_OWN), { Sid: 'Team', Condition: NOT_TEAM }, '--via', 'direct');
    expect(text).toMatch(/^It is not about agents only\. The call would be allowed if \{.*"aws:PrincipalTag\/team":.*"data".*\}\. Whoever owns the identity-based policy/);
  });

  test('of an Allow that is missing: no statement where the action is not told', async () => {
    const message = `User: ${DEVELOPER} is not authorized to access resource arn:aws:sqs:eu-west-1:444455556666:work because no resource-based policy allows the sqs:SendMessage action`;
    expect(await answer(message)).toMatchObject({
      fixes: [{ text: 'An Allow is missing in the resource-based policy. Which action it is the message does not say: the event or the reference of the operation does.' }],
    });
  });

  test('of an Allow that no policy of an organization gives: none is proposed', async () => {
    expect(await answer(denied('s3:GetObject', 'arn:aws:s3:::data/key', 'because no resource control policy allows the s3:GetObject action'))).toMatchObject({
      fixes: [{ text: expect.stringMatching(/^An RCP grants nothing/) }],
    });
  });

  test('of an Allow for an agent\'s session, which calls directly: none that is for calls through a server only, and none of what guardrails deny', async () => {
    const fix = async (action: string, resource: string) => {
      write('p.json', policy({ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }));
      return (await answer(denied(action, resource, NO_OWN(action)), 'p.json', '--via', 'agent-session')).fixes[0];
    };
    expect(await fix('s3:GetObject', 'arn:aws:s3:::data/key')).toEqual({
      text: 'An Allow is missing in the identity-based policy. The smallest that is enough is below.',
      statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/key' },
      code: 'iam.Grant.addToPrincipal({ grantee: role, actions: [\'s3:GetObject\'], resourceArns: [\'arn:aws:s3:::data/key\'] });',
    });
    expect((await fix('s3:DeleteBucket', 'arn:aws:s3:::ledger')).statement).toBeUndefined();
  });

  test('of an Allow of the resource: for a principal that is no session, or is not told', async () => {
    const user = 'arn:aws:iam::111122223333:user/dana';
    const rest = 'because no resource-based policy allows the sqs:SendMessage action';
    const { fixes: [{ text, statement }] } = await answer(denied('sqs:SendMessage', 'my-queue', rest, user));
    expect(text).toContain(`The smallest that is enough, for ${user}, with the ARN of the resource, is below.`);
    expect(statement).toEqual({ Effect: 'Allow', Principal: { AWS: user }, Action: 'sqs:SendMessage', Resource: 'ARN' });
    const [fix] = fixesFor({
      source: DenialSource.EVENT, action: 'sqs:SendMessage', effect: 'implicit', policies: [{ kind: PolicyKind.RESOURCE, attachedTo: [], statements: [] }], context: {}, notes: [],
    }, undefined);
    expect(fix.text).toContain('The smallest that is enough, for the principal, with the ARN of the resource, is below.');
    expect(fix.statement).toMatchObject({ Principal: { AWS: 'ARN' }, Resource: 'ARN' });
  });
});

describe('where to look, by little', () => {
  const commands = async (message: string) => (await answer(message)).lookUps.map(({ command, finds }: any) => command ?? finds);
  const by = (kind: string, action: string, principal = DEVELOPER) => `User: ${principal} is not authorized to perform: ${action} with an explicit deny in ${kind}`;

  test.each([
    ['a role that is not told', by('the role trust policy', 'sts:AssumeRole'), 'aws iam get-role --role-name ROLE > role.json'],
    ['a resource that is not told', by('a resource-based policy', 's3:GetObject'), 'the policy of the resource'],
    ['the policies for a resource that is not told, of the caller\'s account', by('a resource control policy', 's3:GetObject'),
      'aws organizations list-policies-for-target --target-id 111122223333 --filter RESOURCE_CONTROL_POLICY'],
    ['the policies for a resource whose ARN has no account', denied('s3:GetObject', 'arn:aws:s3:::data/key', 'with an explicit deny in a resource control policy'),
      'aws organizations list-policies-for-target --target-id 111122223333 --filter RESOURCE_CONTROL_POLICY'],
    ['the policies for somebody without an ARN', by('a service control policy', 's3:GetObject', 'anonymous'),
      'aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY'],
    ['a secret by its ARN', denied('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3', 'with an explicit deny in a resource-based policy'),
      'aws secretsmanager get-resource-policy --secret-id arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3 --query ResourcePolicy --output text > policy.json'],
    ['a managed policy of a session', by('a session policy: arn:aws:iam::111122223333:policy/Less', 's3:GetObject'),
      'aws iam get-policy-version --policy-arn arn:aws:iam::111122223333:policy/Less --version-id '
      + '$(aws iam get-policy --policy-arn arn:aws:iam::111122223333:policy/Less --query Policy.DefaultVersionId --output text) > policy.json'],
  ])('%s', async (_, message, expected) => {
    expect((await commands(message))[0]).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['of a boundary that is one of the account', 'a permissions boundary', 'events.json account.json'],
    ['of a boundary by its ARN', 'a permissions boundary: arn:aws:iam::111122223333:policy/Most', 'events.json --boundary policy.json'],
    ['of a managed policy of a session', 'a session policy: arn:aws:iam::111122223333:policy/Less', 'events.json --session policy.json'],
    ['of a role', 'the role trust policy', 'events.json role.json'],
  ])('how to ask again, %s', async (_, kind, files) => {
    expect(await shown(by(kind, 's3:GetObject'))).toContain(`why ${files}\n`);
  });

  test('an event, where nothing is told', async () => {
    expect((await commands('Access Denied for some reason')).pop()).toContain('AttributeKey=Username,AttributeValue=USER --region REGION');
  });

  test('with the Region that the message names', async () => {
    const [told] = (await answer(`${by('a session policy', 's3:GetObject')}. Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/a1b2c3d4`)).lookUps;
    expect(told).toMatchObject({
      finds: expect.stringContaining('for 24 hours, in eu-west-1'),
      command: 'aws iam-toolbox get-request-authorization-details --authorization-id a1b2c3d4 --region eu-west-1 > details.json',
    });
    const [without] = (await answer(`${by('a session policy', 's3:GetObject')}. The authorization id: a1b2c3d4`)).lookUps;
    expect(without).toMatchObject({
      finds: expect.stringContaining('for 24 hours, in the Region of the call'),
      command: 'aws iam-toolbox get-request-authorization-details --authorization-id a1b2c3d4 --region REGION > details.json',
    });
  });

  test('an ARN that is not the organization\'s: no command', async () => {
    expect(await commands(by('a service control policy: arn:aws:iam::111122223333:policy/Odd', 's3:GetObject'))).toEqual([expect.stringContaining('lookup-events')]);
  });
});

describe('which of several policies denied it', () => {
  const get = (of: string) => denied('s3:GetObject', 'arn:aws:s3:::data/key', `with an explicit deny in ${of}`);
  const deny = (Sid: string) => ({ Sid, Effect: 'Deny', Action: 's3:Get*', Resource: '*' });
  const sids = (statements: any[]) => statements.map(({ sid }) => sid);
  const found = async (...args: string[]) => {
    const { verdict, statements, otherStatements, isOneOfSeveral } = await answer(...args);
    return [verdict, sids(statements), sids(otherStatements), isOneOfSeveral === true];
  };
  const POLICY = 'arn:aws:iam::111122223333:policy/';
  const managed = (name: string, ...statements: object[]) => ({
    Arn: `${POLICY}${name}`, Path: '/', PolicyName: name, PolicyVersionList: [{ IsDefaultVersion: true, Document: policy(...statements) }],
  });
  const account = (attached: string[], ...Policies: object[]) => write('account.json', {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [{
      Arn: 'arn:aws:iam::111122223333:role/Developer',
      Path: '/',
      RoleName: 'Developer',
      AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
      RolePolicyList: [],
      AttachedManagedPolicies: attached.map((name) => ({ PolicyName: name, PolicyArn: `${POLICY}${name}` })),
    }],
    Policies,
  });

  test('that which the message names by its ARN, where the input has ARNs', async () => {
    account(['All', 'A', 'B'], managed('All', ALLOW_ALL), managed('A', deny('InA')), managed('B', deny('InB')));
    expect(await found(get(`an identity-based policy: ${POLICY}B`), 'account.json')).toEqual(['FOUND', ['InB'], ['InA'], false]);
    expect(await found(get(`an identity-based policy: ${POLICY}Gone`), 'account.json')).toEqual(['NOT_FOUND', [], ['InA', 'InB'], false]);
    expect(await found(get('an identity-based policy'), 'account.json')).toEqual(['FOUND', ['InA', 'InB'], [], true]);
    expect(await shown(get('an identity-based policy'), 'account.json')).toContain('The denial is of one policy, and each of these may be it: the input does not tell which.');
    expect(await shown(get(`an identity-based policy: ${POLICY}B`), 'account.json')).not.toContain('each of these may be it');
  });

  test('of the organization by the id that its ARN ends with', async () => {
    const scp = (Id: string, Sid: string) => ({ Policy: { PolicySummary: { Id, Name: Id, Type: 'SERVICE_CONTROL_POLICY' }, Content: JSON.stringify(policy(deny(Sid))) } });
    write('organization.json', {
      Organization: { MasterAccountId: '999988887777' },
      Roots: [{ Id: 'r-ab12', Policies: [{ Id: 'p-11111111', Type: 'SERVICE_CONTROL_POLICY' }, { Id: 'p-22222222', Type: 'SERVICE_CONTROL_POLICY' }], Accounts: [{ Id: '111122223333' }] }],
      Policies: [scp('p-11111111', 'One'), scp('p-22222222', 'Two')],
    });
    account(['All'], managed('All', ALLOW_ALL));
    const of = (id: string) => get(`a service control policy: arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/${id}`);
    expect(await found(of('p-22222222'), 'account.json', 'organization.json')).toEqual(['FOUND', ['Two'], ['One'], false]);
    expect(await found(of('p-33333333'), 'account.json', 'organization.json')).toEqual(['NOT_FOUND', [], ['One', 'Two'], false]);
  });

  test('of documents, which have no ARN: any, and it says so', async () => {
    write('one.json', policy(ALLOW_ALL, deny('One')));
    write('two.json', policy(deny('Two')));
    const of = get('a service control policy: arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-22222222');
    expect(await found(of, '--scp', 'one.json', '--scp', 'two.json')).toEqual(['FOUND', ['One', 'Two'], [], true]);
    expect(await found(of, '--scp', 'one.json')).toEqual(['FOUND', ['One'], [], false]);
  });
});

describe('how sure it is', () => {
  const verdict = async (message: string, ...statements: object[]) => {
    write('p.json', policy(...statements));
    return (await answer(message, 'p.json')).verdict;
  };

  test('where the message tells neither a Deny nor a missing Allow', async () => {
    const message = denied('s3:GetObject', 'arn:aws:s3:::data/key', '');
    expect(await verdict(message, { Effect: 'Allow', Action: 'ec2:*' })).toBe('FOUND');
    expect(await verdict(message, { ...ALLOW_ALL, Condition: VIA_MCP })).toBe('PERHAPS');
    expect(await verdict(message, ALLOW_ALL)).toBe('NOT_FOUND');
    expect(await verdict(message, ALLOW_ALL, { Sid: 'Own', Effect: 'Deny', Action: 's3:*', Condition: VIA_MCP })).toBe('PERHAPS');
    expect(await verdict(message, ALLOW_ALL, { Sid: 'Own', Effect: 'Deny', Action: 's3:*' })).toBe('FOUND');
  });

  test('of an Allow that is missing for some ways only, or hangs on what is not known', async () => {
    const message = denied('s3:GetObject', 'arn:aws:s3:::data/key', NO_OWN('s3:GetObject'));
    expect(await verdict(message, { ...ALLOW_ALL, Condition: VIA_MCP })).toBe('PERHAPS');
    expect(await verdict(message, { ...ALLOW_ALL, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'data' } } })).toBe('PERHAPS');
  });

  test('of an Allow that is missing in a policy whose kind is not told: any', async () => {
    const decoded = JSON.stringify({ allowed: false, explicitDeny: false, matchedStatements: { items: [{ statementId: 'One' }] }, context: { principal: { arn: DEVELOPER }, action: 's3:ListAllMyBuckets' } });
    expect(await verdict(decoded, { Effect: 'Allow', Action: 'ec2:*' })).toBe('FOUND');
    expect(await verdict(decoded, ALLOW_ALL)).toBe('NOT_FOUND');
  });

  test('of a resource that is told in words: it is judged without', async () => {
    const message = denied('s3:GetObject', 'the object', NO_OWN('s3:GetObject'));
    expect(await verdict(message, { Effect: 'Allow', Action: 's3:Put*' })).toBe('FOUND');
    expect(await verdict(message, ALLOW_ALL)).toBe('NOT_FOUND');
  });

  test('a trust policy is one of a resource, whatever the message calls it', async () => {
    const trust = { Sid: 'NoAgents', Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
    write('trust.json', policy(trust));
    write('p.json', policy(ALLOW_ALL));
    const message = denied('sts:AssumeRole', 'arn:aws:iam::111122223333:role/Work', 'with an explicit deny in the role trust policy');
    expect(await answer(message, 'p.json', '--resource-policy', 'trust.json')).toMatchObject({ verdict: 'FOUND', statements: [{ sid: 'NoAgents' }] });
  });
});
