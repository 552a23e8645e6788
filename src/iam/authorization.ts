import { PolicyKind } from './policy';
import type { PolicyLayers, Layer } from './policy-layers';
import type { PreparedStatement } from './prepared-statement';
import type { PrincipalMatch } from './principal-element';
import { matchesAnyhow } from './principal-element';
import type { RequestPrincipal } from './request-principal';
import { any } from './three-valued';
import type { Outcome } from './three-valued';
import { hasUnknownPart } from './unknown-text';
import { rcpServices } from '../actions/rcp-services';
import type { OriginContexts } from '../mcp/origin-contexts';
import type { RequestContext } from '../mcp/request-context';

/** A request, as far as it is the same under all contexts of its origin. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal | undefined;
  /** In lower case. */
  readonly action: string;
  readonly resource: string | undefined;
  /** Whether the resource is in the principal's account. */
  readonly sameAccount: Outcome;
  /** Whether an Allow of the resource's own policy is needed even in the same account: that of a key or of a role's trust. */
  readonly needsResourcePolicy: boolean;
  readonly origin: OriginContexts;
  /** What principal and resource tell of the context. */
  readonly facts: RequestContext;
}

/** Truth of three values as numbers, of which `Math.min` is "and" and `Math.max` is "or". */
export enum Truth { NO = 0, UNKNOWN = 1, YES = 2 }

/** A statement that is about the action, resource and principal, or may be. */
export interface RelevantStatement {
  readonly statement: PreparedStatement;
  readonly layer: Layer;
  /** Whether it is about them; its condition, and the policy variables of its resources, aside. */
  readonly base: Truth;
  readonly principal?: PrincipalMatch;
}

/** What the layers say of a request in one context. */
export interface Authorization {
  readonly denied: Truth;
  readonly allowed: Truth;
}

/** The layers in which an Allow may be missing, each with whether it allows. */
export type Requirement = readonly [layer: string, allows: Truth];

export function truth(outcome: Outcome): Truth {
  return outcome === true ? Truth.YES : outcome === false ? Truth.NO : Truth.UNKNOWN;
}

/** The statements that a request is to be judged by. */
export function relevantStatements(layers: PolicyLayers, request: AuthorizationRequest): RelevantStatement[] {
  const found: RelevantStatement[] = [];
  const literal = request.resource !== undefined && !hasUnknownPart(request.resource);
  const { permissionsBoundary: boundary } = layers;
  const hasBoundary = boundary?.mayBeAbsent ? undefined : boundary !== undefined;
  const collect = (layer: Layer | undefined, judgesPrincipal: boolean, reaches = Truth.YES) => {
    for (const statement of layer?.statements ?? []) {
      const action = statement.matchesAction(request.action);
      // What policy variables decide is decided with the context.
      const resource = action !== false && (statement.hasResourceVariables || statement.matchesResource(request.resource, undefined, literal));
      if (resource === false) {
        continue;
      }
      const principal = judgesPrincipal ? statement.principal?.matches(request.principal, hasBoundary) : undefined;
      const base = Math.min(truth(action), truth(resource), principal ? truth(matchesAnyhow(principal)) : Truth.YES,
        layer!.uncertain?.has(statement.policy) || isUnsure(statement, layer!, judgesPrincipal, principal, layers) ? Truth.UNKNOWN : reaches);
      if (base !== Truth.NO) {
        found.push({ statement, layer: layer!, base, principal });
      }
    }
  };
  collect(layers.identity, false);
  collect(layers.permissionsBoundary, false);
  collect(layers.session, false);
  layers.serviceControl.forEach((level) => collect(level, false, serviceControlReaches(request)));
  if (layers.resourceControl.length > 0 && rcpServices().includes(request.action.split(':')[0])) {
    layers.resourceControl.forEach((level) => collect(level, true, resourceControlReaches(request)));
  }
  collect(layers.vpcEndpoint, true);
  collect(layers.resource, true);
  return found;
}

