// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import { EventEmitter } from 'events';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Readable } from 'stream';
import type { CliProcess } from '../../../src/cli/command';
import { LARGE } from '../../../src/cli/large-file';
import { main } from '../../../src/cli/main';
import type { RunOptions } from '../../cli/run';
import { LEAKS, policy, role, run } from '../../cli/run';
import { rows } from '../row';

type Content = string | Buffer | object;
interface Given extends RunOptions {
  /** By name; a folder is made for each. */
  readonly files?: { readonly [name: string]: Content };
  /** What else is there. */
  readonly prepare?: () => unknown;
}

const P = policy({ Effect: 'Allow', Action: 's3:*' });
const REMOVED = policy({ Effect: 'Allow', Action: ['aws-mcp:InvokeMcp', 's3:*'] });
const DENIED = policy({ Effect: 'Deny', Action: 'aws-mcp:*' });
const T = { Resources: { Agent: role(P), Bucket: { Type: 'AWS::S3::Bucket' } } };
const TWO = { Resources: { A: role(P), B: role(P) } };
const FILES = { 'p.json': P, 't.json': T };
const ASSEMBLY = (...stacks: string[]) => ({
  'cdk.out/cdk.out': '{"version":"36.0.0"}',
  'cdk.out/manifest.json': { version: '36.0.0', artifacts: Object.fromEntries(stacks.map((name) => [name, { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } }])) },
});
const ASK = ['--action', 's3:GetObject'];
const of = (name: string, content: Content, ...args: string[]) => cli(['check', name, ...args], { files: { [name]: content } });
const EVENTS = { 'log.json': { Records: [{ eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'DeleteBucket', userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' } }] } };
const replay = (...args: string[]) => cli(['replay', 'log.json', ...args], {
  files: {
    ...FILES, ...EVENTS, 'r.json': policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }), 'rcp.json': policy({ Effect: 'Deny', Principal: '*', Action: 's3:*' }),
  },
});
const denied = (Action: string) => policy({ Effect: 'Deny', Action });
const query = (...args: string[]) => cli(['replay', '--sql', 'athena', ...args], {
  files: {
    'q.json': denied('sqs:*'), 'two.json': [denied('sqs:*'), denied('s3:*')], 'all.json': denied('*'), 'unknown.json': denied('s3:NoSuchAction'), 'allows.json': P,
  },
});
const prove = (...args: string[]) => cli(['prove', 'p.json', ...args], { files: FILES });
const OF_RESOURCE = policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' });
const ROLE = 'arn:aws:iam::111122223333:role/Agent';
const compare = (...args: string[]) => cli(['compare', ...args], { files: { ...FILES, 'r.json': OF_RESOURCE, 'rs.json': [OF_RESOURCE, OF_RESOURCE], 'none.json': { Resources: {} } } });
const simulate = (...args: string[]) => cli(['simulate', ...args], { files: FILES });
const withResource = (...args: string[]) => cli(['simulate', 'p.json', '--resource-policy', 'r.json', ...args], { files: { ...FILES, 'r.json': policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }) } });
const both = (...ways: Array<() => Promise<void>>) => async () => {
  for (const way of ways) {
    await way();
  }
};
/** A file access that fails as it does on the machine of somebody else. */
const failing = (name: 'openSync' | 'renameSync', code: string, work: () => Promise<void>) => async () => {
  const real = jest.requireActual<typeof fs>('fs');
  const spy = jest.spyOn(real, name).mockImplementation(() => {
    throw Object.assign(new Error(code), { code });
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
};
const write = (prepare?: () => unknown) => async () => cli(['migrate', '--write', 'p.json'], { files: { 'p.json': REMOVED }, prepare })();

/** Runs the command line in a folder of its own. Fails if it can't do what it is asked for, with what it says. */
function cli(args: string[], { files = {}, prepare, ...options }: Given = {}): () => Promise<void> {
  return async () => {
    const before = process.cwd();
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'errors-'));
    process.chdir(folder);
    try {
      for (const [name, content] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(name), { recursive: true });
        fs.writeFileSync(name, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
      }
      prepare?.();
      const { code, stderr } = await run(args, options);
      if (code === 2) {
        throw new Error(stderr);
      }
    } finally {
      process.chdir(before);
      fs.rmSync(folder, { recursive: true, force: true });
    }
  };
}

