import { has, knownTexts } from './elements';
import type { Rule } from './rule';
import { isIntrinsic } from '../../iam/combine-conditions';
import { PolicyKind } from '../../iam/policy';
import { hasUnknownPart } from '../../iam/unknown-text';

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
export const INVALID_RESOURCE_CONTROL_POLICY: Rule = {
  id: 'InvalidResourceControlPolicy',
  severity: 'error',
  explanation: 'AWS takes a resource control policy only if every statement denies, names the Principal "*", and lists actions of services that RCPs support.',
  fix: 'Write "Effect": "Deny", "Principal": "*" and an Action such as "s3:*"; whom it is about is said by conditions.',

  checkStatement(statement, { kind }) {
    if (kind !== PolicyKind.RESOURCE_CONTROL) {
      return [];
    }
    const { Effect: effect, Principal: principal } = statement;
    return [
      ...(effect === 'Allow' ? ['allows, but a resource control policy can only deny'] : []),
      ...['NotPrincipal', 'NotAction'].filter((element) => has(statement, element)).map((element) => `has ${element}, which a resource control policy can't hold`),
      ...(principal === '*' || has(statement, 'NotPrincipal') || isIntrinsic(principal) || (typeof principal === 'string' && hasUnknownPart(principal)) ? []
        : ['has another Principal than "*", the only one that a resource control policy takes']),
      ...(knownTexts(statement.Action).includes('*') ? ['denies the action "*": a resource control policy names the service, such as "s3:*"'] : []),
    ];
  },
};
