import type { CloudTrailEvent } from './event';
import { serverOfSource } from '../mcp/event-sources';
import { McpServer } from '../mcp/mcp-server';
import { serverNamed } from '../mcp/named-servers';
import { RequestOrigin } from '../mcp/request-origin';
import { Cache } from '../private/cache';

/** Where the call of an event came from. */
export interface EventOrigin {
  /** `SERVICE`: a service calls on with the caller's credentials, and whoever started that is not told. */
  readonly kind: 'DIRECT' | 'SERVER' | 'SERVICE';
  /** Of a server or service, what the event calls it: `aws-mcp.amazonaws.com`. */
  readonly by?: string;
  /** As the simulator takes it. */
  readonly origin: RequestOrigin;
}

/** A call by a person or program. */
export const DIRECT: EventOrigin = { kind: 'DIRECT', origin: RequestOrigin.direct() };

const VIA_SERVICE = RequestOrigin.viaAwsService();

/**
 * Where a call came from, by `userIdentity.invokedBy`, which alone tells the channel. A second hop overwrites it: of what a service calls on for an
 * agent, the agent is not told, so that either may have started it.
 */
export function originOf({ identity, sourceIp, requestContext }: CloudTrailEvent): EventOrigin {
  const { invokedBy, type } = identity;
  // A table may lack the column. No direct call has a server for an address.
  const by = invokedBy ?? (sourceIp !== undefined && SERVER.test(sourceIp) ? sourceIp : undefined);
  // A service with its own credentials calls directly. What it calls with a caller's is a forward access session.
  if (by === undefined || type === 'AWSService') {
    return requestContext?.['aws:ViaAWSService'] === 'true' || requestContext?.['aws:ViaAWSService'] === true ? { kind: 'SERVICE', origin: VIA_SERVICE } : DIRECT;
  }
  return BY_NAME.get(by, () => {
    const server = SERVER.test(by) || McpServer._all().some(({ servicePrincipal }) => servicePrincipal === by) ? serverNamed(by) : undefined;
    return server ? throughServer(server) : { kind: 'SERVICE', by, origin: VIA_SERVICE };
  });
}

/** The origin of what a tool calls: the server of the tool. */
export function originOfTool(source: string): EventOrigin | undefined {
  const server = serverNamed(serverOfSource(source));
  return server && BY_NAME.get(server.servicePrincipal, () => throughServer(server));
}

/** What AWS calls each server of which it documents the service principal, and so perhaps a new one. */
export const SERVER = /-mcp\.amazonaws\.com(\.cn)?$/;

const BY_NAME = new Cache<EventOrigin>();

function throughServer(server: McpServer): EventOrigin {
  return { kind: 'SERVER', by: server.servicePrincipal, origin: RequestOrigin.via(server) };
}
