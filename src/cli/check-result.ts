import type { LocatedFinding } from './findings';
import type { Fixes } from './fix';
import type { LeftOut } from './left-out';

/** What a check found. */
export interface CheckResult {
  readonly findings: readonly LocatedFinding[];
  /** Those that were read. */
  readonly files: readonly string[];
  readonly leftOut: LeftOut;
  readonly failOn: string;
  /** How many files of folders have no policy. */
  readonly others: number;
  readonly fixes?: Fixes;
  /** Whether the fixes are shown only. */
  readonly dryRun: boolean;
}
