import type { ReplayReport } from '../activity/replay-report';

/** A query that tells the same of a table of events. */
export interface ReplayQuery {
  readonly sql: string;
}

/** What a replay found, and what was asked. */
export interface Replayed {
  readonly report: ReplayReport;
  /** Whether the policies given are all that the principals have. */
  readonly limits: boolean;
  /** Whether `--expect` was given. */
  readonly isExpected: boolean;
}
