import { completedArn, isShortOfApi } from './arn';
import { wildcards } from './pattern';
import type { PolicyText } from './policy-text';
import { policyText } from './policy-text';
import type { RequestContext } from './request-context';
import { NO_CONTEXT } from './request-context';
import { hasInnerWildcard, resourceMatches } from './resource-pattern';
import type { Outcome } from './three-valued';
import { not } from './three-valued';
import { hasUnknownPart, literalStart } from './unknown-text';
import type { Json } from './value';
import { itemsOf, textOf } from './value';
import type { TextMatcher } from './wildcard';
import { beginsWith, wildcardMatcher } from './wildcard';
import { Cache } from '../private/cache';

/** `Action`, `Resource` or their opposite: the items of a list, or all but those. */
abstract class Element<T> {
  /** Each item as a string; `undefined` for one that is known only at deployment, or is no string. */
  public readonly texts: ReadonlyArray<string | undefined>;
  private readonly prepared: Array<T | undefined> = [];
  private known?: string[];

  protected constructor(
    /** As the statement has it, such as `NotAction`. */
    public readonly name: string,
    /** Whether it is about all but its items. */
    public readonly negated: boolean,
    /** The items as they are written. */
    public readonly items: readonly unknown[],
  ) {
    this.texts = items.map((item) => (typeof item === 'string' ? textOf(item) : undefined));
  }

  /** Those that are known as a whole. */
  public get literals(): readonly string[] {
    return this.known ??= this.texts.filter((text): text is string => text !== undefined && !hasUnknownPart(text));
  }

  protected abstract prepare(text: string): T;

  /** What is made of the item to compare it; `undefined` if it is not known. */
  protected item(i: number): T | undefined {
    const text = this.texts[i];
    return text === undefined ? undefined : this.prepared[i] ??= this.prepare(text);
  }
}

/** Policies repeat their actions. */
const ACTION_MATCHERS = new Cache<TextMatcher>();

/** `Action` or `NotAction` of a statement. */
export class ActionElement extends Element<TextMatcher> {
  /** `undefined` if the statement has neither. */
  public static of(statement: Json): ActionElement | undefined {
    const negated = statement.Action === undefined;
    const value = negated ? statement.NotAction : statement.Action;
    return value === undefined ? undefined : new ActionElement(negated ? 'NotAction' : 'Action', negated, itemsOf(value));
  }

  /** Whether it is about every action, or every one but some. */
  public get isAboutAll(): boolean {
    return this.negated || this.literals.some((action) => /^\*+(:\*+)?$/.test(action));
  }

  /** @param action in lower case */
  public matches(action: string): Outcome {
    // Asked of every statement for every request: no function is made.
    let found: Outcome = false;
    for (let i = 0; i < this.texts.length; i++) {
      const outcome = this.item(i)?.(action, 0);
      if (outcome === true) {
        return !this.negated;
      }
      found = outcome === undefined ? undefined : found;
    }
    return this.negated ? not(found) : found;
  }

  /** For a person: `s3:Delete*`, or `all but s3:Get* and 3 more`. */
  public toString(): string {
    const [first, ...others] = this.literals;
    const some = first === undefined ? 'some actions' : others.length === 0 ? first : `${first} and ${others.length} more`;
    return this.negated ? `all but ${some}` : some === '*' ? 'all actions' : some;
  }

  protected prepare(text: string): TextMatcher {
    return ACTION_MATCHERS.get(text, () => wildcardMatcher(text.toLowerCase()));
  }
}

/** A resource of a statement: matched at once, unless it has policy variables. */
interface ResourcePattern {
  readonly source: string;
  readonly matches: TextMatcher;
  readonly text?: PolicyText;
  /** Whether a variable stands before the fifth colon, where AWS says that it can't be used, and not what comes of it. */
  readonly open?: boolean;
}

/** How the resources of a policy are read. */
export interface ResourceOptions {
  /** Whether they may hold policy variables, as they may since version 2012-10-17. */
  readonly variables: boolean;
  /** Whether IAM completes an ARN that has fewer than six parts. */
  readonly completesArns: boolean;
}

/** `Resource` or `NotResource` of a statement. */
export class ResourceElement extends Element<ResourcePattern> {
  /** `undefined` if the statement has neither. */
  public static of(statement: Json, options: ResourceOptions): ResourceElement | undefined {
    const negated = statement.Resource === undefined;
    const value = negated ? statement.NotResource : statement.Resource;
    return value === undefined ? undefined : new ResourceElement(negated ? 'NotResource' : 'Resource', negated, itemsOf(value), options);
  }

