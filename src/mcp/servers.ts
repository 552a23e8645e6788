/** A page that says so, and the day it was read. */
export interface Source {
  readonly url: string;
  readonly read: string;
}

/** What is known of one AWS-managed MCP server. */
export interface ServerFacts {
  /** What `simulate --via` calls it. */
  readonly id: string;
  /** What its column of a report is called. */
  readonly title: string;
  readonly name: string;
  /** What `aws:CalledViaAWSMCP` holds; left out if AWS does not document it. Such a server can't be an `McpServer`. */
  readonly servicePrincipal?: string;
  /** Its constant in `McpServer`, if it has a service principal. */
  readonly constant?: string;
  /** With `{region}` where the Region stands; none if AWS documents none. */
  readonly endpoints: readonly string[];
  /** Where the endpoints are, and so where tool calls are logged; left out if AWS lists no Regions for the server itself. AWS adds some. */
  readonly regions?: readonly string[];
  /** Whether a request is signed with AWS credentials, so that IAM can gate it. */
  readonly authentication: 'AWS credentials' | 'AWS credentials or a token of its own' | 'none';
  /** The prefixes of the actions that it authorizes, or may. */
  readonly services: readonly string[];
  /** Its own actions, which a principal must be allowed to connect and to call its tools; a Deny on them blocks. */
  readonly connectActions: readonly string[];
  /** Its own actions that need no Allow; a Deny on them blocks. */
  readonly deniableActions: readonly string[];
  /** Actions of its services of which AWS does not say whether they are its own. */
  readonly otherActions: readonly string[];
  /** Actions that AWS has removed: an Allow on them does nothing, and a Deny no longer blocks. */
  readonly removed?: { readonly on: string; readonly actions: readonly string[] };
  /** What older events of its tool calls have as their source, beside the service principal; `*` stands for a Region. */
  readonly olderEventSources?: readonly string[];
  /** The service of its VPC endpoint, as in `com.amazonaws.<region>.<service>`, and the actions that are authorized there; left out if AWS documents none. */
  readonly vpcEndpoint?: { readonly service: string; readonly actions: readonly string[] };
  readonly sources: readonly Source[];
}

const READ = '2026-11-28';
const DOCS = 'https://docs.aws.amazon.com';
const NO_ACTIONS = { connectActions: [], deniableActions: [], otherActions: [] };

/**
 * Every AWS-managed MCP server that AWS documents. What the library knows of a server it knows from its row. The set is open: AWS adds servers.
 */
