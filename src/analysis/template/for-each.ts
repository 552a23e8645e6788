import type { Json } from '../../iam/value';
import { isObject } from '../../iam/value';

/** A resource, and where it is written in the section of resources. */
export interface WrittenResource {
  readonly logicalId: string;
  readonly resource: unknown;
  /** The path to it, if that is not its logical ID. */
  readonly at?: readonly string[];
}

/** More than a stack can have: it is not worth the time. */
const MOST_RESOURCES = 500;

const FOR_EACH = 'Fn::ForEach::';

/**
 * The resources, with those that `Fn::ForEach` makes of a list that the template has. One of another list stays as it is written.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function withForEach(resources: Json): WrittenResource[] {
  const all: WrittenResource[] = [];
  for (const key of Object.keys(resources)) {
    if (key.startsWith(FOR_EACH)) {
      all.push(...expanded(key, resources[key], [key], (part) => part));
    } else {
      all.push({ logicalId: key, resource: resources[key] });
    }
  }
  return all;
}

/** The properties of a resource, with those that `Fn::ForEach` makes. */
export function propertiesWithForEach(properties: Json): Json {
  return Object.keys(properties).some((key) => key.startsWith(FOR_EACH))
    ? Object.fromEntries(withForEach(properties).map(({ logicalId, resource }) => [logicalId, resource])) : properties;
}

/** @param put what puts the values of the loops around it in their places */
function expanded(key: string, loop: unknown, at: readonly string[], put: (part: unknown) => unknown): WrittenResource[] {
  const [name, given, body] = Array.isArray(loop) ? loop as unknown[] : [];
  const asWritten = [{ logicalId: key, resource: loop, at }];
  const values = put(given);
  if (typeof name !== 'string' || !isListOfTexts(values) || !isObject(body)) {
    return asWritten;
  }
  const made: WrittenResource[] = [];
  for (const value of values) {
    const putBoth = (part: unknown) => replaced(put(part), name, value);
    for (const [written, inner] of Object.entries(body)) {
      const [logicalId, within] = [putBoth(written) as string, [...at, '2', written]];
      made.push(...written.startsWith(FOR_EACH) ? expanded(logicalId, inner, within, putBoth)
        : [{ logicalId, resource: putBoth(inner), at: within }]);
      if (made.length > MOST_RESOURCES) {
        return asWritten;
      }
    }
  }
  return made;
}

/** With the value in the place of the name: in strings, in keys, and as a reference. */
function replaced(part: unknown, name: string, value: string): unknown {
  if (typeof part === 'string') {
    return part.split(`\${${name}}`).join(value).split(`&{${name}}`).join(value.replace(/[^A-Za-z0-9]/g, ''));
  }
  if (Array.isArray(part)) {
    return part.map((each) => replaced(each, name, value));
  }
  if (!isObject(part)) {
    return part;
  }
  const keys = Object.keys(part);
  return keys.length === 1 && part.Ref === name ? value
    : Object.fromEntries(keys.map((key) => [replaced(key, name, value) as string, replaced(part[key], name, value)]));
}

function isListOfTexts(values: unknown): values is string[] {
  return Array.isArray(values) && values.every((each) => typeof each === 'string');
}
