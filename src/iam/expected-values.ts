import type { PolicyText } from './policy-text';
import { policyText } from './policy-text';
import type { RequestContext } from './request-context';
import type { Outcome } from './three-valued';
import { hasUnknownPart } from './unknown-text';
import type { Comparison } from './value-comparison';

/** The values of a condition, prepared to be compared with those of requests. */
export class ExpectedValues {
  /** Each of them; `undefined` for one that is known only at deployment. */
  public readonly texts: ReadonlyArray<PolicyText | undefined>;
  /** Those that stand for just what is written, and the others. Both are made when they are first needed. */
  private literals?: ReadonlySet<string>;
  private others: ReadonlyArray<PolicyText | undefined> = [];
  /** What plain values are, where it takes such; `undefined` for one that is none. */
  private plain?: readonly unknown[];

  /** @param variables whether they may hold policy variables */
  public constructor(values: ReadonlyArray<string | undefined>, private readonly comparison: Comparison | undefined, variables: boolean) {
    const takes = comparison?.takes;
    const options = { variables: variables && takes !== undefined && takes !== 'plain value', wildcards: takes === 'wildcards' };
    this.texts = values.map((value) => (value === undefined ? undefined : policyText(value, options)));
  }

  /** The condition keys of their policy variables, in lower case. */
  public get variables(): readonly string[] {
    return this.texts.flatMap((text) => text?.variables ?? []);
  }

  /** Whether one of them means a value of a request. */
  public meanOne(value: string, request: RequestContext): Outcome {
    const { read } = this.comparison!;
    if (read) {
      return this.meanPlain(read, read(value));
    }
    const likeness = hasUnknownPart(value) ? undefined : this.comparison!.likeness;
    if (likeness && this.index(likeness).has(likeness(value))) {
      return true;
    }
    let found: Outcome = false;
    for (const text of likeness ? this.others : this.texts) {
      const pattern = text?.resolve(request);
      const match = pattern ? this.comparison!.compare(value, pattern) : pattern === null ? false : undefined;
      if (match) {
        return true;
      }
      found = match === undefined ? undefined : found;
    }
    return found;
  }

  private meanPlain(read: (text: string) => unknown, value: unknown): Outcome {
    this.plain ??= this.texts.map((text) => text && read(text.source));
    let found: Outcome = false;
    for (const each of this.plain) {
      const match = this.comparison!.compare(value, each);
      if (match) {
        return true;
      }
      found = match === undefined ? undefined : found;
    }
    return found;
  }

  private index(likeness: (text: string) => string): ReadonlySet<string> {
    if (!this.literals) {
      this.literals = new Set(this.texts.flatMap((text) => (text?.isLiteral ? likeness(text.source) : [])));
      this.others = this.texts.filter((text) => !text?.isLiteral);
    }
    return this.literals;
  }
}
