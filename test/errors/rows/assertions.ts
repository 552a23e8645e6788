// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { ActionSet, McpActivity, McpAssertions, McpServer, McpSimulator, RequestOrigin } from '../../../src';
import { rows } from '../row';

/** Assertions on a role that may read and write, and a group. */
const all = (more: (stack: Stack) => unknown = () => undefined) => {
  const stack = new Stack(new App(), 'Workload', { env: { account: '111122223333', region: 'eu-west-1' } });
  const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal(), inlinePolicies: { Work: document('s3:GetObject', 's3:PutObject') } });
  new iam.User(stack, 'Ana', { groups: [new iam.Group(stack, 'Group')] });
  more(stack);
  void role;
  return McpAssertions.fromStack(stack);
};
const document = (...actions: string[]) => new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions, resources: ['*'] })] });
const agent = (ask: (role: ReturnType<McpAssertions['role']>) => unknown) => () => ask(all().role('Agent'));
const template = (resources: object) => ({ Resources: resources });
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const ROLE = (document2: unknown) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, Policies: [{ PolicyName: 'A', PolicyDocument: document2 }] } });
const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const of = (resources: object, request: object = {}) => () => McpSimulator.fromTemplate(template(resources)).simulate({ action: 's3:GetObject', ...request });

/** The path of a template that was written. */
const written = (resources: object) => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'template-')), 'deployed.json');
  fs.writeFileSync(file, JSON.stringify(template(resources)));
  return file;
};
const guarded = (operator: string) => () => McpAssertions.fromTemplate(template({
  Agent: ROLE({ ...ALLOW, Statement: [...ALLOW.Statement, { Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { [operator]: { 'aws:ViaAWSMCPService': 'true' } } }] }),
})).guardrailsLeavePeopleAlone();
const noMore = (resources: object, file = () => written({ Agent: ROLE(ALLOW) })) => () => McpAssertions.fromTemplate(template(resources)).allowsNoMoreThan(file());
const MORE = { ...ALLOW, Statement: [{ ...ALLOW.Statement[0], Action: ['s3:*', 'sqs:*'] }] };

export const ASSERTIONS = rows('author of a test',
  ['an app for a stack', () => McpAssertions.fromStack(new App() as any), 'McpAssertions.fromStack() takes a stack, got', 'a stack', () => all()],
  ['a role that there is not', () => all().role('Agents'), 'no role "Agents": there is "Workload/Agent"', 'its name', () => all().role('Agent')],
  ['two roles of one name', () => all((stack) => ['A', 'B'].map((id) => new iam.Role(stack, id, { roleName: 'same', assumedBy: new iam.AccountRootPrincipal() }))).role('same'), '"same" means several: "Workload/A", "Workload/B": name one by its logical id or construct path', 'its path',
    () => all((stack) => ['A', 'B'].map((id) => new iam.Role(stack, id, { roleName: 'same', assumedBy: new iam.AccountRootPrincipal() }))).role('Workload/A')],
  ['via and origin', agent((role) => role.can('s3:GetObject', { via: McpServer.AWS, origin: RequestOrigin.direct() })), '"via" and "origin" both say where the request comes from: give one of them', 'one of them', agent((role) => role.can('s3:GetObject', { via: McpServer.AWS, resource: 'arn:aws:s3:::b/k' }))],
  ['a set of nothing', agent((role) => role.cannotAny(ActionSet.of('s3:GetObject').without(ActionSet.of('s3:*')))), 'the set of actions is empty, so that nothing would be asserted', 'some', agent((role) => role.cannotAny(ActionSet.of('s3:DeleteObject')))],
  ['what is not so', agent((role) => role.can('s3:DeleteObject')), 'expected that role Agent can call s3:DeleteObject, but:', 'the policy, or the assertion', agent((role) => role.cannot('s3:DeleteObject'))],
  ['what is no action', agent((role) => role.can('GetObject')), 'is not an IAM action: expected "service:Action", such as "s3:GetObject" or "s3:Get*"', 'with its service', agent((role) => role.can('s3:GetObject', { resource: 'arn:aws:s3:::b/k' }))],
  ['a group asks', () => all().principal('Group').can('s3:GetObject'), '"Group" is a group, which makes no requests: name one of its users', 'a user', () => all().user('Ana').cannot('s3:GetObject')],
  ['nobody asks', () => all().principal('Robot').can('s3:GetObject'), 'no role, user or permission set "Robot" in the template: there are', 'its ARN', () => all().principal('arn:aws:iam::444455556666:role/Robot')],
  ['a resource that there is not', agent((role) => role.can('s3:GetObject', { resource: '${Bucket.Arn}/k' })), '"${Bucket}" refers to no resource or parameter of the template', 'its logical id', () => all((stack) => new s3.CfnBucket(stack, 'Bucket')).role('Agent').can('s3:GetObject', { resource: '${Bucket.Arn}/k' })],
  ['a guardrail for everybody', guarded('BoolIfExists'), 'expected that guardrails leave people alone, but this request by role Agent is denied by one', 'a guardrail for agents', guarded('Bool')],
  ['more than is deployed', noMore({ Agent: ROLE(MORE) }), 'but this request by Agent is new', 'what is deployed', noMore({ Agent: ROLE(ALLOW) })],
  ['a file that is not there', noMore({ Agent: ROLE(ALLOW) }, () => 'none.json'), 'expected a CloudFormation template in JSON', 'one', noMore({ Agent: ROLE(ALLOW) })],
  ['a file that is no template', noMore({ Agent: ROLE(ALLOW) }, () => 'package.json'), 'is not a CloudFormation template: expected an object with "Resources"', 'one', noMore({ Agent: ROLE(ALLOW) })],
  ['a scope that is no action', () => all().guardrailsLeavePeopleAlone({ actions: ['s3'] }), 'actions has "s3": expected actions, such as "s3:Delete*"', 'one', () => all().guardrailsLeavePeopleAlone({ actions: ['s3:Delete*'] })],
  ['a scope that is no ARN', () => all().guardrailsLeavePeopleAlone({ resources: ['data'] }), 'resources has "data": expected ARNs', 'one', () => all().guardrailsLeavePeopleAlone({ resources: ['arn:aws:s3:::data/*'] })],
  ['no template', () => McpSimulator.fromTemplate({ Resources: [] }), 'the template is not a CloudFormation template: expected an object with "Resources", an object', 'one', of({})],
  ['a number for a policy', of({ Agent: ROLE(5) }, { principal: 'Agent' }), 'not a policy document: expected an object with "Statement", got 5', 'an object', of({ Agent: ROLE(ALLOW) }, { principal: 'Agent' }), 'iam/policy-layers.ts'],
  ['what is no event', () => McpActivity.fromEvents([{ Records: [{ name: 'x' }] }]), 'is not an event of CloudTrail: expected a record with eventSource and eventName, or what is around some', 'one', () => McpActivity.fromEvents([{ Records: [{ eventSource: 's3.amazonaws.com', eventName: 'ListBuckets' }] }])],
);