  private variableNames?: readonly string[];
  private start?: string;

  private constructor(name: string, negated: boolean, items: readonly unknown[], private readonly options: ResourceOptions) {
    super(name, negated, items);
  }

  /** Whether one of its items is `*`. */
  public get hasStar(): boolean {
    return this.texts.some((text) => text !== undefined && /^\*+$/.test(text));
  }

  /** The condition keys of its policy variables, in lower case. */
  public get variables(): readonly string[] {
    return this.variableNames ??= this.texts.flatMap((_, i) => this.item(i)?.text?.variables ?? []);
  }

  /** How all begin that it lists, as far as that is told without a wildcard. */
  public get stem(): string {
    return this.start ??= this.commonStart();
  }

  /**
   * @param resource the ARN, `*` if the action has none; `undefined` if it is not given: the answer is for all
   * @param alike if the caller knows that no part of it is known only at deployment: how many of its first characters are known to be those of each item
   * @param outside items of which it is known to be none
   */
  public matches(
    resource: string | undefined, context: RequestContext | undefined, alike?: number, outside?: ReadonlySet<string>,
  ): Outcome {
    // As of actions: no function is made.
    let found: Outcome = false;
    for (let i = 0; i < this.texts.length; i++) {
      const item = this.item(i);
      const outcome = item && itemMatches(item, resource, context, alike, outside);
      if (outcome === true) {
        return !this.negated;
      }
      found = outcome === undefined ? undefined : found;
    }
    return this.negated ? not(found) : found;
  }

  /**
   * The same of an ARN that is known as a whole, for one without policy variables that is asked again and again.
   *
   * @param alike how many of its first characters are known to be those of the stem
   */
  public matchesLiteral(resource: string, alike?: number): Outcome {
    const { stem } = this;
    return beginsWith(resource, stem, alike) ? this.matches(resource, undefined, stem.length) : this.negated;
  }

  private commonStart(): string {
    const [first = '', ...others] = this.texts.map((text = '') => (isShortOfApi(text) ? '' : literalStart(text)));
    let { length } = first;
    while (!others.every((text) => text.startsWith(first.slice(0, length)))) {
      length--;
    }
    return first.slice(0, length);
  }

  /** Its items, without policy variables, of which it is not known whether they mean the resource; of one that is not given, those that don't mean all. */
  public openItems(resource: string | undefined, outside?: ReadonlySet<string>): string[] {
    return this.texts.flatMap((_, i) => {
      const item = this.item(i);
      const isOpen = item && !item.text && !outside?.has(item.source) && (resource === undefined ? item.matches('') !== true : item.matches(resource) === undefined);
      return isOpen ? [item.source] : [];
    });
  }

  protected prepare(text: string): ResourcePattern {
    const { variables, completesArns } = this.options;
    const completed = completedArn(text);
    const arn = completesArns || isShortOfApi(text) ? completed : text;
    const matches = resourceMatcher(arn);
    return {
      source: text,
      // Where IAM does not say that it completes an ARN, what both readings say is certain.
      matches: arn === completed ? matches : bothSay(matches, resourceMatcher(completed)),
      text: variables && arn.includes('${') ? policyText(arn, { variables, wildcards: true }) : undefined,
      open: /^([^:$]*:){0,4}[^:$]*\$\{/.test(arn),
    };
  }
}

function itemMatches(
  { source, matches, text, open }: ResourcePattern, resource: string | undefined, context: RequestContext | undefined, alike: number | undefined,
  outside: ReadonlySet<string> | undefined,
): Outcome {
  if (outside?.has(source)) {
    return false;
  }
  if (text) {
    const pattern = text.variables.length === 0 || context ? text.resolve(context ?? NO_CONTEXT) : undefined;
    const outcome = pattern === null ? false : pattern && resource !== undefined ? resourceMatches(pattern, resource) : undefined;
    return outcome && open ? undefined : outcome;
  }
  return resource !== undefined ? matches(resource, alike) : matches('') === true ? true : undefined;
}

function resourceMatcher(arn: string): TextMatcher {
  const pattern = /\?|\*[^:]/.test(arn) ? wildcards(arn) : [];
  return hasInnerWildcard(pattern) ? (resource) => resourceMatches(pattern, resource) : wildcardMatcher(arn);
}

function bothSay(one: TextMatcher, other: TextMatcher): TextMatcher {
  return (text, alike) => {
    const [a, b] = [one(text, alike), other(text, alike)];
    return a === b ? a : undefined;
  };
}
