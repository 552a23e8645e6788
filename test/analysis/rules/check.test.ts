import * as fs from 'fs';
import * as path from 'path';
import { App, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { foundIn } from './found';
import {
  ActionSet, DenyOutsideMcpGuardrail, McpCondition, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpPolicyMigration, McpScopedRole, McpServer,
  McpServiceControlPolicy, OAuthGrantType, PolicyTarget, PrincipalFilter, DirectCalls,
} from '../../../src';
import { checkDocument, checkPolicies } from '../../../src/analysis/rules/check';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { ALL_RULES } from '../../../src/cli/rules';

const { AWS, EKS, ECS } = McpServer;
const AGENTS = [PrincipalFilter.rolePaths('/agents/')];

/** Every guardrail, with the options that change its condition. */
const GUARDRAILS: McpGuardrail[] = [
  McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS }),
  McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS, allowForwardAccessSessions: false, allowMcpServiceActions: false }),
  McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS, allowOauthSignIn: true }),
  McpGuardrail.denyViaMcp({ exempt: [PrincipalFilter.tag('agents', 'free')] }),
  McpGuardrail.denyViaMcp({ servers: [AWS, EKS], actions: ActionSet.of('s3:Delete*') }),
  McpGuardrail.allowOnlyServers({ servers: [EKS] }),
  McpGuardrail.allowOnlyServers({ servers: [McpServer.of('billing-mcp.amazonaws.com')], actions: ActionSet.of('ec2:*') }),
  McpGuardrail.allowOnlyServers({ servers: [EKS, ECS], actions: ActionSet.of('eks:*'), directCalls: DirectCalls.DENIED, appliesTo: AGENTS }),
  McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'kms'] }),
  McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'kms'] }),
  McpGuardrail.denyPrivilegeEscalationViaMcp({ services: ['iam'] }),
  McpGuardrail.denyDelegationViaMcp(),
  McpGuardrail.denyAuditTamperingViaMcp({ services: ['cloudtrail'] }),
  McpGuardrail.readOnlyViaMcp({ services: ['s3', 'dynamodb'] }),
  McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('CloudTeam')], resources: ['arn:aws:iam::*:role/agents/*'] }),
  McpGuardrail.allowOnlyOauthClients({
    clientIds: ['arn:aws:signin:us-east-1::external-client/dcr/*'], redirectUris: ['https://example.com/*'], grantTypes: [OAuthGrantType.REFRESH_TOKEN],
  }),
  McpGuardrail.denySignInSession('arn:aws:signin:us-east-1:111122223333:session/1'),
  McpGuardrail.baseline(),
  McpGuardrail.fromStatements(...[
    McpCondition.viaAnyServer(), McpCondition.via(AWS), McpCondition.viaAnyServerExcept(AWS), McpCondition.outsideMcp(),
    McpCondition.outsideMcp({ exceptForwardAccessSessions: true, exceptMcpServiceActions: true }),
  ].map((condition, i) => new iam.PolicyStatement({
    sid: `Team${i}`, effect: iam.Effect.DENY, actions: ['s3:PutObject'], resources: ['*'], conditions: condition.toConditions(),
  }))),
];

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack');
});

const findings = () => checkPolicies(readTemplates([{ template: Template.fromStack(stack).toJSON() }])).map(({ rule, message }) => `${rule.id}: ${message}`);

describe('nothing is found in what the library makes', () => {
  test.each(GUARDRAILS.map((guardrail, i) => [`${i} ${guardrail.id}`, guardrail] as const))('%s, wherever it is put', (_, guardrail) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const size = JSON.stringify(guardrail.statements().map((statement) => statement.toStatementJson())).length;
    if (!guardrail.id.startsWith('DenyOutsideMcp') && size < 9_000) {
      new McpScopedRole(stack, 'Scoped', { assumedBy: new iam.AccountRootPrincipal(), guardrails: [guardrail] });
    }
    if (size < 6_000) {
      new McpGuardrailPolicy(stack, 'Policy', { guardrails: [guardrail], roles: [role] });
    }
    new McpServiceControlPolicy(stack, 'Scp', { guardrails: [guardrail], targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')] });
    expect(findings()).toEqual([]);
  });

  test.each<[what: string, make: (scope: Construct) => iam.IGrantable]>([
    ['a scoped role', (scope) => new McpScopedRole(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal(), servers: [AWS, EKS, ECS] })],
    ['one that signs in', (scope) => new McpScopedRole(scope, 'Role', {
      assumedBy: new iam.AccountRootPrincipal(), allowOauthSignIn: true, managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    })],
    ['a role through any server', (scope) => McpGrantee.viaAnyServer(new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() }))],
    ['a role through one server', (scope) => McpGrantee.via(new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), EKS)],
    ['a user outside MCP', (scope) => McpGrantee.outsideMcp(new iam.User(scope, 'User'))],
    ['a role denied outside MCP', (scope) => {
      const role = new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      new DenyOutsideMcpGuardrail(scope, 'Deny', { roles: [role] });
      return role;
    }],
  ])('grants to %s', (_, make) => {
    const grantee = make(stack);
    const key = new kms.Key(stack, 'Key');
    new s3.Bucket(stack, 'Bucket', { encryptionKey: key, enforceSSL: true }).grantReadWrite(grantee);
    new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadWriteData(grantee);
    expect(findings()).toEqual([]);
  });

  test('a migrated policy', () => {
    const { document } = McpPolicyMigration.migrate({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }] });
    expect(checkDocument(document, { path: '' })).toEqual([]);
  });
});

test.each(fs.readdirSync(path.join(__dirname, '../../source-policies')))('what AWS\'s example %s has', (file) => {
  const found = foundIn(JSON.parse(fs.readFileSync(path.join(__dirname, '../../source-policies', file), 'utf-8')).Statement);
  expect(found).toEqual(file.endsWith('-before.json') ? ['RemovedActionAllowed'] : []);
});

test('a finding says where it is', () => {
  new iam.ManagedPolicy(stack, 'Policy', {
    statements: [new iam.PolicyStatement({ sid: 'Deny1', effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'], conditions: { Bool: { 'aws:ViaAWSMCPService': 'false' } } })],
  });
  const [finding, ...others] = checkPolicies(readTemplates([{ template: Template.fromStack(stack).toJSON(), file: 'Stack.template.json' }]));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    rule: { id: 'McpConditionDependsOnMissingKey' },
    place: { file: 'Stack.template.json', logicalId: stack.getLogicalId(stack.node.findChild('Policy').node.defaultChild as iam.CfnManagedPolicy), path: 'Properties/PolicyDocument' },
    statement: 'Statement/0',
    sid: 'Deny1',
  });
});

test('rules have names of their own, and yield to rules that there are', () => {
  const ids = ALL_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, yieldsTo = [], fix, explanation } of ALL_RULES) {
    expect(id).toMatch(/^([A-Z][a-z]+)+$/);
    expect(ids).toEqual(expect.arrayContaining([...yieldsTo]));
    expect(fix).toMatch(/\.$/);
    expect(explanation).toMatch(/\.$/);
  }
});
