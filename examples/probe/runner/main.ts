import * as fs from 'fs';
import * as path from 'path';
import { parseArgs } from 'util';
import type { Deployed } from './calls';
import { ownEvents } from './events';
import { LIMITS, probe } from './probe';
import { reportOf, tableOf, withoutSecrets } from './report';
import type { Credentials } from './sign';
import type { Channel } from '../table/question';
import { QUESTIONS } from '../table/questions';

/** As it was called. */
const PROGRAM = `node --import tsx ${path.relative('', process.argv[1])}`;

const USAGE = `Usage: ${PROGRAM} [options]            asks, and prints what was found
       ${PROGRAM} events [options]     fetches CloudTrail's events of a run, redacted

  --outputs FILE        what cdk deploy --outputs-file has written (default: outputs.json)
  --region REGION       where the stack is (default: AWS_REGION)
  --server ID[=URL]     aws, eks or ecs; once for each server that is to be asked
  --minutes N           how long all may take (default: ${LIMITS.total / 60_000})
  --json FILE           writes what was found
  --session NAME        events: of which run, as it has said
  --out FILE            events: where they go
  --endpoint URL        instead of AWS's endpoints, for tests

It takes credentials of AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN: eval "$(aws configure export-credentials --format env)"`;

/** What is wrong with how it was called. */
class UsageError extends Error {}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        outputs: { type: 'string', default: 'outputs.json' },
        region: { type: 'string', default: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION },
        server: { type: 'string', multiple: true, default: [] },
        minutes: { type: 'string', default: String(LIMITS.total / 60_000) },
        json: { type: 'string' },
        session: { type: 'string' },
        out: { type: 'string' },
        endpoint: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

type Values = ReturnType<typeof options>['values'];

function deployed({ outputs: file, region }: Values): Deployed {
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) {
    throw new UsageError('say where the stack is: --region us-east-1');
  }
  let outputs;
  try {
    [outputs] = Object.values<{ [name: string]: string }>(JSON.parse(fs.readFileSync(file, 'utf-8')));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}: expected what "npx cdk deploy --outputs-file ${file}" writes`);
  }
  const output = (name: string) => outputs?.[name] ?? fail(`${file} has no ${name}: expected what "npx cdk deploy --outputs-file ${file}" writes`);
  return { region, roleArn: output('RoleArn'), assumedRoleArn: output('AssumedRoleArn'), bucket: output('BucketName'), keyArn: output('KeyArn') };
}

function fail(message: string): never {
  throw new UsageError(message);
}

function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken }
    : fail('there are no credentials: eval "$(aws configure export-credentials --format env)"');
}

/** The address of each server. */
function servers({ server, region }: Values): { [id in Exclude<Channel, 'direct'>]?: string } {
  return Object.fromEntries(server.map((each) => {
    const [, id, url] = /^(aws|eks|ecs)(?:=(https?:\/\/.+))?$/.exec(each) ?? fail(`--server ${each}: expected aws, eks or ecs, or one of them with an address, such as aws=https://…`);
    return [id, url ?? `https://${id}-mcp.${region}.api.aws/mcp`];
  }));
}

/** What names the account, or who calls. */
function secretsOf({ roleArn, assumedRoleArn, bucket, keyArn }: Deployed, { accessKeyId }: Credentials, session: string): string[] {
  return [accessKeyId, session, bucket, ...[roleArn, assumedRoleArn, keyArn].flatMap((arn) => [arn, arn.split('/').at(-1)!, arn.split(':')[4]])];
}

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = options();
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 55)) {
    fail(`--minutes ${values.minutes}: expected a number up to 55, for the role's session ends after an hour`);
  }
  const stack = deployed(values);
  const own = credentials();
  const session = values.session ?? `mcp-probe-${Date.now().toString(36)}`;
  const stop = new AbortController();
  process.once('SIGINT', () => {
    say('stopping: what was made is taken away. Once more ends at once');
    stop.abort('it was stopped');
  });
  if (positionals.join() === 'events') {
    const wire = { region: stack.region, endpoint: values.endpoint, timeout: LIMITS.call, pause: LIMITS.pause, signal: stop.signal };
    const { events, unknown } = await ownEvents(values.session ?? fail('say of which run: --session mcp-probe-…'), stack, own, wire);
    const text = withoutSecrets(`${JSON.stringify({ Records: events }, null, 1)}\n`, secretsOf(stack, own, session));
    fs.writeFileSync(values.out ?? fail('say where they go: --out FILE'), text);
    say(`${events.length} events${unknown.length === 0 ? '' : `; left out of them, as nobody knows what it tells: ${unknown.join(', ')}`}`);
    return 0;
  }
  if (positionals.length > 0) {
    fail(`${positionals.join(' ')}: expected nothing, or "events"`);
  }
  const found = await probe({
    deployed: stack,
    credentials: own,
    servers: servers(values),
    questions: QUESTIONS,
    session,
    endpoint: values.endpoint,
    limits: { ...LIMITS, total: minutes * 60_000 },
    signal: stop.signal,
    progress: say,
  });
  const report = reportOf(found, stack.region, new Date().toISOString().slice(0, 10));
  process.stdout.write(`${tableOf(report)}\n`);
  if (values.json !== undefined) {
    fs.writeFileSync(values.json, withoutSecrets(`${JSON.stringify(report, null, 1)}\n`, secretsOf(stack, own, session)));
  }
  say(`CloudTrail has the events in a quarter of an hour: ${PROGRAM} events --outputs ${values.outputs} --region ${stack.region} --session ${session} --out events.json`);
  return stop.signal.aborted ? 130 : report.findings.some(({ answer }) => answer === null) ? 1 : 0;
}

main().then((code) => {
  process.exitCode = code;
}, (error: Error) => {
  say(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 2;
});
