import { Annotations, CfnResource, aws_ec2 as ec2, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resourceBehind } from './resource-behind';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import type { McpGuardrail } from '../guardrails/guardrail';
import { endpointWithoutPolicy } from '../iam/endpoint-policy';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { ConditionMatch } from '../mcp/evaluate-condition';
import { McpCondition } from '../mcp/mcp-condition';
import { RequestOrigin } from '../mcp/request-origin';

/** Properties of `VpcEndpointMcpGuardrails`. */
export interface VpcEndpointMcpGuardrailsProps {
  /** What the endpoint's policy denies; at least one. */
  readonly guardrails: McpGuardrail[];
}

const KIND: ResourceKind = {
  what: 'VPC endpoint',
  cfnTypes: [ec2.CfnVPCEndpoint.CFN_RESOURCE_TYPE_NAME],
  type: POLICY_TYPES.VPC_ENDPOINT_POLICY,
  importedBy: 'vpcEndpointId',
  withoutPolicy: (construct) => {
    const { vpcEndpointType, serviceName } = construct as Partial<ec2.CfnVPCEndpoint>;
    const reason = endpointWithoutPolicy(Token.isUnresolved(vpcEndpointType) ? undefined : vpcEndpointType, serviceName);
    return reason && `an endpoint ${reason}`;
  },
  holds: { property: 'policyDocument' },
  // The default policy of an endpoint.
  initial: () => [new iam.PolicyStatement({ sid: 'AllowEverything', principals: [new iam.StarPrincipal()], actions: ['*'], resources: ['*'] })],
};

/**
 * Adds guardrails to the policy of a VPC endpoint, gateway or interface, as Deny statements for everybody who calls through it.
 *
 * An endpoint without a policy allows everything, and goes on to allow what no guardrail denies. What a managed MCP server calls
 * comes from AWS's network and not through the endpoint: there a guardrail limits direct calls, such as those of an agent's role
 * that are not to be made from the VPC. One that never applies is a warning, `cdk-mcp-guardrails:endpointWithoutEffect`. What is
 * there already is not added again.
 *
 * Endpoints of other types (GatewayLoadBalancer, ServiceNetwork, Resource, Tunnel) and of services that are not AWS's take no policy: they
 * are left alone, with an info. Endpoint
 * policies take no wildcards in account ids, and a string with one needs six characters before or after it: a pattern
 * such as `PrincipalFilter.tag('team', 'ag*')` is refused by AWS.
 *
 * @throws if a guardrail would lock everybody out (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), or the endpoint is imported,
 * or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than 20,480 characters.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 *
 * @example
 * declare const endpoint: ec2.GatewayVpcEndpoint;
 * endpoint.with(new mixins.VpcEndpointMcpGuardrails({
 *   guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] })],
 * }));
 */
export class VpcEndpointMcpGuardrails extends ResourceMixin {
  private readonly guardrails: McpGuardrail[];

  constructor(props: VpcEndpointMcpGuardrailsProps) {
    super(props, [KIND]);
    this.guardrails = props?.guardrails;
  }

  /** Adds the guardrails to the policy of the endpoint. */
  public applyTo(construct: IConstruct): void {
    super.applyTo(construct);
    warnOfNoEffect(construct, this.guardrails);
  }
}

/** What comes through an endpoint are direct calls. */
function warnOfNoEffect(construct: IConstruct, guardrails: McpGuardrail[]): void {
  if (!CfnResource.isCfnResource(construct) || resourceBehind(KIND, construct) === undefined || KIND.withoutPolicy!(construct) !== undefined) {
    return;
  }
  const never = ({ conditions }: iam.PolicyStatement) => [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse()]
    .every((origin) => McpCondition.evaluate(Stack.of(construct).resolve(conditions) ?? {}, origin).match === ConditionMatch.NEVER);
  const idle = guardrails.filter((guardrail) => guardrail.statements().every(never)).map(({ id }) => id);
  if (idle.length > 0) {
    Annotations.of(construct).addWarningV2('cdk-mcp-guardrails:endpointWithoutEffect',
      `${idle.join(', ')}: never applies here, for what a managed MCP server calls doesn't come through a VPC endpoint: `
      + 'attach it to principals or to the organization, or say what direct calls are denied');
  }
}
