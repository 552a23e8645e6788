import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { arnParts } from '../iam/arn';
import { hasUnknownPart, unknownPart } from '../iam/unknown-text';
import { wildcardMatcher } from '../iam/wildcard';
import { formatValue } from '../private/format';

/** A resource whose own policy a statement is to go to. */
export interface OwnResource {
  /** What it is, as errors show it. */
  readonly what: string;
  /** Its ARN, in each form in which an app may write it. */
  readonly arns: string[];
  /** How its policy names it: by its ARN, or `*`, where the ARN would make it depend on itself. */
  readonly self: string;
  /** What is in it, in the policy: objects of a bucket. */
  readonly content?: string;
  /** What is between its ARN and the rest of the ARN of what is in it. Default: `/`. */
  readonly separator?: string;
  /** Whether a resource of the app that is given is in it, such as an alias of a function; `undefined` if that is not known. */
  readonly holds?: (resource: string) => boolean | undefined;
  /** The types of the two, as the table of actions names them. */
  readonly types?: { readonly self: string; readonly content: string };
}

/**
 * What the given resources have in common with the resource, as its own policy names it; empty if nothing.
 *
 * @throws if that can't be told or can't be said.
 */
export function resourcesWithin(scope: IConstruct, given: string[], own: OwnResource): string[] {
  const text = (value: string) => plainText(Stack.of(scope).resolve(value));
  let arns: string[] | undefined;
  const parts = given.map((resource) => (resource === '*' && own.holds?.(resource) === undefined ? wholeOf(own)
    : within(resource, text(resource), arns ??= own.arns.map(text), own)));
  return parts.length === 1 ? parts[0] : [...new Set(parts.flat())];
}

function wholeOf({ self, content }: OwnResource): string[] {
  return content === undefined ? [self] : [self, content];
}

/** The types of resources of the own one, as `resourcesWithin()` gives them; `undefined` if it is of one. */
export function typesOf(resources: string[], { types, self }: OwnResource): string[] | undefined {
  return types && [...(resources.includes(self) ? [types.self] : []), ...(resources.some((resource) => resource !== self) ? [types.content] : [])];
}

function within(resource: string, pattern: string, arns: string[], own: OwnResource): string[] {
  const held = own.holds?.(resource);
  if (held !== undefined) {
    return held ? [resource] : [];
  }
  const covers = wildcardMatcher(pattern);
  const separator = own.separator ?? '/';
  const coversContent = own.content !== undefined && arns.some((arn) => covers(`${arn}${separator}${SOMETHING}`) === true);
  if (arns.some((arn) => covers(arn) === true)) {
    return coversContent ? wholeOf(own) : [own.self];
  }
  if (coversContent) {
    return [own.content!];
  }
  if (arns.some((arn) => pattern.startsWith(`${arn}${separator}`))) {
    if (own.self === '*') {
      throw new Error(`is about a part of the ${own.what}, ${formatValue(resource)}, which its own policy can't name: leave the resources out`);
    }
    return [resource];
  }
  // All are the same resource: what surely misses it in one form misses it.
  if (!arns.some((arn) => disjoint(pattern, arn, separator))) {
    throw new Error(`is about ${formatValue(resource)}, and whether that is the ${own.what} can't be told: name the ${own.what} by its construct, or leave the resources out`);
  }
  return [];
}

/** No one names an object so. */
const SOMETHING = '\uE0F0/\uE0F1';

/** Whether a pattern surely means nothing of the resource or in it. */
function disjoint(pattern: string, arn: string, separator: string): boolean {
  const [a, b] = [arnParts(pattern), arnParts(arn)];
  const literal = (part: string | undefined) => part !== undefined && !/[*?]/.test(part) && !hasUnknownPart(part);
  if (a && b && [2, 3, 4].some((i) => literal(a[i]) && literal(b[i]) && a[i] !== b[i])) {
    return true;
  }
  const start = pattern.split(/[*?]/)[0];
  if (hasUnknownPart(start) || hasUnknownPart(arn)) {
    return false;
  }
  return !arn.startsWith(start) && !start.startsWith(`${arn}${separator}`);
}

/** With a part known only at deployment for each intrinsic function. An app is in one partition, whichever that is. */
function plainText(value: unknown): string {
  const text = literalParts(value);
  const parts = arnParts(text);
  return parts ? ['arn', 'aws', ...parts.slice(2)].join(':') : text;
}

function literalParts(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const join = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return join && Array.isArray(join[1]) ? join[1].map(literalParts).join(join[0]) : unknownPart(JSON.stringify(value));
}
