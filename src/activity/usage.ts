import type { CallHandler } from './call-stream';
import type { CloudTrailEvent, DownstreamRequest } from './event';
import { isDenied } from './event';
import type { EventRequests } from './request-of-event';
import { downstreamRequests, requestsOf } from './request-of-event';
import { SessionMarks } from './session-marks';
import type { Circumstance } from '../actions/event-actions';

/** Who made a call of a principal. */
export enum UseBy {
  /** An agent, through a server. */
  AGENT = 'agent',
  /** An agent, directly, in a session that is marked as an agent's. */
  SESSION = 'agent session',
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
  readonly ifSo?: Circumstance;
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
  /** Whether there were too many sessions to wait for the event of their start: it counted if it came before. */
  readonly tooManySessions: boolean;
}

/** How much is kept apart of sessions of which no event so far tells whether they are marked. */
const MOST_WAITING = 50_000;

/** More are told as any. */
export const MOST_RESOURCES = 200;

interface Use {
  readonly action: string;
  readonly by: UseBy;
  /** The session, if no event so far tells whether it is marked. */
  readonly session?: string;
  readonly through: Set<string>;
  count: number;
  unlogged: number;
  first?: string;
  last?: string;
  readonly days: Set<string>;
  readonly resources: Map<string, number>;
  isOpen: boolean;
  ifSo?: Circumstance;
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
  private waiting = 0;

  /** @param isAbout whether a principal's use is asked for */
  public constructor(private readonly isAbout: (principal: string) => boolean = () => true, private readonly marks = new SessionMarks()) {}

  public event(event: CloudTrailEvent): void {
    this.events++;
    this.marks.note(event);
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
      uses: this.withSessions(principal, [...uses.values()]).map(({ session, ...use }) => ({ ...use, days: use.days.size }))
        .sort((a, b) => compare(a.action, b.action)),
      denied,
    })).sort((a, b) => compare(a.principal, b.principal));
    return { principals, events, days: this.days.size, first, last, hasDataEvents, unknown, tooManySessions: this.waiting >= MOST_WAITING };
  }

  /** Now that all events are read, what is known of the sessions is known. */
  private withSessions(principal: string, uses: readonly Use[]): Use[] {
    const byKey = new Map<string, Use>();
    for (const use of uses) {
      const { session, action } = use;
      const isMarked = session !== undefined && (this.marks.toldOf(session) ?? this.marks.isRoles(principal));
      const by = isMarked ? UseBy.SESSION : use.by;
      const known = byKey.get(`${by} ${action}`);
      byKey.set(`${by} ${action}`, known ? joined(known, use) : { ...use, by });
    }
    return [...byKey.values()];
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
    const { accessKeyId, hasSession } = event.identity;
    const told = accessKeyId === undefined ? undefined : this.marks.toldOf(accessKeyId);
    const mayWait = told === undefined && accessKeyId !== undefined && hasSession && this.waiting < MOST_WAITING;
    const directly = told ?? (!mayWait && this.marks.isRoles(name)) ? UseBy.SESSION : UseBy.DIRECT;
    const by = event.toolCall && !unlogged ? UseBy.CONNECTING : { DIRECT: directly, SERVER: UseBy.AGENT, SERVICE: UseBy.SERVICE }[origin.kind];
    const session = mayWait && by === UseBy.DIRECT ? accessKeyId : undefined;
    const seen = new Set<string>();
    for (const { action, resource, ifSo } of requests) {
      const key = `${by} ${action}${session === undefined ? '' : ` ${session}`}`;
      const use: Use = known.uses.get(key) ?? {
        action, by, session, through: new Set(), count: 0, unlogged: 0, days: new Set(), resources: new Map(), isOpen: false, ifSo, isMain: false,
      };
      this.waiting += session !== undefined && !known.uses.has(key) ? 1 : 0;
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

/** What two say of the same action. */
function joined(a: Use, b: Use): Use {
  const resources = new Map(a.resources);
  b.resources.forEach((count, resource) => {
    if (resources.has(resource) || resources.size < MOST_RESOURCES) {
      resources.set(resource, (resources.get(resource) ?? 0) + count);
    }
  });
  return {
    action: a.action,
    by: a.by,
    through: new Set([...a.through, ...b.through]),
    count: a.count + b.count,
    unlogged: a.unlogged + b.unlogged,
    first: b.first === undefined ? a.first : earlier(a.first, b.first),
    last: b.last === undefined ? a.last : later(a.last, b.last),
    days: new Set([...a.days, ...b.days]),
    resources,
    isOpen: a.isOpen || b.isOpen || [...b.resources.keys()].some((resource) => !resources.has(resource)),
    ifSo: a.ifSo === undefined || b.ifSo === undefined ? undefined : b.ifSo,
    isMain: a.isMain || b.isMain,
  };
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
