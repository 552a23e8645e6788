import type { ActionBits } from './action-bits';
import type { ActionTable } from './action-table';
import type { JudgedOrigin } from './report-origins';
import { isServer } from './report-origins';
import type { RequestContext } from '../../iam/request-context';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { OriginContexts, originKeysIn } from '../../mcp/origin-contexts';

/** Some actions of the table, with the contexts in which they are called. */
export interface ActionContexts {
  readonly actions: ActionBits;
  /** The words of the set that are not empty: from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly contexts: readonly RequestContext[];
}

/** Direct calls are made by a person or a program, not by an AWS service for one. Of a server's calls AWS does not say whether they count as that. */
const DIRECT = { [McpContextKey.VIA_AWS_SERVICE]: ['false'] };
const MCP_ACTION = McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase();

/** The contexts of every action from one origin: alike for all but those that are an MCP server's own, or may be. */
export class ContextsOfActions {
  private readonly parts: ReadonlyArray<{ readonly actions: ActionBits; readonly contexts: OriginContexts }>;

  constructor(private readonly table: ActionTable, { id, origin }: JudgedOrigin) {
    const known = isServer({ id }) ? undefined : DIRECT;
    this.parts = [...table.byOwn].map(([own, actions]) => ({ actions, contexts: OriginContexts.of(origin, own, known) }));
  }

  /** @param keys the condition keys that statements read, in lower case: contexts that are alike in them are there once */
  public of(keys: readonly string[]): ActionContexts[] {
    const parts = keys.includes(MCP_ACTION) ? this.parts : [{ ...this.parts[0], actions: this.table.everything }];
    return parts.map(({ actions, contexts }) => ({ actions, ...bounds(actions), contexts: contexts.differingIn(originKeysIn(keys)) }));
  }
}

function bounds(actions: ActionBits): { from: number; to: number } {
  let to = actions.length;
  while (to > 0 && actions[to - 1] === 0) {
    to--;
  }
  return { from: Math.max(0, actions.findIndex((word) => word !== 0)), to };
}
