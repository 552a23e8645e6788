import { App, aws_iam as iam, CfnStackSet, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ALL, DIRECT, ORIGINS, VIA_MCP } from './meaning';
import { McpAssertions, McpServer, McpSimulator, RequestOrigin, SimulationDecision } from '../src';
import { checkPolicies } from '../src/analysis/rules/check';
import { readTemplates } from '../src/analysis/template/read-templates';

// The validator of the app prints its report.
jest.spyOn(console, 'error').mockImplementation();

const PHASES = ['observe', 'sandbox', 'all'];
const SANDBOX = 'ou-ab12-11111111';
const WORKLOADS = 'ou-ab12-22222222';
const ACCOUNT = '444455556666';

function makeApp(phase?: string): App {
  const app = new App({ context: { phase } });
  // Its types are those of the published package: the example's own tsconfig checks them.
  jest.requireActual('../examples/typescript-organization/lib/organization').defineOrganization(app);
  return app;
}

const apps: { [phase: string]: App } = {};
/** The app of a phase, which no test changes. */
const appOf = (phase: string) => apps[phase] ??= makeApp(phase);

/** The stack of the management account, and what it deploys to the others. */
function synthesized(phase: string, app = appOf(phase)) {
  const guardrails = app.synth().getStackByName('Guardrails').template;
  const stackSet = Object.values<any>(guardrails.Resources).find(({ Type }) => Type === CfnStackSet.CFN_RESOURCE_TYPE_NAME)!;
  const policies = Object.values<any>(guardrails.Resources).filter(({ Type }) => Type === 'AWS::Organizations::Policy');
  return {
    guardrails,
    stackSet: stackSet.Properties,
    agents: JSON.parse(stackSet.Properties.TemplateBody),
    policies: policies.map(({ Properties }) => Properties),
  };
}

test.each([
  ['observe', [SANDBOX], []],
  ['sandbox', [SANDBOX], [SANDBOX]],
  ['all', [SANDBOX, WORKLOADS], [SANDBOX, WORKLOADS]],
])('phase %s', (phase, agentsIn, controlled) => {
  const { stackSet, policies } = synthesized(phase);
  expect(stackSet.StackInstancesGroup.flatMap((group: any) => group.DeploymentTargets.OrganizationalUnitIds)).toEqual(agentsIn);
  expect([...new Set(policies.flatMap(({ TargetIds }) => TargetIds))]).toEqual(controlled);
  expect(stackSet).toMatchObject({ PermissionModel: 'SERVICE_MANAGED', Capabilities: ['CAPABILITY_NAMED_IAM'], AutoDeployment: { Enabled: true } });
  expect(stackSet.StackInstancesGroup.map(({ Regions }: any) => Regions.length)).toEqual(agentsIn.map(() => 1));
});

