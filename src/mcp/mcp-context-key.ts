/**
 * The IAM condition keys that tell a call made by an agent through an AWS-managed MCP server from any other.
 *
 * Callers cannot set these keys: the server and IAM do. Condition keys are case-insensitive; the values compare as the
 * condition operator says.
 *
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html
 */
export class McpContextKey {
  /**
   * Bool, single-valued: `"true"` when the call came through any managed MCP server.
   *
   * On a direct call it is `"false"` **or absent**; both occur.
   */
  public static readonly VIA_AWS_MCP_SERVICE: string = 'aws:ViaAWSMCPService';

  /** String, single-valued: the service principal of the server the call came through; absent on a direct call. */
  public static readonly CALLED_VIA_AWS_MCP: string = 'aws:CalledViaAWSMCP';

  /**
   * Bool: `"true"` when an MCP server authorizes an action of its own, such as `eks-mcp:InvokeMcp`, with which one connects. AWS sets it then only,
   * so that it is absent otherwise: plain `Bool … true` suffices for them, and all other calls are those of `BoolIfExists … false`.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ismcpserviceaction
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSMcpServiceActionsFullAccess.html
   */
  public static readonly IS_MCP_SERVICE_ACTION: string = 'aws:IsMcpServiceAction';

  /**
   * Bool: `"true"` on a forward access session, that is when an AWS service calls another one with the caller's credentials.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
   */
  public static readonly VIA_AWS_SERVICE: string = 'aws:ViaAWSService';

  private constructor() {}
}
