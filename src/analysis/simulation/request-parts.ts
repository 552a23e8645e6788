import type { SimulationResult } from './simulation-result';
import { SimulationDecision } from './simulation-result';
import { Catalog } from '../../actions/catalog';
import { ResourceFit, resourceFit } from '../../actions/resource-fit';
import { intersection } from '../../iam/pattern-intersection';
import { readable } from '../../iam/unknown-text';
import { withoutCovered } from '../../iam/without-covered';
import { didYouMean, nearest } from '../../private/edit-distance';
import { formatValue } from '../../private/format';

/** A part of what a request with wildcards is about, and how it was judged. */
export interface SimulatedPart {
  /** The action. */
  readonly action: string;

  /**
   * The resource, with wildcards: the answer holds for each that it means.
   *
   * @default - not given: the answer holds for every resource
   */
  readonly resource?: string;

  /** Resources, with wildcards, for which the answer does not hold, though `resource` means them. They are in other parts. Empty for none. */
  readonly exceptResources: string[];

  /** How it was judged. */
  readonly result: SimulationResult;
}

/** How many parts are told of one action; what is left is conditional. */
const MOST = 100;

/**
 * The actions that a pattern means, without those that can't be about the resource.
 *
 * @throws if there is none
 */
export function actionsOf(pattern: string, resource: string | undefined): string[] {
  if (!/[*?]/.test(String(pattern))) {
    return [pattern];
  }
  if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(pattern)) {
    throw new Error(`${formatValue(pattern)} means no actions of one service: expected "service:Action", with wildcards behind the colon only, such as "s3:Get*"`);
  }
  const { service, names } = Catalog.get().find(pattern);
  if (names.length === 0) {
    const { services, date } = Catalog.get();
    throw new Error(`${formatValue(pattern)} means no action, as of the table of ${date}${services.includes(service) ? '' : didYouMean(nearest(service, services))}`);
  }
  const actions = names.map((name) => `${service}:${name}`);
  const fitting = actions.filter((action) => resourceFit([action], resource) !== ResourceFit.NEVER);
  if (fitting.length === 0) {
    throw new Error(`none of the ${names.length} actions of ${formatValue(pattern)} is about ${formatValue(readable(resource!))}`);
  }
  return fitting;
}

/**
 * Takes a request apart by the resources that policies tell apart, until what is left of each is decided or can't be told by patterns.
 *
 * @param judge how a resource is judged that is none of some patterns
 */
export function partsOf(
  resource: string | undefined, judge: (resource: string | undefined, outside: ReadonlySet<string>) => SimulationResult,
): Array<Omit<SimulatedPart, 'action'>> {
  const parts: Array<Omit<SimulatedPart, 'action'>> = [];
  const takeApart = (one: string | undefined, outside: ReadonlySet<string>): void => {
    // What another part has as a whole is none.
    if (one !== undefined && [...outside].some((pattern) => intersection(pattern, one)?.includes(one))) {
      return;
    }
    const result = judge(one, outside);
    const splits = result.decision !== SimulationDecision.CONDITIONAL || one === undefined || one === '*' || parts.length + outside.size > MOST ? []
      : result._openResources.map((pattern) => ({ pattern, common: intersection(one, pattern) }));
    const split = splits.find(({ common }) => common !== undefined && !common.includes(one!));
    if (!split) {
      const exceptResources = one === undefined ? [] : withoutCovered([...outside]).filter((pattern) => intersection(one, pattern)?.length !== 0);
      parts.push({ ...(one !== undefined && { resource: one }), exceptResources, result });
      return;
    }
    split.common!.forEach((each) => takeApart(each, outside));
    takeApart(one, new Set([...outside, split.pattern]));
  };
  takeApart(resource, new Set());
  return parts;
}
