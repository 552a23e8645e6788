import type { AlikePolicies } from './alike-policies';
import type { ReportSubject } from './report-types';
import { Cache, numberOf } from '../../private/cache';

/** As many as are kept: an account has ten thousand of which none is like another. */
const MOST_KEPT = 2_000;

/**
 * What is said of principals. That of the first is said of all that differ in nothing but their names, and those of resources, unless it tells of the first
 * alone.
 */
export class AlikePrincipals<T extends { readonly tellsOfItself: boolean }> {
  private readonly firsts = new Cache<T>(MOST_KEPT);

  constructor(private readonly alike: AlikePolicies) {}

  public of(principal: ReportSubject, describe: () => T): T {
    let made: T | undefined;
    const found = this.firsts.get(this.likeness(principal), () => (made = describe()));
    return found === made || !found.tellsOfItself ? found : describe();
  }

  /** All that what is said hangs on; `undefined` of one whose policies hang on a condition. */
  public likeness(principal: ReportSubject): string | undefined {
    const { kind, arn, name, identityPolicies, otherManagedPolicies, policiesMadeLater, otherGroups } = principal;
    const { permissionsBoundary, otherPermissionsBoundary } = principal;
    if (principal.conditionalPolicies || principal.conditionalManagedPolicies) {
      return undefined;
    }
    let policies = '';
    for (const policy of identityPolicies) {
      policies += `${numberOf(this.alike.firstLike(policy))},`;
    }
    const others = otherManagedPolicies.length > 0 || policiesMadeLater || otherGroups || otherPermissionsBoundary !== undefined
      ? JSON.stringify([otherManagedPolicies, policiesMadeLater, otherGroups, otherPermissionsBoundary]) : '';
    // The account and the path stay: service control policies hang on them. A name may look like a path.
    const place = arn.endsWith(`/${name}`) && !/\/|aws-service-role/.test(name) ? arn.slice(0, -name.length) : arn;
    return `${kind} ${policies} ${permissionsBoundary ? numberOf(permissionsBoundary) : ''} ${place} ${others}`;
  }
}
