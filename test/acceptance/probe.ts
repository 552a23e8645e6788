import { createRequire } from 'module';
import * as path from 'path';
import { ROOT } from './tools';
import type { Channel } from '../../examples/probe/table/question';
import { QUESTIONS } from '../../examples/probe/table/questions';
import type { ServerTrouble } from '../probe/made-servers';
import { madeServers } from '../probe/made-servers';
import type { Trouble } from '../probe/made-world';
import { MadeWorld } from '../probe/made-world';
import { DEPLOYED } from '../probe/role';
import type { World } from '../probe/world';
import { PLACES, placeOf, worldOf } from '../probe/world';

type Finding = { answer: string; open?: undefined } | { answer?: undefined; open: string };
interface Limits { call: number; patience: number; total: number; pause: number }

/** The runner has dependencies of its own, so that nothing else is compiled with it. */
const load = createRequire(path.join(ROOT, 'examples', 'probe', 'runner', 'main.ts'));
const runner = (): any => ({ ...load('./probe.ts'), ...load('./sign.ts'), ...load('./api-request.ts') });

const CALLER = { accessKeyId: 'AKIAEXAMPLECALLER001', secretAccessKey: 'caller-secret' };
const SERVERS = ['aws', 'eks', 'ecs'];
const LIMITS: Limits = { call: 2_000, patience: 1_000, total: 120_000, pause: 5 };

export async function presign(credentials: object, key: string, url: string): Promise<string> {
  const { presignedUrl, requestOf } = runner();
  return presignedUrl(requestOf({ service: 's3', operation: 'GetObject', params: { Bucket: DEPLOYED.bucket, Key: key } }, DEPLOYED.region, url), credentials);
}

export interface Run {
  readonly findings: ReadonlyMap<string, Finding>;
  readonly made: MadeWorld;
  readonly progress: string[];
}

export interface Troubles extends Trouble {
  readonly servers?: { readonly [server: string]: ServerTrouble };
  readonly limits?: Partial<Limits>;
  /** What is otherwise in the world. */
  readonly world?: World;
  readonly ask?: readonly string[];
  readonly at?: { readonly [server: string]: string };
  stopAfter?(line: string): boolean;
}

/** Starts a world, and has the runner ask in it. */
export async function runIn(template: object, world: World, troubles: Troubles = {}): Promise<Run> {
  const made = await new MadeWorld(template, world, troubles, madeServers(troubles.servers ?? {}, presign)).start();
  const stop = new AbortController();
  const progress: string[] = [];
  try {
    const { account, ...deployed } = DEPLOYED;
    const found: Array<{ question: { id: string }; channel: Channel; finding: Finding }> = await runner().probe({
      deployed,
      credentials: CALLER,
      servers: { ...Object.fromEntries((troubles.ask ?? SERVERS).map((id) => [id, `${made.url}/${id}/mcp`])), ...troubles.at },
      questions: QUESTIONS,
      session: 'mcp-probe-test',
      endpoint: made.url,
      limits: { ...LIMITS, ...troubles.limits },
      signal: stop.signal,
      progress: (line: string) => {
        progress.push(line);
        if (troubles.stopAfter?.(line)) {
          stop.abort('it was stopped');
        }
      },
    });
    return { findings: new Map(found.map(({ question, channel, finding }) => [placeOf(question, channel), finding])), made, progress };
  } finally {
    await made.stop();
  }
}

/** That the runner has found the world out, but for what it says it has not. */
function isRight({ findings, made, progress }: Run, world: World, open: (place: string) => RegExp | undefined = () => undefined): void {
  for (const { question, channel } of PLACES.filter((each) => findings.has(placeOf(each.question, each.channel)))) {
    const place = placeOf(question, channel);
    const { answer, open: why } = findings.get(place)!;
    const expected = open(place);
    if (expected === undefined ? answer !== world[place] : why === undefined || !expected.test(why)) {
      throw new Error(`${place}: it is ${world[place]}, and was found to be ${answer ?? `open: ${why}`}${expected ? `, not open: ${expected}` : ''}`);
    }
  }
  // Where direct calls look like an agent's, the stack's guardrail denies to delete them; then the runner says so.
  if (made.left.length > 0 && !progress.at(-1)!.startsWith(`${made.left.length} objects are left`)) {
    throw new Error(`objects are left: ${made.left.join(', ')}, and the last line is: ${progress.at(-1)}`);
  }
}

