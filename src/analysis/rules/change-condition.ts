import type { ConditionTest } from '../../iam/condition';
import { Operator } from '../../iam/operator';
import type { Statement } from '../../iam/statement';
import type { Json } from '../../iam/value';

/** What of a test is to be otherwise. */
export interface TestChange {
  readonly operator?: string;
  readonly key?: string;
  readonly value?: unknown;
}

/** The statement with a test of its condition changed, and all else in its place; `undefined` if the block has a test like that already. */
export function withTest(json: Json, { written, key }: ConditionTest, change: TestChange): Json | undefined {
  const block: Json = json.Condition;
  const operator = change.operator ?? written;
  const changed = [change.key ?? key, change.value ?? block[written][key]] as const;
  const keep = Object.entries(block[written]).filter(([other]) => other !== key);
  if (isSameOperator(operator, written)) {
    const now = Object.entries(block[written]).map((entry) => (entry[0] === key ? changed : entry));
    return hasKey(Object.fromEntries(keep), changed[0]) ? undefined
      : withBlock(json, Object.entries(block).map(([each, keys]) => (each === written ? [operator, Object.fromEntries(now)] : [each, keys])));
  }
  const home = Object.keys(block).find((each) => isSameOperator(each, operator));
  if (home !== undefined && hasKey(block[home], changed[0])) {
    return undefined;
  }
  return withBlock(json, Object.entries(block).flatMap(([each, keys]) => {
    const kept: Array<[string, unknown]> = each !== written ? [[each, keys]] : keep.length > 0 ? [[written, Object.fromEntries(keep)]] : [];
    return each === home ? [[home, { ...keys, [changed[0]]: changed[1] }]]
      : each === written && home === undefined ? [...kept, [operator, Object.fromEntries([changed])]] : kept;
  }));
}

/** The statement without the first ForAllValues: or ForAnyValue: on the keys. */
export function withoutSetOperator({ json, condition }: Statement, keys: readonly string[]): Json | undefined {
  const test = condition.testsOf(...keys).find(({ operator }) => operator !== undefined && operator.qualifier !== '')!;
  return withTest(json, test, { operator: String(test.operator!.unqualified()) });
}

/** The statement with one more test; `undefined` if it has one of the key with that operator. */
export function withAnotherTest(json: Json, operator: string, key: string, value: unknown): Json | undefined {
  const block: Json = json.Condition ?? {};
  const home = Object.keys(block).find((each) => isSameOperator(each, operator)) ?? operator;
  return block[home] !== undefined && hasKey(block[home], key) ? undefined
    : { ...json, Condition: { ...block, [home]: { ...block[home], [key]: value } } };
}

function withBlock(json: Json, entries: Array<[string, unknown]>): Json {
  return { ...json, Condition: Object.fromEntries(entries) };
}

function isSameOperator(a: string, b: string): boolean {
  const [one, other] = [a, b].map((written) => Operator.named(written)?.toString() ?? written);
  return one === other;
}

function hasKey(keys: object, name: string): boolean {
  return Object.keys(keys).some((key) => key.toLowerCase() === name.toLowerCase());
}
