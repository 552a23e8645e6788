import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sizeProblems } from './guardrail-statements';
import { inlinePolicies, namesakes, prepareInlinePolicies } from './inline-policies';
import type { KeptStatement } from './kept-guardrails';
import { brokenGuardrails } from './kept-guardrails';
import type { StatementJson } from './pack-statements';
import { isUntouched } from './rendered-resource';
import { roomAdvice } from './size-advice';
import { inlineOrManaged } from '../iam/policy-kinds';
import { ROLE_INLINE_POLICIES } from '../iam/role-inline-policies';
import { derivedFrom } from '../private/cache';

/** The statements that were put into an inline policy of a resource; there may be more later. */
export const putInto = derivedFrom((_: CfnResource): { readonly statements: StatementJson[]; full?: string } => ({ statements: [] }));

/** Keeps guardrails in an inline policy of a role, user or group, where no other has its name; and with the others it may not be too large. */
export function keepInlinePolicy(
  owner: IConstruct, resource: CfnResource, policyName: string, statements: readonly KeptStatement[], document?: iam.PolicyDocument,
): void {
  prepareInlinePolicies(resource);
  owner.node.addValidation({
    validate: () => {
      const policies = inlinePolicies(resource);
      const type = resource.cfnResourceType === 'AWS::IAM::Role' ? ROLE_INLINE_POLICIES : inlineOrManaged(resource.cfnResourceType)!;
      // As it can't have become less, nothing needs to be rendered.
      const isThere = document !== undefined && isUntouched(resource)
        && policies.some((each) => each.resource === resource && each.document === document);
      return [
        ...(isThere ? [] : brokenGuardrails({ holder: resource, place: { property: 'policies', path: ['policyDocument'] }, statements, guarded: resource })),
        ...namesakes(resource, policyName, policies),
        ...sizeProblems(resource, type, policies.map((each) => each.document))
          .map((problem) => `${resource.node.path}: ${putInto(resource).full === undefined
            ? `with the guardrails, ${problem}: ${roomAdvice(resource, statements, type)}`
            : `${putInto(resource).full}, so that guardrails became an inline policy, and with them ${problem}: detach a policy, narrow the guardrails, `
              + 'or raise maxManagedPolicies with the quota'}`),
      ];
    },
  });
}
