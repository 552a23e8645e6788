import type { AuthorizationRequest } from './authorization-request';
import type { Allows, Combining, LayersSay, ResourceAllows } from './combination';
import { allAllow, OUTCOMES, requirements } from './combination';
import type { Layer, PolicyLayers } from './policy-layers';
import type { PrincipalMatch } from './principal-element';
import { matchesAnyhow } from './principal-element';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import { needsNoPermission, serviceAllows } from './service-rules';
import type { Statement } from './statement';
import type { Outcome } from './three-valued';
import { and, any, or } from './three-valued';
import { hasUnknownPart } from './unknown-text';

/** A statement that is about the action, resource and principal, or may be. */
export interface RelevantStatement {
  readonly statement: Statement;
  readonly layer: Layer;
  /** Whether it is about them; its condition, and the policy variables of its resources, aside. Not `false`. */
  readonly base: Outcome;
  readonly principal?: PrincipalMatch;
}

/** What the layers say of a request in one context. */
export interface Authorization {
  readonly denied: Outcome;
  readonly allowed: Outcome;
}

/** The statements that a request is to be judged by. */
export function relevantStatements(layers: PolicyLayers, request: AuthorizationRequest): RelevantStatement[] {
  const found: RelevantStatement[] = [];
  const literal = request.resource !== undefined && !hasUnknownPart(request.resource);
  const { permissionsBoundary: boundary } = layers;
  const hasBoundary = boundary?.mayBeAbsent ? undefined : boundary !== undefined;
  const collect = (layer: Layer | undefined, judgesPrincipal: boolean, reached: Outcome) => {
    for (const statement of reached === false ? [] : layer?.statements ?? []) {
      const action = statement.matchesAction(request.action);
      if (action === false) {
        continue;
      }
      // What policy variables decide is decided with the context.
      const resource = hasResourceVariables(statement) || statement.matchesResource(request.resource, undefined, literal);
      if (resource === false) {
        continue;
      }
      const principal = judgesPrincipal ? statement.principal?.matches(request.principal, hasBoundary) : undefined;
      const isAbout = and(and(action, resource), principal ? matchesAnyhow(principal) : true);
      const base = layer!.uncertain?.has(statement.policy!) || isUnsure(statement, layer!, judgesPrincipal, principal, layers)
        ? and(isAbout, undefined) : and(isAbout, reached);
      if (base !== false) {
        found.push({ statement, layer: layer!, base, principal });
      }
    }
  };
  const of = (name: keyof PolicyLayers) => reaches(name, request);
  collect(layers.identity, false, of('identity'));
  collect(layers.permissionsBoundary, false, of('permissionsBoundary'));
  collect(layers.session, false, of('session'));
  layers.serviceControl.forEach((level) => collect(level, false, of('serviceControl')));
  layers.resourceControl.forEach((level) => collect(level, true, of('resourceControl')));
  collect(layers.vpcEndpoint, true, of('vpcEndpoint'));
  collect(layers.resource, true, of('resource'));
  return found;
}

function hasResourceVariables({ resource }: Statement): boolean {
  return resource !== undefined && resource.variables.length > 0;
}

/** Whether AWS leaves open what the statement means for the principal. */
function isUnsure(
  statement: Statement, layer: Layer, judgesPrincipal: boolean, principal: PrincipalMatch | undefined, layers: PolicyLayers,
): boolean {
  // A principal that is missing, or all but some that are allowed: neither is supported.
  if ((judgesPrincipal && !principal) || (statement.effect === 'Allow' && statement.principal?.negated)) {
    return true;
  }
  // In the policy of a gateway endpoint an account stands for its root user only; what kind of endpoint it is, is not known.
  return layer === layers.vpcEndpoint && principal !== undefined && any([principal.everyone, principal.session, principal.principal]) !== true;
}

/** Whether a relevant statement applies in a context. */
export function applies({ statement, base }: RelevantStatement, request: AuthorizationRequest, context: RequestContext): Outcome {
  // With the context, the policy variables of its resources are known.
  const resource = hasResourceVariables(statement) ? statement.matchesResource(request.resource, context) : true;
  return resource === false ? false : and(and(base, resource), statement.condition.matches(context));
}

/** The layers whose policies may not be known. */
const MAY_BE_UNKNOWN = ['identity', 'permissionsBoundary', 'resource'] as const;

/** What the policies of each layer say of a request in one context, and what follows. */
export class LayerEvaluation {
  private readonly allows = new Map<Layer, Outcome>();
  private denied: Outcome = false;
  private resourceAllows: ResourceAllows<Outcome> = { everyone: false, session: false, principal: false, account: false };

  public constructor(
    private readonly layers: PolicyLayers,
    private readonly request: AuthorizationRequest,
    relevant: readonly RelevantStatement[],
    context: RequestContext,
  ) {
    if (MAY_BE_UNKNOWN.some((name) => layers[name]?.unknownPolicies?.length && reaches(name, request) !== false)) {
      this.denied = undefined;
    }
    if (layers.resource?.unknownPolicies?.length) {
      this.resourceAllows = { everyone: undefined, session: undefined, principal: undefined, account: undefined };
    }
    for (const each of relevant) {
      const outcome = applies(each, request, context);
      if (outcome !== false) {
        this.add(each, outcome);
      }
    }
  }

  public authorization(): Authorization {
    return { denied: this.denied, allowed: allAllow(OUTCOMES, this.requirements()) };
  }

  /** What must allow the request, each with whether it does. */
  public requirements(): ReadonlyArray<Allows<Outcome>> {
    const { layers, request: { principal, sameAccount, needsResourcePolicy, action } } = this;
    const says: LayersSay<Outcome> = {
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
    };
    return [...serviceAllows(this.request), ...requirements(OUTCOMES, says, how)];
  }

  private add({ statement, layer, principal }: RelevantStatement, outcome: Outcome): void {
    const { effect } = statement;
    if (effect !== 'Allow') {
      this.denied = or(this.denied, effect === 'Deny' ? outcome : undefined);
    }
    if (effect === 'Deny') {
      return;
    }
    const allows = effect === 'Allow' ? outcome : undefined;
    this.allows.set(layer, or(this.allowedBy(layer), allows));
    if (layer === this.layers.resource) {
      const before = this.resourceAllows;
      const given = (form: keyof ResourceAllows<Outcome>) => and(allows, principal ? principal[form] : undefined);
      // Everybody with a role's aws:PrincipalArn means its sessions.
      const isSession = readsPrincipalArn(statement);
      this.resourceAllows = {
        everyone: isSession ? before.everyone : or(before.everyone, given('everyone')),
        session: or(before.session, isSession ? or(given('session'), given('everyone')) : given('session')),
        principal: or(before.principal, given('principal')),
        account: or(before.account, given('account')),
      };
    }
  }

  private allowedBy(layer: Layer): Outcome {
    return this.allows.has(layer) ? this.allows.get(layer) : false;
  }

  private said(layer: Layer | undefined): Allows<Outcome> | undefined {
    return layer && [layer.name, layer.allowsEverything ? true
      : or(this.allowedBy(layer), layer.unknownPolicies?.length ? undefined : false)];
  }
}

/** Whether its condition looks at the principal's ARN. */
function readsPrincipalArn({ condition }: Statement): boolean {
  return condition.tests.some(({ name }) => name === 'aws:principalarn');
}
