import type { McpServer } from './mcp-server';
import type { ServerFacts } from './servers';
import { SERVERS } from './servers';
import type { Outcome } from '../iam/three-valued';
import { wildcardMatcher } from '../iam/wildcard';

let own: ReadonlySet<string> | undefined;
let services: ReadonlySet<string> | undefined;
let prefixes: ReadonlySet<string> | undefined;

/** The managed MCP servers' own actions, in lower case. */
export function ownActions(): ReadonlySet<string> {
  return own ??= new Set(SERVERS.flatMap(actionsOf));
}

/**
 * Whether an action that AWS documents is a managed MCP server's own, so that `aws:IsMcpServiceAction` is true when the server authorizes it.
 * It is unknown of the other actions of a service that a server belongs to: AWS's policies allow `partnercentral:UseSession` together with the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ismcpserviceaction
 * @param action with its service, in lower case
 */
export function isOwnAction(action: string): Outcome {
  services ??= new Set(SERVERS.flatMap((facts) => facts.services));
  return ownActions().has(action) ? true : services.has(action.slice(0, action.indexOf(':'))) ? undefined : false;
}

/** Whether any action with the prefix is or may be an MCP server's own. */
export function hasOwnActions(service: string): boolean {
  prefixes ??= new Set([...SERVERS.flatMap((facts) => facts.services), ...[...ownActions()].map((action) => action.slice(0, action.indexOf(':')))]);
  return prefixes.has(service);
}

/** The servers one of whose own actions a pattern means. */
export function serversWithAction(pattern: string): ServerFacts[] {
  const matches = wildcardMatcher(pattern.toLowerCase());
  return SERVERS.filter((facts) => actionsOf(facts).some((action) => matches(action)));
}

/** Whether a server may authorize actions of its own, with which one connects to it. Of one that AWS does not document nothing is known. */
export function mayHaveOwnActions({ servicePrincipal, connectActions }: McpServer): boolean {
  const facts = SERVERS.find((each) => each.servicePrincipal === servicePrincipal);
  return facts === undefined || connectActions.length + actionsOf(facts).length + facts.otherActions.length > 0;
}

function actionsOf({ connectActions, deniableActions }: ServerFacts): string[] {
  return [...connectActions, ...deniableActions].map((action) => action.toLowerCase());
}
