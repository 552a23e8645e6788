import type { UnreadEvents } from './read-events';
import type { ReplayedCalls, ReplayReport } from './replay-report';
import { hitsDirectCalls } from './replay-report';

/** Calls that happened, of one principal from one origin, of which the replayed policies say the same. */
export class McpReplayedCalls {
  /** @internal */
  public static _of(calls: ReplayedCalls): McpReplayedCalls {
    return new McpReplayedCalls(calls);
  }

  /** Who called: the ARN of a role, with its path, or of a user; or what the events have instead. */
  public readonly principal: string;
  /** The service principal of the server, or of the service that called for the principal; `direct` for a direct call. */
  public readonly origin: string;
  /** The actions, the most frequent first. */
  public readonly actions: string[];
  /** The statements, or the kind of policy that lacks an Allow. */
  public readonly by: string[];
  /** What it hangs on, of calls that are not decided. */
  public readonly dependsOn: string[];
  /** How many calls. */
  public readonly count: number;
  /** When the first was, in UTC; empty if the events don't tell. */
  public readonly first: string;
  /** When the last was, in UTC; empty if the events don't tell. */
  public readonly last: string;

  private constructor({ principal, origin, originName, actions, by, dependsOn, count, first, last }: ReplayedCalls) {
    this.principal = principal;
    this.origin = origin === 'DIRECT' ? 'direct' : originName ?? 'a service';
    this.actions = actions.map(({ action }) => action);
    this.by = [...by];
    this.dependsOn = [...dependsOn];
    this.count = count;
    this.first = first ?? '';
    this.last = last ?? '';
  }

  /** All of it in a line. */
  public toString(): string {
    const { principal, origin, actions, by, dependsOn, count } = this;
    return `${principal} (${origin}): ${actions.join(', ')} ${count === 1 ? 'once' : `${count} times`}, by ${by.join(', ')}${
      dependsOn.length > 0 ? `, if ${dependsOn.join('; ')}` : ''}`;
  }
}

/** What policies would have denied of what happened. */
export class McpReplay {
  /** @internal */
  public static _of(report: ReplayReport, unread: readonly UnreadEvents[]): McpReplay {
    return new McpReplay(report, unread);
  }

  /** How many events there were. */
  public readonly events: number;
  /** What happened and would have been denied: what people and programs did first. */
  public readonly denied: McpReplayedCalls[];
  /** What may have been denied: that hangs on what the events don't tell. */
  public readonly notDecided: McpReplayedCalls[];
  /** What was denied, and would no longer be by these policies; of a replay beside current ones. */
  public readonly noLongerDenied: McpReplayedCalls[];
  /** Operations of which no answer is given, for it is not known which action they need. */
  public readonly notJudged: string[];
  /** What could not be read, with the reason. */
  public readonly notRead: string[];
  /**
   * Whether people or programs would be denied something, or that is not certain: not decided, not judged, not read, or there is no event of
   * those that the replay is about.
   */
  public readonly hitsDirectCalls: boolean;

  private constructor(report: ReplayReport, unread: readonly UnreadEvents[]) {
    const having = (...outcomes: Array<ReplayedCalls['outcome']>) => report.calls.filter(({ outcome }) => outcomes.includes(outcome)).map(McpReplayedCalls._of);
    this.events = report.events;
    this.denied = having('DENIED', 'DENIED_BY_BOTH');
    this.notDecided = having('NOT_DECIDED');
    this.noLongerDenied = having('NO_LONGER_DENIED');
    this.notJudged = report.notJudged.map(({ operation }) => operation);
    this.notRead = unread.map(({ file, line, why }) => `${file}${line === undefined ? '' : `:${line}`}: ${why}`);
    this.hitsDirectCalls = this.notRead.length > 0 || hitsDirectCalls(report);
  }

  /** All of it in words. */
  public get explanation(): string {
    const section = (title: string, lines: ReadonlyArray<McpReplayedCalls | string>) => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);
    return [
      `${this.events} events`,
      ...section('would have been denied:', this.denied),
      ...section('not decided:', this.notDecided),
      ...section('would no longer be denied:', this.noLongerDenied),
      ...section('not judged:', this.notJudged),
      ...section('not read:', this.notRead),
    ].join('\n');
  }

  /** The explanation. */
  public toString(): string {
    return this.explanation;
  }
}
