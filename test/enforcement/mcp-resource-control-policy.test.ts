import { App, aws_iam as iam, aws_organizations as organizations, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { McpServiceControlPolicyProps } from '../../src';
import {
  ActionSet, DirectCalls, McpGuardrail, McpServer, McpServiceControlPolicy, McpSimulator, PolicyTarget, PrincipalFilter, SimulationDecision,
} from '../../src';
import { rcpServices } from '../../src/actions/rcp-services';
import { checkDocument } from '../../src/analysis/rules/check';
import type { McpResourceControlPolicyProps } from '../../src/enforcement/mcp-resource-control-policy';
import { McpResourceControlPolicy } from '../../src/enforcement/mcp-resource-control-policy';
import { PolicyKind } from '../../src/iam/policy';
import type { OriginName } from '../meaning';
import { ALL, DIRECT, ORIGINS, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Organization');
});

const targets = [PolicyTarget.organizationalUnit('ou-ab12-11111111')];
const guardrails = [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })];
const make = (props: Partial<McpResourceControlPolicyProps> = {}, id = 'Data') => new McpResourceControlPolicy(stack, id, { guardrails, targets, ...props });
const policies = () => Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map((resource) => resource.Properties);
const statement = () => policies()[0].Content.Statement[0];
const own = (props: iam.PolicyStatementProps) => McpGuardrail.fromStatements(new iam.PolicyStatement({
  sid: 'Own', effect: iam.Effect.DENY, ...(props.notResources ? {} : { resources: ['*'] }), ...props,
}));

const ROLE = 'arn:aws:iam::111122223333:role/Developer';

/** The origins from which a principal who may do everything can't do it, as the layer of the RCPs judges. */
function deniedBy(action: string, resource: string, principal = ROLE, context: { [key: string]: string[] } = {}): OriginName[] {
  const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const simulator = McpSimulator.fromDocuments({
    identityPolicies: [allow],
    resourceControlPolicies: policies().map(({ Content }) => Content),
    resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
  });
  return ALL.filter((name) => {
    const { decision } = simulator.simulate({
      principal, action, resource, origin: ORIGINS[name], context: { 'aws:IsMcpServiceAction': ['false'], 'aws:PrincipalIsAWSService': ['false'], ...context },
    });
    expect([SimulationDecision.ALLOWED, SimulationDecision.EXPLICITLY_DENIED]).toContain(decision);
    return decision === SimulationDecision.EXPLICITLY_DENIED;
  });
}

test('a native policy that denies everybody but AWS services, as RCPs are written', () => {
  const rcp = make({
    guardrails: [
      ...guardrails,
      McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], actions: ActionSet.of('sqs:*', 'secretsmanager:GetSecretValue') }),
      McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }),
    ],
    supportedServices: ['sqs', 's3', 'secretsmanager'],
  });
  expect(policies()[0]).toMatchSnapshot();
  expect(stack.resolve([rcp.policyIds, rcp.policyArns])).toEqual([[{ 'Fn::GetAtt': ['Data666C94C7', 'Id'] }], [{ 'Fn::GetAtt': ['Data666C94C7', 'Arn'] }]]);
});

