import { Catalog } from '../actions/catalog';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { McpSimulator } from '../analysis/simulator';
import { RequestOrigin } from '../mcp/request-origin';

/** What a principal is granted of a service, and did not use. */
export interface UnusedService {
  readonly service: string;
  readonly granted: number;
  readonly used: number;
  /** Without the service. */
  readonly unused: readonly string[];
}

/**
 * The actions that policies allow to a principal, or may, on some resource, and that are not among those used; by service.
 *
 * @param used in any case
 * @param byAgent whether what its agents are granted is asked for, or what is by a direct call
 * @throws if the policies don't know the principal
 */
export function unusedOf(simulator: McpSimulator, principal: string, used: Iterable<string>, byAgent: boolean): UnusedService[] {
  const isUsed = new Set([...used].map((action) => action.toLowerCase()));
  const origin = byAgent ? RequestOrigin.viaAnyServer() : RequestOrigin.direct();
  return Catalog.get().services.flatMap((service) => {
    const names = [...Catalog.get().actionsOf(service).keys()].filter((name) => {
      const { decision } = simulator.simulate({ principal, action: `${service}:${name}`, origin, unlistedAction: true });
      return decision === SimulationDecision.ALLOWED || decision === SimulationDecision.CONDITIONAL;
    });
    const unused = names.filter((name) => !isUsed.has(`${service}:${name}`.toLowerCase()));
    return unused.length === 0 ? [] : [{ service, granted: names.length, used: names.length - unused.length, unused: unused.sort() }];
  });
}
