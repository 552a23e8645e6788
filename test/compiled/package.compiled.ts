import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { App, aws_iam as iam, aws_logs as logs, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
// Before the library, for it counts from then on.
import { functionsRun } from './functions-run';
import * as library from '../../src';
import {
  AccessLevel, ActionSet, AgentMark, AgentProfile, BaselineGrade, ConditionMatch, McpAccessReport, McpActivity, McpActivityMonitor, McpActivitySignal,
  McpAssertions, McpCondition, McpDenialKind, McpGuardrail, McpGuardrailPolicy, McpGuardrailValidator, McpNetworkPerimeter,
  McpPolicyMigration, McpScopedRole, McpServer, McpSessionPolicy, McpServiceControlPolicy, McpSimulator, PolicyTarget, PrincipalFilter, RequestOrigin,
} from '../../src';
import { definePlaces, forgottenPlaces } from '../acceptance/places';
import { event } from '../activity/events';

// `../../src` is the compiled library here: what apps load. What it does right is tested of the sources; that it finds all that it needs only here.
const LIB = path.join(__dirname, '..', '..', 'lib');
const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
const SUBNETS = ['subnet-0123456789abcdef0'];
const administrators = [PrincipalFilter.roleNames('Admin'), PrincipalFilter.tag('team', 'cloud'), PrincipalFilter.accounts('111122223333')];

let directory: string;
let stack: Stack;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'compiled-'));
  stack = new Stack(new App({ outdir: directory }), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

/** The names of what a class makes, without what is internal. */
const made = (of: object) => Object.getOwnPropertyNames(of).filter((name) => !/^(_.*|length|name|prototype|unlisted)$/.test(name)).sort();
const deny = (props: iam.PolicyStatementProps) => new iam.PolicyStatement({ effect: iam.Effect.DENY, resources: ['*'], ...props });

test('what is exported is a class, an enum or a namespace, as all languages have it', () => {
  expect(Object.entries(library).filter(([, value]) => typeof value !== 'object' && !/^class\b/.test(String(value)))).toEqual([]);
});

test('every construct and mixin', () => {
  expect(forgottenPlaces()).toEqual([]);
  expect(definePlaces(directory).synth().stacks).toHaveLength(6);
});

test('the validator and the report', async () => {
  const role = new McpScopedRole(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal(), servers: [McpServer.EKS] });
  role.addToPolicy(deny({ actions: ['s3:*'], conditions: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }));
  const [{ templateFullPath }] = App.of(stack)!.synth().stacks;
  const context = { templatePaths: [templateFullPath] } as Partial<IPolicyValidationContext> as IPolicyValidationContext;
  const validator = new McpGuardrailValidator();
  expect(validator.ruleIds).toEqual(expect.arrayContaining(validator.validate(context).violations.map(({ ruleName }) => ruleName)));
  expect(validator.validate(context).violations).not.toEqual([]);
  new McpAccessReport().validate(context);
  // It is written when all else of the synthesis is over.
  await Promise.resolve();
  expect(fs.readdirSync(directory)).toEqual(expect.arrayContaining(['mcp-access-report.html', 'mcp-access-report.json']));
});

test('every guardrail', () => {
  const guardrails: { [name: string]: () => McpGuardrail } = {
    allowOnlyOauthClients: () => McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'] }),
    allowOnlyServers: () => McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }),
    allowOnlyViaMcp: () => McpGuardrail.allowOnlyViaMcp({ actions: ActionSet.of('s3:GetObject') }),
    baseline: () => McpGuardrail.baseline({ grade: BaselineGrade.NO_ESCALATION }),
    denyAgentCoreOutsideSubnets: () => McpGuardrail.denyAgentCoreOutsideSubnets({ subnets: SUBNETS }),
    denyAuditTamperingViaMcp: () => McpGuardrail.denyAuditTamperingViaMcp(),
    denyDelegationViaMcp: () => McpGuardrail.denyDelegationViaMcp({ services: ['iam', 'lambda'] }),
    denyDestructiveViaMcp: () => McpGuardrail.denyDestructiveViaMcp({ services: ['s3'], unlessTagged: { key: 'team', value: 'agents' } }),
    denyLeavingOrganization: () => McpGuardrail.denyLeavingOrganization({ administrators }),
    denyOutsideMcp: () => McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }),
    denyPassRoleViaMcp: () => McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda.amazonaws.com'] }),
    denyPresignedUrls: () => McpGuardrail.denyPresignedUrls(),
    denyPrivilegeEscalationViaMcp: () => McpGuardrail.denyPrivilegeEscalationViaMcp({ services: ['iam'] }),
    denySecretReadsViaMcp: () => McpGuardrail.denySecretReadsViaMcp(),
    denySignInSession: () => McpGuardrail.denySignInSession('arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4'),
    denySpendingViaMcp: () => McpGuardrail.denySpendingViaMcp({ services: ['ec2'] }),
    denyViaMcp: () => McpGuardrail.denyViaMcp({ actions: ActionSet.writesOf('sqs').without(ActionSet.of('sqs:SendMessage')) }),
    deployOnlyViaMcp: () => McpGuardrail.deployOnlyViaMcp({ deployRoles: [DEPLOY] }),
    fromStatements: () => McpGuardrail.fromStatements(deny({ sid: 'Own', actions: ['s3:DeleteBucket'] })),
    protectAgentMark: () => McpGuardrail.protectAgentMark({ issuers: administrators }),
    protectGuardrails: () => McpGuardrail.protectGuardrails({ administrators, resources: [DEPLOY] }),
    readOnlyViaMcp: () => McpGuardrail.readOnlyViaMcp({ services: ['s3'] }),
  };
  expect(Object.keys(guardrails)).toEqual(made(McpGuardrail));
  Object.entries(guardrails).forEach(([name, guardrail], i) => (
    new McpServiceControlPolicy(stack, name, { guardrails: [guardrail()], targets: [PolicyTarget.account(`${111122223333 + i}`)] })));
  const written = Template.fromStack(stack).findResources('AWS::Organizations::Policy');
  expect(Object.keys(guardrails).filter((name) => !Object.keys(written).some((id) => id.startsWith(name)))).toEqual([]);
});

