import { applies } from './authorization';
import type { AuthorizationRequest } from './authorization-request';
import type { Allows, Combining, LayersSay, Logic, ResourceAllows } from './combination';
import { allAllow, OUTCOMES, requirements } from './combination';
import type { Layer, PolicyLayers } from './policy-layers';
import { nameOfLayer } from './policy-layers';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import { mayBeAllowedWithoutPolicy, needsNoPermission, serviceAllows } from './service-rules';
import type { Statement } from './statement';
import type { RelevantStatement } from './statements-about';
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
  return { denied: not(evaluation.passes), allowed: evaluation.allowed() };
}

/** The layers whose policies may not be known. */
const MAY_BE_UNKNOWN = ['identity', 'permissionsBoundary', 'resource'] as const;

/** What the policies of each layer say of a request. */
export class LayerEvaluation<T> {
  /** Whether nothing denies it. */
  public readonly passes: T;
  /** The layers that have an Allow, and beside each whether it applies. */
  private readonly allowing: Layer[] = [];
  private readonly allows: T[] = [];
  private resourceAllows?: ResourceAllows<T>;

  public constructor(
    private readonly layers: PolicyLayers,
    private readonly request: AuthorizationRequest,
    relevant: readonly RelevantStatement[],
    private readonly reckoning: Reckoning<T>,
  ) {
    const { yes, no, unknown } = reckoning;
    if (layers.resource) {
      const unlessKnown = hasUnknown(layers.resource) ? unknown : no;
      this.resourceAllows = { everyone: unlessKnown, session: unlessKnown, principal: unlessKnown, account: unlessKnown };
    }
    let passes = mayBeDeniedByUnknown(layers, request) ? unknown : yes;
    for (const each of relevant) {
      const { effect } = each.statement;
      if (effect === 'Deny') {
        passes = passes === no ? no : reckoning.and(passes, reckoning.spares(each));
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

  /** Whether all that must allow the request do. */
  public allowed(): T {
    return allAllow(this.reckoning, this.requirements());
  }

  /** What must allow the request, each with whether it does. */
  public requirements(): ReadonlyArray<Allows<T>> {
    const { layers, reckoning, request, request: { principal, sameAccount, needsResourcePolicy, action } } = this;
    const says: LayersSay<T> = {
      identity: this.said(layers.identity),
      permissionsBoundary: layers.permissionsBoundary && this.said(layers.permissionsBoundary),
      session: layers.session && this.said(layers.session),
      serviceControl: layers.serviceControl.length === 0 ? undefined : layers.serviceControl.map((level) => this.said(level)),
      vpcEndpoint: layers.vpcEndpoint && this.said(layers.vpcEndpoint),
      resource: this.resourceAllows,
      resourceKind: layers.resource?.kind,
      resourceMayAllow: layers.resource?.presumedAbsent !== undefined,
    };
    const how: Combining = {
      serviceControlReaches: says.serviceControl && reaches('serviceControl', request),
      sameAccount,
      hasAccount: !principal || principal.account !== undefined,
      kind: principal?.kind,
      needsResourcePolicy,
      assumesRole: action.startsWith('sts:'),
      needsPermission: !needsNoPermission(action),
      mayBeAllowedWithoutPolicy: mayBeAllowedWithoutPolicy(request),
    };
    const services = serviceAllows(request);
    const required = requirements(reckoning, says, how);
    return services.length === 0 ? required : [...services.map(([name, allows]): Allows<T> => [name, reckoning.of(allows)]), ...required];
  }

  private addAllow({ statement, layer, principal }: RelevantStatement, allows: T): void {
    const { reckoning } = this;
    const last = this.allowing.length - 1;
    if (this.allowing[last] === layer) {
      this.allows[last] = reckoning.or(this.allows[last], allows);
    } else {
      this.allowing.push(layer);
      this.allows.push(allows);
    }
    const before = layer === this.layers.resource ? this.resourceAllows : undefined;
    if (before) {
      const given = (whom: keyof ResourceAllows<T>) => reckoning.and(allows, principal ? reckoning.of(principal[whom]) : reckoning.unknown);
      // Everybody with a role's aws:PrincipalArn means its sessions.
      const isSession = readsPrincipalArn(statement);
      this.resourceAllows = {
        everyone: reckoning.or(before.everyone, given('everyone')),
        session: reckoning.or(before.session, isSession ? reckoning.or(given('session'), given('everyone')) : given('session')),
        principal: reckoning.or(before.principal, given('principal')),
        account: reckoning.or(before.account, given('account')),
      };
    }
  }

  private said(layer: Layer): Allows<T> {
    const { yes, no, unknown } = this.reckoning;
    const i = this.allowing.indexOf(layer);
    return [nameOfLayer(layer), layer.allowsEverything ? yes
      : this.reckoning.or(i === -1 ? no : this.allows[i], hasUnknown(layer) || layer.presumedAbsent !== undefined ? unknown : no), layer.kind];
  }
}

/** Whether policies of the layer are not known. */
function hasUnknown({ unknownPolicies }: Layer): boolean {
  return unknownPolicies !== undefined && unknownPolicies.length > 0;
}

/** Whether a policy that is not known may deny the request. */
function mayBeDeniedByUnknown(layers: PolicyLayers, request: AuthorizationRequest): boolean {
  for (const name of MAY_BE_UNKNOWN) {
    const layer = layers[name];
    if (layer && hasUnknown(layer) && reaches(name, request) !== false) {
      return true;
    }
  }
  return layers.resourceControl.some(hasUnknown) && reaches('resourceControl', request) !== false;
}

/** Whether its condition looks at the principal's ARN. */
function readsPrincipalArn({ condition }: Statement): boolean {
  return condition.tests.some(({ name }) => name === 'aws:principalarn');
}
