import { aws_iam as iam } from 'aws-cdk-lib';
import { ActionSet } from '../actions/action-set';
import { DEPLOYS, EXECUTES } from '../actions/baseline-no-escalation';
import { AgentMark } from '../guardrails/agent-mark';
import { guardrailResources } from '../guardrails/deny-statements';
import { givenArns } from '../guardrails/given-arns';
import { McpGuardrail } from '../guardrails/guardrail';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { ACTION_SET, checked, has, STRINGS } from '../private/validator';

/** What is allowed on which resources. */
interface Grant {
  readonly sid: string;
  readonly actions: ActionSet;
  readonly resources?: string[];
  readonly conditions?: ConditionBlock;
}

/** What is denied besides, although its actions are among those of the profile. */
interface Limit {
  readonly sid: string;
  readonly actions: ActionSet;
  readonly notResources?: string[];
  readonly conditions?: ConditionBlock;
}

const patterns = (service: string, names: string) => names.split(' ').map((name) => `${service}:${name}`);

/**
 * What people look at first when something is broken. No data, no secrets, no settings that hold some: `lambda:ListFunctions` returns the environment variables
 * of all functions, as `GetFunction` does of one, and `autoscaling:DescribeLaunchConfigurations` user data.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
const LOOKS_AT = ActionSet.of(
  ...patterns('autoscaling', 'DescribeA* DescribeI* DescribeSc*'), ...patterns('cloudformation', 'DescribeStack* GetTemplate List*'), ...patterns('cloudtrail', 'LookupEvents'),
  ...patterns('cloudwatch', 'DescribeAlarm* GetDashboard GetMetric* ListDashboards ListMetrics'), ...patterns('dynamodb', 'DescribeTable ListTables'),
  ...patterns('ec2', 'DescribeAddresses DescribeInstanceStatus DescribeInstances DescribeNatGateways DescribeNetwork* DescribeRouteTables DescribeSecurityGroup* '
    + 'DescribeSubnets DescribeVolume* DescribeVpcEndpoints DescribeVpcs'),
  ...patterns('ecs', 'Describe* List*'), ...patterns('eks', 'Describe* List*'), ...patterns('elasticloadbalancing', 'Describe*'), ...patterns('health', 'Describe*'),
  ...patterns('lambda', 'GetFunctionConcurrency ListAliases ListEventSourceMappings ListTags'),
  ...patterns('logs', 'Describe* FilterLogEvents GetLogEvents GetQueryResults StartQuery StopQuery'),
  ...patterns('rds', 'Describe*'), ...patterns('sqs', 'GetQueueAttributes ListQueues'), ...patterns('states', 'Describe* GetExecutionHistory List*'),
  ...patterns('xray', 'BatchGetTraces GetServiceGraph GetTraceSummaries'),
);

/** What an operator needs to see of any service. */
const WATCHES = ActionSet.of(...patterns('cloudwatch', 'DescribeAlarm* GetMetric* ListMetrics'), ...patterns('logs', 'Describe* FilterLogEvents GetLogEvents'));

const QUERIES = ActionSet.of(
  ...patterns('athena', 'BatchGet* GetDataCatalog GetDatabase GetNamedQuery GetQuery* GetTableMetadata GetWorkGroup List* StartQueryExecution StopQueryExecution'),
  ...patterns('glue', 'BatchGetPartition GetDatabase* GetPartition* GetTable*'),
);
const READS_OBJECTS = ActionSet.of('s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket');
const WRITES_OBJECTS = ActionSet.of('s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject');

const COSTS = ActionSet.of(
  ...patterns('budgets', 'Describe* ViewBudget'), ...patterns('ce', 'Describe* Get* List*'), ...patterns('compute-optimizer', 'Get*'),
  ...patterns('cost-optimization-hub', 'Get* List*'), ...patterns('cur', 'Describe*'), ...patterns('pricing', 'Describe* Get* List*'), ...patterns('savingsplans', 'Describe*'),
);

