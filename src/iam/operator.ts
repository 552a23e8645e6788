import type { ExpectedValues } from './expected-values';
import type { RequestContext } from './request-context';
import type { Outcome } from './three-valued';
import { all, any, not } from './three-valued';
import type { Comparison } from './value-comparison';
import { booleanOf, COMPARISONS, NEGATED } from './value-comparison';
import { onlyNear } from '../private/edit-distance';

/**
 * A condition operator of IAM: what it compares, and what it does with a key that is missing or has several values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export class Operator {
  /**
   * The operator of the name, which is case-insensitive; `undefined` if IAM has none. AWS does not say whether the case counts: if it does, IAM refuses
   * the policy.
   */
  public static named(written: string): Operator | undefined {
    if (!this.known.has(written)) {
      this.known.set(written, this.read(written));
    }
    return this.known.get(written);
  }

  /** The names of all operators, without set qualifiers and `IfExists`. */
  public static names(): string[] {
    return [...this.byLowerCase().values()];
  }

  /** The one operator that a misspelled one must be, whole; `undefined` if none or several are near. */
  public static meant(written: string): string | undefined {
    const [, qualifier = '', name] = /^(ForAllValues:|ForAnyValue:)?(.*)$/is.exec(written)!;
    const near = onlyNear(name, this.names().flatMap((each) => [each, `${each}IfExists`]), 2);
    return near === undefined ? undefined : this.named(`${qualifier}${near}`)?.toString();
  }

  private static readonly known = new Map<string, Operator | undefined>();
  private static spelling?: ReadonlyMap<string, string>;

  private static byLowerCase(): ReadonlyMap<string, string> {
    return this.spelling ??= new Map([...COMPARISONS.keys(), ...NEGATED.keys(), 'Null'].map((name) => [name.toLowerCase(), name]));
  }

  private static read(written: string): Operator | undefined {
    const [, qualifier = '', name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/is.exec(written)!;
    const known = this.byLowerCase().get(name.toLowerCase());
    // Null takes neither.
    return known === undefined || (known === 'Null' && (qualifier || ifExists)) ? undefined
      : new Operator(known, qualifier === '' ? '' : /all/i.test(qualifier) ? 'ForAllValues:' : 'ForAnyValue:', ifExists !== undefined);
  }

  /** What it compares; `undefined` for `Null`. */
  public readonly comparison?: Comparison;
  /** Whether it matches what its values don't mean. */
  public readonly negated: boolean;

  private constructor(
    /** Without its set qualifier and `IfExists`, spelled as IAM does. */
    public readonly name: string,
    public readonly qualifier: '' | 'ForAllValues:' | 'ForAnyValue:',
    public readonly ifExists: boolean,
  ) {
    this.negated = NEGATED.has(name);
    this.comparison = COMPARISONS.get(NEGATED.get(name) ?? name);
  }

  /** The whole operator, spelled as IAM does. */
  public toString(): string {
    return `${this.qualifier}${this.name}${this.ifExists ? 'IfExists' : ''}`;
  }

  /** Without its set qualifier. */
  public unqualified(): Operator {
    return Operator.named(`${this.name}${this.ifExists ? 'IfExists' : ''}`)!;
  }

  /**
   * Whether it matches.
   *
   * @param given the values of the key, none when it is absent
   * @param expected of the policy
   */
  public matches(given: readonly string[], expected: ExpectedValues, request: RequestContext): Outcome {
    const { comparison, qualifier, ifExists, negated } = this;
    // To Null and as a set, an empty string is no value.
    const values = (!comparison || qualifier) && given.length === 1 && given[0] === '' ? [] : given;
    if (!comparison) {
      return any(expected.texts.map((text) => {
        const wanted = text && booleanOf(text.source);
        return wanted === undefined ? undefined : wanted === (values.length === 0);
      }));
    }
    if (values.length === 0) {
      if (ifExists && qualifier === 'ForAnyValue:') {
        // AWS does not say which of the two counts.
        return undefined;
      }
      return ifExists || qualifier === 'ForAllValues:' || (negated && qualifier === '');
    }
    if (values.length === 1) {
      const match = expected.meanOne(values[0], request);
      return negated ? not(match) : match;
    }
    const each = values.map((value) => expected.meanOne(value, request)).map((match) => (negated ? not(match) : match));
    switch (qualifier) {
      case 'ForAllValues:': return all(each);
      case 'ForAnyValue:': return any(each);
      // What several values of a key mean without a set operator is not documented.
      default: return undefined;
    }
  }
}
