import type { ProblemTogether } from './rule';
import type { LocatedPolicy } from '../../iam/policy';
import { inlineOrManaged } from '../../iam/policy-kinds';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { PRINCIPAL_TYPES } from '../../iam/principal-types';
import { policySizeProblem } from '../../iam/problems/size-problems';
import { derivedFrom } from '../../private/cache';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

/** Whether inline policies are together too large; of a policy by itself, the table of policy types tells. */
export function inlinePoliciesTooLarge(principal: TemplatePrincipal, policies: TemplatePolicies): ProblemTogether[] {
  const type = inlineOrManaged(PRINCIPAL_TYPES[principal.kind].resourceType);
  const inline = type ? inlinePoliciesOf(principal, policies) : [];
  const problem = type && policySizeProblem(type, inline.map(({ document }) => document));
  // Of what is too large by itself enough is said.
  return problem === undefined || inline.some((policy) => policySizeProblem(policyTypeOf(policy), [policy.document])) ? []
    : [{ policy: inline[0], message: `${principal.logicalId}: together the ${problem}` }];
}

/** Of a user, those of its groups are not its own. What it may lack counts with nothing: it may be somebody else's. */
function inlinePoliciesOf(principal: TemplatePrincipal, policies: TemplatePolicies): LocatedPolicy[] {
  const ofGroups = principal.kind === 'user' ? groupPolicies(policies) : undefined;
  return principal.identityPolicies.filter((policy) => policy.resourceType !== 'AWS::IAM::ManagedPolicy' && !ofGroups?.has(policy)
    && !principal.conditionalPolicies?.includes(policy));
}

const groupPolicies = derivedFrom(({ principals }: TemplatePolicies): ReadonlySet<LocatedPolicy> =>
  new Set(principals.filter(({ kind }) => kind === 'group').flatMap(({ identityPolicies }) => identityPolicies)));
