import { Catalog } from './catalog';
import type { Outcome } from '../iam/three-valued';
import { isOwnAction } from '../mcp/own-actions';

/**
 * Whether an action is a managed MCP server's own, so that `aws:IsMcpServiceAction` is true when the server authorizes it. Of an action that is not
 * in the table, nothing is known.
 *
 * @param action with its service, in lower case
 */
export function isMcpServiceAction(action: string): Outcome {
  const isOwn = isOwnAction(action);
  return isOwn === false && Catalog.get().find(action).names.length === 0 ? undefined : isOwn;
}
