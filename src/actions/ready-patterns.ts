/** A part of a set: what AWS services call of KMS for whoever uses them, and the rest of it. */
export type KmsPart = 'rest' | 'ofServices';

/**
 * How a ready set, or a part of it, is written, as `npx projen catalog` keeps it: to find that in the table of actions is more work than all else of a role.
 *
 * @param services of which it is; of all, if there is none
 * @returns `undefined` if the set is not kept, or has nothing of a service, which may be a mistake: then the table tells
 */
export function readyPatterns(set: string, services: readonly string[], part?: KmsPart): readonly string[] | undefined {
  // Not an import: that would read the file with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const kept: string | undefined = require('../../data/ready-sets.json')[set];
  const wanted = services.length > 0 ? new Set(services) : kept?.match(/(?<=,)[\w-]+(?= )/g) ?? [];
  const patterns: string[] = [];
  for (const service of wanted) {
    if (!/^[\w-]+$/.test(service) || !kept?.includes(`,${service} `)) {
      return undefined;
    }
    if (part !== 'ofServices' || service === 'kms') {
      namesIn(kept, part && service === 'kms' ? `kms/${part}` : service).forEach((name) => patterns.push(`${service}:${name}`));
    }
  }
  return kept === undefined ? undefined : patterns.sort();
}

/** What a set has behind a service: each begins and ends with a comma. */
function namesIn(kept: string, service: string): string[] {
  const start = kept.indexOf(`,${service} `) + service.length + 2;
  return start === service.length + 1 ? [] : kept.slice(start, kept.indexOf(',', start)).split(' ');
}
