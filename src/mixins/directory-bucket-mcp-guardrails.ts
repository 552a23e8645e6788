import { aws_iam as iam, aws_s3express as s3express, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { writtenProperty } from './written-property';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

const KIND: ResourceKind = {
  what: 'directory bucket',
  cfnTypes: [s3express.CfnDirectoryBucket.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[s3express.CfnBucketPolicy.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'directoryBucketArn',
  ownResource: (resource) => {
    const arn = resource.getAtt('Arn').toString();
    const given = writtenProperty(resource, 'bucketName') as string | undefined;
    const byName = Stack.of(resource).formatArn({ service: 's3express', resource: 'bucket', resourceName: given ?? resource.ref });
    return { arns: [arn, byName], names: given === undefined ? [] : [given], self: arn };
  },
  separate: {
    cfnType: s3express.CfnBucketPolicy.CFN_RESOURCE_TYPE_NAME,
    of: 'bucket',
    document: 'policyDocument',
    make: (resource, statements) => new s3express.CfnBucketPolicy(resource, 'McpGuardrails', {
      bucket: resource.ref, policyDocument: new iam.PolicyDocument({ statements }),
    }),
  },
};

/**
 * Adds guardrails to the policy of a directory bucket of S3 Express One Zone, as Deny statements for everybody: principals of other accounts
 * too.
 *
 * Such a policy is about `s3express:CreateSession`, with which everything begins that is done with objects: of each guardrail, what it denies
 * of that is added. What is done to the bucket itself is for policies of principals. AWS services that act as themselves are exempt, unless
 * told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail does not deny `s3express:CreateSession` on the bucket, or the bucket's policy has another statement of the same Sid.
 * Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html
 *
 * @example
 * declare const directory: s3express.CfnDirectoryBucket;
 * directory.with(new mixins.DirectoryBucketMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3express:*') })] }));
 */
export class DirectoryBucketMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
