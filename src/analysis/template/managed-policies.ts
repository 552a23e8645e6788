import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Json } from '../../iam/value';
import { awsManagedPolicy } from '../aws-managed-policies';

/** Documents by the ARN or the name of their policy. */
export interface GivenManagedPolicies {
  readonly [policy: string]: Json;
}

/** The documents of managed policies that are no resources of the templates: those that are given, else what AWS has. */
export class ManagedPolicies {
  private readonly found = new Map<string, LocatedPolicy | undefined>();

  /** @param given those of the first count more */
  constructor(private readonly given: readonly GivenManagedPolicies[]) {}

  /** One object for each policy and kind; `undefined` if it is not known what it says. */
  public find(arn: string, kind: PolicyKind = PolicyKind.IDENTITY): LocatedPolicy | undefined {
    const key = `${kind} ${arn}`;
    if (!this.found.has(key)) {
      const policy = this.documentOf(arn);
      this.found.set(key, policy && (policy.kind === kind ? policy : { ...policy, kind }));
    }
    return this.found.get(key);
  }

  private documentOf(arn: string): LocatedPolicy | undefined {
    const names = [arn, arn.slice(arn.lastIndexOf('/') + 1)];
    for (const documents of this.given) {
      const name = names.find((each) => Object.hasOwn(documents, each));
      if (name !== undefined) {
        return { kind: PolicyKind.IDENTITY, place: { path: arn }, arn, document: documents[name] };
      }
    }
    return awsManagedPolicy(arn);
  }
}
