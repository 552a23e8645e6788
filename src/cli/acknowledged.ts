import { Problems } from './cli-error';
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
  /** Acknowledgements that are about the files, of which none of the findings is. */
  readonly unused: readonly Acknowledgement[];
}

/**
 * Leaves out what the configuration of a file turns off, or what somebody has acknowledged there or in a comment, and sets severities.
 *
 * @param files all that were read
 * @param configs if there are none, comments don't count either
 * @param today such as `2026-11-29`: an acknowledgement counts until a day
 * @param problems what can't be understood of configurations and comments: what it may say does not count
 */
export function judge(
  findings: readonly LocatedFinding[], files: readonly string[], configs: Configs | undefined, today: string, problems: Problems): Judged {
  const judged: LocatedFinding[] = [];
  const leftOut: Finding[] = [];
  const used = new Set<Acknowledgement>();
  let [acknowledged, off] = [0, 0];
  for (const found of findings) {
    const { finding: { rule, place } } = found;
    const config = problems.attemptOnce(() => configs?.of(place.file!));
    const severity = config?.severities.get(rule.id) ?? found.severity;
    const acknowledgements = acknowledgementsOf(found, config);
    acknowledgements.forEach((each) => used.add(each));
    if (severity === 'off') {
      off++;
      leftOut.push(found.finding);
      continue;
    }
    const inForce = acknowledgements.filter(({ until }) => until === undefined || until >= today);
    if (inForce.length > 0 || (configs && problems.attemptOnce(() => acknowledgedInComments(found)))) {
      acknowledged++;
      leftOut.push(found.finding);
      continue;
    }
    const [over] = acknowledgements;
    judged.push({ ...found, severity, ...(over && { note: `Acknowledged until ${over.until} (${over.place}): ${over.reason}` }) });
  }
  const unused = new Set(files.flatMap((file) => {
    // What nothing is found in needs no configuration.
    const config = new Problems().attempt(() => configs?.of(file));
    return config?.acknowledged.filter((each) => !used.has(each) && isAboutFile(each, file, config.folder)) ?? [];
  }));
  return { findings: judged, acknowledged, off, leftOut, unused: [...unused] };
}

function acknowledgementsOf(found: LocatedFinding, config: Config | undefined): Acknowledgement[] {
  return config?.acknowledged.filter((each) => isAbout(each, found, config.folder)) ?? [];
}

function isAbout(acknowledgement: Acknowledgement, { finding, statement }: LocatedFinding, folder: string): boolean {
  const { rule, place: { file, logicalId, constructPath } } = finding;
  const { resource } = acknowledgement;
  return acknowledgement.rule === rule.id && (acknowledgement.statement === undefined || acknowledgement.statement === statement)
    && (resource === undefined || [logicalId, constructPath, constructPath?.replace(/\/Resource$/, '')].includes(resource))
    && isAboutFile(acknowledgement, file!, folder);
}

function isAboutFile({ files }: Acknowledgement, file: string, folder: string): boolean {
  return files === undefined || globPattern(files).test(relativeTo(folder, file));
}
