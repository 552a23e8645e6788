import { execFileSync, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { FILES, SHOWN } from './command-line-page';
import { ALLOW_ALL, LEAKS as LEAKING, policy as policyOf } from './run';
import { templateFiles } from '../../build-tools/template';
import { COMMANDS } from '../../src/cli/commands';
import { event } from '../activity/events';

/** The package mcp-guardrails as a user gets it: packed, and installed where no registry answers. */
const ROOT = path.join(__dirname, '..', '..');

let folder: string;
const installed = (...names: string[]) => path.join(folder, 'node_modules', 'mcp-guardrails', ...names);

const program = () => path.join(folder, 'node_modules', '.bin', 'mcp-guardrails');

function start(...args: string[]) {
  return startWith(undefined, ...args);
}

function startWith(input: string | undefined, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(program(), args, { cwd: folder, encoding: 'utf-8', input });
  return { stdout, stderr, status };
}

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'standalone-'));
  const packed = path.join(folder, 'packed');
  execFileSync(process.execPath, ['--require', require.resolve('tsx/cjs'), path.join(ROOT, 'build-tools', 'standalone.ts'), packed], { cwd: ROOT });
  const [tarball, ...others] = fs.readdirSync(packed);
  expect(others).toEqual([]);
  expect(fs.statSync(path.join(packed, tarball)).size).toBeLessThan(2_000_000);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  execFileSync('npm', ['install', '--registry', 'http://127.0.0.1:1', '--no-audit', '--no-fund', '--cache', path.join(folder, 'cache'), path.join(packed, tarball)], { cwd: folder });
  FILES.forEach(([name, content]) => fs.writeFileSync(path.join(folder, name), content));
}, 120_000);
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('it is the program and the data, and needs no other package', () => {
  expect(fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['mcp-guardrails']);
  expect(fs.readdirSync(installed()).sort())
    .toEqual(['LICENSE', 'NOTICE', 'README.md', 'THIRD-PARTY-LICENSES', 'bin', 'data', 'lib', 'mcp-guardrails.d.ts', 'package.json', 'template']);
  const { version, dependencies, engines } = JSON.parse(fs.readFileSync(installed('package.json'), 'utf-8'));
  const library = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  expect({ version, dependencies, engines }).toEqual({ version: library.version, dependencies: undefined, engines: library.engines });
  // What is bundled wants its license told.
  expect(fs.readFileSync(installed('THIRD-PARTY-LICENSES'), 'utf-8')).toMatch(/^yaml [\d.]+ \(ISC\)\n\nCopyright/m);
});

test('a pipe and exit codes', () => {
  expect(startWith(JSON.stringify(policyOf(ALLOW_ALL)), 'check')).toEqual({ status: 0, stdout: 'Nothing found in 1 file.\n', stderr: '' });
  expect(startWith(JSON.stringify(policyOf(LEAKING)), 'check', '-')).toMatchObject({ status: 1, stdout: expect.stringContaining('McpConditionDependsOnMissingKey') });
  expect(start('check', 'missing.json')).toEqual({ status: 2, stdout: '', stderr: 'mcp-guardrails: missing.json: there is no such file\n' });
});

test('a reader that stops reading', async () => {
  // More than a pipe holds.
  fs.writeFileSync(path.join(folder, 'many.json'), JSON.stringify(policyOf(...Array.from({ length: 500 }, (_, i) => ({ ...LEAKING, Sid: `Leaks${i}` })))));
  const child = spawn(program(), ['check', '--format', 'json', 'many.json'], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => stderr += chunk.toString());
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(stderr).toBe('');
});

