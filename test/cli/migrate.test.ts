import * as fs from 'fs';
import { ALLOW_ALL, inEmptyDirectory, policy, read, role, run, runJson, write } from './run';

inEmptyDirectory();

const CONNECT = { Sid: 'Connect', Effect: 'Allow', Action: 'aws-mcp:*' };
const NO_AGENTS = { Sid: 'NoAgents', Effect: 'Deny', Action: 'aws-mcp:InvokeMcp' };
const NO_AGENTS_NOW = { Sid: 'NoAgents', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } };
/** Something that can't be rewritten for certain. */
const ALL_BUT = { Sid: 'AllBut', Effect: 'Deny', NotAction: 'aws-mcp:*' };

/** In an odd layout, which must stay. */
const LAID_OUT = `{
\t"Version":   "2012-10-17",
\t"Statement": [
\t\t{ "Sid": "Reads", "Effect": "Allow", "Action": ["s3:Get*",   "s3:List*"], "Resource": "*" },
\t\t{ "Effect": "Allow", "Action": [ "s3:Put*", "aws-mcp:InvokeMcp" ], "Resource": "*" },
\t\t{
\t\t\t"Sid": "NoAgents", "Effect": "Deny",
\t\t\t"Action": "aws-mcp:InvokeMcp", "Resource": "*"
\t\t}
\t], "Id": "\\u0041"
}
`;
const LAID_OUT_NOW = `{
\t"Version":   "2012-10-17",
\t"Statement": [
\t\t{ "Sid": "Reads", "Effect": "Allow", "Action": ["s3:Get*",   "s3:List*"], "Resource": "*" },
\t\t{ "Effect": "Allow", "Action": "s3:Put*", "Resource": "*" },
\t\t{
\t\t\t"Sid": "NoAgents",
\t\t\t"Effect": "Deny",
\t\t\t"Action": "*",
\t\t\t"Resource": "*",
\t\t\t"Condition": {
\t\t\t\t"StringEquals": {
\t\t\t\t\t"aws:CalledViaAWSMCP": "aws-mcp.amazonaws.com"
\t\t\t\t}
\t\t\t}
\t\t}
\t], "Id": "\\u0041"
}
`;

