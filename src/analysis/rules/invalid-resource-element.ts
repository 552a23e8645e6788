import { has, isOfKnownShape } from './elements';
import type { Rule } from './rule';
import { PolicyKind } from '../../iam/policy';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export const INVALID_RESOURCE_ELEMENT: Rule = {
  id: 'InvalidResourceElement',
  severity: 'error',
  explanation: 'A statement says in Resource or NotResource what it is about. Only a role\'s trust policy can\'t: it is about the role.',
  fix: 'Add "Resource": "*", or in a trust policy remove the Resource.',

  checkStatement(statement, policy) {
    const named = ['Resource', 'NotResource'].filter((element) => has(statement, element));
    const empty = named.find((element) => Array.isArray(statement[element]) && statement[element].length === 0);
    if (empty !== undefined) {
      return [`has an empty list as ${empty}`];
    }
    if (policy.kind === PolicyKind.TRUST) {
      return named.map((element) => `has ${element}, which a trust policy can't hold`);
    }
    return named.length === 0 && policy.kind !== PolicyKind.RESOURCE && isOfKnownShape(policy)
      ? [`has neither Resource nor NotResource, of which a ${policy.kind} needs one`] : [];
  },
};
