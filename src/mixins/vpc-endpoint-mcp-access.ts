import { CfnResource, aws_ec2 as ec2, aws_iam as iam, Mixin, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { addToDocuments, documentsOf } from './policy-documents';
import { resourceBehind } from './resource-behind';
import { itemsOf } from '../iam/value';
import { endpointService, ENDPOINT_SERVICES } from '../mcp/endpoint-services';
import { isToken } from '../private/tokens';
import { checkedProperties, listOf } from '../private/validator';

/** Properties of `VpcEndpointMcpAccess`. */
export interface VpcEndpointMcpAccessProps {
  /**
   * The accounts whose principals may connect, twelve digits each.
   *
   * @default - none but those of `organizations`
   */
  readonly accounts?: string[];

  /**
   * The organizations whose principals may connect, such as `o-a1b2c3d4e5`.
   *
   * @default - none but those of `accounts`
   */
  readonly organizations?: string[];
}

const KNOWN_BY = { cfnTypes: [ec2.CfnVPCEndpoint.CFN_RESOURCE_TYPE_NAME], importedBy: 'vpcEndpointId' };
const POLICY = { property: 'policyDocument' };
const ACCOUNT = /^\d{12}$/;
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;

/**
 * Writes the policy of a VPC endpoint to a managed MCP server, or to the sign-in to one: it allows what is authorized there to principals of the
 * given accounts and organizations, and nothing else. That is the first of two stages. What the agent then does through the server does not come through
 * the endpoint: it is authorized by the policies of the principal and the organization.
 *
 * AWS documents endpoints of the Amazon SageMaker Unified Studio MCP server (`…sagemaker-unified-studio-mcp`), where the action is
 * `sagemaker-unified-studio-mcp:AuthorizeVpce`, and of AWS Sign-In for OAuth (`…signin`, `…signin-v2`). `docs/servers.md` lists them.
 *
 * @throws if the endpoint is none of these, has a policy already, or is imported, or neither an account nor an organization is given, or one is malformed.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ReleaseGuide/spark-troubleshooting-agent-vpc-endpoints.html
 * @see https://docs.aws.amazon.com/signin/latest/userguide/oauth-privatelink.html
 *
 * @example
 * declare const vpc: ec2.Vpc;
 * const service = new ec2.InterfaceVpcEndpointAwsService('sagemaker-unified-studio-mcp');
 * vpc.addInterfaceEndpoint('Mcp', { service }).with(new mixins.VpcEndpointMcpAccess({ organizations: ['o-a1b2c3d4e5'] }));
 */
export class VpcEndpointMcpAccess extends Mixin {
  constructor(private readonly props: VpcEndpointMcpAccessProps) {
    super();
  }

  /** Whether the construct is a VPC endpoint. An imported one is too, for leaving it out would be silent. */
  public supports(construct: IConstruct): boolean {
    return resourceBehind(KNOWN_BY, construct) === (CfnResource.isCfnResource(construct) ? construct : 'imported');
  }

  /** Writes the policy of the endpoint. */
  public applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) {
      return;
    }
    const endpoint = construct as ec2.CfnVPCEndpoint;
    const { path } = endpoint.node;
    if (!CfnResource.isCfnResource(construct)) {
      throw new Error(`${path}: the policy of an imported VPC endpoint is not part of the app: apply VpcEndpointMcpAccess where the endpoint is defined`);
    }
    const { accounts = [], organizations = [] } = checkedProperties(path, this.props, {
      accounts: listOf((each) => isToken(each) || (typeof each === 'string' && ACCOUNT.test(each)), 'ids of accounts, such as "111122223333"'),
      organizations: listOf((each) => isToken(each) || (typeof each === 'string' && ORGANIZATION.test(each)), 'ids of organizations, such as "o-a1b2c3d4e5"'),
    });
    if (accounts.length + organizations.length === 0) {
      throw new Error(`${path}: neither accounts nor organizations are given, so that nobody could connect`);
    }
    const service = endpointService(nameOf(endpoint));
    if (!service) {
      throw new Error(`${path}: AWS documents no endpoint of a managed MCP server, nor of the sign-in to one, of that service name: expected one that ends with ${
        ENDPOINT_SERVICES.map(({ name }) => `".${name}"`).join(', ')}`);
    }
    if (documentsOf(endpoint, POLICY).length > 0) {
      throw new Error(`${path}: it has a policy already, and what that allows stays allowed: leave it out, and add Denys after this by VpcEndpointMcpGuardrails`);
    }
    const conditions = (side: 'Principal' | 'Resource') => [
      ...accounts.length > 0 ? [{ StringEquals: { [`aws:${side}Account`]: one(accounts) } }] : [],
      ...organizations.length > 0 ? [{ StringEquals: { [`aws:${side}OrgID`]: one(organizations) } }] : [],
    ];
    const allowed = service.stages.flatMap(({ actions, by }) =>
      (by === undefined ? [{}] : conditions(by)).map((condition) => ({ actions, condition })));
    addToDocuments(endpoint, POLICY, [], allowed.map(({ actions, condition }, i) => new iam.PolicyStatement({
      sid: i === 0 ? 'AllowMcpAccess' : `AllowMcpAccess${i + 1}`,
      principals: [new iam.StarPrincipal()],
      actions: [...actions],
      resources: ['*'],
      conditions: condition,
    })));
  }
}

/** The name of its service, with any word for what is known only at deployment. */
function nameOf(endpoint: ec2.CfnVPCEndpoint): string {
  const name: unknown = Stack.of(endpoint).resolve(endpoint.serviceName);
  const { 'Fn::Join': joined, 'Fn::Sub': written } = (name ?? {}) as { 'Fn::Join'?: [string, unknown[]]; 'Fn::Sub'?: string | [string, object] };
  if (written !== undefined) {
    return String(itemsOf(written)[0]).replace(/\$\{[^!}][^}]*\}/g, 'region');
  }
  const parts = joined?.[1] ?? [name];
  return parts.map((part) => (typeof part === 'string' ? part : 'region')).join('');
}

function one(values: string[]): string | string[] {
  return values.length === 1 ? values[0] : values;
}
