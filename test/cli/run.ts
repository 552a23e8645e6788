import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Readable } from 'stream';
import type { CliProcess } from '../../src/cli/command';
import { main } from '../../src/cli/main';

export interface RunOptions {
  readonly stdin?: string | Buffer | Iterable<Buffer>;
  /** Whether standard input, output and error are a terminal. */
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly env?: { [name: string]: string };
}

export interface Ran {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process. */
export async function run(args: string[], options: RunOptions = {}): Promise<Ran> {
  const { stdin = '', terminal = false, columns, env = {} } = options;
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({ isTTY: terminal, columns, write: (text: string) => written[name] += text });
  const chunks = typeof stdin === 'string' || Buffer.isBuffer(stdin) ? [Buffer.from(stdin)] : stdin;
  const io: CliProcess = {
    stdin: Object.assign(Readable.from(chunks), { isTTY: terminal }),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
  };
  await main(args, io);
  return { ...written, code: io.exitCode };
}

/** What a command prints as JSON. */
export async function runJson(args: string[], options?: RunOptions): Promise<any> {
  return JSON.parse((await run([...args, '--format', 'json'], options)).stdout);
}

/** An empty working directory for each test; `write` puts files into it. */
export function inEmptyDirectory(): void {
  const before = process.cwd();
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'cli-'));
    process.chdir(directory);
  });
  afterEach(() => {
    process.chdir(before);
    fs.rmSync(directory, { recursive: true });
  });
}

/** Writes a file: a text as it is, anything else as JSON. */
export function write(file: string, content: unknown): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, undefined, 2));
  return file;
}

export function read(file: string): string {
  return fs.readFileSync(file, 'utf-8');
}

/** A policy with these statements, each on all resources. */
export function policy(...statements: object[]): { Version: string; Statement: object[] } {
  return { Version: '2012-10-17', Statement: statements.map((each) => ('Resource' in each ? each : { ...each, Resource: '*' })) };
}

export const ALLOW_ALL = { Effect: 'Allow', Action: '*' };
export const DENY_DELETING_VIA_MCP = {
  Sid: 'DenyDeletingViaMcp', Effect: 'Deny', Action: 's3:Delete*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } },
};
/** The mistake of a Deny that lets direct calls without the key through. */
export const LEAKS = { Sid: 'Leaks', Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } };
/** Something that may be meant so. */
export const BY_NETWORK = { Sid: 'ByNetwork', Effect: 'Deny', Action: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };

/** A role of a template, with one inline policy. */
export function role(document: unknown, properties: object = {}): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'Inline', PolicyDocument: document }],
      ...properties,
    },
  };
}
