import type { SideRequest } from './partial-request';
import { isMcpServiceAction } from '../actions/mcp-service-action';
import { SimulationDecision, SimulationResult } from '../analysis/simulation/simulation-result';
import { relevantStatements } from '../iam/authorization';
import { OriginContexts } from '../mcp/origin-contexts';
import type { RequestOrigin } from '../mcp/request-origin';

/** Whether the evaluator says of a request that the first side allows it, and the second, if there is one, does not. */
export function isConfirmed(sides: readonly SideRequest[], origin: RequestOrigin, carried: { readonly [key: string]: readonly string[] }): boolean {
  const context = Object.fromEntries(Object.entries(carried).map(([key, values]) => [key.toLowerCase(), [...values]]));
  const decisions = sides.map(({ request, layers }) => {
    try {
      const contexts = OriginContexts.of(origin, isMcpServiceAction(request.action), context);
      const judged = { layers, request, relevant: relevantStatements(layers, request), parts: { actionName: request.actionName } };
      return SimulationResult._of(judged, contexts, origin.description).decision;
    } catch {
      // No request of the origin has that context.
      return SimulationDecision.CONDITIONAL;
    }
  });
  return decisions[0] === SimulationDecision.ALLOWED
    && (decisions.length === 1 || decisions[1] === SimulationDecision.IMPLICITLY_DENIED || decisions[1] === SimulationDecision.EXPLICITLY_DENIED);
}
