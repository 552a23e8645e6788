// A set of the five keys is a number: it is looked up for every request.
/* eslint-disable no-bitwise */
import { GivenKeys } from './given-keys';
import { McpContextKey } from './mcp-context-key';
import { keysTold, requestContexts } from './request-contexts';
import type { RequestOrigin } from './request-origin';
import { KMS_VIA_SERVICE, OF_FORWARD_ACCESS_SESSIONS, OF_SERVICES } from '../iam/known-keys';
import type { RequestContext } from '../iam/request-context';
import type { Outcome } from '../iam/three-valued';
import { Cache, derivedFrom } from '../private/cache';

const MCP_ACTION = McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase();
/** The keys in which the contexts of an origin differ. */
const VIA_SERVICE = McpContextKey.VIA_AWS_SERVICE.toLowerCase();
const ORIGIN_KEYS = [McpContextKey.VIA_AWS_MCP_SERVICE.toLowerCase(), McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase(), VIA_SERVICE, MCP_ACTION,
  KMS_VIA_SERVICE];
/** Whether these are there hangs on whether a service calls. */
const HANG_ON_SERVICE = [...OF_FORWARD_ACCESS_SESSIONS, ...OF_SERVICES];

/** Which of the keys in which contexts differ are among the given ones, as bits. */
export function originKeysIn(keys: readonly string[]): number {
  let bits = 0;
  for (const key of keys) {
    bits |= bitsByKey.get(key, () => bitsOf(key));
  }
  return bits;
}

/** Asked for every request. */
const bitsByKey = new Cache<number>();

function bitsOf(key: string): number {
  const told = HANG_ON_SERVICE.includes(key) ? [VIA_SERVICE, key] : [key];
  return ORIGIN_KEYS.reduce((all, each, i) => (told.includes(each) ? all | (1 << i) : all), 0);
}

/** Which keys change together: those of where a request comes from, and those of who makes it. */
export function relatedKeys(key: string): string {
  return ORIGIN_KEYS.includes(key) || HANG_ON_SERVICE.includes(key) ? 'origin' : /^aws:(principal(?!tag\/)|user(id|name)$)/.test(key) ? 'principal' : key;
}

/** The keys of either. */
export function joinOriginKeys(a: number, b: number): number {
  return a | b;
}

/** What of an origin is asked for every request. */
interface KnownOrigin {
  /** The keys of which it says something. */
  readonly told: ReadonlySet<string>;
  /** Its contexts where the caller knows no further keys, by whether the action called is a server's own. */
  readonly contexts: Map<Outcome, OriginContexts>;
  /** What the caller knew the last time, and its contexts then: many requests have the same. */
  last?: { readonly own: Outcome; readonly given: GivenKeys; readonly contexts: OriginContexts };
}

const knownOrigin = derivedFrom((origin: RequestOrigin): KnownOrigin => ({ told: new Set(keysTold(origin)), contexts: new Map() }));

/** The contexts that requests of an origin can have, fewer where statements don't look at all keys. */
export class OriginContexts {
  /**
   * @param own whether the action called is a server's own
   * @param written further keys that the caller knows
   * @throws if no request of the origin has them, or one is there twice, in another case
   */
  public static of(origin: RequestOrigin, own: Outcome, written: { readonly [key: string]: readonly string[] } | undefined): OriginContexts {
    const known = knownOrigin(origin);
    if (!written) {
      return this.withoutKeys(origin, known, own);
    }
    const { told, last } = known;
    if (last && last.own === own && last.given.areOf(written)) {
      last.contexts.isKept = true;
      return last.contexts;
    }
    const given = new GivenKeys(written);
    // Keys of which the origin says nothing are the same in each of its contexts.
    const contexts = given.names.some((name) => told.has(name)) ? new OriginContexts(new DistinctContexts(requestContexts(origin, given), own))
      : new OriginContexts(this.withoutKeys(origin, known, own).contexts, given);
    known.last = { own, given, contexts };
    return contexts;
  }

  private static withoutKeys(origin: RequestOrigin, { contexts }: KnownOrigin, own: Outcome): OriginContexts {
    let found = contexts.get(own);
    if (!found) {
      contexts.set(own, found = new OriginContexts(new DistinctContexts(requestContexts(origin), own)));
      found.isKept = true;
    }
    return found;
  }

  /** Whether they are the same object for other requests of which the same is known. */
  public isKept = false;

  private constructor(private readonly contexts: DistinctContexts, private readonly given?: GivenKeys) {}

  /** One context of each kind, as far as the keys tell them apart. */
  public differingIn(keys: number): readonly RequestContext[] {
    const { given } = this;
    const found = this.contexts.differingIn(keys);
    return given ? found.map((context) => given.over(context)) : found;
  }
}

class DistinctContexts {
  private readonly contexts: readonly RequestContext[];
  private readonly distinct = new Map<number, readonly RequestContext[]>();

  public constructor(contexts: readonly RequestContext[], own: Outcome) {
    // What the caller says of the key counts more.
    const agreeing = own === undefined ? contexts : contexts.filter((context) => (context.get(MCP_ACTION)?.[0] === 'true') === own);
    this.contexts = agreeing.length > 0 ? agreeing : contexts;
  }

  public differingIn(keys: number): readonly RequestContext[] {
    let found = this.distinct.get(keys);
    if (!found) {
      const looked = ORIGIN_KEYS.filter((_, i) => keys & (1 << i));
      const bySignature = new Map(this.contexts.map((context) => [JSON.stringify(looked.map((key) => context.get(key))), context]));
      this.distinct.set(keys, found = [...bySignature.values()]);
    }
    return found;
  }
}
