import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ActionSet, AgentMark, AgentProfile, AgentSessionRole, McpAssertions, McpPermissionsBoundary, McpPermissionSet, McpScopedRole, McpServer,
  RequestOrigin,
} from '../../src';
import type { OperationAction } from '../../src/actions/operations';
import { operationsOf } from '../../src/actions/operations';

const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
const DATA = ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/*'];
const RESULTS = ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'];
const BY_ROLE = { 'cloudformation:RoleArn': [DEPLOY] };
const TO_CFN = { 'iam:PassedToService': ['cloudformation.amazonaws.com'] };

interface Asked { readonly resource?: string; readonly context?: { [key: string]: string[] } }
type Row = readonly [action: string, request?: Asked];

/** What each can do and can't, as docs/profiles.md says it. */
const PROFILES: { [name: string]: { readonly make: (agents?: AgentMark) => AgentProfile; readonly can: Row[]; readonly cannot: Row[] } } = {
  troubleshooter: {
    make: (agents) => AgentProfile.troubleshooter(agents),
    can: [['logs:FilterLogEvents'], ['cloudwatch:GetMetricData'], ['ec2:DescribeInstances'], ['cloudformation:DescribeStackEvents'], ['ecs:DescribeServices'], ['xray:GetTraceSummaries'], ['lambda:ListAliases'],
      ['autoscaling:DescribeScalingActivities']],
    cannot: [['s3:GetObject'], ['dynamodb:GetItem'], ['secretsmanager:GetSecretValue'], ['lambda:GetFunction'], ['lambda:InvokeFunction'], ['ec2:RebootInstances'], ['logs:DeleteLogGroup'],
      ['lambda:ListFunctions'], ['lambda:ListVersionsByFunction'], ['autoscaling:DescribeLaunchConfigurations']],
  },
  operator: {
    make: (agents) => AgentProfile.operatorOf('ecs', ActionSet.of('ecs:UpdateService'), agents),
    can: [['ecs:UpdateService'], ['ecs:DescribeTasks'], ['logs:GetLogEvents'], ['cloudwatch:GetMetricData']],
    cannot: [['ecs:DeleteCluster'], ['ecs:ExecuteCommand'], ['ecs:RunTask'], ['iam:PassRole'], ['ec2:TerminateInstances'], ['s3:GetObject']],
  },
  deployer: {
    make: (agents) => AgentProfile.deployer([DEPLOY], agents),
    can: [['cloudformation:CreateStack', { context: BY_ROLE }], ['cloudformation:DescribeStacks'], ['iam:PassRole', { resource: DEPLOY, context: TO_CFN }]],
    cannot: [
      ['cloudformation:CreateStack', { context: { 'cloudformation:RoleArn': [] } }], ['cloudformation:UpdateStack', { context: { 'cloudformation:RoleArn': [`${DEPLOY}2`] } }],
      ['cloudformation:DeleteStack', { context: BY_ROLE }], ['iam:PassRole', { resource: `${DEPLOY}2`, context: TO_CFN }],
      ['iam:PassRole', { resource: DEPLOY, context: { 'iam:PassedToService': ['lambda.amazonaws.com'] } }], ['s3:PutObject'], ['iam:CreateRole'], ['cloudformation:CreateResource'],
    ],
  },
  dataAnalyst: {
    make: (agents) => AgentProfile.dataAnalyst(DATA, RESULTS, agents),
    can: [['athena:StartQueryExecution'], ['glue:GetTables'], ['s3:GetObject', { resource: 'arn:aws:s3:::lake/a' }], ['s3:PutObject', { resource: 'arn:aws:s3:::results/a' }]],
    cannot: [
      ['s3:GetObject', { resource: 'arn:aws:s3:::payroll/a' }], ['s3:PutObject', { resource: 'arn:aws:s3:::lake/a' }], ['s3:DeleteObject', { resource: 'arn:aws:s3:::results/a' }],
      ['glue:UpdateTable'], ['glue:StartJobRun'], ['athena:DeleteWorkGroup'], ['athena:GetSessionEndpoint'],
    ],
  },
  costAnalyst: {
    make: (agents) => AgentProfile.costAnalyst(agents),
    can: [['ce:GetCostAndUsage'], ['budgets:ViewBudget'], ['savingsplans:DescribeSavingsPlans'], ['compute-optimizer:GetEC2InstanceRecommendations']],
    cannot: [['budgets:ModifyBudget'], ['savingsplans:CreateSavingsPlan'], ['ce:CreateAnomalyMonitor'], ['ec2:PurchaseReservedInstancesOffering'], ['s3:GetObject']],
  },
};
const NAMES = Object.keys(PROFILES);
const BOTH = AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag());
const admin = () => iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
const UNTAGGED = { 'aws:PrincipalTag/PrincipalType': [] };

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});

