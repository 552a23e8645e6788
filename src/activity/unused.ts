import { Catalog } from '../actions/catalog';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { McpSimulator } from '../analysis/simulator';
import type { RequestOrigin } from '../mcp/request-origin';

/** What a principal is granted of a service, and what of that it did not use. */
export interface UnusedService {
  readonly service: string;
  readonly granted: number;
  readonly used: number;
  /** Without the service. */
  readonly unused: readonly string[];
}

/**
 * The actions that a principal's own policies allow to it, or may, on some resource, and of them those that are not among those used; by service. None: the
 * policies grant it nothing, and are perhaps not its own.
 *
 * @param used in any case
 * @param origins where calls come from: what is granted from one of them
 * @throws if the policies don't know the principal
 */
export function unusedOf(simulator: McpSimulator, principal: string, used: Iterable<string>, origins: readonly RequestOrigin[]): UnusedService[] {
  const isUsed = new Set([...used].map((action) => action.toLowerCase()));
  const allows = simulator._ownStatements(principal).filter(({ effect }) => effect !== 'Deny');
  return Catalog.get().services.flatMap((service) => {
    const names = [...Catalog.get().actionsOf(service).keys()].filter((name) => {
      const action = `${service}:${name}`;
      return allows.some((statement) => statement.matchesAction(action.toLowerCase()) !== false)
        && origins.some((origin) => MAY.includes(simulator.simulate({ principal, action, origin, unlistedAction: true }).decision));
    });
    const unused = names.filter((name) => !isUsed.has(`${service}:${name}`.toLowerCase()));
    return names.length === 0 ? [] : [{ service, granted: names.length, used: names.length - unused.length, unused: unused.sort() }];
  });
}

const MAY: readonly SimulationDecision[] = [SimulationDecision.ALLOWED, SimulationDecision.CONDITIONAL];
