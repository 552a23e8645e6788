import type { ActivityReport, Calls, DeniedActivity } from './activity-report';
import { CallStream } from './call-stream';
import type { CloudTrailEvent } from './event';
import { isDenied } from './event';
import { originOf } from './event-origin';
import { principalOf } from './event-principal';
import { requestsOf } from './request-of-event';
import { prefixOfSource } from '../actions/operations';
import { serverOfSource } from '../mcp/event-sources';

type Counted = { -readonly [name in keyof Calls]: Calls[name] };

interface CountedSession extends Counted {
  readonly session: string;
  readonly principals: Set<string>;
  readonly servers: Set<string>;
  directCalls: number;
}

/** Counts what agents did through servers, event by event: of an event nothing is kept but its names. */
export class Activity {
  private readonly stream: CallStream;
  private readonly principals = new Map<string, Counted & { readonly principal: string; readonly server: string; readonly services: Set<string> }>();
  private readonly tools = new Map<string, { readonly server: string; readonly tool: string; count: number; readonly principals: Set<string> }>();
  private readonly operations = new Map<string, Counted & { readonly server: string; readonly operation: string; readonly action?: string }>();
  private readonly denied = new Map<string, { -readonly [name in keyof DeniedActivity]: DeniedActivity[name] }>();
  private readonly byDay = new Map<string, Counted & { readonly day: string }>();
  private readonly sessions = new Map<string, CountedSession>();
  private readonly allDays = new Set<string>();
  private readonly all: Counted = { toolCalls: 0, calls: 0, denied: 0 };
  private readonly counts = { events: 0, direct: 0, throughServices: 0, unlogged: 0 };

  public constructor() {
    this.stream = new CallStream({
      event: (event) => this.count(event),
      unlogged: (event, { apiName }, count) => {
        this.counts.unlogged += count;
        const [source, name = apiName] = apiName.split(':');
        this.called({ ...event, source, name, toolCall: undefined, type: 'AwsApiCall', parameters: undefined, errorCode: undefined }, serverOfSource(event.source), count);
      },
    });
  }

  public take(event: CloudTrailEvent): void {
    this.stream.take(event);
  }

  public end(): ActivityReport {
    this.stream.end();
    const { first, last } = this.all;
    const byCount = (a: Calls, b: Calls) => b.toolCalls + b.calls - a.toolCalls - a.calls;
    return {
      ...this.counts,
      first,
      last,
      days: this.allDays.size,
      principals: [...this.principals.values()].map((each) => ({ ...each, services: [...each.services].sort() })).sort(byCount),
      tools: [...this.tools.values()].map((each) => ({ ...each, principals: each.principals.size })).sort((a, b) => b.count - a.count),
      operations: [...this.operations.values()].sort(byCount),
      denied: [...this.denied.values()].sort((a, b) => b.count - a.count),
      byDay: [...this.byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
      // A login of people alone says nothing of agents.
      sessions: [...this.sessions.values()].filter(({ servers }) => servers.size > 0)
        .map((each) => ({ ...each, principals: [...each.principals].sort(), servers: [...each.servers].sort() })).sort(byCount),
    };
  }

  private count(event: CloudTrailEvent): void {
    this.counts.events++;
    seen(this.all, event.time);
    if (event.time !== undefined) {
      this.allDays.add(event.time.slice(0, 10));
    }
    if (event.toolCall) {
      // That a session ends is logged as well.
      if (event.toolCall.tool !== undefined || event.name.startsWith('Call')) {
        this.usedTool(event, event.toolCall.tool);
      }
      return;
    }
    const { kind, by } = originOf(event);
    if (kind === 'SERVER') {
      this.called(event, by!, 1);
    } else {
      this.counts[kind === 'DIRECT' ? 'direct' : 'throughServices']++;
      const { signInSessionArn: session } = event.identity;
      if (session !== undefined && kind === 'DIRECT') {
        const known = this.sessionOf(session, event);
        known.directCalls++;
      }
    }
  }

  private usedTool(event: CloudTrailEvent, tool = event.name): void {
    const [server, who] = [serverOfSource(event.source), principalOf(event).label];
    const used = entry(this.tools, `${server}\n${tool}`, () => ({ server, tool: tool.replace(/^aws___/, ''), count: 0, principals: new Set<string>() }));
    used.count++;
    used.principals.add(who);
    const places = this.placesOf(event, server);
    places.forEach((each) => add(each, 'toolCalls', 1, event));
    // What it called and was denied has events of its own.
    this.noteDenied(event, server, `${prefixOfSource(event.source)} ${event.name}`, places);
  }

  private called(event: CloudTrailEvent, server: string, count: number): void {
    const operation = `${prefixOfSource(event.source)} ${event.name}`;
    const places = [...this.placesOf(event, server), entry(this.operations, `${server}\n${operation}`, () => {
      const [request] = requestsOf({ ...event, parameters: undefined, resources: [] }).requests;
      return { server, operation, ...(request && { action: request.action }), toolCalls: 0, calls: 0, denied: 0 };
    })];
    entry(this.principals, `${server}\n${principalOf(event).label}`, () => this.newPrincipal(event, server)).services.add(prefixOfSource(event.source));
    places.forEach((each) => add(each, 'calls', count, event));
    this.noteDenied(event, server, operation, places);
  }

  private noteDenied(event: CloudTrailEvent, server: string, operation: string, places: readonly Counted[]): void {
    if (isDenied(event)) {
      places.forEach((each) => each.denied++);
      const principal = principalOf(event).label;
      const known = entry(this.denied, `${principal}\n${server}\n${operation}`, () => ({ principal, server, operation, count: 0, last: undefined, eventId: undefined }));
      known.count++;
      if (known.last === undefined || (event.time ?? '') >= known.last) {
        [known.last, known.eventId] = [event.time, event.id];
      }
    }
  }

  /** Where a call is counted, whatever it is. */
  private placesOf(event: CloudTrailEvent, server: string): Counted[] {
    const { signInSessionArn: session } = event.identity;
    const day = event.time?.slice(0, 10) ?? 'not known';
    const ofSession = session === undefined ? undefined : this.sessionOf(session, event);
    ofSession?.servers.add(server);
    return [
      entry(this.principals, `${server}\n${principalOf(event).label}`, () => this.newPrincipal(event, server)),
      entry(this.byDay, day, () => ({ day, toolCalls: 0, calls: 0, denied: 0 })),
      ...ofSession ? [ofSession] : [],
    ];
  }

  private newPrincipal(event: CloudTrailEvent, server: string) {
    return { principal: principalOf(event).label, server, services: new Set<string>(), toolCalls: 0, calls: 0, denied: 0 };
  }

  private sessionOf(session: string, event: CloudTrailEvent) {
    const known = entry(this.sessions, session, () => ({
      session, principals: new Set<string>(), servers: new Set<string>(), directCalls: 0, toolCalls: 0, calls: 0, denied: 0,
    }));
    known.principals.add(principalOf(event).label);
    return known;
  }
}

function entry<T>(all: Map<string, T>, key: string, make: () => T): T {
  let known = all.get(key);
  if (!known) {
    all.set(key, known = make());
  }
  return known;
}

function add(to: Counted, what: 'toolCalls' | 'calls', count: number, { time }: CloudTrailEvent): void {
  to[what] += count;
  seen(to, time);
}

function seen(times: Counted, time: string | undefined): void {
  if (time !== undefined) {
    times.first = times.first === undefined || time < times.first ? time : times.first;
    times.last = times.last === undefined || time > times.last ? time : times.last;
  }
}
