import { CliError } from './cli-error';
import { STYLES } from './decision-styles';
import { sessionLabel } from './origin-option';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { actionsOfEvent } from '../actions/event-actions';
import type { NeededAction } from '../actions/event-actions';
import type { OperationDecision, PassableRoles } from '../analysis/operation-answer';
import { SimulationDecision } from '../analysis/simulation/simulation-result';

/** An API operation that is asked about, with the actions that it needs. */
export interface AskedOperation {
  /** As it was given, such as `lambda:CreateFunction`. */
  readonly name: string;
  readonly actions: readonly NeededAction[];
}

/** Whether it may be called from an origin. */
export interface OperationAnswer extends OperationDecision {
  readonly operation: string;
  readonly origin: string;
}

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

/** A table for each operation and origin: the answer, and below it each action. */
export function printOperations(answers: readonly OperationAnswer[], out: Terminal): void {
  for (const { operation, origin, decision, actions } of answers) {
    out.line([styled('bold', operation), ` ${origin === 'direct' ? 'by a direct call' : sessionLabel(origin) ? `by an ${sessionLabel(origin)}` : `through ${origin}`}: `, styled(STYLES[decision], decision)]);
    for (const each of actions) {
      out.line(`${each.decision.padEnd(17)}  ${needText(each)}`, 2, 21);
      each.roles?.forEach((roles) => out.line(rolesText(roles), 23, 25));
    }
    out.line();
  }
}

/** Which actions the operations need, and when. */
export function printNeeds(operations: readonly AskedOperation[], out: Terminal): void {
  for (const { name, actions } of operations) {
    out.line([styled('bold', name), ' needs']);
    actions.forEach((each) => out.line(needText(each), 2, 4));
    out.line();
  }
}

/** An action that an operation needs, to whom it passes a role, and when it is needed. */
export function needText({ action, passedTo, ifSo }: NeededAction): string {
  const to = passedTo.length > 0 ? `, to ${passedTo.join(' or ')}` : '';
  return `${action}${to}${ifSo === undefined ? '' : ` (needed ${ifSo.need.kind === 'OPEN' ? `at times: ${ifSo}` : ifSo})`}`;
}

function rolesText({ role, except, decision }: PassableRoles): string {
  return `${decision === SimulationDecision.ALLOWED ? 'with' : 'perhaps with'} ${role}${except.length > 0 ? `, but ${except.join(', ')}` : ''}`;
}
