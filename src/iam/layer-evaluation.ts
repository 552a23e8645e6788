import type { RelevantStatement } from './authorization';
import { applies } from './authorization';
import type { AuthorizationRequest } from './authorization-request';
import type { Allows, Combining, LayersSay, Logic, ResourceAllows } from './combination';
import { allAllow, OUTCOMES, requirements } from './combination';
import type { Layer, PolicyLayers } from './policy-layers';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import { mayBeAllowedWithoutPolicy, needsNoPermission, serviceAllows } from './service-rules';
import type { Statement } from './statement';
import type { Outcome } from './three-valued';
import { and, not, or } from './three-valued';

/** What the layers say of a request in one context. */
export interface Authorization {
  readonly denied: Outcome;
  readonly allowed: Outcome;
}

/** How what statements say is counted: as the answer for a context, or as conditions under which it is so. */
export interface Reckoning<T> extends Logic<T> {
  /** Whether a statement applies. */
  applies(statement: RelevantStatement): T;
  /** Whether it does not. */
  spares(statement: RelevantStatement): T;
  of(outcome: Outcome): T;
}

/** The answer for a context. */
class InContext implements Reckoning<Outcome> {
  public readonly yes = OUTCOMES.yes;
  public readonly no = OUTCOMES.no;
  public readonly unknown = OUTCOMES.unknown;
  public readonly and = and;
  public readonly or = or;

  public constructor(private readonly request: AuthorizationRequest, private readonly context: RequestContext) {}

  public applies(statement: RelevantStatement): Outcome {
    return applies(statement, this.request, this.context);
  }

  public spares(statement: RelevantStatement): Outcome {
    return not(this.applies(statement));
  }

  public of(outcome: Outcome): Outcome {
    return outcome;
  }
}

/** What the policies of each layer say of a request in one context, and what follows. */
export function evaluateLayers(
  layers: PolicyLayers, request: AuthorizationRequest, relevant: readonly RelevantStatement[], context: RequestContext,
): LayerEvaluation<Outcome> {
  return new LayerEvaluation(layers, request, relevant, new InContext(request, context));
}

export function authorize(...given: Parameters<typeof evaluateLayers>): Authorization {
  const evaluation = evaluateLayers(...given);
  return { denied: not(evaluation.passes), allowed: allAllow(OUTCOMES, evaluation.requirements()) };
}

/** The layers whose policies may not be known. */
const MAY_BE_UNKNOWN = ['identity', 'permissionsBoundary', 'resource'] as const;

/** What the policies of each layer say of a request. */
export class LayerEvaluation<T> {
  /** Whether nothing denies it. */
  public readonly passes: T;
  private readonly allows = new Map<Layer, T>();
  private resourceAllows: ResourceAllows<T>;

  public constructor(
    private readonly layers: PolicyLayers,
    private readonly request: AuthorizationRequest,
    relevant: readonly RelevantStatement[],
    private readonly reckoning: Reckoning<T>,
  ) {
    const { yes, no, unknown } = reckoning;
    const unlessKnown = layers.resource?.unknownPolicies?.length ? unknown : no;
    this.resourceAllows = { everyone: unlessKnown, session: unlessKnown, principal: unlessKnown, account: unlessKnown };
    let passes = MAY_BE_UNKNOWN.some((name) => layers[name]?.unknownPolicies?.length && reaches(name, request) !== false)
      || (layers.resourceControl.some(({ unknownPolicies }) => unknownPolicies?.length) && reaches('resourceControl', request) !== false) ? unknown : yes;
    for (const each of relevant) {
      const { effect } = each.statement;
      if (effect === 'Deny') {
        passes = reckoning.and(passes, reckoning.spares(each));
        continue;
      }
      const allows = reckoning.applies(each);
      if (allows !== no) {
        passes = effect === 'Allow' ? passes : reckoning.and(passes, unknown);
        this.addAllow(each, effect === 'Allow' ? allows : unknown);
      }
    }
    this.passes = passes;
  }

  /** What must allow the request, each with whether it does. */
  public requirements(): ReadonlyArray<Allows<T>> {
    const { layers, reckoning, request: { principal, sameAccount, needsResourcePolicy, action } } = this;
    const says: LayersSay<T> = {
      identity: this.said(layers.identity)!,
      permissionsBoundary: this.said(layers.permissionsBoundary),
      session: this.said(layers.session),
      serviceControl: layers.serviceControl.map((level) => this.said(level)!),
      vpcEndpoint: this.said(layers.vpcEndpoint),
      resource: this.resourceAllows,
      resourceName: layers.resource?.name,
      resourceMayAllow: layers.resource?.presumedAbsent !== undefined,
    };
    const how: Combining = {
      serviceControlReaches: reaches('serviceControl', this.request),
      sameAccount,
      hasAccount: !principal || principal.account !== undefined,
      kind: principal?.kind,
      needsResourcePolicy,
      assumesRole: action.startsWith('sts:'),
      needsPermission: !needsNoPermission(action),
      mayBeAllowedWithoutPolicy: mayBeAllowedWithoutPolicy(this.request),
    };
    return [
      ...serviceAllows(this.request).map(([name, allows]): Allows<T> => [name, reckoning.of(allows)]),
      ...requirements(reckoning, says, how),
    ];
  }

  private addAllow({ statement, layer, principal }: RelevantStatement, allows: T): void {
    const { reckoning } = this;
    this.allows.set(layer, reckoning.or(this.allowedBy(layer), allows));
    if (layer === this.layers.resource) {
      const before = this.resourceAllows;
      const given = (form: keyof ResourceAllows<T>) => reckoning.and(allows, principal ? reckoning.of(principal[form]) : reckoning.unknown);
      // Everybody with a role's aws:PrincipalArn means its sessions.
      const isSession = readsPrincipalArn(statement);
      this.resourceAllows = {
        everyone: isSession ? before.everyone : reckoning.or(before.everyone, given('everyone')),
        session: reckoning.or(before.session, isSession ? reckoning.or(given('session'), given('everyone')) : given('session')),
        principal: reckoning.or(before.principal, given('principal')),
        account: reckoning.or(before.account, given('account')),
      };
    }
  }

  private allowedBy(layer: Layer): T {
    return this.allows.has(layer) ? this.allows.get(layer) as T : this.reckoning.no;
  }

  private said(layer: Layer | undefined): Allows<T> | undefined {
    const { yes, no, unknown } = this.reckoning;
    return layer && [layer.name, layer.allowsEverything ? yes
      : this.reckoning.or(this.allowedBy(layer), layer.unknownPolicies?.length || layer.presumedAbsent !== undefined ? unknown : no)];
  }
}

/** Whether its condition looks at the principal's ARN. */
function readsPrincipalArn({ condition }: Statement): boolean {
  return condition.tests.some(({ name }) => name === 'aws:principalarn');
}
