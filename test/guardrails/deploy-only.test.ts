import * as fs from 'fs';
import * as path from 'path';
import { App, Aws, Lazy, Stack } from 'aws-cdk-lib';
import { deniedBy, deniedWork, GUARDRAILS, readOperations } from '../../build-tools/possible';
import { ActionSet, DeployOnlyViaMcpOptions, McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from '../../src';
import { ALL, deniedFrom, Request, VIA_MCP } from '../meaning';

const ROLE = 'arn:aws:iam::111122223333:role/agents/Deploy';
const ADMIN = 'arn:aws:iam::111122223333:role/Admin';
const make = (options: Partial<DeployOnlyViaMcpOptions> = {}) =>
  McpGuardrail.deployOnlyViaMcp({ deployRoles: ['arn:aws:iam::*:role/agents/Deploy', 'arn:aws:iam::*:role/cdk-hnb659fds-*'], ...options });
const guardrail = make();
const from = (made: McpGuardrail, action: string, request: Request = {}) => deniedFrom(made.statements(), {
  action, ...request, context: { 'kms:ViaService': [], 'aws:CalledVia': [], 'cloudformation:RoleArn': [], ...request.context },
});
const BY_CLOUDFORMATION = { 'aws:CalledVia': ['cloudformation.amazonaws.com'] };

test.each(['CreateStack', 'UpdateStack', 'CreateChangeSet', 'DeleteStack', 'ContinueUpdateRollback', 'RollbackStack'])('cloudformation:%s: with a role that is named', (name) => {
  const as = (...roles: string[]) => from(guardrail, `cloudformation:${name}`, { context: { 'cloudformation:RoleArn': roles } });
  expect([as(ROLE), as(ADMIN), as()]).toEqual([[], VIA_MCP, VIA_MCP]);
});

test.each(['iam:PassRole', 'sts:AssumeRole'])('%s: of the roles that are named, those of the CDK among them', (action) => {
  const of = (resource: string) => from(guardrail, action, { resource });
  expect([of(ROLE), of('arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1'), of(ADMIN)]).toEqual([[], [], VIA_MCP]);
});

test('nothing else is changed, and reads go on', () => {
  for (const action of ['s3:PutObject', 'lambda:UpdateFunctionCode', 'iam:CreateRole', 'cloudformation:CreateStackSet', 'cloudformation:CreateResource', 'iam:TagRole',
    'cloudformation:SetStackPolicy', 'secretsmanager:GetSecretValue', 'newservice:Do', 'kms:Decrypt']) {
    expect([action, from(guardrail, action)]).toEqual([action, VIA_MCP]);
  }
  for (const action of ['ec2:DescribeInstances', 'cloudformation:DescribeStacks', 'cloudformation:ExecuteChangeSet', 'cloudformation:DeleteChangeSet',
    'cloudformation:TagResource', 'cloudformation:UntagResource']) {
    expect([action, from(guardrail, action)]).toEqual([action, []]);
  }
  expect(from(guardrail, 'eks-mcp:CallPrivilegedTool')).toEqual(ALL);
});

test('what CloudFormation calls is left to the role that it is given, whether AWS passes the MCP keys on or not', () => {
  for (const action of ['s3:CreateBucket', 'iam:CreateRole', 'iam:PassRole', 'secretsmanager:GetSecretValue', 'kms:CreateKey', 'kms:CreateGrant', 'newservice:Do']) {
    expect([action, from(guardrail, action, { context: BY_CLOUDFORMATION })]).toEqual([action, []]);
    expect([action, from(guardrail, action, { resource: ADMIN, context: { 'aws:CalledVia': ['athena.amazonaws.com'], 'kms:ViaService': ['aws-mcp.amazonaws.com'] } })])
      .toEqual([action, VIA_MCP]);
  }
});

test('what has CloudFormation read with the rights of the agent is denied, whoever calls it', () => {
  for (const action of ['GetResource', 'ListResources', 'DetectStackDrift', 'DetectStackResourceDrift', 'DetectStackSetDrift'].map((name) => `cloudformation:${name}`)) {
    expect([action, from(guardrail, action), from(guardrail, action, { context: BY_CLOUDFORMATION })]).toEqual([action, VIA_MCP, VIA_MCP]);
    const more = make({ additionalReads: ActionSet.of('cloudformation:GetTemplate', action) });
    expect([action, from(more, action)]).toEqual([action, VIA_MCP]);
  }
  expect(from(guardrail, 'cloudformation:GetTemplate')).toEqual([]);
});

test.each(['arn:aws:iam::*:role/*Deploy', 'arn:*:iam::*:role/a*', 'arn:aws:iam::*:role/*/Deploy', Lazy.string({ produce: () => ROLE })])('roles that are named: %s', (role) => {
  expect(make({ deployRoles: [role] }).statements()).toHaveLength(guardrail.statements().length);
});

test('in policies', () => {
  const policy = (made: McpGuardrail) => new McpServiceControlPolicy(new Stack(new App(), 'Organization'), 'Agents', { guardrails: [made], targets: [PolicyTarget.root('r-ab12')] });
  expect(policy(guardrail).policyIds).toHaveLength(2);
  expect(policy(make({ servers: [McpServer.AWS], exempt: [PrincipalFilter.roleNames('BreakGlass', 'CloudTeam')] })).policyIds).toHaveLength(2);
  expect(guardrail.statements().map((statement) => statement.toStatementJson()).filter(({ Action }) => Action)).toMatchSnapshot();
});

test('the skills that deploy go through, and attacks through CloudFormation are stopped', () => {
  const skills = readOperations();
  const deploying = Object.keys(skills).filter((skill) => skills[skill].some((operation) => /^cloudformation:(Create|Update|Delete|Execute|Continue|Rollback)/.test(operation)));
  expect(deploying).toEqual(['core-amazon-bedrock', 'core-aws-cloudformation', 'core-aws-serverless', 'specialized-database-amazon-elasticache']);
  const left = (name: string) => deploying.filter((skill) => deniedWork(skills, deniedBy(GUARDRAILS[name])).get(skill)!.length === 0);
  expect(left('baseline, NO_ESCALATION, agents\' own named')).toEqual(['core-amazon-bedrock', 'core-aws-cloudformation', 'core-aws-serverless']);
  // The others change more than a template says.
  expect(left('deployOnlyViaMcp, roles named')).toEqual(['core-aws-cloudformation']);
  for (const name of ['baseline, NO_ESCALATION, agents\' own named', 'deployOnlyViaMcp, roles named']) {
    const { attack } = deniedBy(GUARDRAILS[name]);
    const lists: { paths: { [source: string]: string[] } } = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'build-tools', 'figures', 'attacks.json'), 'utf-8'));
    const through = Object.values(lists.paths).flat().filter((each) => /cloudformation:/i.test(each));
    expect(through.length).toBeGreaterThan(20);
    expect(through.filter((each) => !each.split(' ').some(attack))).toEqual([]);
  }
});

