import { aws_iam as iam, aws_sns as sns, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'topic',
  cfnTypes: [sns.CfnTopic.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[sns.CfnTopicPolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'topicArn',
  ownResource: (resource) => {
    const { attrTopicArn, attrTopicName, topicName } = resource as sns.CfnTopic;
    return {
      arns: [resource.ref, attrTopicArn, Stack.of(resource).formatArn({ service: 'sns', resource: topicName ?? attrTopicName })],
      names: [],
      self: resource.ref,
    };
  },
  separate: {
    cfnType: sns.CfnTopicPolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'topics',
    document: 'policyDocument',
    rivals: [{ cfnType: sns.CfnTopicInlinePolicy.CFN_RESOURCE_TYPE_NAME, of: 'topicArn' }],
    make: (resource, statements) => new sns.CfnTopicPolicy(resource, 'McpGuardrails', {
      topics: [resource.ref], policyDocument: new iam.PolicyDocument({ statements }),
    }),
  },
  // What a topic without a policy has; a policy takes its place, and CloudWatch alarms, for one, could no longer publish.
  initial: (resource) => [new iam.PolicyStatement({
    sid: 'DefaultForOwner',
    principals: [new iam.AnyPrincipal()],
    actions: [
      'sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:AddPermission', 'sns:RemovePermission', 'sns:DeleteTopic', 'sns:Subscribe',
      'sns:ListSubscriptionsByTopic', 'sns:Publish',
    ],
    resources: [resource.ref],
    conditions: { StringEquals: { 'AWS:SourceOwner': Stack.of(resource).account } },
  })],
};

/**
 * Adds guardrails to the policy of a topic, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of SNS on this topic is added, action by action, for SNS takes no wildcards there, and only
 * the actions that a topic policy can hold. AWS services that act as themselves are exempt, unless told otherwise. A topic
 * without a policy gets one that begins with what SNS allows by default. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the topic policy can be about, or would keep everybody from changing it, or the topic is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 *
 * @example
 * topic.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyDelegationViaMcp()] }));
 */
export class TopicMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
