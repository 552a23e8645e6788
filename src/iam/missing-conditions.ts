import type { AuthorizationRequest } from './authorization-request';
import { allAllow } from './combination';
import type { ConditionBlock } from './combine-conditions';
import type { ConditionTest } from './condition';
import type { Alternative } from './condition-alternatives';
import { ConditionReckoning } from './condition-alternatives';
import { LayerEvaluation } from './layer-evaluation';
import type { PolicyLayers } from './policy-layers';
import type { RequestContext } from './request-context';
import type { RelevantStatement } from './statements-about';

/** How many are told. */
const MOST = 8;

/**
 * Condition blocks, each of which is enough for a request to be allowed that is not: what it meets already is left out. Keys that the blocks don't
 * name keep their values. None if no condition is enough, or none that one block can say.
 *
 * @param related whether keys change together: what is asked of one is asked of the others as well
 */
export function missingConditions(
  layers: PolicyLayers, request: AuthorizationRequest, relevant: readonly RelevantStatement[], contexts: readonly RequestContext[],
  related: (key: string) => string,
): ConditionBlock[] {
  const reckoning = new ConditionReckoning(request, contexts);
  const evaluation = new LayerEvaluation(layers, request, relevant, reckoning);
  const missing = reckoning.and(evaluation.passes, allAllow(reckoning, evaluation.requirements()))
    .map((alternative) => missingOf(alternative, (test) => reckoning.outcomeOf(test) === true, related))
    .filter((tests) => tests !== undefined).sort((a, b) => a.length - b.length);
  const kept: Array<ReadonlySet<string>> = [];
  return missing.flatMap((tests) => {
    const likeness = new Set(tests.map((test) => test.likeness));
    const block = kept.some((other) => [...other].every((each) => likeness.has(each))) ? undefined : blockOf(tests);
    if (!block || kept.length === MOST) {
      return [];
    }
    kept.push(likeness);
    return [block];
  });
}

/** What the request does not meet yet, and what it does by keys that would change. */
function missingOf(
  { tests, fixed }: Alternative, isMet: (test: ConditionTest) => boolean, related: (key: string) => string,
): ConditionTest[] | undefined {
  const missing = new Set(tests.filter((test) => !isMet(test)));
  const changed = new Set<string>();
  for (let before = -1; before !== missing.size;) {
    before = missing.size;
    missing.forEach(({ reads }) => reads.forEach((key) => changed.add(related(key))));
    tests.filter(({ reads }) => reads.some((key) => changed.has(related(key)))).forEach((test) => missing.add(test));
  }
  const asked = [...missing];
  return asked.length === 0 || fixed.some((key) => changed.has(related(key))) || !isPossible(asked) ? undefined : asked;
}

/** One block that says all of it; `undefined` if it would have to test a key twice with one operator. */
function blockOf(tests: readonly ConditionTest[]): ConditionBlock | undefined {
  const block: { [operator: string]: { [key: string]: string | string[] } } = {};
  const byPlace = new Map<string, ConditionTest[]>();
  for (const test of tests) {
    const place = `${test.operator} ${test.name}`;
    byPlace.set(place, [...byPlace.get(place) ?? [], test]);
  }
  for (const [first, ...others] of byPlace.values()) {
    const values = others.reduce<readonly string[] | undefined>(
      (before, test) => before && bothValues(first, before, valuesOf(test)), valuesOf(first));
    if (!values) {
      return undefined;
    }
    (block[String(first.operator)] ??= {})[first.key] = values.length === 1 ? values[0] : [...values];
  }
  return block;
}

/** The values that a test has that says what two of one operator say; `undefined` if there is none. */
function bothValues({ operator }: ConditionTest, a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (operator!.negated) {
    return operator!.qualifier === 'ForAnyValue:' ? undefined : [...new Set([...a, ...b])];
  }
  return a.every((value) => b.includes(value)) ? a : b.every((value) => a.includes(value)) ? b : undefined;
}

function valuesOf({ values }: ConditionTest): string[] {
  return values.filter((value) => value !== undefined);
}

/** Whether some request may meet all of them: whether for each key a value is found, if it hangs on no other key. */
function isPossible(tests: readonly ConditionTest[]): boolean {
  const names = new Set(tests.map(({ name }) => name));
  return [...names].every((name) => {
    const ofKey = tests.filter((test) => test.name === name);
    return ofKey.some(({ reads }) => reads.length > 1)
      || samples(ofKey).some((values) => ofKey.every((test) => test.matches(new Map([[name, values]])) === true));
  });
}

/** Values of a key that may meet what is asked of it: what stands in the tests, what lies beside it, and others. */
function samples(tests: readonly ConditionTest[]): string[][] {
  const written = [...new Set(tests.flatMap(valuesOf))];
  const near = written.flatMap((value) => [
    value, value.replace(/[*?]/g, 'x'), value.replace(/\*/g, '').replace(/\?/g, 'x'), value.replace(/\/\d+$/, ''),
    ...Number.isFinite(Number(value)) ? [String(Number(value) - 1), String(Number(value) + 1)] : [],
    ...Number.isNaN(Date.parse(value)) ? [] : [-1_000, 1_000].map((ms) => new Date(Date.parse(value) + ms).toISOString()),
  ]);
  return [[], ...[...new Set([...near, ...OTHERS])].map((value) => [value]), written];
}

/** Values that are unlikely to stand in a policy: of each type. */
const OTHERS = ['true', 'false', 'another value', 'arn:aws:another:another:another:another', '192.0.2.77', '198.51.100.77', '2001:db8::77'];
