import { isIntrinsic } from './combine-conditions';
import type { ConditionTest } from './condition-block';
import { conditionTests } from './condition-block';
import type { Json, LocatedPolicy } from './policy';
import type { PolicyText } from './policy-text';
import { policyText } from './policy-text';
import { PrincipalElement } from './principal-element';
import type { Outcome } from './three-valued';
import { all, not } from './three-valued';
import { characters } from './unknown-text';
import type { TextMatcher } from './wildcard';
import { patternMatches, wildcardMatcher } from './wildcard';
import { originKeysIn } from '../mcp/origin-contexts';
import type { RequestContext } from '../mcp/request-context';
import { formatValue } from '../private/format';

/** A list of patterns, or all but those; an item known only at deployment is `undefined`. */
interface Patterns<T> {
  readonly items: ReadonlyArray<T | undefined>;
  readonly negated: boolean;
}

/** A resource of a statement: matched at once, unless it has policy variables. */
interface ResourcePattern {
  readonly matches: TextMatcher;
  readonly text?: PolicyText;
}

/** What is known only at deployment. */
const UNKNOWN: Patterns<TextMatcher> = { items: [undefined], negated: false };
const NO_CONTEXT: RequestContext = { get: () => undefined };

/** A statement made ready to be compared with many requests. */
export class PreparedStatement {
  /** `undefined` if it is known only at deployment. */
  public readonly effect: 'Allow' | 'Deny' | undefined;
  public readonly sid?: string;
  /** Whose it is about; `undefined` if the statement does not say. */
  public readonly principal?: PrincipalElement;
  public readonly tests: readonly ConditionTest[];
  /** Whether a part of the request's context decides. */
  public readonly contextual: boolean;
  /** Whether its condition looks at the principal's ARN. */
  public readonly readsPrincipalArn: boolean;
  /** Whether its resources have policy variables. */
  public readonly hasResourceVariables: boolean;
  /** Which of the keys that tell origins apart it reads: bits, as `originKeysIn()` has them. */
  public readonly originKeys: number;

  private readonly actions?: Patterns<TextMatcher>;
  private readonly resources?: Patterns<ResourcePattern>;

  /** @param path the way to the statement within the document */
  public constructor(public readonly policy: LocatedPolicy, public readonly path: string, statement: unknown, version: unknown) {
    if (isIntrinsic(statement)) {
      this.tests = [];
      this.contextual = this.hasResourceVariables = this.readsPrincipalArn = false;
      this.originKeys = 0;
      return;
    }
    if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) {
      throw new Error(`a statement is an object with "Effect", got ${formatValue(statement)}`);
    }
    const json = statement as Json;
    if (json.Effect !== 'Allow' && json.Effect !== 'Deny' && !isIntrinsic(json.Effect)) {
      throw new Error(`"Effect" is "Allow" or "Deny", got ${formatValue(json.Effect)}`);
    }
    if (json.Action === undefined && json.NotAction === undefined) {
      throw new Error('a statement needs "Action" or "NotAction"');
    }
    const both = ['Action', 'Resource', 'Principal'].find((element) => json[element] !== undefined && json[`Not${element}`] !== undefined);
    if (both) {
      throw new Error(`a statement has either "${both}" or "Not${both}", not both`);
    }
    const { Condition: condition = {} } = json;
    if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
      throw new Error(`"Condition" is an object of operators with their keys, got ${formatValue(condition)}`);
    }
    const hasVariables = version === '2012-10-17';
    this.effect = typeof json.Effect === 'string' ? json.Effect as 'Allow' | 'Deny' : undefined;
    this.sid = typeof json.Sid === 'string' ? json.Sid : undefined;
    this.principal = PrincipalElement.of(json);
    this.tests = conditionTests(condition, hasVariables);
    this.actions = patterns(json, 'Action', (action) => wildcardMatcher(action.toLowerCase()));
    this.resources = patterns(json, 'Resource', (resource) => resourcePattern(resource, hasVariables));
    const variables = this.resources?.items.flatMap((item) => item?.text?.variables ?? []) ?? [];
    this.readsPrincipalArn = this.tests.some(({ reads }) => reads[0] === 'aws:principalarn');
    this.hasResourceVariables = variables.length > 0;
    this.contextual = this.tests.length > 0 || this.hasResourceVariables;
    this.originKeys = originKeysIn([...this.tests.flatMap((test) => test.reads), ...variables]);
  }

  /** @param action in lower case */
  public matchesAction(action: string): Outcome {
    // Asked of every statement for every request: a loop, without a function for each item.
    const { items, negated } = this.actions ?? UNKNOWN;
    let found: Outcome = false;
    for (let i = 0; i < items.length; i++) {
      const outcome = items[i]?.(action, true);
      if (outcome === true) {
        return !negated;
      }
      found = outcome === undefined ? undefined : found;
    }
    return negated ? not(found) : found;
  }

  /**
   * @param resource the ARN, `*` if the action has none; `undefined` if it is not given: the answer is for all
   * @param literal that no part of it is known only at deployment, if the caller knows
   */
  public matchesResource(resource: string | undefined, context: RequestContext | undefined, literal?: boolean): Outcome {
    if (!this.resources) {
      // A trust policy says nothing of resources: it is about the role.
      return this.actions ? true : undefined;
    }
    return matchesAny(this.resources, ({ matches, text }) => {
      if (text) {
        const pattern = text.variables.length === 0 || context ? text.resolve(context ?? NO_CONTEXT) : undefined;
        return pattern === null ? false : pattern && resource !== undefined ? patternMatches(pattern, resource) : undefined;
      }
      return resource !== undefined ? matches(resource, literal) : matches('') === true ? true : undefined;
    });
  }

  public matchesContext(context: RequestContext): Outcome {
    return this.tests.length === 1 ? this.tests[0].matches(context) : all(this.tests.map((test) => test.matches(context)));
  }
}

function patterns<T>(statement: Json, element: 'Action' | 'Resource', prepare: (text: string) => T): Patterns<T> | undefined {
  const negated = statement[element] === undefined;
  const value = statement[negated ? `Not${element}` : element];
  return value === undefined ? undefined : {
    negated,
    items: [value].flat().map((item: unknown) => (typeof item === 'string' ? prepare(item) : undefined)),
  };
}

function matchesAny<T>({ items, negated }: Patterns<T>, matches: (item: T) => Outcome): Outcome {
  let found: Outcome = false;
  for (const item of items) {
    const outcome = item === undefined ? undefined : matches(item);
    if (outcome === true) {
      return !negated;
    }
    found = outcome === undefined ? undefined : found;
  }
  return negated ? not(found) : found;
}

function resourcePattern(resource: string, variables: boolean): ResourcePattern {
  const arn = completed(resource);
  const text = variables && arn.includes('${') ? policyText(arn, { variables, wildcards: true }) : undefined;
  return { matches: wildcardMatcher(arn), text };
}

/**
 * IAM completes an ARN that has fewer than six parts with wildcards.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function completed(resource: string): string {
  const missing = /^arn(:|$)/.test(resource) && !resource.includes('*') ? 6 - characters(resource).filter((item) => item === ':').length - 1 : 0;
  return missing > 0 ? resource + ':*'.repeat(missing) : resource;
}
