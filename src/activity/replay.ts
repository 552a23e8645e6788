import { CallStream } from './call-stream';
import type { CloudTrailEvent, DownstreamRequest } from './event';
import { isDenied } from './event';
import { originOf } from './event-origin';
import type { EventExample, NotJudged, ReplayedCalls, ReplayReport } from './replay-report';
import type { EventRequests, WithoutRequest } from './request-of-event';
import { downstreamRequests, requestsOf } from './request-of-event';
import type { Verdict, Verdicts } from './verdict';
import { prefixOfSource } from '../actions/operations';
import { readable } from '../iam/unknown-text';
import { Cache } from '../private/cache';

/** What is replayed. */
export interface ReplayedPolicies {
  /** Those that would be in force. */
  readonly proposed: Verdicts;
  /** Those that are; left out if they are not known. */
  readonly current?: Verdicts;
  /** Whom the replay is about; by default everybody. */
  readonly isAbout?: (principal: string | undefined) => boolean;
}

/** Events that are alike: what is said of one holds for all, or has to be asked of each. */
interface Kind {
  readonly number: number;
  readonly asked: Pick<EventRequests, 'principal' | 'origin' | 'without'>;
  readonly isAbout: boolean;
  /** `undefined`: it hangs on the rest of the event. */
  readonly proposed: Verdict | undefined;
  readonly current: Verdict | undefined;
  /** Where the calls are counted that are decided by the kind. */
  group?: Group;
}

interface Group extends Omit<ReplayedCalls, 'actions' | 'count' | 'first' | 'last' | 'examples'> {
  count: number;
  first?: string;
  last?: string;
  readonly actions: Map<string, number>;
  readonly examples: EventExample[];
}

type Judged = Pick<ReplayedCalls, 'outcome'> & { readonly verdict: Verdict };

const MOST_KINDS = 50_000;
const MOST_EXAMPLES = 3;

/** Judges what happened by other policies, event by event. Of an event nothing is kept but what it is an example of. */
export class Replay {
  private readonly stream: CallStream;
  private readonly kinds = new Map<string, Kind>();
  private readonly groups = new Map<string, Group>();
  private readonly notJudged = new Map<string, { direct: number; throughServers: number }>();
  private readonly days = new Set<string>();
  private readonly counts = {
    events: 0, DIRECT: 0, SERVER: 0, SERVICE: 0, toolCalls: 0, unlogged: 0, dataEvents: 0, alreadyDenied: 0, withoutRequest: 0, leftOut: 0,
  };

  private readonly answers = new Cache<readonly [Verdict, Verdict | undefined]>(20_000);
  private numbers = 0;
  private first?: string;
  private last?: string;
  private lastDay = '';

  public constructor(private readonly policies: ReplayedPolicies) {
    this.stream = new CallStream({
      event: (event) => this.judge(event),
      unlogged: (event, request, count) => this.judgeUnlogged(event, request, count),
    });
  }

  public take(event: CloudTrailEvent): void {
    this.stream.take(event);
  }

  public end(): ReplayReport {
    this.stream.end();
    const { DIRECT: direct, SERVER: throughServers, SERVICE: throughServices, ...counts } = this.counts;
    return {
      ...counts,
      direct,
      throughServers,
      throughServices,
      duplicates: this.stream.duplicates,
      first: this.first,
      last: this.last,
      days: this.days.size,
      calls: [...this.groups.values()].sort(byImportance).map(({ actions, ...group }): ReplayedCalls => ({
        ...group,
        actions: [...actions].map(([action, count]) => ({ action, count })).sort((a, b) => b.count - a.count || (a.action < b.action ? -1 : 1)),
      })),
      notJudged: [...this.notJudged].map(([operation, each]): NotJudged => ({ operation, ...each }))
        .sort((a, b) => b.direct + b.throughServers - a.direct - a.throughServers || (a.operation < b.operation ? -1 : 1)),
    };
  }

