import { addressesAround } from './addresses';
import type { Glob } from './glob';
import { arnGlob, globOf, globOfText } from './glob';
import { meaning, signatureOf, stringCells } from './glob-cells';
import type { ValueKind } from './key-domain';
import { holdsSeveral, kindOfKey, kindOfTest, naturalValues, NEVER_EMPTY } from './key-domain';
import { numbersAround, timesAround } from './ordered-values';
import type { ConditionTest } from '../iam/condition';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE } from '../iam/pattern';
import type { RequestContext } from '../iam/request-context';
import { characters, hasUnknownPart, isGeneratedName } from '../iam/unknown-text';

/** Values of a key, `[]` where it is absent, of which every other one is like one, as far as tests tell. */
export interface KeyCells {
  readonly cells: ReadonlyArray<readonly string[]>;
  /** Whether that is certain. */
  readonly complete: boolean;
}

/** What is known of a key besides what tests read of it. */
export interface KeyFacts {
  readonly mayBeAbsent: boolean;
  /** What its values look like, with parts that are not known. */
  readonly pattern?: string;
  /** Of other keys, for policy variables. */
  readonly context: RequestContext;
}

/** How many sets of values are looked at. */
const MOST_SETS = 4_000;
const ARN = globOfText('arn:*:*:*:*:*');

/** The values of a key, one of each kind that the tests tell apart. */
export function cellsOfKey(name: string, tests: readonly ConditionTest[], facts: KeyFacts): KeyCells {
  const single = singleValues(name, tests, facts);
  const outcomes = (values: readonly string[]) => {
    const context: RequestContext = { get: (key) => (key === name ? values : facts.context.get(key)) };
    return tests.map((test) => test.matches(context) ?? '?').join();
  };
  const found = new Map<string, readonly string[]>();
  const add = (values: readonly string[]): boolean => {
    const signature = outcomes(values);
    const isNew = !found.has(signature);
    found.set(signature, found.get(signature) ?? values);
    return isNew;
  };
  if (facts.mayBeAbsent) {
    add([]);
  }
  single.values.forEach((value) => add([value]));
  const complete = !holdsSeveral(name, tests) || addSets(single.values, add, outcomes);
  return { cells: [...found.values()], complete: complete && single.complete };
}

/** Adds what sets of several values there are. Of a set counts what tests say of it, however it came about. */
function addSets(values: readonly string[], add: (values: readonly string[]) => void, outcomes: (values: readonly string[]) => string): boolean {
  const seen = new Set<string>();
  // To a set operator an empty string that stands alone is no value: two of them are.
  let sets = values.map((value) => [value, value]);
  for (let looked = 0; sets.length > 0;) {
    const next: string[][] = [];
    for (const set of sets) {
      const signature = outcomes(set);
      if (!seen.has(signature)) {
        seen.add(signature);
        add(set);
        next.push(...values.filter((value) => !set.includes(value)).map((value) => [...new Set([...set, value])]));
      }
      looked += 1;
      if (looked > MOST_SETS) {
        return false;
      }
    }
    sets = next;
  }
  return true;
}

interface SingleValues {
  readonly values: readonly string[];
  readonly complete: boolean;
}

function singleValues(name: string, tests: readonly ConditionTest[], facts: KeyFacts): SingleValues {
  const known = kindOfKey(name);
  const kinds = [...new Set(tests.map(kindOfTest))].filter((kind): kind is ValueKind => kind !== undefined);
  if (known === 'boolean') {
    return { values: ['false', 'true'], complete: true };
  }
  const strings = kinds.filter((kind) => kind === 'string' || kind === 'arn');
  const others = kinds.filter((kind) => kind !== 'string' && kind !== 'arn');
  const isTyped = known === undefined || !['string', 'arn'].includes(known);
  if (others.length === 0 && (isTextual(known) || strings.length > 0)) {
    const found = stringsAround(name, tests, facts);
    // What is read as a string may be a number and the like: its strings are fewer, and each is among these.
    return found;
  }
  const of = (kind: ValueKind): SingleValues => valuesOfKind(kind, tests);
  const [only] = others;
  if (isTyped && strings.length === 0 && others.length <= 1 && (known === undefined || only === undefined || known === only)) {
    const kind = only ?? known;
    return kind === undefined ? stringsAround(name, tests, facts) : of(kind);
  }
  // Read as values of several kinds, or of another one than it has.
  const all = [...new Set([...others, ...known === undefined || isTextual(known) ? [] : [known]])].map(of);
  const texts = stringsAround(name, tests, facts);
  // What is neither is like any other string that is neither.
  const isPlain = isTextual(known) && strings.length === 0 && others.length === 1;
  return { values: [...new Set([...all, texts].flatMap(({ values }) => values))], complete: isPlain && all.every(({ complete }) => complete) };
}

