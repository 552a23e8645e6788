import type { Rule } from './rule';
import { OF_SERVICES } from '../../iam/known-keys';
import { PolicyKind } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';

export const SERVICE_PRINCIPAL_NOT_RESTRICTED: Rule = {
  id: 'ServicePrincipalNotRestricted',
  severity: 'warning',
  explanation: 'An AWS service works for all its customers: what is allowed to it without a source, any of them may have it do (the confused deputy problem).',
  fix: 'Add { "StringEquals": { "aws:SourceAccount": "111122223333" } }, or aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths.',

  checkStatement({ effect, principal, condition }, policy) {
    const services = effect !== 'Allow' || policy.kind !== PolicyKind.RESOURCE || policyTypeOf(policy).dialect || principal?.negated ? []
      : (principal?.entries ?? []).filter(([type]) => type === 'Service').map(([, value]) => value ?? 'a service');
    return services.length === 0 || condition.testsOf(...OF_SERVICES).length > 0 ? []
      : [`allows to ${services.join(', ')} whoever they do it for: no condition is on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths`];
  },
};