const DENIED_MESSAGE = 'User: arn:aws:iam::111122223333:user/dana is not authorized to perform: s3:GetObject on resource: * with an explicit deny in a session policy';
const CALLED = { eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'GetObject', userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana' } };
const BY_AGENT = { ...CALLED, userIdentity: { ...CALLED.userIdentity, invokedBy: 'aws-mcp.amazonaws.com' } };
const BY_EVE = { ...BY_AGENT, userIdentity: { ...BY_AGENT.userIdentity, arn: 'arn:aws:iam::111122223333:user/eve' } };

/** What stands for two policies. */
const ANCHORED = 'x: &s\n  - {Effect: Allow, Action: [aws-mcp:InvokeMcp, s3:*], Resource: "*"}\nPolicy:\n  Version: "2012-10-17"\n  Statement: *s\n';
const BOMB = ['a: &a [1,1,1,1,1,1,1,1,1,1]', ...'bcdefg'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdef'[i]},`.repeat(10)}]`), 'Statement: []'].join('\n');
const plan = (document: unknown, unknown: object) => ({
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: { root_module: { resources: [{ address: 'aws_iam_policy.a', mode: 'managed', type: 'aws_iam_policy', name: 'a', values: document === undefined ? {} : { policy: JSON.stringify(document) } }] } },
  resource_changes: [{ address: 'aws_iam_policy.a', change: { after_unknown: unknown } }],
});
/** In a file of the name: what is wrong, what is said of it, and what is right. */
const MISTAKES: ReadonlyArray<readonly [name: string, content: string, says: string, right: string]> = [
  ['p.json', '{"Statement": [], "Version": "2012', 'a string has no end: expected a double quote', '{"Statement": [], "Version": "2012-10-17"}'],
  ['p.json', '{"Statement": [], "Id": "\\x"}', 'expected an escape such as \\n, \\" or \\\\ after the backslash', '{"Statement": [], "Id": "\\\\x"}'],
  ['p.json', '{"Statement": [], "Id": "a\nb"}', 'a string ends with its line: expected a double quote', '{"Statement": [], "Id": "a\\nb"}'],
  ['p.json', '{"Statement": [], "Id": "a\u0001"}', 'expected no control character in a string', '{"Statement": [], "Id": "a"}'],
  ['p.json', '{"Statement": []}}', 'expected nothing after the value', '{"Statement": []}'],
  ['p.json', '{Statement: []}', 'expected a key in double quotes', '{"Statement": []}'],
  ['p.json', '{"Statement": [] "Id": ""}', 'expected "," or "}"', '{"Statement": [], "Id": ""}'],
  ['p.json', '{"Statement" []}', 'expected ":"', '{"Statement": []}'],
  ['p.json', '{"Statement": ]}', 'expected a value', '{"Statement": []}'],
  ['p.json', '{"Statement":', 'the text ends too early', '{"Statement": []}'],
  ['p.yaml', 'Statement: *a\n', 'there is no anchor "a"', 'Id: &a x\nStatement: []\n'],
  ['p.yaml', 'Statement: []\n? {a: b}\n: c\n', 'expected a key that is a plain value', 'Statement: []\na: c\n'],
  ['p.yaml', 'Statement: "a\n', 'a string has no end: expected "', 'Statement: []\nId: "a"\n'],
  ['p.yaml', 'Statement: []\nId: a: b\n', 'a second ": " in a line: expected the value in quotes', 'Statement: []\nId: "a: b"\n'],
  ['p.yaml', 'Statement: []\n Id: b\n', 'expected the keys of an object to begin in one column', 'Statement: []\nId: b\n'],
  ['p.yaml', 'Statement:\n  - {}\n - {}\n', 'expected the items of a list to begin in one column', 'Statement:\n  - {}\n  - {}\n'],
  ['p.yaml', 'Statement: []\nId\n', 'expected ":" after a key', 'Statement: []\nId: a\n'],
  ['p.yaml', 'Statement: []\n"I\n  d": a\n', 'expected a key, which is on one line', 'Statement: []\nId: a\n'],
  ['p.yaml', 'Statement: []\nStatement: []\n', 'is there twice', 'Statement: []\n'],
  ['p.yaml', 'Statement: []\n__proto__: {}\n', 'no policy or template has a key "__proto__"', 'Statement: []\n'],
  ['p.yaml', 'Statement: []\n<<: x\n', 'expected an object, or a list of objects, to merge with "<<"', 'Statement: []\n<<: {Id: x}\n'],
];

/** Configurations: what is wrong, what is said of it, and what is right. */
const CONFIGURATIONS: ReadonlyArray<readonly [content: string, says: string, right: string]> = [
  ['rules: x', 'expected an object, got "x"', 'rules: {}'],
  ['acknowledge: x', 'expected a list, got "x"', 'acknowledge: []'],
  ['rule: {}', 'there is no "rule" (did you mean "rules"?): expected "rules", "acknowledge"', 'rules: {}'],
  ['rules: {NetworkDenyBlocksMcp: loud}', 'expected off or warning or error, got "loud"', 'rules: {NetworkDenyBlocksMcp: error}'],
  ['rules: {NetworkDenyBlockMcp: error}', 'there is no rule "NetworkDenyBlockMcp"', 'rules: {NetworkDenyBlocksMcp: error}'],
  ['acknowledge: [{reason: x}]', 'expected "rule"', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x}]'],
  ['acknowledge: [{rule: NetworkDenyBlocksMcp}]', 'expected "reason": why the finding is meant', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x}]'],
  ['acknowledge: [{rule: NetworkDenyBlocksMcp, reason: ""}]', 'expected a string that is not empty, got ""', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x}]'],
  ['acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, statement: [A]}]', 'expected a Sid, or the place of a statement from 0, got ["A"]', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, statement: A}]'],
  ['acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, until: 2027}]', 'expected a string that is not empty, got 2027', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, until: "2027-01-31"}]'],
  ['acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, until: soon}]', 'expected a day such as 2027-01-31, got "soon"', 'acknowledge: [{rule: NetworkDenyBlocksMcp, reason: x, until: "2027-01-31"}]'],
];
const configured = (content: string) => cli(['check', 'p.json'], { files: { 'p.json': policy(LEAKS), 'mcp-guardrails.yaml': content } });
const ORGANIZATION = {
  Roots: [{ Id: 'r-ab12', Policies: ['p-1'], Accounts: [{ Id: '111122223333' }] }],
  Policies: [{ PolicySummary: { Id: 'p-1', Type: 'SERVICE_CONTROL_POLICY', Name: 'A' }, Content: JSON.stringify(P) }],
};

