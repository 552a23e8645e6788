import { endpointWithoutPolicy } from '../../src/iam/endpoint-policy';
import { unknownPart } from '../../src/iam/unknown-text';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
test.each<[unknown, unknown, string | undefined]>([
  [undefined, undefined, undefined], ['Gateway', 'com.amazonaws.eu-west-1.s3', undefined], ['Interface', 'com.amazonaws.eu-west-1.sqs', undefined], ['INTERFACE', undefined, undefined],
  ['GatewayLoadBalancer', undefined, 'of type GatewayLoadBalancer: gateway and interface endpoints only have a policy'], ['Resource', undefined, 'of type Resource: gateway and interface endpoints only have a policy'],
  [unknownPart('P'), undefined, undefined], [{ Ref: 'P' }, { Ref: 'P' }, undefined],
  ['Interface', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', 'of a service that is not one of AWS\'s: it takes no policy'],
  [undefined, 'x.com.amazonaws.vpce.eu-west-1', undefined],
])('an endpoint of type %j for %j: %s', (type, serviceName, expected) => {
  expect(endpointWithoutPolicy(type, serviceName)).toBe(expected);
});
