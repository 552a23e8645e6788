import type { NamedOrigin } from './origin-option';
import { sessionName } from './origin-option';
import type { PolicySource } from '../analysis/simulation/policy-source';
import type { PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { agentSessionsIn, markedSessions } from '../mcp/agent-sessions';

/** What is asked about. */
interface Asked {
  readonly principal?: string;
  readonly actions: readonly string[];
  readonly resource?: string;
}

/**
 * The sessions that Denies which judge these requests tell by a tag, as those of agents are marked. With the tag in the context, everything asked about is
 * by such a session or is not.
 *
 * @throws if a principal or the resource is not known
 */
export function markedOrigins(source: PolicySource, asked: readonly Asked[], context: { readonly [key: string]: unknown }): NamedOrigin[] {
  // Of an account with ten thousands of statements few tell a session: the others are not kept.
  const statements = asked.flatMap(({ principal, actions, resource }) => actions.flatMap((action) => (
    statementsIn(source.policiesFor(principal, action.toLowerCase(), resource === undefined ? undefined : source.resolve(resource)).layers)
      .filter(({ effect, condition }) => effect === 'Deny' && agentSessionsIn(condition).length > 0))));
  const given = Object.keys(context).map((key) => key.toLowerCase());
  return markedSessions([...new Set(statements)]).filter(({ key }) => !given.includes(`aws:principaltag/${key}`))
    .map(({ mark, origin }) => ({ kind: 'SESSION', name: sessionName(mark), origin }));
}

function statementsIn(layers: PolicyLayers): Statement[] {
  const { identity, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint, resource } = layers;
  return [identity, permissionsBoundary, session, ...serviceControl, ...resourceControl, vpcEndpoint, resource]
    .flatMap((layer) => layer?.statements ?? []);
}
