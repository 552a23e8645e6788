import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { ALLOW_ALL, inEmptyDirectory, policy, role, run, write } from './run';

inEmptyDirectory();

/** Bad input is one line that says what it is, and nothing else happens. */
async function expectRefused(args: string[], message: string | RegExp, options?: Parameters<typeof run>[1]) {
  const before = fs.readdirSync('.', { recursive: true });
  const { code, stdout, stderr } = await run(args, options);
  const shown = stderr.replace(/\n(?!$)/g, ' ').trimEnd();
  if (typeof message === 'string') {
    expect(shown).toBe(`mcp-guardrails: ${message}`);
  } else {
    expect(shown).toMatch(message);
  }
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  expect(fs.readdirSync('.', { recursive: true })).toEqual(before);
}

const NO_POLICY = 'neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"';

describe.each(['check', 'explain', 'migrate', 'simulate'])('%s', (command) => {
  const withFile = (file: string) => [command, ...command === 'simulate' ? ['--action', 's3:GetObject'] : [], file];

  test.each<[string, string | Buffer, string]>([
    ['malformed JSON', '{\n  "Version": "2012-10-17",\n}', 'bad.json:3:1: not valid JSON: expected a key in double quotes'],
    ['something behind a document', '{}\nx', 'bad.json:2:1: not valid JSON: expected nothing after the value'],
    ['a key twice', '{"Statement": [], "Statement": []}', 'bad.json:1:19: not valid JSON: the key "Statement" is there twice'],
    ['a prototype', '{"__proto__": {"Statement": []}}', 'bad.json:1:2: not valid JSON: no policy or template has a key "__proto__"'],
    ['deep nesting', '['.repeat(100_000), 'bad.json:1:201: not valid JSON: nested deeper than 200 levels'],
    ['deep nesting in a text', JSON.stringify({ Policy: `{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }), 'bad.json: Policy: not valid JSON: nested deeper than 200 levels'],
    ['a key twice in a text', JSON.stringify({ Policy: '{"Statement":[],"Statement":[]}' }), 'bad.json: Policy: not valid JSON: the key "Statement" is there twice'],
    ['an empty file', '', 'bad.json: empty'],
    ['white space', ' \n', 'bad.json: empty'],
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]), 'bad.json: not text: expected JSON or YAML in UTF-8'],
    ['a text with zeros', '{"a":"\0"}', 'bad.json: not text: expected JSON or YAML in UTF-8'],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'bad.json: in UTF-16: save it as UTF-8'],
    ['UTF-16, the other way round', Buffer.from('\ufeff{}', 'utf16le').swap16(), 'bad.json: in UTF-16: save it as UTF-8'],
    ['bad URL encoding', '%7B%', 'bad.json: not valid URL encoding'],
    ['a policy in a string that is no JSON', '{"Policy": "{\\"Statement\\": [}"}', 'bad.json: Policy: not valid JSON: expected a value'],
    ['neither JSON nor YAML', 'Statement:\n  - Effect: [Allow', 'bad.json:2:19: neither JSON nor YAML: expected "]"'],
    ['another object', '{"name": "x"}', `bad.json: ${NO_POLICY}`],
    ['no object', '42', `bad.json: ${NO_POLICY}`],
    ['null', 'null', `bad.json: ${NO_POLICY}`],
    ['a list of other things', '[1, {"Policy": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]', `bad.json: ${NO_POLICY}`],
    ['a template whose resources are none', '{"Resources": []}', 'bad.json is not a CloudFormation template: expected an object with "Resources", an object'],
    ['a template in YAML whose resources are none', 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n',
      'bad.json is not a CloudFormation template: expected an object with "Resources", an object'],
    ['a template among other documents', 'a: 1\n---\nResources: {}\n', 'bad.json: a template among other documents: expected it in a file of its own'],
  ])('%s', async (_, content, message) => {
    write('bad.json', content);
    await expectRefused(withFile('bad.json'), message);
  });

  test.each([
    ['bad.yaml', 'Statement:\n\t- Effect: Allow', 'bad.yaml:2:1: not valid YAML: tabs are not allowed as indentation'],
    ['bad.yml', 'Statement: []\nStatement: []', 'bad.yml:2:1: not valid YAML: the key "Statement" is there twice'],
    ['main.tf', 'resource "aws_iam_policy" "agent" {\n  policy = jsonencode({})\n}\n',
      'main.tf: Terraform\'s own language, which is not read: expected JSON or YAML Give a plan as JSON: terraform plan -out=plan, then terraform show -json plan > plan.json.'],
    ['guide.md', '# Policies\n\n- one\n\n```json\n{"Statement": [}\n```\n', 'guide.md:6:16: not valid in a block of code: expected a value'],
    ['terraform.tfstate', '{"version": 4, "terraform_version": "1.9.0", "serial": 3, "lineage": "x", "resources": []}',
      'terraform.tfstate: the state as Terraform stores it, which is not read Give what Terraform prints of it: terraform show -json > state.json.'],
    ['plan', 'PK\u0003\u0004tfplan', 'plan: an archive, as a saved plan of Terraform is: expected JSON or YAML Of a plan: terraform show -json plan > plan.json.'],
    ['plain.md', 'Just words.\n', `plain.md: ${NO_POLICY}`],
    ['app.ts', 'import { App } from "aws-cdk-lib";\nnew App();\n',
      'app.ts: source code, which is not read: expected JSON or YAML Of a CDK app, cdk synth writes the templates to cdk.out: give that directory.'],
    ['notes.txt', 'Just words.\n', `notes.txt: ${NO_POLICY}`],
  ])('%s', async (file, content, message) => {
    write(file, content);
    await expectRefused(withFile(file), message);
  });

  test('a missing file', () => expectRefused(withFile('missing.json'), 'missing.json: there is no such file'));

  test('a directory without a policy', async () => {
    write('dir/package.json', { name: 'x' });
    await expectRefused(withFile('dir'), command === 'simulate' ? 'dir: a directory, but not the output of a CDK app: expected "cdk.out" and "manifest.json" in it, or files'
      : 'dir: no file in it has a policy: expected files that end in .json, .yaml, .yml or .template, or the cdk.out of a CDK app');
  });

  test('a file larger than a string can be is not read', async () => {
    fs.closeSync(fs.openSync('large.json', 'w'));
    fs.truncateSync('large.json', 600 * 1024 * 1024);
    const reading = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'readSync');
    await expectRefused(withFile('large.json'), 'large.json: more than 500 MB, which is not read');
    expect(reading.mock.calls.length).toBeLessThan(2);
    reading.mockRestore();
  });

  test('a device without end is not read to the end', () => expectRefused(withFile('/dev/zero'), '/dev/zero: a device: expected a file'));

  test('nobody is waited for who would write to a named pipe', async () => {
    execFileSync('mkfifo', ['pipe']);
    await expectRefused(withFile('pipe'), 'pipe: a named pipe: expected a file Read it as standard input: < pipe');
  });

  test('a file without permission', async () => {
    write('secret.json', policy(ALLOW_ALL));
    const opening = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'openSync').mockImplementation(() => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    });
    try {
      await expectRefused(withFile('secret.json'), 'secret.json: no permission');
    } finally {
      opening.mockRestore();
    }
  });

  test('nothing at all on a terminal', () => expectRefused(withFile('-').slice(0, -1),
    'no file is given Give policies, templates or a cdk.out, or pipe one of them in.', { terminal: true }));

  test('standard input without end is not read to the end', async () => {
    let chunks = 0;
    const endless = (function* () {
      for (const chunk = Buffer.alloc(1024 * 1024, ' '); ;) {
        chunks++;
        yield chunk;
      }
    })();
    await expectRefused(withFile('-'), '<stdin>: more than 500 MB, which is not read', { stdin: endless });
    expect(chunks).toBeLessThan(540);
  });

  test('an empty standard input', () => expectRefused(withFile('-'), '<stdin>: empty'));

  test('an unknown option', () => expectRefused([command, '--formt', 'json'],
    `there is no option --formt (did you mean "--format"?) mcp-guardrails ${command} --help tells more.`));

  test('several bad files are a line each', async () => {
    write('bad.json', '{');
    write('other.json', { name: 'x' });
    await expectRefused([...withFile('missing.json'), 'bad.json', 'other.json'], [
      'missing.json: there is no such file', 'bad.json:1:2: not valid JSON: expected a key in double quotes', `other.json: ${NO_POLICY}`,
    ].join(' mcp-guardrails: '));
  });
});

test('an answer about a request needs all that was given', async () => {
  write('good.json', policy(ALLOW_ALL));
  const simulate = ['simulate', '--action', 's3:GetObject', 'good.json'];
  await expectRefused([...simulate, 'missing.json'], 'missing.json: there is no such file');
  await expectRefused([...simulate, '--scp', 'missing.json'], 'missing.json: there is no such file');
});

test('a command that there is not', async () => {
  await expectRefused(['chekc', 'x.json'], 'there is no command chekc (did you mean "check"?) mcp-guardrails --help lists the commands.');
  await expectRefused(['--chekc'], 'there is no option --chekc mcp-guardrails --help lists the commands.');
  await expectRefused(['constructor'], /there is no command constructor/);
});

test('names in messages do not reach the terminal as they are', async () => {
  await expectRefused(['check', 'a\u001b[2Jb'], 'a\\u001b[2Jb: there is no such file');
});

test.each([['explain', 'text or json'], ['migrate', 'text or json'], ['simulate', 'text or json'], ['check', 'text or json or sarif or junit or github']])(
  'a format that %s does not have', (command, formats) => expectRefused([command, '--format', 'yaml'],
    `--format yaml: expected ${formats} mcp-guardrails ${command} --help tells more.`),
);

test.each(['explain', 'migrate', 'simulate'])('%s has no SARIF', (command) => expectRefused([command, '--format', 'sarif'], /^mcp-guardrails: --format sarif: expected text or json/));

test.each([['explain'], ['check'], ['simulate', '--action', 's3:GetObject', '--principal', 'Role']])('a malformed policy in a template: %s', async (...args) => {
  write('template.json', { Resources: { Role: role({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Boool: { a: 'b' } } }] }) } });
  const { code, stderr } = await run([...args, 'template.json']);
  expect(stderr).not.toContain('internal error');
  expect(code).toBe({ explain: 0, check: 1, simulate: 2 }[args[0]]);
});

test.each<[string, object]>([
  ['an action', { Effect: 'Allow', Action: 'x'.repeat(50_000), Resource: '*' }],
  ['an action of another kind', { Effect: 'Allow', Action: `s3:${'x'.repeat(50_000)}\${x}`, Resource: '*' }],
  ['a Sid', { Sid: `-${'x'.repeat(50_000)}`, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  ['an element', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ['x'.repeat(50_000)]: 1 }],
  ['an operator', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { ['x'.repeat(50_000)]: { 'aws:userid': 'a' } } }],
])('a long string is cut in the error: %s', async (_, statement) => {
  const { code, stderr } = await run(['simulate', '--action', 's3:GetObject'], { stdin: JSON.stringify({ Version: '2012-10-17', Statement: statement }) });
  expect(code).toBe(2);
  expect(stderr).toContain('characters)');
  expect(stderr.length).toBeLessThan(1_000);
});
