import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { pathToFileURL } from 'url';
import { presign } from './probe';
import { offlineEnvironment, ROOT, run, shown } from './tools';
import { script, scriptResult } from '../../examples/probe/runner/tools';
import { madeServers, OUTPUTS } from '../probe/made-servers';
import { MadeWorld } from '../probe/made-world';
import { DEPLOYED } from '../probe/role';
import { PLACES, worldOf } from '../probe/world';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface HowStarted {
  /** Whether the AWS MCP Server does not answer. */
  readonly hangs?: boolean;
  readonly env?: object;
  /** What it must have printed to be interrupted. */
  readonly interruptAt?: RegExp;
}

/** Starts the runner as a person does, in a world that is made. */
async function program(template: object, directory: string, args: string[], how: HowStarted = {}): Promise<Ended & { made: MadeWorld }> {
  const made = await new MadeWorld(template, worldOf(1), {}, madeServers(how.hangs ? { aws: { hangs: true } } : {}, presign)).start();
  fs.writeFileSync(path.join(directory, 'outputs.json'), JSON.stringify(OUTPUTS));
  try {
    const child = spawn(process.execPath, [
      // Not by tsx's own program, which would get the signal instead.
      '--import', pathToFileURL(require.resolve('tsx')).href, path.join(ROOT, 'examples', 'probe', 'runner', 'main.ts'), '--region', DEPLOYED.region, '--endpoint', made.url,
      ...args.map((arg) => arg.replace('URL', made.url)),
    ], {
      cwd: directory,
      env: { ...offlineEnvironment(directory), AWS_ACCESS_KEY_ID: 'AKIAEXAMPLECALLER001', AWS_SECRET_ACCESS_KEY: 'caller-secret', ...how.env },
    });
    const streams = { stdout: '', stderr: '' };
    let interrupted = false;
    (['stdout', 'stderr'] as const).forEach((name) => child[name].on('data', (chunk: Buffer) => {
      streams[name] += chunk;
      if (!interrupted && how.interruptAt?.test(streams[name])) {
        interrupted = child.kill('SIGINT');
      }
    }));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, ...streams, made };
  } finally {
    await made.stop();
  }
}

function expectThat(what: string, condition: boolean, ended: Ended): void {
  if (!condition) {
    throw new Error(`${what}: exit code ${ended.code}\n${shown(ended.stdout)}\n${shown(ended.stderr)}`);
  }
}

const ASKED = PLACES.filter(({ channel }) => channel !== 'ecs').length;
/** What must be in nothing that is written to be shown to others. */
const SECRETS = [DEPLOYED.bucket, DEPLOYED.keyArn.split('/')[1], 'McpProbe-', 'mcp-probe-session', 'AKIA', 'ASIA', '100.64', 'dana', 'secret', '9f1c2b3a'];
const leaked = (text: string) => SECRETS.filter((secret) => text.includes(secret));

