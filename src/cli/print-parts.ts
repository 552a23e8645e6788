import { STYLES } from './decision-styles';
import type { Simulation } from './simulations';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { SimulatedPart } from '../analysis/simulation/request-parts';

/** One line of an answer: what is decided alike, for the same reason, of the same resources. */
interface Group {
  readonly first: Simulation;
  readonly note: number;
  readonly actions: string[];
}

/** The answer to a request with wildcards: for each origin, which actions on which resources. Origins with the same answer stand together. */
export function printParts(
  rows: readonly Simulation[], noteOf: (row: Simulation) => number, labelOf: (origin: string) => string, out: Terminal,
): void {
  const byAnswer = new Map<string, { readonly origins: string[]; readonly groups: readonly Group[] }>();
  for (const origin of new Set(rows.map((row) => row.origin))) {
    const groups = groupsOf(rows.filter((row) => row.origin === origin), noteOf);
    const answer = JSON.stringify(groups.map(({ first: { result, part }, note, actions }) => [result.decision, whereOf(part!), note, actions]));
    byAnswer.set(answer, { origins: [...byAnswer.get(answer)?.origins ?? [], origin], groups });
  }
  for (const { origins, groups } of byAnswer.values()) {
    origins.forEach((origin) => out.line(labelOf(origin), 2));
    for (const { first: { result: { decision }, part }, note, actions } of groups) {
      out.line([styled(STYLES[decision], decision.padEnd(17)), ` (${note}) ${whereOf(part!)}`], 4, 22);
      out.line(actions.join(', '), 6, 6);
    }
  }
}

function groupsOf(rows: readonly Simulation[], noteOf: (row: Simulation) => number): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = JSON.stringify([row.result.decision, whereOf(row.part!), noteOf(row)]);
    groups.set(key, groups.get(key) ?? { first: row, note: noteOf(row), actions: [] });
    groups.get(key)!.actions.push(row.part!.action);
  }
  // What is allowed comes first.
  return ['ALLOWED', 'CONDITIONAL', 'EXPLICITLY_DENIED', 'IMPLICITLY_DENIED']
    .flatMap((decision) => [...groups.values()].filter(({ first }) => first.result.decision === decision));
}

/** The resources of a part, for a person. */
export function whereOf({ resource, exceptResources: except }: SimulatedPart): string {
  return `${resource === undefined ? 'on any resource' : `on ${resource}`}${except.length > 0 ? `, but not on ${except.join(', ')}` : ''}`;
}

/** A part, for a person. */
export function nameOf(part: SimulatedPart): string {
  return `${part.action} ${whereOf(part)}`;
}
