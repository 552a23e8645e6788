import type { Problems } from './cli-error';
import type { Acknowledgement, Config, Configs } from './config';
import type { LocatedFinding } from './findings';
import { globPattern, relativeTo } from './glob';
import { acknowledgedInComments } from './ignore-comments';
import type { Finding } from '../analysis/rules/rule';

/** Findings as a project wants them judged. */
export interface Judged {
  readonly findings: readonly LocatedFinding[];
  /** How many are left out because somebody has looked at them. */
  readonly acknowledged: number;
  /** How many are left out because their rule is off. */
  readonly off: number;
  /** All that is left out. */
  readonly leftOut: readonly Finding[];
}

/**
 * Leaves out what the configuration of a file turns off, or what somebody has acknowledged there or in a comment, and sets severities.
 *
 * @param configs if there are none, comments don't count either
 * @param today such as `2026-11-29`: an acknowledgement counts until a day
 * @param problems what can't be understood of configurations and comments: what it may say does not count
 */
export function judge(findings: readonly LocatedFinding[], configs: Configs | undefined, today: string, problems: Problems): Judged {
  const judged: LocatedFinding[] = [];
  const leftOut: Finding[] = [];
  let [acknowledged, off] = [0, 0];
  for (const found of findings) {
    const { finding: { rule, place } } = found;
    const config = problems.attemptOnce(() => configs?.of(place.file!));
    const severity = config?.severities.get(rule.id) ?? found.severity;
    if (severity === 'off') {
      off++;
      leftOut.push(found.finding);
      continue;
    }
    const acknowledgements = acknowledgementsOf(found, config);
    const inForce = acknowledgements.filter(({ until }) => until === undefined || until >= today);
    if (inForce.length > 0 || (configs && problems.attemptOnce(() => acknowledgedInComments(found)))) {
      acknowledged++;
      leftOut.push(found.finding);
      continue;
    }
    const [over] = acknowledgements;
    judged.push({ ...found, severity, ...(over && { note: `Acknowledged until ${over.until} (${over.place}): ${over.reason}` }) });
  }
  return { findings: judged, acknowledged, off, leftOut };
}

function acknowledgementsOf(found: LocatedFinding, config: Config | undefined): Acknowledgement[] {
  return config?.acknowledged.filter((each) => isAbout(each, found, config.folder)) ?? [];
}

function isAbout({ rule, files, statement }: Acknowledgement, found: LocatedFinding, folder: string): boolean {
  return rule === found.finding.rule.id && (statement === undefined || statement === found.statement)
    && (files === undefined || globPattern(files).test(relativeTo(folder, found.finding.place.file!)));
}