describe('without --write', () => {
  test('the file as it should be, and on standard error what was done', async () => {
    write('a.json', LAID_OUT);
    const { code, stdout, stderr } = await run(['migrate', 'a.json']);
    expect(stdout).toBe(LAID_OUT_NOW);
    expect(stderr).toMatchInlineSnapshot(`
"a.json:5  changed  statement 1: dropped aws-mcp:InvokeMcp, which AWS has removed: connecting to the
  server needs no permission any more
a.json:6  changed  "NoAgents": denied aws-mcp:InvokeMcp, which AWS has removed, so that it blocked
  nothing: now denies everything that comes through aws-mcp.amazonaws.com
"
`);
    expect(code).toBe(0);
    expect(read('a.json')).toBe(LAID_OUT);
  });

  test('nothing to do', async () => {
    const text = JSON.stringify(policy(ALLOW_ALL));
    expect(await run(['migrate'], { stdin: text })).toEqual({ code: 0, stdout: `${text}\n`, stderr: 'There is nothing to migrate.\n' });
  });

  test('something for a person to look at', async () => {
    const { code, stderr } = await run(['migrate'], { stdin: JSON.stringify(policy(ALL_BUT)) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^<stdin>:1 {2}look at {2}"AllBut": NotAction has aws-mcp:\*/);
  });

  test('several files as one JSON document', async () => {
    write('a.json', policy(NO_AGENTS));
    write('b.json', policy(ALLOW_ALL));
    expect(JSON.parse((await run(['migrate', 'a.json', 'b.json'])).stdout)).toEqual({
      documents: [{ file: 'a.json', changed: true, document: policy(NO_AGENTS_NOW) }, { file: 'b.json', changed: false, document: policy(ALLOW_ALL) }],
    });
  });

  test('as JSON', async () => {
    write('a.json', policy(ALLOW_ALL, NO_AGENTS));
    expect(await runJson(['migrate', 'a.json'])).toEqual({
      findings: [{ file: 'a.json', statement: 'NoAgents', line: 9, changed: true, message: expect.stringContaining('denied aws-mcp:InvokeMcp') }],
      documents: [{ file: 'a.json', changed: true, document: policy(ALLOW_ALL, NO_AGENTS_NOW) }],
    });
  });
});

describe('with --write', () => {
  test('the file is rewritten, and nothing is printed but what was done', async () => {
    write('a.json', LAID_OUT);
    const { code, stdout, stderr } = await run(['migrate', '--write', 'a.json']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/\na.json is rewritten.\n$/);
    expect(read('a.json')).toBe(LAID_OUT_NOW);
    expect(fs.readdirSync('.')).toEqual(['a.json']);
    expect(await run(['migrate', '--write', 'a.json'])).toEqual({ code: 0, stdout: '', stderr: 'There is nothing to migrate.\n' });
  });

  test('a file that needs nothing is not touched', async () => {
    write('a.json', policy(ALLOW_ALL));
    write('b.json', policy(ALL_BUT));
    fs.utimesSync('a.json', 1, 1);
    fs.utimesSync('b.json', 1, 1);
    expect((await run(['migrate', '--write', 'a.json', 'b.json'])).code).toBe(1);
    expect(['a.json', 'b.json'].map((file) => fs.statSync(file).mtimeMs)).toEqual([1000, 1000]);
  });

  test('its permissions stay, and a link stays a link', async () => {
    write('dir/a.json', policy(NO_AGENTS));
    fs.chmodSync('dir/a.json', 0o640);
    fs.symlinkSync('dir/a.json', 'link.json');
    expect((await run(['migrate', '--write', 'link.json'])).code).toBe(0);
    expect(fs.lstatSync('link.json').isSymbolicLink()).toBe(true);
    expect(fs.statSync('dir/a.json').mode.toString(8)).toMatch(/640$/);
    expect(JSON.parse(read('dir/a.json'))).toEqual(policy(NO_AGENTS_NOW));
    expect(fs.readdirSync('dir')).toEqual(['a.json']);
  });

  test('JSON of what was written', async () => {
    write('a.json', policy(NO_AGENTS));
    expect((await runJson(['migrate', '--write', 'a.json'])).documents).toMatchObject([{ changed: true }]);
    expect(JSON.parse(read('a.json'))).toEqual(policy(NO_AGENTS_NOW));
  });

  test('nothing is written if one of the files is bad', async () => {
    write('a.json', policy(NO_AGENTS));
    write('b.json', '{');
    expect((await run(['migrate', '--write', 'a.json', 'b.json'])).code).toBe(2);
    expect((await run(['migrate', '--write', 'a.json', 'b.json'])).stderr).toContain('Nothing is rewritten, as not all files can be.');
    write('b.json', { Statement: ['odd'] });
    expect(await run(['migrate', '--write', 'a.json', 'b.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('b.json:1: not a policy document') });
    expect(JSON.parse(read('a.json'))).toEqual(policy(NO_AGENTS));
  });

  test('a file that can\'t be written stays as it is', async () => {
    write('a.json', policy(NO_AGENTS));
    const renaming = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'renameSync').mockImplementation(() => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    });
    try {
      expect(await run(['migrate', '--write', 'a.json'])).toEqual({ code: 2, stdout: '', stderr: 'mcp-guardrails: a.json: no permission\n' });
    } finally {
      renaming.mockRestore();
    }
    expect(JSON.parse(read('a.json'))).toEqual(policy(NO_AGENTS));
    expect(fs.readdirSync('.')).toEqual(['a.json']);
  });

  test.each([
    ['a link out of the working directory', '../outside/a.json', 'link.json', 'link.json'],
    ['a link of a directory', '../outside', 'dir', 'dir/a.json'],
  ])('%s is not followed', async (_, target, link, file) => {
    write('outside/a.json', policy(NO_AGENTS));
    fs.mkdirSync('work');
    process.chdir('work');
    fs.symlinkSync(target, link);
    const { code, stdout, stderr } = await run(['migrate', '--write', file]);
    process.chdir('..');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toMatch(new RegExp(`Nothing is rewritten.* ${file}: a link to \\S+/outside/a.json, which is outside of \\S+/work: not rewritten`));
    expect(JSON.parse(read('outside/a.json'))).toEqual(policy(NO_AGENTS));
  });

  test('a file elsewhere that is named is rewritten, a link from there is not followed', async () => {
    write('outside/a.json', policy(NO_AGENTS));
    write('more/b.json', policy(NO_AGENTS));
    fs.symlinkSync('../more/b.json', 'outside/link.json');
    fs.mkdirSync('work');
    process.chdir('work');
    expect((await run(['migrate', '--write', '../outside/link.json'])).code).toBe(2);
    expect((await run(['migrate', '--write', '../outside/a.json'])).code).toBe(0);
    process.chdir('..');
    expect(JSON.parse(read('outside/a.json'))).toEqual(policy(NO_AGENTS_NOW));
    expect(JSON.parse(read('more/b.json'))).toEqual(policy(NO_AGENTS));
  });

  test('a link into a cdk.out is not followed', async () => {
    write('out/cdk.out', {});
    write('out/manifest.json', {});
    write('out/sub/a.json', policy(NO_AGENTS));
    fs.symlinkSync('out/sub/a.json', 'link.json');
    expect(await run(['migrate', '--write', 'link.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('link.json: the output of a CDK app is not rewritten') });
    expect((await run(['migrate', '--write', 'out/sub/a.json'])).code).toBe(2);
    expect(JSON.parse(read('out/sub/a.json'))).toEqual(policy(NO_AGENTS));
  });

  test('nor is one into a cdk.out without a manifest, or a file in it rewritten', async () => {
    write('app/cdk.out/a.json', policy(NO_AGENTS));
    fs.symlinkSync('app/cdk.out/a.json', 'link.json');
    for (const file of ['link.json', 'app/cdk.out/a.json', 'app']) {
      expect(await run(['migrate', '--write', file])).toMatchObject({ code: 2, stderr: expect.stringContaining('the output of a CDK app is not rewritten') });
    }
    expect(JSON.parse(read('app/cdk.out/a.json'))).toEqual(policy(NO_AGENTS));
  });

  test('a folder, but not the cdk.out in it', async () => {
    write('dir/a.json', policy(NO_AGENTS));
    write('dir/sub/b.json', policy(ALLOW_ALL));
    expect((await run(['migrate', '--write', 'dir'])).code).toBe(0);
    expect(JSON.parse(read('dir/a.json'))).toEqual(policy(NO_AGENTS_NOW));
    write('dir/out/cdk.out', {});
    write('dir/out/manifest.json', { artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.template.json' } } } });
    write('dir/out/a.template.json', { Resources: { Agent: role(policy(NO_AGENTS)) } });
    expect(await run(['migrate', '--write', 'dir'])).toMatchObject({ code: 2, stderr: expect.stringContaining('dir/out/a.template.json: the output of a CDK app is not rewritten') });
  });

  test.each([['standard input', []], ['standard input by its name', ['-']]])('%s can\'t be rewritten', async (_, files) => {
    expect(await run(['migrate', '--write', ...files], { stdin: JSON.stringify(policy(NO_AGENTS)) }))
      .toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--write needs files: standard input can\'t be rewritten') });
  });

  test.each(['out', 'out/a.template.json'])('the output of a CDK app is not rewritten: %s', async (file) => {
    write('out/cdk.out', {});
    write('out/manifest.json', { artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.template.json' } } } });
    write('out/a.template.json', { Resources: { Agent: role(policy(NO_AGENTS)) } });
    const before = read('out/a.template.json');
    const { code, stdout, stderr } = await run(['migrate', '--write', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${file}: the output of a CDK app is not rewritten`);
    expect(stderr).toContain('mixins.RemovedActionsMigration');
    expect(read('out/a.template.json')).toBe(before);
    expect((await run(['migrate', file])).code).toBe(0);
  });
});

/** What a text becomes. */
async function migrated(content: unknown): Promise<string> {
  write('a.json', content);
  await run(['migrate', '--write', 'a.json']);
  return read('a.json');
}

describe('whatever a file looks like, it stays so', () => {
  test.each([
    ['two spaces', 2], ['four spaces', 4], ['tabs', '\t'], ['one line', undefined],
  ])('%s', async (_, indent) => {
    const text = (document: object) => JSON.stringify(document, undefined, indent);
    expect(await migrated(text(policy(ALLOW_ALL, NO_AGENTS, CONNECT)))).toBe(text(policy(ALLOW_ALL, NO_AGENTS_NOW)));
    expect(await migrated(text({ Policies: [policy(NO_AGENTS)] }))).toBe(text({ Policies: [policy(NO_AGENTS_NOW)] }));
  });

  test.each([
    ['a line end', (text: string) => `${text}\n`],
    ['Windows lines', (text: string) => `${text}\n`.replace(/\n/g, '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['URL encoding', encodeURIComponent],
    ['a string within JSON', (text: string) => JSON.stringify({ Policy: text })],
    ['a URL-encoded string within JSON', (text: string) => JSON.stringify({ PolicyDocument: encodeURIComponent(text) })],
    ['a string as the whole', (text: string) => JSON.stringify(text)],
  ])('%s', async (_, wrap) => {
    const text = (document: object) => wrap(JSON.stringify(document, undefined, 2));
    expect(await migrated(text(policy(ALLOW_ALL, NO_AGENTS)))).toBe(text(policy(ALLOW_ALL, NO_AGENTS_NOW)));
  });

  test.each([
    ['as Python writes it', '{"Statement": [{"Effect": "Allow", "Action": ["a:b", "aws-mcp:*", "c:d"], "Resource": "*"}]}',
      '{"Statement": [{"Effect": "Allow", "Action": ["a:b", "c:d"], "Resource": "*"}]}'],
    ['with space inside of braces', '{ "Statement": [ { "Effect": "Allow", "Action": [ "a:b", "aws-mcp:*" ], "Resource": "*", "Condition": {} } ] }',
      '{ "Statement": [ { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {} } ] }'],
    ['brackets together', '{\n  "Statement": [{\n    "Effect": "Allow",\n    "Action": "a:b"\n  }, {\n    "Effect": "Allow",\n    "Action": ["a:b", "aws-mcp:*"]\n  }]\n}',
      '{\n  "Statement": [{\n    "Effect": "Allow",\n    "Action": "a:b"\n  }, {\n    "Effect": "Allow",\n    "Action": "a:b"\n  }]\n}'],
    ['a single statement', '{"Statement":{"Effect":"Allow","Action":["aws-mcp:*","a:b"],"Resource":"*"}}', '{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]}'],
    ['a single statement that becomes two', '{"Statement":{"Effect":"Deny","Action":["aws-mcp:InvokeMcp","a:b"],"Resource":"*"}}',
      '{"Statement":[{"Effect":"Deny","Action":"a:b","Resource":"*"}, {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:CalledViaAWSMCP":"aws-mcp.amazonaws.com"}}}]}'],
    ['one statement on a line that becomes two', '{\n "Statement": [\n  {"Effect":"Deny","Action":["aws-mcp:InvokeMcp","a:b"],"Resource":"*"}\n ]\n}',
      '{\n "Statement": [\n  {"Effect":"Deny","Action":"a:b","Resource":"*"},\n  {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:CalledViaAWSMCP":"aws-mcp.amazonaws.com"}}}\n ]\n}'],
    ['no statement is left', '{"Statement":[\n{"Effect":"Allow","Action":"aws-mcp:*","Resource":"*"}\n]}', '{"Statement":[]}'],
  ])('%s', async (_, before, after) => {
    expect(await migrated(before)).toBe(after);
  });
});

describe('of a template', () => {
  const template = (identity: unknown, inline: unknown, more: object = {}) => ({
    Resources: {
      Agent: role(identity),
      Set: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Agents', InstanceArn: 'arn:aws:sso:::instance/ssoins-1', InlinePolicy: inline } },
      ...more,
    },
  });

  test('every policy is rewritten where it is', async () => {
    const now = template(policy(ALLOW_ALL, NO_AGENTS_NOW), JSON.stringify(policy(NO_AGENTS_NOW)));
    expect(await migrated(template(policy(ALLOW_ALL, NO_AGENTS), JSON.stringify(policy(NO_AGENTS))))).toBe(JSON.stringify(now, undefined, 2));
  });

  test('functions stay as they are', async () => {
    const bucket = { Effect: 'Allow', Action: ['s3:*', 'aws-mcp:*'], Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } };
    const choice = { 'Fn::If': ['Is', ALLOW_ALL, { Ref: 'AWS::NoValue' }] };
    const document = (action: unknown) => ({ Version: '2012-10-17', Statement: [choice, { ...bucket, Action: action }] });
    expect(JSON.parse(await migrated(template(document(bucket.Action), undefined)))).toEqual(template(document('s3:*'), undefined));
  });

  test.each<[string, unknown]>([
    ['a text that is put together', { 'Fn::Join': ['', ['{"Statement":', JSON.stringify(policy(NO_AGENTS).Statement), '}']] }],
    ['a text with a reference', { 'Fn::Sub': JSON.stringify(policy(NO_AGENTS)) }],
  ])('%s is reported, not rewritten', async (_, document) => {
    write('a.json', template(policy(ALLOW_ALL), document));
    const { code, stderr } = await run(['migrate', 'a.json', '--write']);
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(/^a.json:\d+ look at Set, "NoAgents": has actions that AWS has removed, but is put together at deployment/);
    expect(JSON.parse(read('a.json'))).toEqual(template(policy(ALLOW_ALL), document));
  });

  test.each<[string, unknown, string | undefined]>([
    ['of another template', { 'Fn::ImportValue': 'Policy' }, 'is known only at deployment'],
    ['that is included', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'is known only at deployment'],
    ['that a macro completes', { ...policy(ALLOW_ALL), 'Fn::Transform': { Name: 'Ours' } }, 'is known only at deployment'],
    ['in a branch', { 'Fn::If': ['Is', policy(NO_AGENTS), { Ref: 'AWS::NoValue' }] }, 'is Fn::If with aws-mcp:InvokeMcp'],
    ['in a branch, without any', { 'Fn::If': ['Is', policy(ALLOW_ALL), { Ref: 'AWS::NoValue' }] }, undefined],
    ['put together, of an action that is a parameter', { 'Fn::ToJsonString': policy({ ...NO_AGENTS, Action: { Ref: 'P' } }) }, 'Action is known only at deployment'],
  ])('a document %s is not rewritten; what may be in it is told', async (_, document, told) => {
    write('a.json', template(document, policy(NO_AGENTS)));
    const { findings, documents } = await runJson(['migrate', 'a.json']);
    expect(documents[0].document).toEqual(template(document, policy(NO_AGENTS_NOW)));
    expect(findings.filter(({ changed }: any) => !changed)).toEqual(told === undefined ? [] : [expect.objectContaining({ logicalId: 'Agent', message: expect.stringContaining(told) })]);
    expect((await run(['migrate', 'a.json'])).code).toBe(told === undefined ? 0 : 1);
  });

  test('the policy of an event bus, which is no document, is reported', async () => {
    const more = { Bus: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 'S', Statement: { ...NO_AGENTS, Principal: '*', Resource: '*' } } } };
    write('a.json', template(policy(ALLOW_ALL), undefined, more));
    const { findings, documents } = await runJson(['migrate', 'a.json']);
    expect(findings).toMatchObject([{ logicalId: 'Bus', changed: false }]);
    expect(documents).toMatchObject([{ changed: false }]);
  });
});