describe('means in its layer what the guardrail means', () => {
  const VIA_OTHERS = VIA_MCP.filter((name) => !name.includes('via AWS'));

  test.each<[string, McpGuardrail, { action: string; resource: string; denied: OriginName[]; context?: { [key: string]: string[] } }]>([
    ['denyViaMcp', McpGuardrail.denyViaMcp(), { action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', denied: VIA_MCP }],
    ['allowOnlyServers', McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }), { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111122223333:q', denied: VIA_OTHERS }],
    ['allowOnlyServers, direct calls denied', McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], actions: ActionSet.of('sqs:*'), directCalls: DirectCalls.DENIED }),
      { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111122223333:q', denied: ALL.filter((name) => !['via AWS', 'service, via AWS, keys kept'].includes(name)) }],
    ['denyOutsideMcp', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.roleNames('Developer')] }),
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', denied: DIRECT }],
    ['denyDestructiveViaMcp', McpGuardrail.denyDestructiveViaMcp({ services: ['s3'] }), { action: 's3:DeleteObject', resource: 'arn:aws:s3:::data/key', denied: VIA_MCP }],
    ['denySecretReadsViaMcp', McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'kms'] }),
      { action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abcdef', denied: VIA_MCP }],
    ['denySecretReadsViaMcp of KMS', McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'kms'] }),
      { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111122223333:key/1', denied: VIA_MCP, context: { 'kms:ViaService': [] } }],
    ['denyPrivilegeEscalationViaMcp', McpGuardrail.denyPrivilegeEscalationViaMcp({ services: ['sts'] }),
      { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/R', denied: VIA_MCP }],
    ['denyDelegationViaMcp', McpGuardrail.denyDelegationViaMcp({ services: ['events'] }), { action: 'events:PutRule', resource: 'arn:aws:events:eu-west-1:111122223333:rule/r', denied: VIA_MCP }],
    ['denyAuditTamperingViaMcp', McpGuardrail.denyAuditTamperingViaMcp({ services: ['logs'] }),
      { action: 'logs:DeleteLogGroup', resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:g', denied: VIA_MCP }],
    ['readOnlyViaMcp', McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), { action: 's3:PutObject', resource: 'arn:aws:s3:::data/key', denied: VIA_MCP }],
    ['readOnlyViaMcp, a read', McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), { action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', denied: [] }],
    ['denySignInSession', McpGuardrail.denySignInSession('arn:aws:signin:us-east-1:111122223333:session/a'),
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', denied: ALL, context: { 'aws:SignInSessionArn': ['arn:aws:signin:us-east-1:111122223333:session/a'] } }],
  ])('%s', (_, guardrail, { action, resource, denied, context }) => {
    make({ guardrails: [guardrail] });
    expect(deniedBy(action, resource, ROLE, context)).toEqual(denied);
    expect(policies().flatMap(({ Content }) => checkDocument(Content, { path: '' }, PolicyKind.RESOURCE_CONTROL)).filter(({ rule }) => rule.severity === 'error')).toEqual([]);
  });

  test('baseline, without what RCPs can\'t say', () => {
    make({ guardrails: [McpGuardrail.baseline()], leaveOutUnsupportedServices: true });
    expect(deniedBy('s3:DeleteBucket', 'arn:aws:s3:::data')).toEqual(VIA_MCP);
    expect(deniedBy('s3:GetObject', 'arn:aws:s3:::data/key')).toEqual([]);
    expect(new Set(policies().flatMap(({ Content }) => Content.Statement.flatMap(({ Action }: any) => [Action].flat()))
      .map((action: string) => action.split(':')[0]).filter((service: string) => !rcpServices().includes(service)))).toEqual(new Set());
  });
});

describe('what AWS services do as themselves', () => {
  const log = (): OriginName[] => deniedBy('s3:PutObject', 'arn:aws:s3:::logs/key', 'logging.s3.amazonaws.com', { 'aws:PrincipalIsAWSService': ['true'] });
  const direct = own({ actions: ['s3:PutObject'] });

  test('goes on', () => {
    make({ guardrails: [direct] });
    expect(log()).toEqual([]);
    expect(deniedBy('s3:PutObject', 'arn:aws:s3:::logs/key')).toEqual(ALL);
    expect(deniedBy('s3:PutObject', 'arn:aws:s3:::logs/key', ROLE, { 'aws:PrincipalIsAWSService': [] })).toEqual(ALL);
  });

  test('is denied if asked for', () => {
    make({ guardrails: [direct], includeAwsServices: true });
    expect(log()).toEqual(ALL);
    expect(statement().Condition).toBeUndefined();
  });

  test('is as a statement says that names the key itself', () => {
    make({ guardrails: [own({ actions: ['s3:PutObject'], conditions: { Bool: { 'AWS:principalIsAWSService': 'true' } } })] });
    expect(log()).toEqual(ALL);
    expect(statement().Condition).toEqual({ Bool: { 'AWS:principalIsAWSService': 'true' } });
  });
});

describe('what an RCP can\'t say', () => {
  const warnings = (message: string) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(message));

  test('all actions are those of the supported services, which is a warning', () => {
    make({ guardrails: [McpGuardrail.denyViaMcp()] });
    expect(statement().Action).toEqual(rcpServices().map((service) => `${service}:*`));
    expect(warnings(`^DenyViaMcp: a resource control policy reaches only the ${rcpServices().length} services that support it: .*resourceControlPolicyServices`)).toHaveLength(1);
  });

  test('unless said that it is meant', () => {
    make({ guardrails: [McpGuardrail.denyViaMcp()], leaveOutUnsupportedServices: true });
    expect(warnings('.*')).toEqual([]);
  });

  test('all but some: a service whole, the rest of one, or nothing of it', () => {
    make({
      guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.allExcept('s3:*', 'sqs:Get*', 'sqs:List*', 'sqs:ReceiveMessage', 'ec2:*') })],
      supportedServices: ['s3', 'sqs', 'kms'],
    });
    expect(statement().Action).toEqual(expect.arrayContaining(['kms:*', 'sqs:SendMessage', 'sqs:PurgeQueue']));
    const sqs = statement().Action.filter((action: string) => action.startsWith('sqs:'));
    expect(statement().Action).toHaveLength(sqs.length + 1);
    expect(sqs.filter((action: string) => /^sqs:(Get|List|Receive|\*)/.test(action))).toEqual([]);
  });

  test('all but actions that the table does not know', () => {
    make({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.ALL.without(ActionSet.unlisted('sqs:SendSomething')) })], supportedServices: ['sqs'] });
    expect(statement().Action).toContain('sqs:SendMessage');
    expect(statement().Action).not.toContain('sqs:Send*');
  });

  test('actions of other services are an error, which tells the ways out', () => {
    expect(() => make({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*', 'iam:*', 'ec2:*') })] })).toThrow(
      'Organization/Data: statement "DenyViaMcp" denies actions of services that a resource control policy doesn\'t reach (ec2, iam), and would be weaker '
      + 'than it says: narrow it to others, deny them with McpServiceControlPolicy, or leave them out with leaveOutUnsupportedServices');
    expect(() => make({ guardrails: [McpGuardrail.baseline()] }, 'Baseline')).toThrow(/Organization\/Baseline: statement "BaselineViaMcp" denies actions of services .* and \d+ more\)/);
  });

  test.each([
    ['a tag', PrincipalFilter.tag('team', 'agents'), 'aws:PrincipalTag/team'],
    ['a path of the organization', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/*'), 'aws:PrincipalOrgPaths'],
  ])('a guardrail about signing in can\'t filter by %s, which AWS Sign-In doesn\'t know', (_, filter, key) => {
    const options = { redirectUris: ['http://localhost:*'] };
    for (const whom of [{ appliesTo: [filter] }, { exempt: [filter] }]) {
      const guardrail = McpGuardrail.allowOnlyOauthClients({ ...options, ...whom });
      expect(() => make({ guardrails: [guardrail] })).toThrow(`Organization/Data: statement "AllowOnlyOAuthClients" filters by ${key}, which AWS Sign-In doesn't know in a resource control policy: `);
      stack.node.tryRemoveChild('Data');
    }
  });

  test('but by what it knows, and other guardrails by everything', () => {
    const known = [PrincipalFilter.rolePaths('/agents/'), PrincipalFilter.accounts('111122223333')];
    make({
      guardrails: [
        ...known.map((filter, i) => McpGuardrail.allowOnlyOauthClients({ sid: `OAuth${i}`, redirectUris: ['http://localhost:*'], appliesTo: [filter] })),
        McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*', 'signin:*'), exempt: [PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/')] }),
      ],
    });
    expect(statement()).toMatchObject({ Action: 'signin:AuthorizeOAuth2Access', Principal: '*' });
  });

  test('left out on purpose, the rest is denied', () => {
    make({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*', 'iam:*') })], leaveOutUnsupportedServices: true });
    expect(statement().Action).toBe('s3:*');
  });

  test('a guardrail of which nothing is left is an error all the same', () => {
    const other = McpGuardrail.denyViaMcp({ sid: 'Nothing', actions: ActionSet.of('iam:*') });
    expect(() => make({ guardrails: [...guardrails, other], leaveOutUnsupportedServices: true }))
      .toThrow('Organization/Data: the guardrail "Nothing" denies nothing that a resource control policy can be about');
  });

  test('what is known only at deployment is left as it is, unless it has to be divided', () => {
    const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
    make({ guardrails: [own({ actions: ['s3:*', parameter], resources: [parameter] })] });
    expect(statement()).toMatchObject({ Action: ['s3:*', { Ref: 'Parameter' }], Resource: { Ref: 'Parameter' } });
    expect(() => make({ guardrails: [own({ notActions: [parameter], conditions: { Bool: { 'aws:ViaAWSMCPService': 'true' } } })] }, 'Other'))
      .toThrow('Organization/Other: statement "Own" has a NotAction that is known only at deployment, which can\'t be divided by service: give it as a literal');
  });

  test('NotResource stays', () => {
    make({ guardrails: [own({ actions: ['s3:*'], notResources: ['arn:aws:s3:::public/*'] })] });
    expect(statement()).toMatchObject({ NotResource: 'arn:aws:s3:::public/*', Principal: '*' });
    expect(statement().Resource).toBeUndefined();
  });
});

describe('errors', () => {
  test.each<[string, Partial<McpResourceControlPolicyProps>, string]>([
    ['no guardrail', { guardrails: [] }, 'guardrails is empty, so that the resource control policy would deny nothing'],
    ['no target', { targets: [] }, 'targets is empty, so that the resource control policy would reach nobody'],
    ['everybody locked out', { guardrails: [McpGuardrail.denyOutsideMcp()] }, 'statement "DenyOutsideMcp" would lock everybody out: in a policy of the organization'],
    ['a principal', { guardrails: [own({ actions: ['s3:*'], principals: [new iam.AnyPrincipal()] })] },
      'statement "Own" has a Principal or NotPrincipal, which a resource control policy can\'t hold of a guardrail: it is about everybody'],
    ['what is no service', { supportedServices: ['s3', 'S3:*'] }, 'supportedServices has "S3:*": expected a list of prefixes of services, such as "s3"'],
    ['a limit', { maxPolicySize: 0 }, 'maxPolicySize is 0: expected a whole number of at least 1'],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(`Organization/Data: ${message}`);
  });

  test('one character too many', () => {
    const guardrail = (length: number) => McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*'), resources: [`arn:aws:s3:::${'x'.repeat(length)}`] });
    make({ guardrails: [guardrail(1)] });
    const room = 5_120 - JSON.stringify(policies()[0].Content).length + 1;
    stack.node.tryRemoveChild('Data');
    make({ guardrails: [guardrail(room)] });
    expect(JSON.stringify(stack.resolve((stack.node.findChild('Data').node.findChild('Resource') as organizations.CfnPolicy).content))).toHaveLength(5_120);
    expect(() => make({ guardrails: [guardrail(room + 1)] }, 'Other'))
      .toThrow('Organization/Other: statement "DenyViaMcp" alone makes a document of 5,121 characters, 1 over the limit of 5,120, and cannot be divided');
  });
});

describe('several control policies', () => {
  const large = [McpGuardrail.denyDestructiveViaMcp(), McpGuardrail.denySecretReadsViaMcp(), McpGuardrail.denyDelegationViaMcp()];
  const scp = (id: string, props: Partial<McpServiceControlPolicyProps> = {}) =>
    new McpServiceControlPolicy(stack, id, { guardrails, targets, ...props });

  test('what outgrows one is divided', () => {
    make({ guardrails: large, leaveOutUnsupportedServices: true });
    expect(policies().length).toBeGreaterThan(1);
    expect(policies().filter(({ Content }) => JSON.stringify(Content).length > 5_120)).toEqual([]);
    expect(policies().map(({ Type }) => Type)).toEqual(policies().map(() => 'RESOURCE_CONTROL_POLICY'));
    expect(deniedBy('s3:DeleteObject', 'arn:aws:s3:::data/key')).toEqual(VIA_MCP);
    expect(deniedBy('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abcdef')).toEqual(VIA_MCP);
  });

  test('SCPs and RCPs of a stack are deployed one after another', () => {
    make({ policyName: 'First' }, 'First');
    scp('Second', { policyName: 'Second' });
    make({ policyName: 'Third' }, 'Third');
    const resources = Object.entries(Template.fromStack(stack).findResources('AWS::Organizations::Policy'));
    expect(resources.map(([, resource]) => resource.DependsOn ?? [])).toEqual([[], [resources[0][0]], [resources[1][0]]]);
  });

  test('SCPs and RCPs of a target are counted apart', () => {
    for (let i = 0; i < 4; i++) {
      make({}, `Data${i}`);
      scp(`Agents${i}`);
    }
    expect(() => app.synth()).not.toThrow();
    make({}, 'Data4');
    expect(() => app.synth({ force: true })).toThrow(
      /\[Organization\/Data4\] the stack attaches 5 resource control policies to ou-ab12-11111111, 1 more than the 4 it can hold/);
  });

  test('names are unique across the stacks of an organization', () => {
    const stacks = [
      stack, new Stack(app, 'Other'), new Stack(new Stage(app, 'Prod'), 'Organization'), new Stack(new Stage(app, 'Test'), 'Organization'),
    ];
    stacks.forEach((each) => {
      new McpResourceControlPolicy(each, 'Same', { guardrails, targets });
      new McpServiceControlPolicy(each, 'Agents', { guardrails, targets });
    });
    const names = stacks.flatMap((each) => Object.values(Template.fromStack(each).findResources('AWS::Organizations::Policy')).map(({ Properties }) => Properties.Name));
    expect(new Set(names).size).toBe(8);
  });
});
