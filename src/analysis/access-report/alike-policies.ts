import type { LocatedPolicy } from '../../iam/policy';
import type { PolicyType } from '../../iam/policy-type';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { Cache } from '../../private/cache';
import { commonText, hasOnlyResources } from '../rules/alike-documents';

/** As many documents as are kept, each as JSON: an account has ten thousands that are like no other. */
const MOST_KEPT = 2_000;

/** Tells which policies differ in nothing but names of resources: what is read of one of them holds for all, but for these. */
export class AlikePolicies {
  /** None where something else has such names, too. */
  private readonly firsts = new Cache<{ readonly policy?: LocatedPolicy }>(MOST_KEPT);
  private readonly types = new Cache<PolicyType>();
  private readonly known = new Map<LocatedPolicy, LocatedPolicy>();

  /** The first policy that this one is like, of those that are kept: itself, if there is none. */
  public firstLike(policy: LocatedPolicy): LocatedPolicy {
    let first = this.known.get(policy);
    if (!first) {
      const beside = `${policy.kind} ${policy.resourceType} ${policy.service}`;
      const { text } = commonText(policy, this.types.get(beside, () => policyTypeOf(policy)), beside);
      const found = this.firsts.get(text, () => (hasOnlyResources(text, [policy.document]) ? { policy } : {}));
      this.known.set(policy, first = found.policy ?? policy);
    }
    return first;
  }
}
