import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { FILES, SHOWN } from './command-line-page';
import { COMMANDS } from '../../src/cli/commands';

/** The package mcp-guardrails as a user gets it: packed, and installed where no registry answers. */
const ROOT = path.join(__dirname, '..', '..');

let folder: string;
const installed = (...names: string[]) => path.join(folder, 'node_modules', 'mcp-guardrails', ...names);

function start(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(path.join(folder, 'node_modules', '.bin', 'mcp-guardrails'), args, { cwd: folder, encoding: 'utf-8' });
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

test('it is one file and the data, and needs no other package', () => {
  expect(fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['mcp-guardrails']);
  expect(fs.readdirSync(installed()).sort())
    .toEqual(['LICENSE', 'NOTICE', 'README.md', 'THIRD-PARTY-LICENSES', 'bin', 'data', 'mcp-guardrails.js', 'package.json']);
  const { version, dependencies, engines } = JSON.parse(fs.readFileSync(installed('package.json'), 'utf-8'));
  const library = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  expect({ version, dependencies, engines }).toEqual({ version: library.version, dependencies: undefined, engines: library.engines });
  // What is bundled wants its license told.
  expect(fs.readFileSync(installed('THIRD-PARTY-LICENSES'), 'utf-8')).toMatch(/^yaml [\d.]+ \(ISC\)\n\nCopyright/);
});

test.each(SHOWN)('prints what the page shows: %s', (args, output) => {
  const { stdout, stderr } = start(...args.split(' '));
  expect(stderr + stdout).toBe(output.replace(/cdk-mcp-guardrails(?!\/)/g, 'mcp-guardrails'));
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

test('the tables are read', () => {
  expect(start('simulate', 'policy.json', '--action', 's3:GetObjct').stderr).toContain('did you mean "s3:GetObject"?');
  fs.writeFileSync(path.join(folder, 'policy.yaml'), 'Statement:\n  - { Effect: Allow, Action: "aws-mcp:InvokeMcp", Resource: "*" }\n');
  expect(start('check', 'policy.yaml')).toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('policy.yaml:2') });
  fs.writeFileSync(path.join(folder, 'role.json'), JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } } } }));
  expect(start('simulate', 'role.json', '--action', 's3:PutObject', '--expect', 'denied')).toMatchObject({ status: 0, stderr: '' });
});
