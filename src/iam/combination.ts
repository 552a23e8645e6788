import { PolicyKind } from './policy';
import type { Outcome } from './three-valued';
import { and, or } from './three-valued';

/** Three-valued logic: of single answers, or of sets of actions. */
export interface Logic<T> {
  readonly yes: T;
  readonly no: T;
  readonly unknown: T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
}

export const OUTCOMES: Logic<Outcome> = { yes: true, no: false, unknown: undefined, and, or };

/** Whether a layer allows, with what an explanation calls it, and the kinds of its policies: what is decided by no policy has none. */
export type Allows<T> = readonly [layer: string, allows: T, ...kinds: PolicyKind[]];

/** To whom an Allow of the resource's policy gives the permission. */
export interface ResourceAllows<T> {
  readonly everyone: T;
  readonly session: T;
  readonly principal: T;
  readonly account: T;
}

/** What the policies of each layer say of a request; a layer that is not there says nothing. */
export interface LayersSay<T> {
  readonly identity: Allows<T>;
  readonly permissionsBoundary?: Allows<T>;
  readonly session?: Allows<T>;
  /** Each level, from the root of the organization down. */
  readonly serviceControl?: ReadonlyArray<Allows<T>>;
  readonly vpcEndpoint?: Allows<T>;
  readonly resource?: ResourceAllows<T>;
  /** Of the resource's policy, and whether one that is not known may allow. */
  readonly resourceKind?: PolicyKind;
  readonly resourceMayAllow?: boolean;
}

/** What of a request decides how its layers combine. */
export interface Combining {
  /** Whether service control policies reach the principal. */
  readonly serviceControlReaches: Outcome;
  /** Whether the resource is in the principal's account. */
  readonly sameAccount: Outcome;
  /** Whether the principal has an account: AWS services, identity providers and who has no credentials have none. */
  readonly hasAccount: boolean;
  readonly kind?: string;
  /** Whether an Allow of the resource's own policy is needed even in the same account: that of a key or of a role's trust. */
  readonly needsResourcePolicy: boolean;
  /** Whether the action assumes a role or the like, for which the trust policy is the resource's. */
  readonly assumesRole: boolean;
  /** Whether the principal needs an Allow at all, of its own policies or of the resource's. */
  readonly needsPermission: boolean;
  /** Whether something that is no policy may allow it. */
  readonly mayBeAllowedWithoutPolicy?: boolean;
}

/**
 * What must allow a request, each with whether it does: the request is allowed where all do and nothing denies it. The one place that
 * knows how the layers combine.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function requirements<T>(logic: Logic<T>, says: LayersSay<T>, how: Combining): ReadonlyArray<Allows<T>> {
  return new Combination(logic, says, how).requirements();
}

/** Whether all of them allow. */
export function allAllow<T>(logic: Logic<T>, required: ReadonlyArray<Allows<T>>): T {
  let all = logic.yes;
  for (const [, allows] of required) {
    all = logic.and(all, allows);
  }
  return all;
}

class Combination<T> {
  public constructor(private readonly logic: Logic<T>, private readonly says: LayersSay<T>, private readonly how: Combining) {}

  public requirements(): ReadonlyArray<Allows<T>> {
    const { logic, how: { serviceControlReaches: reaches, needsPermission }, says: { serviceControl, vpcEndpoint } } = this;
    const permissions = needsPermission ? this.permissions() : [];
    return !serviceControl && !vpcEndpoint ? permissions : [
      ...(reaches === false || !serviceControl ? []
        : reaches ? serviceControl : serviceControl.map(([name, allows, ...kinds]): Allows<T> => [name, logic.or(allows, logic.unknown), ...kinds])),
      ...(vpcEndpoint ? [vpcEndpoint] : []),
      ...permissions,
    ];
  }

