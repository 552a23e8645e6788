import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { ALLOW_ALL, BY_NETWORK, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';
import { parseFile } from '../../src/cli/input-file';

inEmptyDirectory();

const SCHEMA = JSON.parse(fs.readFileSync(path.join(__dirname, '../../docs/schemas/config.schema.json'), 'utf-8'));
const isValid = new Ajv({ allowUnionTypes: true }).compile(SCHEMA);
const CONFIG = 'mcp-guardrails.yaml';
const MISSING_KEY = 'McpConditionDependsOnMissingKey';

beforeEach(() => {
  write('team/a.json', policy(BY_NETWORK, LEAKS));
  write('b.json', policy(LEAKS));
});

const found = async (...files: string[]) => (await runJson(['check', ...files])).findings
  .map(({ file, rule, severity, note }: any) => [file, rule, severity, ...(note ? [note] : [])].join(' '));

test('the severity of a rule, or that it is off', async () => {
  write(CONFIG, `rules:\n  ${MISSING_KEY}: warning\n  NetworkDenyBlocksMcp: off\n`);
  expect(await found('team/a.json', 'b.json')).toEqual([`team/a.json ${MISSING_KEY} warning`, `b.json ${MISSING_KEY} warning`]);
  expect((await run(['check', '--fail-on', 'error', 'b.json'])).code).toBe(0);
});

test('the nearest one counts, upwards from each file; that of package.json, too', async () => {
  write('package.json', { 'name': 'x', 'mcp-guardrails': { rules: { [MISSING_KEY]: 'off' } } });
  write(`team/${CONFIG}`, 'rules: { NetworkDenyBlocksMcp: error }\n');
  write('other/package.json', { name: 'has nothing to say' });
  write('other/c.json', policy(LEAKS));
  expect(await found('team/a.json', 'b.json', 'other/c.json')).toEqual(['team/a.json NetworkDenyBlocksMcp error', `team/a.json ${MISSING_KEY} error`]);
  process.chdir('team');
  expect((await run(['check'], { stdin: JSON.stringify(policy(BY_NETWORK)) })).stdout).toContain('error NetworkDenyBlocksMcp');
  expect(await found('--config', '../package.json', 'a.json')).toEqual(['a.json NetworkDenyBlocksMcp warning']);
});

test.each([
  ['', []],
  ['files: team/*.json', ['b.json']],
  ['files: "*.json"', []],
  ['files: team', ['team/a.json', 'b.json']],
  ['files: team/', ['b.json']],
  ['files: ./**/a.json', ['b.json']],
  ['files: b.jso?', ['team/a.json', 'b.json']],
  [`statement: ${LEAKS.Sid}`, []],
  ['statement: 1', ['team/a.json', 'b.json']],
  ['files: b.json\n    statement: Other', ['team/a.json', 'b.json']],
])('an acknowledged finding is left out, of the files and the statement that it names: %s', async (more, left) => {
  write(CONFIG, `acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: there is no server\n    ${more}\n`);
  const shown = await found('team/a.json', 'b.json');
  expect(shown.filter((each: string) => each.includes(MISSING_KEY)).map((each: string) => each.split(' ')[0])).toEqual(left);
});

test('what is left out is counted', async () => {
  write(CONFIG, `acknowledge:\n  - { rule: ${MISSING_KEY}, reason: there is no server }\n`);
  expect(await run(['check', 'b.json'])).toEqual({ code: 0, stdout: 'Nothing found in 1 file.\n1 finding acknowledged.\n', stderr: '' });
});

test('in every format it is said that something is left out, and --all leaves out nothing', async () => {
  write(CONFIG, `rules: { NetworkDenyBlocksMcp: off }\nacknowledge:\n  - { rule: ${MISSING_KEY}, reason: there is no server }\n`);
  const printed = async (format: string) => (await run(['check', '--format', format, 'team/a.json'])).stdout;
  expect(await printed('text')).toBe('Nothing found in 1 file.\n1 finding acknowledged.\n1 finding of rules that are off.\n');
  expect(JSON.parse(await printed('json'))).toEqual({ version: 1, findings: [], leftOut: { baseline: 0, acknowledged: 1, off: 1 } });
  expect(await printed('github')).toBe('::notice::1 finding acknowledged.\n::notice::1 finding of rules that are off.\n');
  expect(await printed('junit')).toContain('<skipped message="1 finding acknowledged."/>');
  expect(JSON.parse(await printed('sarif')).runs[0].invocations[0].toolExecutionNotifications.map(({ level, message }: any) => [level, message.text]))
    .toEqual([['note', '1 finding acknowledged.'], ['note', '1 finding of rules that are off.']]);
  expect((await runJson(['check', '--all', 'team/a.json'])).findings).toHaveLength(2);
});

test('a package.json that only depends on the program is no configuration', async () => {
  write(CONFIG, `rules: { ${MISSING_KEY}: warning }\n`);
  write('team/package.json', { name: 'team', devDependencies: { 'mcp-guardrails': '1.0.0' } });
  expect(await found('team/a.json')).toContain(`team/a.json ${MISSING_KEY} warning`);
});

test('an acknowledgement counts until its last day, and is told after it', async () => {
  write(CONFIG, `acknowledge:\n  - { rule: ${MISSING_KEY}, reason: moved in spring, until: 2027-04-30 }\n`);
  jest.useFakeTimers({ now: new Date('2027-04-30T23:59:59Z'), doNotFake: ['nextTick', 'setImmediate'] });
  try {
    expect(await found('b.json')).toEqual([]);
    jest.setSystemTime(new Date('2027-05-01T00:00:01Z'));
    expect(await found('b.json')).toEqual([`b.json ${MISSING_KEY} error Acknowledged until 2027-04-30 (${CONFIG}:2): moved in spring`]);
    expect((await run(['check', 'b.json'])).stdout).toContain(`    Acknowledged until 2027-04-30 (${CONFIG}:2): moved in spring\n`);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  ['- rules\n', '1: expected an object with "rules", "acknowledge", "account", "organization", got ["rules"]'],
  ['rule: {}\n', '1: there is no "rule" (did you mean "rules"?): expected "rules", "acknowledge"'],
  ['rules: []\n', '1: expected an object, got []'],
  [`rules:\n  ${MISSING_KEY}: info\n`, '2: expected off or warning or error, got "info"'],
  ['rules:\n  # none\n  NetworkDeny: off\n', '3: there is no rule "NetworkDeny"'],
  ['acknowledge: {}\n', '1: expected a list, got {}'],
  ['acknowledge:\n  - reason: x\n', '2: expected "rule"'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n`, '2: expected "reason": why the finding is meant'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: ""\n`, '3: expected a string that is not empty, got ""'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: x\n    until: 2027-02-30\n`, '4: expected a day such as 2027-01-31, got "2027-02-30"'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: x\n    statement: [A]\n`, '4: expected a Sid, or the place of a statement from 0, got ["A"]'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: x\n    file: a\n`, '4: there is no "file" (did you mean "files"?)'],
])('a mistake in it is told with its line, once, and hides nothing: %j', async (config, message) => {
  write(CONFIG, config);
  const { code, stdout, stderr } = await run(['check', 'team/a.json', 'b.json']);
  expect(code).toBe(2);
  expect(stderr.replace(/\s+/g, ' ')).toContain(`mcp-guardrails: ${CONFIG}:${message}`);
  expect(stderr.split('mcp-guardrails:')).toHaveLength(2);
  expect(stdout).toContain('2 errors and 1 warning in 2 files.');
  // A day that does not exist, and names of rules, are more than the schema can tell.
  if (!/2027-02-30|there is no rule/.test(message)) {
    expect(isValid(parseFile(CONFIG, config).source.value)).toBe(false);
  }
});

test.each([
  [`rules:\n  ${MISSING_KEY}: off\n`], ['acknowledge: []\n'], ['{}\n'], ['rules: {}\n# nothing else\n'],
  [`acknowledge:\n  - rule: ${MISSING_KEY}\n    reason: x\n    files: a/**\n    statement: 1\n    until: 2027-01-31\n`],
])('what is right is right by the schema: %j', async (config) => {
  write(CONFIG, config);
  expect((await run(['check', 'b.json'])).stderr).toBe('');
  expect(isValid(parseFile(CONFIG, config).source.value) ? [] : isValid.errors).toEqual([]);
});

describe('comments', () => {
  const yaml = (before: string, within = '', ofDocument = '') => `${ofDocument}Version: "2012-10-17"
Statement:
  - Sid: Work
    Effect: Allow
    Action: "s3:*"
    Resource: "*"
  ${before}
  - Sid: Leaks
    Effect: Deny
    Action: "s3:*" ${within}
    Resource: "*"
    Condition: { Bool: { "aws:ViaAWSMCPService": "false" } }
  - Sid: Office
    Effect: Deny
    Action: "s3:*"
    Resource: "*"
    Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } }
`;
  const IGNORE = `# mcp-guardrails: ignore ${MISSING_KEY} nobody calls it so`;
  const BOTH = [MISSING_KEY, 'NetworkDenyBlocksMcp'];
  const rules = async (content: string) => {
    write('c.yaml', content);
    return (await runJson(['check', 'c.yaml'])).findings.map(({ rule }: any) => rule);
  };

  test.each([
    ['nothing', yaml(''), BOTH],
    ['above', yaml(IGNORE), ['NetworkDenyBlocksMcp']],
    ['above, with another comment between', yaml(`${IGNORE}\n  # and more`), ['NetworkDenyBlocksMcp']],
    ['above, with an empty line between', yaml(`${IGNORE}\n`), BOTH],
    ['within', yaml('', IGNORE), ['NetworkDenyBlocksMcp']],
    ['at the top of the file', yaml('', '', `${IGNORE}\n`), BOTH],
    ['of another rule', yaml('# mcp-guardrails: ignore NetworkDenyBlocksMcp the office'), BOTH],
    ['in a string', yaml('').replace('Sid: Leaks', `Sid: "${IGNORE}"`), expect.arrayContaining([MISSING_KEY])],
    ['in a string of lines', yaml('').replace('Sid: Leaks', `Sid: |\n      ${IGNORE}`), expect.arrayContaining([MISSING_KEY])],
  ])('%s', async (_, content, expected) => {
    expect(await rules(content)).toEqual(expected);
  });

  test.each([
    [`# mcp-guardrails: ignore ${MISSING_KEY}`, 'a comment that is not understood: expected "# mcp-guardrails: ignore RULE REASON"'],
    ['# mcp-guardrails: ignore McpConditionDependsOnMissing x', 'there is no rule "McpConditionDependsOnMissing"'],
  ])('%s is a mistake', async (comment, message) => {
    write('c.yaml', yaml(comment));
    const { code, stdout, stderr } = await run(['check', 'c.yaml']);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(`c.yaml:7: ${message}`);
    expect(stdout).toContain('1 error and 1 warning in 1 file.');
  });
});

test('what nothing is found in needs no configuration', async () => {
  write(CONFIG, 'rule: {}\n');
  write('c.json', policy(ALLOW_ALL));
  expect((await run(['check', 'c.json'])).code).toBe(0);
});

describe('acknowledgements', () => {
  const findings = async (text: string, ...files: string[]) => {
    write('mcp-guardrails.yaml', text);
    return runJson(['check', ...files]);
  };

  test('of one resource', async () => {
    const PolicyDocument = policy(LEAKS);
    write('t.json', { Resources: Object.fromEntries(['A', 'B'].map((id) => [id, { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } }])) });
    const { findings: [left], leftOut } = await findings(`acknowledge: [{ rule: ${MISSING_KEY}, reason: meant, resource: A }]\n`, 't.json');
    expect([left.logicalId, leftOut.acknowledged]).toEqual(['B', 1]);
  });

  test('one that is about no finding is told, if it is about a file that was read', async () => {
    write('a.json', policy(ALLOW_ALL));
    const text = `acknowledge:\n  - { rule: ${MISSING_KEY}, reason: meant }\n  - { rule: ${MISSING_KEY}, reason: meant, files: other/** }\n`;
    expect((await findings(text, 'a.json')).leftOut.unused).toEqual([{ place: 'mcp-guardrails.yaml:2', rule: MISSING_KEY }]);
    expect((await run(['check', 'a.json'])).stdout.replace(/\s+/g, ' ')).toContain(`mcp-guardrails.yaml:2: it acknowledges ${MISSING_KEY}, and there is no such finding.`);
  });

  test('one that is about a finding of a rule that is off is not said to be about none', async () => {
    const text = `rules: { ${MISSING_KEY}: off }\nacknowledge: [{ rule: ${MISSING_KEY}, reason: meant }]\n`;
    expect((await findings(text, 'b.json')).leftOut).toEqual({ baseline: 0, acknowledged: 0, off: 1 });
  });

  test('what is said of it in annotations of GitHub Actions is escaped', async () => {
    write('100%/a.json', policy(ALLOW_ALL));
    write(`100%/${CONFIG}`, `acknowledge: [{ rule: ${MISSING_KEY}, reason: meant }]\n`);
    expect((await run(['check', '100%/a.json', '--format', 'github'])).stdout).toContain(`::notice::100%25/${CONFIG}:1: `);
  });

  test.each([
    ['above a line with several statements, of the first', (one: string, two: string) => `Statement:\n  # mcp-guardrails: ignore ${MISSING_KEY} meant\n  [${one}, ${two}]\n`, 'B'],
    ['behind it, of the last', (one: string, two: string) => `Statement:\n  [${one}, ${two}] # mcp-guardrails: ignore ${MISSING_KEY} meant\n`, 'A'],
  ])('a comment %s', async (_, text, left) => {
    const statement = (sid: string) => `{Sid: ${sid}, Effect: Deny, Action: "${sid === 'A' ? 's3' : 'ec2'}:*", Resource: "*", Condition: {Bool: {"aws:ViaAWSMCPService": "false"}}}`;
    write('c.yaml', text(statement('A'), statement('B')));
    const { findings: all } = await runJson(['check', 'c.yaml']);
    expect(all.map((each: any) => each.statement)).toEqual([left]);
  });
});

test('account and organization count beside templates', async () => {
  write('t.json', { Resources: { Agent: role(policy(ALLOW_ALL)) } });
  const decisions = async () => Object.fromEntries((await runJson(['simulate', 't.json', '--principal', 'Agent', '--action', 's3:GetObject', '--resource', '*'])).results.map(({ origin, decision }: any) => [origin, decision]));
  expect(Object.values(await decisions())[0]).not.toBe('EXPLICITLY_DENIED');
  write('organization/tree.json', { Roots: [{ Id: 'r-ab12', Policies: ['p-12345678'], Accounts: [{ Id: '111122223333' }] }] });
  write('organization/scp.json', { Policy: { PolicySummary: { Id: 'p-12345678', Type: 'SERVICE_CONTROL_POLICY' }, Content: JSON.stringify(policy({ Sid: 'Nothing', Effect: 'Deny', Action: '*' })) } });
  write('mcp-guardrails.yaml', 'account: "111122223333"\norganization: [organization/tree.json, organization/scp.json]\n');
  expect(new Set(Object.values(await decisions()))).toEqual(new Set(['EXPLICITLY_DENIED']));
  write('mcp-guardrails.yaml', 'account: 111122223333\n');
  expect(await run(['simulate', 't.json', '--principal', 'Agent', '--action', 's3:GetObject'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/expected an account's id,\s+12 digits in\s+quotes/) });
});
