import type { SideRequest } from './partial-request';
import { likenessOf } from './same-policies';
import { layersIn } from '../iam/authorization';
import type { Layer } from '../iam/policy-layers';
import type { NamedLayer, RelevantStatement } from '../iam/statements-about';

/**
 * The statements that alone can make the second side allow less than the first: Allows that a layer of it lacks, and Denies that the first does not have.
 * While none of them applies, the second allows whatever the first does, whatever else is not known.
 *
 * @returns nothing where that can't be told: another principal, another kind of layer, or statements of which it is not known what they say
 */
export function sideDifferences(first: SideRequest, second: SideRequest): RelevantStatement[] | undefined {
  if (!isOneRequest(first, second) || [...first.relevant, ...second.relevant].some(isUnsure)) {
    return undefined;
  }
  const [here, there] = [first, second].map(({ layers }) => layersIn(layers));
  const different: RelevantStatement[] = [];
  for (const { name, layer } of there) {
    // A control policy more on the first side only denies more.
    const lacking = here.filter((other) => other.name === name && traitsOf(other.layer) === traitsOf(layer))
      .map((other) => allowsBeyond(first, other.layer, second, layer)).sort((a, b) => a.length - b.length);
    if (lacking.length === 0) {
      return undefined;
    }
    different.push(...lacking[0], ...deniesBeyond(second, layer, first, here.filter((other) => other.name === name)));
  }
  return here.every(({ name }) => MAY_BE_MORE.includes(name) || there.some((other) => other.name === name)) ? different : undefined;
}

const MAY_BE_MORE: ReadonlyArray<NamedLayer['name']> = ['serviceControl', 'resourceControl'];

function isOneRequest({ request: one }: SideRequest, { request: other }: SideRequest): boolean {
  const [a, b] = [one, other].map(({ principal, sameAccount, needsResourcePolicy, resource, facts }) => (
    JSON.stringify([principal?.name, sameAccount ?? null, needsResourcePolicy, resource, facts.get('aws:resourceaccount')])));
  return a === b;
}

/** Whether it is not known what the statement says, or whether it counts: of two written the same it may be otherwise. */
function isUnsure({ statement: { effect, condition, resource }, besidesResource }: RelevantStatement): boolean {
  return besidesResource === undefined || effect === undefined || resource?.texts.includes(undefined) === true
    || condition.tests.some(({ operator, values }) => !operator || values.includes(undefined));
}

/** What counts of a layer besides its statements. */
function traitsOf({ unknownPolicies = [], allowsEverything = false, mayBeAbsent = false, presumedAbsent }: Layer): string {
  return JSON.stringify([unknownPolicies, allowsEverything, mayBeAbsent, presumedAbsent]);
}

function allowsBeyond(side: SideRequest, layer: Layer, otherSide: SideRequest, other: Layer): RelevantStatement[] {
  return beyond(of(side, 'Allow', [layer]), of(otherSide, 'Allow', [other]));
}

function deniesBeyond(side: SideRequest, layer: Layer, otherSide: SideRequest, others: readonly NamedLayer[]): RelevantStatement[] {
  return beyond(of(side, 'Deny', [layer]), of(otherSide, 'Deny', others.map((other) => other.layer)));
}

function of({ relevant }: SideRequest, effect: string, layers: readonly Layer[]): RelevantStatement[] {
  return relevant.filter(({ statement, layer }) => statement.effect === effect && layers.includes(layer));
}

function beyond(statements: readonly RelevantStatement[], others: readonly RelevantStatement[]): RelevantStatement[] {
  const known = new Set(others.map(({ statement }) => likenessOf(statement)));
  return statements.filter(({ statement }) => !known.has(likenessOf(statement)));
}
