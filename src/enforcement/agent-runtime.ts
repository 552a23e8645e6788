import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ActionSet } from '../actions/action-set';
import { formatValue } from '../private/format';
import { checked, STRING } from '../private/validator';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const MODELS = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/**
 * What runs an agent's code, or that of an MCP server of one's own, with a role: the service that assumes it, and what such code calls by itself, not through
 * a server.
 */
export class AgentRuntime {
  /**
   * AWS Lambda: it writes logs and traces.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   */
  public static readonly LAMBDA_FUNCTION: AgentRuntime = new AgentRuntime('lambda.amazonaws.com', () => ActionSet.of(...LOGS, ...TRACES));

  /**
   * AWS Lambda in a VPC, where it also makes network interfaces.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  public static readonly LAMBDA_IN_VPC: AgentRuntime = new AgentRuntime('lambda.amazonaws.com', () => ActionSet.of(
    ...LOGS, ...TRACES, 'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
  ));

  /**
   * Amazon Bedrock AgentCore Runtime: it gets the image, writes logs, metrics and traces, gets tokens of the agent's own identity, invokes models, and
   * reads and writes events of the agent's memory. Not `logs:PutResourcePolicy`, which AWS's example also has, nor
   * `GetWorkloadAccessTokenForUserId`, which takes the caller's word for who the user is.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
   */
  public static readonly AGENT_CORE: AgentRuntime = new AgentRuntime('bedrock-agentcore.amazonaws.com', () => ActionSet.of(
    'ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer', ...LOGS, 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', ...TRACES,
    'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'cloudwatch:PutMetricData', 'bedrock-agentcore:GetWorkloadAccessToken',
    'bedrock-agentcore:GetWorkloadAccessTokenForJWT', ...MODELS, 'bedrock-agentcore:CreateEvent', 'bedrock-agentcore:GetEvent',
    'bedrock-agentcore:ListEvents', 'bedrock-agentcore:RetrieveMemoryRecords',
  ), 'bedrock-agentcore');

  /**
   * A task of Amazon ECS, whose image and logs are those of another role, the task execution role: it invokes models.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  public static readonly ECS_TASK: AgentRuntime = new AgentRuntime('ecs-tasks.amazonaws.com', () => ActionSet.of(...MODELS), 'ecs');

  /**
   * Another service that runs code with a role.
   *
   * @param servicePrincipal the service that the role trusts, such as `ec2.amazonaws.com`
   * @param ownNeeds what the code calls by itself
   * @throws if it is not a service principal.
   */
  public static of(servicePrincipal: string, ownNeeds: ActionSet): AgentRuntime {
    checked('AgentRuntime.of()', 'servicePrincipal', servicePrincipal, STRING);
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(servicePrincipal)) {
      throw new Error(`AgentRuntime.of(): ${formatValue(servicePrincipal)} is not a service principal: expected one such as "ec2.amazonaws.com"`);
    }
    return new AgentRuntime(servicePrincipal, () => ownNeeds);
  }

  private constructor(
    /** The service that assumes the role. */
    public readonly servicePrincipal: string,
    private readonly needs: () => ActionSet,
    /** The service in the ARNs of what it assumes the role for, if AWS documents that it says so. */
    private readonly sourceService?: string,
  ) {}

  /** What the code calls by itself. */
  public get ownNeeds(): ActionSet {
    return this.needs();
  }

  /**
   * Who assumes the role, for what is in the account of the stack only, where the service says so.
   *
   * @internal
   */
  public _principal(scope: IConstruct): iam.IPrincipal {
    const { account, partition, region } = Stack.of(scope);
    const principal = new iam.ServicePrincipal(this.servicePrincipal);
    return this.sourceService === undefined ? principal : principal.withConditions({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:${this.sourceService}:${region}:${account}:*` },
    });
  }
}
