/** An event, for a person to find it. */
export interface EventExample {
  readonly time?: string;
  readonly eventId?: string;
  readonly region?: string;
  /** As the event has it, such as `s3 DeleteBucket`. */
  readonly operation: string;
  readonly resource?: string;
}

/** What the replayed policies say of calls that are alike. */
export interface ReplayedCalls {
  /**
   * `DENIED`: it happened, and would have been denied. `NOT_DECIDED`: that hangs on what the events don't tell. `DENIED_BY_BOTH`: the current policies
   * deny it, too, and it happened: they were not in force there. `NO_LONGER_DENIED`: it was denied, and these policies would not deny it.
   */
  readonly outcome: 'DENIED' | 'NOT_DECIDED' | 'DENIED_BY_BOTH' | 'NO_LONGER_DENIED';
  readonly origin: 'DIRECT' | 'SERVER' | 'SERVICE';
  /** Of a server or service its service principal, as the event has it. */
  readonly originName?: string;
  readonly principal: string;
  /** The statements, or the kind of policy that lacks an Allow. */
  readonly by: readonly string[];
  readonly dependsOn: readonly string[];
  /** Not decided for that alone that an agent may have started it: a person is not denied it. */
  readonly onlyForAgents: boolean;
  readonly count: number;
  readonly first?: string;
  readonly last?: string;
  readonly actions: ReadonlyArray<{ readonly action: string; readonly count: number }>;
  readonly examples: readonly EventExample[];
}

/** Operations of which no answer is given. */
export interface NotJudged {
  readonly operation: string;
  readonly direct: number;
  readonly throughServers: number;
}

/** What a replay found. */
export interface ReplayReport {
  readonly events: number;
  readonly duplicates: number;
  readonly first?: string;
  readonly last?: string;
  /** On how many days there was one. */
  readonly days: number;
  readonly direct: number;
  readonly throughServers: number;
  readonly throughServices: number;
  /** Calls of tools that were denied or not: they are no calls of AWS by themselves. */
  readonly toolCalls: number;
  /** What tools called and the log has no event of: judged without a resource. */
  readonly unlogged: number;
  /** Events of data: without any, what reads and writes data is not judged. */
  readonly dataEvents: number;
  readonly alreadyDenied: number;
  /** Need no permission, or are no calls. */
  readonly withoutRequest: number;
  /** Called by principals that the replay was not about. */
  readonly leftOut: number;
  readonly calls: readonly ReplayedCalls[];
  readonly notJudged: readonly NotJudged[];
}

/** Whether calls by people and programs would be denied, or may be, or are not judged, or there is nothing that is judged. */
export function hitsDirectCalls({ events, leftOut, calls, notJudged }: ReplayReport): boolean {
  return events === leftOut || calls.some(({ outcome, origin, onlyForAgents }) => origin !== 'SERVER' && outcome !== 'NO_LONGER_DENIED' && !onlyForAgents)
    || notJudged.some(({ direct }) => direct > 0);
}