test('every set of actions', () => {
  const sets: { [name: string]: ActionSet } = {
    ALL: ActionSet.ALL,
    allExcept: ActionSet.allExcept('s3:*'),
    auditTampering: ActionSet.auditTampering(),
    credentialWrites: ActionSet.credentialWrites(),
    delegation: ActionSet.delegation(),
    destructive: ActionSet.destructive('s3').union(ActionSet.of('sqs:PurgeQueue')),
    of: ActionSet.of('s3:Delete*'),
    permissionsManagement: ActionSet.permissionsManagement('s3'),
    privilegeEscalation: ActionSet.privilegeEscalation(),
    readsOf: ActionSet.readsOf('s3'),
    secretReads: ActionSet.secretReads(),
    spending: ActionSet.spending(),
    withAccessLevel: ActionSet.withAccessLevel(AccessLevel.LIST, 's3'),
    writesOf: ActionSet.writesOf('s3').without(ActionSet.of('s3:PutObject')),
  };
  expect(Object.keys(sets)).toEqual(made(ActionSet));
  expect(Object.entries(sets).filter(([, set]) => set.listActions().length === 0)).toEqual([]);
});

test('every profile, on a role of its own', () => {
  const profiles: { [name: string]: AgentProfile } = {
    costAnalyst: AgentProfile.costAnalyst(),
    dataAnalyst: AgentProfile.dataAnalyst(['arn:aws:s3:::lake/*'], ['arn:aws:s3:::results/*']),
    deployer: AgentProfile.deployer([DEPLOY]),
    operatorOf: AgentProfile.operatorOf('ecs', ActionSet.of('ecs:UpdateService'), AgentMark.via(McpServer.AWS)),
    troubleshooter: AgentProfile.troubleshooter(),
  };
  expect(Object.keys(profiles)).toEqual(made(AgentProfile));
  Object.entries(profiles).forEach(([name, { statements, guardrails }]) => {
    const inlinePolicies = { Work: new iam.PolicyDocument({ statements }) };
    new McpScopedRole(stack, name, { assumedBy: new iam.AccountRootPrincipal(), guardrails, inlinePolicies });
  });
  const assertions = McpAssertions.fromStack(stack);
  Object.keys(profiles).forEach((name) => assertions.role(name).cannot('secretsmanager:GetSecretValue', { via: McpServer.AWS }));
});

