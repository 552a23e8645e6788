import type { Deployed } from './calls';
import { assumeRole, preparations } from './calls';
import type { Asker } from './channels';
import { AwsServerAsker, credentialsIn, DirectAsker, NamedServerAsker } from './channels';
import type { Finding, Found } from './decide';
import { confirmed, decide } from './decide';
import { McpConnection } from './mcp-connection';
import type { Failure, Outcome } from './outcome';
import { failed } from './outcome';
import type { Credentials } from './sign';
import { TOOLS } from './tools';
import type { Wire } from './wire';
import { call, sleep } from './wire';
import { CONTROLS } from '../table/controls';
import type { Channel, Question } from '../table/question';

export interface Limits {
  /** How long a call may take, how long is waited for what may pass, and how long all may take; in milliseconds. */
  readonly call: number;
  readonly patience: number;
  readonly total: number;
  /** How long is waited before the first repetition; then twice as long each time, up to ten times that. */
  readonly pause: number;
}

export const LIMITS: Limits = { call: 30_000, patience: 90_000, total: 20 * 60_000, pause: 1_000 };

export interface ProbeOptions {
  readonly deployed: Deployed;
  /** Of somebody who may assume the probe's role. */
  readonly credentials: Credentials;
  /** Where the servers are that are asked, by their id. */
  readonly servers: { readonly [server in Exclude<Channel, 'direct'>]?: string };
  readonly questions: readonly Question[];
  /** What the role's session is called. */
  readonly session: string;
  readonly endpoint?: string;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Asks every question through every channel, twice. What it has made it takes away again, also when it is stopped. */
export async function probe(options: ProbeOptions): Promise<Found[]> {
  const { limits, progress } = options;
  const overTime = new AbortController();
  const timer = setTimeout(() => overTime.abort(`the time limit of ${limits.total / 60_000} minutes is over`), limits.total);
  const wire: Wire = {
    region: options.deployed.region,
    endpoint: options.endpoint,
    timeout: limits.call,
    pause: limits.pause,
    signal: AbortSignal.any([options.signal, overTime.signal]),
  };
  try {
    progress('assuming the role');
    const credentials = await assume(options, wire);
    if ('kind' in credentials) {
      return await everyChannel(options, async () => [() => ({ open: `the role can't be assumed: ${credentials.why}` }), async () => undefined]);
    }
    try {
      await prepare(options, credentials, wire);
      return await everyChannel(options, (channel) => asked(channel, credentials, options, wire));
    } finally {
      await clean(options, credentials, { ...wire, signal: AbortSignal.timeout(limits.call) });
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Finds out what a question is answered with; asked again, it says what it has found before. */
type Find = (question: Question) => Finding;
type Channels = (channel: Channel) => Promise<readonly [find: Find, close: () => Promise<void>]>;

async function everyChannel(options: ProbeOptions, channels: Channels): Promise<Found[]> {
  const found: Found[] = [];
  for (const channel of ['direct', ...Object.keys(options.servers)] as Channel[]) {
    const [find, close] = await channels(channel);
    const mine = options.questions.filter((question) => question.channels.includes(channel));
    found.push(...mine.map((question) => ({ question, channel, finding: find(question) })));
    await close();
  }
  return found.map((each) => ({ ...each, finding: controlled(each, found) }));
}

/** Of a question with a control, what it found through servers means something only if direct calls are as they must be. */
function controlled({ question: { id, control }, channel, finding }: Found, all: readonly Found[]): Finding {
  if (control === undefined || channel === 'direct' || 'open' in finding) {
    return finding;
  }
  const direct = all.find((each) => each.question.id === id && each.channel === 'direct')!.finding;
  return 'open' in direct ? { open: `the direct call, with which it is compared, has no answer: ${direct.open}` }
    : direct.answer === control.answer ? finding : { open: control.otherwise };
}

/** Asks all questions through a channel, then all once more. */
async function asked(channel: Channel, credentials: Credentials, options: ProbeOptions, wire: Wire): ReturnType<Channels> {
  const findings = new Map<string, Finding>();
  const { questions, progress } = options;
  const mine = questions.filter((question) => question.channels.includes(channel));
  const [asker, close] = await connect(channel, credentials, options, wire);
  let closed: Finding | undefined = 'kind' in asker ? { open: asker.why } : await ready(asker, options, wire);
  for (const round of [1, 2]) {
    for (const [i, question] of mine.entries()) {
      const finding = closed ?? await patiently(options, wire, decisionOf(asker as Asker, question));
      // Of direct calls each service has an endpoint of its own.
      if ('open' in finding && (finding.fatal || finding.down && channel !== 'direct')) {
        closed = finding;
      }
      const before = findings.get(question.id);
      findings.set(question.id, before === undefined ? finding : confirmed(before, finding));
      if (closed === undefined || i === 0) {
        progress(`${channel}, round ${round}, ${i + 1} of ${mine.length}: ${question.id}: ${'answer' in finding ? finding.answer : `no answer: ${finding.open}`}`);
      }
    }
  }
  return [({ id }) => findings.get(id)!, close];
}

/** Decides anew each time. Only what failed is called again, but where everything was answered without making sense. */
function decisionOf(asker: Asker, question: Question): () => Promise<Finding> {
  let known = new Map<string, Outcome>();
  return async () => {
    const answers = Object.keys(question.answers);
    const failedOnes = answers.filter((answer) => (known.get(answer)?.kind ?? 'failed') === 'failed');
    known = new Map([...known, ...await asker.ask(question, failedOnes.length > 0 ? failedOnes : answers)]);
    return decide(known);
  };
}

type Connected = [asker: Asker | Failure, close: () => Promise<void>];

async function connect(channel: Channel, credentials: Credentials, { servers, deployed, session }: ProbeOptions, wire: Wire): Promise<Connected> {
  if (channel === 'direct') {
    return [new DirectAsker(credentials, deployed, session, wire), async () => undefined];
  }
  const connection = await McpConnection.open(servers[channel]!, `${channel}-mcp`, credentials, wire);
  if ('kind' in connection) {
    return [connection, async () => undefined];
  }
  const [needed] = TOOLS[channel];
  const asker = connection.tool(needed) === undefined ? failed(`the server has no tool ${needed}: it has ${connection.toolNames}`)
    : channel === 'aws' ? new AwsServerAsker(connection, deployed, session, wire) : new NamedServerAsker(channel, connection, needed);
  return [asker, () => connection.close()];
}

/** What must be allowed is, and what must be denied is: or answers mean nothing. */
async function ready(asker: Asker, options: ProbeOptions, wire: Wire): Promise<Finding | undefined> {
  const control = async (name: string, expected: Outcome['kind'], otherwise: string): Promise<Finding> => {
    const outcome = await asker.read(name);
    return outcome.kind === expected ? { answer: expected } : outcome.kind === 'failed' ? decide(new Map([[name, outcome]])) : { open: otherwise, passing: true };
  };
  for (const [name, expected, otherwise] of [
    [CONTROLS.allowed, 'allowed', 'what the role is allowed without a condition is denied: its policies have not arrived, or something else denies it'],
    [CONTROLS.denied, 'denied', 'what nothing of the stack allows is allowed: the role has other rights, so that answers would mean nothing'],
  ] as const) {
    const found = await patiently(options, wire, () => control(name, expected, otherwise));
    if ('open' in found) {
      return found;
    }
  }
  return undefined;
}

/** Until there is an answer, or it is certain that there will be none, or patience is at its end. */
async function patiently({ limits }: ProbeOptions, { signal }: Wire, find: () => Promise<Finding>): Promise<Finding> {
  const start = Date.now();
  for (let pause = limits.pause; ; pause = Math.min(2 * pause, 10 * limits.pause)) {
    const finding = await find();
    if (!('open' in finding) || !finding.passing || Date.now() + pause - start > limits.patience) {
      return finding;
    }
    await sleep(pause, signal);
  }
}

async function assume(options: ProbeOptions, wire: Wire): Promise<Credentials | Failure> {
  let credentials: Credentials | undefined;
  const finding = await patiently(options, wire, async () => {
    const { outcome, body } = await call(assumeRole(options.deployed.roleArn, options.session), options.credentials, wire);
    credentials = credentialsIn(body);
    return outcome.kind === 'denied' ? { open: 'it is denied', passing: true } : outcome.kind === 'failed' ? decide(new Map([['', outcome]])) : { answer: '' };
  });
  return 'open' in finding ? failed(finding.open) : credentials ?? failed('there are no credentials in the answer');
}

async function prepare(options: ProbeOptions, credentials: Credentials, wire: Wire): Promise<void> {
  const all = preparations(options.questions, options.deployed);
  options.progress(`making ${all.length} objects`);
  for (const { put } of all) {
    await patiently(options, wire, async () => {
      const { outcome } = await call(put, credentials, wire);
      // Without the object, the question about it has no answer, and says so.
      return outcome.kind === 'allowed' ? { answer: '' } : { open: '', passing: outcome.kind === 'denied' || outcome.passing };
    });
  }
}

async function clean({ questions, deployed, progress }: ProbeOptions, credentials: Credentials, wire: Wire): Promise<void> {
  const left = [];
  for (const { remove } of preparations(questions, deployed)) {
    const { outcome } = await call(remove, credentials, wire);
    left.push(...outcome.kind === 'allowed' ? [] : [remove]);
  }
  progress(left.length === 0 ? 'the objects are deleted' : `${left.length} objects are left in the bucket, which deletes them after a day: empty it before you destroy the stack`);
}