/** The runner as a program: what it prints and writes, how it stops, and what it says to those who call it wrongly. */
export async function probeProgram(template: object, directory: string): Promise<string[]> {
  const asked = await program(template, directory, ['--server', 'aws=URL/aws/mcp', '--server', 'eks=URL/eks/mcp', '--json', 'report.json', '--session', 'mcp-probe-session']);
  const report = fs.readFileSync(path.join(directory, 'report.json'), 'utf-8');
  expectThat('all is answered', asked.code === 0 && /^question +direct +via AWS +via EKS +assumed$/m.test(asked.stdout) && /^source-ip +client +\S+ +\S+ +client \/ client or other or absent +settled$/m.test(asked.stdout), asked);
  expectThat(`the report names ${leaked(report + asked.stdout)}`, leaked(report + asked.stdout).length === 0 && JSON.parse(report).findings.length === ASKED, asked);

  const told = /main\.ts (events .+)$/m.exec(asked.stderr)?.[1].split(' ') ?? [];
  expectThat('it says how to fetch the events', told.join(' ') === `events --outputs outputs.json --region ${DEPLOYED.region} --session mcp-probe-session --out events.json`, asked);
  const events = await program(template, directory, told);
  expectThat('events are written', events.code === 0, events);
  const text = fs.readFileSync(path.join(directory, 'events.json'), 'utf-8');
  expectThat(`the events name ${leaked(text)}`, leaked(text).length === 0 && JSON.parse(text).Records.length > 0, events);
  expectThat('what is left out is said', /left out of them, as nobody knows what it tells: resources, tlsDetails$/m.test(events.stderr), events);

  const stopped = await program(template, directory, ['--server', 'aws=URL/aws/mcp'], { hangs: true, interruptAt: /direct, round 2, 25/ });
  expectThat('it stops', stopped.code === 130 && /^stopping: what was made is taken away/m.test(stopped.stderr) && /^ +it was stopped$/m.test(stopped.stdout) && stopped.made.left.length === 0, stopped);

  for (const [args, env, message] of [
    [['--server', 'gcp'], {}, /^--server gcp: expected aws, eks or ecs/],
    [[], { AWS_SECRET_ACCESS_KEY: '' }, /^there are no credentials: eval/],
    [['--outputs', 'none.json'], {}, /^none\.json: .*expected what "npx cdk deploy --outputs-file none\.json" writes/],
    [['--minutes', '90'], {}, /^--minutes 90: expected a number up to 55/],
    [['--color'], {}, /^Unknown option '--color'/],
    [['ask'], {}, /^ask: expected nothing, or "events"/],
    [['events'], {}, /^say of which run: --session mcp-probe-…/],
  ] as Array<[string[], object, RegExp]>) {
    const wrong = await program(template, directory, args, { env });
    expectThat(`${args.join(' ')} is an error`, wrong.code === 2 && message.test(wrong.stderr) && wrong.made.calls.length === 0, wrong);
  }
  return [`a run of ${ASKED} findings, the events, a stop, 7 mistakes of who calls it`];
}

/** Runs the script that the AWS MCP Server gets, with Python, where one call is answered, one denied, and one gives credentials. */
export function probeScript(): string[] {
  const call = (operation: string) => ({ action: 'x:Y', service: 'sts', operation, params: { Name: 'it\'s "$quoted" \\ here' } });
  const text = script({ good: call('Good'), denied: call('Denied'), told: call('Told'), assume: call('AssumeRole') }, 'us-east-1');
  const { code, stdout, output } = run('python3', ['-c', HARNESS, text]);
  const expected = JSON.stringify({ good: {}, denied: { error: 'An error occurred (AccessDenied)' }, told: { error: 'AccessDenied' }, assume: { credentials: { AccessKeyId: 'ASIA' } } });
  if (code !== 0 || JSON.stringify(scriptResult({ return_value: stdout })) !== expected) {
    throw new Error(shown(output));
  }
  return ['of what boto3 answers'];
}

/** As a sandbox runs a script: awaiting at the top, and with the last expression's value as the result. */
const HARNESS = `
import ast, asyncio, json, sys
async def call_boto3(service_name, operation_name, region_name, params):
    assert params == {"Name": 'it\\'s "$quoted" \\\\ here'}, params
    if operation_name == "Denied":
        raise Exception("An error occurred (AccessDenied)")
    return {"Told": {"error": "AccessDenied"}, "AssumeRole": {"Credentials": {"AccessKeyId": "ASIA"}}}.get(operation_name, {})
tree = ast.parse(sys.argv[1])
tree.body[-1] = ast.Assign(targets=[ast.Name("value", ast.Store())], value=tree.body[-1].value)
code = compile(ast.fix_missing_locations(tree), "script", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
scope = {"call_boto3": call_boto3}
asyncio.run(eval(code, scope))
print(json.dumps(scope["value"]))
`;
