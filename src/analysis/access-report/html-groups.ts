import type { AccessReport, ReportedPrincipal } from './report-types';
import { derivedFrom } from '../../private/cache';
import { sha256 } from '../../private/sha256';

/** Principals that may do the same, which the page has once. */
export interface Group {
  readonly principals: readonly ReportedPrincipal[];
  /** The first of them. */
  readonly principal: ReportedPrincipal;
}

/** The principals, those that are alike together, in the order of the first of each. */
export function groupsOf({ principals, guardrails }: AccessReport): Group[] {
  const groups = new Map<string, ReportedPrincipal[]>();
  const numberOf = numbersOfEqual();
  for (const principal of principals) {
    const { kind, access, guardrails: effects, unknownPolicies } = principal;
    const stopped = effects.map(({ guardrail, origins }) => [guardrails[guardrail].sid, numberOf(origins)]);
    const key = JSON.stringify([kind, numberOf(access), stopped, unknownPolicies]);
    const group = groups.get(key);
    if (group) {
      group.push(principal);
    } else {
      groups.set(key, [principal]);
    }
  }
  return [...groups.values()].map((alike) => ({ principals: alike, principal: alike[0] }));
}

/** The construct rather than the resource in it. */
export function shortId({ id }: ReportedPrincipal): string {
  return withoutResource(id);
}

export function withoutResource(path: string): string {
  return path.endsWith('/Resource') ? path.slice(0, -'/Resource'.length) : path;
}

/** Gives objects numbers, the same to those that are equal. Many are not only equal, but the same. */
export function numbersOfEqual(): (object: object) => number {
  const numbers = new Map<string, number>();
  return derivedFrom((object: object): number => {
    const text = sha256(JSON.stringify(object));
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
