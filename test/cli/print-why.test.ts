import * as zlib from 'zlib';
import { ALLOW_ALL, inEmptyDirectory, policy, run, runJson, write } from './run';

inEmptyDirectory();

const DEVELOPER = 'arn:aws:sts::111122223333:assumed-role/Developer/dana';
const READ = `User: ${DEVELOPER} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data/key`;
const IN_OWN = `${READ} with an explicit deny in an identity-based policy`;
const NO_OWN = `${READ} because no identity-based policy allows the s3:GetObject action`;
const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const NOT_TEAM = { StringNotEquals: { 'aws:PrincipalTag/team': 'data' } };
const DIRECT = { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' };
const THROUGH_AWS = { 'aws:ViaAWSMCPService': 'true', 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com', 'aws:ViaAWSService': 'true' };

interface Matched {
  readonly uri?: string;
  readonly type?: string;
  readonly attachedTo?: object[];
  readonly sid?: string;
}

/** IAM's authorization details of a call that a statement of one policy denied. */
const details = (context: object, { uri = 'inline:1', type, attachedTo = [], sid }: Matched) => ({
  evaluations: [{
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::data/key',
    evaluatedEffect: 'EXPLICIT_DENY',
    matchedPolicies: [{ uri, matchedStatements: [{ evaluatedEffect: 'DENY', sid }] }],
  }],
  policies: [{ uri, type, attachedTo }],
  requestContext: { 'aws:PrincipalARN': 'arn:aws:iam::111122223333:role/Developer', ...context },
});

const event = (more: object = {}) => ({
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName: 'DeleteBucket',
  eventType: 'AwsApiCall',
  eventTime: '2026-08-01T12:00:00Z',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  requestParameters: { bucketName: 'ledger' },
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana', accountId: '111122223333' },
  ...more,
});
const DENIED = {
  errorCode: 'AccessDenied',
  errorMessage: 'User: arn:aws:iam::111122223333:user/dana is not authorized to perform: s3:DeleteBucket on resource: arn:aws:s3:::ledger '
    + 'with an explicit deny in a service control policy',
};

const shown = async (...args: string[]) => {
  const { stdout, stderr, code } = await run(['why', ...args]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout.replace(/\s+/g, ' ');
};
const failed = async (...args: string[]) => {
  const { stdout, stderr, code } = await run(['why', ...args]);
  expect([stdout, code]).toEqual(['', 2]);
  return stderr.replace(/\s+/g, ' ');
};
const answer = async (...args: string[]) => (await runJson(['why', ...args])).denials[0];

describe('what is told', () => {
  test('a call of which nothing but its operation is known, or not even that', async () => {
    const text = await shown('An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied');
    expect(text).toMatch(/^ListBuckets was denied by whom not told how not told: neither whether a Deny matched or an Allow is missing, nor in which policy came not told/);
    expect(text).not.toContain('What to do');
    expect(await shown('Access Denied for some reason')).toMatch(/^A call was denied by whom not told/);
  });

  test('several denials, one after the other', async () => {
    const { stdout } = await run(['why', `${IN_OWN}\n${NO_OWN}`]);
    expect(stdout.match(/^s3:GetObject on arn:aws:s3:::data\/key was denied$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/explicitly: a Deny matched in an identity-based policy[^]*\n\ns3:GetObject[^]*implicitly: an Allow is missing in an identity-based policy/);
  });

  test('what a policy is attached to, and that a statement has no Sid', async () => {
    const uri = 'arn:aws:iam::111122223333:policy/Guard';
    const attachedTo = ['Developer', 'Other'].map((name) => ({ arn: `arn:aws:iam::111122223333:role/${name}` }));
    write('d.json', details(DIRECT, { uri, type: 'IDENTITY_BASED_POLICY', attachedTo }));
    expect(await shown('d.json')).toContain(`policy ${uri} attached to arn:aws:iam::111122223333:role/Developer, `
      + 'arn:aws:iam::111122223333:role/Other statement one without a Sid came by a direct call, not through an MCP server');
  });

  test('a call that a service made with the credentials of its caller', async () => {
    write('d.json', details({ 'aws:ViaAWSService': 'true' }, { type: 'SESSION_POLICY', sid: 'One' }));
    expect(await shown('d.json')).toContain('statement One came from an AWS service, with the caller\'s credentials ');
  });

  test('a policy whose kind is not told', async () => {
    write('d.json', details(THROUGH_AWS, { sid: 'One' }));
    expect(await shown('d.json')).toContain('how explicitly: a Deny matched, in a policy that is not told statement One');
  });

  test('an Allow that is missing, in a policy whose kind is not told: there is nothing to advise', async () => {
    const decoded = { allowed: false, explicitDeny: false, matchedStatements: { items: [{ statementId: 'One' }] }, context: { action: 'ec2:StopInstances' } };
    const text = await shown(JSON.stringify(decoded));
    expect(text).toContain('how implicitly: an Allow is missing, in a policy that is not told statement One');
    expect(text).not.toContain('What to do');
  });

  test('an event has the Region, and needs no event to be looked up', async () => {
    write('event.json', event(DENIED));
    const text = await shown('event.json');
    expect(text).toContain('Region eu-west-1');
    expect(text).not.toContain('lookup-events');
    expect(text).toMatch(/aws organizations list-policies-for-target \S+ 111122223333 .* Then ask again, with what was found: npx mcp-guardrails why DENIAL FILE $/);
  });

  test('what no command finds is said in a sentence', async () => {
    const text = await shown(`${READ} with an explicit deny in a session policy`);
    expect(text).toContain('What to look up A session policy is in no account: whoever makes the session passes it along. ');
    expect(text).toMatch(/why events\.json FILE $/);
  });
});

describe('on what it depends', () => {
  const perhaps = async (message: string, ...statements: object[]) => {
    write('p.json', policy(...statements));
    return /Whether that is what denied it depends on (.*?)\. /.exec(await shown(message, 'p.json'))?.[1];
  };

  test('a Deny: on what its condition asks for, and not on that of the Allow', async () => {
    const Allow = { ...ALLOW_ALL, Condition: { StringEquals: { 'aws:PrincipalTag/other': 'x' } } };
    expect(await perhaps(IN_OWN, Allow, { Sid: 'Team', Effect: 'Deny', Action: 's3:*', Condition: NOT_TEAM })).toBe('aws:PrincipalTag/team');
  });

  test('an Allow that is missing: on what the Allow asks for, or on where the call came from', async () => {
    expect(await perhaps(NO_OWN, { ...ALLOW_ALL, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'data' } } })).toBe('aws:PrincipalTag/team');
    expect(await perhaps(NO_OWN, { ...ALLOW_ALL, Condition: VIA_MCP })).toBe('where the call came from');
  });

  test('each Deny that may be the one has an advice of its own', async () => {
    write('p.json', policy(ALLOW_ALL, { Sid: 'One', Effect: 'Deny', Action: 's3:*' }, { Sid: 'Two', Effect: 'Deny', Action: 's3:Get*' }));
    const { verdict, statements, fixes } = await answer(IN_OWN, 'p.json');
    expect([verdict, statements.map(({ sid }: any) => sid), fixes.length]).toEqual(['FOUND', ['One', 'Two'], 2]);
    expect((await shown(IN_OWN, 'p.json')).match(/It is not about agents only\./g)).toHaveLength(2);
  });
});

describe('log files', () => {
  test('in a folder, packed or not, and a packed one by itself', async () => {
    write('logs/a.json.gz', zlib.gzipSync(JSON.stringify({ Records: [event(), event(DENIED)] })));
    write('logs/b.json', { Records: [event(DENIED)] });
    expect((await answer('logs/a.json.gz')).told).toMatchObject({ action: 's3:DeleteBucket', resource: 'arn:aws:s3:::ledger', effect: 'explicit' });
    const { denials } = await runJson(['why', 'logs']);
    expect(denials.map(({ told }: any) => told.notes[0])).toEqual([expect.stringMatching(/^2 events are alike/)]);
    expect(await shown('logs')).toContain(' note 2 events are alike, from 2026-08-01T12:00:00Z');
  });

  test('in which nothing was denied', async () => {
    write('one.json', event());
    write('two/a.json', { Records: [event(), event()] });
    write('two.json.gz', zlib.gzipSync(JSON.stringify({ Records: [event(), event()] })));
    expect(await failed('one.json')).toContain('one.json: its event was not denied');
    expect(await failed('two')).toContain('two: none of its 2 events was denied');
    expect(await failed('two.json.gz')).toContain('two.json.gz: none of its 2 events was denied');
  });
});
