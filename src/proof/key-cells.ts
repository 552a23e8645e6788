import { addressesAround } from './addresses';
import type { Budget } from './budget';
import { TooManySteps } from './budget';
import type { Glob, GlobSet } from './glob';
import { arnGlob, globOf, globOfText } from './glob';
import { keyOf } from './glob-automaton';
import { meaning, signatureOf, stringCells } from './glob-cells';
import { holdsSeveral, kindOfKey, kindOfTest, naturalValues, NEVER_EMPTY, OF_PRINCIPAL } from './key-domain';
import { numbersAround, timesAround } from './ordered-values';
import { sizeOfTest } from './statement-size';
import type { ConditionTest } from '../iam/condition';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE } from '../iam/pattern';
import type { RequestContext } from '../iam/request-context';
import { characters, hasUnknownPart, isGeneratedName, isUnknownPart } from '../iam/unknown-text';
import type { ValueKind } from '../iam/value-comparison';

/** Values of a key, `[]` where it is absent, of which every other one is like one, as far as tests tell. */
export interface KeyCells {
  readonly cells: ReadonlyArray<readonly string[]>;
  /** Whether that is certain. */
  readonly complete: boolean;
  /** Whether there were too many to look at. */
  readonly tooMany: boolean;
}

/** What is known of a key besides what tests read of it. */
export interface KeyFacts {
  readonly mayBeAbsent: boolean;
  /** What its values look like, with parts that are not known. */
  readonly pattern?: string;
  /** Of other keys, for policy variables. */
  readonly context: RequestContext;
}

const ARN = globOfText('arn:*:*:*:*:*');

/** The values of a key, one of each kind that the tests tell apart. */
export function cellsOfKey(name: string, tests: readonly ConditionTest[], facts: KeyFacts, budget: Budget): KeyCells {
  const values = new KeyValues(name, tests, facts, budget);
  try {
    return { ...values.look(), cells: values.found };
  } catch (error) {
    if (!(error instanceof TooManySteps)) {
      throw error;
    }
    return { complete: false, tooMany: true, cells: values.found };
  }
}

/** Looks through the values of a key: alone, and several together. */
class KeyValues {
  private readonly bySignature = new Map<string, readonly string[]>();
  private readonly size: number;

  public constructor(
    private readonly name: string, private readonly tests: readonly ConditionTest[], private readonly facts: KeyFacts,
    private readonly budget: Budget,
  ) {
    this.size = tests.reduce((sum, test) => sum + sizeOfTest(test), 1);
  }

  /** One of each kind that tests tell apart, as far as was looked. */
  public get found(): ReadonlyArray<readonly string[]> {
    return [...this.bySignature.values()];
  }

  public look(): Pick<KeyCells, 'complete' | 'tooMany'> {
    const { values, complete, tooMany = false } = singleValues(this.name, this.tests, this.facts, this.budget);
    const absent = this.facts.mayBeAbsent ? [[]] : [];
    const present = values.map((value) => [value]);
    // Where it is not documented that it may be absent, another value that tests take alike is better.
    (OF_PRINCIPAL.includes(this.name) ? [...present, ...absent] : [...absent, ...present]).forEach((each) => this.add(each));
    if (holdsSeveral(this.name, this.tests)) {
      this.addSets(values);
    }
    return { complete, tooMany };
  }

  private outcomes(values: readonly string[]): string {
    this.budget.take(this.size * (1 + values.length));
    const context: RequestContext = { get: (key) => (key === this.name ? values : this.facts.context.get(key)) };
    return this.tests.map((test) => test.matches(context) ?? '?').join();
  }

  private add(values: readonly string[], signature = this.outcomes(values)): void {
    if (!this.bySignature.has(signature)) {
      this.bySignature.set(signature, values);
    }
  }

  /** Adds what sets of several values there are. Of a set counts what tests say of it, however it came about. */
  private addSets(values: readonly string[]): void {
    const seen = new Set<string>();
    // To a set operator an empty string that stands alone is no value: two of them are.
    let sets = values.map((value) => [value, value]);
    while (sets.length > 0) {
      const next: string[][] = [];
      for (const set of sets) {
        const signature = this.outcomes(set);
        if (!seen.has(signature)) {
          seen.add(signature);
          this.add(set, signature);
          this.budget.take(values.length * set.length);
          next.push(...values.filter((value) => !set.includes(value)).map((value) => [...new Set([...set, value])]));
        }
      }
      sets = next;
    }
  }
}

interface SingleValues {
  readonly values: readonly string[];
  readonly complete: boolean;
  readonly tooMany?: boolean;
}