function isTextual(kind: ValueKind | undefined): boolean {
  return kind === 'string' || kind === 'arn';
}

function valuesOfKind(kind: ValueKind, tests: readonly ConditionTest[]): SingleValues {
  const given = tests.filter((test) => kindOfTest(test) === kind).flatMap(({ values }) => values)
    .filter((value): value is string => value !== undefined && !hasUnknownPart(value));
  switch (kind) {
    case 'boolean': return { values: ['false', 'true'], complete: true };
    case 'number': return numbersAround(given);
    case 'time': return timesAround(given);
    case 'address': return { values: addressesAround(given), complete: true };
    default: return { values: [...given, 'ZXhhbXBsZQ==', 'YW5vdGhlcg=='], complete: true };
  }
}

function stringsAround(name: string, tests: readonly ConditionTest[], { pattern, context }: KeyFacts): SingleValues {
  const read = tests.flatMap((test) => patternsOf(test, context).map((each) => ({ pattern: each, test })));
  const globs = read.flatMap(({ pattern: each, test }) => {
    const glob = kindOfTest(test) === 'arn' ? arnGlob(each) : globOf(each, test.operator!.name.includes('IgnoreCase'));
    return glob ? [glob] : [];
  });
  const isArn = kindOfKey(name) === 'arn';
  const domain = [
    ...isArn ? [ARN_SHAPE] : [], ...NEVER_EMPTY.includes(name) ? [NOT_EMPTY] : [], ...pattern === undefined ? [] : [globOf(characters(pattern))],
  ];
  const shapes = [...domain, ...tests.some((test) => kindOfTest(test) === 'arn') ? [ARN_SHAPE] : []];
  const all = [...shapes, ...globs, EMPTY].map((glob) => [glob]);
  const { cells, complete } = stringCells(all, domain.length);
  const natural = new Map<string, string>();
  for (const sample of [...naturalValues(name), ...globs.flatMap(samplesOf)]) {
    const signature = signatureOf(meaning(all, sample));
    natural.set(signature, natural.get(signature) ?? sample);
  }
  const values = cells.map(({ example, meant }) => natural.get(signatureOf(meant)) ?? example);
  // What is written out stands before what is not.
  const order = (value: string) => (naturalValues(name).includes(value) ? 0 : value === '' ? 2 : 1);
  return {
    values: [...values].sort((a, b) => order(a) - order(b)),
    complete: complete && read.every(({ pattern: each }) => each.every((item) => typeof item !== 'string' || !isGeneratedName(item))),
  };
}

const ARN_SHAPE: Glob = arnGlob(ARN.items as Pattern)!;
const EMPTY: Glob = { items: [], foldsCase: false };
const NOT_EMPTY = globOfText('?*');

/** What a test compares strings with, as far as the context tells. */
export function patternsOf(test: ConditionTest, context: RequestContext): Pattern[] {
  const kind = kindOfTest(test);
  return kind !== 'string' && kind !== 'arn' ? []
    : test.expected.texts.map((text) => text?.resolve(context)).filter((pattern) => pattern !== undefined && pattern !== null);
}

/** Strings that a glob means, and that look natural. */
export function samplesOf({ items }: Glob): string[] {
  const filled = (run: (at: number) => string) => items.map((item, i) => (typeof item === 'string' ? item : item === ANY_ONE ? 'x' : run(i))).join('');
  let colons = 0;
  const places = items.map((item) => (item === ':' ? colons++ : colons));
  const inArn = (at: number) => (items[at + 1] === ':' || at + 1 === items.length ? ['arn', 'aws', 'sns', 'us-east-1', '111122223333'][places[at]] ?? 'example' : 'example');
  return [filled(inArn), filled(() => 'example'), filled(() => ''), filled(() => 'another')];
}
