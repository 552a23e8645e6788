import { aws_iam as iam, aws_s3tables as s3tables, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { writtenProperty } from './written-property';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'table bucket',
  cfnTypes: [s3tables.CfnTableBucket.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[s3tables.CfnTableBucketPolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'tableBucketArn',
  ownResource: (resource) => {
    const arn = resource.getAtt('TableBucketARN').toString();
    const byName = Stack.of(resource).formatArn({ service: 's3tables', resource: 'bucket', resourceName: writtenProperty(resource, 'tableBucketName') });
    return { arns: [arn, resource.ref, byName], names: [], self: arn, content: `${arn}/*`, types: { self: 'TableBucket', content: 'Table' } };
  },
  separate: {
    cfnType: s3tables.CfnTableBucketPolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'tableBucketArn',
    cfnOf: 'TableBucketARN',
    document: 'resourcePolicy',
    make: (resource, statements) => new s3tables.CfnTableBucketPolicy(resource, 'McpGuardrails', {
      tableBucketArn: resource.getAtt('TableBucketARN').toString(), resourcePolicy: new iam.PolicyDocument({ statements }),
    }),
  },
};

/**
 * Adds guardrails to the policy of a table bucket of S3 Tables, as Deny statements for everybody: principals of other accounts too.
 *
 * Of each guardrail, what it denies of S3 Tables on this bucket and its tables is added. AWS services that act as themselves are exempt, unless
 * told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the table bucket policy can be about, or would keep everybody from changing it, or its policy has
 * another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-resource-based-policies.html
 *
 * @example
 * declare const tables: s3tables.CfnTableBucket;
 * tables.with(new mixins.TableBucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class TableBucketMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
