import * as assert from 'node:assert';
import { test } from 'node:test';
import { App, CfnStackSet } from 'aws-cdk-lib';
import { McpAssertions, McpServer, McpSimulator, RequestOrigin, SimulationDecision } from 'cdk-mcp-guardrails';
import * as ids from '../lib/ids';
import { defineOrganization } from '../lib/organization';

function assembly(phase: string) {
  const app = new App({ context: { phase } });
  defineOrganization(app);
  return app.synth();
}

/** What is deployed to the management account, and from there to every other one. */
const guardrails = Object.values<any>(assembly('all').getStackByName('Guardrails').template.Resources);
const accounts = JSON.parse(guardrails.find(({ Type }) => Type === CfnStackSet.CFN_RESOURCE_TYPE_NAME).Properties.TemplateBody);
const policies = guardrails.filter(({ Type }) => Type === 'AWS::Organizations::Policy').map(({ Properties }) => Properties.Content);

/** What a role that may do everything can do in an account under the control policy. */
const simulator = McpSimulator.fromDocuments({
  identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
  serviceControlPolicies: policies,
});
const role = (name: string) => `arn:aws:iam::${ids.AGENT_ACCOUNT}:role/${name}`;
const decide = (name: string, action: string, origin: RequestOrigin, resource = '*') => (
  simulator.simulate({ principal: role(name), action, resource, origin, context: { 'aws:IsMcpServiceAction': ['false'], 'aws:ViaAWSService': ['false'] } }).decision);
const { ALLOWED, EXPLICITLY_DENIED } = SimulationDecision;
const viaServer = RequestOrigin.via(McpServer.AWS);

test('a person deletes a bucket, and an agent with the same role does not', () => {
  assert.equal(decide('Developer', 's3:DeleteBucket', RequestOrigin.direct()), ALLOWED);
  assert.equal(decide('Developer', 's3:DeleteBucket', viaServer), EXPLICITLY_DENIED);
});

test('an agent still reads', () => {
  assert.equal(decide('Developer', 's3:GetObject', viaServer), ALLOWED);
});

test('agents come through the servers of the list only', () => {
  assert.equal(decide('Developer', 's3:GetObject', RequestOrigin.via(McpServer.ECS)), EXPLICITLY_DENIED);
});

test('the roles of agents are of no use in a shell', () => {
  assert.equal(decide('agents/team/Reporter', 's3:GetObject', RequestOrigin.direct()), EXPLICITLY_DENIED);
  McpAssertions.fromTemplate(accounts, { account: ids.AGENT_ACCOUNT }).role('Inspector').isDenied('cloudformation:DescribeStacks');
});

test('in an emergency the limits do not hold', () => {
  assert.equal(decide(ids.BREAK_GLASS, 's3:DeleteBucket', viaServer), ALLOWED);
});

test('only the cloud team changes the guardrails', () => {
  const inspector = role('agents/central/Inspector');
  assert.equal(decide('Developer', 'iam:PutRolePolicy', RequestOrigin.direct(), inspector), EXPLICITLY_DENIED);
  assert.equal(decide(ids.CLOUD_TEAM, 'iam:PutRolePolicy', RequestOrigin.direct(), inspector), ALLOWED);
});

test('the first phase denies nothing, and watches', () => {
  const first = assembly('observe');
  const types = (stack: string) => Object.values<any>(first.getStackByName(stack).template.Resources).map(({ Type }) => Type);
  assert.ok(!types('Guardrails').includes('AWS::Organizations::Policy'));
  assert.ok(types('Activity').includes('AWS::CloudTrail::Trail'));
});

/** Those that are in docs and examples only. */
const EXAMPLES = /o-a1b2c3d4e5|ou-ab12-\d+|111122223333|444455556666/g;
const left = JSON.stringify(ids).match(EXAMPLES) ?? [];

test('lib/ids.ts has the ids of your organization', { todo: left.length > 0 && 'replace those of the example before you deploy' }, () => {
  assert.deepEqual(left, []);
});
