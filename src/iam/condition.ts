import { ExpectedValues } from './expected-values';
import { Operator } from './operator';
import { variableProblem } from './policy-text';
import type { RequestContext } from './request-context';
import type { Outcome } from './three-valued';
import { hasUnknownPart, readable } from './unknown-text';
import { isIntrinsic, isObject, isOpen, itemsOf, textOf } from './value';
import { Cache } from '../private/cache';
import { nearest, didYouMean } from '../private/edit-distance';
import { formatValue, isPlain } from '../private/format';
import { isToken } from '../private/tokens';

/** One key of a condition block, with its operator and values. All tests of a block must match. */
export class ConditionTest {
  /** The key in lower case. */
  public readonly name: string;
  /** The values, prepared to be compared. */
  public readonly expected: ExpectedValues;
  private alike?: string;

  /**
   * @param written the operator as the block has it
   * @param operator `undefined` if IAM has none of the name, or it is known only at deployment
   * @param key as the block has it
   * @param values each as a string, or `undefined` if it is known only at deployment
   */
  public constructor(
    public readonly written: string,
    public readonly operator: Operator | undefined,
    public readonly key: string,
    public readonly values: ReadonlyArray<string | undefined>,
    /** Whether its values may hold policy variables. */
    public readonly variables: boolean,
  ) {
    this.name = key.toLowerCase();
    this.expected = new ExpectedValues(values, operator?.comparison, variables);
  }

  /** The names of all keys it reads, in lower case: its own and those of policy variables. */
  public get reads(): readonly string[] {
    return this.operator === undefined ? [] : [this.name, ...this.expected.variables];
  }

  /** The values that are known as a whole, and are no policy variables. */
  public get literals(): string[] {
    return this.values.filter((value): value is string => value !== undefined && !hasUnknownPart(value) && !value.includes('${'));
  }

  /** Whether it matches. Unknown if the request does not tell, or a value is known only at deployment. */
  public matches(request: RequestContext): Outcome {
    const values = this.operator && request.get(this.name);
    return values && this.operator!.matches(values, this.expected, request);
  }

  /** Equal for tests that match the same. */
  public get likeness(): string {
    return this.alike ??= JSON.stringify([this.written, this.name, this.variables, this.values]);
  }

  /** The same test with another operator. */
  public with(operator: Operator): ConditionTest {
    return new ConditionTest(String(operator), operator, this.key, this.values, this.variables);
  }

  /** For a person: `Bool aws:ViaAWSMCPService = "true"`. */
  public toString(): string {
    const values = this.values.slice(0, 4).map((value) => (value === undefined ? '<known at deployment>' : formatValue(readable(value))));
    return `${readable(this.written)} ${readable(this.key)} = ${this.values.length === 1 ? values[0] : `[${values.join(', ')}${this.values.length > 4 ? ', …' : ''}]`}`;
  }
}

/** What IAM would not take of a condition block. */
export interface ConditionProblem {
  readonly message: string;
  /** The operator as written, unless it is about the whole block. */
  readonly operator?: string;
}

/** The condition block of a statement: it matches where all its tests do. */
export class Condition {
  /** As the constructor does it; what is read of a block is the same for all that are alike, as most of an app are. */
  public static of(json: unknown, variables: boolean): Condition {
    const text = plainText(json);
    return READ.get(text === undefined ? undefined : `${variables} ${text}`, () => new Condition(json, variables));
  }

  /** Every test of it. What is known only at deployment is a test that may match. */
  public readonly tests: readonly ConditionTest[];
  /** What IAM would not take of it; such a part may match, as nobody knows what it means. */
  public readonly problems: readonly ConditionProblem[];

