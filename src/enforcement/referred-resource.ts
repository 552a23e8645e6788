import { CfnResource, Reference, Tokenization } from 'aws-cdk-lib';

/** An ARN or name that is one reference, or an ARN that ends with one, such as `arn:${AWS::Partition}:s3:::${Bucket}`. */
const REFERENCE = /^(?:arn:.*[:/])?(\$\{Token\[[^\]]+\]\})$/s;

/** The resource of the app, of one of the types, that an ARN or name refers to: what is imported by it is that resource. */
export function referredResource(text: unknown, cfnTypes: readonly string[]): CfnResource | undefined {
  const [, last] = (typeof text === 'string' && REFERENCE.exec(text)) || [];
  const token = last !== undefined ? Tokenization.reverseString(last).firstToken : Tokenization.isResolvable(text) ? text : undefined;
  const target = token !== undefined && Reference.isReference(token) ? token.target : undefined;
  return target !== undefined && CfnResource.isCfnResource(target) && cfnTypes.includes(target.cfnResourceType) ? target : undefined;
}
