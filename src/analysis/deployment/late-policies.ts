import type { Step } from './deployment-order';
import { singlePolicyOf } from './kept-once';
import { referencesIn } from './references';
import type { StackChange } from './stack-change';

/** A policy that is a resource of its own, of something that is new or goes: it is made after that, and deleted before it. */
export interface LatePolicy {
  readonly step: Step;
  /** What it is a policy of, such as `bucket`. */
  readonly kind: string;
  readonly of: string;
  /** Whether that stays when it would be deleted, without its policy. */
  readonly isRetained: boolean;
}

/** Those of which CloudFormation has no other order, as far as they deny something. */
export function latePolicies(steps: readonly Step[]): LatePolicy[] {
  return steps.filter(({ change }) => change !== 'update').flatMap((step) => {
    const { stack, logicalId, change } = step;
    const resource = stack.resource(logicalId, change === 'create' ? 'after' : 'before');
    const policy = singlePolicyOf(resource);
    return !policy || !/"Effect":"Deny"/.test(JSON.stringify(resource)) ? []
      : [...referencesIn(policy.of)].map((name) => name.replace(/ \(before\)$/, '')).filter((name) => isLikewise(stack, name, change))
        .map((of) => ({ step, kind: policy.kind, of, isRetained: change === 'delete' && stack.isRetained(of) }));
  });
}

function isLikewise(stack: StackChange, logicalId: string, change: Step['change']): boolean {
  const found = stack.changes.get(logicalId);
  return found === change || found === 'replace';
}
