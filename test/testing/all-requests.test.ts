import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Aws, aws_iam as iam, aws_s3 as s3, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ActionSet, AgentMark, McpAssertions, McpGuardrail, McpGuardrailPolicy, McpResourceControlPolicy, McpScopedRole, McpServer, McpServiceControlPolicy,
  PolicyTarget, PrincipalFilter, RequestOrigin,
} from '../../src';

const VIA_ANY = { origin: RequestOrigin.viaAnyServer() };
const ANYBODY = new iam.AccountRootPrincipal();

let stack: Stack;
function newStack(): void {
  stack = new Stack(new App(), 'Workload');
}
beforeEach(newStack);

const assertions = () => McpAssertions.fromStack(stack);

function role(id: string, ...statements: Array<ConstructorParameters<typeof iam.PolicyStatement>[0]>): iam.Role {
  const made = new iam.Role(stack, id, { assumedBy: ANYBODY });
  statements.forEach((statement) => made.addToPolicy(new iam.PolicyStatement({ resources: ['*'], ...statement })));
  return made;
}

const deny = { effect: iam.Effect.DENY };
const viaMcp = (operator = 'Bool') => ({ [operator]: { 'aws:ViaAWSMCPService': 'true' } });

describe('cannot() is decided for all requests where one answer is open', () => {
  test('two halves of a condition are all of it', () => {
    role('Agent', { actions: ['s3:Get*'] }, { ...deny, actions: ['s3:GetObject'], conditions: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...deny, actions: ['s3:Get*'], conditions: { StringLike: { 'aws:RequestedRegion': '*' } } }, { ...deny, actions: ['s3:*'], conditions: { Null: { 'aws:RequestedRegion': 'true' } } });
    assertions().role('Agent').cannot('s3:GetObject');
    assertions().role('Agent').cannot('s3:Get*', { ...VIA_ANY, resource: 'arn:aws:s3:::data/*' });
    assertions().role('Agent').cannotAny(ActionSet.of('s3:Get*'));
  });

  test('what is left over is shown', () => {
    const bucket = new s3.Bucket(stack, 'Data');
    role('Agent', { actions: ['s3:DeleteObject', 's3:PutObject'] }, { ...deny, actions: ['s3:Delete*'], resources: [bucket.arnForObjects('*')] },
      { ...deny, actions: ['s3:Put*'], conditions: { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } } });
    expect(() => assertions().role('Agent').cannot('s3:DeleteObject', { via: McpServer.AWS })).toThrow(new RegExp([
      'expected that role Agent cannot call s3:DeleteObject, but this request is allowed:',
      ' {2}s3:DeleteObject on arn:aws:s3:::[a-z]',
      ' {2}through aws-mcp\\.amazonaws\\.com',
    ].join('[^]*')));
    assertions().role('Agent').cannot('s3:DeleteObject', { resource: bucket.arnForObjects('key') });
    assertions().role('Agent').cannot('s3:DeleteObject', { resource: bucket.arnForObjects('*') });
    const puts = { resource: bucket.arnForObjects('key') };
    expect(() => assertions().role('Agent').cannot('s3:PutObject', puts)).toThrow(/with aws:principaltag\/team = "red"\n[^]*ALLOWED/);
    assertions().role('Agent').cannot('s3:PutObject', { ...puts, context: { 'aws:PrincipalTag/team': ['blue'] } });
    assertions().role('Agent').cannot('s3:PutObject', { resource: 'arn:aws:s3:::data/*', context: { 'AWS:principaltag/Team': [] } });
  });

  test('what is told is about the action of the request that is shown', () => {
    const agent = role('Agent', { actions: ['s3:PutObject'], conditions: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } });
    const more = new iam.ManagedPolicy(stack, 'More', { roles: [agent], statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] });
    (more.node.defaultChild as iam.CfnManagedPolicy).cfnOptions.condition = new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
    expect(() => assertions().role('Agent').cannot('s3:*Object'))
      .toThrow(/cannot call s3:PutObject, but this request is allowed:\n {2}s3:PutObject on [^]*\nThe same for 1 more of \d actions: s3:GetObject$/);
  });

  test('what hangs on what the stack does not have stays open', () => {
    new iam.Role(stack, 'Agent', { assumedBy: ANYBODY, managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, 'Other', 'Other')] });
    expect(() => assertions().role('Agent').cannot('s3:GetObject')).toThrow(/CONDITIONAL: depends on the managed policy [^ ]*Other/);
  });
});

