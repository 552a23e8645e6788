import { basename } from 'path';
import { shortName } from './simulation/principal-index';
import type { TemplatePrincipal } from './template/template-policies';
import { hasUnknownPart } from '../iam/unknown-text';

/** A principal as the old side of a comparison has it, the new side, or both. */
export interface PrincipalPair<P> {
  /** What a person calls it. */
  readonly name: string;
  readonly before?: P;
  readonly after?: P;
}

type Named = Omit<TemplatePrincipal, 'kind'> & { readonly kind: string };

/**
 * The principals of both sides, those that are the same together. They are found by their kind and logical id; where a side has several of these, as
 * accounts and stacks do, by the ARN, or by the name of the file as well.
 */
export function principalPairs<P extends Named>(before: readonly P[], after: readonly P[]): Array<PrincipalPair<P>> {
  const sides = [before, after];
  const repeated = new Set(sides.flatMap((side) => repeatedIn(side.map(shortKey))));
  const found = new Map<string, [name: string, before?: P, after?: P]>();
  sides.forEach((side, i) => side.forEach((each) => {
    const isRepeated = repeated.has(shortKey(each));
    const key = isRepeated ? longKey(each) : shortKey(each);
    const name = isRepeated && each.file !== undefined ? `${basename(each.file)} ${shortName(each)}` : shortName(each);
    // Those that even so can't be told apart are all there, each for itself.
    let free = key;
    while (found.get(free)?.[i + 1]) {
      free += '+';
    }
    const pair = found.get(free) ?? [name];
    pair[i + 1] = each;
    found.set(free, pair);
  }));
  return [...found.values()].map(([name, old, fresh]) => ({ name, ...old && { before: old }, ...fresh && { after: fresh } }));
}

function shortKey({ kind, logicalId }: Named): string {
  return `${kind} ${logicalId}`;
}

function longKey({ kind, logicalId, arn, file = '' }: Named): string {
  return `${kind} ${hasUnknownPart(arn) ? `${logicalId} ${basename(file)}` : arn}`;
}

function repeatedIn(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.has(key) || !seen.add(key));
}
