import { commonText } from './rules/alike-documents';
import { PolicyDocument } from '../iam/document';
import type { LocatedPolicy } from '../iam/policy';
import { policyTypeOf } from '../iam/policy-type-lookup';
import type { Statement } from '../iam/statement';
import { hasTooManyBranches } from '../iam/statement-branches';
import { characters, hasUnknownPart } from '../iam/unknown-text';
import { isOpen, itemsOf } from '../iam/value';
import { patternMatches } from '../iam/wildcard';
import { MCP_KEYS } from '../mcp/mcp-tests';
import { Cache } from '../private/cache';

const OF_MCP: readonly string[] = MCP_KEYS.map((key) => key.toLowerCase());

/** What of a policy the rules can't judge, for a person: the resource that has it, with the element where only that is not known. */
export function notJudged(policy: LocatedPolicy): string[] {
  return told(policy, openParts(policy));
}

/** The same of each of many policies, of which most are alike but for the names of their resources: nothing of these is told. */
export function notJudgedOf(policies: readonly LocatedPolicy[]): Map<LocatedPolicy, string[]> {
  const known = new Cache<{ readonly parts: ReturnType<typeof openParts> }>();
  return new Map(policies.map((policy) => {
    const { text } = commonText(policy, policyTypeOf(policy), `${policy.kind} ${policy.resourceType} ${policy.service}`);
    return [policy, told(policy, known.get(text, () => ({ parts: openParts(policy) })).parts)];
  }));
}

function told({ place }: LocatedPolicy, parts: ReturnType<typeof openParts>): string[] {
  const name = place.constructPath ?? place.logicalId!;
  return parts === 'all' ? [name] : parts.map((part) => `${name} (${part})`);
}

function openParts(policy: LocatedPolicy): readonly string[] | 'all' {
  return PolicyDocument.of(policy).mayHoldMore ? 'all' : undecidedParts(policy);
}

/**
 * The elements of statements that the rules can't judge, as they are known only at deployment, such as `Action`: all but names of resources and
 * principals, and what conditions compare other keys with. That these are open is usual, and no mistake of a policy is in them.
 */
function undecidedParts(policy: LocatedPolicy): string[] {
  const { knownStatements, possibleStatements } = PolicyDocument.of(policy);
  return [...new Set([
    ...knownStatements.flatMap(({ json }) => (hasTooManyBranches(json) ? ['branches'] : [])),
    ...possibleStatements.flatMap(partsOf),
  ])];
}

function partsOf({ json, condition }: Statement): string[] {
  const { Effect, Principal, NotPrincipal, Action, NotAction } = json;
  const parts = Object.entries({ Effect, Principal, NotPrincipal, Action, NotAction })
    .filter(([, value]) => itemsOf(value).some(isOpen)).map(([name]) => name);
  // One that has no operator by mistake is told as that.
  const isMistake = (written: string) => condition.problems.some(({ operator }) => operator === undefined || operator === written);
  const isOpenTest = condition.tests.some(({ operator, name, values, written, key }) => (
    (operator === undefined && !isMistake(written)) || mayBeOfMcp(key)
    || (OF_MCP.includes(name) && values.some((value) => value === undefined || hasUnknownPart(value)))));
  return isOpenTest ? [...parts, 'Condition'] : parts;
}

/** Whether a key is known only at deployment and may be one of MCP, as one that ends with `:sub` for a service account of a cluster can't be. */
function mayBeOfMcp(key: string): boolean {
  return hasUnknownPart(key) && OF_MCP.some((name) => patternMatches(characters(key.toLowerCase()), name) !== false);
}