const EVERYTHING = () => true;
const via = (channel: string) => (place: string) => place.endsWith(`@${channel}`);
const withSay = (matches: (place: string) => boolean, say: RegExp) => (place: string) => (matches(place) ? say : undefined);

/** What goes wrong, and what must be said of it, where. All else must be found out all the same. */
const TROUBLES: ReadonlyArray<readonly [name: string, troubles: Troubles, open?: (place: string) => RegExp | undefined]> = [
  ['throttling', { throttled: 3, ask: [], limits: { patience: 20_000 } }],
  ['policies that arrive late', { arrival: 60, ask: ['aws'], limits: { patience: 20_000 } }],
  ['policies that never arrive', { arrival: Infinity, ask: ['aws'], limits: { patience: 50 } }, withSay(EVERYTHING, /^the role can't be assumed: it is denied$/)],
  ['expired credentials', { expiry: 60, ask: ['aws'] }, withSay(EVERYTHING, /^the credentials have expired$/)],
  ['denials without a reason', { words: '', ask: ['aws'] }],
  ['denials that say another action', { words: 'User: x is not authorized to perform: iam:PassRole', ask: [], limits: { patience: 20 } }, withSay(EVERYTHING, /^iam:PassRole was denied, not [\w-]+:\w+$/)],
  ['a key that changes', {
    world: { 'via-mcp@direct': 'false' },
    keys: (keys, how, channel, calls) => (how === 'read' && channel === 'direct' && calls > 50 ? new Map([...keys, ['aws:viaawsmcpservice', []]]) : keys),
    ask: [],
  }, (place) => (place === 'via-mcp@direct' ? /^first false, then absent: the calls differ in it$/ : undefined)],
  ['a control policy', { denial: (action) => (action === 'iam:ListSAMLProviders' ? 'with an explicit deny in a service control policy' : undefined), ask: [] },
    withSay((place) => place.startsWith('via-mcp-iam@'), /^iam:ListSAMLProviders is denied explicitly, in a service control policy$/)],
  ['a boundary', { denial: (action) => (action === 'sns:ListTopics' ? 'because no permissions boundary allows the sns:ListTopics action' : undefined), ask: [] },
    withSay((place) => place.startsWith('via-mcp-sns@'), /^sns:ListTopics is not allowed by a permissions boundary$/)],
  ['other rights', { allowed: () => true, ask: ['aws'] }, withSay(EVERYTHING, /^what nothing of the stack allows is allowed/)],
  ['other rights in a service', { allowed: (action) => action.startsWith('dynamodb:'), ask: [], limits: { patience: 50 } },
    withSay((place) => place.startsWith('via-mcp-dynamodb@'), /^more than one answer is allowed \(true, false, absent\)/)],
  ['a key that holds something unforeseen', {
    keys: (keys) => (keys.has('aws:viaawsmcpservice') ? new Map([...keys, ['aws:viaawsmcpservice', ['maybe']]]) : keys), ask: [], limits: { patience: 20 },
  }, withSay((place) => /^(via-mcp|hop-s3-kms@|hop-cloudformation-ec2@|presigned-url|assumed-role)/.test(place), /^no answer is allowed: the policies have not arrived, or the key holds something unforeseen$/)],
  ['another address', { world: { 'source-ip@direct': 'other' }, ask: ['eks'] },
    (place) => (place === 'source-ip@eks' ? /^direct calls don't come from the address that the stack was deployed with/ : undefined)],
  ['a page of a network', { service: ({ service }) => (service === 'lambda' ? 'page' : undefined), ask: [] },
    withSay((place) => place.startsWith('via-mcp-lambda@'), /^not understood: a page instead of the answer of a service \(HTTP 200\)$/)],
  ['a service that hangs', { service: ({ service }) => (service === 'logs' ? 'hangs' : undefined), ask: [], limits: { call: 2_000, patience: 100 } },
    (place) => (/^via-mcp-logs@/.test(place) ? /^no answer within 2 s$/ : undefined)],
  ['a service that fails', { service: ({ service }) => (service === 'ec2' ? { code: 'InternalError', message: 'An internal error has occurred', status: 500 } : undefined), ask: [], limits: { patience: 30 } },
    withSay((place) => place.startsWith('via-mcp-ec2@'), /^the service answers InternalError$/)],
  ['a server that is down', { at: { aws: 'http://127.0.0.1:9/aws/mcp' }, ask: [], limits: { patience: 30 } }, withSay(via('aws'), /^can't be reached( \(ECONNREFUSED\))?$/)],
  ['a server that hangs', { servers: { aws: { hangs: true } }, ask: ['aws', 'ecs'], limits: { call: 2_000, patience: 100 } }, withSay(via('aws'), /^no answer within 2 s$/)],
  ['servers with other tools', { servers: { aws: { otherTools: true }, eks: { otherTools: true } } },
    withSay((place) => /@(aws|eks)$/.test(place), /^the server has no tool (run_script: it has aws___get_presigned_url_v2, aws___run_script_v2|describe_eks_resource: it has describe_eks_resource_v2)$/)],
  ['a tool that says something else', { servers: { aws: { text: 'Working on it. Task 17' }, ecs: { text: '{"status":"success"}' } }, ask: ['aws', 'ecs'] },
    withSay((place) => /@(aws|ecs)$/.test(place), /^not understood: the tool (does not give the script's value|says neither that it is denied nor that there is no such thing)$/)],
  ['a server that refuses', { servers: { eks: { says: { status: 403, body: { __type: 'AccessDeniedException', message: 'User: arn:aws:sts::1:assumed-role/R/s is not authorized to perform: eks-mcp:InvokeMcp' } } } }, ask: ['eks'] },
    withSay(via('eks'), /^eks-mcp:InvokeMcp was denied$/)],
  ['a server that is throttled', { servers: { eks: { says: { status: 429, body: { message: 'Too many requests' } } } }, ask: ['eks'], limits: { patience: 30 } }, withSay(via('eks'), /^throttled$/)],
  ['a tool with other parameters', { servers: { aws: { presignParameters: ['operation', 's3_uri', 'purpose'] } }, ask: ['aws'] },
    (place) => (place === 'presigned-url@aws' ? /^the tool get_presigned_url has a parameter that is not known: purpose$/ : undefined)],
  ['a stop', { stopAfter: (line) => line.startsWith('direct, round 1, 3 '), ask: ['aws'] }, withSay(EVERYTHING, /^it was stopped$/)],
  ['a time limit', { limits: { total: 1 }, ask: ['aws'] }, withSay(EVERYTHING, /the time limit of .* minutes is over$/)],
];

/** How many worlds the runner is put into: of the first five, each answer to each question is in one; the others mix them otherwise. */
const WORLDS = 7;

/** Has the runner find out worlds in which calls have the keys that AWS may give them, and worlds in which something goes wrong. */
export async function probeWorlds(template: object): Promise<string[]> {
  const lines: string[] = [];
  const seen = new Set<string>();
  for (let number = 0; number < WORLDS; number++) {
    const world = worldOf(number);
    const run = await runIn(template, world);
    isRight(run, world);
    Object.entries(world).forEach(([place, answer]) => seen.add(`${place}=${answer}`));
  }
  const all = PLACES.flatMap(({ question, channel, answers }) => (channel === 'direct' && question.control ? [question.control.answer] : answers)
    .map((answer) => `${placeOf(question, channel)}=${answer}`));
  const missing = all.filter((each) => !seen.has(each));
  if (missing.length > 0) {
    throw new Error(`no world has ${missing.join(', ')}`);
  }
  lines.push(`${WORLDS} worlds, with each of ${all.length} answers, are found out`);
  for (const [i, [name, troubles, open]] of TROUBLES.entries()) {
    const world = { ...worldOf(i), ...troubles.world };
    try {
      isRight(await runIn(template, world, troubles), world, open);
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
  lines.push(`${TROUBLES.length} kinds of trouble: ${TROUBLES.map(([name]) => name).join(', ')}`);
  return lines;
}