  private judge(event: CloudTrailEvent): void {
    this.counts.events++;
    this.timed(event.time);
    const kind = this.kindOf(event);
    const { asked, isAbout } = kind;
    if (event.category === 'Data' && !event.toolCall) {
      this.counts.dataEvents++;
    }
    if (event.toolCall) {
      this.counts.toolCalls++;
    } else if (asked.without !== 'NO_CALL') {
      this.counts[asked.origin.kind]++;
    }
    const wasDenied = event.errorCode !== undefined && isDenied(event);
    if (!isAbout) {
      this.counts.leftOut++;
    } else if (asked.without !== undefined) {
      this.withoutRequest(event, asked, asked.without);
    } else if (wasDenied && !this.policies.current) {
      this.counts.alreadyDenied++;
    } else {
      this.compare(event, kind, wasDenied);
    }
  }

  /** What a tool called through a server, and nothing more is known of. */
  private judgeUnlogged(event: CloudTrailEvent, request: DownstreamRequest, count: number): void {
    const asked = downstreamRequests(event, request);
    this.counts.unlogged += count;
    if (this.policies.isAbout?.(asked.principal.name) === false) {
      return;
    }
    const [source, name] = request.apiName.split(':');
    const called: CloudTrailEvent = { ...event, source, name: name ?? request.apiName, toolCall: undefined, region: request.region ?? event.region };
    if (asked.without !== undefined) {
      this.withoutRequest(called, asked, asked.without, count);
      return;
    }
    const judged = this.outcomeOf(this.policies.proposed.of(asked), this.policies.current?.of(asked), false);
    if (judged) {
      this.count(this.groupOf(judged, asked), judged.verdict, called, count);
    }
  }

  private kindOf(event: CloudTrailEvent): Kind {
    const { source, name, type, account, identity, toolCall, requestContext } = event;
    // What is decided by the kind hangs on these alone.
    const key = requestContext ? undefined : [
      source, name, type, account, event.region, identity.type, identity.arn, identity.issuerArn, identity.accountId, identity.principalId, identity.userName, identity.invokedBy ?? originOf(event).by, identity.hasSession, toolCall ? 'tool' : '',
    ].join('\n');
    const known = key === undefined ? undefined : this.kinds.get(key);
    if (known) {
      return known;
    }
    const requests = requestsOf({ ...event, parameters: undefined, resources: [] });
    const { principal, origin, without } = requests;
    const asked = { principal, origin, without };
    const isAbout = this.policies.isAbout?.(asked.principal.name) ?? true;
    const isAsked = isAbout && asked.without === undefined;
    const kind: Kind = {
      number: this.numbers++,
      asked,
      isAbout,
      proposed: isAsked ? this.policies.proposed.ofKind(requests) : undefined,
      current: isAsked ? this.policies.current?.ofKind(requests) : undefined,
    };
    if (key !== undefined) {
      if (this.kinds.size >= MOST_KINDS) {
        this.kinds.clear();
      }
      this.kinds.set(key, kind);
    }
    return kind;
  }

  private compare(event: CloudTrailEvent, kind: Kind, wasDenied: boolean): void {
    const { current: now } = this.policies;
    if (kind.group && !now) {
      this.count(kind.group, kind.proposed!, event, 1);
      return;
    }
    if (kind.proposed?.outcome === 'NOT_DENIED' && !wasDenied) {
      return;
    }
    const isDecided = kind.proposed !== undefined && (!now || kind.current !== undefined);
    const [proposed, current] = isDecided ? [kind.proposed, kind.current] : this.asked(event, kind);
    const judged = this.outcomeOf(proposed, current, wasDenied);
    if (!judged) {
      this.counts.alreadyDenied += wasDenied ? 1 : 0;
      return;
    }
    const group = this.groupOf(judged, kind.asked);
    kind.group = isDecided && !now ? group : undefined;
    this.count(group, judged.verdict, event, 1);
  }

  /** What is said of an event by all that it tells: of those that tell the same, only once. */
  private asked(event: CloudTrailEvent, kind: Kind): readonly [proposed: Verdict, current: Verdict | undefined] {
    const { proposed, current } = this.policies;
    const { parameters, resources, requestContext } = event;
    const make = () => {
      const asked = requestsOf(event);
      return [kind.proposed ?? proposed.of(asked), current && (kind.current ?? current.of(asked))] as const;
    };
    // Signing in tells some of its context elsewhere.
    return this.answers.get(requestContext || event.additional?.grant_type !== undefined ? undefined
      : `${kind.number}\n${JSON.stringify([parameters, resources])}${proposed.toldApart(event)}${current?.toldApart(event) ?? ''}`, make);
  }

