import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import { isUnknownPart } from '../iam/unknown-text';

/** One character that is no colon. */
export const ONE_WITHIN: unique symbol = Symbol('? within a segment');
/** Any run of characters that are no colons. */
export const RUN_WITHIN: unique symbol = Symbol('* within a segment');

export type GlobItem = string | typeof ANY_ONE | typeof ANY_RUN | typeof ONE_WITHIN | typeof RUN_WITHIN;

/** A set of strings: those that are alike, item by item. */
export interface Glob {
  readonly items: readonly GlobItem[];
  /** Whether letters are alike in either case, as to `StringEqualsIgnoreCase`. */
  readonly foldsCase: boolean;
  /** Whether a part of a string that is known only at deployment may be anything that the glob means there; if not, it is alike only to itself. */
  readonly opensParts?: boolean;
}

/** Globs that stand together: what any of them means. */
export type GlobSet = readonly Glob[];

/** Of a part known only at deployment the glob means all that it may be: any run. */
export function globOf(pattern: Pattern, foldsCase = false): Glob {
  return { items: pattern.map((item) => (isOpen(item) ? ANY_RUN : item)), foldsCase };
}

/** That written with `*` and `?`. */
export function globOfText(text: string): Glob {
  return globOf(wildcards(text));
}

/** Of an ARN's six parts each is compared by itself; `undefined` of what is no pattern of one. */
export function arnGlob(pattern: Pattern): Glob | undefined {
  let colons = 0;
  const items = pattern.map((item): GlobItem => {
    colons += item === ':' ? 1 : 0;
    return colons >= 5 ? openOr(item, ANY_RUN) : within(item);
  });
  return colons < 5 ? undefined : { items, foldsCase: false };
}

/** Those of which a resource's pattern says for certain that it means them: no `*` within a segment reaches over a colon, nor does a `?`. */
export function segmentsGlob(pattern: Pattern): Glob {
  return { items: pattern.map((item, i) => (isInner(pattern, i) ? within(item) : openOr(item, ANY_RUN))), foldsCase: false };
}

/** What a pattern says of strings with parts known only at deployment: those that it means for certain, and those that it may mean. */
export function globsOfParts(pattern: Pattern): Glob[] {
  const certain = pattern.some((_, i) => isInner(pattern, i)) ? pattern.map((item, i) => (isInner(pattern, i) ? within(item) : item)) : pattern;
  return [{ items: certain, foldsCase: false }, { ...globOf(pattern), opensParts: true }];
}

/** Whether it is a wildcard within a segment, which for certain reaches over no colon. */
function isInner(pattern: Pattern, i: number): boolean {
  return pattern[i] === ANY_ONE || (pattern[i] === ANY_RUN && ![':', ANY_RUN, undefined].includes(pattern[i + 1]));
}

function within(item: Pattern[number]): GlobItem {
  return item === ANY_ONE ? ONE_WITHIN : item === ANY_RUN ? RUN_WITHIN : openOr(item, RUN_WITHIN);
}

function openOr(item: Pattern[number], run: GlobItem): GlobItem {
  return isOpen(item) ? run : item;
}

function isOpen(item: Pattern[number]): boolean {
  return typeof item === 'string' && isUnknownPart(item);
}
