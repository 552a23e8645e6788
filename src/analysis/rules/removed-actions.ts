import type { Statement } from '../../iam/statement';
import type { Json } from '../../iam/value';
import { removedBy, whatBecameOf } from '../../mcp/removed-actions';
import { SERVERS } from '../../mcp/servers';
import { McpPolicyMigration } from '../policy-migration';

/** The servers whose actions AWS has removed. */
export const SERVERS_WITHOUT_ACTIONS = SERVERS.filter(({ removed }) => removed).map(({ name }) => `the ${name}`).join(' and ');

/** The actions of a statement that AWS has removed, as written, and the servers whose actions they were. */
export interface RemovedActionsUsed {
  readonly element: 'Action' | 'NotAction';
  readonly actions: string;
  readonly servers: string;
  /** What became of them, to follow their names. */
  readonly why: string;
}

export function removedActionsIn(statement: Statement): RemovedActionsUsed | undefined {
  const element = statement.has('NotAction') ? 'NotAction' : 'Action';
  const found = (statement.action?.literals ?? []).map((action) => ({ action, removed: removedBy(action)! }))
    .filter(({ removed }) => removed !== undefined);
  return found.length === 0 ? undefined : {
    element,
    actions: found.map(({ action }) => action).join(', '),
    servers: [...new Set(found.map(({ removed }) => removed.server.servicePrincipal))].join(' and '),
    why: whatBecameOf(found.map(({ removed }) => removed)),
  };
}

/** What the statement should be, if the migration leaves nothing of it for a person to look at. */
export function withoutRemovedActions({ json }: Statement): readonly Json[] | undefined {
  const { document, findings } = McpPolicyMigration.migrate({ Version: '2012-10-17', Statement: [json] });
  return findings.length > 0 && findings.every(({ changed, statement }) => changed || statement === '') ? document.Statement : undefined;
}