export const SERVERS: readonly ServerFacts[] = [
  {
    ...NO_ACTIONS,
    id: 'aws',
    title: 'AWS',
    name: 'AWS MCP Server',
    servicePrincipal: 'aws-mcp.amazonaws.com',
    constant: 'AWS',
    endpoints: ['https://aws-mcp.{region}.api.aws/mcp'],
    regions: ['us-east-1', 'us-west-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'eu-central-1', 'eu-west-1', 'eu-west-2'],
    authentication: 'AWS credentials',
    services: ['aws-mcp'],
    removed: { on: '2026-03-24', actions: ['aws-mcp:InvokeMcp', 'aws-mcp:CallReadOnlyTool', 'aws-mcp:CallReadWriteTool'] },
    // Earlier states of the page name these.
    olderEventSources: ['aws-mcp.*.api.aws', 'aws-api-mcp.amazonaws.com'],
    sources: [
      { url: `${DOCS}/agent-toolkit/latest/userguide/logging-using-cloudtrail.html`, read: '2026-11-29' },
      { url: `${DOCS}/agent-toolkit/latest/userguide/security_iam_service-with-iam.html`, read: READ },
      { url: `${DOCS}/agent-toolkit/latest/userguide/getting-started-aws-mcp-server.html`, read: '2026-11-29' },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'eks',
    title: 'EKS',
    name: 'Amazon EKS MCP Server',
    servicePrincipal: 'eks-mcp.amazonaws.com',
    constant: 'EKS',
    endpoints: ['https://eks-mcp.{region}.api.aws/mcp'],
    authentication: 'AWS credentials',
    services: ['eks-mcp'],
    connectActions: ['eks-mcp:InvokeMcp', 'eks-mcp:CallReadOnlyTool', 'eks-mcp:CallPrivilegedTool'],
    sources: [
      { url: `${DOCS}/eks/latest/userguide/eks-mcp-getting-started.html`, read: READ },
      { url: `${DOCS}/service-authorization/latest/reference/list_eks-mcp.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'ecs',
    title: 'ECS',
    name: 'Amazon ECS MCP Server',
    servicePrincipal: 'ecs-mcp.amazonaws.com',
    constant: 'ECS',
    endpoints: ['https://ecs-mcp.{region}.api.aws/mcp'],
    authentication: 'AWS credentials',
    services: ['ecs-mcp'],
    connectActions: ['ecs-mcp:UseMcp', 'ecs-mcp:InvokeReadOnlyTools'],
    sources: [
      { url: `${DOCS}/AmazonECS/latest/developerguide/ecs-mcp-getting-started.html`, read: READ },
      { url: `${DOCS}/service-authorization/latest/reference/list_ecs-mcp.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'sagemaker-unified-studio',
    title: 'SageMaker Unified Studio',
    name: 'Amazon SageMaker Unified Studio MCP Server',
    servicePrincipal: 'sagemaker-unified-studio-mcp.amazonaws.com',
    constant: 'SAGEMAKER_UNIFIED_STUDIO',
    endpoints: [
      'https://sagemaker-unified-studio-mcp.{region}.api.aws/spark-upgrade/mcp',
      'https://sagemaker-unified-studio-mcp.{region}.api.aws/spark-troubleshooting/mcp',
    ],
    authentication: 'AWS credentials',
    services: ['sagemaker-unified-studio-mcp'],
    otherActions: ['sagemaker-unified-studio-mcp:AuthorizeVpce'],
    vpcEndpoint: { service: 'sagemaker-unified-studio-mcp', actions: ['sagemaker-unified-studio-mcp:AuthorizeVpce'] },
    removed: {
      on: '2026-05-29',
      actions: ['sagemaker-unified-studio-mcp:InvokeMcp', 'sagemaker-unified-studio-mcp:CallReadOnlyTool', 'sagemaker-unified-studio-mcp:CallPrivilegedTool'],
    },
    sources: [
      { url: `${DOCS}/emr/latest/ReleaseGuide/emr-spark-upgrade-agent-iam-role.html`, read: READ },
      { url: `${DOCS}/service-authorization/latest/reference/list_sagemaker-unified-studio-mcp.html`, read: READ },
      { url: `${DOCS}/emr/latest/ReleaseGuide/spark-troubleshooting-agent-vpc-endpoints.html`, read: '2026-11-29' },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'agentaccess',
    title: 'WorkSpaces Agent Access',
    name: 'Amazon WorkSpaces AgentAccess MCP Server',
    endpoints: ['https://agentaccess-mcp.{region}.api.aws/mcp'],
    authentication: 'AWS credentials',
    services: ['agentaccess-mcp'],
    connectActions: [
      'CallForwardedTool', 'CheckConnectionStatus', 'DoubleClick', 'GetScreenshot', 'GetSessionInfo', 'HoldKey', 'InvokeMcp', 'KeyPress', 'LaunchApplication',
      'LeftClick', 'LeftClickDrag', 'LeftMouseDown', 'LeftMouseUp', 'MiddleClick', 'MovePointer', 'RightClick', 'Scroll', 'ToggleAppSwitcher', 'TripleClick',
      'TypeText',
    ].map((name) => `agentaccess-mcp:${name}`),
    sources: [
      { url: `${DOCS}/service-authorization/latest/reference/list_agentaccess-mcp.html`, read: READ },
      { url: `${DOCS}/appstream2/latest/developerguide/agent-access-mcp-server.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'application-signals',
    title: 'Application Signals',
    name: 'Amazon CloudWatch Application Signals MCP Server',
    endpoints: [],
    authentication: 'AWS credentials',
    services: ['application-signals-mcp'],
    connectActions: ['application-signals-mcp:InvokeMcp', 'application-signals-mcp:CallReadOnlyTool'],
    sources: [{ url: `${DOCS}/service-authorization/latest/reference/list_application-signals-mcp.html`, read: READ }],
  },
  {
    ...NO_ACTIONS,
    id: 'partnercentral-agents',
    title: 'Partner Central agents',
    name: 'AWS Partner Central Agent MCP Server',
    endpoints: ['https://partnercentral-agents-mcp.us-east-1.api.aws/mcp'],
    regions: ['us-east-1'],
    authentication: 'AWS credentials',
    services: ['partnercentral'],
    deniableActions: ['partnercentral:InvokeMcp'],
    // AWS's policies allow it together with aws:IsMcpServiceAction; the guide no longer asks for it.
    otherActions: ['partnercentral:UseSession'],
    sources: [
      { url: `${DOCS}/partner-central/latest/developer-guide/mcp-getting-started.html`, read: READ },
      { url: `${DOCS}/aws-managed-policy/latest/reference/AWSPartnerCentralFullAccess.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'agent-registry',
    title: 'Agent Registry',
    name: 'AWS Agent Registry',
    endpoints: ['https://agent-registry.{region}.api.aws/registry/<registryId>/mcp'],
    authentication: 'AWS credentials or a token of its own',
    services: ['agent-registry'],
    // The second is the one of its preview, which AWS meant to end on 2026-10-30.
    connectActions: ['agent-registry:InvokeRegistryMcp', 'bedrock-agentcore:InvokeRegistryMcp'],
    sources: [
      { url: `${DOCS}/bedrock-agentcore/latest/devguide/registry-mcp-endpoint.html`, read: READ },
      { url: `${DOCS}/service-authorization/latest/reference/list_agent-registry.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'devops-agent',
    title: 'DevOps Agent',
    name: 'AWS DevOps Agent MCP Server',
    endpoints: ['https://connect.aidevops.{region}.api.aws/mcp'],
    authentication: 'AWS credentials or a token of its own',
    services: ['aidevops'],
    sources: [
      { url: `${DOCS}/devopsagent/latest/userguide/connecting-to-devops-agent-remote-servers-connecting-to-the-devops-agent-mcp-server.html`, read: READ },
      { url: `${DOCS}/devopsagent/latest/userguide/connecting-to-devops-agent-remote-servers-authentication-and-security.html`, read: READ },
    ],
  },
  {
    ...NO_ACTIONS,
    id: 'knowledge',
    title: 'AWS Knowledge',
    name: 'AWS Knowledge MCP Server',
    endpoints: ['https://knowledge-mcp.global.api.aws'],
    authentication: 'none',
    services: [],
    sources: [{ url: 'https://github.com/awslabs/mcp/blob/main/src/aws-knowledge-mcp-server/README.md', read: READ }],
  },
  {
    ...NO_ACTIONS,
    id: 'marketplace',
    title: 'AWS Marketplace',
    name: 'AWS Marketplace MCP Server',
    endpoints: ['https://marketplace-mcp.us-east-1.api.aws/mcp'],
    regions: ['us-east-1'],
    authentication: 'none',
    services: [],
    sources: [{ url: `${DOCS}/marketplace/latest/APIReference/marketplace-mcp-server.html`, read: READ }],
  },
];
