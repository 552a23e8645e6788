import { check } from '../../src/cli/check';
import type { CheckResult } from '../../src/cli/check-result';
import type { Command, NamedCommand } from '../../src/cli/command';
import { compare } from '../../src/cli/compare';
import { explain } from '../../src/cli/explain';
import type { ExplainedPolicy } from '../../src/cli/explanations';
import { originLines } from '../../src/cli/origin-lines';
import { labelOf } from '../../src/cli/origin-option';
import { whereOf } from '../../src/cli/print-parts';
import { reasonsOf } from '../../src/cli/print-simulations';
import { simulate } from '../../src/cli/simulate';
import type { Simulations } from '../../src/cli/simulations';
import { callersText } from '../../src/cli/statement-callers';
import type { ExplainedText, JudgedGroup, JudgedOrigin } from '../policy/answers';

/** What the page asks. Where it shows what the command line prints for a person, there is a format for that: `page`. */
export const COMMANDS: readonly NamedCommand[] = [
  named('check', check),
  named('compare', compare),
  named('simulate', { ...simulate, print: { ...simulate.print, page: (result: Simulations) => ({ answers: judgedOrigins(result) }) } }),
  named('explain', {
    ...explain,
    print: { ...explain.print, page: ({ policies }: { policies: Iterable<ExplainedPolicy> }) => ({ policies: Array.from(policies, explainedText) }) },
  }),
  named('fix', { ...check, print: { ...check.print, page: ({ fixes }: CheckResult) => ({ texts: Object.fromEntries(fixes?.texts ?? []) }) } }),
];

function named(name: string, command: Command): NamedCommand {
  return { name, summary: '', load: () => command };
}

function explainedText({ policy: { kind, place }, statements }: ExplainedPolicy): ExplainedText {
  return {
    kind,
    name: place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId,
    statements: statements.map(({ origins, ...statement }) => (
      { ...statement, ...origins && { origins, callers: callersText(origins), services: originLines(origins).find(({ label }) => label === 'services')!.text } })),
  };
}

/** For each origin, which actions on which resources are judged how, and why. Origins with the same answer stand together. */
function judgedOrigins({ simulations, locate }: Simulations): JudgedOrigin[] {
  const answers = new Map<string, { readonly origins: string[]; readonly groups: JudgedGroup[] }>();
  for (const origin of new Set(simulations.map((each) => each.origin))) {
    const groups = new Map<string, JudgedGroup & { readonly actions: string[] }>();
    for (const { action, part, result } of simulations.filter((each) => each.origin === origin)) {
      const judged = { decision: result.decision, where: part && whereOf(part), reasons: reasonsOf(result, locate, Infinity) };
      const key = JSON.stringify(judged);
      groups.set(key, groups.get(key) ?? { ...judged, actions: [] });
      groups.get(key)!.actions.push(part?.action ?? action);
    }
    const key = JSON.stringify([...groups.values()]);
    answers.set(key, { origins: [...answers.get(key)?.origins ?? [], labelOf(origin)], groups: [...groups.values()] });
  }
  return [...answers.values()];
}