  /**
   * Reads a block.
   *
   * @param json the `Condition` element as parsed JSON or of a CDK statement; `undefined` if there is none
   * @param variables whether values may hold policy variables, as they may since version 2012-10-17
   */
  public constructor(json: unknown, variables = true) {
    const tests: ConditionTest[] = [];
    const problems: ConditionProblem[] = [];
    this.tests = tests;
    this.problems = problems;
    const unknown = (written: string, key: string) => tests.push(new ConditionTest(written, undefined, key, [undefined], variables));
    if (json === undefined) {
      return;
    }
    if (isOpen(json)) {
      unknown('Condition', 'Condition');
      return;
    }
    if (!isObject(json)) {
      problems.push({ message: `"Condition" is an object of operators with their keys, got ${formatValue(json)}` });
      unknown('Condition', 'Condition');
      return;
    }
    const seen = new Map<string, string>();
    for (const [written, keys] of Object.entries(json)) {
      if (isOpen(written) || isOpen(keys)) {
        unknown(written, written);
        continue;
      }
      if (!isObject(keys) || Object.keys(keys).length === 0) {
        problems.push({ operator: written, message: `the condition operator ${formatValue(written)} needs condition keys with their values, got ${formatValue(keys)}` });
        unknown(written, written);
        continue;
      }
      const operator = Operator.named(written);
      if (!operator) {
        problems.push({ operator: written, message: `${formatValue(written)} is not an IAM condition operator${meant(written)}` });
      }
      for (const [key, given] of Object.entries(keys)) {
        const place = `${operator ?? written} ${key}`.toLowerCase();
        if (seen.has(place)) {
          problems.push({ operator: written, message: `two ${operator ?? written} conditions are on ${key}: expected one with all values, for keys are case-insensitive` });
        }
        seen.set(place, key);
        const items = itemsOf(given);
        if (items.length === 0 || !items.every(isValue)) {
          problems.push({ operator: written, message: `${key} of ${written} is ${formatValue(given)}: expected a value or a list of them` });
        }
        problems.push(...variableProblems(items.map(textOf), operator, variables).map((message) => ({ operator: written, message: `${key} of ${written} ${message}` })));
        tests.push(isToken(key) ? new ConditionTest(written, undefined, key, [undefined], variables)
          : new ConditionTest(written, operator, key, items.length === 0 ? [undefined] : items.map(textOf), variables));
      }
    }
  }

  /** The names of all keys that it reads, in lower case. */
  public get reads(): readonly string[] {
    return this.tests.flatMap((test) => test.reads);
  }

  /** Those of its tests that are about one of the keys. */
  public testsOf(...keys: readonly string[]): ConditionTest[] {
    return this.tests.filter(({ name }) => keys.some((key) => key.toLowerCase() === name));
  }

  /** Whether it matches. */
  public matches(request: RequestContext): Outcome {
    let found: Outcome = true;
    for (const test of this.tests) {
      const match = test.matches(request);
      if (match === false) {
        return false;
      }
      found = match && found;
    }
    return found;
  }
}

const READ = new Cache<Condition>();
/** A block whose text is longer is rare, and takes space. */
const LONGEST = 2_000;

/** The text of a block that is nothing but operators, keys and strings. */
function plainText(json: unknown): string | undefined {
  if (json === undefined) {
    return '';
  }
  const isPlainBlock = isPlainObject(json) && Object.values(json).every((keys) => isPlainObject(keys) && Object.values(keys)
    .every((value) => typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))));
  const text = isPlainBlock ? JSON.stringify(json) : undefined;
  return text !== undefined && text.length <= LONGEST ? text : undefined;
}

function isPlainObject(value: unknown): value is object {
  return isObject(value) && isPlain(value);
}

function isValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) || isIntrinsic(value) || isToken(value);
}

/** What is wrong with the policy variables of values, and where an operator takes none. */
function variableProblems(values: ReadonlyArray<string | undefined>, operator: Operator | undefined, variables: boolean): string[] {
  const written = variables && operator ? values.filter((value): value is string => value?.includes('${') === true) : [];
  const takesNone = operator?.comparison === undefined || operator.comparison.takes === 'plain value';
  return written.flatMap((value) => (takesNone ? `has the value ${formatValue(value)}: policy variables are for String and Arn operators only`
    : variableProblem(value) ?? []));
}

/** What an operator that IAM has not may have been meant to be. */
function meant(written: string): string {
  if (/^(for(all|any)values?:)?null/i.test(written)) {
    return ': Null takes neither IfExists nor a set qualifier';
  }
  return didYouMean(nearest(written, Operator.names().flatMap((name) => [name, `${name}IfExists`]), 4));
}
