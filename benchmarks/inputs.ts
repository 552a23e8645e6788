import * as fs from 'fs';
import * as path from 'path';
import type { Figure } from './figure';
import { milliseconds, print } from './figure';
import { withFolder } from './measured';
import type { CliProcess } from '../src/cli/command';
import { main } from '../src/cli/main';
import type { CorpusFile } from '../test/cli/input-corpus';
import { inputCorpus } from '../test/cli/input-corpus';

const INPUTS = 300;
const ROLES = 500;
const STATEMENTS = 8;
/** In ms. */
const MOST = 1_000;
const COMMANDS: ReadonlyArray<(name: string) => string[]> = [
  (name) => ['check', name],
  (name) => ['explain', name],
  (name) => ['migrate', name],
  (name) => ['who-can', 's3:GetObject', name],
  (name) => ['report', name],
];

/** Roles of applications, each with statements like no other's. */
function largeTemplate(): string {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  const statement = (role: number, i: number) => (
    { Sid: `S${i}`, Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::bucket-${role}-${i}/*` } });
  const statements = (role: number) => Array.from({ length: STATEMENTS }, (_, i) => statement(role, i));
  const Resources = Object.fromEntries(Array.from({ length: ROLES }, (_, role) => [`Role${role}`, {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: statements(role) } }],
    },
  }]));
  return JSON.stringify({ Resources });
}

/** How long a command takes for a file, in ms of the processor; it fails for none of them by itself. */
async function timeOf(args: string[]): Promise<number> {
  const nowhere = { write: () => true };
  const io: CliProcess = { stdin: process.stdin, stdout: nowhere, stderr: nowhere, env: {} };
  const start = process.cpuUsage();
  await main(args, io);
  const { user, system } = process.cpuUsage(start);
  if (![0, 1, 2].includes(Number(io.exitCode))) {
    throw new Error(`${args.join(' ')}: exit code ${String(io.exitCode)}`);
  }
  return (user + system) / 1_000;
}

async function longest(files: readonly CorpusFile[]): Promise<{ readonly ms: number; readonly command: string }> {
  let most = { ms: 0, command: '' };
  for (const { name, content } of files) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, content);
    for (const args of COMMANDS) {
      const ms = await timeOf(args(name));
      most = ms > most.ms ? { ms, command: args(name)[0] } : most;
    }
    fs.rmSync(name);
  }
  return most;
}

/** That nothing that people give takes long to read and to judge. */
async function measure(): Promise<Figure[]> {
  const template = largeTemplate();
  const rows: ReadonlyArray<readonly [what: string, files: readonly CorpusFile[]]> = [
    [`${INPUTS} generated inputs of all kinds, each by ${COMMANDS.length} commands: the longest`, inputCorpus(5, INPUTS)],
    [`A template of ${ROLES} roles with ${(ROLES * STATEMENTS).toLocaleString('en')} statements, ${Math.round(template.length / 1e3)} kB: the longest command`,
      [{ name: 'large.json', content: template }]],
  ];
  const figures: Figure[] = [];
  for (const [what, files] of rows) {
    const { ms, command } = await longest(files);
    figures.push({ what, figure: `${milliseconds(ms)}, \`${command}\``, ...files.length > 1 && { goal: 'in 1 s', met: ms <= MOST } });
  }
  return figures;
}

if (require.main === module) {
  void withFolder(async (folder) => {
    process.chdir(folder);
    print(await measure());
  });
}
