import { McpContextKey } from './mcp-context-key';
import type { RequestOrigin } from './request-origin';
import { IN_EVERY_REQUEST, OF_FORWARD_ACCESS_SESSIONS } from '../iam/known-keys';
import type { RequestContext } from '../iam/request-context';
import { textOf } from '../iam/value';

/**
 * Every context that requests of the origin have, as far as they agree with what the caller knows of the request.
 *
 * @throws if none does, or a key is there twice, in another case
 */
export function requestContexts(origin: RequestOrigin, known: { readonly [key: string]: readonly string[] }): RequestContext[] {
  const given = Object.entries(known).map(([key, values]) => [key.toLowerCase(), values.map((value) => textOf(value) ?? value)] as const);
  const twice = given.findIndex(([key], i) => given.findIndex(([other]) => other === key) < i);
  if (twice !== -1) {
    throw new Error(`the context has ${given[twice][0]} twice: condition keys are case-insensitive, so give all its values under one`);
  }
  const agreeing = origin._contexts().filter((request) => given.every(([key, values]) => {
    const fixed = request.get(key);
    return fixed === undefined || (fixed.length === values.length && fixed.every((value) => values.includes(value)));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${JSON.stringify(known)}`);
  }
  return agreeing.map((request) => new Map([...IN_EVERY_REQUEST, ...absentFrom(request), ...request, ...given]));
}

const VIA_SERVICE = McpContextKey.VIA_AWS_SERVICE.toLowerCase();
const ABSENT = OF_FORWARD_ACCESS_SESSIONS.map((key) => [key, []] as const);

/** What no service has added. */
function absentFrom(request: RequestContext): typeof ABSENT {
  return isViaService(request) ? [] : ABSENT;
}

/** Whether an AWS service calls on with the caller's credentials. */
export function isViaService(request: RequestContext): boolean {
  return request.get(VIA_SERVICE)?.[0] === 'true';
}