/** Each row of the profile, as the calls are made. */
function check(name: string, role: string, origin: RequestOrigin, more: { [key: string]: string[] } = {}) {
  const assertions = McpAssertions.fromStack(stack).role(role);
  const asked = ({ resource, context }: Asked = {}) => ({ resource, origin, context: { 'kms:ViaService': [], ...more, ...context } });
  PROFILES[name].can.forEach(([action, request]) => assertions.can(action, asked(request)));
  PROFILES[name].cannot.forEach(([action, request]) => assertions.cannot(action, asked(request)));
}

test.each(NAMES)('%s: a role that can do it, and with all permissions in the world nothing else', (name) => {
  for (const [id, managedPolicies] of [['Plain', []], ['Admin', [admin()]]] as const) {
    const { guardrails, statements } = PROFILES[name].make();
    const role = new McpScopedRole(stack, id, { assumedBy: new iam.AccountRootPrincipal(), guardrails, managedPolicies: [...managedPolicies] });
    statements.forEach((statement) => role.addToPolicy(statement));
  }
  ['Plain', 'Admin'].forEach((role) => check(name, role, RequestOrigin.via(McpServer.AWS)));
});

test.each(NAMES)('%s: a boundary and a permission set, for sessions that are marked', (name) => {
  const make = () => PROFILES[name].make(BOTH);
  const boundary = new McpPermissionsBoundary(stack, 'Boundary', make());
  const assumedBy = new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Developer');
  new AgentSessionRole(stack, 'Bounded', { assumedBy, permissionsBoundary: boundary, managedPolicies: [admin()] });
  new McpPermissionSet(stack, 'Set', { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Agents', ...{ statements: make().statements, guardrails: make().guardrails } });
  check(name, 'Bounded', RequestOrigin.agentSession());
  check(name, 'Bounded', RequestOrigin.via(McpServer.EKS), UNTAGGED);
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::SSO::PermissionSet'))).toHaveLength(1);
});

test('an operator does nothing severe, unless it is said', () => {
  const { statements, guardrails } = AgentProfile.operatorOf('lambda');
  const role = new McpScopedRole(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), guardrails });
  statements.forEach((statement) => role.addToPolicy(statement));
  const assertions = McpAssertions.fromStack(stack).role('Role');
  const request = { via: McpServer.AWS };
  assertions.can('lambda:PutFunctionConcurrency', request);
  ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction', 'lambda:DeleteFunction', 'lambda:AddPermission']
    .forEach((action) => assertions.cannot(action, request));
});

test('a profile makes its statements anew', () => {
  const profile = AgentProfile.costAnalyst();
  expect(profile.statements[0]).not.toBe(profile.statements[0]);
});

test.each<[string, () => unknown, string]>([
  ['no role', () => AgentProfile.deployer([]), 'AgentProfile.deployer(): deployRoles is empty: name some'],
  ['every role', () => AgentProfile.deployer(['arn:aws:iam::*:role/*']), 'deployRoles has "arn:aws:iam::*:role/*", which would be all: name some'],
  ['no data', () => AgentProfile.dataAnalyst([], RESULTS), 'AgentProfile.dataAnalyst(): resources is empty'],
  ['a name of a bucket', () => AgentProfile.dataAnalyst(DATA, ['results']), '"results" is not a resource'],
  ['no mark', () => AgentProfile.troubleshooter('agents' as any), 'AgentProfile.troubleshooter(): agents is "agents": expected an AgentMark'],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));

/** What passing a role needs, of the operations that a profile allows, as the map of operations has it. */
function passes(actions: readonly string[]): OperationAction[] {
  const services = [...new Set(actions.map((action) => action.split(':')[0]))];
  return services.flatMap((service) => [...operationsOf(service).values()])
    .filter(({ actions: [main] }) => main !== undefined && actions.includes(main.action))
    .flatMap(({ actions: needed }) => needed.filter(({ action }) => action === 'iam:PassRole'));
}

test.each(NAMES)('%s: it may pass a role to those services that its operations pass one to, and to no other', (name) => {
  const statements = PROFILES[name].make().statements.map((statement) => statement.toStatementJson());
  const passing = statements.filter(({ Action }) => Action === 'iam:PassRole');
  const others = ActionSet.of(...statements.filter((each) => !passing.includes(each)).flatMap(({ Action }) => Action)).listActions();
  expect(others).not.toContain('iam:PassRole');
  const given = passing.flatMap(({ Condition }) => Condition.StringEquals['iam:PassedToService']).sort();
  const needed = passes(others);
  expect(given).toEqual(name === 'deployer' ? [...new Set(needed.flatMap(({ passedTo }) => passedTo))].sort() : []);
  expect(given).toEqual(name === 'deployer' ? ['cloudformation.amazonaws.com'] : []);
  // Nothing is allowed that can't be called without a role.
  expect(needed.filter(({ need }) => need.kind === 'ALWAYS')).toEqual([]);
});
