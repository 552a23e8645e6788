import type { Budget } from './budget';
import type { Glob, GlobSet } from './glob';
import { globsOfParts, RUN_WITHIN } from './glob';
import { keyOf } from './glob-automaton';
import type { StringCell } from './glob-cells';
import { stringCells } from './glob-cells';
import type { Pattern } from '../iam/pattern';
import { ANY_RUN } from '../iam/pattern';
import { characters, hasUnknownPart, isGeneratedName, isUnknownPart, unknownParts } from '../iam/unknown-text';

/** Resources of a template, whose names are known only at deployment. */
export interface NamedResources {
  readonly sets: readonly GlobSet[];
  readonly cells: readonly StringCell[];
  /** How their ARNs begin, up to the last part that is known only at deployment. */
  readonly beginnings: readonly string[];
  readonly complete: boolean;
}

/**
 * How the ARNs begin that a pattern means, up to the last part known only at deployment; `undefined` if it has none, or what stands before that may be
 * anything.
 */
function beginningOf(pattern: string): string | undefined {
  const items = characters(pattern);
  const beginning = items.slice(0, items.map(isUnknownPart).lastIndexOf(true) + 1);
  return beginning.length === 0 || /[*?]|\$\{/.test(beginning.filter((item) => !isUnknownPart(item)).join('')) ? undefined : beginning.join('');
}

/**
 * The patterns of names that CloudFormation makes up. What is written out is taken to be none of these: they are looked at by themselves, as
 * `namedResources()`.
 */
export function generatedPatterns(patterns: readonly string[]): ReadonlySet<string> {
  return new Set(patterns.filter((each) => hasUnknownPart(each) && characters(each).some(isGeneratedName) && beginningOf(each) !== undefined
    && characters(each).every((item) => !isUnknownPart(item) || isGeneratedName(item) || unknownParts(item)[0].startsWith('AWS::'))));
}

/**
 * The resources of a template that patterns name, one of each kind that all of them tell apart.
 *
 * @param patterns how the resources of statements are written, and other patterns
 * @param read the same as statements read them
 * @param scope which are asked about, and all if there is none
 */
export function namedResources(patterns: readonly string[], read: readonly Pattern[], scope: readonly Pattern[], budget: Budget): NamedResources {
  const beginnings = [...new Set(patterns.flatMap((each) => beginningOf(each) ?? []))];
  const domain: GlobSet[] = [[ARN], ...scope.length > 0 ? [scope.map((items) => ({ items, foldsCase: false }))] : []];
  const all = beginnings.length === 0 ? [] : [...domain, ...read.flatMap(globsOfParts).map((glob) => [glob])];
  const sets = [...new Map(all.map((set) => [keyOf(set), set])).values()];
  const found = beginnings.map((beginning) => stringCells(sets, domain.length, budget.half(), beginning));
  return { sets, cells: found.flatMap(({ cells }) => cells), beginnings, complete: found.every(({ complete }) => complete) };
}

const ARN: Glob = { items: [...'arn:', RUN_WITHIN, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', ANY_RUN], foldsCase: false };
