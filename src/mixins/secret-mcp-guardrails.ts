import { ArnFormat, aws_iam as iam, aws_secretsmanager as secretsmanager, Fn, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

/** What attaches a secret to a database. */
const ATTACHMENT = { cfnType: secretsmanager.CfnSecretTargetAttachment.CFN_RESOURCE_TYPE_NAME, of: 'secretId' };

const KIND: ResourceKind = {
  what: 'secret',
  cfnTypes: [secretsmanager.CfnSecret.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[secretsmanager.CfnResourcePolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'secretArn',
  standIns: { [ATTACHMENT.cfnType]: ATTACHMENT.of },
  severalBecause: 'if one was made by the secret\'s attachment to a database, turn on the feature flag '
    + '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments',
  // Secrets Manager takes `*` for the secret that the policy is of.
  ownResource: (resource, find) => ({
    arns: [resource.ref, Stack.of(resource).formatArn({
      service: 'secretsmanager', resource: 'secret', resourceName: Fn.select(6, Fn.split(':', resource.ref)), arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
    // The Ref of an attachment is the ARN of its secret.
    names: find(resource, ATTACHMENT, () => [resource.ref]).map((attachment) => attachment.ref),
    self: '*',
  }),
  separate: {
    cfnType: secretsmanager.CfnResourcePolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'secretId',
    document: 'resourcePolicy',
    make: (resource, statements) => new secretsmanager.CfnResourcePolicy(resource, 'McpGuardrails', {
      secretId: resource.ref, resourcePolicy: new iam.PolicyDocument({ statements }),
    }),
  },
};

/**
 * Adds guardrails to the policy of a secret of Secrets Manager, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of Secrets Manager on this secret is added. AWS services that act as themselves, such as
 * the rotation of managed secrets, are exempt, unless told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the secret's policy can be about, or would keep everybody from changing it, or the secret is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 *
 * @example
 * secret.with(new mixins.SecretMcpGuardrails({ guardrails: [McpGuardrail.denySecretReadsViaMcp()] }));
 */
export class SecretMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
