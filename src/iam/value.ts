import { hasUnknownPart, unknownPart } from './unknown-text';
import { isToken, replaceTokens } from '../private/tokens';

/** A policy document, or an element of it, as parsed JSON. */
export type Json = { [element: string]: any };

/** Whether it is an object with properties, no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else one without properties. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/**
 * Whether the value is an intrinsic function of CloudFormation, as in a template. `Fn::Transform` is one beside other properties, too: its macro gets these and may
 * change each.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html#template-macros-scope
 */
export function isIntrinsic(value: unknown): value is { [name: string]: unknown } {
  const names = isObject(value) ? Object.keys(value) : [];
  return names.length === 1 ? /^(Ref$|Fn::)/.test(names[0]) : names.includes('Fn::Transform');
}

/** Whether the value as a whole is known only at deployment. */
export function isKnownLater(value: unknown): boolean {
  return (isToken(value) && typeof value !== 'string') || isIntrinsic(value);
}

/** Whether the value is known only at deployment, as a whole or, of a string, in part. */
export function isOpen(value: unknown): boolean {
  return isKnownLater(value) || (typeof value === 'string' && hasUnknownPart(textOf(value) ?? ''));
}

/** The items of an element that may hold one or a list; what a list lacks is an item too. */
export function itemsOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) && !isToken(value) ? Array.from(value as unknown[]) : [value];
}

/** A value as a string, in which each CDK token is a part known only at deployment; `undefined` if it is no string, number or boolean. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return isListToken(value) ? undefined : replaceTokens(value, (token) => unknownPart(token.replace(/[${}]/g, '')));
  }
  return (typeof value === 'number' || typeof value === 'boolean') && !isToken(value) ? String(value) : undefined;
}

/** As an item of a list, a token stands for any number of items. */
function isListToken(text: string): boolean {
  return text.startsWith('#{') && isToken([text]);
}
