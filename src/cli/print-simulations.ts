import { STYLES } from './decision-styles';
import { labelOf } from './origin-option';
import { principalWords, withWords } from './principal-words';
import { printParts } from './print-parts';
import type { Simulation, Simulations } from './simulations';
import type { SimulatorInput } from './simulator-input';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { DecidingStatement, StatementMismatch } from '../analysis/simulation/simulated-statement';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { SimulationResult } from '../analysis/simulation/simulation-result';

/** A table for each action, and below it what the decisions rest on. */
export function printSimulations({ simulations, principal, resource, locate, all }: Simulations, out: Terminal): void {
  const most = all ? Infinity : MOST;
  const actions = [...new Set(simulations.map((each) => each.action))];
  actions.forEach((action, i) => {
    if (i > 0) {
      out.line();
    }
    const rows = simulations.filter((each) => each.action === action);
    const reasonOf = new Map(rows.map((row) => [row, JSON.stringify(reasonsOf(row.result, locate, most))]));
    const reasons = [...new Set(reasonOf.values())];
    const noteOf = (row: Simulation) => reasons.indexOf(reasonOf.get(row)!) + 1;
    const width = Math.max(...rows.map(({ origin }) => labelOf(origin).length));
    out.line([styled('bold', action), ...(resource === undefined ? [] : [` on ${resource}`]), ...(principal === undefined ? [] : [` by ${principal}`])]);
    out.line();
    if (rows.some(({ part }) => part)) {
      printParts(rows, noteOf, labelOf, out);
    } else {
      rows.forEach((row) => out.line(
        [`${labelOf(row.origin).padEnd(width)}  `, styled(STYLES[row.result.decision], row.result.decision.padEnd(17)), ` (${noteOf(row)})`], 2));
    }
    out.line();
    reasons.forEach((reason, number) => {
      const [first, ...further] = JSON.parse(reason) as string[];
      out.line(`(${number + 1}) ${first}`, 2, 6);
      further.forEach((line) => out.line(line, 6, 8));
    });
  });
}

/** What is not as `--expect` says. */
export function printUnexpected({ expected, unexpected }: Simulations, err: Terminal): void {
  if (unexpected.length > 0) {
    err.line(`Expected ${expected}: ${unexpected.map(({ action, origin, decision }) => `${action} (${origin}) is ${decision}`).join(', ')}`);
  }
}

/** Why, a line each. */
export function reasonsOf(result: SimulationResult, locate: SimulatorInput['locate'], most: number): string[] {
  const { decision, missingAllows, dependsOn, statements } = result;
  const lines = statements.map((statement) => describe(statement, locate));
  switch (decision) {
    case SimulationDecision.IMPLICITLY_DENIED:
      return [missingAllows.length > 0 ? `no Allow in ${missingAllows.join(', nor in ')}` : 'no Allow', ...nearMisses(result, locate, most), ...allowedIf(result, most)];
    case SimulationDecision.CONDITIONAL:
      return [`depends on ${withWords(dependsOn, whoText(result)).join(', ')}`, ...lines, ...allowedIf(result, most)];
    case SimulationDecision.EXPLICITLY_DENIED:
      return [...lines, ...allowedIf(result, most)];
    default:
      return lines.length > 0 ? lines : ['no statement is needed'];
  }
}

/** What the statements that decide say of who calls. */
function whoText({ _deciding: deciding }: SimulationResult): string | undefined {
  const words = [...new Set(deciding.flatMap((statement) => principalWords(statement) ?? []))];
  return words.length === 0 ? undefined : words.join('; ');
}

export function describe({ effect, sid, policyType, place }: DecidingStatement, locate: SimulatorInput['locate']): string {
  const { file, line } = locate(place);
  return `${effect} ${sid === undefined ? 'statement' : `"${sid}"`} of the ${policyType}, ${file === undefined ? place : `${file}:${line}`}`;
}

/** What would change it, as conditions of which each is enough. */
function allowedIf({ allowedIf: blocks }: SimulationResult, most: number): string[] {
  const lines = blocks.slice(0, most).map((block, i) => `${i === 0 ? 'allowed' : 'or'} if ${JSON.stringify(block)}`);
  return blocks.length > most ? [...lines, `or if ${blocks.length - most} more, which --all prints`] : lines;
}

/** How many of a kind are printed without `--all`. */
const MOST = 3;

/** The Allows of the action that don't apply, with why not. */
function nearMisses({ ruledOut }: SimulationResult, locate: SimulatorInput['locate'], most: number): string[] {
  const near = ruledOut.filter(({ effect, mismatches }) => effect === 'Allow' && !mismatches.some(({ element }) => /^(policy|(Not)?Action)$/.test(element)));
  const lines = near.slice(0, most).map((each) => `not ${describe(each, locate)}: ${each.mismatches.map((mismatch) => mismatchOf(mismatch, most)).join('; ')}`);
  return near.length > most ? [...lines, `nor ${near.length - most} more Allows of the action, which --all prints`] : lines;
}

function mismatchOf({ element, conditionOperator, conditionKey, policyValues, requestValues, mayBeAbsent }: StatementMismatch, most: number): string {
  const has = requestValues.length === 0 ? 'lacks it' : `${mayBeAbsent ? 'lacks it or ' : ''}has ${listed(requestValues, most)}`;
  return `${conditionOperator === undefined ? element : `${conditionOperator} ${conditionKey}`} is ${listed(policyValues, most)}, and the request ${has}`;
}

function listed(values: readonly string[], most: number): string {
  return values.slice(0, most).map((value) => `"${value}"`).join(', ') + (values.length > most ? ` and ${values.length - most} more, which --all prints` : '');
}
