import type { ProblemTogether, Rule } from './rule';
import { RESOURCE_POLICY_TYPES } from '../../iam/resource-policy-kinds';
import { readable } from '../../iam/unknown-text';
import type { TemplatePolicyChange, TemplateResource } from '../template/template-policies';

/** What sets the policy of a resource: whole, or by adding to it. */
type Setter = TemplateResource | TemplatePolicyChange;

export const POLICY_REPLACED: Rule = {
  id: 'PolicyReplaced',
  severity: 'error',
  explanation: 'A resource has one policy. Where two resources of a template set it, the later one takes away what the other has set, or fails.',
  fix: 'Put all statements into one policy.',

  checkTogether({ resources, policyChanges }) {
    // What is said of the second need not be said of the first.
    const setters = settersByPolicy([...policyChanges, ...resources]);
    return resources.flatMap((resource) => policiesSetBy(resource).flatMap(({ key, arn }): ProblemTogether[] => {
      const all = setters.get(key)!;
      const rivals = all.slice(0, all.indexOf(resource)).filter((other) => isRival(resource, other));
      return rivals.length === 0 ? [] : [{
        policy: resource.policies[0],
        message: `the policy of ${readable(arn)} is also set by ${rivals.map(({ logicalId, resourceType }) => `${logicalId} (${resourceType})`).join(', ')}`,
      }];
    }));
  },
};

function settersByPolicy(setters: readonly Setter[]): Map<string, Setter[]> {
  const byPolicy = new Map<string, Setter[]>();
  for (const setter of setters) {
    for (const { key } of policiesSetBy(setter)) {
      byPolicy.set(key, [...byPolicy.get(key) ?? [], setter]);
    }
  }
  return byPolicy;
}

/** By the resource and the name of its policy, which types share that set the same one. */
function policiesSetBy(setter: Setter): Array<{ readonly key: string; readonly arn: string }> {
  const type = 'changes' in setter ? setter.changes : setter.resourceType;
  return Object.hasOwn(RESOURCE_POLICY_TYPES, type)
    ? [...new Set(setter.arns)].map((arn) => ({ key: `${RESOURCE_POLICY_TYPES[type].name} ${arn}`, arn })) : [];
}

/** Whether another sets the same, unless it may be instead of the first one: under another condition. */
function isRival(setter: Setter, other: Setter): boolean {
  return other.logicalId !== setter.logicalId
    && (setter.conditional === undefined || other.conditional === undefined || setter.conditional === other.conditional);
}
