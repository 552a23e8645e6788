import type { Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { PolicyKind } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import type { Statement } from '../../iam/statement';

export const KEY_POLICY_WITHOUT_MANAGER: Rule = {
  id: 'KeyPolicyWithoutManager',
  severity: 'error',
  explanation: 'AWS KMS takes a key policy only if whoever sets it may change it again. Where no statement allows kms:PutKeyPolicy, nobody may.',
  fix: 'Allow kms:* to the account, as the default key policy does, or kms:PutKeyPolicy to its administrators. '
    + 'If nobody is to change it again, say so with BypassPolicyLockoutSafetyCheck.',

  checkPolicy(policy) {
    const { kind, bypassesLockOutCheck } = policy;
    const { changedBy, services } = policyTypeOf(policy);
    const isOfKey = kind === PolicyKind.RESOURCE && changedBy !== undefined && services !== undefined && 'prefix' in services && services.prefix === 'kms';
    const { isKnown, statements } = PolicyDocument.of(policy);
    if (!isOfKey || bypassesLockOutCheck || !isKnown || statements.length === 0) {
      return [];
    }
    return statements.some((statement) => mayAllow(statement, changedBy.toLowerCase())) ? [] : [{ message: `no statement of the key policy allows ${changedBy}` }];
  },
};

/** Whether it may allow the action to a principal that is no AWS service. */
function mayAllow({ isKnown, effect, action, resource, principal }: Statement, name: string): boolean {
  const ofServices = principal !== undefined && !principal.negated && principal.entries.every(([type]) => type === 'Service');
  return !isKnown || (effect !== 'Deny' && action?.matches(name) !== false && action !== undefined && resource !== undefined && !ofServices);
}
