import type { LocatedPolicy } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { Cache } from '../../private/cache';
import { commonText } from '../rules/alike-documents';

/** As many documents as are kept, each as JSON: an account has ten thousands that are like no other. */
const MOST_KEPT = 2_000;

/** Tells which policies differ in nothing but names of resources: what is read of one of them holds for all, but for these. */
export class AlikePolicies {
  private readonly firsts = new Cache<LocatedPolicy>(MOST_KEPT);
  private readonly known = new Map<LocatedPolicy, LocatedPolicy>();

  /** The first policy that this one is like, as many as are kept: itself, if there is none. */
  public firstLike(policy: LocatedPolicy): LocatedPolicy {
    let first = this.known.get(policy);
    if (!first) {
      const { kind, resourceType, service } = policy;
      const { text } = commonText(policy, policyTypeOf(policy), `${kind} ${resourceType} ${service}`);
      this.known.set(policy, first = this.firsts.get(text, () => policy));
    }
    return first;
  }
}
