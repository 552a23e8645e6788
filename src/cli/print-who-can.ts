import { STYLES } from './decision-styles';
import { labelOf, sessionLabel } from './origin-option';
import { describe } from './print-simulations';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { Answer, PrincipalAnswers, WhoCan } from './who-can-answers';
import { SimulationDecision } from '../analysis/simulation/simulation-result';

const { ALLOWED, CONDITIONAL, EXPLICITLY_DENIED, IMPLICITLY_DENIED } = SimulationDecision;

/** Whoever may first, then whoever perhaps may, then the others. */
const GROUPS: ReadonlyArray<readonly [heading: string, decision: SimulationDecision]> = [
  ['allowed', ALLOWED], ['conditional', CONDITIONAL], ['stopped by a statement', EXPLICITLY_DENIED], ['not allowed by any policy', IMPLICITLY_DENIED],
];

/** The principals by the most that they may, and below them what the decisions rest on, each once. */
export function printWhoCan({ action, resource, principals, origins, unattached }: WhoCan, out: Terminal): void {
  const reasons = new Map<string, number>();
  // Of each only what is printed is held.
  const told = [...principals.flatMap((each) => [toldOf(each, origins)])];
  const several = new Set(told.map(({ file }) => file)).size > 1;
  out.line([styled('bold', action), ` on ${resource ?? 'every resource'}`]);
  out.line();
  for (const [heading, most] of GROUPS) {
    const those = told.filter((each) => each.most === most);
    if (those.length === 0) {
      continue;
    }
    out.line([styled('bold', `${those.length} of ${told.length} ${heading}`)]);
    for (const each of those) {
      printPrincipal(each, several, reasons, out);
    }
    out.line();
  }
  for (const [reason, number] of reasons) {
    const [first, ...further] = JSON.parse(reason) as string[];
    out.line(`(${number}) ${first}`, 2, 6);
    further.forEach((line) => out.line(line, 6, 8));
  }
  if (unattached > 0) {
    out.line();
    out.line(`Not counted, for they are attached to nobody: ${unattached} ${unattached === 1 ? 'policy' : 'policies'}.`);
  }
}

interface Told {
  readonly name: string;
  readonly file?: string;
  /** The most that it may. */
  readonly most: SimulationDecision;
  readonly answers: ReadonlyArray<{ readonly label: string; readonly decision: SimulationDecision; readonly reason: string }>;
}

function toldOf({ kind, principal, file, answers }: PrincipalAnswers, origins: readonly string[]): Told {
  return {
    name: `${kind} ${principal}`,
    file,
    most: mostOf(answers),
    answers: answers.map((each) => ({ label: labelOfAll(each.origins, origins), decision: each.decision, reason: JSON.stringify(reasonsOf(each)) })),
  };
}

function printPrincipal({ name, file, answers }: Told, several: boolean, reasons: Map<string, number>, out: Terminal): void {
  out.line([name, ...several && file !== undefined ? [styled('dim', `  ${file}`)] : []], 2);
  const width = Math.max(...answers.map(({ label }) => label.length));
  for (const { label, decision, reason } of answers) {
    const number = reasons.get(reason) ?? reasons.size + 1;
    reasons.set(reason, number);
    out.line([`${label.padEnd(width)}  `, styled(STYLES[decision], decision.padEnd(17)), ` (${number})`], 4);
  }
}

function mostOf(answers: readonly Answer[]): SimulationDecision {
  const decisions = answers.map(({ decision }) => decision);
  return GROUPS.map(([, decision]) => decision).find((decision) => decisions.includes(decision))!;
}

function isWithoutServer(origin: string): boolean {
  return origin === 'direct' || sessionLabel(origin) !== undefined;
}

/** What the origins are, in few words: of all that were asked about. */
function labelOfAll(these: readonly string[], all: readonly string[]): string {
  const [without, servers] = [these.filter(isWithoutServer), these.filter((origin) => !isWithoutServer(origin))];
  const asked = all.filter((origin) => !isWithoutServer(origin));
  const through = asked.length > 1 && servers.length === asked.length ? ['through every server'] : servers.map(labelOf);
  return [...without.map(labelOf), ...through].join(', ');
}

function reasonsOf({ decision, statements, dependsOn, missingAllows }: Omit<Answer, 'origins'>): string[] {
  const lines = statements.map((statement) => describe(statement, () => statement));
  switch (decision) {
    case IMPLICITLY_DENIED:
      return [missingAllows.length > 0 ? `no Allow in ${missingAllows.join(', nor in ')}` : 'no Allow'];
    case CONDITIONAL:
      return [`depends on ${dependsOn.join(', ')}`, ...lines];
    default:
      return lines.length > 0 ? lines : ['no statement is needed'];
  }
}
