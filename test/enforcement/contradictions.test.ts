import { App, SecretValue, Stack, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import {
  ActionSet, DenyOutsideMcpGuardrail, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpPrincipalGuardrails, McpScopedRole, McpServer, mixins,
  PrincipalFilter,
} from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});
const assumedBy = new iam.AccountRootPrincipal();
const { AWS, EKS } = McpServer;
const role = (id = 'Role') => new iam.Role(stack, id, { assumedBy });
const scoped = (...servers: McpServer[]) => new McpScopedRole(stack, 'Agent', { assumedBy, ...(servers.length > 0 && { servers }) });
const only = (server: McpServer, sid?: string) => McpGuardrail.allowOnlyServers({ servers: [server], sid });
const bucket = () => new s3.Bucket(stack, 'Bucket');
const saml = () => new iam.Role(stack, 'Role', {
  assumedBy: new iam.SamlConsolePrincipal(iam.SamlProvider.fromSamlProviderArn(stack, 'Idp', 'arn:aws:iam::111122223333:saml-provider/idp'), {}),
});
const warnings = () => Found.fromStack(stack).findWarning('*', Match.stringLikeRegexp('\\[ack: cdk-mcp-guardrails:contradiction\\]'))
  .map(({ id, entry }) => `${id}: ${String(entry.data).replace(/ \[ack.*/, '')}`);

const NO_EFFECT = 'McpGrantee.outsideMcp() has no effect: "DenyOutsideMcp" of the role itself denies Stack/Agent everything outside MCP, but for what AWS services call on. '
  + 'Grant it to a role that people use, or use McpGrantee.viaAnyServer()';

test.each<[string, () => void, string[]]>([
  ['a grant to people, on a role for agents', () => bucket().grantRead(McpGrantee.outsideMcp(scoped())), [`/Stack/Agent/Resource: ${NO_EFFECT}`]],
  ['several such grants', () => {
    const agent = scoped();
    bucket().grantRead(McpGrantee.outsideMcp(agent));
    new s3.Bucket(stack, 'Other').grantWrite(McpGrantee.outsideMcp(agent));
  }, [`/Stack/Agent/Resource: ${NO_EFFECT}`]],
  ['a grant through a server that is denied', () => bucket().grantRead(McpGrantee.via(scoped(AWS), EKS)), [
    '/Stack/Agent/Resource: McpGrantee.via(eks-mcp.amazonaws.com) has no effect: "DenyOtherMcpServers" of the role itself denies Stack/Agent everything through those servers. '
    + 'Add the server to those that are let through, or grant for another',
  ]],
  ['a grant to people, before the role is for agents', () => {
    const it = role();
    bucket().grantRead(McpGrantee.outsideMcp(it));
    new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [it] });
  }, [expect.stringMatching(/^\/Stack\/Role\/Resource: McpGrantee.outsideMcp\(\) has no effect: "DenyOutsideMcp" of Stack\/OnlyMcp denies Stack\/Role everything/)]],
  ['a grant to an imported role', () => {
    const it = iam.Role.fromRoleName(stack, 'Imported', 'Agent');
    new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [it] });
    bucket().grantRead(McpGrantee.outsideMcp(it));
  }, [expect.stringMatching(/^\/Stack\/Imported: McpGrantee.outsideMcp\(\) has no effect/)]],
  ['everything denied to a role for agents', () => void new McpScopedRole(stack, 'Agent', { assumedBy, guardrails: [McpGuardrail.denyViaMcp()] }), [
    '/Stack/Agent/Resource: Stack/Agent can do nothing: "DenyOutsideMcp" of the role itself denies everything that is called directly, and "DenyViaMcp" of the role itself everything '
    + 'through any server. Narrow one of them by actions, resources or servers, or leave it out here',
  ]],
  ['all but signing in and connecting denied to a role for agents', () => void new McpScopedRole(stack, 'Agent', {
    assumedBy, allowOauthSignIn: true, guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.allExcept('eks-mcp:InvokeMcp') })],
  }), [expect.stringMatching(/^\/Stack\/Agent\/Resource: Stack\/Agent can do nothing: "DenyOutsideMcp" of the role itself .* and "DenyViaMcp" of the role itself everything through any server/)]],
  ['its only server denied to a role for agents', () => void new McpScopedRole(stack, 'Agent', { assumedBy, servers: [AWS], guardrails: [McpGuardrail.denyViaMcp({ servers: [AWS] })] }),
    [expect.stringMatching(/can do nothing: .* and "DenyOtherMcpServers" of the role itself and "DenyViaMcp" of the role itself everything through any server/),
      expect.stringMatching(/it denies every server/)]],
  ['everything denied to all roles of an app, one of which is for agents', () => {
    role();
    scoped();
    McpPrincipalGuardrails.of(stack).apply(McpGuardrail.denyViaMcp());
  }, [expect.stringMatching(/^\/Stack\/Agent\/Resource: Stack\/Agent can do nothing: "DenyOutsideMcp" of the role itself .*, and "DenyViaMcp" everything through any server/)]],
  ['one policy, of which each guardrail denies the other\'s server', () => void new McpGuardrailPolicy(stack, 'It', { roles: [role()], guardrails: [only(AWS), only(EKS, 'OnlyEks')] }), [
    '/Stack/It/Resource: it denies every server: "OnlyEks" and "DenyOtherMcpServers" each deny what the other lets through. Name all servers in one of them, or if all are to be denied, '
    + 'use McpGuardrail.denyViaMcp()',
  ]],
  ['two policies that do', () => {
    const roles = [role()];
    new McpGuardrailPolicy(stack, 'One', { roles, guardrails: [only(AWS)] });
    new McpGuardrailPolicy(stack, 'Two', { roles, guardrails: [only(EKS)] });
  }, [expect.stringMatching(/^\/Stack\/Role\/Resource: what Stack\/Role is guarded by denies every server: "DenyOtherMcpServers" of Stack\/Two and "DenyOtherMcpServers" of Stack\/One/)]],
  ['a policy and a mixin that do', () => {
    const it = role();
    it.with(new mixins.RoleMcpGuardrails({ guardrails: [only(AWS)] }));
    new McpGuardrailPolicy(stack, 'Two', { roles: [it], guardrails: [only(EKS)] });
  }, [expect.stringMatching(/denies every server/)]],
  ['only agents may use a role for the console', () => void new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [saml()] }), [
    '/Stack/Role/Resource: Stack/Role is for the console, by SAML, and "DenyOutsideMcp" of Stack/OnlyMcp denies everything that is called directly, so that people can do nothing there. '
    + 'Give agents a role of their own, or deny with appliesTo',
  ]],
  ['only agents may use a user with a password', () => void new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { users: [new iam.User(stack, 'User', { password: SecretValue.unsafePlainText('x') })] }),
    [expect.stringMatching(/^\/Stack\/User\/Resource: Stack\/User has a password for the console, and/)]],
])('%s: a warning', (_, make, expected) => {
  make();
  expect(warnings().sort()).toEqual(expected);
});

