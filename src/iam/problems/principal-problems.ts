import type { StatementCheck } from './problem';
import { aPolicy } from './problem';
import { PolicyKind } from '../policy';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const principalProblems: StatementCheck = (statement, type) => {
  const named = ['Principal', 'NotPrincipal'].filter((element) => statement.has(element));
  if (type.principal === 'none') {
    return named.map((element) => `has ${element}, which ${aPolicy(type)} can't hold`);
  }
  // What else a resource control policy may say is a rule of its own.
  if (type.kind === PolicyKind.RESOURCE_CONTROL) {
    return [];
  }
  if (named.length === 0) {
    return [`has no Principal, which ${aPolicy(type)} needs`];
  }
  return named.includes('NotPrincipal') && type.refuses.includes('NotPrincipal') ? [`has NotPrincipal, which ${aPolicy(type)} can't hold`]
    : named.includes('NotPrincipal') && statement.effect === 'Allow' ? ['allows to NotPrincipal, which goes with Deny only'] : [];
};
