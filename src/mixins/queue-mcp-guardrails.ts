import { aws_iam as iam, aws_sqs as sqs, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'queue',
  cfnTypes: [sqs.CfnQueue.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[sqs.CfnQueuePolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'queueArn',
  ownResource: (resource) => {
    const { attrArn, attrQueueName, queueName } = resource as sqs.CfnQueue;
    return { arns: [attrArn, Stack.of(resource).formatArn({ service: 'sqs', resource: queueName ?? attrQueueName })], names: [], self: attrArn };
  },
  separate: {
    cfnType: sqs.CfnQueuePolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'queues',
    document: 'policyDocument',
    rivals: [{ cfnType: sqs.CfnQueueInlinePolicy.CFN_RESOURCE_TYPE_NAME, of: 'queue' }],
    make: (resource, statements) => new sqs.CfnQueuePolicy(resource, 'McpGuardrails', {
      queues: [resource.ref], policyDocument: new iam.PolicyDocument({ statements }),
    }),
  },
};

/**
 * Adds guardrails to the policy of a queue, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of SQS on this queue is added, at most seven actions a statement, as SQS asks. AWS services
 * that act as themselves are exempt, unless told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the queue policy can be about, or would keep everybody from changing it, or the queue is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 *
 * @example
 * queue.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class QueueMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
