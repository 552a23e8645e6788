import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, AgentMark, AgentSessionRole, McpGuardrail, McpResourceControlPolicy, McpServiceControlPolicy, McpSimulator, PolicyTarget, PrincipalFilter, RequestOrigin, SimulationDecision } from '../../src';

// Every way of setting, dropping, inheriting and overriding the mark, as requests: denied, or harmless, or documented in docs/which-agents.md.

const { ALLOWED, EXPLICITLY_DENIED, IMPLICITLY_DENIED } = SimulationDecision;
const ACCOUNT = '111122223333';
const arn = (role: string) => `arn:aws:iam::${ACCOUNT}:role/${role}`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/login.example.com`;
const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/Login`;
const guardrail = () => McpGuardrail.protectAgentMark({ issuers: [PrincipalFilter.roleNames('Deploy')] });

const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
new McpServiceControlPolicy(stack, 'Mark', { guardrails: [guardrail(), McpGuardrail.denyViaMcp({ agents: AgentMark.sessionTag(), actions: ActionSet.of('s3:Delete*') })], targets: [PolicyTarget.root('r-ab12')] });
new McpResourceControlPolicy(stack, 'Tokens', { guardrails: [guardrail()], targets: [PolicyTarget.root('r-ab12')], leaveOutUnsupportedServices: true });
const assumed = (id: string, assumedBy: iam.IPrincipal) => new AgentSessionRole(stack, id, { roleName: id, assumedBy, agentNames: ['helper', 'coder'], sourceIdentities: ['ana', 'ben'] });
assumed('Laptop', new iam.ArnPrincipal(arn('Developer')));
assumed('ByToken', new iam.WebIdentityPrincipal(PROVIDER, { StringEquals: { 'login.example.com:aud': 'sts' } }));
assumed('BySaml', new iam.SamlPrincipal(iam.SamlProvider.fromSamlProviderArn(stack, 'Saml', SAML), {}));
const template = Template.fromStack(stack).toJSON();
const contents = (type: string) => Object.values(template.Resources as { [id: string]: any }).filter(({ Type, Properties }) => Type === 'AWS::Organizations::Policy' && Properties.Type === type).map(({ Properties }) => Properties.Content);
const trustOf = (role: string) => Object.values(template.Resources as { [id: string]: any })
  .find(({ Properties }) => Properties.RoleName === role).Properties.AssumeRolePolicyDocument;

/** What runs the code of agents with a role, which has the tag itself. */
const RUNTIMES = ['pods.eks.amazonaws.com', 'ecs-tasks.amazonaws.com', 'lambda.amazonaws.com', 'bedrock-agentcore.amazonaws.com'];
const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const TRUSTS_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*', Federated: [PROVIDER, SAML], Service: RUNTIMES }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] };

/** What IAM decides of the request, with the policies of the organization, and the trust policy of the role that it is about. */
function decide(
  principal: string | undefined, action: string, resource: string, context: { [key: string]: string[] }, origin = RequestOrigin.direct(),
) {
  const role = resource.split('/').pop()!;
  const isSts = action.startsWith('sts:');
  const isOutside = principal !== undefined && /provider|amazonaws\.com$/.test(principal);
  const simulator = McpSimulator.fromDocuments({
    identityPolicies: isOutside ? [] : [ALL],
    serviceControlPolicies: isOutside ? [] : [ALL, ...contents('SERVICE_CONTROL_POLICY')],
    resourceControlPolicies: contents('RESOURCE_CONTROL_POLICY'),
    ...(isSts && { resourcePolicy: ['Laptop', 'ByToken', 'BySaml'].includes(role) ? trustOf(role) : TRUSTS_ALL }),
  });
  const result = simulator.simulate({
    principal,
    action,
    resource,
    origin,
    context: { 'aws:TagKeys': [], 'aws:RequestTag/PrincipalType': [], 'aws:ResourceTag/PrincipalType': [], 'aws:RequestTag/AgentName': [], 'sts:SourceIdentity': [], 'sts:TransitiveTagKeys': [], 'aws:PrincipalIsAWSService': ['false'], 'login.example.com:aud': ['sts'], 'SAML:aud': ['https://signin.aws.amazon.com/saml'], ...(origin.description === 'direct' && { 'aws:PrincipalTag/PrincipalType': [] }), ...context },
  });
  return result.decision;
}

