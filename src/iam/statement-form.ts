import { isIntrinsic } from './combine-conditions';
import { conditionTests } from './condition-block';
import type { StatementJson } from '../enforcement/pack-statements';
import { Cache } from '../private/cache';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';

/**
 * What IAM would not take of the elements of a statement, whatever policy it is in; `undefined` if nothing. The CDK takes anything, and
 * what it can't render it leaves out.
 */
export function malformedElement(json: StatementJson): string | undefined {
  const isAction = (item: unknown) => typeof item === 'string' && item !== '';
  for (const [elements, is, expected] of [
    [['Action', 'NotAction'], isAction, 'actions'], [['Resource', 'NotResource'], isResource, 'ARNs or "*", such as "arn:aws:s3:::reports/*"'],
  ] as const) {
    for (const element of elements.filter((name) => json[name] !== undefined)) {
      if (itemsOf(json[element]).length === 0) {
        return `has nothing in ${element}: expected ${expected}`;
      }
      const wrong = itemsOf(json[element]).findIndex((item) => !isKnownLater(item) && !is(item));
      if (wrong !== -1) {
        return `has ${formatValue(itemsOf(json[element])[wrong])} in ${element}: expected ${expected}`;
      }
    }
  }
  const { Condition = {} } = json;
  return isKnownLater(Condition) ? undefined : judged.get(keyOf(Condition), () => ({ problem: malformedCondition(Condition) })).problem;
}

/** Most statements of an app have one of a few conditions. */
const judged = new Cache<{ readonly problem?: string }>();

/** What JSON would write as something else, such as a token or an item that is missing, has none. */
function keyOf(condition: object): string | undefined {
  try {
    return JSON.stringify(condition, function (this: { [name: string]: unknown }, name, value) {
      const given = this[name];
      const isLiteral = given === null || Array.isArray(given) || Object.getPrototypeOf(given) === Object.prototype
        || typeof given === 'string' || typeof given === 'boolean' || Number.isFinite(given);
      if (!isLiteral || given !== value) {
        throw new Error('not literal');
      }
      return value;
    });
  } catch {
    return undefined;
  }
}

function malformedCondition(condition: { [operator: string]: { [key: string]: unknown } }): string | undefined {
  try {
    conditionTests(condition);
  } catch (error) {
    return `has a malformed Condition: ${(error as Error).message}`;
  }
  for (const [operator, keys] of Object.entries(condition).filter(([, each]) => !isKnownLater(each))) {
    const key = Object.keys(keys).find((each) => !isValue(keys[each]));
    if (key !== undefined) {
      return `has ${formatValue(keys[key])} for ${key} of ${operator} in its Condition: expected a value or a list of them`;
    }
  }
  return undefined;
}

/** Whether a text is what IAM takes as a resource, wildcards included. */
export function isResource(value: unknown): boolean {
  return typeof value === 'string' && /^(\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$/.test(value);
}

function isValue(value: unknown): boolean {
  const items = itemsOf(value);
  return items.length > 0 && items.every((item) => ['string', 'number', 'boolean'].includes(typeof item) || isKnownLater(item));
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? Array.from(value as unknown[]) : [value];
}

function isKnownLater(value: unknown): boolean {
  return isToken(value) || isIntrinsic(value);
}