test('assertions, of some requests and of all', () => {
  const developer = new iam.Role(stack, 'Developer', { assumedBy: new iam.AccountRootPrincipal() });
  developer.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
  const conditions = { StringEquals: { 'ec2:ResourceTag/team': 'agents' } };
  developer.addToPolicy(new iam.PolicyStatement({ actions: ['ec2:StopInstances'], resources: ['*'], conditions }));
  new McpGuardrailPolicy(stack, 'NoDeletes', { guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3'] })], roles: [developer] });
  const assertions = McpAssertions.fromStack(stack);
  assertions.role('Developer').can('s3:DeleteObject', { resource: 'arn:aws:s3:::data/key' });
  assertions.role('Developer').isDenied('s3:DeleteObject', { via: McpServer.AWS });
  assertions.role('Developer').cannotAny(ActionSet.destructive('s3'), { origin: RequestOrigin.viaAnyServer() });
  expect(() => assertions.role('Developer').cannot('ec2:StopInstances'))
    .toThrow(/this request is allowed:[^]*with ec2:resourcetag\/team = "agents"/i);
  assertions.guardrailsLeavePeopleAlone();
  const file = path.join(directory, 'before.json');
  fs.writeFileSync(file, JSON.stringify(Template.fromStack(stack).toJSON()));
  assertions.allowsNoMoreThan(file);
});

test('the simulator, the migration, the replay, and what is said of conditions', () => {
  const Version = '2012-10-17';
  const { document } = McpPolicyMigration.migrate({ Version, Statement: [{ Sid: 'NoMcp', Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }] });
  const allowed = { Version, Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [allowed, document] });
  const request = { action: 's3:DeleteObject', origin: RequestOrigin.via(McpServer.AWS) };
  expect(simulator.simulate(request).explanation).toContain('NoMcp');
  expect(simulator.simulateParts(request).length).toBeGreaterThan(0);
  const replay = McpActivity.fromEvents([event('s3 DeleteBucket', { via: 'aws-mcp.amazonaws.com' })]).replay({ serviceControlPolicies: [document] });
  expect(replay.explanation).toContain('NoMcp');
  expect(McpCondition.evaluate(McpCondition.outsideMcp().toConditions(), RequestOrigin.direct()).match).toBe(ConditionMatch.ALWAYS);
  const perimeter = deny({ actions: ['*'], conditions: { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } } });
  expect(McpNetworkPerimeter.allowMcp(perimeter).conditions).toHaveProperty('BoolIfExists');
});

test('alarms and metrics', () => {
  const monitor = new McpActivityMonitor(stack, 'Monitor', {
    logGroup: new logs.LogGroup(stack, 'Logs'),
    alarmTopic: new sns.Topic(stack, 'Topic'),
    servers: [McpServer.EKS],
    agents: administrators.slice(0, 1),
    exempt: administrators.slice(0, 1),
    guardrailResources: [DEPLOY],
  });
  const metrics = [
    monitor.metricCalls(), monitor.metricCallsThrough(McpServer.EKS), monitor.metricDenials(),
    ...Object.values(McpDenialKind).map((kind) => monitor.metricDenialsBy(kind)),
    ...Object.values(McpActivitySignal).map((signal) => monitor.metric(signal)),
  ];
  expect(metrics.filter(({ metricName }) => !metricName)).toEqual([]);
});

test('what is in a template of AWS SAM', () => {
  const Connectors = { Connected: { Properties: { Destination: { Id: 'Bucket' }, Permissions: ['Read'] } } };
  const assertions = McpAssertions.fromTemplate({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Function: { Type: 'AWS::Serverless::Function', Connectors, Properties: { Policies: [{ S3ReadPolicy: { BucketName: 'data' } }] } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'connected' } },
    },
  });
  assertions.role('Function').can('s3:GetObject', { resource: 'arn:aws:s3:::data/key' });
  assertions.role('Function').can('s3:GetObject', { resource: 'arn:aws:s3:::connected/key' });
});

test('what is said where something does not fit, or is no action', () => {
  const long = ['One', 'Two'].map((sid) => deny({ sid, actions: ['s3:DeleteBucket'], resources: [`arn:aws:s3:::${sid.repeat(600)}`] }));
  const guardrails = [McpGuardrail.baseline(), McpGuardrail.fromStatements(...long)];
  new McpGuardrailPolicy(stack, 'Policy', { guardrails });
  new McpSessionPolicy(stack, 'Session', { guardrails });
  expect(() => App.of(stack)!.synth()).toThrow(/over the limit/);
  expect(() => ActionSet.of('s3:GetObjekt').listActions()).toThrow('s3:GetObject');
  expect(() => McpSimulator.fromDocuments({}).simulate({ action: 's3:GetObjekt' })).toThrow('s3:GetObject');
});

test('with all that, every module of the package ran, and none names one that is not there', () => {
  const texts = fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.js'))
    .map((file) => fs.readFileSync(path.join(LIB, file), 'utf-8'));
  const all = (pattern: RegExp) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));
  const modules = all(/^(?:"use strict";module\.exports=\{)?"([\w/-]+)"(?::\(function)?\(\$_,/gm);
  const packages = all(/^(?:const modules=\{)?"([\w/-]+)"\(\)\{return require/gm);
  const named = all(/\$\$\("([^"]+)"\)/g);
  expect([modules.length, named.length].map((count) => count > 400)).toEqual([true, true]);
  expect(named.filter((name) => ![...modules, ...packages].includes(name))).toEqual([]);
  const run = functionsRun();
  expect(modules.filter((name) => !run.has(name))).toEqual([]);
});
