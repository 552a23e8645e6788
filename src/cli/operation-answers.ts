import { CliError } from './cli-error';
import { STYLES } from './decision-styles';
import type { NamedOrigin } from './origin-option';
import { AGENT_SESSION } from './origin-option';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { actionsOfEvent } from '../actions/event-actions';
import type { NeededAction } from '../actions/event-actions';
import { SimulationDecision } from '../analysis/simulation/simulation-result';

/** An API operation that is asked about, with the actions that it needs. */
export interface AskedOperation {
  /** As it was given, such as `lambda:CreateFunction`. */
  readonly name: string;
  readonly actions: readonly NeededAction[];
}

/** Whether it may be called. */
export interface OperationAnswer {
  readonly operation: string;
  readonly origin: string;
  readonly decision: SimulationDecision;
  readonly actions: ReadonlyArray<NeededAction & { readonly decision: SimulationDecision }>;
}

/** How one of its actions is judged. */
export type Judge = (action: NeededAction, isMain: boolean, origin: NamedOrigin) => SimulationDecision;

/** @throws if it is none, or no policy decides it, or AWS does not say which actions it needs. */
export function askedOperation(name: string, hint: string): AskedOperation {
  const [, eventSource, eventName] = /^([\w.-]+):(\w+)$/.exec(name) ?? [];
  if (eventName === undefined) {
    throw new CliError(`--operation ${name}: expected "service:Operation", such as lambda:CreateFunction`, hint);
  }
  const { source, actions } = actionsOfEvent({ eventSource, eventName });
  if (actions.length === 0) {
    throw new CliError(`--operation ${name}: ${WHY_NOT[source] ?? 'there is no such operation, as of the table of operations'}`, hint);
  }
  return { name, actions };
}

const WHY_NOT: { readonly [source: string]: string } = {
  NO_PERMISSION: 'it needs no permission, so that no policy has an effect on it',
  OPEN: 'AWS does not say which action it needs: ask about an action, by --action',
};

/** Allowed if all that it needs or may need is, denied if something is that it always needs. */
export function answerOperation({ name, actions }: AskedOperation, origin: NamedOrigin, judge: Judge): OperationAnswer {
  const judged = actions.map((each, i) => ({ ...each, decision: judge(each, i === 0, origin) }));
  const denied = judged.find(({ ifSo, decision }) => ifSo === undefined && isDenied(decision));
  const decision = denied ? denied.decision
    : judged.every((each) => each.decision === SimulationDecision.ALLOWED) ? SimulationDecision.ALLOWED : SimulationDecision.CONDITIONAL;
  return { operation: name, origin: origin.name, decision, actions: judged };
}

function isDenied(decision: SimulationDecision): boolean {
  return decision === SimulationDecision.EXPLICITLY_DENIED || decision === SimulationDecision.IMPLICITLY_DENIED;
}

/** A table for each operation and origin: the answer, and below it each action. */
export function printOperations(answers: readonly OperationAnswer[], out: Terminal): void {
  for (const { operation, origin, decision, actions } of answers) {
    out.line([styled('bold', operation), ` ${origin === 'direct' ? 'by a direct call' : origin === AGENT_SESSION ? 'by an agent session' : `through ${origin}`}: `, styled(STYLES[decision], decision)]);
    for (const each of actions) {
      const to = each.passedTo.length > 0 ? `, to ${each.passedTo.join(' or ')}` : '';
      const when = each.ifSo === undefined ? '' : ` (needed ${each.ifSo === 'AWS does not say when' ? `at times: ${each.ifSo}` : each.ifSo})`;
      out.line(`${each.decision.padEnd(17)}  ${each.action}${to}${when}`, 2, 21);
    }
    out.line();
  }
}
