import { Annotations, CfnResource, aws_ec2 as ec2, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resourceBehind } from './resource-behind';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { McpGuardrail } from '../guardrails/guardrail';
import { kmsWithoutServers, sparesServices } from '../guardrails/kms-directly';
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
  adapted: withoutKmsViaMcp,
  // The default policy of an endpoint.
  initial: () => [new iam.PolicyStatement({ sid: 'AllowEverything', principals: [new iam.StarPrincipal()], actions: ['*'], resources: ['*'] })],
};

/**
 * Adds guardrails to the policy of a VPC endpoint, gateway or interface, as Deny statements for everybody who calls through it.
 *
 * An endpoint without a policy allows everything, and goes on to allow what no guardrail denies. What a managed MCP server calls
 * comes from AWS's network and not through the endpoint. There a guardrail limits direct calls, such as those of an agent's role
 * that are not to be made from the VPC. One that never applies is a warning, `cdk-mcp-guardrails:endpointWithoutEffect`. What is
 * there already is not added again.
 *
 * Endpoints of other types (GatewayLoadBalancer, ServiceNetwork, Resource, Tunnel) and of services that are not AWS's take no policy: they
 * are left alone, with an info. What a guardrail denies of KMS through MCP, sparing what AWS services call, is left out.
 *
 * @throws if a guardrail would lock everybody out (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), or has a wildcard in a condition that AWS
 * does not take there, such as that of `PrincipalFilter.tag('team', 'ag*')`, or is about KMS through MCP only, or the endpoint is imported,
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
  const idle = guardrails.filter((guardrail) => guardrail.statements().every((statement) => neverApplies(construct, statement))).map(({ id }) => id);
  if (idle.length > 0) {
    Annotations.of(construct).addWarningV2('cdk-mcp-guardrails:endpointWithoutEffect',
      `${idle.join(', ')}: never applies here, for what a managed MCP server calls doesn't come through a VPC endpoint: `
      + 'attach it to principals or to the organization, or say what direct calls are denied');
  }
}

function neverApplies(construct: IConstruct, { conditions }: iam.PolicyStatement): boolean {
  return [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse()]
    .every((origin) => McpCondition.evaluate(Stack.of(construct).resolve(conditions) ?? {}, origin).match === ConditionMatch.NEVER);
}

/** Without what is denied of KMS through MCP: that never comes through an endpoint, and AWS does not take the wildcards of its condition there, which are left out of others. */
function withoutKmsViaMcp(guardrail: McpGuardrail, resource: CfnResource): McpGuardrail {
  const applies = (statement: iam.PolicyStatement) => !sparesServices(statement.conditions) || !neverApplies(resource, statement);
  const given = guardrail.statements();
  if (given.length > 0 && !given.some(applies)) {
    throw new Error(`the guardrail "${guardrail.id}" is about calls of KMS through MCP only, which never come through a VPC endpoint: leave it out here, and attach it to `
      + 'principals or to the organization');
  }
  return given.every((statement) => !sparesServices(statement.conditions)) ? guardrail : new PartOfGuardrail(guardrail, applies);
}

class PartOfGuardrail extends McpGuardrail {
  public readonly id: string;

  public constructor(private readonly whole: McpGuardrail, private readonly applies: (statement: iam.PolicyStatement) => boolean) {
    super();
    this.id = whole.id;
  }

  public statements(): iam.PolicyStatement[] {
    return this.whole.statements().filter(this.applies).map((statement) => (
      sparesServices(statement.conditions) ? statement.copy({ conditions: kmsWithoutServers(statement.conditions) }) : statement));
  }
}
