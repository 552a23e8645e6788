import { aws_iam as iam, aws_kms as kms, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'key',
  cfnTypes: [kms.CfnKey.CFN_RESOURCE_TYPE_NAME, kms.CfnReplicaKey.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[kms.CfnKey.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'keyArn',
  standIns: { [kms.CfnAlias.CFN_RESOURCE_TYPE_NAME]: 'targetKeyId' },
  withoutPolicy: (construct) => {
    const { aliasName } = construct as Partial<kms.IAlias>;
    return aliasName?.startsWith('alias/aws/') ? 'an AWS managed key: its policy can\'t be changed' : undefined;
  },
  // In a key policy `*` is the key.
  ownResource: (resource) => ({
    arns: [(resource as kms.CfnKey).attrArn, Stack.of(resource).formatArn({ service: 'kms', resource: 'key', resourceName: resource.ref })],
    names: [],
    self: '*',
  }),
  holds: { property: 'keyPolicy' },
  initial: () => [new iam.PolicyStatement({
    sid: 'EnableIAMPolicies', principals: [new iam.AccountRootPrincipal()], actions: ['kms:*'], resources: ['*'],
  })],
};

/**
 * Adds guardrails to the policy of a KMS key, as Deny statements for everybody: principals of other accounts and the root user too.
 *
 * Of each guardrail, what it denies of KMS on this key is added; the Allows of the policy stay, and a key without a policy keeps
 * the one that KMS gives it. A guardrail that denies `kms:PutKeyPolicy` to everybody who calls directly is an error, for a key
 * whose policy nobody can change is lost. AWS services that act as themselves are exempt, unless told otherwise. What is there
 * already is not added again.
 *
 * @throws if a guardrail denies nothing that the key policy can be about, or would keep everybody from changing it, or the key is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 *
 * @example
 * key.with(new mixins.KeyMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class KeyMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
