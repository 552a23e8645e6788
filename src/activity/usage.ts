import type { CallHandler } from './call-stream';
import type { CloudTrailEvent, DownstreamRequest } from './event';
import { isDenied } from './event';
import type { EventRequests } from './request-of-event';
import { downstreamRequests, requestsOf } from './request-of-event';

/** Who made a call of a principal. */
export enum UseBy {
  /** An agent, through a server. */
  AGENT = 'agent',
  /** An agent that connects to a server, or calls a tool: the server's own action, which is called directly. */
  CONNECTING = 'connecting',
  /** People and programs, directly. */
  DIRECT = 'direct',
  /** An AWS service with the principal's credentials; for whom is not told. */
  SERVICE = 'service',
}

/** What was used of an action, by whom. */
export interface ActionUse {
  readonly action: string;
  readonly by: UseBy;
  /** The servers or services that called. */
  readonly through: ReadonlySet<string>;
  readonly count: number;
  /** Of them those that are known from the call of a tool only: the trail has no event of theirs. */
  readonly unlogged: number;
  readonly first?: string;
  readonly last?: string;
  /** On how many days. */
  readonly days: number;
  /** With how many calls each was about; not more than `MOST_RESOURCES`. */
  readonly resources: ReadonlyMap<string, number>;
  /** Whether an event does not tell all that the call was about. */
  readonly isOpen: boolean;
  /** What it hangs on whether the calls needed it; `undefined`: they did. */
  readonly ifSo?: string;
  /** Whether it is the main one of what a call needed. */
  readonly isMain: boolean;
}

/** What was used of one principal. */
export interface PrincipalUse {
  readonly principal: string;
  readonly uses: readonly ActionUse[];
  /** The actions that were denied, with how often. */
  readonly denied: ReadonlyMap<string, number>;
}

/** What events say that was used. */
export interface UsageReport {
  readonly principals: readonly PrincipalUse[];
  readonly events: number;
  readonly days: number;
  readonly first?: string;
  readonly last?: string;
  /** Whether there are events of data, such as those of single objects. */
  readonly hasDataEvents: boolean;
  /** Operations of which it is not known which action they need, each with how often. */
  readonly unknown: ReadonlyMap<string, number>;
}

/** More are told as any. */
export const MOST_RESOURCES = 200;

interface Use {
  readonly action: string;
  readonly by: UseBy;
  readonly through: Set<string>;
  count: number;
  unlogged: number;
  first?: string;
  last?: string;
  readonly days: Set<string>;
  readonly resources: Map<string, number>;
  isOpen: boolean;
  ifSo?: string;
  isMain: boolean;
}

/** Counts what the principals used, event by event. What failed for another reason than a denial was allowed, and counts. */
export class Usage implements CallHandler {
  private readonly principals = new Map<string, { readonly uses: Map<string, Use>; readonly denied: Map<string, number> }>();
  private readonly days = new Set<string>();
  private readonly unknown = new Map<string, number>();
  private events = 0;
  private first?: string;
  private last?: string;
  private hasDataEvents = false;

  /** @param isAbout whether a principal's use is asked for */
  public constructor(private readonly isAbout: (principal: string) => boolean = () => true) {}

  public event(event: CloudTrailEvent): void {
    this.events++;
    this.hasDataEvents ||= event.category === 'Data' && event.toolCall === undefined;
    if (event.time !== undefined) {
      this.days.add(event.time.slice(0, 10));
      [this.first, this.last] = [earlier(this.first, event.time), later(this.last, event.time)];
    }
    this.add(event, requestsOf(event), 1, false);
  }

  public unlogged(event: CloudTrailEvent, request: DownstreamRequest, count: number): void {
    this.add(event, downstreamRequests(event, request), count, true, request.apiName);
  }

  public report(): UsageReport {
    const { events, first, last, hasDataEvents, unknown } = this;
    const principals = [...this.principals].map(([principal, { uses, denied }]): PrincipalUse => ({
      principal,
      uses: [...uses.values()].map((use) => ({ ...use, days: use.days.size })).sort((a, b) => compare(a.action, b.action)),
      denied,
    })).sort((a, b) => compare(a.principal, b.principal));
    return { principals, events, days: this.days.size, first, last, hasDataEvents, unknown };
  }

  private add(event: CloudTrailEvent, asked: EventRequests, count: number, unlogged: boolean, apiName?: string): void {
    const { principal: { name }, origin, requests, without } = asked;
    if (name === undefined || !this.isAbout(name)) {
      return;
    }
    if (without === 'UNKNOWN_ACTION' && !event.toolCall === !unlogged) {
      const operation = apiName ?? `${event.source.replace(/\.amazonaws\.com$/, '')}:${event.name}`;
      this.unknown.set(operation, (this.unknown.get(operation) ?? 0) + count);
    }
    const known = this.principals.get(name) ?? { uses: new Map<string, Use>(), denied: new Map<string, number>() };
    this.principals.set(name, known);
    if (!unlogged && isDenied(event)) {
      requests.filter(({ ifSo }) => ifSo === undefined).forEach(({ action }) => known.denied.set(action, (known.denied.get(action) ?? 0) + count));
      return;
    }
    const by = event.toolCall && !unlogged ? UseBy.CONNECTING : { DIRECT: UseBy.DIRECT, SERVER: UseBy.AGENT, SERVICE: UseBy.SERVICE }[origin.kind];
    const seen = new Set<string>();
    for (const { action, resource, ifSo } of requests) {
      const key = `${by} ${action}`;
      const use: Use = known.uses.get(key)
        ?? { action, by, through: new Set(), count: 0, unlogged: 0, days: new Set(), resources: new Map(), isOpen: false, ifSo, isMain: false };
      known.uses.set(key, use);
      use.ifSo = ifSo === undefined ? undefined : use.ifSo;
      use.isMain ||= action === requests[0].action;
      use.isOpen ||= resource === undefined || use.resources.size >= MOST_RESOURCES;
      if (resource !== undefined && use.resources.size < MOST_RESOURCES) {
        use.resources.set(resource, (use.resources.get(resource) ?? 0) + count);
      }
      // A call about several resources is one.
      if (!seen.has(key)) {
        seen.add(key);
        use.count += count;
        use.unlogged += unlogged ? count : 0;
        if (origin.by !== undefined) {
          use.through.add(origin.by);
        }
        if (event.time !== undefined) {
          use.days.add(event.time.slice(0, 10));
          [use.first, use.last] = [earlier(use.first, event.time), later(use.last, event.time)];
        }
      }
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b;
}

function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
