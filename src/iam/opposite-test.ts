import { ConditionTest } from './condition';
import type { Decimal } from './decimal';
import { compareDecimals, decimal } from './decimal';
import { instant } from './instant';
import { Operator } from './operator';
import { hasUnknownPart } from './unknown-text';
import type { OrderName } from './value-comparison';
import { NEGATED } from './value-comparison';

/** Of an order, what is so if, and only if, another is not. */
const ORDERS: { readonly [order in OrderName]: OrderName } = {
  LessThan: 'GreaterThanEquals', GreaterThanEquals: 'LessThan', GreaterThan: 'LessThanEquals', LessThanEquals: 'GreaterThan',
};
const NEGATED_BY = new Map([...NEGATED].map(([negated, name]) => [name, negated]));

/**
 * Tests that all match only if a test is known not to, and also whenever that is so, but for an empty string; `undefined` if no condition block says so.
 * What the operators do with a key that is missing counts, too.
 */
export function oppositeTests(test: ConditionTest): ConditionTest[] | undefined {
  const { operator } = test;
  if (!operator || !isWritable(test)) {
    return undefined;
  }
  if (!operator.comparison) {
    const [absent, ...others] = booleans(test) ?? [];
    return absent === undefined || others.length > 0 ? undefined : [nullTest(test, absent !== 'true')];
  }
  const opposite = oppositeOf(test, operator);
  if (!opposite) {
    return undefined;
  }
  const [name, values] = opposite;
  const like = (written: string) => new ConditionTest(written, Operator.named(written), test.key, values, test.variables);
  switch (operator.qualifier) {
    case 'ForAllValues:': return [like(`ForAnyValue:${name}`)];
    // AWS does not say which of the two counts.
    case 'ForAnyValue:': return operator.ifExists ? undefined : [like(`ForAllValues:${name}`)];
    default:
  }
  const matchesAbsent = operator.ifExists || operator.negated;
  const oppositeMatchesAbsent = NEGATED.has(name);
  return matchesAbsent !== oppositeMatchesAbsent ? [like(name)] : matchesAbsent ? [like(name), nullTest(test, false)] : [like(`${name}IfExists`)];
}

/** Whether a condition block can say it: whether all of it is known. */
export function isWritable({ operator, values, variables }: ConditionTest): boolean {
  // Of an old version, "${" is no variable: a statement of today can't say that.
  return operator !== undefined && values.every((value) => value !== undefined && !hasUnknownPart(value) && (variables || !value.includes('${')));
}

function nullTest({ key, variables }: ConditionTest, absent: boolean): ConditionTest {
  return new ConditionTest('Null', Operator.named('Null'), key, [String(absent)], variables);
}

/** The operator and values that compare the other way, without regard to a missing key. */
function oppositeOf(test: ConditionTest, { name, comparison }: Operator): [name: string, values: ReadonlyArray<string | undefined>] | undefined {
  const { kind, order } = comparison!;
  if (kind === 'boolean') {
    const [only, ...others] = booleans(test) ?? [];
    return only === undefined || others.length > 0 ? undefined : ['Bool', [only === 'true' ? 'false' : 'true']];
  }
  if (order !== undefined) {
    const bound = boundOf(test.literals, kind === 'time' ? instant : decimal, order.startsWith('Less') ? 1 : -1);
    return bound === undefined ? undefined : [name.replace(order, ORDERS[order]), [bound]];
  }
  const negated = NEGATED.get(name) ?? NEGATED_BY.get(name);
  return negated === undefined ? undefined : [negated, test.values];
}

/** The values, each once, in lower case; `undefined` if one is none. */
function booleans({ literals, values }: ConditionTest): string[] | undefined {
  const found = [...new Set(literals.map((value) => value.toLowerCase()))];
  return literals.length === values.length && found.every((value) => value === 'true' || value === 'false') ? found : undefined;
}

/** Of several bounds one is enough: the largest or least counts. */
function boundOf(values: readonly string[], parse: (text: string) => Decimal | undefined, sign: 1 | -1): string | undefined {
  const parsed = values.map((value) => [value, parse(value)] as const).filter((each): each is readonly [string, Decimal] => each[1] !== undefined);
  return parsed.length < values.length || parsed.length === 0 ? undefined
    : parsed.reduce((a, b) => (sign * compareDecimals(b[1], a[1]) > 0 ? b : a))[0];
}