  /** `undefined`: nothing changes. */
  private outcomeOf(proposed: Verdict, current: Verdict | undefined, wasDenied: boolean): Judged | undefined {
    if (wasDenied) {
      const couldBe = current && current.outcome !== 'NOT_DENIED' && proposed.outcome !== 'DENIED';
      const open = [...current?.outcome === 'NOT_DECIDED' ? current.dependsOn : [], ...proposed.outcome === 'NOT_DECIDED' ? proposed.dependsOn : []];
      return couldBe ? { outcome: 'NO_LONGER_DENIED', verdict: { ...current, dependsOn: [...new Set(open)] } } : undefined;
    }
    return proposed.outcome === 'NOT_DENIED' ? undefined
      : { outcome: proposed.outcome === 'NOT_DECIDED' ? 'NOT_DECIDED' : current?.outcome === 'DENIED' ? 'DENIED_BY_BOTH' : 'DENIED', verdict: proposed };
  }

  private groupOf({ outcome, verdict }: Judged, { principal, origin }: Kind['asked']): Group {
    const { by, dependsOn, onlyForAgents = false } = verdict;
    const key = [outcome, principal.label, origin.kind, origin.by, onlyForAgents, ...by, ...dependsOn].join('\n');
    let group = this.groups.get(key);
    if (!group) {
      this.groups.set(key, group = {
        outcome,
        origin: origin.kind,
        originName: origin.by,
        principal: principal.label,
        by,
        dependsOn,
        onlyForAgents,
        count: 0,
        actions: new Map(),
        examples: [],
      });
    }
    return group;
  }

  private count(group: Group, { action, resource }: Verdict, event: CloudTrailEvent, count: number): void {
    const { time } = event;
    group.count += count;
    group.actions.set(action!, (group.actions.get(action!) ?? 0) + count);
    if (time !== undefined) {
      group.first = group.first === undefined || time < group.first ? time : group.first;
      group.last = group.last === undefined || time > group.last ? time : group.last;
    }
    if (group.examples.length < MOST_EXAMPLES) {
      // What is decided by the kind of the call was not asked about its resource, which a person wants to see all the same.
      const about = resource ?? requestsOf(event).requests.find((each) => each.action === action)?.resource;
      group.examples.push({
        time, eventId: event.id, region: event.region, operation: operationOf(event), ...(about !== undefined && { resource: readable(about) }),
      });
    }
  }

  private withoutRequest(event: CloudTrailEvent, { origin }: Kind['asked'], why: WithoutRequest, count = 1): void {
    if (why !== 'UNKNOWN_ACTION') {
      this.counts.withoutRequest += count;
      return;
    }
    const operation = operationOf(event);
    const known = this.notJudged.get(operation) ?? { direct: 0, throughServers: 0 };
    known[origin.kind === 'SERVER' || event.toolCall ? 'throughServers' : 'direct'] += count;
    this.notJudged.set(operation, known);
  }

  private timed(time: string | undefined): void {
    if (time === undefined) {
      return;
    }
    this.first = this.first === undefined || time < this.first ? time : this.first;
    this.last = this.last === undefined || time > this.last ? time : this.last;
    if (!time.startsWith(this.lastDay) || this.lastDay === '') {
      this.lastDay = time.slice(0, 10);
      this.days.add(this.lastDay);
    }
  }
}

function operationOf({ source, name }: CloudTrailEvent): string {
  return `${prefixOfSource(source)} ${name}`;
}

const ORDER = ['DIRECT', 'SERVICE', 'SERVER'];

/** What hits people first, then what is most frequent. */
function byImportance(a: Group, b: Group): number {
  return ORDER.indexOf(a.origin) - ORDER.indexOf(b.origin) || b.count - a.count || (a.principal < b.principal ? -1 : 1);
}