test('what agents do is seen in every phase, and so is who breaks the glass', () => {
  for (const phase of PHASES) {
    const { template } = appOf(phase).synth().getStackByName('Activity');
    const alarms = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(alarms.map(({ AlarmActions }) => AlarmActions.length)).toEqual(alarms.map(() => 1));
    expect(alarms.map(({ MetricName }) => MetricName)).toContain('ExemptUse');
    expect(Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::CloudTrail::Trail').map(({ Properties }) => Properties.IsOrganizationTrail)).toEqual([true]);
  }
});

test('a phase changes neither what is deployed to an account nor what is denied', () => {
  const [observe, sandbox, all] = PHASES.map((phase) => synthesized(phase));
  expect([observe.agents, sandbox.agents]).toEqual([all.agents, all.agents]);
  expect(sandbox.policies.map(({ Content }) => Content)).toEqual(all.policies.map(({ Content }) => Content));
});

test.each([[undefined], ['everything'], ['toString']])('the phase %p is an error', (phase) => {
  expect(() => makeApp(phase)).toThrow(/the context "phase" is .*: expected one of observe, sandbox, all/);
});

test('the same input gives the same templates', () => {
  expect(synthesized('all', makeApp('all'))).toEqual(synthesized('all'));
});

test('the template of the accounts is small enough, and needs nothing that is not there', () => {
  const { stackSet, agents } = synthesized('all');
  expect(Buffer.byteLength(stackSet.TemplateBody)).toBeLessThanOrEqual(51_200);
  expect(Object.keys(agents).sort()).toEqual(['Description', 'Resources']);
  expect(Object.values<any>(agents.Resources).map(({ Type }) => Type).sort()).toEqual(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role']);
});

test('nobody deletes the guardrails by mistake', () => {
  expect(appOf('all').synth().getStackByName('Guardrails').terminationProtection).toBe(true);
});

test('a template that is too large is an error', () => {
  const { templateBody } = jest.requireActual('../examples/typescript-organization/lib/template-body');
  const stack = new Stack(new App(), 'Large');
  for (let i = 0; i < 60; i++) {
    new iam.ManagedPolicy(stack, `Policy${i}`, {
      description: 'x'.repeat(900), statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
    });
  }
  expect(() => templateBody(stack)).toThrow(/^Large: the template has \d+ bytes, over the limit of 51200 for TemplateBody/);
});

describe('in an account', () => {
  const { agents, policies } = synthesized('all');
  const inspector = McpAssertions.fromTemplate(agents, { account: ACCOUNT }).role('Inspector');

  test('the agent inspects, through the AWS MCP Server only', () => {
    inspector.can('cloudformation:DescribeStacks', { via: McpServer.AWS, resource: '*' });
    inspector.isDenied('cloudformation:DescribeStacks', { via: McpServer.EKS });
    for (const origin of DIRECT) {
      inspector.isDenied('cloudformation:DescribeStacks', { origin: ORIGINS[origin], context: { 'aws:IsMcpServiceAction': ['false'] } });
    }
    for (const origin of ALL) {
      inspector.cannot('s3:GetObject', { origin: ORIGINS[origin] });
    }
  });

  /** Who, in an account of the organization, with all that an identity-based policy can allow and the control policy above. */
  const decide = (role: string, action: string, request: { resource?: string; origin?: RequestOrigin; context?: { [key: string]: string[] } } = {}) =>
    McpSimulator.fromDocuments({
      identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
      serviceControlPolicies: policies.map(({ Content }) => Content),
    }).simulate({
      principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      action,
      resource: '*',
      ...request,
      context: { 'aws:IsMcpServiceAction': ['false'], 'aws:ViaAWSService': ['false'], ...request.context },
    }).decision;
  const { ALLOWED, EXPLICITLY_DENIED } = SimulationDecision;

  test('people are not touched, agents are, whoever lends them a role', () => {
    for (const origin of DIRECT.map((name) => ORIGINS[name])) {
      expect(decide('Developer', 's3:DeleteBucket', { origin })).toBe(ALLOWED);
      expect(decide('agents/team/Reporter', 's3:GetObject', { origin })).toBe(EXPLICITLY_DENIED);
    }
    expect(decide('Developer', 's3:DeleteBucket', { origin: RequestOrigin.via(McpServer.AWS) })).toBe(EXPLICITLY_DENIED);
    expect(decide('Developer', 's3:GetObject', { origin: RequestOrigin.via(McpServer.AWS) })).toBe(ALLOWED);
    expect(decide('agents/team/Reporter', 's3:GetObject', { origin: RequestOrigin.via(McpServer.AWS) })).toBe(ALLOWED);
    expect(decide('Developer', 's3:GetObject', { origin: RequestOrigin.via(McpServer.ECS) })).toBe(EXPLICITLY_DENIED);
    expect(decide('BreakGlass', 's3:DeleteBucket', { origin: RequestOrigin.via(McpServer.AWS) })).toBe(ALLOWED);
  });

  test('only the cloud team and StackSets change what it is made of', () => {
    const resource = `arn:aws:iam::${ACCOUNT}:role/agents/central/Inspector`;
    for (const action of ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRole']) {
      expect(decide('Developer', action, { resource })).toBe(EXPLICITLY_DENIED);
      expect(decide('CloudTeam', action, { resource })).toBe(ALLOWED);
      expect(decide('stacksets-exec-1234', action, { resource })).toBe(ALLOWED);
    }
  });

  test('nobody else deletes the stacks of it, or takes the account out of the organization', () => {
    const resource = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/StackSet-mcp-agents-1a2b3c4d/11111111-2222-3333-4444-555555555555`;
    expect(decide('Developer', 'cloudformation:DeleteStack', { resource })).toBe(EXPLICITLY_DENIED);
    expect(decide('stacksets-exec-1234', 'cloudformation:DeleteStack', { resource })).toBe(ALLOWED);
    expect(decide('Developer', 'cloudformation:DeleteStack', { resource: resource.replace('mcp-agents', 'others') })).toBe(ALLOWED);
    for (const [role, expected] of [['Developer', EXPLICITLY_DENIED], ['BreakGlass', EXPLICITLY_DENIED], ['CloudTeam', ALLOWED]] as const) {
      expect(decide(role, 'organizations:LeaveOrganization')).toBe(expected);
    }
  });

  test.each(['role/BreakGlass', 'role/x/BreakGlass', 'role/CloudTeam', 'role/stacksets-exec-mine'])('nobody else makes a %s', (name) => {
    const resource = `arn:aws:iam::${ACCOUNT}:${name}`;
    expect(decide('Developer', 'iam:CreateRole', { resource })).toBe(EXPLICITLY_DENIED);
    expect(decide('CloudTeam', 'iam:CreateRole', { resource })).toBe(name.includes('stacksets') ? EXPLICITLY_DENIED : ALLOWED);
    expect(decide('Developer', 'iam:CreateRole', { resource: `arn:aws:iam::${ACCOUNT}:role/Other` })).toBe(ALLOWED);
  });

  test('a team makes roles for agents with the boundary, which stays', () => {
    const resource = `arn:aws:iam::${ACCOUNT}:role/agents/team/Reporter`;
    const [boundary] = Object.values<any>(agents.Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy').map(({ Properties }) => Properties);
    const arn = `arn:aws:iam::${ACCOUNT}:policy${boundary.Path}${boundary.ManagedPolicyName}`;
    expect(decide('Developer', 'iam:CreateRole', { resource, context: { 'iam:PermissionsBoundary': [arn] } })).toBe(ALLOWED);
    expect(decide('Developer', 'iam:CreateRole', { resource, context: { 'iam:PermissionsBoundary': [] } })).toBe(EXPLICITLY_DENIED);
    expect(decide('Developer', 'iam:CreateRole', { resource, context: { 'iam:PermissionsBoundary': [`${arn}2`] } })).toBe(EXPLICITLY_DENIED);
    expect(decide('Developer', 'iam:DeleteRolePermissionsBoundary', { resource })).toBe(EXPLICITLY_DENIED);
  });

  test('with the boundary a role of a team\'s agent destroys and delegates nothing, whatever it is allowed', () => {
    const [boundary] = Object.values<any>(agents.Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
    const simulator = McpSimulator.fromDocuments({
      identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
      permissionsBoundary: boundary.Properties.PolicyDocument,
    });
    for (const action of ['lambda:InvokeFunction', 's3:DeleteBucket']) {
      expect(VIA_MCP.filter((name) => name.startsWith('via')).map((name) => simulator.simulate({ action, resource: '*', origin: ORIGINS[name] }).decision))
        .toEqual(VIA_MCP.filter((name) => name.startsWith('via')).map(() => EXPLICITLY_DENIED));
    }
    expect(simulator.simulate({ action: 's3:GetObject', resource: '*', origin: RequestOrigin.via(McpServer.AWS) }).decision).toBe(ALLOWED);
    expect(simulator.simulate({ action: 'iam:CreateUser', resource: '*' }).decision).toBe(SimulationDecision.IMPLICITLY_DENIED);
  });
});

test('no policy has a mistake, none is without a reason in cdk-nag, no exemption is too wide', () => {
  for (const phase of PHASES) {
    const { guardrails, agents } = synthesized(phase);
    expect(checkPolicies(readTemplates([guardrails, agents].map((template) => ({ template }))))).toEqual([]);
    const app = makeApp(phase);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
    expect(app.synth().stacksRecursively.flatMap(({ messages }) => messages).filter(({ level }) => level !== 'info')).toEqual([]);
  }
});