  /** Whether the principal's own policies and the resource's allow it, as the two combine. */
  private permissions(): ReadonlyArray<Allows<T>> {
    const { logic, how: { sameAccount, hasAccount } } = this;
    if (!hasAccount) {
      const allows = this.resourceAllows('everyone', 'session', 'principal');
      return [[PolicyKind.RESOURCE, this.how.mayBeAllowedWithoutPolicy ? logic.or(allows, logic.unknown) : allows, PolicyKind.RESOURCE]];
    }
    if (sameAccount !== undefined) {
      return sameAccount ? this.inSameAccount() : this.acrossAccounts();
    }
    const [same, cross] = [this.inSameAccount(), this.acrossAccounts()];
    const [a, b] = [same, cross].map((each) => allAllow(logic, each));
    return a === b ? same : [['policies of the principal and of the resource, depending on whether they are in one account',
      logic.or(logic.and(a, b), logic.and(logic.or(a, b), logic.unknown)), PolicyKind.IDENTITY, PolicyKind.RESOURCE]];
  }

  private inSameAccount(): ReadonlyArray<Allows<T>> {
    const { logic, says: { resource }, how: { needsResourcePolicy } } = this;
    const own = this.ownPolicies();
    if (needsResourcePolicy) {
      own.push(this.anyResourceAllow());
    }
    if (!resource) {
      return own;
    }
    const direct = this.resourceAllowsDirectly();
    return own.map(([name, allows, ...kinds]): Allows<T> => [name, logic.or(direct, allows), ...kinds]);
  }

  /**
   * Whether the resource's policy alone gives the permission. What it gives a user, a session or everybody is not limited by what other policies
   * leave out; what it gives a role is, and so are those whom a trust policy names. A federated user has of it what the session policy allows; of what
   * everybody has besides, AWS does not say.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  private resourceAllowsDirectly(): T {
    const { logic, says: { permissionsBoundary }, how: { kind, assumesRole } } = this;
    const { everyone, session, principal } = this.says.resource!;
    const sessionPolicy = this.sessionPolicy();
    const limits = allAllow(logic, [permissionsBoundary, sessionPolicy].filter((layer) => layer !== undefined));
    if (assumesRole) {
      return logic.and(this.resourceAllows('everyone', 'session', 'principal'), limits);
    }
    return logic.or(session, logic.or(
      logic.and(everyone, this.isIdentity() ? logic.yes : logic.or(kind === 'federated user' ? sessionPolicy![1] : limits, logic.unknown)),
      kind === 'user' ? principal : logic.and(principal, limits)));
  }

  /** Whether it is one of the users and roles, of which AWS says that an Allow for everybody is enough. */
  private isIdentity(): boolean {
    return ['user', 'role', 'role session'].includes(this.how.kind!);
  }

  /**
   * A federated user may do nothing without one.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
   */
  private sessionPolicy(): Allows<T> | undefined {
    return this.says.session ?? (this.how.kind === 'federated user' ? [PolicyKind.SESSION, this.logic.no, PolicyKind.SESSION] : undefined);
  }

  private acrossAccounts(): ReadonlyArray<Allows<T>> {
    return [...this.ownPolicies(), this.anyResourceAllow()];
  }

  private ownPolicies(): Array<Allows<T>> {
    const { identity, permissionsBoundary } = this.says;
    const own = this.how.kind === 'root' ? [] : permissionsBoundary ? [identity, permissionsBoundary] : [identity];
    const session = this.sessionPolicy();
    if (session) {
      own.push(session);
    }
    return own;
  }

  private anyResourceAllow(): Allows<T> {
    const { logic, says: { resourceKind = PolicyKind.RESOURCE, resourceMayAllow } } = this;
    const allows = this.resourceAllows('everyone', 'session', 'principal', 'account');
    return [resourceKind, resourceMayAllow ? logic.or(allows, logic.unknown) : allows, resourceKind];
  }

  private resourceAllows(...whom: Array<keyof ResourceAllows<T>>): T {
    const { logic, says: { resource } } = this;
    return resource ? whom.map((each) => resource[each]).reduce((a, b) => logic.or(a, b)) : logic.no;
  }
}
