import { Catalog } from './catalog';
import type { Outcome } from '../iam/three-valued';
import { wildcardMatcher } from '../iam/wildcard';
import { isOwnAction, ownActions } from '../mcp/own-actions';
import { Cache } from '../private/cache';

/**
 * Whether an action is a managed MCP server's own, so that `aws:IsMcpServiceAction` is true when the server authorizes it. Of an action that is not
 * in the table, nothing is known.
 *
 * @param action with its service, in lower case
 */
export function isMcpServiceAction(action: string): Outcome {
  return known.get(action, () => {
    const isOwn = isOwnAction(action);
    return { isOwn: isOwn === false && Catalog.get().find(action).names.length === 0 ? undefined : isOwn };
  }).isOwn;
}

/** Asked for every request. */
const known = new Cache<{ readonly isOwn: Outcome }>();

/** Whether one of the actions that a pattern means is a server's own, and whether one is not; in either case it may be so. */
export function meansMcpServiceActions(pattern: string): Meant {
  return meant.get(pattern, () => {
    const [service, name = '*'] = pattern.toLowerCase().split(':');
    const matches = wildcardMatcher(name);
    const listed = [
      ...Catalog.get().listed(service).map((each) => `${service}:${each.toLowerCase()}`),
      ...[...ownActions()].filter((action) => action.startsWith(`${service}:`)),
    ];
    const own = listed.filter((action) => matches(action.slice(service.length + 1))).map(isOwnAction);
    const outcomes = own.length > 0 ? own : [undefined];
    return { own: outcomes.some((each) => each !== false), other: outcomes.some((each) => each !== true) };
  });
}

interface Meant {
  readonly own: boolean;
  readonly other: boolean;
}

/** Statements have the same patterns. */
const meant = new Cache<Meant>();
