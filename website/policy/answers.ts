import type { Analysis, Answer } from './analysis';

/** A mistake, as docs/schemas/check.schema.json has it. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  readonly statement: string;
  readonly line: number;
}

/** Whether a statement applies to the requests of an origin. */
export interface Outcome {
  readonly origin: string;
  readonly match: string;
  readonly dependsOn: readonly string[];
}

export interface Origins {
  readonly direct: readonly Outcome[];
  readonly servers: readonly Outcome[];
  readonly sessions: readonly Outcome[];
  readonly services: readonly Outcome[];
  readonly connecting: readonly Outcome[];
}

export interface StatementText {
  readonly statement: string;
  readonly line: number;
  readonly effect?: string;
  readonly elements: { readonly [element: string]: readonly string[] };
  readonly origins?: Origins;
  /** Whom it is about, in words. */
  readonly callers?: string;
  /** Whether it applies to what AWS services call, in words. */
  readonly services?: string;
  readonly removed?: string;
  readonly login?: string;
  readonly problem?: string;
}

/** A policy, and whom its statements are about. */
export interface ExplainedText {
  readonly kind: string;
  readonly name?: string;
  readonly statements: readonly StatementText[];
}

/** Actions that are judged alike. */
export interface JudgedGroup {
  readonly decision: string;
  /** The resources, if the request is divided. */
  readonly where?: string;
  readonly actions: readonly string[];
  readonly reasons: readonly string[];
}

export interface JudgedOrigin {
  readonly origins: readonly string[];
  readonly groups: readonly JudgedGroup[];
}

/** A request that shows a change. */
export interface Witness {
  readonly action: string;
  readonly resource: string;
  readonly origin: string;
  /** Whether the table of actions has it, and for such resources. */
  readonly listed: boolean;
  readonly fits: boolean;
  readonly context: { readonly [key: string]: readonly string[] };
}

export interface Verdict {
  readonly answer: 'PROVED' | 'REFUTED' | 'UNDECIDED';
  readonly request?: Witness;
  readonly hangsOn?: readonly string[];
}

export interface Change {
  readonly principal?: string;
  readonly for: 'people' | 'agents';
  readonly gained: Verdict;
  readonly lost: Verdict;
}

export interface Changes {
  readonly besideFullAccess?: boolean;
  readonly changes: readonly Change[];
}

/** An answer, and what is wrong with the input. With problems, the value may be about a part of it, or missing. */
export interface Answered<T> {
  readonly value?: T;
  readonly problems: readonly string[];
}

/** A policy that allows everything, for those that only deny: beside it one sees what they deny. */
const EVERYTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

export async function findingsOf(client: Analysis, policy: string): Promise<Answered<readonly Finding[]>> {
  return answered(await client.ask({ args: ['check', 'policy', '--all', '--format=json'], files: { policy } }), ({ findings }) => findings as Finding[]);
}

export async function meaningOf(client: Analysis, policy: string): Promise<Answered<readonly ExplainedText[]>> {
  return answered(await client.ask({ args: ['explain', 'policy', '--format=page'], files: { policy } }), ({ policies }) => policies as ExplainedText[]);
}

/** The policy with all mended that has one right answer; the same if there is nothing. */
export async function mended(client: Analysis, policy: string): Promise<string> {
  const { value } = answered(await client.ask({ args: ['fix', 'policy', '--all', '--fix', '--dry-run', '--format=page'], files: { policy } }), ({ texts }) => texts.policy as string);
  return value ?? policy;
}

/** What is asked about. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  /** Whether there is a policy beside it that allows everything. */
  readonly besideEverything: boolean;
}

/** Whether a request is allowed: from each origin, and from a marked session. */
export async function decisionsOf(client: Analysis, policy: string, request: Request): Promise<Answered<readonly JudgedOrigin[]>> {
  const { action, resource, principal, besideEverything } = request;
  const files = { policy, ...besideEverything && { everything: EVERYTHING } };
  const asked = [`--action=${action}`, ...resource === '' ? [] : [`--resource=${resource}`], ...principal === '' ? [] : [`--principal=${principal}`], '--format=page'];
  const ask = async (...via: string[]) => (
    answered(await client.ask({ args: ['simulate', ...Object.keys(files), ...asked, ...via], files }), ({ answers }) => answers as JudgedOrigin[]));
  const first = await ask();
  // A session that no statement tells from people is not among them.
  const second = first.value?.some(({ origins }) => origins.some((origin) => origin.startsWith('agent session'))) === false ? await ask('--via=agent-session') : undefined;
  return { ...first, ...first.value && { value: joined([...first.value, ...second?.value ?? []]) } };
}

function joined(all: readonly JudgedOrigin[]): JudgedOrigin[] {
  const byAnswer = new Map<string, JudgedOrigin>();
  for (const { origins, groups } of all) {
    const key = JSON.stringify(groups);
    byAnswer.set(key, { groups, origins: [...byAnswer.get(key)?.origins ?? [], ...origins] });
  }
  return [...byAnswer.values()];
}

export async function changesOf(client: Analysis, before: string, after: string, principal: string): Promise<Answered<Changes>> {
  const args = ['compare', 'before', 'after', '--format=json', ...principal === '' ? [] : [`--principal=${principal}`]];
  return answered(await client.ask({ args, files: { before, after } }), (value) => value as Changes);
}

function answered<T>({ stdout, stderr }: Answer, value: (json: any) => T): Answered<T> {
  return { problems: problemsIn(stderr), ...stdout !== '' && { value: value(JSON.parse(stdout)) } };
}

/** What the command line says is wrong, as the page says it: it has fields where the command line has options. */
export function problemsIn(stderr: string): string[] {
  return stderr.split(/^mcp-guardrails: /m).map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '').map((text) => text
    .replace(/\S+ \S+ --help tells more\.?/, '').replace(/: if it is newer than the table of actions, of (\S+), give --unlisted-action/, '. The table of actions is of $1')
    .replace(/^policy: /, '').replace(/^policy:(\d+):(\d+): /, 'line $1, column $2: ')
    .replace(/^(before|after):(\d+):(\d+): /, 'the policy $1, line $2, column $3: ').replace(/^(before|after): /, 'the policy $1: ')
    .replace(/say by --principal who asks/, 'say in the field "Who asks" who that is')
    .replace(/--principal\b/g, '"Who asks"').replace(/--action\b/g, '"Action"').replace(/--resource\b/g, '"Resource"')
    .trim());
}
