import { arnParts } from '../../iam/arn';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Layer } from '../../iam/policy-layers';
import type { Statement } from '../../iam/statement';
import { any } from '../../iam/three-valued';
import type { Outcome } from '../../iam/three-valued';
import { characters } from '../../iam/unknown-text';
import { patternMatches } from '../../iam/wildcard';
import { organizationPath } from '../template/organization';
import type { TemplateControlPolicy, TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

interface Attached {
  readonly each: TemplateControlPolicy;
  readonly reaches: Outcome;
}

const ROOT = /^r-/;
const ACCOUNT = /^\d{12}$/;

/** The account of a principal. Of a permission set it is not known: it is a role in each account that it is assigned in. */
export function accountOfPrincipal({ kind, arn }: Pick<TemplatePrincipal, 'arn'> & { readonly kind: string }): string | undefined {
  return kind === 'permission set' ? undefined : arnParts(arn)?.[4];
}

/** Which control policies of templates judge an account's principals and resources. */
export class ControlPolicies {
  private readonly layers = new Map<string, Layer[]>();
  private readonly tellsAccounts: boolean;

  /**
   * @param prepare the statements of a policy
   * @param path the ids above the principals, if they are given: they hold for every account
   */
  constructor(
    private readonly policies: Pick<TemplatePolicies, 'controlPolicies' | 'organization'>,
    private readonly prepare: (policy: LocatedPolicy) => readonly Statement[],
    private readonly path: readonly string[] | undefined,
  ) {
    this.tellsAccounts = [...policies.organization.parents.keys()].some((id) => ACCOUNT.test(id));
  }

  /** From the root down, as far as the organization's tree is told. */
  public of(kind: PolicyKind, account: string | undefined): readonly Layer[] {
    const known = account !== undefined && ACCOUNT.test(account) ? account : undefined;
    const key = `${kind} ${known}`;
    let layers = this.layers.get(key);
    if (!layers) {
      this.layers.set(key, layers = this.layersOf(kind, known));
    }
    return layers;
  }

  /** Whether it is known to be the management account, which no control policy reaches. */
  public isManagement(account: string | undefined): boolean {
    return account !== undefined && account === this.policies.organization.managementAccount;
  }

  /** Which accounts those of a kind reach, as text; nothing where there are none. */
  public attached(kind: PolicyKind, conditions: string): unknown {
    const { controlPolicies, organization: { parents, managementAccount } } = this.policies;
    const found = controlPolicies.filter(({ policy }) => policy.kind === kind).map(({ targets, conditionalTargets = [], conditional }) => (
      [targets, (conditional !== undefined || conditionalTargets.length > 0) && conditions]));
    return found.length === 0 ? undefined : [found, [...parents], managementAccount, this.path];
  }

  private layersOf(kind: PolicyKind, account: string | undefined): Layer[] {
    const { controlPolicies, organization } = this.policies;
    const policies = controlPolicies.filter(({ policy }) => policy.kind === kind);
    if (this.isManagement(account)) {
      return [];
    }
    const path = this.path || account === undefined ? undefined : organizationPath(organization, account);
    return path && ROOT.test(path[0])
      ? path.flatMap((id) => this.layer(kind, id, id, policies.map((each) => ({ each, reaches: reachesAny(each, [id]) }))))
      : policies.flatMap((each) => this.layer(kind, undefined, each.policy.place.logicalId ?? 'it', [{ each, reaches: this.reaches(each, account, path ?? []) }]));
  }

  /**
   * What acts together at one place: each place must allow.
   *
   * @param at the id of the place, if the tree of the organization has it
   */
  private layer(kind: PolicyKind, at: string | undefined, where: string, attached: readonly Attached[]): Layer[] {
    const acting = attached.filter(({ reaches }) => reaches !== false);
    const statements = acting.flatMap(({ each }) => this.prepare(each.policy));
    const onlyDenies = statements.every(({ effect }) => effect === 'Deny');
    // Resource control policies only deny; RCPFullAWSAccess can't be detached. FullAWSAccess is attached everywhere, unless somebody detaches it.
    const onlyLimits = onlyDenies || kind === PolicyKind.RESOURCE_CONTROL;
    const isComplete = at !== undefined && this.policies.organization.toldOf.has(at) && acting.every(({ reaches }) => reaches === true);
    return acting.length === 0 ? [] : [{
      kind,
      at,
      statements,
      uncertain: new Set(acting.filter(({ each, reaches }) => each.conditional !== undefined || !reaches).map(({ each }) => each.policy)),
      allowsEverything: kind === PolicyKind.RESOURCE_CONTROL || (onlyDenies && !isComplete),
      unknownPolicies: onlyLimits || isComplete ? [] : [`FullAWSAccess, if it is attached where ${where} is`],
    }];
  }

  /** Whether a policy is attached above an account whose place in the organization is not told. */
  private reaches(control: TemplateControlPolicy, account: string | undefined, above: readonly string[]): Outcome {
    const { targets } = control;
    if (this.path) {
      return reachesAny(control, this.path);
    }
    if (account !== undefined && targets.length > 0 && targets.every((target) => ACCOUNT.test(target) && target !== account)) {
      return false;
    }
    // An organization has one root.
    return !this.tellsAccounts || targets.some((target) => ROOT.test(target) || above.includes(target)) || undefined;
  }
}

function reachesAny({ targets, conditionalTargets = [] }: TemplateControlPolicy, ids: readonly string[]): Outcome {
  return any(targets.map((target) => {
    const attached = any(ids.map((id) => patternMatches(characters(target), id)));
    return attached === true && conditionalTargets.includes(target) ? undefined : attached;
  }));
}
