import { SERVERS } from './servers';
import type { Outcome } from '../iam/three-valued';

let own: ReadonlySet<string> | undefined;
let services: ReadonlySet<string> | undefined;

/**
 * Whether an action that AWS documents is a managed MCP server's own, so that `aws:IsMcpServiceAction` is true when the server authorizes it.
 * It is unknown of the other actions of a service that a server belongs to: AWS's policies allow `partnercentral:UseSession` together with the key.
 *
 * @param action with its service, in lower case
 */
export function isOwnAction(action: string): Outcome {
  own ??= new Set(SERVERS.flatMap(({ connectActions, deniableActions }) =>
    [...connectActions, ...deniableActions].map((each) => each.toLowerCase())));
  return own.has(action) ? true : isServiceOfServer(action.slice(0, action.indexOf(':'))) ? undefined : false;
}

/** Whether a managed MCP server has actions with the prefix. */
export function isServiceOfServer(service: string): boolean {
  services ??= new Set(SERVERS.flatMap((facts) => facts.services));
  return services.has(service);
}
