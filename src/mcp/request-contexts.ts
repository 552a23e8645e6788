import type { GivenKeys } from './given-keys';
import { McpContextKey } from './mcp-context-key';
import type { RequestOrigin } from './request-origin';
import { IN_EVERY_REQUEST, KMS_VIA_SERVICE, OF_FORWARD_ACCESS_SESSIONS } from '../iam/known-keys';
import type { RequestContext } from '../iam/request-context';
import { derivedFrom } from '../private/cache';
import { formatValue } from '../private/format';

/**
 * Every context that requests of the origin have, as far as they agree with what the caller knows of the request.
 *
 * @throws if none does
 */
export function requestContexts(origin: RequestOrigin, given?: GivenKeys): readonly RequestContext[] {
  if (!given) {
    return contextsOf(origin).flatMap(({ contexts }) => contexts);
  }
  const agreeing = contextsOf(origin).filter(({ request }) => given.names.every((key) => {
    const values = given.get(key)!;
    const fixed = request.get(key) ?? values;
    return fixed.length === values.length && fixed.every((value) => values.includes(value));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${formatValue(given.written)}`);
  }
  return agreeing.flatMap(({ contexts }) => contexts.map((context) => given.over(context)));
}

/** The keys of which the origin says something. */
export function keysTold(origin: RequestOrigin): string[] {
  return contextsOf(origin).flatMap(({ request }) => [...request.keys()]);
}

/** What the origin says of a request, with all contexts that it has then. */
interface OriginRequest {
  readonly request: ReadonlyMap<string, readonly string[]>;
  readonly contexts: readonly RequestContext[];
}

/** Asked for every request: made once for each origin. */
const contextsOf = derivedFrom((origin: RequestOrigin): readonly OriginRequest[] => origin._contexts().map((request) => ({
  request,
  contexts: kmsKeysOf(origin, request).map((kmsKeys) => new Map([...IN_EVERY_REQUEST, ...absentFrom(request), ...kmsKeys, ...request])),
})));

const VIA_SERVICE = McpContextKey.VIA_AWS_SERVICE.toLowerCase();
const ABSENT = OF_FORWARD_ACCESS_SESSIONS.map((key) => [key, []] as const);

/** What no service has added. */
function absentFrom(request: RequestContext): typeof ABSENT {
  return isViaService(request) ? [] : ABSENT;
}

/** Of a server's own call `kms:ViaService` names no other service. What a service calls on for it is another origin: there it is open. */
function kmsKeysOf({ _namesServer: name }: RequestOrigin, request: RequestContext): Array<Array<readonly [key: string, values: readonly string[]]>> {
  return name !== undefined && isViaService(request) ? [[[KMS_VIA_SERVICE, []]], [[KMS_VIA_SERVICE, [name]]]] : [[]];
}

/** Whether neither a server nor another service calls on with the caller's credentials. */
export function isDirect(request: RequestContext): boolean {
  return !isViaService(request) && request.get(McpContextKey.VIA_AWS_MCP_SERVICE.toLowerCase())?.[0] !== 'true';
}

/** Whether an AWS service calls on with the caller's credentials. */
export function isViaService(request: RequestContext): boolean {
  return request.get(VIA_SERVICE)?.[0] === 'true';
}
