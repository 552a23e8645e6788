import { aws_iam as iam, aws_s3vectors as s3vectors, Fn, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { writtenProperty } from './written-property';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'vector bucket',
  cfnTypes: [s3vectors.CfnVectorBucket.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[s3vectors.CfnVectorBucketPolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'vectorBucketArn',
  ownResource: (resource) => {
    const arn = resource.getAtt('VectorBucketArn').toString();
    const given = writtenProperty(resource, 'vectorBucketName') as string | undefined;
    const byName = Stack.of(resource).formatArn({
      service: 's3vectors', resource: 'bucket', resourceName: given ?? Fn.select(1, Fn.split('/', resource.ref)),
    });
    return {
      arns: [arn, resource.ref, byName],
      names: given === undefined ? [] : [given],
      self: arn,
      content: `${arn}/*`,
      types: { self: 'VectorBucket', content: 'Index' },
    };
  },
  separate: {
    cfnType: s3vectors.CfnVectorBucketPolicy.CFN_RESOURCE_TYPE_NAME,
    of: ['vectorBucketArn', 'vectorBucketName'],
    document: 'policy',
    make: (resource, statements) => new s3vectors.CfnVectorBucketPolicy(resource, 'McpGuardrails', {
      vectorBucketArn: resource.getAtt('VectorBucketArn').toString(), policy: new iam.PolicyDocument({ statements }),
    }),
  },
};

/**
 * Adds guardrails to the policy of a vector bucket of S3 Vectors, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of S3 Vectors on this bucket and its indexes is added. AWS services that act as themselves are exempt,
 * unless told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the vector bucket policy can be about, or would keep everybody from changing it, or its policy has
 * another statement of the same Sid.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-resource-based-policies.html
 *
 * @example
 * declare const vectors: s3vectors.CfnVectorBucket;
 * vectors.with(new mixins.VectorBucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class VectorBucketMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
