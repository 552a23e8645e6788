import { has, isOfKnownShape, WITHOUT_PRINCIPAL } from './elements';
import type { Rule } from './rule';
import { PolicyKind } from '../../iam/policy';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const INVALID_PRINCIPAL_ELEMENT: Rule = {
  id: 'InvalidPrincipalElement',
  severity: 'error',
  explanation: 'A policy of a resource says in Principal whom it is about. One that is attached to principals or accounts can\'t: it is about those.',
  fix: 'Add or remove the Principal; what is attached to accounts narrows itself down by conditions on aws:PrincipalArn.',

  checkStatement(statement, policy) {
    const { kind } = policy;
    const named = ['Principal', 'NotPrincipal'].filter((element) => has(statement, element));
    if (WITHOUT_PRINCIPAL.includes(kind)) {
      return named.map((element) => `has ${element}, which a ${kind} can't hold`);
    }
    // What else a resource control policy may say is a rule of its own.
    if (!isOfKnownShape(policy) || kind === PolicyKind.RESOURCE_CONTROL) {
      return [];
    }
    if (named.length === 0) {
      return [`has no Principal, which a ${kind} needs`];
    }
    return named.includes('NotPrincipal') && kind === PolicyKind.TRUST ? [`has NotPrincipal, which a ${kind} can't hold`]
      : named.includes('NotPrincipal') && statement.Effect === 'Allow' ? ['allows to NotPrincipal, which goes with Deny only'] : [];
  },
};
