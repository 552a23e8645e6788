import type { aws_s3_assets as s3assets } from 'aws-cdk-lib';
import { aws_iam as iam, aws_s3 as s3, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';
import { keptIn } from '../private/cache';

const KIND: ResourceKind = {
  what: 'bucket',
  cfnTypes: [s3.CfnBucket.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[s3.CfnBucketPolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'bucketArn',
  withoutPolicy: (construct) => (isBucketOfAsset(construct)
    ? 'the bucket of an asset, which the bootstrap stack of the CDK makes: add them to its template' : undefined),
  ownResource: (resource) => {
    const { bucketName } = resource as s3.CfnBucket;
    const { attrArn, ref } = referencesTo(resource as s3.CfnBucket);
    const name = bucketName !== undefined && !Token.isUnresolved(bucketName) ? [bucketName] : [];
    return {
      arns: [attrArn, `arn:aws:s3:::${name[0] ?? ref}`],
      names: name,
      self: attrArn,
      content: `${attrArn}/*`,
      types: { self: 'bucket', content: 'object' },
    };
  },
  separate: {
    cfnType: s3.CfnBucketPolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'bucket',
    document: 'policyDocument',
    make: (resource, statements) => new s3.CfnBucketPolicy(resource, 'McpGuardrails', {
      bucket: resource.ref, policyDocument: new iam.PolicyDocument({ statements }),
    }),
  },
};

/** Always the same, while its name may change: the CDK goes through all that is known of a bucket each time it is asked. */
const referencesTo = keptIn(({ attrArn, ref }: s3.CfnBucket) => ({ attrArn, ref }));

/** Whether a construct stands for the bucket to which the CDK's command line uploads an asset. */
function isBucketOfAsset(construct: IConstruct): boolean {
  const { scope } = construct.node;
  return scope !== undefined && 'assetHash' in scope && (scope as Partial<s3assets.Asset>).bucket === construct;
}

/**
 * Adds guardrails to the policy of a bucket, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of S3 on this bucket and its objects is added. AWS services that act as themselves are
 * exempt, unless told otherwise. A bucket without a policy gets one. What is there already is not added again.
 *
 * The bucket of an asset is left out, with an info.
 *
 * @throws if a guardrail denies nothing that the bucket policy can be about, or would keep everybody from changing it, or the bucket is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 *
 * @example
 * bucket.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class BucketMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
