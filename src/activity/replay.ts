import type { AlikeEvent } from './alike-records';
import { AlikeRecords } from './alike-records';
import { CallStream } from './call-stream';
import type { CloudTrailEvent, DownstreamRequest } from './event';
import { isDenied } from './event';
import { originOf } from './event-origin';
import type { ReplayedCalls, ReplayReport } from './replay-report';
import type { CallGroup, Counted, Judgment } from './replay-tally';
import { needsExample, ReplayTally } from './replay-tally';
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
  group?: CallGroup;
}

/** Events that are alike: they are counted by themselves, and added up at the end. */
interface AlikeEvents {
  readonly judgment: Judgment;
  /** Whether a server or service called. */
  readonly isInvoked: boolean;
  count: number;
  /** As numbers. */
  first: number;
  last: number;
}

type Judged = Pick<ReplayedCalls, 'outcome'> & { readonly verdict: Verdict };
type Changed = Required<Pick<Judgment, 'group' | 'verdict'>>;

const NONE = { count: 0, first: Infinity, last: -Infinity };

const MOST_KINDS = 50_000;

/** Judges what happened by other policies, event by event. Of an event nothing is kept but what it is an example of. */
export class Replay {
  /** The records that are alike: an event of which one was judged is only counted. */
  public readonly alike = new AlikeRecords((found) => this.again(found));
  private readonly tally = new ReplayTally();
  private readonly stream: CallStream;
  private readonly kinds = new Map<string, Kind>();
  /** Those of which some are counted. */
  private readonly counted: AlikeEvents[] = [];
  private readonly answers = new Cache<readonly [Verdict, Verdict | undefined]>(20_000);
  private numbers = 0;
  private day = 0;

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
    this.addCounted();
    this.stream.end();
    return this.tally.report(this.stream.duplicates);
  }

  /** @returns whether it is counted: if not, it is judged as any other */
  private again(found: AlikeEvent): boolean {
    const known = found.noted as AlikeEvents | undefined;
    const second = known ? found.second() : NaN;
    if (!known || needsExample(known.judgment) || Number.isNaN(second)) {
      return false;
    }
    if (this.stream.isNew(found, known.isInvoked)) {
      if (known.count++ === 0) {
        this.counted.push(known);
      }
      known.first = Math.min(known.first, second);
      known.last = Math.max(known.last, second);
      const day = Math.floor(second / 1_000_000);
      if (day !== this.day) {
        this.day = day;
        this.tally.at(found.time());
      }
    }
    return true;
  }

  private addCounted(): void {
    this.counted.forEach((each) => {
      const [first, last] = [timeOf(each.first), timeOf(each.last)];
      this.tally.at(first);
      this.tally.at(last);
      this.tally.add(each.judgment, each.count, first, last);
      Object.assign(each, NONE);
    });
    this.counted.length = 0;
  }

  private judge(event: CloudTrailEvent): void {
    const { alike, time, identity } = event;
    const judgment = this.judgmentOf(event);
    this.tally.at(time);
    this.tally.add(judgment, 1, time, time);
    this.giveExample(judgment, event);
    // What a tool called is told by its ids.
    if (alike && !event.toolCall) {
      alike.noted ??= { judgment, isInvoked: identity.invokedBy !== undefined, ...NONE } satisfies AlikeEvents;
    }
    if (this.counted.length >= MOST_KINDS) {
      this.addCounted();
    }
  }

  private judgmentOf(event: CloudTrailEvent): Judgment {
    const kind = this.kindOf(event);
    const { asked, isAbout } = kind;
    const counted: Counted[] = ['events'];
    if (event.category === 'Data' && !event.toolCall) {
      counted.push('dataEvents');
    }
    if (event.toolCall) {
      counted.push('toolCalls');
    } else if (asked.without !== 'NO_CALL') {
      counted.push(asked.origin.kind);
    }
    const wasDenied = event.errorCode !== undefined && isDenied(event);
    if (!isAbout) {
      counted.push('leftOut');
    } else if (asked.without !== undefined) {
      return this.withoutRequest(event, asked, asked.without, counted);
    } else if (wasDenied && !this.policies.current) {
      counted.push('alreadyDenied');
    } else {
      const changed = this.compare(event, kind, wasDenied);
      counted.push(...!changed && wasDenied ? ['alreadyDenied' as const] : []);
      return { counted, ...changed };
    }
    return { counted };
  }

  /** What a tool called through a server, and nothing more is known of. */
  private judgeUnlogged(event: CloudTrailEvent, request: DownstreamRequest, count: number): void {
    const asked = downstreamRequests(event, request);
    const counted: Counted[] = ['unlogged'];
    const [source, name] = request.apiName.split(':');
    const called: CloudTrailEvent = { ...event, source, name: name ?? request.apiName, toolCall: undefined, region: request.region ?? event.region };
    const judgment = this.policies.isAbout?.(asked.principal.name) === false ? { counted }
      : asked.without !== undefined ? this.withoutRequest(called, asked, asked.without, counted)
        : { counted, ...this.changed(this.outcomeOf(this.policies.proposed.of(asked), this.policies.current?.of(asked), false), asked) };
    this.tally.add(judgment, count, event.time, event.time);
    this.giveExample(judgment, called);
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

  /** What changes for an event; `undefined` if nothing does. */
  private compare(event: CloudTrailEvent, kind: Kind, wasDenied: boolean): Changed | undefined {
    const { current: now } = this.policies;
    if (kind.group && !now) {
      return { group: kind.group, verdict: kind.proposed! };
    }
    if (kind.proposed?.outcome === 'NOT_DENIED' && !wasDenied) {
      return undefined;
    }
    const isDecided = kind.proposed !== undefined && (!now || kind.current !== undefined);
    const [proposed, current] = isDecided ? [kind.proposed, kind.current] : this.asked(event, kind);
    const changed = this.changed(this.outcomeOf(proposed, current, wasDenied), kind.asked);
    kind.group = isDecided && !now ? changed?.group : undefined;
    return changed;
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

  private changed(judged: Judged | undefined, asked: Kind['asked']): Changed | undefined {
    return judged && { group: this.tally.groupOf(judged.outcome, judged.verdict, asked), verdict: judged.verdict };
  }

  private giveExample(judgment: Judgment, event: CloudTrailEvent): void {
    const { group, verdict } = judgment;
    if (group && verdict && needsExample(judgment)) {
      // What is decided by the kind of the call was not asked about its resource, which a person wants to see all the same.
      const about = verdict.resource ?? requestsOf(event).requests.find((each) => each.action === verdict.action)?.resource;
      group.examples.push({
        time: event.time,
        eventId: event.id,
        region: event.region,
        operation: operationOf(event),
        ...(about !== undefined && { resource: readable(about) }),
      });
    }
  }

  private withoutRequest(event: CloudTrailEvent, { origin }: Kind['asked'], why: WithoutRequest, counted: readonly Counted[]): Judgment {
    return why !== 'UNKNOWN_ACTION' ? { counted: [...counted, 'withoutRequest'] }
      : { counted, notJudged: [this.tally.notJudgedOf(operationOf(event)), origin.kind === 'SERVER' || event.toolCall ? 'throughServers' : 'direct'] };
  }
}

function timeOf(second: number): string {
  return String(second).padStart(14, '0').replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
}

function operationOf({ source, name }: CloudTrailEvent): string {
  return `${prefixOfSource(source)} ${name}`;
}
