import type { EventExample, NotJudged, ReplayedCalls, ReplayReport } from './replay-report';
import type { EventRequests } from './request-of-event';
import type { Verdict } from './verdict';

const MOST_EXAMPLES = 3;

/** Calls of one principal from one origin of which the policies say the same. */
export interface CallGroup extends Omit<ReplayedCalls, 'actions' | 'count' | 'first' | 'last' | 'examples'> {
  count: number;
  first?: string;
  last?: string;
  readonly actions: Map<string, number>;
  readonly examples: EventExample[];
}

type NotJudgedCount = { -readonly [name in keyof NotJudged]: NotJudged[name] };

/** What an event is counted as. */
export type Counted = 'events' | 'DIRECT' | 'SERVER' | 'SERVICE' | 'toolCalls' | 'unlogged' | 'dataEvents' | 'alreadyDenied' | 'withoutRequest' | 'leftOut';

/** What is said of an event: it hangs neither on its time nor on its ids. */
export interface Judgment {
  readonly counted: readonly Counted[];
  /** The calls that it is one of, if something would change. */
  readonly group?: CallGroup;
  readonly verdict?: Verdict;
  /** Where it is counted if no answer is given. */
  readonly notJudged?: readonly [count: NotJudgedCount, of: 'direct' | 'throughServers'];
}

/** Counts what is said of events. */
export class ReplayTally {
  private readonly groups = new Map<string, CallGroup>();
  private readonly notJudged = new Map<string, NotJudgedCount>();
  private readonly days = new Set<string>();
  private readonly counts: { [name in Counted]: number } = {
    events: 0, DIRECT: 0, SERVER: 0, SERVICE: 0, toolCalls: 0, unlogged: 0, dataEvents: 0, alreadyDenied: 0, withoutRequest: 0, leftOut: 0,
  };

  private first?: string;
  private last?: string;
  private lastDay = '';

  /** @param first when the first was of so many events; none if it is not told */
  public add({ counted, group, verdict, notJudged }: Judgment, count: number, first: string | undefined, last: string | undefined): void {
    counted.forEach((name) => this.counts[name] += count);
    if (notJudged) {
      notJudged[0][notJudged[1]] += count;
    }
    if (group && verdict) {
      group.count += count;
      group.actions.set(verdict.action!, (group.actions.get(verdict.action!) ?? 0) + count);
      group.first = earlier(group.first, first);
      group.last = later(group.last, last);
    }
  }

  /** Notes when an event was. */
  public at(time: string | undefined): void {
    if (time === undefined) {
      return;
    }
    this.first = earlier(this.first, time);
    this.last = later(this.last, time);
    if (!time.startsWith(this.lastDay) || this.lastDay.length < 10) {
      this.lastDay = time.slice(0, 10);
      this.days.add(this.lastDay);
    }
  }

  /** The calls that something is said of. */
  public groupOf(outcome: ReplayedCalls['outcome'], { by, dependsOn, onlyForAgents = false }: Verdict, { principal, origin }: Pick<EventRequests, 'principal' | 'origin'>): CallGroup {
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

  public notJudgedOf(operation: string): NotJudgedCount {
    let count = this.notJudged.get(operation);
    if (!count) {
      this.notJudged.set(operation, count = { operation, direct: 0, throughServers: 0 });
    }
    return count;
  }

  public report(duplicates: number): ReplayReport {
    const { DIRECT: direct, SERVER: throughServers, SERVICE: throughServices, ...counts } = this.counts;
    return {
      ...counts,
      direct,
      throughServers,
      throughServices,
      duplicates,
      first: this.first,
      last: this.last,
      days: this.days.size,
      calls: [...this.groups.values()].sort(byImportance).map(({ actions, ...group }): ReplayedCalls => ({
        ...group,
        actions: [...actions].map(([action, count]) => ({ action, count })).sort((a, b) => b.count - a.count || (a.action < b.action ? -1 : 1)),
      })),
      notJudged: [...this.notJudged.values()]
        .sort((a, b) => b.direct + b.throughServers - a.direct - a.throughServers || (a.operation < b.operation ? -1 : 1)),
    };
  }
}

/** Whether an event is of use as an example of its calls. */
export function needsExample({ group }: Judgment): boolean {
  return group !== undefined && group.examples.length < MOST_EXAMPLES;
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

const ORDER = ['DIRECT', 'SERVICE', 'SERVER'];

/** What hits people first, then what is most frequent. */
function byImportance(a: CallGroup, b: CallGroup): number {
  return ORDER.indexOf(a.origin) - ORDER.indexOf(b.origin) || b.count - a.count || (a.principal < b.principal ? -1 : 1);
}