test.each<[string, () => void]>([
  ['a grant to agents, on their role', () => bucket().grantRead(McpGrantee.viaAnyServer(scoped(AWS)))],
  ['a grant through one of its servers', () => bucket().grantRead(McpGrantee.via(scoped(AWS, EKS), EKS, McpServer.ECS))],
  ['people and agents with different permissions', () => {
    const it = role();
    bucket().grantRead(McpGrantee.viaAnyServer(it));
    new s3.Bucket(stack, 'Other').grantWrite(McpGrantee.outsideMcp(it));
    new McpGuardrailPolicy(stack, 'It', { roles: [it], guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*') })] });
  }],
  ['what is denied only to some', () => {
    new McpGuardrailPolicy(stack, 'It', { roles: [saml()], guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('agent', 'true')] }), McpGuardrail.denyViaMcp()] });
  }],
  ['all servers denied on purpose', () => void new McpGuardrailPolicy(stack, 'It', { roles: [role()], guardrails: [McpGuardrail.denyViaMcp(), only(EKS)] })],
  ['overlapping servers', () => void new McpGuardrailPolicy(stack, 'It', {
    roles: [role()], guardrails: [McpGuardrail.allowOnlyServers({ servers: [AWS, EKS] }), only(EKS, 'OnlyEks')],
  })],
  ['a role for agents that only reads', () => {
    const it = new McpScopedRole(stack, 'Agent', { assumedBy, guardrails: [McpGuardrail.readOnlyViaMcp({ services: ['s3'] })] });
    bucket().grantRead(McpGrantee.viaAnyServer(it));
  }],
  ['a role for agents that does what is listed', () => {
    const it = scoped();
    it.with(new mixins.RoleMcpGuardrails({ guardrails: [McpGuardrail.allowOnlyViaMcp({ actions: ActionSet.of('s3:GetObject*', 's3:GetBucket*', 's3:List*') })] }));
    bucket().grantRead(McpGrantee.viaAnyServer(it));
  }],
  ['a scoped role with guardrails', () => void new McpScopedRole(stack, 'Agent', { assumedBy, servers: [AWS, EKS], guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*', 'iam:*') })] })],
])('%s: nothing to say', (_, make) => {
  make();
  expect(warnings()).toEqual([]);
});

const agent = (...guardrails: McpGuardrail[]) => new McpScopedRole(stack, 'Agent', { assumedBy, servers: [AWS], guardrails });

test('the fixes of errors work', () => {
  expect(() => agent(only(EKS))).toThrow('Stack/Agent: the role denies every server: "DenyOtherMcpServers" of guardrails and "DenyOtherMcpServers" of servers each deny what the other lets through. '
    + 'Name all servers in one of them, or if all are to be denied, use McpGuardrail.denyViaMcp()');
  expect(() => agent(McpGuardrail.denyOutsideMcp({ allowOauthSignIn: true }))).toThrow('Stack/Agent: guardrails has "DenyOutsideMcp", which the role has by itself: leave it out, and set '
    + 'allowForwardAccessSessions, allowMcpServiceActions and allowOauthSignIn of the role instead');
  new McpScopedRole(stack, 'Both', { assumedBy, servers: [AWS, EKS], allowOauthSignIn: true });
  expect(warnings()).toEqual([]);
});

test('an account can\'t be given a permission to assume a role, also when it is narrowed', () => {
  for (const principal of [new iam.AccountPrincipal('444455556666'), new iam.ServicePrincipal('lambda.amazonaws.com')]) {
    expect(() => role('Plain').grantAssumeRole(principal)).toThrow('use assumeRolePolicy instead');
    stack.node.tryRemoveChild('Plain');
    expect(() => role().grantAssumeRole(McpGrantee.outsideMcp(principal))).toThrow(/(444455556666|lambda).* has no policy that could let it assume a role: give it to assumedBy or assumeRolePolicy of the role/);
    stack.node.tryRemoveChild('Role');
  }
  expect(() => new iam.Role(stack, 'Role', { assumedBy: McpGrantee.outsideMcp(new iam.AccountPrincipal('444455556666')) })).not.toThrow();
});