export const COMMAND_LINE = rows('reviewer at the command line',
  ['a command that there is not', cli(['chek']), 'there is no command chek (did you mean "check"?)', 'the nearest', of('p.json', P)],
  ['an option that there is not', of('p.json', P, '--formt', 'json'), 'there is no option --formt (did you mean "--format"?)', 'the nearest', of('p.json', P, '--format', 'json')],
  ['an option twice', of('p.json', P, '--format', 'json', '--format', 'text'), '--format is given twice', 'once', of('p.json', P, '--format', 'text')],
  ['a value for a flag', cli(['migrate', '--write=yes', 'p.json'], { files: FILES }), '--write takes no value', 'without', cli(['migrate', '--write', 'p.json'], { files: FILES })],
  ['no value', of('p.json', P, '--format'), '--format needs a value', 'one', of('p.json', P, '--format', 'json')],
  ['a value that there is not', of('p.json', P, '--format', 'xml'), '--format xml: expected', 'one of them', of('p.json', P, '--format', 'sarif')],
  ['one file to compare', cli(['compare', 't.json', '--deployment'], { files: FILES }), '1 file is given: expected two, OLD and NEW', 'two', cli(['compare', 't.json', 't.json', '--deployment'], { files: FILES })],
  ['all names of no difference', cli(['report', 't.json', '--all', '--format', 'json'], { files: FILES }), '--all is for the difference from another input: give it by --against', 'with --against', cli(['report', 't.json', '--against', 't.json', '--all', '--format', 'json'], { files: FILES })],
  ['an operation of a difference', cli(['report', 't.json', '--against', 't.json', '--operation', 'lambda:CreateFunction', '--format', 'json'], { files: FILES }), '--operation does not go with --against: ask about each of both', 'one of both', cli(['report', 't.json', '--operation', 'lambda:CreateFunction', '--format', 'json'], { files: FILES })],
  ['a report as Markdown', cli(['report', 't.json', '--format', 'markdown'], { files: FILES }), '--format markdown is for the difference from another input: give it by --against', 'as JSON', cli(['report', 't.json', '--format', 'json'], { files: FILES })],
  ['a date that is none', cli(['report', 't.json', '--format', 'json', '--date', 'today'], { files: FILES }), '--date today: expected the day of the input', 'a day', cli(['report', 't.json', '--format', 'json', '--date', '2026-11-29'], { files: FILES })],
  ['an option of the other comparison', cli(['compare', 't.json', 't.json', '--deployment', '--expect', 'same'], { files: FILES }), '--expect does not go with --deployment', 'leave it out', cli(['compare', 't.json', 't.json', '--deployment'], { files: FILES })],
  ['a template of no stack of the app', cli(['compare', 'deployed.json', 'cdk.out', '--deployment'], { files: { ...ASSEMBLY('A', 'B'), 'cdk.out/A.json': T, 'cdk.out/B.json': T, 'deployed.json': T } }), 'deployed.json: none of the 2 stacks of cdk.out has its name (A, B): call the file after its stack, such as A.json', 'A.json', cli(['compare', 'A.json', 'cdk.out', '--deployment'], { files: { ...ASSEMBLY('A', 'B'), 'cdk.out/A.json': T, 'cdk.out/B.json': T, 'A.json': T } })],
  ['a policy to compare', cli(['compare', 'p.json', 't.json', '--deployment'], { files: FILES }), 'p.json: not a template: expected one, or the cdk.out of an app', 'a template', cli(['compare', 't.json', 't.json', '--deployment'], { files: FILES })],
  ['a template that is none of the app', cli(['compare', 'old.json', 'cdk.out', '--deployment'], { files: { 'old.json': T, ...ASSEMBLY('A', 'B'), 'cdk.out/A.json': T, 'cdk.out/B.json': T } }), 'old.json: none of the 2 stacks of cdk.out has its name', 'its name', cli(['compare', 'A.json', 'cdk.out', '--deployment'], { files: { 'A.json': T, ...ASSEMBLY('A', 'B'), 'cdk.out/A.json': T, 'cdk.out/B.json': T } })],
  ['a block of code that is not valid', of('p.md', '# A\n\n```json\n{"Statement": [\n```\n'), 'not valid in a block of code', 'a valid one', of('p.md', '# A\n\n```json\n{"Statement": []}\n```\n')],
  ['no file', cli(['check'], { terminal: true }), 'no file is given Give policies, templates or a cdk.out, or pipe one of them in.', 'one', cli(['check'], { stdin: JSON.stringify(P) })],
  ['a file that there is not', cli(['check', 'q.json'], { files: FILES }), 'q.json: there is no such file', 'one', cli(['check', 'p.json'], { files: FILES })],
  ['a file that may not be read', failing('openSync', 'EACCES', of('p.json', P)), 'p.json: no permission', 'the permission', of('p.json', P)],
  ['links in a circle', cli(['check', 'a'], { prepare: () => { fs.symlinkSync('b', 'a'); fs.symlinkSync('a', 'b'); } }), 'a: its links lead in a circle', 'a file', of('a', P)],
  ['a name that is too long', cli(['check', 'x'.repeat(300)]), 'the name is too long', 'a shorter one', of('p.json', P)],
  ['a full disk', failing('renameSync', 'ENOSPC', write()), 'p.json: no space is left', 'space', write()],
  ['a disk that can only be read', failing('renameSync', 'EROFS', write()), 'p.json: the file system is read-only', 'another', write()],
  ['a named pipe', cli(['check', 'pipe'], { prepare: () => jest.requireActual<typeof import('child_process')>('child_process').execFileSync('mkfifo', ['pipe']) }), 'pipe: a named pipe: expected a file', 'standard input', cli(['check'], { stdin: JSON.stringify(P) })],
  ['more than 500 MB', cli(['check', 'p.json'], { prepare: () => { fs.writeFileSync('p.json', ''); fs.truncateSync('p.json', 600 * 1024 * 1024); } }), 'p.json: more than 500 MB, which is not read', 'less', of('p.json', P)],
  ['UTF-16', of('p.json', Buffer.from(`\ufeff${JSON.stringify(P)}`, 'utf16le')), 'p.json: in UTF-16: save it as UTF-8', 'UTF-8', of('p.json', P)],
  ['a saved plan of Terraform', of('plan', Buffer.from('PK\u0003\u0004rest', 'latin1')), 'plan: an archive, as a saved plan of Terraform is: expected JSON or YAML Of a plan: terraform show -json plan > plan.json.', 'as JSON', of('plan.json', plan(P, {}))],
  ['the state as Terraform stores it', of('t.tfstate', { version: 4, terraform_version: '1.9.0', serial: 1, lineage: 'x', outputs: {}, resources: [] }), 't.tfstate: the state as Terraform stores it, which is not read Give what Terraform prints of it: terraform show -json > state.json.', 'as it prints it', of('state.json', plan(P, {}))],
  ['what is no text', of('p.json', Buffer.from([0xc3, 0x28])), 'p.json: not text: expected JSON or YAML in UTF-8', 'text', of('p.json', P)],
  ['an empty file', of('p.json', ' \n'), 'p.json: empty', 'a policy', of('p.json', P)],
  ['a bad URL encoding', of('p.json', '%7B%'), 'p.json: not valid URL encoding', 'as the API gives it', of('p.json', encodeURIComponent(JSON.stringify(P)))],
  ['another language', of('main.tf', 'resource "x" "y" {\n}\n'), "main.tf: Terraform's own language, which is not read: expected JSON or YAML", 'a plan as JSON', of('p.json', P)],
  ['neither a policy nor a template', of('p.json', { name: 'x' }), 'p.json: neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"', 'one', of('p.json', P)],
  ['a report instead of its input', cli(['report', 't.json', '--against', 'old.json'], { files: { 't.json': T, 'old.json': { version: 2, principals: [], serviceAccess: [] } } }), 'old.json: an access report, which says what policies allow and does not hold them Give what it was made from, such as the cdk.out that it is in.', 'its input', cli(['report', 't.json', '--against', 'old.json'], { files: { 't.json': T, 'old.json': T } })],
  ['a template in a list', of('p.json', [T, P]), 'p.json: a template among other documents: expected it in a file of its own', 'by itself', of('t.json', T)],
  ['two plans in a file', of('p.json', [plan(P, {}), plan(P, {})]), 'p.json: an account, a plan, a state, an organization or a permission set among other documents: expected it in a file of its own', 'one', of('p.json', plan(P, {}))],
  ['two accounts as one', of('a.json', { RoleDetailList: [{ RoleName: 'A', Arn: 'arn:aws:iam::111122223333:role/A' }, { RoleName: 'A', Arn: 'arn:aws:iam::444455556666:role/A' }] }), 'a.json: two accounts, 111122223333 and 444455556666: expected each in a file of its own', 'one', of('a.json', { RoleDetailList: [{ RoleName: 'A', Arn: 'arn:aws:iam::111122223333:role/A' }] })],
  ['a role twice', of('a.json', { RoleDetailList: [{ RoleName: 'A' }, { RoleName: 'A' }] }), 'a.json: role A is there twice', 'once', of('a.json', { RoleDetailList: [{ RoleName: 'A' }] })],
  ['a list for resources', of('t.json', { Resources: [] }), 't.json is not a CloudFormation template: expected an object with "Resources", an object', 'an object', of('t.json', T)],
  ['what is nested too deep', of('p.json', '['.repeat(2_000)), 'nested deeper than 200 levels', 'less deep', of('p.json', P)],
  ['a policy in a template that is nested too deep', of('t.json', { Resources: { A: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy: `{"Statement":${'['.repeat(20_000)}${']'.repeat(20_000)}}` } } } }), 'nested too deep', 'less deep', of('t.json', T)],
  ['half an account', of('a.json', { RoleDetailList: [], IsTruncated: true }), 'a.json: not the whole account: it says that there is more Print it without --max-items.', 'the whole', of('a.json', { RoleDetailList: [], IsTruncated: false })],
  ['an account with a list that is none', of('a.json', { UserDetailList: [], RoleDetailList: 'none' }), '"RoleDetailList" of an account: expected a list of objects, got "none"', 'as the API gives it', of('a.json', { UserDetailList: [], RoleDetailList: [] })],
  ['an account with an attachment of nothing', of('a.json', { UserDetailList: [{ UserName: 'A', Arn: 'arn:aws:iam::111122223333:user/A', AttachedManagedPolicies: [{ PolicyName: 'P' }] }] }), 'the attachment of the policy "P" lacks "PolicyArn": print the account anew', 'as the API gives it', of('a.json', { UserDetailList: [{ UserName: 'A', Arn: 'arn:aws:iam::111122223333:user/A', AttachedManagedPolicies: [{ PolicyName: 'P', PolicyArn: 'arn:aws:iam::111122223333:policy/P' }] }] })],
  ['an account with a bad URL encoding', of('a.json', { RoleDetailList: [{ RoleName: 'A', Arn: 'arn:aws:iam::111122223333:role/A', AssumeRolePolicyDocument: '%7B%' }] }), 'a policy document is not valid URL encoding', 'as the API gives it', of('a.json', { RoleDetailList: [{ RoleName: 'A', Arn: 'arn:aws:iam::111122223333:role/A', AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(policyOf())) }] })],
  ['a cdk.out without a stack', cli(['check', 'cdk.out'], { files: ASSEMBLY() }), 'cdk.out: there is no stack in it', 'one', cli(['check', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json': T } })],
  ['a manifest that names a file elsewhere', cli(['check', 'cdk.out'], { files: { ...ASSEMBLY('../S'), 'S.json': T } }), 'is outside of cdk.out, whose manifest names it: expected a file in it', 'in it', cli(['check', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json': T } })],
  ['nobody in the input', cli(['who-can', 's3:GetObject', 'p.json'], { files: FILES }), 'there is no role, user or permission set in the input', 'a template that has one', cli(['who-can', 's3:GetObject', 't.json'], { files: FILES })],
  ['who can do what', cli(['who-can', 't.json'], { files: FILES }), 'no action is given: expected one, such as who-can s3:GetObject', 'an action', cli(['who-can', 's3:GetObject', 't.json'], { files: FILES })],
  ['several resources', cli(['who-can', 's3:GetObject', 'arn:aws:s3:::a/k', 'arn:aws:s3:::b/k', 't.json'], { files: FILES }), 'several resources: arn:aws:s3:::a/k, arn:aws:s3:::b/k: expected one at most', 'one', cli(['who-can', 's3:GetObject', 'arn:aws:s3:::a/k', 't.json'], { files: FILES })],
  ['a role of two templates', cli(['simulate', 'a.json', 'b.json', '--principal', 'Agent', ...ASK], { files: { 'a.json': T, 'b.json': T } }), '"Agent" means several: "a.json/Agent", "b.json/Agent": name one as it stands here', 'one of them', cli(['simulate', 'a.json', 'b.json', '--principal', 'b.json/Agent', ...ASK], { files: { 'a.json': T, 'b.json': T } })],
  ['a name, and nobody in the template', cli(['simulate', 't.json', '--principal', 'Agent', ...ASK], { files: { 't.json': { Resources: {} } } }), 'no role, user or permission set "Agent" in the template: there is none; of a principal that is not in it, give the ARN', 'the ARN', cli(['simulate', 't.json', '--principal', 'arn:aws:iam::111122223333:role/Agent', ...ASK], { files: { 't.json': { Resources: {} } } })],
  ['a folder without a policy', cli(['check', 'dir'], { files: { 'dir/x.txt': 'x' } }), 'dir: no file in it has a policy: expected files that end in .json, .yaml, .yml or .template, or the cdk.out of a CDK app', 'one', cli(['check', 'dir'], { files: { 'dir/p.json': P } })],
  ['a folder to simulate', cli(['simulate', 'dir', ...ASK], { files: { 'dir/p.json': P } }), 'dir: a directory, but not the output of a CDK app: expected "cdk.out" and "manifest.json" in it, or files', 'files', cli(['simulate', 'dir/p.json', ...ASK], { files: { 'dir/p.json': P } })],
  ['a folder for a boundary', simulate('p.json', '--boundary', '.', ...ASK), '.: a directory: expected a policy document', 'a file', simulate('p.json', '--boundary', 'p.json', ...ASK)],
  ['no action', simulate('p.json'), 'no action is given: expected --action, such as --action s3:GetObject', 'one', simulate('p.json', ...ASK)],
  ['a role without an operation', simulate('p.json', ...ASK, '--role', 'arn:aws:iam::111122223333:role/R'), '--role is the role that an operation passes: it needs --operation', 'an operation', simulate('p.json', '--operation', 'lambda:CreateFunction', '--role', 'arn:aws:iam::111122223333:role/R')],
  ['an operation and the policy of a resource', withResource('--operation', 's3:GetObject'), '--operation: its actions are about several resources, and --resource-policy is the policy of one: ask by --action', '--action', withResource(...ASK)],
  ['a context without a value', simulate('p.json', ...ASK, '--context', 'aws:SourceIp'), '--context aws:SourceIp: expected KEY=VALUE, such as aws:SourceIp=203.0.113.7', 'with one', simulate('p.json', ...ASK, '--context', 'aws:SourceIp=203.0.113.7')],
  ['what is no operation', simulate('p.json', '--operation', 'CreateFunction'), '--operation CreateFunction: expected "service:Operation", such as lambda:CreateFunction', 'with its service', simulate('p.json', '--operation', 'lambda:CreateFunction')],
  ['an operation that there is not', simulate('p.json', '--operation', 'lambda:Nothing'), 'there is no such operation, as of the table of operations', 'one', simulate('p.json', '--operation', 'lambda:CreateFunction')],
  ['an operation that needs no permission', simulate('p.json', '--operation', 'sso:ListAccounts'), 'it needs no permission, so that no policy has an effect on it', 'another', simulate('p.json', '--operation', 'lambda:CreateFunction')],
  ['an operation of which AWS says nothing', simulate('p.json', '--operation', 'cloudtrail:ListInsightsMetricData'), 'AWS does not say which action it needs: ask about an action, by --action', '--action', simulate('p.json', '--action', 'cloudtrail:ListInsightsData')],
  ['a server without credentials', simulate('p.json', ...ASK, '--via', 'knowledge'), "needs no credentials and makes no calls with any: IAM can't gate it, and there is nothing to simulate", 'another', simulate('p.json', ...ASK, '--via', 'aws')],
  ['a server whose name AWS does not document', simulate('p.json', ...ASK, '--via', 'agentaccess'), 'AWS does not document the service principal of the', 'any', simulate('p.json', ...ASK, '--via', 'any')],
  ['the session of an agent without its tag', simulate('p.json', ...ASK, '--via', 'agent-session:kind'), '--via agent-session:kind: expected a tag without wildcards', 'a tag', simulate('p.json', ...ASK, '--via', 'agent-session:kind=bot')],
  ['a server that there is not', simulate('p.json', ...ASK, '--via', 'Aws'), '--via Aws: expected', 'one of them', simulate('p.json', ...ASK, '--via', 'aws')],
  ['a managed policy without a file', simulate('t.json', ...ASK, '--managed-policy', 'ReadOnlyAccess'), '--managed-policy ReadOnlyAccess: expected NAME=FILE, such as ReadOnlyAccess=read-only.json', 'with one', simulate('t.json', ...ASK, '--managed-policy', 'ReadOnlyAccess=p.json')],
  ['what are no managed policies', simulate('t.json', ...ASK, '--managed-policies', 'p.json'), 'p.json: not managed policies: expected their documents by name or ARN', 'by name', cli(['simulate', 't.json', ...ASK, '--managed-policies', 'm.json'], { files: { ...FILES, 'm.json': { A: P } } })],
  ['a baseline that is none', of('p.json', P, '--baseline', 'p.json'), 'p.json: no output of check: expected "findings", each with a "fingerprint", or SARIF', 'an output of check', cli(['check', 'p.json', '--baseline', 'known.json'], { files: { ...FILES, 'known.json': { findings: [] } } })],
  ['a comment that is not understood', of('p.yaml', 'Statement: [] # mcp-guardrails: ignore\n'), 'a comment that is not understood: expected "# mcp-guardrails: ignore RULE REASON"', 'so', of('p.yaml', 'Statement: [] # mcp-guardrails: ignore NetworkDenyBlocksMcp meant\n')],
  ['a comment on a rule that there is not', of('p.yaml', 'Statement: [] # mcp-guardrails: ignore NetworkDenyBlockMcp meant\n'), 'there is no rule "NetworkDenyBlockMcp" (did you mean "NetworkDenyBlocksMcp"?)', 'the nearest', of('p.yaml', 'Statement: [] # mcp-guardrails: ignore NetworkDenyBlocksMcp meant\n')],
  ['a control policy without its summary', of('o.json', { ...ORGANIZATION, Policies: [{ Content: P }] }), 'expected what aws organizations describe-policy prints, with "PolicySummary" and "Content"', 'that', of('o.json', ORGANIZATION)],
  ['a control policy without an id', of('o.json', { ...ORGANIZATION, Policies: [{ PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: JSON.stringify(P) }] }), 'has no "Id"', 'with it', of('o.json', ORGANIZATION)],
  ['a control policy that is attached and not given', of('o.json', { ...ORGANIZATION, Policies: [] }), 'p-1 is attached, and its document is not given Give what aws organizations describe-policy --policy-id p-1 prints, too.', 'give it', of('o.json', ORGANIZATION)],
  ...CONFIGURATIONS.map(([content, says, right]) => [`mcp-guardrails.yaml: ${says}`, configured(content), says, 'what was expected', configured(right)] as const),
  ['several managed policies in a file', cli(['simulate', 't.json', ...ASK, '--managed-policy', 'A=ps.json'], { files: { ...FILES, 'ps.json': [P, P] } }), 'ps.json: 2 policies: expected one, the managed policy A', 'one', simulate('t.json', ...ASK, '--managed-policy', 'A=p.json')],
  ['an account that is none', simulate('t.json', ...ASK, '--account', '1234'), '--account 1234: expected its id, which has 12 digits', '12 digits', simulate('t.json', ...ASK, '--account', '111122223333')],
  ['an SCP beside a template', simulate('t.json', ...ASK, '--scp', 'p.json'), '--scp does not go with a template, of which all policies count', 'documents', simulate('p.json', ...ASK, '--scp', 'p.json')],
  ['a policy beside a template', simulate('t.json', 'p.json', ...ASK), 'policy documents beside templates: expected either policy documents, or templates of one app', 'either', simulate('t.json', ...ASK)],
  ['an account of documents', simulate('p.json', ...ASK, '--account', '111122223333'), '--account is for templates: with policy documents, --principal and --resource tell the accounts', '--principal', simulate('p.json', ...ASK, '--principal', 'arn:aws:iam::111122223333:role/R')],
  ['a managed policy of documents', simulate('p.json', ...ASK, '--managed-policy', 'A=p.json'), '--managed-policy is for templates: of policy documents, give those of the principal as files, too', 'as files', simulate('p.json', 'p.json', ...ASK)],
  ['two boundaries', simulate('p.json', ...ASK, '--boundary', 'p.json', '--boundary', 'p.json'), '--boundary is given twice', 'one', simulate('p.json', ...ASK, '--boundary', 'p.json')],
  ['two boundaries in a file', cli(['simulate', 'p.json', ...ASK, '--boundary', 'ps.json'], { files: { ...FILES, 'ps.json': [P, P] } }), 'ps.json: there is more than one --boundary', 'one', simulate('p.json', ...ASK, '--boundary', 'p.json')],
  ["a resource's policy for the principal's", cli(['simulate', 'r.json', ...ASK], { files: { 'r.json': policyOf() } }), 'r.json: has a Principal: not a policy of the principal that makes the request', '--resource-policy', withResource(...ASK)],
  ['nobody in the template', cli(['simulate', 't.json', ...ASK], { files: { 't.json': { Resources: {} } } }), 'there is no role, user or permission set in the templates: give the ARN of one with --principal', '--principal', cli(['simulate', 't.json', ...ASK, '--principal', 'arn:aws:iam::111122223333:role/R'], { files: { 't.json': { Resources: {} } } })],
  ['several in the template', cli(['simulate', 't.json', ...ASK], { files: { 't.json': TWO } }), 'more than one principal: name one with --principal: there are "A", "B"', '--principal', cli(['simulate', 't.json', ...ASK, '--principal', 'A'], { files: { 't.json': TWO } })],
  ['a resource that two templates have', cli(['simulate', 'a.json', 'b.json', ...ASK, '--principal', 'arn:aws:iam::111122223333:role/R', '--resource', '${Bucket.Arn}/k'], { files: { 'a.json': T, 'b.json': T } }), '--resource ${Bucket.Arn}/k: a.json and b.json have a resource Bucket each: expected its ARN', 'its ARN', cli(['simulate', 'a.json', 'b.json', ...ASK, '--principal', 'arn:aws:iam::111122223333:role/R', '--resource', 'arn:aws:s3:::b/k'], { files: { 'a.json': T, 'b.json': T } })],
  ["a policy that can't be rewritten where it stands", cli(['migrate', 'p.yaml'], { files: { 'p.yaml': ANCHORED } }), "p.yaml: the policy at x can't be rewritten where it stands Change it by hand.", 'by hand', cli(['migrate', 'p.yaml'], { files: { 'p.yaml': ANCHORED.replace('aws-mcp:InvokeMcp, ', '') } })],
  ['a large account to rewrite', cli(['migrate', '--write', 'a.json'], { prepare: largeAccount }), 'a.json: too large to be rewritten', 'a smaller one', cli(['migrate', '--write', 'a.json'], { files: { 'a.json': { RoleDetailList: [] } } })],
  ['a large account whose items have no comma between them', of('a.json', '{"Policies": [{} {}]}' + ' '.repeat(LARGE)), 'a.json:1: not valid JSON: expected "," between two values', 'a comma', cli(['migrate', 'a.json'], { files: { 'a.json': { RoleDetailList: [] } } })],
  ['a large account with a comma too many', of('a.json', '{"Policies": [{},]}' + ' '.repeat(LARGE)), 'a.json:1: not valid JSON: expected a value', 'without the comma', cli(['migrate', 'a.json'], { files: { 'a.json': { RoleDetailList: [] } } })],
  ['a plan of Terraform to rewrite', cli(['migrate', '--write', 'plan.json'], { files: { 'plan.json': plan(DENIED, {}) } }), "plan.json: what Terraform prints is not rewritten: the next plan would undo it Change Terraform's own files.", 'without --write', cli(['migrate', 'plan.json'], { files: { 'plan.json': plan(DENIED, {}) } })],
  ['a plan of Terraform that does not know its policies', of('plan.json', plan(undefined, { policy: true })), 'plan.json: known only after they are made, and not judged: the policies of aws_iam_policy.a', 'the state, once they are made', of('plan.json', plan(P, {}))],
  ['a template of which a macro makes more', of('t.json', { ...T, Transform: 'MyMacro' }), 't.json: known only at deployment, and not judged: what the macro MyMacro makes of it Give the template as it was deployed: aws cloudformation get-template --template-stage Processed.', 'what was deployed', of('t.json', T)],
  ['a template with a policy known only at deployment', of('t.json', { Resources: { A: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { 'Fn::Transform': { Name: 'AWS::Include' } } } } } }), 't.json: known only at deployment, and not judged: the policies of A', 'what was deployed', of('t.json', T)],
  ['a template of a nested stack that is not given', of('t.json', { Resources: { A: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './n.json' } } } }), 't.json: not given, and not judged: the template of A Give the templates of nested stacks, too, or the folder that they are in.', 'both', cli(['check', 't.json', 'n.json'], { files: { 't.json': { Resources: { A: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './n.json' } } } }, 'n.json': T } })],
  ['a template in a manifest that is a folder', cli(['check', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json/x': 'x' } }), 'it is a directory', 'a file', cli(['check', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json': T } })],
  ['aliases without end', of('p.yaml', BOMB), 'aliases stand for more than 100,000 values', 'fewer', of('p.yaml', 'Id: &a x\nStatement: []\n')],
  ['a shell that has no completion', cli(['completion', 'tcsh']), 'expected one of bash, zsh, fish, got tcsh', 'bash', cli(['completion', 'bash'])],
  ['an account without quotes in a configuration', cli(['check', '--config', 'c.yaml', 't.json'], { files: { 'c.yaml': 'account: 111122223333\n', 't.json': { Resources: {} } } }), "expected an account's id, 12 digits in quotes", 'quotes', cli(['check', '--config', 'c.yaml', 't.json'], { files: { 'c.yaml': 'account: "111122223333"\n', 't.json': { Resources: {} } } })],
  ['standard input to fix', cli(['check', '--fix', '-'], { stdin: JSON.stringify(REMOVED) }), "--fix needs files: standard input can't be rewritten", 'without', cli(['check', '--fail-on', 'never', '-'], { stdin: JSON.stringify(REMOVED) })],
  ['--dry-run alone', cli(['check', '--dry-run', 'p.json'], { files: { 'p.json': REMOVED } }), '--dry-run goes with --fix', 'with --fix', cli(['check', '--fix', '--dry-run', '--fail-on', 'never', 'p.json'], { files: { 'p.json': REMOVED } })],
  ['standard input to rewrite', cli(['migrate', '--write', '-'], { stdin: JSON.stringify(REMOVED) }), "--write needs files: standard input can't be rewritten", 'a file, or without', both(cli(['migrate', '-'], { stdin: JSON.stringify(REMOVED) }), write())],
  ['a cdk.out to rewrite', cli(['migrate', '--write', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json': { Resources: { A: role(REMOVED) } } } }), 'the output of a CDK app is not rewritten: the next synthesis would undo it', 'the source, or without', both(write(), cli(['migrate', 'cdk.out'], { files: { ...ASSEMBLY('S'), 'cdk.out/S.json': { Resources: { A: role(REMOVED) } } } }))],
  ['a link out of the tree', cli(['migrate', '--write', 'link.json'], { prepare: () => fs.symlinkSync(outside(), 'link.json') }), 'which is outside of', 'that file itself', async () => cli(['migrate', '--write', outside()])()],
  ['why without a denial', cli(['why'], { terminal: true }), 'nothing is given: expected an access-denied message, an event, or a file with one', 'the message', cli(['why', DENIED_MESSAGE])],
  ['why of a file that is not there', cli(['why', 'gone.txt']), 'gone.txt: no such file, and no access-denied message', 'the message in quotes', cli(['why', DENIED_MESSAGE])],
  ['why of what tells of no denial', cli(['why', 'm.txt'], { files: { 'm.txt': 'all is well' } }), 'm.txt: tells of no denied call: expected an access-denied message, a CloudTrail event of one, or what "aws sts decode-authorization-message" or "aws iam-toolbox get-request-authorization-details" prints', 'the message', cli(['why', 'm.txt'], { files: { 'm.txt': DENIED_MESSAGE } })],
  ['why of an event that was not denied', cli(['why', 'e.json'], { files: { 'e.json': CALLED } }), 'e.json: its event was not denied', 'one that was', cli(['why', 'e.json'], { files: { 'e.json': { ...CALLED, errorCode: 'AccessDenied' } } })],
  ['why of events of which none was denied', cli(['why', 'logs'], { files: { 'logs/a.json': { Records: [CALLED, CALLED] } } }), 'logs: none of its 2 events was denied', 'the file with one', cli(['why', 'logs'], { files: { 'logs/a.json': { Records: [CALLED, { ...CALLED, errorCode: 'AccessDenied' }] } } })],
  ['why of a message without an action', cli(['why', 'Access Denied', 'p.json'], { files: FILES }), 'the message does not say which action was denied: give it with --action, such as --action s3:GetObject', '--action', cli(['why', 'Access Denied', 'p.json', '--action', 's3:GetObject'], { files: FILES })],
  ['refine of nothing', cli(['refine', '-'], { stdin: '{"Records": []}' }), 'there are no events in the input', 'events', cli(['refine', '-'], { stdin: JSON.stringify(CALLED) })],
  ['a mark of agents that is no tag', cli(['refine', '-', '--mark', 'kind'], { stdin: JSON.stringify(CALLED) }), '--mark kind: expected the tag of agents\' sessions', 'a tag', cli(['refine', '-', '--mark', 'kind=bot'], { stdin: JSON.stringify(CALLED) })],
  ['refine of somebody who did nothing', cli(['refine', '-', '--principal', 'eve'], { stdin: JSON.stringify(CALLED) }), 'none of the 1 events is of eve', 'somebody who did', cli(['refine', '-', '--principal', 'dana'], { stdin: JSON.stringify(CALLED) })],
  ['refine of events without a caller', cli(['refine', '-'], { stdin: JSON.stringify({ ...CALLED, userIdentity: {} }) }), 'none of the 1 events says who called', 'events with one', cli(['refine', '-'], { stdin: JSON.stringify(CALLED) })],
  ['policies of one principal for the events of two', cli(['refine', 'e.json', '--policy', 'p.json'], { files: { 'p.json': P, 'e.json': [BY_AGENT, BY_EVE] } }), 'policy documents are those of one principal, and the events are of 2: name one with --principal', '--principal', cli(['refine', 'e.json', '--policy', 'p.json', '--principal', 'dana'], { files: { 'p.json': P, 'e.json': [BY_AGENT, BY_EVE] } })],
  ['a policy where no agent called', cli(['refine', '-', '--format', 'policy'], { stdin: JSON.stringify(CALLED) }), 'no call of an agent is in the events: there is nothing to propose', 'events of one', cli(['refine', '-', '--format', 'policy'], { stdin: JSON.stringify(BY_AGENT) })],
  ['a policy of two principals', cli(['refine', '-', '--format', 'policy'], { stdin: `${JSON.stringify(BY_AGENT)}\n${JSON.stringify(BY_EVE)}` }), 'agents of 2 principals: name one with --principal: arn:aws:iam::111122223333:user/dana, arn:aws:iam::111122223333:user/eve', '--principal', cli(['refine', '-', '--format', 'policy', '--principal', 'dana'], { stdin: JSON.stringify(BY_AGENT) })],
  ['a policy of what agents are denied', cli(['refine', '-', '--format', 'policy'], { stdin: JSON.stringify({ ...BY_AGENT, eventName: 'DeleteBucket' }) }), 'all that the agent used is denied to agents by the ready guardrails: there is nothing to propose', 'what it may be given', cli(['refine', '-', '--format', 'policy'], { stdin: JSON.stringify(BY_AGENT) })],
  ['an output that takes nothing', failingOutput('EIO'), "the output can't be written: EIO", 'one that does', of('p.json', P)],
  ...MISTAKES.map(([name, content, says, right]) => [`${name}: ${says}`, of(name, content), says, 'what was expected', of(name, right)] as const),
  ['a replay of no policy', cli(['replay', 'log.json'], { files: EVENTS }), 'no policy is given: expected --policy, --scp, --rcp or --boundary, such as --scp', 'one', replay('--scp', 'p.json')],
  ['a query of no policy', query(), '--sql: expected one --scp FILE, got none', 'one', query('--scp', 'q.json')],
  ['a query of what is no control policy', query('--rcp', 'q.json'), '--sql: --rcp has no place in a query: expected --scp FILE, and perhaps --table and --days', '--scp', query('--scp', 'q.json')],
  ['a query of no table', query('--scp', 'q.json', '--table', 'a b'), '--table a b: expected a database and a table, such as mcp_activity.cloudtrail', 'its name', query('--scp', 'q.json', '--table', 'a.b')],
  ['a query of no days', query('--scp', 'q.json', '--days', '0'), '--days 0: expected how many days back are read, such as 30', 'some', query('--scp', 'q.json', '--days', '7')],
  ['a query of two policies', query('--scp', 'two.json'), 'two.json: 2 policies: expected one, for a query', 'one', query('--scp', 'q.json')],
  ['days of events that are read', replay('--scp', 'p.json', '--days', '7'), '--days goes with --sql', 'a query', query('--scp', 'q.json', '--days', '7')],
  ['a query of what is allowed', query('--scp', 'allows.json'), 'allows only something: a query tells what is denied, so give a policy of Deny statements, beside which everything is allowed', 'Deny statements', query('--scp', 'q.json')],
  ['a query of what is in no table', query('--scp', 'unknown.json'), 'no known operation needs an action that the policy denies: there is nothing to look for', 'actions that there are', query('--scp', 'q.json')],
  ['a query of everything', query('--scp', 'all.json'), 'Athena takes 262144; give a policy of fewer services, or replay log files', 'fewer services', query('--scp', 'q.json')],
  ['a replay of the policy of a resource', replay('--policy', 'r.json'), 'r.json: has a Principal: not a policy of the principals that made the calls', '--rcp', replay('--rcp', 'rcp.json')],
  ['a replay of a policy beside a template', replay('--policy', 't.json', '--scp', 'p.json'), 'p.json: a policy document beside templates: expected either policy documents, or templates', 'one of them', replay('--policy', 't.json')],
  ['a folder without events', cli(['activity', 'dir'], { files: { 'dir/readme.txt': 'x' } }), 'dir: no file with events: expected .json, .json.gz, .jsonl or .csv', 'their folder', cli(['activity', 'dir'], { files: { 'dir/log.json': EVENTS['log.json'] } })],
  ['a broken line of events', cli(['activity', 'log.jsonl'], { files: { 'log.jsonl': '{"broken\n{"broken\n' } }), 'log.jsonl:1: not valid JSON (2 times)', 'the file anew', cli(['activity', 'log.json'], { files: EVENTS })],
  ['no action to prove', prove('--action', 'GetObject'), '--action GetObject: expected an action, such as s3:GetObject or "s3:Get*"', 'with its service', prove('--action', 's3:GetObject')],
  ['no ARN to prove', prove('--resource', 'data'), '--resource data: expected an ARN, such as "arn:aws:s3:::data/*"', 'its ARN', prove('--resource', 'arn:aws:s3:::data')],
  ['a template to compare with a policy', compare('t.json', 'p.json'), 'a template and policy documents: expected two of the same kind', 'two templates', compare('t.json', 't.json')],
  ['the account of policies to compare', compare('p.json', 'p.json', '--account', '111122223333'), '--account is for templates: of policy documents, --principal tells the account', '--principal', compare('p.json', 'p.json', '--principal', ROLE)],
  ["a resource's policy beside one of whoever asks, and nobody who does", compare('p.json', 'r.json'), 'r.json: has a Principal: say by --principal who asks, such as arn:aws:iam::111122223333:role/Agent', '--principal', compare('r.json', 'r.json', '--principal', ROLE)],
  ["two resources' policies on one side", compare('rs.json', 'r.json', '--principal', ROLE), 'rs.json: a second policy with a Principal: expected one at most', 'one', compare('r.json', 'r.json', '--principal', ROLE)],
  ['a principal that neither template has', compare('t.json', 't.json', '--principal', 'Reader'), '--principal Reader: neither OLD nor NEW has it', 'one of them', compare('t.json', 't.json', '--principal', 'Agent')],
  ['templates to compare, and nobody in them', compare('none.json', 'none.json'), 'there is no role, user, permission set, control policy or policy of a resource in the templates', 'templates that have one', compare('t.json', 't.json'), 'cli/access-changes.ts'],
);

function policyOf() {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/R' }, Action: 'sts:AssumeRole' }] };
}
/** One that is read piece by piece. */
function largeAccount(): void {
  const list = JSON.stringify([{ PolicyName: 'A', Path: '/', Arn: 'arn:aws:iam::111122223333:policy/A', PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: DENIED }] }]);
  const roles = JSON.stringify([{ RoleName: 'Agent', Path: '/', Arn: 'arn:aws:iam::111122223333:role/Agent', RolePolicyList: [], AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::111122223333:policy/A' }] }]);
  fs.writeFileSync('a.json', `{"UserDetailList": [], "GroupDetailList": [],\n"Policies": ${' '.repeat(LARGE)}${list}, "RoleDetailList": ${roles}}`);
}

/** Standard output whose disk is full. */
function failingOutput(code: string): () => Promise<void> {
  return async () => {
    const stdout = Object.assign(new EventEmitter(), { isTTY: false, write: () => stdout.emit('error', { code }) });
    let said = '';
    const io: CliProcess = { stdin: Object.assign(Readable.from([JSON.stringify(P)]), { isTTY: false }), stdout, stderr: { isTTY: false, write: (text: string) => said += text }, env: {} };
    await main(['check', '-'], io);
    throw new Error(said);
  };
}
let elsewhere: string | undefined;
/** A file in a folder of its own. */
function outside(): string {
  elsewhere ??= fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'elsewhere-'));
  const file = path.join(elsewhere, 'p.json');
  fs.writeFileSync(file, JSON.stringify(REMOVED));
  return file;
}
