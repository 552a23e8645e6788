/** How often something was called through servers. */
export interface Calls {
  /** Calls of the server's tools. */
  readonly toolCalls: number;
  /** Calls of AWS that came through the server, with those of tools of which the log has no event. */
  readonly calls: number;
  /** Of both, those that were denied. */
  readonly denied: number;
  readonly first?: string;
  readonly last?: string;
}

export interface PrincipalActivity extends Calls {
  readonly principal: string;
  readonly server: string;
  readonly services: readonly string[];
}

export interface ToolActivity {
  readonly server: string;
  readonly tool: string;
  readonly count: number;
  readonly principals: number;
}

export interface OperationActivity extends Calls {
  readonly server: string;
  /** Such as `s3 DeleteBucket`. */
  readonly operation: string;
  /** What it needs, such as `s3:DeleteBucket`; none if that is not known, or nothing is needed. */
  readonly action?: string;
}

export interface DeniedActivity {
  readonly principal: string;
  readonly server: string;
  readonly operation: string;
  readonly count: number;
  readonly last?: string;
  /** Of the last one. */
  readonly eventId?: string;
}

export interface DayActivity extends Calls {
  readonly day: string;
}

/** A login: what came from it through servers, and directly. */
export interface SessionActivity extends Calls {
  readonly session: string;
  readonly principals: readonly string[];
  readonly servers: readonly string[];
  /** With the same login, not through a server. */
  readonly directCalls: number;
}

/** Who used which server for what. */
export interface ActivityReport {
  readonly events: number;
  readonly first?: string;
  readonly last?: string;
  readonly days: number;
  readonly direct: number;
  readonly throughServices: number;
  /** Calls by tools of which the log has no event: they are counted by what the tool's event says. */
  readonly unlogged: number;
  readonly principals: readonly PrincipalActivity[];
  readonly tools: readonly ToolActivity[];
  readonly operations: readonly OperationActivity[];
  readonly denied: readonly DeniedActivity[];
  readonly byDay: readonly DayActivity[];
  readonly sessions: readonly SessionActivity[];
}
