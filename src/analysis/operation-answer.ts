import type { SimulatedPart } from './simulation/request-parts';
import { SimulationDecision } from './simulation/simulation-result';
import type { McpSimulator, SimulationRequest } from './simulator';
import type { NeededAction } from '../actions/event-actions';
import { arnParts } from '../iam/arn';

/** Who asks to call an API operation, and from where. */
export interface OperationRequest extends Pick<SimulationRequest, 'principal' | 'resource' | 'origin' | 'context'> {
  /** The role that it passes, if that is known. */
  readonly role?: string;
  /** The account of whoever asks, if that is known: roles are passed within it. */
  readonly account?: string;
}

/** Roles that may be passed, or perhaps. */
export interface PassableRoles {
  /** The ARN of a role, with wildcards for more. */
  readonly role: string;
  /** Those of them that are not meant. */
  readonly except: readonly string[];
  /** Allowed, or conditional. */
  readonly decision: SimulationDecision;
}

/** An action that an operation needs, and how it is judged. */
export interface JudgedAction extends NeededAction {
  readonly decision: SimulationDecision;
  /** Of `iam:PassRole`, where no role is given: with which the operation can be called. */
  readonly roles?: readonly PassableRoles[];
}

/** Whether an operation may be called, and each action that it needs. */
export interface OperationDecision {
  readonly decision: SimulationDecision;
  readonly actions: readonly JudgedAction[];
}

/**
 * Allowed if all that the operation needs or may need is, denied if something is that it always needs. Its main action is about the given
 * resource, its further ones about every resource.
 *
 * @throws as `McpSimulator.simulate()` does.
 */
export function answerOperation(
  simulator: McpSimulator, needed: readonly NeededAction[], { role, account, ...request }: OperationRequest,
): OperationDecision {
  const actions = needed.map((each, i): JudgedAction => {
    const passes = each.action === PASS_ROLE;
    const to: { [key: string]: string[] } = passes && each.passedTo.length === 1 ? { 'iam:PassedToService': [...each.passedTo] } : {};
    const resource = passes ? role : i === 0 ? request.resource : undefined;
    const asked = { ...request, action: each.action, resource, context: { ...to, ...request.context }, unlistedAction: true };
    const { decision } = simulator.simulate(asked);
    const roles = passes && role === undefined && !isDenied(decision)
      ? passable(simulator.simulateParts({ ...asked, resource: `arn:aws:iam::${account ?? '*'}:role/*` })) : undefined;
    return { ...each, decision, ...(roles && { roles }) };
  });
  const denied = actions.find(({ ifSo, decision, roles }) => ifSo === undefined && (isDenied(decision) || roles?.length === 0));
  const decision = denied ? (isDenied(denied.decision) ? denied.decision : SimulationDecision.IMPLICITLY_DENIED)
    : actions.every((each) => each.decision === SimulationDecision.ALLOWED) ? SimulationDecision.ALLOWED : SimulationDecision.CONDITIONAL;
  return { decision, actions };
}

const PASS_ROLE = 'iam:PassRole';

function passable(parts: readonly SimulatedPart[]): PassableRoles[] {
  return parts.filter(({ result }) => !isDenied(result.decision))
    .map(({ resource, exceptResources, result: { decision } }) => ({ role: resource!, except: exceptResources, decision }));
}

/** Whether it is denied, for certain. */
export function isDenied(decision: SimulationDecision): boolean {
  return decision === SimulationDecision.EXPLICITLY_DENIED || decision === SimulationDecision.IMPLICITLY_DENIED;
}

/** The account in an ARN, if it is known. */
export function accountIn(arn: string | undefined): string | undefined {
  const account = arnParts(arn ?? '')?.[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}