test('what a file has of another is there', () => {
  const texts = fs.readdirSync(installed('lib')).map((name) => fs.readFileSync(installed('lib', name), 'utf-8'));
  const taken = texts.flatMap((text) => [...text.matchAll(/\{([\w$:,]+)\}=require\("\.\/([\w-]+\.js)"\)/g)]
    .flatMap(([, names, from]) => names.split(',').map((each) => [from, each.replace(/:.*/, '')])));
  const later = texts.flatMap((text) => [...text.matchAll(/function (\$\w+)\(\)\{return [\w$]+\?\?=require\("\.\/([\w-]+\.js)"\)\}/g)]
    .flatMap(([, load, from]) => text.split(`${load}().`).slice(1).map((after) => [from, /^[\w$]*/.exec(after)![0]])));
  expect([taken.length > 500, later.length > 50]).toEqual([true, true]);
  const lacking = `console.log(JSON.stringify(${JSON.stringify([...taken, ...later])}.filter(([from, name]) => require('./' + from)[name] === undefined)))`;
  expect(execFileSync(process.execPath, ['-e', lacking], { cwd: installed('lib'), encoding: 'utf-8' })).toBe('[]\n');
});

test('a command reads what it needs, and nothing else', () => {
  fs.writeFileSync(path.join(folder, 'spy.cjs'), `const builtin = new Set(process.moduleLoadList);
const fs = require('fs');
const [read, tables] = [fs.readFileSync, new Set()];
fs.readFileSync = (name, ...others) => (String(name).includes('/data/') && tables.add(String(name)), read(name, ...others));
process.on('exit', () => console.error(JSON.stringify([
  ...[...new Set([...tables, ...Object.keys(require.cache)])].filter((name) => !name.endsWith('spy.cjs')), ...process.moduleLoadList.filter((name) => !builtin.has(name)),
])));`);
  const read = (...args: string[]) => {
    const { stderr } = spawnSync(process.execPath, ['--require', './spy.cjs', installed('bin', 'mcp-guardrails'), ...args], { cwd: folder, encoding: 'utf-8' });
    const names: string[] = JSON.parse(stderr.trim().split('\n').pop()!);
    const files = names.filter((name) => path.isAbsolute(name));
    const size = (ending: string) => files.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + fs.statSync(name).size, 0);
    return { code: size('.js'), files: files.length, tables: size('.json'), names: names.map((name) => path.basename(name)).join(' ') };
  };
  const version = read('--version');
  // To load what makes streams takes as long as all else.
  expect(version).toMatchObject({ names: expect.not.stringMatching(/NativeModule (assert|crypto|module|net|stream|tty)/) });
  expect([version.code, version.tables].map((size) => Math.ceil(size / 100_000))).toEqual([1, 1]);
  const resources = ['arn:aws:s3:::app/*', 'arn:aws:sqs:eu-west-1:111122223333:app'];
  fs.writeFileSync(path.join(folder, 'ordinary.json'), JSON.stringify(policyOf(...resources.map((Resource, i) => ({ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMessage'][i], Resource })))));
  const ofJson = read('check', 'ordinary.json');
  expect(ofJson.names).not.toMatch(/-apart|read-yaml|yaml-library|ignore-library|fix\.js|NativeModule (assert|crypto|fs\/promises|module|net|stream|tty)/);
  expect(ofJson.names).toContain('iam-actions.json');
  expect(ofJson.code).toBeLessThan(170_000);
  expect(ofJson.files).toBeLessThan(15);
  const withFindings = read('check', 'policy.json');
  expect(withFindings.names).not.toMatch(/read-yaml|yaml-library|ignore-library|fix\.js|NativeModule (assert|crypto|fs\/promises|module|net|stream|tty)/);
  expect(withFindings.code).toBeLessThan(360_000);
  expect(read('check', '--fix', '--dry-run', 'policy.json').names).toContain('fix.js');
  fs.writeFileSync(path.join(folder, 'read.yaml'), 'Statement: []\n');
  expect(read('check', 'read.yaml').names).toContain('read-yaml.js');
});

test.each(SHOWN)('prints what the page shows: %s', (args, output) => {
  const { stdout, stderr } = start(...args.split(' '));
  expect(stderr + stdout).toBe(output);
});

describe('from code', () => {
  const TSC = require.resolve('typescript/bin/tsc');
  const LEAKS = '{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:ViaAWSMCPService":"false"}}}}';

  test('it is typed', () => {
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', noEmit: true, types: [] }, files: ['right.mts'] }));
    const compile = (text: string) => {
      fs.writeFileSync(path.join(folder, 'right.mts'), text);
      return spawnSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf-8' }).stdout;
    };
    expect(compile(`import { check } from 'mcp-guardrails';
import type { CheckResult, Finding } from 'mcp-guardrails';
const { findings, problems }: CheckResult = check({ 'a.json': '{}' }, { account: '111122223333', managedPolicies: { Own: { Statement: [] } } });
export const lines: number[] = findings.map(({ line }: Finding) => line);
export const first: string = problems[0];
`)).toBe('');
    expect(compile('import { check } from \'mcp-guardrails\';\ncheck(1, { acount: \'\' });\n')).toMatch(/error TS/);
  });

  test('it finds what the command finds', () => {
    fs.writeFileSync(path.join(folder, 'leaks.json'), LEAKS);
    fs.writeFileSync(path.join(folder, 'use.mjs'), `import { check } from 'mcp-guardrails';
import * as fs from 'fs';
console.log(JSON.stringify([check({ 'leaks.json': fs.readFileSync('leaks.json', 'utf-8') }), check('x: 1'), check({ 'a.json': '{' }), check(fs.readFileSync('leaks.json', 'utf-8')).findings.length]));
`);
    const [result, ...others] = JSON.parse(execFileSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf-8' }));
    expect(result).toEqual({ findings: JSON.parse(start('check', '--all', '--format', 'json', 'leaks.json').stdout).findings, problems: [] });
    expect(others).toEqual([
      { findings: [], problems: [expect.stringContaining('policy: neither a policy')] }, { findings: [], problems: [expect.stringContaining('a.json:1:2: not valid JSON')] }, 1,
    ]);
  });
});

test('every command is there, by the program\'s own name', () => {
  const help = start('--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const { name, summary } of COMMANDS) {
    expect(help.stdout.replace(/\s+/g, ' ')).toContain(`${name} ${summary}`.replace(/\s+/g, ' '));
    expect(start(name, '--help').stdout).toContain(`Usage: mcp-guardrails ${name} `);
  }
  expect(start('chek')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no command chek (did you mean "check"?)') });
  expect(start('--version').stdout).toBe(`${JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8')).version}\n`);
});

test('a folder of 10,000 files: what is wrong in three of them, and nothing else', () => {
  const many = path.join(folder, 'many');
  const policy = (name: string, condition: object) => JSON.stringify({
    Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${name}/*`, Condition: { Bool: condition } }],
  });
  for (let i = 0; i < 10_000; i++) {
    const sub = path.join(many, String(i % 100));
    fs.mkdirSync(sub, { recursive: true });
    const isOther = i % 10 === 0;
    const content = isOther ? '{"name":"x"}' : policy(`data-${i}`, { 'aws:ViaAWSMCPService': String(i % 4_000 !== 1) });
    fs.writeFileSync(path.join(sub, `${i}.json`), content);
  }
  const { status, stdout } = start('check', '--format', 'json', 'many');
  expect(status).toBe(1);
  expect(JSON.parse(stdout).findings.map(({ rule, file }: any) => [path.basename(file), rule]).sort())
    .toEqual(['1', '4001', '8001'].map((name) => [`${name}.json`, 'McpConditionDependsOnMissingKey']));
});

describe('an account of 40 MB, of which most are documents, is not held as a whole', () => {
  /** As many megabytes as V8 may use. */
  const MEMORY = '--max-old-space-size=48';

  beforeAll(() => {
    const file = fs.openSync(path.join(folder, 'account.json'), 'w');
    const document = (name: string, count: number) => ({
      Version: '2012-10-17',
      Statement: Array.from({ length: count }, (_, i) => ({ Sid: `S${i}`, Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${name}-${i}/*` })),
    });
    const writeList = (name: string, count: number, item: (i: number) => object) => {
      fs.writeSync(file, `"${name}": [`);
      for (let i = 0; i < count; i++) {
        fs.writeSync(file, `${i === 0 ? '' : ',\n'}${JSON.stringify(item(i))}`);
      }
      fs.writeSync(file, ']');
    };
    fs.writeSync(file, '{');
    writeList('Policies', 1800, (i) => ({
      PolicyName: `p${i}`,
      Path: '/',
      Arn: `arn:aws:iam::111122223333:policy/p${i}`,
      PolicyVersionList: [1, 2, 3, 4, 5].map((v) => ({ VersionId: `v${v}`, IsDefaultVersion: v === 5, Document: document(`b${i}-${v}`, v === 5 ? 20 : 45) })),
    }));
    fs.writeSync(file, ',');
    writeList('RoleDetailList', 300, (i) => ({
      RoleName: `r${i}`,
      Path: '/',
      Arn: `arn:aws:iam::111122223333:role/r${i}`,
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: document(`r${i}`, 2) }],
      AttachedManagedPolicies: [{ PolicyName: `p${i}`, PolicyArn: `arn:aws:iam::111122223333:policy/p${i}` }],
    }));
    fs.writeSync(file, '}');
    fs.closeSync(file);
  });

  test.each<[string[], string]>([
    [['check', 'account.json'], 'Nothing found in 1 file.'],
    [['simulate', 'account.json', '--principal', 'r7', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b7-5-3/x', '--via', 'direct'], 'ALLOWED'],
    [['who-can', 's3:GetObject', 'arn:aws:s3:::b7-5-3/x', 'account.json', '--via', 'direct'], 'r7'],
    [['prove', 'account.json', '--principal', 'r7', '--action', 's3:Delete*'], 'PROVED'],
    [['compare', 'account.json', 'account.json'], 'nothing. Proved for every request.'],
    [['explain', 'account.json'], 's3:::b1799-5-19/*'],
    [['report', 'account.json', '--output', 'reports'], '300 principals'],
    [['report', 'account.json', '--format', 'json'], 's3:::r299-1/*'],
  ])('%j', (args, answer) => {
    const options = { cwd: folder, encoding: 'utf-8', maxBuffer: 1e9 } as const;
    const { stdout, stderr } = spawnSync(process.execPath, [MEMORY, installed('bin', 'mcp-guardrails'), ...args], options);
    expect(stderr).toBe('');
    expect(stdout).toContain(answer);
  });

  test('nor is one in which half of the statements are wrong', () => {
    const account = fs.readFileSync(path.join(folder, 'account.json'), 'utf-8');
    fs.writeFileSync(path.join(folder, 'wrong.json'), account.replace(/("Sid":"S\d","Effect":"Allow","Action":)\["s3:GetObject","s3:PutObject"\]/g, '$1"sqs:SendMessage"'));
    const { stdout, stderr } = spawnSync(process.execPath, [MEMORY, installed('bin', 'mcp-guardrails'), 'check', 'wrong.json'], { cwd: folder, encoding: 'utf-8', maxBuffer: 1e9 });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ 18[0-9]{3} warnings in 1 file/);
  });

  test('of which JSON.parse() alone takes more', () => {
    const read = 'JSON.parse(require("fs").readFileSync("account.json", "utf-8"))';
    expect(spawnSync(process.execPath, [MEMORY, '--eval', read], { cwd: folder, encoding: 'utf-8' }).stderr).toContain('out of memory');
  });
});

test('the tables are read', () => {
  expect(start('simulate', 'policy.json', '--action', 's3:GetObjct').stderr).toContain('did you mean "s3:GetObject"?');
  fs.writeFileSync(path.join(folder, 'policy.yaml'), 'Statement:\n  - { Effect: Allow, Action: "aws-mcp:InvokeMcp", Resource: "*" }\n');
  expect(start('check', 'policy.yaml')).toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('policy.yaml:2') });
  fs.writeFileSync(path.join(folder, 'role.json'), JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } } } }));
  expect(start('simulate', 'role.json', '--action', 's3:PutObject', '--expect', 'denied')).toMatchObject({ status: 0, stderr: '' });
});

describe('what is about events and about every request', () => {
  const read = (page: string) => fs.readFileSync(path.join(ROOT, 'docs', page), 'utf-8');
  const [PAGE, PROVE] = [read('command-line.md'), read('prove.md')];
  /** The commands of a page as a shell gets them; what has an ellipsis is not one, nor is what needs AWS. */
  const commands = (page: string) => [...page.matchAll(/^ *(?:\$ )?(npx mcp-guardrails (?:activity|compare|prove|refine|replay|why) .*)$/gm)].map(([, command]) => command)
    .filter((command) => !/…|FILE|EVENTS|DENIAL|OLD/.test(command));
  const COMMANDS_OF_PAGES = [...new Set([read('activity.md'), PROVE, PAGE].flatMap(commands))];
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const noDeleting = { Sid: 'NoDeleting', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
  const role = (...statements: object[]) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: JSON.parse(policy(...statements)) }] } });

  /** What the pages take as there: events of an agent and of a person, an app, and policies. */
  const FIXTURES: ReadonlyArray<readonly [string, string]> = [
    ...FILES.map(([name, content]) => [name, content] as const),
    ...[...PROVE.matchAll(/`(\w+\.json)`[^`]*```json\n([^]*?)```/g)].map(([, name, content]) => [name, content] as const),
    ['events/log.json', JSON.stringify({
      Records: [
        event('s3 DeleteBucket', { by: 'role/ReportsAgent', via: 'aws-mcp.amazonaws.com', parameters: { bucketName: 'reports' } }),
        event('ecs ListClusters', { by: 'role/ReportsAgent', via: 'aws-mcp.amazonaws.com' }),
        event('s3 DeleteBucket', { by: 'role/Developer', parameters: { bucketName: 'reports' } }),
      ],
    })],
    ['event.json', FILES.find(([name]) => name === 'denied.json')![1]],
    ['cdk.out/cdk.out', '{"version":"36.0.0"}'],
    ['cdk.out/manifest.json', JSON.stringify({
      version: '36.0.0',
      artifacts: {
        App: {
          type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: 'App.template.json' },
        },
      },
    })],
    ['cdk.out/App.template.json', JSON.stringify({ Resources: { Agent: role(everything, noDeleting), ReportsAgent: role(everything) } })],
    ['Guardrails.json', FILES.find(([name]) => name === 'deployed.json')![1]],
    ['denies.json', policy(noDeleting)], ['new-scp.json', policy(everything, noDeleting)], ['scp.json', policy(everything, noDeleting)],
  ];

  let here: string;
  beforeAll(() => {
    here = path.join(folder, 'pages');
    FIXTURES.forEach(([name, content]) => {
      fs.mkdirSync(path.dirname(path.join(here, name)), { recursive: true });
      fs.writeFileSync(path.join(here, name), content);
    });
  });
  const shell = (command: string) => {
    const run = command.replace('npx mcp-guardrails', path.join(folder, 'node_modules', '.bin', 'mcp-guardrails'));
    const { stdout, stderr, status } = spawnSync('sh', ['-c', run], { cwd: here, encoding: 'utf-8' });
    return { stdout, stderr, status };
  };

  test('each command of the pages is among those that are run', () => {
    expect([...new Set(COMMANDS_OF_PAGES.map((command) => command.split(' ')[2]))].sort()).toEqual(['activity', 'compare', 'prove', 'refine', 'replay', 'why']);
  });

  /** Where what is found is the exit code. */
  const FOUND: ReadonlyArray<readonly [RegExp, string]> = [
    [/nothing-lost|no-new-access|new\.json --deployment/, ''],
    [/no-direct-denials/, 'Expected no denials of direct calls: there are some, or it is not certain that there are none.\n'],
  ];

  test.each(COMMANDS_OF_PAGES)('runs: %s', (command) => {
    const found = FOUND.find(([which]) => which.test(command));
    const { stdout, ...ran } = shell(command);
    expect(ran).toEqual({ stderr: found?.[1] ?? '', status: found ? 1 : 0 });
    const [, written] = / > (\S+)/.exec(command) ?? [];
    expect(written === undefined ? stdout : fs.readFileSync(path.join(here, written), 'utf-8')).toMatch(/\w/);
  });
});

describe('init', () => {
  const filesIn = (name: string) => Object.fromEntries(fs.readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf-8' })
    .filter((file) => fs.statSync(path.join(folder, name, file)).isFile()).map((file) => [file, fs.readFileSync(path.join(folder, name, file), 'utf-8')]));
  const { gitignore, ...files } = templateFiles();
  const made: { readonly [name: string]: string } = { ...files, '.gitignore': gitignore };

  test('makes the app of a platform team, in a folder that is new, empty, or a new repository', () => {
    const { stdout, ...others } = start('init', 'teams/agents');
    expect(others).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(`teams/agents has the app of a platform team: ${Object.keys(made).length} files. Next:

  cd teams/agents
  npm install
  npm test
  npx cdk synth

Then put the ids of your organization into lib/ids.ts. README.md says what comes after that.
`);
    expect(filesIn('teams/agents')).toEqual(made);
    // What test:languages installs and synthesizes.
    const { dependencies, scripts } = JSON.parse(made['package.json']);
    expect(Object.keys(dependencies).sort()).toEqual(['aws-cdk-lib', 'cdk-mcp-guardrails', 'constructs']);
    expect(Object.keys(scripts)).toEqual(['synth', 'test']);
    fs.mkdirSync(path.join(folder, 'empty'));
    fs.mkdirSync(path.join(folder, 'repository', '.git'), { recursive: true });
    for (const name of ['empty', 'repository']) {
      expect(start('init', '--quiet', name)).toEqual({ stdout: '', stderr: '', status: 0 });
      expect(filesIn(name)).toEqual(made);
    }
    const { stdout: here } = spawnSync(installed('bin', 'mcp-guardrails'), ['init', '.'], { cwd: fs.mkdtempSync(path.join(folder, 'here-')), encoding: 'utf-8' });
    expect(here).not.toContain('cd ');
  });

  test('overwrites nothing', () => {
    fs.mkdirSync(path.join(folder, 'used'));
    fs.writeFileSync(path.join(folder, 'used', 'app.ts'), 'mine');
    fs.symlinkSync('nowhere/agents', path.join(folder, 'dangling'));
    fs.symlinkSync('circle', path.join(folder, 'circle'));
    const rows: Array<[string[], string]> = [
      [['used'], 'used: the folder is not empty, it has app.ts\nGive a folder that is new or empty: nothing is overwritten.'],
      [['package.json'], 'package.json: it is a file, expected a folder that is new or empty'],
      [['package.json/agents'], 'package.json/agents: it is a file, expected a folder that is new or empty'],
      [['dangling'], 'dangling: it can\'t be written: ENOENT'],
      [['circle'], 'circle: it can\'t be read: ELOOP'],
      [['/proc/agents/of'], '/proc/agents/of: it can\'t be written: ENOENT'],
      [[''], 'expected one folder, such as agent-guardrails\nmcp-guardrails init --help tells more.'],
      [[], 'expected one folder, such as agent-guardrails\nmcp-guardrails init --help tells more.'],
      [['a', 'b'], 'expected one folder, such as agent-guardrails, got a b\nmcp-guardrails init --help tells more.'],
    ];
    for (const [args, message] of rows) {
      expect(start('init', ...args)).toEqual({ stdout: '', stderr: `mcp-guardrails: ${message}\n`, status: 2 });
    }
    expect(filesIn('used')).toEqual({ 'app.ts': 'mine' });
  });

  test('its help is about a folder, not about policies', () => {
    expect(start('init', '--help').stdout).toMatch(/^Makes the app[^]*Usage: mcp-guardrails init \[OPTION\.\.\.\] FOLDER\n\n {2}-q/);
  });
});

describe('mcp', () => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: path.join(folder, 'node_modules', '.bin', 'mcp-guardrails'), args: ['mcp'], cwd: folder }));
  });
  afterAll(() => client.close());

  const POLICY = fs.readFileSync(path.join(ROOT, 'test', 'source-policies', 'blog-s3-read-no-delete-via-mcp.json'), 'utf-8');
  const call = async (name: string, args: { [name: string]: unknown }) => {
    const { content, isError } = await client.callTool({ name, arguments: args });
    return { text: (content as Array<{ text: string }>).map(({ text }) => text).join(''), isError };
  };
  const json = async (name: string, args: { [name: string]: unknown }) => JSON.parse((await call(name, args)).text);

  test('the tools read only, and say what they take', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['check_policy', 'explain_policy', 'simulate', 'who_can', 'why_denied', 'propose_guardrail']);
    for (const { annotations, description, inputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect(description!.length).toBeGreaterThan(50);
      expect(Object.values(inputSchema.properties!).filter((each: any) => !each.description)).toEqual([]);
    }
  });

  test('a tool says what the command says', async () => {
    fs.writeFileSync(path.join(folder, 'policy'), POLICY);
    for (const [tool, ...command] of [['check_policy', 'check', '--all'], ['explain_policy', 'explain']]) {
      expect((await call(tool, { policy: POLICY })).text).toBe(start(...command, '--format', 'json', 'policy').stdout);
    }
  });

  test('the findings have reasons and fixes, also of YAML', async () => {
    const policy = 'Statement: { Effect: Deny, Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:ViaAWSMCPService": "false" } } }\n';
    const { findings } = await json('check_policy', { policy });
    expect(findings).toEqual([expect.objectContaining({ rule: 'McpConditionDependsOnMissingKey', line: 1, fix: expect.stringContaining('BoolIfExists') })]);
    // An agent can't acknowledge its own mistakes.
    const { findings: same, leftOut } = await json('check_policy', { policy: `# mcp-guardrails: ignore McpConditionDependsOnMissingKey trust me\n${policy}` });
    expect([same.length, leftOut.acknowledged]).toEqual([1, 0]);
  });

  test('a request is judged through every layer that is given', async () => {
    const allow = (action: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
    const request = { policies: [allow('*')], action: 's3:DeleteObject', resource: 'arn:aws:s3:::b/k', principal: 'arn:aws:iam::111122223333:role/Agent' };
    const decisions = async (more: object) => Object.fromEntries((await json('simulate', { ...request, ...more })).results
      .map(({ origin, decision }: any) => [origin, decision]));
    const [direct, ...viaServers] = Object.values(await decisions({}));
    expect([direct, ...new Set(viaServers)]).toEqual(['ALLOWED', 'ALLOWED']);
    expect(Object.values(await decisions({ boundary: allow('s3:Get*'), via: 'direct' }))).toEqual(['IMPLICITLY_DENIED']);
    expect(Object.values(await decisions({ service_control_policies: [allow('ec2:*')], via: 'aws' }))).toEqual(['IMPLICITLY_DENIED']);
    const agents = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }] });
    expect(Object.values(await decisions({ policies: [allow('*'), agents], via: 'aws' }))).toEqual(['EXPLICITLY_DENIED']);
    expect(Object.values(await decisions({ policies: [allow('*'), agents], via: 'direct' }))).toEqual(['ALLOWED']);
  });

  test('who can call an action, of each principal, with what decides', async () => {
    const role = (action: string) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'Work', Effect: 'Allow', Action: action, Resource: '*' }] } }] } });
    const documents = [JSON.stringify({ Resources: { Reader: role('s3:Get*'), Writer: role('s3:*') } })];
    const { principals } = await json('who_can', { documents, action: 's3:DeleteObject', via: 'aws' });
    expect(principals.map(({ principal, answers: [{ decision, statements }] }: any) => [principal, decision, statements.map(({ sid }: any) => sid)]))
      .toEqual([['Reader', 'IMPLICITLY_DENIED', []], ['Writer', 'ALLOWED', ['Work']]]);
    expect((await call('who_can', { documents, action: '--via=any' })).isError).toBe(true);
  });

  test('why a call was denied', async () => {
    const denial = 'User: arn:aws:sts::111122223333:assumed-role/Agent/s is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::b/k" with an explicit deny in an identity-based policy';
    const deny = { Sid: 'NoAgents', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
    const policies = [JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, deny] })];
    expect(JSON.stringify(await json('why_denied', { denial, policies }))).toContain('"NoAgents"');
    expect((await json('why_denied', { denial })).version).toBe(1);
    expect((await call('why_denied', { denial: 'hello' })).isError).toBe(true);
  });

  test('a guardrail is proposed as policies that do what they say, in which nothing is found', async () => {
    const [{ inputSchema: { properties } }] = (await client.listTools()).tools.filter(({ name }) => name === 'propose_guardrail') as any[];
    for (const guardrail of properties.guardrail.enum) {
      const given = { guardrail, ...(guardrail === 'deny_actions' && { actions: ['s3:Delete*', 'ec2:*'] }), ...(guardrail === 'only_servers' && { servers: ['eks'] }) };
      const { policies, statements, findings, about } = await json('propose_guardrail', given);
      expect([findings, typeof about]).toEqual([[], 'string']);
      expect(policies.every((document: object) => JSON.stringify(document).length <= 10_240)).toBe(true);
      for (const { statement, effect, appliesTo } of statements) {
        // One is about the servers' own actions, which only who connects to them calls.
        expect({ statement, effect, people: appliesTo.includes('people') }).toEqual({ statement, effect: 'Deny', people: statement === 'ReadOnlyViaMcp4' });
      }
    }
    const denied = async (args: { [name: string]: unknown }, action: string, via: string) => {
      const { policies } = await json('propose_guardrail', args);
      const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
      const { results: [{ decision }] } = await json('simulate', { policies: [JSON.stringify(all), ...policies.map((each: object) => JSON.stringify(each))], action, resource: '*', via });
      return decision;
    };
    const agents = { guardrail: 'deny_actions', actions: ['ec2:Terminate*'] };
    expect([await denied(agents, 'ec2:TerminateInstances', 'eks'), await denied(agents, 'ec2:TerminateInstances', 'direct')]).toEqual(['EXPLICITLY_DENIED', 'ALLOWED']);
    const servers = { guardrail: 'only_servers', servers: ['aws', 'eks'] };
    expect([await denied(servers, 'ec2:RunInstances', 'eks'), await denied(servers, 'ec2:RunInstances', 'ecs'), await denied(servers, 'ec2:RunInstances', 'direct')])
      .toEqual(['ALLOWED', 'EXPLICITLY_DENIED', 'ALLOWED']);
  });

  test.each([
    ['a guardrail without what it needs', 'propose_guardrail', { guardrail: 'deny_actions' }, 'needs some'],
    ['actions of a guardrail that takes none', 'propose_guardrail', { guardrail: 'baseline', actions: ['s3:*'] }, 'actions are for deny_actions'],
    ['an action of KMS to propose', 'propose_guardrail', { guardrail: 'deny_actions', actions: ['kms:Decrypt'] }, 'AWS KMS'],
    ['a pattern that means actions of KMS, too, to propose', 'propose_guardrail', { guardrail: 'deny_actions', actions: ['*:Decrypt'] }, 'AWS KMS'],
    ['an action that is none, to propose', 'propose_guardrail', { guardrail: 'deny_actions', actions: ['s3:DeletBucket'] }, 's3:DeleteBucket'],
    ['a policy that is cut off', 'check_policy', { policy: '{ "Statement": ' }, 'policy:1:'],
    ['a policy that is too long', 'check_policy', { policy: 'x'.repeat(1_000_001) }, '1000000'],
    ['no policy', 'explain_policy', {}, 'policy'],
    ['an action that is none', 'simulate', { policies: ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'], action: 's3:GetObjct' }, 's3:GetObject'],
    ['an option as an action', 'simulate', { policies: ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'], action: '--format=text' }, 'action'],
  ])('what is wrong is said: %s', async (_, name, args, message) => {
    const { text, isError } = await call(name, args);
    expect(isError).toBe(true);
    expect(text).toContain(message);
  });

  test('calls at once are answered each by itself', async () => {
    const answers = await Promise.all(['s3:A*', 's3:B*', 's3:C*'].map((action) => json('explain_policy', {
      policy: JSON.stringify({ Statement: { Sid: action.charAt(3), Effect: 'Allow', Action: action, Resource: '*' } }),
    })));
    expect(answers.map(({ statements }) => statements.map(({ statement }: any) => statement))).toEqual([['A'], ['B'], ['C']]);
  });
});
