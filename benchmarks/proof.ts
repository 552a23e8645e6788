import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Figure } from './figure';
import { milliseconds, print, ratio } from './figure';
import { measured, withFolder } from './measured';
import { BOUNDARY, changedPolicy, controlPolicy, deniedToAgents, rolePolicy } from './proof-policies';
import { median } from './samples';

import { DocumentsSource } from '../src/analysis/simulation/documents-source';
import { RequestOrigin } from '../src/mcp/request-origin';
import { compareAccess } from '../src/proof/compare-access';
import { decide } from '../src/proof/decide';
import type { Verdict } from '../src/proof/question';

const ROUNDS = 7;
const PRINCIPALS = 1_000;
const SOLVER = 'z3-solver==5.4.1.0';

type Document = ReturnType<typeof controlPolicy>;
const EVERYTHING: Document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const PEOPLE = [
  { name: 'direct', origin: RequestOrigin.direct() },
  { name: 'an AWS service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) },
];
const AGENTS = [{ name: 'any', origin: RequestOrigin.viaAnyServer() }];
const [OLD, NEW] = [controlPolicy(10_000), changedPolicy(controlPolicy(10_000))];

const roleArn = (i: number) => `arn:aws:iam::111122223333:role/app-${i}`;
const source = (identity: Document, control: readonly Document[], permissionsBoundary?: Document) => new DocumentsSource({
  identityPolicies: [identity], serviceControlPolicies: [[EVERYTHING, ...control]], ...permissionsBoundary && { permissionsBoundary },
});

/** Both ways, for people and for agents. */
function compareControls(): Verdict[] {
  const [before, after] = [OLD, NEW].map((control) => ({ source: source(EVERYTHING, [control]) }));
  return compareAccess([{ before, after }], PEOPLE, AGENTS).flatMap(({ gained, lost }) => [gained, lost]);
}

/**
 * All actions on all resources: a role that may do everything, and whose calls through servers the last of five policies of full size denies; and that the
 * last one gives it nothing more.
 */
function proveOfRole(): Verdict[] {
  const before = [0, 1, 2, 3].map((i) => controlPolicy(10_000, i));
  const after = [...before, deniedToAgents(controlPolicy(10_000, 4))];
  const asked = { allowedBy: source(EVERYTHING, after, BOUNDARY), principal: roleArn(1) };
  return [
    decide({ ...asked, origins: AGENTS }),
    decide({ ...asked, origins: [...PEOPLE, ...AGENTS], unless: source(EVERYTHING, before, BOUNDARY) }),
  ];
}

function compareAccount(): Verdict[] {
  return Array.from({ length: PRINCIPALS }, (_, i) => {
    const [before, after] = [OLD, NEW].map((control) => ({ source: source(rolePolicy(i), [control], BOUNDARY), principal: roleArn(i) }));
    return compareAccess([{ name: roleArn(i), before, after }], PEOPLE, AGENTS);
  }).flat().flatMap(({ gained, lost }) => [gained, lost]);
}

interface Timed<T> {
  readonly value: T;
  readonly first: number;
  /** Of those after the first. */
  readonly later: number;
}

/** In milliseconds of the processor, with those of the garbage collector's threads. */
function timed<T>(run: () => T, rounds = ROUNDS): Timed<T> {
  let value!: T;
  const times = Array.from({ length: rounds }, () => measured(() => (value = run())).cpu);
  return { value, first: times[0], later: median(rounds > 1 ? times.slice(1) : times) };
}

function answersOf(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  verdicts.forEach(({ answer }) => counts.set(answer, (counts.get(answer) ?? 0) + 1));
  return [...counts].sort().map(([answer, count]) => `${count} ${answer.toLowerCase()}`).join(', ');
}

/** The Python that has the solver, installed once; `undefined` if it can't be. */
function solverPython(): string | undefined {
  const folder = path.join(os.tmpdir(), `benchmark-${SOLVER.replace('==', '-')}`);
  const python = path.join(folder, 'bin', 'python');
  if (!fs.existsSync(path.join(folder, 'complete'))) {
    spawnSync('python3', ['-m', 'venv', folder]);
    if (spawnSync(path.join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', SOLVER]).status !== 0) {
      return undefined;
    }
    fs.writeFileSync(path.join(folder, 'complete'), '');
  }
  return python;
}

const ACTIONS = ['s3:DeleteBucket', 's3:PutBucketPolicy', 'ec2:TerminateInstances', 'dynamodb:DeleteTable', 'sns:DeleteTopic', 'lambda:InvokeFunction', 'kms:DisableKey'];

/** The same pair both ways, for some actions, by both: how long each takes for all, in milliseconds. */
function againstSolver(folder: string): Figure {
  const what = `… of ${ACTIONS.length} actions, through any server: time of Z3 (${SOLVER}) ÷ here`;
  const python = solverPython();
  if (python === undefined) {
    return { what, figure: 'could not be installed' };
  }
  const pairs = [[NEW, OLD], [OLD, NEW]].map((pair) => pair.map((control) => ({ identityPolicies: [EVERYTHING, control] })));
  const file = path.join(folder, 'questions.json');
  fs.writeFileSync(file, JSON.stringify(pairs.map(([allowedBy, unless]) => ({ allowedBy, unless, origin: 'any', actions: ACTIONS, resources: [], steps: 0 }))));
  const script = path.join(path.dirname(require.resolve('cdk-mcp-guardrails/package.json')), 'test', 'acceptance', 'solver.py');
  const { stdout } = spawnSync(python, [script, file, '1'], { encoding: 'utf-8', maxBuffer: 1e8 });
  const theirs: Array<{ answer: string; seconds: number }> = JSON.parse(stdout);
  const { value, later } = timed(() => pairs.map(([allowedBy, unless]) => (
    decide({ allowedBy: new DocumentsSource(allowedBy), unless: new DocumentsSource(unless), origins: AGENTS, actions: ACTIONS }).answer)));
  const milli = 1_000 * theirs.reduce((sum, { seconds }) => sum + seconds, 0);
  return { what, figure: `${ratio(milli / later)} (${milliseconds(milli)}, ${milliseconds(later)}); it says ${theirs.map(({ answer }) => answer).join(', ')}, here ${value.join(', ').toLowerCase()}` };
}

async function main(): Promise<void> {
  // The account first: what is kept from the others would make it faster.
  const account = timed(compareAccount, 1);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const controls = timed(compareControls);
  const role = timed(proveOfRole);
  const solver = await withFolder(againstSolver);
  print([
    {
      what: 'Comparison of two service control policies of 10,000 characters, both ways, for people and for agents',
      goal: 'in 100 ms',
      figure: `${milliseconds(controls.later)}: ${answersOf(controls.value)}`,
      met: controls.later <= 100,
    },
    solver,
    {
      what: 'Two proofs for a role that may do everything, with a boundary and five service control policies of 10,000 characters, of all actions on all resources: no call through a server, nothing new by the fifth',
      goal: 'in 1 s',
      figure: `${milliseconds(role.first)}, then ${milliseconds(role.later)}: ${answersOf(role.value)}`,
      met: role.first <= 1_000,
    },
    {
      what: `Comparison of an account of ${PRINCIPALS} roles with a boundary before and after a change of a service control policy of 10,000 characters`,
      goal: 'in 30 s and 500 MB',
      figure: `${(account.first / 1_000).toFixed(1)} s, ${Math.round(megabytes)} MB: ${answersOf(account.value)}`,
      met: account.first <= 30_000 && megabytes <= 500,
    },
  ]);
}

void main();
