import { SERVERS } from './servers';
import { DNS_SUFFIXES } from '../iam/partition';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';
import { checkedProperties, listOf } from '../private/validator';

/** The servers of the table, each once, by service principal. */
const LISTED = new Map<string, McpServer>();

/** What is known of an MCP server besides its service principal. */
export interface McpServerOptions {
  /**
   * The server's own IAM actions, which a principal must be allowed to connect to it, such as `eks-mcp:InvokeMcp`. They may end in
   * a wildcard; they are known when the policy is made, so that none is a token.
   *
   * @default - those of a server that has a constant in `McpServer`; none for any other
   * @see https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails/blob/main/docs/servers.md
   */
  readonly connectActions?: string[];
}

/**
 * An AWS-managed MCP server: what the condition key `aws:CalledViaAWSMCP` names.
 *
 * The set is open: AWS adds servers, and each gets a service principal of its own. `McpServer.of()` names one that
 * has no constant here yet.
 *
 * @example
 * const server = McpServer.of('billing-mcp.amazonaws.com');
 * new McpScopedRole(this, 'Agent', {
 *   assumedBy: new iam.AccountRootPrincipal(),
 *   servers: [McpServer.AWS, server],
 * });
 */
export class McpServer {
  /**
   * The AWS MCP Server, which calls any AWS API for the agent.
   *
   * No IAM permission is needed to connect: the `aws-mcp:*` actions of its preview were removed on 2026-03-24. Neither an
   * Allow nor a **Deny** on them has any effect since.
   *
   * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html
   */
  public static readonly AWS: McpServer = McpServer.listed('aws-mcp.amazonaws.com');

  /**
   * The Amazon EKS MCP server. To connect, a principal needs the `eks-mcp:*` actions (preview).
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_eks-mcp.html
   */
  public static readonly EKS: McpServer = McpServer.listed('eks-mcp.amazonaws.com');

  /**
   * The Amazon ECS MCP server. To connect, a principal needs the `ecs-mcp:*` actions (preview).
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs-mcp.html
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-mcp-getting-started.html
   */
  public static readonly ECS: McpServer = McpServer.listed('ecs-mcp.amazonaws.com');

  /**
   * The Amazon SageMaker Unified Studio MCP server.
   *
   * No IAM permission is needed to connect: its `sagemaker-unified-studio-mcp:*` actions were removed on 2026-05-29.
   */
  public static readonly SAGEMAKER_UNIFIED_STUDIO: McpServer = McpServer.listed('sagemaker-unified-studio-mcp.amazonaws.com');

  /**
   * The server with the given service principal.
   *
   * @param servicePrincipal what `aws:CalledViaAWSMCP` holds for the server, such as `aws-mcp.amazonaws.com`. An
   * unresolved token is taken as it is.
   * @throws if it is not a service principal (`"true"`, an ARN, an empty string, upper case, a wildcard), or one of
   * `connectActions` is not an IAM action of one service.
   */
  public static of(servicePrincipal: string, options: McpServerOptions = {}): McpServer {
    checkedProperties('McpServer.of()', options, { connectActions: listOf(() => true, 'actions') });
    if (typeof servicePrincipal !== 'string' || (!isToken(servicePrincipal) && !isServicePrincipal(servicePrincipal))) {
      throw new Error(`${formatValue(servicePrincipal)} is not the service principal of an MCP server: `
        + 'expected lower case and an AWS domain, such as "aws-mcp.amazonaws.com"');
    }
    if (!options.connectActions && SERVERS.some((facts) => facts.servicePrincipal === servicePrincipal)) {
      return McpServer.listed(servicePrincipal);
    }
    const connectActions = [...options.connectActions ?? []];
    // They become an Allow on every resource.
    const bad = connectActions.findIndex((action) => typeof action !== 'string' || !/^[a-z0-9-]+:([A-Za-z0-9]+\*?|\*)$/.test(action));
    if (bad !== -1) {
      throw new Error(`${servicePrincipal}: ${formatValue(connectActions[bad])} is not a connect action: expected "service:Action", `
        + 'such as "eks-mcp:InvokeMcp" or "eks-mcp:*"');
    }
    return new McpServer(servicePrincipal, connectActions);
  }

  /**
   * Every server of which AWS documents the service principal.
   *
   * @internal
   */
  public static _all(): McpServer[] {
    return SERVERS.flatMap(({ servicePrincipal }) => (servicePrincipal === undefined ? [] : [McpServer.listed(servicePrincipal)]));
  }

  /**
   * A server that is none of the given ones and none that AWS documents: it stands for any other, also for one whose service principal
   * AWS does not document.
   *
   * @internal
   */
  public static _other(named: readonly string[] = []): McpServer {
    let other = 'unlisted-mcp.amazonaws.com';
    while (named.includes(other)) {
      other = `x${other}`;
    }
    return McpServer.of(other);
  }

  /** A server of the table. */
  private static listed(servicePrincipal: string): McpServer {
    let server = LISTED.get(servicePrincipal);
    if (!server) {
      const { connectActions } = SERVERS.find((facts) => facts.servicePrincipal === servicePrincipal)!;
      LISTED.set(servicePrincipal, server = new McpServer(servicePrincipal, [...connectActions]));
    }
    return server;
  }

  private constructor(
    /** The server's service principal: the value of `aws:CalledViaAWSMCP` on calls that came through it. */
    public readonly servicePrincipal: string,
    /** The server's own IAM actions, which a principal must be allowed to connect to it; none for most servers. */
    public readonly connectActions: string[],
  ) {
    Object.freeze(this.connectActions);
  }

  /** The service principal. */
  public toString(): string {
    return this.servicePrincipal;
  }
}

function isServicePrincipal(value: string): boolean {
  const suffix = DNS_SUFFIXES.find((candidate) => value.endsWith(`.${candidate}`));
  return suffix !== undefined && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(value.slice(0, -suffix.length - 1));
}