/** Whether AWS leaves open what the statement means for the principal. */
function isUnsure(
  statement: PreparedStatement, layer: Layer, judgesPrincipal: boolean, principal: PrincipalMatch | undefined, layers: PolicyLayers,
): boolean {
  // A principal that is missing, or all but some that are allowed: neither is supported.
  if ((judgesPrincipal && !principal) || (statement.effect === 'Allow' && statement.principal?.negated)) {
    return true;
  }
  // In the policy of a gateway endpoint an account stands for its root user only; what kind of endpoint it is, is not known.
  return layer === layers.vpcEndpoint && principal !== undefined && any([principal.everyone, principal.session, principal.principal]) !== true;
}

/** Whether a relevant statement applies in a context. */
export function applies({ statement, base }: RelevantStatement, request: AuthorizationRequest, context: RequestContext): Truth {
  if (!statement.contextual) {
    return base;
  }
  // With the context, the policy variables of its resources are known.
  const resource = statement.hasResourceVariables ? truth(statement.matchesResource(request.resource, context)) : Truth.YES;
  return resource === Truth.NO ? Truth.NO : Math.min(base, resource, truth(statement.matchesContext(context)));
}

/**
 * What the layers say together.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export class LayerEvaluation {
  private readonly allows = new Map<Layer, Truth>();
  private denied = Truth.NO;
  private resourceAllows = { everyone: Truth.NO, session: Truth.NO, principal: Truth.NO, account: Truth.NO };

  public constructor(
    private readonly layers: PolicyLayers,
    private readonly request: AuthorizationRequest,
    relevant: readonly RelevantStatement[],
    context: RequestContext,
  ) {
    if ([layers.identity, layers.permissionsBoundary, layers.resource].some((layer) => layer?.unknownPolicies?.length)) {
      this.denied = Math.max(this.denied, Truth.UNKNOWN);
    }
    if (layers.resource?.unknownPolicies?.length) {
      this.resourceAllows = { everyone: Truth.UNKNOWN, session: Truth.UNKNOWN, principal: Truth.UNKNOWN, account: Truth.UNKNOWN };
    }
    for (const each of relevant) {
      const outcome = applies(each, request, context);
      if (outcome !== Truth.NO) {
        this.add(each, outcome);
      }
    }
  }

  public authorization(): Authorization {
    return { denied: this.denied, allowed: allOf(this.requirements()) };
  }

  /** What must allow the request, each with whether it does. */
  public requirements(): Requirement[] {
    const { serviceControl, vpcEndpoint } = this.layers;
    const reaches = serviceControlReaches(this.request);
    return [
      ...(reaches === Truth.NO ? [] : this.required(...serviceControl).map(([name, allows]): Requirement =>
        [name, reaches === Truth.YES ? allows : Math.max(allows, Truth.UNKNOWN)])),
      ...this.required(vpcEndpoint),
      ...this.permissionRequirements(),
    ];
  }

  private add({ statement, layer, principal }: RelevantStatement, outcome: Truth): void {
    const { effect } = statement;
    if (effect !== 'Allow') {
      this.denied = Math.max(this.denied, effect === 'Deny' ? outcome : Truth.UNKNOWN);
    }
    if (effect === 'Deny') {
      return;
    }
    const allows = effect === 'Allow' ? outcome : Truth.UNKNOWN;
    this.allows.set(layer, Math.max(this.allows.get(layer) ?? Truth.NO, allows));
    if (layer === this.layers.resource) {
      for (const form of ['everyone', 'session', 'principal', 'account'] as const) {
        const matches = principal ? truth(principal[form]) : Truth.UNKNOWN;
        // Everybody with a role's aws:PrincipalArn means its sessions.
        const means = form === 'everyone' && statement.readsPrincipalArn ? 'session' : form;
        this.resourceAllows[means] = Math.max(this.resourceAllows[means], Math.min(allows, matches));
      }
    }
  }

  private required(...layers: Array<Layer | undefined>): Requirement[] {
    return layers.filter((layer) => layer !== undefined).map((layer) => [layer.name, layer.allowsEverything ? Truth.YES
      : Math.max(this.allows.get(layer) ?? Truth.NO, layer.unknownPolicies?.length ? Truth.UNKNOWN : Truth.NO)]);
  }

  /** Whether the principal's own policies and the resource's allow it, as the two combine. */
  private permissionRequirements(): Requirement[] {
    const { sameAccount } = this.request;
    const same = () => this.inSameAccount();
    const cross = () => this.acrossAccounts();
    if (sameAccount !== undefined) {
      return sameAccount ? same() : cross();
    }
    const [a, b] = [same(), cross()].map(allOf);
    return a === b ? same() : [['policies of the principal and of the resource, depending on whether they are in one account', Truth.UNKNOWN]];
  }

  private inSameAccount(): Requirement[] {
    const { request } = this;
    const { principal, needsResourcePolicy } = request;
    const { everyone, session, principal: byArn } = this.resourceAllows;
    if (principal && principal.account === undefined) {
      return [[PolicyKind.RESOURCE, Math.max(everyone, session, byArn)]];
    }
    const own = [...this.ownPolicies(), ...(needsResourcePolicy ? [this.anyResourceAllow()] : [])];
    const direct = this.resourceAllowsDirectly();
    return direct > allOf(own) ? [[PolicyKind.RESOURCE, direct]] : own;
  }

  /**
   * Whether the resource's policy alone gives the permission. What it gives a user, or a session, is not limited by what other policies leave
   * out; what it gives a role is, and so are those whom a trust policy names. Of everybody AWS does not say.
   */
  private resourceAllowsDirectly(): Truth {
    const { everyone, session, principal: byArn } = this.resourceAllows;
    const limits = allOf(this.required(this.layers.permissionsBoundary, this.layers.session));
    if (this.request.action.startsWith('sts:')) {
      return Math.min(Math.max(everyone, session, byArn), limits);
    }
    const isUser = this.request.principal?.kind === 'user';
    return Math.max(session, Math.min(everyone, Math.max(limits, Truth.UNKNOWN)), Math.min(byArn, isUser ? Truth.YES : limits));
  }

  private acrossAccounts(): Requirement[] {
    const { principal } = this.request;
    return principal && principal.account === undefined ? this.inSameAccount() : [...this.ownPolicies(), this.anyResourceAllow()];
  }

  private ownPolicies(): Requirement[] {
    const { identity, permissionsBoundary, session } = this.layers;
    return this.request.principal?.kind === 'root' ? [] : this.required(identity, permissionsBoundary, session);
  }

  private anyResourceAllow(): Requirement {
    const { everyone, session, principal, account } = this.resourceAllows;
    const { resource } = this.layers;
    const allows = Math.max(everyone, session, principal, account, resource?.presumedAbsent === undefined ? Truth.NO : Truth.UNKNOWN);
    return [resource?.name ?? PolicyKind.RESOURCE, allows];
  }
}

function allOf(requirements: readonly Requirement[]): Truth {
  return requirements.reduce((least: Truth, [, allows]) => Math.min(least, allows), Truth.YES);
}

/**
 * Service control policies restrict neither AWS services nor service-linked roles.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function serviceControlReaches({ principal }: Pick<AuthorizationRequest, 'principal'>): Truth {
  return principal && principal.account === undefined ? Truth.NO : resourceControlReaches({ principal });
}

/**
 * Resource control policies restrict everyone but service-linked roles, on the resources of some services.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function resourceControlReaches({ principal }: Pick<AuthorizationRequest, 'principal'>): Truth {
  return principal ? Truth.YES - truth(principal.serviceLinkedRole) : Truth.YES;
}
