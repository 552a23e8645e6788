import { McpContextKey } from './mcp-context-key';
import type { RequestOrigin } from './request-origin';
import { IN_EVERY_REQUEST, KMS_VIA_SERVICE, OF_FORWARD_ACCESS_SESSIONS } from '../iam/known-keys';
import type { RequestContext } from '../iam/request-context';
import { textOf } from '../iam/value';
import { formatValue } from '../private/format';

/**
 * Every context that requests of the origin have, as far as they agree with what the caller knows of the request.
 *
 * @throws if none does, or a key is there twice, in another case
 */
export function requestContexts(origin: RequestOrigin, known: { readonly [key: string]: readonly string[] }): RequestContext[] {
  const given = new Map<string, readonly string[]>();
  for (const [key, values] of Object.entries(known)) {
    const name = key.toLowerCase();
    if (given.has(name)) {
      throw new Error(`the context has ${formatValue(name)} twice: condition keys are case-insensitive, so give all its values under one`);
    }
    given.set(name, values.map((value) => textOf(value) ?? value));
  }
  const agreeing = contextsOf(origin).filter(({ request }) => [...given].every(([key, values]) => {
    const fixed = request.get(key) ?? values;
    return fixed.length === values.length && fixed.every((value) => values.includes(value));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${formatValue(known)}`);
  }
  return agreeing.flatMap(({ contexts }) => (given.size === 0 ? contexts : contexts.map((context): RequestContext =>
    ({ get: (key) => given.get(key) ?? context.get(key) }))));
}

/** What the origin says of a request, with all contexts that it has then. */
interface OriginRequest {
  readonly request: ReadonlyMap<string, readonly string[]>;
  readonly contexts: readonly RequestContext[];
}

/** Asked for every request: made once for each origin. */
const ofOrigin = new WeakMap<RequestOrigin, readonly OriginRequest[]>();

function contextsOf(origin: RequestOrigin): readonly OriginRequest[] {
  let found = ofOrigin.get(origin);
  if (!found) {
    found = origin._contexts().map((request) => ({
      request,
      contexts: kmsKeysOf(origin, request).map((kmsKeys) => new Map([...IN_EVERY_REQUEST, ...absentFrom(request), ...kmsKeys, ...request])),
    }));
    ofOrigin.set(origin, found);
  }
  return found;
}

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