describe('guardrails leave people alone', () => {
  test('where they are about what comes through servers, or about sessions of agents', () => {
    const developer = role('Developer', { actions: ['*'] });
    const agents = AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag());
    new McpGuardrailPolicy(stack, 'Guardrails', { guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3'], agents })], roles: [developer] });
    assertions().guardrailsLeavePeopleAlone();
    // Who is no agent is said by other tags.
    expect(() => assertions().guardrailsLeavePeopleAlone({ agentTags: { Agent: '*' } })).toThrow(/with aws:principaltag\/principaltype = "Agent"/);
  });

  test('but not where one reaches a direct call that lacks the key: the request is shown, and the statement', () => {
    role('Developer', { actions: ['s3:*'] }, { ...deny, sid: 'NoDeletes', actions: ['s3:Delete*'], conditions: viaMcp('BoolIfExists') });
    const check = () => assertions().guardrailsLeavePeopleAlone();
    expect(check).toThrow(/^expected that guardrails leave people alone, but this request by role Workload\/Developer is denied by one:\n {2}s3:Delete\w+ on arn:aws:s3:::/);
    expect(check).toThrow(/a direct call[^]*NoDeletes/);
    assertions().guardrailsLeavePeopleAlone({ actions: ['s3:Get*', 'ec2:*'] });
    expect(() => assertions().guardrailsLeavePeopleAlone({ resources: ['arn:aws:s3:::data/*'] })).toThrow('on arn:aws:s3:::data/');
    assertions().guardrailsLeavePeopleAlone({ meantForPeople: ['NoDeletes'] });
    assertions().guardrailsLeavePeopleAlone({ actions: ['vpc-lattice:AssociateViaAWSService-EventsAndStates'] });
  });

  test('a Deny that is no guardrail is none, and a role that nobody uses directly is no person\'s', () => {
    role('Developer', { actions: ['s3:*'] }, { ...deny, actions: ['s3:Delete*'], conditions: { Bool: { 'aws:SecureTransport': 'false' } } });
    const agent = new McpScopedRole(stack, 'Agent', { assumedBy: ANYBODY, guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
    agent.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    assertions().guardrailsLeavePeopleAlone();
  });

  test('under a control policy, whatever they are allowed', () => {
    const targets = [PolicyTarget.organizationalUnit('ou-abcd-12345678')];
    new McpServiceControlPolicy(stack, 'Agents', { guardrails: [McpGuardrail.readOnlyViaMcp({ services: ['s3', 'dynamodb'] })], targets });
    assertions().guardrailsLeavePeopleAlone();
    newStack();
    new McpServiceControlPolicy(stack, 'Leaving', { guardrails: [McpGuardrail.denyLeavingOrganization({ administrators: [PrincipalFilter.roleNames('Admin')] })], targets });
    expect(() => assertions().guardrailsLeavePeopleAlone()).toThrow(/this request by whoever is under a service control policy is denied by one:\n {2}account:CloseAccount on /);
    assertions().guardrailsLeavePeopleAlone({ meantForPeople: ['DenyLeavingOrganization'] });
    newStack();
    new McpResourceControlPolicy(stack, 'Data', { guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:DeleteObject') })], targets });
    assertions().guardrailsLeavePeopleAlone();
  });

  test('the policy of a resource is one, too', () => {
    const withDeny = (operator: string) => {
      newStack();
      const bucket = new s3.Bucket(stack, 'Data');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        ...deny, principals: [new iam.AnyPrincipal()], actions: ['s3:*'], resources: [bucket.arnForObjects('*')], conditions: viaMcp(operator),
      }));
      return assertions();
    };
    withDeny('Bool').guardrailsLeavePeopleAlone();
    expect(() => withDeny('BoolIfExists').guardrailsLeavePeopleAlone())
      .toThrow(/this request by whoever uses a resource of the stack is denied by one:\n {2}s3:\w+ on arn:aws:s3:::<Data\w+>\/example\n/);
  });

  test.each<[object, string]>([
    [{ actions: ['s3:Nonsense'] }, '"s3:Nonsense"'],
    [{ actions: ['s3'] }, 'actions has "s3": expected actions, such as "s3:Delete*"'],
    [{ resources: ['data'] }, 'resources has "data": expected ARNs'],
    [{ meantForPeople: 'Sid' }, 'meantForPeople is "Sid"'],
  ])('a mistake: %p', (scope, message) => {
    role('Agent');
    expect(() => assertions().guardrailsLeavePeopleAlone(scope)).toThrow(message);
  });
});

describe('no more is allowed than by a template of a file', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'templates-'));
  afterAll(() => fs.rmSync(directory, { recursive: true }));
  const write = (name: string, content: unknown) => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  test('what is new is shown', () => {
    const agent = role('Agent', { actions: ['s3:Get*'] });
    const deployed = write('deployed.json', Template.fromStack(stack).toJSON());
    assertions().allowsNoMoreThan(deployed);
    assertions().allowsNoMoreThan(write('body.json', { TemplateBody: Template.fromStack(stack).toJSON() }));
    newStack();
    role('Agent', { actions: ['s3:Get*'] }, { actions: ['s3:DeleteObject'] });
    expect(agent.node.id).toBe('Agent');
    expect(() => assertions().allowsNoMoreThan(deployed)).toThrow(/^expected that no more is allowed than by .*deployed\.json, but this request by Workload\/Agent is new:\n {2}s3:DeleteObject on arn:aws:s3:::/);
    assertions().allowsNoMoreThan(deployed, { actions: ['s3:Get*', 'ec2:*'] });
    newStack();
    role('Agent', { actions: ['s3:GetObject'] });
    assertions().allowsNoMoreThan(deployed);
  });

  test('to a stack without resources nothing is allowed', () => {
    const deployed = write('nothing.json', { Resources: {} });
    assertions().allowsNoMoreThan(deployed);
    assertions().guardrailsLeavePeopleAlone();
    expect(() => assertions().role('Agent')).toThrow('no role "Agent": there is none');
    newStack();
    role('Agent', { actions: ['s3:GetObject'] });
    expect(() => assertions().allowsNoMoreThan(deployed)).toThrow('this request by Workload/Agent is new');
  });

  test('other stacks of the app are not new, and their roles of the same logical id are others', () => {
    role('Agent', { actions: ['s3:Get*'] });
    const deployed = write('deployed.json', Template.fromStack(stack).toJSON());
    const withOther = () => {
      newStack();
      const other = new Stack(stack.node.root, 'Other');
      const agent = new iam.Role(other, 'Agent', { assumedBy: ANYBODY });
      agent.addToPolicy(new iam.PolicyStatement({ actions: ['s3:Get*', 'sqs:*'], resources: ['*'] }));
    };
    withOther();
    role('Agent', { actions: ['s3:Get*'] });
    assertions().allowsNoMoreThan(deployed);
    withOther();
    role('Agent', { actions: ['s3:Get*'] }, { actions: ['s3:DeleteObject'] });
    expect(() => assertions().allowsNoMoreThan(deployed)).toThrow('but this request by Workload/Agent is new:\n  s3:DeleteObject');
  });

  test('a principal of another account, to whom a policy of a resource gives more, is named', () => {
    const queue = (action: string) => ({
      Resources: {
        Policy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/in'],
            PolicyDocument: { Statement: { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: action, Resource: 'arn:aws:sqs:eu-west-1:111122223333:in' } },
          },
        },
      },
    });
    const deployed = write('deployed.json', queue('sqs:SendMessage'));
    McpAssertions.fromTemplate(queue('SQS:SendMessage')).allowsNoMoreThan(deployed);
    expect(() => McpAssertions.fromTemplate(queue('sqs:ReceiveMessage')).allowsNoMoreThan(deployed))
      .toThrow('this request by arn:aws:iam::444455556666:role/Example is new:\n  sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:111122223333:in');
  });

  test('a condition that means something else is no longer the same', () => {
    const template = (condition: object) => ({
      Conditions: { Prod: condition },
      Resources: {
        Agent: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
            Policies: [{
              PolicyName: 'P',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: { 'Fn::If': ['Prod', 'arn:aws:s3:::a/*', '*'] } }] },
            }],
          },
        },
      },
    });
    const deployed = write('if.json', template({ 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] }));
    McpAssertions.fromTemplate(template({ 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] })).allowsNoMoreThan(deployed);
    expect(() => McpAssertions.fromTemplate(template({ 'Fn::Equals': ['b', { Ref: 'AWS::Region' }] })).allowsNoMoreThan(deployed))
      .toThrow(/but of Agent that is not known:\n {2}it hangs on /);
  });

  test.each<[string, unknown, string]>([
    ['no JSON', 'Resources:', 'can\'t be read'],
    ['no template', { a: 1 }, 'is not a CloudFormation template: expected an object with "Resources"'],
  ])('%s is an error', (_, content, message) => {
    role('Agent');
    expect(() => assertions().allowsNoMoreThan(write('bad.json', content))).toThrow(message);
    expect(() => assertions().allowsNoMoreThan(path.join(directory, 'none.json'))).toThrow('can\'t be read');
  });
});