function singleValues(name: string, tests: readonly ConditionTest[], facts: KeyFacts, budget: Budget): SingleValues {
  const known = kindOfKey(name);
  const kinds = [...new Set(tests.map(kindOfTest))].filter((kind): kind is ValueKind => kind !== undefined);
  if (known === 'boolean') {
    return { values: ['false', 'true'], complete: true };
  }
  const strings = kinds.filter((kind) => kind === 'string' || kind === 'arn');
  const others = kinds.filter((kind) => kind !== 'string' && kind !== 'arn');
  const isTyped = known === undefined || !['string', 'arn'].includes(known);
  if (others.length === 0 && (isTextual(known) || strings.length > 0)) {
    // What is read as a string may be a number and the like: its strings are fewer, and each is among these.
    return stringsAround(name, tests, facts, budget);
  }
  const of = (kind: ValueKind): SingleValues => valuesOfKind(kind, tests, budget);
  const [only] = others;
  if (isTyped && strings.length === 0 && others.length <= 1 && (known === undefined || only === undefined || known === only)) {
    const kind = only ?? known;
    return kind === undefined ? stringsAround(name, tests, facts, budget) : of(kind);
  }
  // Read as values of several kinds, or of another one than it has.
  const all = [...new Set([...others, ...known === undefined || isTextual(known) ? [] : [known]])].map(of);
  const texts = stringsAround(name, tests, facts, budget);
  // What is neither is like any other string that is neither.
  const isPlain = isTextual(known) && strings.length === 0 && others.length === 1;
  const complete = isPlain && all.every((each) => each.complete);
  return { values: [...new Set([...all, texts].flatMap(({ values }) => values))], complete, tooMany: texts.tooMany };
}

function isTextual(kind: ValueKind | undefined): boolean {
  return kind === 'string' || kind === 'arn';
}

function valuesOfKind(kind: ValueKind, tests: readonly ConditionTest[], budget: Budget): SingleValues {
  const given = tests.filter((test) => kindOfTest(test) === kind).flatMap(({ values }) => values)
    .filter((value): value is string => value !== undefined && !hasUnknownPart(value));
  switch (kind) {
    case 'boolean': return { values: ['false', 'true'], complete: true };
    case 'number': return numbersAround(given, budget);
    case 'time': return timesAround(given, budget);
    case 'address': return { values: addressesAround(given, budget), complete: true };
    default: return { values: [...given, 'ZXhhbXBsZQ==', 'YW5vdGhlcg=='], complete: true };
  }
}

function stringsAround(name: string, tests: readonly ConditionTest[], { pattern, context }: KeyFacts, budget: Budget): SingleValues {
  const read = tests.map((test) => globsOf(test, patternsOf(test, context)));
  const globs = read.flatMap(({ certain, open }) => [...certain, ...open]);
  const isArn = kindOfKey(name) === 'arn';
  const domain = [
    ...isArn ? [ARN_SHAPE] : [], ...NEVER_EMPTY.includes(name) ? [NOT_EMPTY] : [], ...pattern === undefined ? [] : [globOf(characters(pattern))],
  ];
  const shapes = [...domain, ...tests.some((test) => kindOfTest(test) === 'arn') ? [ARN_SHAPE] : []].map((glob) => [glob]);
  // Of all values of a test it counts whether one of them means a string.
  const told = new Map(read.flatMap(({ certain, open }) => [certain, open]).filter(({ length }) => length > 0).map((set) => [keyOf(set), set]));
  const all: GlobSet[] = [...shapes, ...told.values(), [EMPTY]];
  const { cells, complete } = stringCells(all, domain.length, budget.half());
  const natural = new Map<string, string | undefined>(cells.map(({ meant }) => [signatureOf(meant), undefined]));
  let left = natural.size;
  budget.tryTo((some) => {
    for (const sample of samplesIn(name, globs)) {
      const signature = signatureOf(meaning(all, sample, some));
      if (natural.has(signature) && natural.get(signature) === undefined) {
        natural.set(signature, sample);
        left -= 1;
      }
      if (left === 0) {
        return;
      }
    }
  });
  const values = cells.map(({ example, meant }) => natural.get(signatureOf(meant)) ?? example);
  // What is written out stands before what is not.
  const order = (value: string) => (naturalValues(name).includes(value) ? 0 : value === '' ? 2 : 1);
  return {
    values: [...values].sort((a, b) => order(a) - order(b)),
    complete: complete && read.every(({ isGenerated }) => !isGenerated),
    tooMany: !complete,
  };
}

function* samplesIn(name: string, globs: readonly Glob[]): Iterable<string> {
  yield* naturalValues(name);
  for (const glob of globs) {
    yield* samplesOf(glob);
  }
}

interface TestGlobs {
  readonly certain: readonly Glob[];
  /** Those of which it is not known what they mean: of an ARN that may be none, nobody knows it. */
  readonly open: readonly Glob[];
  /** Whether one stands for a name that CloudFormation makes up. */
  readonly isGenerated: boolean;
}

function globsOf(test: ConditionTest, patterns: readonly Pattern[]): TestGlobs {
  const folds = test.operator?.comparison?.ignoresCase;
  const isArn = kindOfTest(test) === 'arn';
  const isOpen = (pattern: Pattern) => pattern.some((item) => typeof item === 'string' && isUnknownPart(item))
    || (isArn && pattern.slice(0, 4).map(String).join('') !== 'arn:');
  const [certain, open] = [false, true].map((wanted) => patterns.filter((pattern) => isOpen(pattern) === wanted)
    .flatMap((pattern) => (isArn ? arnGlob(pattern) ?? [] : globOf(pattern, folds))));
  return { certain, open, isGenerated: patterns.some((pattern) => pattern.some((item) => typeof item === 'string' && isGeneratedName(item))) };
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
