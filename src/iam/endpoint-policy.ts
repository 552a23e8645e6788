import { hasUnknownPart } from './unknown-text';

/** The types of VPC endpoints that have a policy, in lower case. */
const WITH_POLICY = ['gateway', 'interface'];

/**
 * Why a VPC endpoint has no policy, in words that go on from `an endpoint`; `undefined` if it may have one.
 *
 * @param type of the endpoint: a gateway if none is given
 * @param serviceName the name of its service
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 */
export function endpointWithoutPolicy(type: unknown, serviceName: unknown): string | undefined {
  if (typeof type === 'string' && !hasUnknownPart(type) && !WITH_POLICY.includes(type.toLowerCase())) {
    return `of type ${type}: gateway and interface endpoints only have a policy`;
  }
  return typeof serviceName === 'string' && serviceName.startsWith('com.amazonaws.vpce.') ? 'of a service that is not one of AWS\'s: it takes no policy' : undefined;
}