const READS_STACKS = ActionSet.of(...patterns('cloudformation', 'DescribeChangeSet DescribeStack* GetTemplate* List* ValidateTemplate'));
const PASS_ROLE = ActionSet.of('iam:PassRole');
const CLOUD_FORMATION = 'cloudformation.amazonaws.com';

/**
 * What a kind of agent needs, ready-made: permissions, and guardrails that keep it to them, whatever else allows it something.
 *
 * For a role, a permission set, or a boundary of either: each takes `statements` and `guardrails`. `docs/profiles.md` has a table of what each can do and can't.
 *
 * @example
 * const profile = AgentProfile.troubleshooter();
 * new McpScopedRole(this, 'Troubleshooter', {
 *   assumedBy: new iam.AccountRootPrincipal(),
 *   guardrails: profile.guardrails,
 *   inlinePolicies: { Work: new iam.PolicyDocument({ statements: profile.statements }) },
 * });
 */
export class AgentProfile {
  /**
   * Looks for what is broken: metrics, logs, traces, and the state of what runs. Changes nothing, and reads no data and no secrets.
   *
   * @param agents whom the guardrails hold; calls through any managed MCP server unless given
   */
  public static troubleshooter(agents?: AgentMark): AgentProfile {
    return new AgentProfile('troubleshooter', agents, [{ sid: 'Troubleshoot', actions: LOOKS_AT }]);
  }

  /**
   * Runs one service: all its reads and writes but what is destructive, spends, hides, escalates, reads secrets or gets others to act; with metrics and logs. It
   * passes no role, so that it makes nothing that needs one.
   *
   * @param service its prefix, such as `ecs`. That of a service with very many actions, such as `ec2`, fits a boundary and a role no longer.
   * @param besides what it may do besides, though it is of those, such as `ecs:UpdateService`, which can have a task run other code
   * @param agents whom the guardrails hold; calls through any managed MCP server unless given
   */
  public static operatorOf(service: string, besides?: ActionSet, agents?: AgentMark): AgentProfile {
    const severe = [
      ActionSet.auditTampering(), ActionSet.delegation(), ActionSet.destructive(), ActionSet.privilegeEscalation(), ActionSet.secretReads(),
      ActionSet.spending(),
    ].reduce((set, more) => set.union(more));
    const plain = ActionSet.readsOf(service).union(ActionSet.writesOf(service)).without(severe).union(WATCHES);
    const actions = besides === undefined ? plain : plain.union(checked('AgentProfile.operatorOf()', 'besides', besides, ACTION_SET));
    return new AgentProfile('operatorOf', agents, [{ sid: 'Operate', actions }], [], besides !== undefined);
  }

  /**
   * Changes things by CloudFormation only, with roles that it passes to it: what these may do is what the agent can do. It deletes no stacks.
   *
   * @param deployRoles the ARNs of roles that CloudFormation deploys with; they trust it
   * @param agents whom the guardrails hold; calls through any managed MCP server unless given
   * @throws if there is no role, or one means every role or is none.
   */
  public static deployer(deployRoles: string[], agents?: AgentMark): AgentProfile {
    const roles = givenArns('AgentProfile.deployer()', 'deployRoles', checked('AgentProfile.deployer()', 'deployRoles', deployRoles, STRINGS));
    const deploys = DEPLOYS.without(ActionSet.destructive());
    const executes = EXECUTES.without(ActionSet.destructive());
    return new AgentProfile('deployer', agents, [
      { sid: 'Deploy', actions: deploys, conditions: { ArnLike: { 'cloudformation:RoleArn': roles } } },
      { sid: 'FollowDeployments', actions: executes.union(READS_STACKS) },
      { sid: 'PassDeployRoles', actions: PASS_ROLE, resources: roles, conditions: { StringEquals: { 'iam:PassedToService': CLOUD_FORMATION } } },
    ], [
      // Also where no role is named.
      { sid: 'DeployWithRole', actions: deploys, conditions: { ArnNotLike: { 'cloudformation:RoleArn': roles } } },
      { sid: 'PassNoOtherRole', actions: PASS_ROLE, notResources: roles },
      { sid: 'PassToCloudFormation', actions: PASS_ROLE, conditions: { StringNotEquals: { 'iam:PassedToService': CLOUD_FORMATION } } },
    ]);
  }

