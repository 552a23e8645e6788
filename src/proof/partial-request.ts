import { relevantStatements, resourceInContext } from '../iam/authorization';
import type { AuthorizationRequest } from '../iam/authorization-request';
import { allAllow, OUTCOMES } from '../iam/combination';
import type { ConditionTest } from '../iam/condition';
import type { Reckoning } from '../iam/layer-evaluation';
import { LayerEvaluation } from '../iam/layer-evaluation';
import type { PolicyLayers } from '../iam/policy-layers';
import { nameOfLayer } from '../iam/policy-layers';
import type { RequestContext } from '../iam/request-context';
import { hasResourceVariables } from '../iam/statements-about';
import type { RelevantStatement } from '../iam/statements-about';
import type { Outcome } from '../iam/three-valued';
import { and, not } from '../iam/three-valued';
import { hasUnknownPart } from '../iam/unknown-text';
import { keptIn } from '../private/cache';

/** What judges a request, on one side of a question. */
export interface SideRequest {
  readonly layers: PolicyLayers;
  readonly request: AuthorizationRequest;
  readonly relevant: readonly RelevantStatement[];
}

/** Any value: of all tests on the key the answer is open. */
export const ANY_VALUE: readonly string[] = ['any value'];

/**
 * A request of which some keys have values, and some questions that no value decides have answers: what statements say of it. `undefined` where that
 * hangs on more.
 */
export class PartialRequest {
  /** The keys that were looked at, in lower case. */
  public readonly assigned = new Map<string, readonly string[]>();
  /** What no value decides, as it was taken to be. */
  public readonly symbols = new Map<string, boolean>();
  /** What policy variables stand for. A value that was chosen for others like it is not meant, unless values are tried. */
  public readonly forVariables: RequestContext = {
    get: (key) => this.knownOf(key) ?? (this.concrete ? this.assigned.get(key) : undefined),
  };
  private readonly numbers = new Map<unknown, number>();
  private readonly reckoning: Reckoning<Outcome>;

  /**
   * @param context what is known of it: keys that are not, or whose values have unknown parts, are free
   * @param concrete whether policy variables stand for values that are tried
   * @param undecidedServices what decides alike on both sides, and is left out
   * @param sameConditions whether it hangs on the same on both sides which policies there are
   */
  public constructor(
    private readonly request: AuthorizationRequest, private readonly context: RequestContext, private readonly concrete: boolean,
    private readonly undecidedServices: ReadonlySet<string>, private readonly sameConditions: boolean,
  ) {
    this.reckoning = {
      ...OUTCOMES, of: (outcome) => outcome, applies: (statement) => this.applies(statement), spares: (statement) => not(this.applies(statement)),
    };
  }

  /** Whether the layers of a side deny it, and whether all that need to allow it do. */
  public evaluate({ layers, request, relevant }: SideRequest): { readonly denied: Outcome; readonly allowed: Outcome } {
    const evaluation = new LayerEvaluation(layers, request, relevant, this.reckoning);
    const required = evaluation.requirements().filter(([name]) => !this.undecidedServices.has(name));
    return { denied: not(evaluation.passes), allowed: allAllow(OUTCOMES, required) };
  }

  /** Whether a statement applies to it. */
  public applies(each: RelevantStatement): Outcome {
    let outcome = and(this.isAbout(each), this.isOfResource(each));
    for (const test of outcome === false ? [] : each.statement.condition.tests) {
      outcome = and(outcome, this.matches(test));
      if (outcome === false) {
        return false;
      }
    }
    return outcome;
  }

  public isAbout(each: RelevantStatement): Outcome {
    return each.besidesResource ?? this.symbols.get(this.aboutSymbol(each));
  }

  public isOfResource({ statement, base, besidesResource }: RelevantStatement): Outcome {
    if (!hasResourceVariables(statement) && (base === true || besidesResource === true)) {
      return base ?? this.symbols.get(resourceSymbol(statement));
    }
    return resourceInContext(statement, this.request, this.forVariables) ?? this.symbols.get(resourceSymbol(statement));
  }

  public matches(test: ConditionTest): Outcome {
    const values = this.knownOf(test.name) ?? this.assigned.get(test.name);
    if (!test.operator || values === ANY_VALUE) {
      return this.symbols.get(this.testSymbol(test));
    }
    const context: RequestContext = { get: (key) => (key === test.name ? values : this.forVariables.get(key)) };
    return values && (test.matches(context) ?? this.symbols.get(this.testSymbol(test)));
  }

  public knownOf(key: string): readonly string[] | undefined {
    const values = this.context.get(key);
    return values?.some(hasUnknownPart) ? undefined : values;
  }

  /** Whether it is known to have these values. */
  public has(key: string, values: readonly string[]): boolean {
    return String(this.knownOf(key) ?? this.assigned.get(key)) === String(values);
  }

  public isFree(key: string): boolean {
    return this.knownOf(key) === undefined && !this.assigned.has(key);
  }

  /** Of the same statement on both sides the answer is the same, unless something else decides there whether its policy is attached. */
  public aboutSymbol({ statement, layer }: RelevantStatement): string {
    const isOfSide = !this.sameConditions && statement.policy && layer.uncertain?.has(statement.policy);
    return `about ${this.numberOf(statement)} ${nameOfLayer(layer)}${isOfSide ? ` ${this.numberOf(layer.uncertain)}` : ''}`;
  }

  /** Of equal tests on both sides the answer is the same, if all of them is known. */
  public testSymbol(test: ConditionTest): string {
    return test.operator && !test.values.includes(undefined) ? test.likeness : `test ${this.numberOf(test)}`;
  }

  private numberOf(thing: unknown): number {
    let number = this.numbers.get(thing);
    if (number === undefined) {
      this.numbers.set(thing, number = this.numbers.size);
    }
    return number;
  }
}

/** Of equal resources on both sides the answer is the same. */
export const resourceSymbol = keptIn(({ json: { Resource, NotResource }, readsVariables, policy }: RelevantStatement['statement']): string => (
  JSON.stringify(['resource', Resource, NotResource, readsVariables, policy?.kind])));

/**
 * The same about any resource, in each way in which AWS may judge it besides what statements say: a key of AWS KMS needs its own policy, an alias does not.
 * Resource control policies, which don't reach all resources, are left out.
 */
export function withoutResource(sides: readonly SideRequest[], account: string | undefined): SideRequest[][] {
  return (sides[0].request.needsResourcePolicy ? [true, false] : [false]).map((needsResourcePolicy) => sides.map(({ layers: all, request: one }) => {
    const layers = { ...all, resourceControl: [] };
    const isSure = account !== undefined || one.principal?.account === undefined;
    const request = { ...one, needsResourcePolicy, sameAccount: isSure ? one.sameAccount : undefined };
    return { layers, request, relevant: relevantStatements(layers, request) };
  }));
}

/** Whether the resource is in the account of who asks, where that is known only at deployment: it is, or it is not. */
export function inEitherAccount(sides: readonly SideRequest[]): ReadonlyArray<readonly SideRequest[]> {
  return sides.every(({ request: { sameAccount } }) => sameAccount !== undefined) ? [sides] : [true, false].map((sameAccount) => sides.map((side) => {
    const request = side.request.sameAccount === undefined ? { ...side.request, sameAccount } : side.request;
    return { ...side, request, relevant: relevantStatements(side.layers, request) };
  }));
}