const ON_AGENT = { 'aws:ResourceTag/PrincipalType': ['Agent'] };
const ON_HUMAN = { 'aws:ResourceTag/PrincipalType': ['Human'] };
const sets = (value: string, key = 'PrincipalType') => ({ 'aws:TagKeys': [key], 'aws:RequestTag/PrincipalType': [value] });
const MARKED = RequestOrigin.agentSession();
const [DEVELOPER, AGENT, DEPLOY] = [arn('Developer'), arn('Laptop'), arn('Deploy')];

test.each<[string, string, string, string, { [key: string]: string[] }, RequestOrigin, SimulationDecision]>([
  // Setting it.
  ['a person marks a role', DEVELOPER, 'iam:TagRole', arn('Other'), sets('Agent'), RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['a person makes a role that is marked', DEVELOPER, 'iam:CreateRole', arn('Other'), sets('Agent'), RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['a person marks a user, the key in another case', DEVELOPER, 'iam:TagUser', `arn:aws:iam::${ACCOUNT}:user/ana`, sets('agent', 'principaltype'), RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['the issuer marks a role', DEPLOY, 'iam:TagRole', arn('Other'), sets('Agent'), RequestOrigin.direct(), ALLOWED],
  ['a person sets another tag', DEVELOPER, 'iam:TagRole', arn('Other'), { 'aws:TagKeys': ['team'] }, RequestOrigin.direct(), ALLOWED],
  // Changing and dropping it.
  ['a person says that an agent\'s role is a person\'s', DEVELOPER, 'iam:TagRole', AGENT, { ...ON_AGENT, ...sets('Human') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['an agent does', AGENT, 'iam:TagRole', AGENT, { ...ON_AGENT, ...sets('Human') }, MARKED, EXPLICITLY_DENIED],
  ['a person removes it', DEVELOPER, 'iam:UntagRole', AGENT, { ...ON_AGENT, 'aws:TagKeys': ['PRINCIPALTYPE'] }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['the issuer removes it', DEPLOY, 'iam:UntagRole', AGENT, { ...ON_AGENT, 'aws:TagKeys': ['PrincipalType'] }, RequestOrigin.direct(), ALLOWED],
  // Overriding the role's own by a session tag.
  ['a person overrides it on an agent\'s role', DEVELOPER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('Human') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['with the key in another case', DEVELOPER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('Human', 'principalTYPE') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['with an empty value', DEVELOPER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['with a value in another case', DEVELOPER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('agent') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['a token overrides it', PROVIDER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('Human') }, RequestOrigin.direct(), EXPLICITLY_DENIED],
  ['a token says it of a person\'s role', PROVIDER, 'sts:TagSession', arn('Person'), { ...ON_HUMAN, ...sets('Human') }, RequestOrigin.direct(), ALLOWED],
  ['an agent overrides its own', AGENT, 'sts:TagSession', arn('Other'), { ...ON_HUMAN, ...sets('Human') }, MARKED, EXPLICITLY_DENIED],
  ['an agent that is a user gets a token as a person', `arn:aws:iam::${ACCOUNT}:user/bot`, 'sts:TagSession', `arn:aws:sts::${ACCOUNT}:federated-user/x`, sets('Human'), MARKED, EXPLICITLY_DENIED],
  ['an agent passes it on', AGENT, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('Agent') }, MARKED, ALLOWED],
  ['a person marks a session', DEVELOPER, 'sts:TagSession', arn('Other'), { ...ON_HUMAN, ...sets('Agent') }, RequestOrigin.direct(), ALLOWED],
  // Inheriting it: a chain of roles.
  ['an agent assumes a person\'s role', AGENT, 'sts:AssumeRole', arn('Person'), ON_HUMAN, MARKED, EXPLICITLY_DENIED],
  ['an agent assumes a role without a tag', AGENT, 'sts:AssumeRole', arn('Other'), {}, MARKED, EXPLICITLY_DENIED],
  ['an agent assumes another agent\'s role', AGENT, 'sts:AssumeRole', arn('Runtime'), ON_AGENT, MARKED, ALLOWED],
  ['a person assumes a role without a tag', DEVELOPER, 'sts:AssumeRole', arn('Other'), {}, RequestOrigin.direct(), ALLOWED],
  // What the mark is for.
  ['an agent deletes', AGENT, 's3:DeleteObject', 'arn:aws:s3:::data/key', {}, MARKED, EXPLICITLY_DENIED],
  ['a person deletes', DEVELOPER, 's3:DeleteObject', 'arn:aws:s3:::data/key', {}, RequestOrigin.direct(), ALLOWED],
])('%s', (_, principal, action, resource, context, origin, expected) => {
  expect(decide(principal, action, resource, context, origin)).toBe(expected);
});

test.each(RUNTIMES)('code that %s runs has the tag of its role', (service) => {
  const byService = { ...ON_AGENT, 'aws:PrincipalIsAWSService': ['true'] };
  expect(decide(service, 'sts:AssumeRole', arn('Runtime'), byService)).toBe(ALLOWED);
  // Those of Pod Identity have keys of their own, so that none takes the place of the role's.
  expect(decide(service, 'sts:TagSession', arn('Runtime'), { ...byService, 'aws:TagKeys': ['eks-cluster-arn', 'kubernetes-namespace'] })).toBe(ALLOWED);
  // Nobody else starts a session of the role that says otherwise, and its own code gets rid of the tag by no other session.
  expect(decide(DEVELOPER, 'sts:TagSession', arn('Runtime'), { ...ON_AGENT, ...sets('Human') })).toBe(EXPLICITLY_DENIED);
  expect(decide(arn('Runtime'), 'sts:AssumeRole', arn('Other'), {}, MARKED)).toBe(EXPLICITLY_DENIED);
  expect(decide(arn('Runtime'), 's3:DeleteObject', 'arn:aws:s3:::data/key', {}, MARKED)).toBe(EXPLICITLY_DENIED);
});

describe.each<[string, string, string]>([
  ['Laptop', 'sts:AssumeRole', DEVELOPER], ['ByToken', 'sts:AssumeRoleWithWebIdentity', PROVIDER], ['BySaml', 'sts:AssumeRoleWithSAML', SAML],
])('a session of the role %s', (role, assume, principal) => {
  const GOOD = {
    ...ON_AGENT,
    'aws:TagKeys': ['PrincipalType', 'AgentName'],
    'aws:RequestTag/PrincipalType': ['Agent'],
    'aws:RequestTag/AgentName': ['helper'],
    'sts:TransitiveTagKeys': ['PrincipalType'],
    'sts:SourceIdentity': ['ana'],
  };
  /** All three have to be allowed. */
  const begins = (context: { [key: string]: string[] }) => [assume, 'sts:TagSession', 'sts:SetSourceIdentity']
    .every((action) => decide(principal, action, arn(role), { ...GOOD, ...context }) === ALLOWED);

  test.each<[string, { [key: string]: string[] }, boolean]>([
    ['is marked, and says for whom', {}, true],
    ['may make the name of the agent transitive, too', { 'sts:TransitiveTagKeys': ['AgentName', 'PrincipalType'] }, true],
    ['is not marked', { 'aws:TagKeys': ['AgentName'], 'aws:RequestTag/PrincipalType': [] }, false],
    ['says that it is a person\'s', { 'aws:RequestTag/PrincipalType': ['Human'] }, false],
    ['is marked in another case', { 'aws:RequestTag/PrincipalType': ['agent'] }, false],
    ['could lose the mark in a chain', { 'sts:TransitiveTagKeys': [] }, false],
    ['keeps another tag only', { 'sts:TransitiveTagKeys': ['AgentName'] }, false],
    ['has no name', { 'aws:RequestTag/AgentName': [], 'aws:TagKeys': ['PrincipalType'] }, false],
    ['has another name', { 'aws:RequestTag/AgentName': ['stranger'] }, false],
    ['says not for whom', { 'sts:SourceIdentity': [] }, false],
    ['is for somebody else', { 'sts:SourceIdentity': ['eve'] }, false],
    ['has more tags', { 'aws:TagKeys': ['PrincipalType', 'AgentName', 'team'] }, false],
  ])('%s', (_, context, expected) => expect(begins(context)).toBe(expected));

  test('has no tag at all', () => {
    expect(decide(principal, assume, arn(role), { ...ON_AGENT, 'sts:SourceIdentity': ['ana'] })).toBe(IMPLICITLY_DENIED);
  });
});

test('an agent whose mark is the path of its role stays under it', () => {
  const statements = McpGuardrail.protectAgentMark({ issuers: [PrincipalFilter.roleNames('Deploy')], agents: AgentMark.rolePaths('/agents/') })
    .statements().map((each) => each.toStatementJson());
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [ALL, { Version: '2012-10-17', Statement: statements }], resourcePolicy: TRUSTS_ALL });
  const assumes = (from: string, to: string) => simulator.simulate({ principal: arn(from), action: 'sts:AssumeRole', resource: arn(to) }).decision;
  expect([assumes('agents/One', 'Person'), assumes('agents/One', 'agents/Two'), assumes('Person', 'Other')]).toEqual([EXPLICITLY_DENIED, ALLOWED, ALLOWED]);
});

test('the trust policy, and the tag of the role', () => {
  const developer = { AWS: arn('Developer') };
  const [names, sources] = [{ 'aws:RequestTag/AgentName': ['helper', 'coder'] }, { 'sts:SourceIdentity': ['ana', 'ben'] }];
  const marked = { StringEquals: { 'aws:RequestTag/PrincipalType': 'Agent' } };
  expect(trustOf('Laptop').Statement).toEqual([
    { Effect: 'Allow', Principal: developer, Action: 'sts:AssumeRole', Condition: { StringLike: { ...names, ...sources }, ...marked } },
    {
      Sid: 'PassTheMark',
      Effect: 'Allow',
      Principal: developer,
      Action: 'sts:TagSession',
      Condition: {
        ...marked,
        'StringLike': names,
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['PrincipalType', 'AgentName'] },
        'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': ['PrincipalType'] },
      },
    },
    { Sid: 'SayForWhom', Effect: 'Allow', Principal: developer, Action: 'sts:SetSourceIdentity', Condition: { StringLike: sources } },
  ]);
  expect(template.Resources).toEqual(expect.objectContaining({
    [stack.getLogicalId(stack.node.findChild('Laptop').node.defaultChild as iam.CfnRole)]: expect.objectContaining({
      Properties: expect.objectContaining({ Tags: [{ Key: 'PrincipalType', Value: 'Agent' }] }),
    }),
  }));
});

test.each<[string, () => unknown, string]>([
  ['no issuer', () => McpGuardrail.protectAgentMark({ issuers: [] }), 'ProtectAgentMark: issuers is empty, so that nobody could mark an agent'],
  ['a mark that nobody can forge', () => McpGuardrail.protectAgentMark({ issuers: [PrincipalFilter.roleNames('Deploy')], agents: AgentMark.viaAnyServer() }), 'agents is a mark of servers, which set the MCP keys and nobody else can'],
  ['an AWS service', () => new AgentSessionRole(new Stack(), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }), 'Default/Role: assumedBy is an AWS service, which passes neither tags nor a source identity: use AgentRuntimeRole'],
  ['no name', () => new AgentSessionRole(new Stack(), 'Role', { assumedBy: new iam.AccountRootPrincipal(), agentNames: [] }), 'Default/Role: agentNames is empty, so that nobody could assume the role: leave it out for any'],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));