test.each<[Partial<DeployOnlyViaMcpOptions>, string]>([
  [{ deployRoles: [] }, 'DeployOnlyViaMcp: deployRoles is empty: name some'],
  [{ deployRoles: ['*'] }, 'DeployOnlyViaMcp: deployRoles has "*", which would be all: name some'],
  ...['arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:*', 'arn:*:*:*:*:*', 'arn:aws:iam::*:role/*/*', 'arn:*', 'arn:aws:iam::*:role/?*']
    .map((arn): [Partial<DeployOnlyViaMcpOptions>, string] => [{ deployRoles: [ROLE, arn] }, `DeployOnlyViaMcp: deployRoles has "${arn}", which would be all: name some`]),
  [{ deployRoles: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/*`] }, ', which would be all: name some'],
  ...['arn:aws:s3:::reports', 'arn:aws:iam::111122223333:user/Deploy', 'arn:aws:sts::111122223333:assumed-role/Deploy/a']
    .map((arn): [Partial<DeployOnlyViaMcpOptions>, string] => [{ deployRoles: [arn] }, `DeployOnlyViaMcp: deployRoles has "${arn}", which is no role: expected an ARN such as "arn:aws:iam::*:role/agents/*"`]),
  [{ deployRoles: ['Deploy'] }, 'DeployOnlyViaMcp: "Deploy" is not a resource'],
  [{ deployRoles: ROLE as any }, 'McpGuardrail.deployOnlyViaMcp(): deployRoles is'],
  [{ additionalReads: ActionSet.of('s3:PutObject') }, 'DeployOnlyViaMcp: additionalReads has s3:PutObject, which is no read'],
])('bad input: %j', (options, message) => {
  expect(() => make(options).statements()).toThrow(message);
});