  /**
   * Asks Amazon Athena about data in S3, by the tables of AWS Glue, and writes nothing but results.
   *
   * @param data the ARNs of the buckets and objects that it may read
   * @param results the ARNs of the bucket and objects that results are written to, such as `arn:aws:s3:::results` and `arn:aws:s3:::results/*`
   * @param agents whom the guardrails hold; calls through any managed MCP server unless given
   * @throws if a list is empty or has something that is no ARN.
   */
  public static dataAnalyst(data: string[], results: string[], agents?: AgentMark): AgentProfile {
    const where = 'AgentProfile.dataAnalyst()';
    const written = guardrailResources(where, checked(where, 'results', results, STRINGS));
    const read = [...new Set([...guardrailResources(where, checked(where, 'data', data, STRINGS)), ...written])];
    return new AgentProfile('dataAnalyst', agents, [
      { sid: 'Query', actions: QUERIES },
      { sid: 'ReadData', actions: READS_OBJECTS, resources: read },
      { sid: 'WriteResults', actions: WRITES_OBJECTS, resources: written },
    ], [
      { sid: 'ReadNoOtherData', actions: READS_OBJECTS, notResources: read },
      { sid: 'WriteOnlyResults', actions: WRITES_OBJECTS, notResources: written },
    ]);
  }

  /**
   * Says what is paid for and why, and what could be saved; buys and changes nothing.
   *
   * @param agents whom the guardrails hold; calls through any managed MCP server unless given
   */
  public static costAnalyst(agents?: AgentMark): AgentProfile {
    return new AgentProfile('costAnalyst', agents, [{ sid: 'SeeCosts', actions: COSTS }]);
  }

  private readonly mark: AgentMark;

  /** @param meansAll whether what the actions have of delegation, secrets and escalation is meant */
  private constructor(
    name: string, agents: AgentMark | undefined, private readonly grants: Grant[], private readonly limits: Limit[] = [],
    private readonly meansAll = limits.length > 0,
  ) {
    this.mark = agents === undefined ? AgentMark.viaAnyServer()
      : checked(`AgentProfile.${name}()`, 'agents', agents, { is: has('_calls', 'function'), expected: 'an AgentMark, such as AgentMark.sessionTag()' });
  }

  /** What is allowed: fresh statements each time. */
  public get statements(): iam.PolicyStatement[] {
    return this.grants.map(({ sid, actions, resources = ['*'], conditions }) => new iam.PolicyStatement({ sid, ...actions._elements(), resources, conditions }));
  }

  /** What keeps the agent to it: everything else is denied. */
  public get guardrails(): McpGuardrail[] {
    const actions = this.grants.map((grant) => grant.actions).reduce((set, more) => set.union(more));
    const { meansAll } = this;
    const only = McpGuardrail.allowOnlyViaMcp({
      actions, agents: this.mark, allowDelegation: meansAll, allowPrivilegeEscalation: meansAll, allowSecretReads: meansAll,
    });
    return [only, ...this.limits.map((limit) => this.denying(limit))];
  }

  private denying({ sid, actions, notResources, conditions = {} }: Limit): McpGuardrail {
    return McpGuardrail.fromStatements(...this.mark._calls().map((calls, i) => new iam.PolicyStatement({
      sid: i === 0 ? sid : `${sid}${i + 1}`,
      effect: iam.Effect.DENY,
      ...actions._elements(),
      ...(notResources ? { notResources } : { resources: ['*'] }),
      conditions: combineConditions(sid, calls.condition, conditions),
    })));
  }
}
