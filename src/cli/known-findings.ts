import { CliError } from './cli-error';
import type { LocatedFinding } from './findings';
import { fingerprint } from './fingerprint';
import { readTextFile } from './read-text';

/** How often each fingerprint is in an earlier output of `check`, as JSON or as SARIF. */
export function knownFindings(name: string): Map<string, number> {
  const fingerprints = fingerprintsIn(parsed(name));
  if (!fingerprints?.every((each) => typeof each === 'string')) {
    throw new CliError(`${name}: no output of check: expected "findings", each with a "fingerprint", or SARIF`, 'Make it with check --format json.');
  }
  const known = new Map<string, number>();
  fingerprints.forEach((each: string) => known.set(each, (known.get(each) ?? 0) + 1));
  return known;
}

/** Without those that are known, each as often as it is. */
export function withoutKnown(findings: readonly LocatedFinding[], known: ReadonlyMap<string, number>): LocatedFinding[] {
  const left = new Map(known);
  return findings.filter((finding) => {
    const key = fingerprint(finding);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function parsed(name: string): any {
  try {
    return JSON.parse(readTextFile(name));
  } catch (error) {
    throw error instanceof SyntaxError ? new CliError(`${name}: not valid JSON: ${error.message}`) : error;
  }
}

function fingerprintsIn(value: any): unknown[] | undefined {
  return Array.isArray(value?.findings) ? value.findings.map((each: any) => each?.fingerprint)
    : Array.isArray(value?.runs) ? value.runs.flatMap((run: any) => (run?.results ?? []).map((each: any) => each?.partialFingerprints?.['finding/v1']))
      : undefined;
}
