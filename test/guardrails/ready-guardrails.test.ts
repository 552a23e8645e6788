import * as fs from 'fs';
import * as path from 'path';
import { App, aws_iam as iam, CfnParameter, Stack } from 'aws-cdk-lib';
import { figureLines, figures } from '../../build-tools/baseline-figures';
import { baselineDenies } from '../../build-tools/set-files';
import { takenAlong } from '../../build-tools/taken-along';
import {
  ActionSet, BaselineGrade, DenySetViaMcpOptions, McpGuardrail, McpPermissionSet, McpServer, McpServiceControlPolicy,
  OAuthGrantType, PolicyTarget, PrincipalFilter,
} from '../../src';
import { SERVERS } from '../../src/mcp/servers';
import { ALL, deniedFrom, Request, VIA_MCP } from '../meaning';

const from = (guardrail: McpGuardrail, action: string, request: Request = {}) => deniedFrom(guardrail.statements(), {
  action, ...request, context: { 'kms:ViaService': [], ...request.context },
});
const json = (guardrail: McpGuardrail) => guardrail.statements().map((statement) => statement.toStatementJson());

describe.each<[string, (options?: DenySetViaMcpOptions) => McpGuardrail, string, string, string]>([
  ['DenyDestructiveViaMcp', McpGuardrail.denyDestructiveViaMcp, 's3:DeleteBucket', 's3:PutObject', 'dynamodb:DeleteTable'],
  ['DenySecretReadsViaMcp', McpGuardrail.denySecretReadsViaMcp, 'ssm:GetParameter', 'ssm:DescribeParameters', 'secretsmanager:GetSecretValue'],
  ['DenyPrivilegeEscalationViaMcp', McpGuardrail.denyPrivilegeEscalationViaMcp, 'iam:AttachRolePolicy', 'iam:GetRole', 'kms:PutKeyPolicy'],
  ['DenyDelegationViaMcp', McpGuardrail.denyDelegationViaMcp, 'lambda:InvokeFunction', 'lambda:GetFunction', 'iam:PassRole'],
  ['DenyAuditTamperingViaMcp', McpGuardrail.denyAuditTamperingViaMcp, 'cloudtrail:StopLogging', 'cloudtrail:LookupEvents', 'logs:DeleteLogGroup'],
  ['DenySpendingViaMcp', McpGuardrail.denySpendingViaMcp, 'savingsplans:CreateSavingsPlan', 'ec2:RunInstances', 'bedrock-agentcore:ProcessPayment'],
])('%s', (sid, make, denied, allowed, other) => {
  test('denies its set to agents, and only to them', () => {
    expect(from(make(), denied)).toEqual(VIA_MCP);
    expect(from(make(), other)).toEqual(VIA_MCP);
    expect(from(make(), allowed)).toEqual([]);
    expect(make().id).toBe(sid);
  });

  test('takes services, servers, resources, principals and a Sid', () => {
    const service = denied.split(':')[0];
    const guardrail = make({
      services: [service],
      servers: [McpServer.EKS],
      resources: ['arn:aws:service:::a'],
      exempt: [PrincipalFilter.roleNames('Admin')],
      sid: 'Mine',
    });
    const as = (role: string) => ({ resource: 'arn:aws:service:::a', context: { 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] } });
    expect(from(guardrail, denied, as('Agent'))).toEqual(['via EKS', 'service, via EKS, keys kept']);
    expect(from(guardrail, denied, as('Admin'))).toEqual([]);
    expect(from(guardrail, denied, { ...as('Agent'), resource: 'arn:aws:service:::b' })).toEqual([]);
    expect(from(guardrail, other, as('Agent'))).toEqual([]);
    expect(guardrail.statements()[0].sid).toBe('Mine');
  });

  test('golden, for one service', () => {
    expect(json(make({ services: [denied.split(':')[0]] }))).toMatchSnapshot();
  });

  test('bad input', () => {
    expect(() => make({ services: [] })).toThrow(`${sid}: services is empty, so that nothing would be denied: leave it out for all services`);
    expect(() => make({ servers: [] })).toThrow(`${sid}: servers is empty`);
    expect(() => make({ resources: ['x'] })).toThrow(`${sid}: "x" is not a resource`);
    expect(() => make({ services: ['ssmm'] }).statements()).toThrow('unknown service "ssmm" (did you mean "ssm"?)');
  });
});

describe('what another service does with KMS for the agent', () => {
  const viaS3 = { context: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] } };
  const PRINCIPALS = SERVERS.flatMap(({ servicePrincipal }) => servicePrincipal ?? []);
  const VIA_SERVERS = PRINCIPALS.flatMap((principal) => [principal, principal.replace('.', '.eu-central-1.'), principal.replace('.', '.cn-north-1.').concat('.cn')]);

  test.each<[string, McpGuardrail, string]>([
    ['DenySecretReadsViaMcp', McpGuardrail.denySecretReadsViaMcp(), 'kms:Decrypt'],
    ['DenyPrivilegeEscalationViaMcp', McpGuardrail.denyPrivilegeEscalationViaMcp(), 'kms:CreateGrant'],
    ['DenyDestructiveViaMcp', McpGuardrail.denyDestructiveViaMcp(), 'kms:RetireGrant'],
    ['ReadOnlyViaMcp', McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), 'kms:Decrypt'],
    ['ReadOnlyViaMcp, for what is no secret', McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), 'kms:DescribeKey'],
    ['BaselineViaMcp', McpGuardrail.baseline(), 'kms:CreateGrant'],
    ['BaselineViaMcp, of a secret', McpGuardrail.baseline(), 'kms:Decrypt'],
  ])('%s does not deny, with the keys passed on or not, but what the agent calls itself', (_, guardrail, action) => {
    expect(from(guardrail, action)).toEqual(VIA_MCP);
    expect(from(guardrail, action, viaS3)).toEqual([]);
    // AWS does not document whether the call of a server, a forward access session itself, has the key.
    for (const server of VIA_SERVERS) {
      expect(from(guardrail, action, { context: { 'kms:ViaService': [server] } })).toEqual(VIA_MCP);
    }
  });

  test.each<[string, McpGuardrail, string]>([
    ['DenySecretReadsViaMcp', McpGuardrail.denySecretReadsViaMcp(), 'kms:DeriveSharedSecret'],
    ['DenyPrivilegeEscalationViaMcp', McpGuardrail.denyPrivilegeEscalationViaMcp(), 'kms:PutKeyPolicy'],
    ['DenyDestructiveViaMcp', McpGuardrail.denyDestructiveViaMcp(), 'kms:DeleteImportedKeyMaterial'],
    ['ReadOnlyViaMcp', McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), 'kms:DisableKey'],
    ...['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial', 'ReplicateKey', 'EnableKey']
      .map((name): [string, McpGuardrail, string] => ['BaselineViaMcp', McpGuardrail.baseline(), `kms:${name}`]),
  ])('%s denies the administration of keys, which no service needs: %s', (_, guardrail, action) => {
    for (const via of [[], ['s3.eu-central-1.amazonaws.com'], ['aws-mcp.amazonaws.com']]) {
      expect(from(guardrail, action, { context: { 'kms:ViaService': via } })).toEqual(VIA_MCP);
    }
  });

  test('what kms:ViaService holds is not known: so is the answer', () => {
    expect(() => deniedFrom(McpGuardrail.denySecretReadsViaMcp().statements(), { action: 'kms:Decrypt' })).toThrow('depends on kms:ViaService');
  });

  test('by a server whose name says less', () => {
    const named = [McpServer.EKS, McpServer.of('billing.amazonaws.com'), McpServer.of(new CfnParameter(new Stack(), 'Server').valueAsString)];
    const [statement] = McpGuardrail.denySecretReadsViaMcp({ services: ['kms'], servers: named.slice(0, 2) }).statements().slice(-1);
    expect(statement.toStatementJson().Condition.StringLikeIfExists).toEqual({ 'kms:ViaService': ['*-mcp.*', 'billing.*'] });
    const [, ofToken] = McpGuardrail.denySecretReadsViaMcp({ services: ['kms', 'ssm'], servers: named.slice(2) }).statements();
    expect(new Stack().resolve(ofToken.toStatementJson().Condition.StringLikeIfExists)).toEqual({ 'kms:ViaService': ['*-mcp.*', { Ref: 'Server' }] });
    const only = McpGuardrail.denySecretReadsViaMcp({ services: ['kms'], servers: [McpServer.EKS] });
    expect(from(only, 'kms:Decrypt', { context: { 'kms:ViaService': ['eks-mcp.eu-central-1.amazonaws.com'] } })).toEqual(['via EKS', 'service, via EKS, keys kept']);
  });

  test('other services are not let through by it', () => {
    expect(from(McpGuardrail.denySecretReadsViaMcp(), 'ssm:GetParameter', viaS3)).toEqual(VIA_MCP);
    expect(from(McpGuardrail.readOnlyViaMcp({ services: ['s3'] }), 's3:PutObject', viaS3)).toEqual(VIA_MCP);
  });

  test('KMS alone, or not at all', () => {
    expect(json(McpGuardrail.denySecretReadsViaMcp({ services: ['kms'] }))).toMatchSnapshot();
    expect(from(McpGuardrail.denySecretReadsViaMcp({ services: ['ssm'] }), 'kms:Decrypt')).toEqual([]);
    expect(McpGuardrail.denySecretReadsViaMcp({ services: ['kms', 'ssm'] }).statements().map(({ sid }) => sid))
      .toEqual(['DenySecretReadsViaMcp', 'DenySecretReadsViaMcp2']);
    expect(McpGuardrail.denyDelegationViaMcp().statements()).toHaveLength(1);
    expect(() => McpGuardrail.denySecretReadsViaMcp({ services: ['sns'] }).statements()).toThrow('the set of actions is empty: ActionSet.secretReads(sns)');
  });

  test('a role that a service is given at its first use', () => {
    expect(from(McpGuardrail.baseline(), 'iam:CreateServiceLinkedRole')).toEqual([]);
    expect(from(McpGuardrail.denyPrivilegeEscalationViaMcp(), 'iam:CreateServiceLinkedRole')).toEqual([]);
  });
});

describe('ReadOnlyViaMcp', () => {
  const guardrail = McpGuardrail.readOnlyViaMcp({ services: ['s3', 'ssm', 'kms', 'bedrock', 'managedblockchain'] });

  test('denies agents everything but the reads, and of those the secrets and what gets others to act', () => {
    for (const action of ['s3:PutObject', 's3:DeleteObject', 'ec2:DescribeInstances', 'ssm:GetParameter', 'kms:Decrypt', 'newservice:GetThing', 's3:GetDataAccess',
      'bedrock:InvokeAgent', 'managedblockchain:GET']) {
      expect(from(guardrail, action)).toEqual(VIA_MCP);
    }
    for (const action of ['s3:GetObject', 's3:ListBucket', 'ssm:DescribeParameters', 'kms:DescribeKey']) {
      expect(from(guardrail, action)).toEqual([]);
    }
    expect(json(guardrail)).toMatchSnapshot();
  });

  test('through some servers, for some principals', () => {
    const some = McpGuardrail.readOnlyViaMcp({ services: ['s3'], servers: [McpServer.EKS], sid: 'Mine' });
    expect(from(some, 's3:PutObject')).toEqual(['via EKS', 'service, via EKS, keys kept']);
    const one = McpGuardrail.readOnlyViaMcp({ services: ['s3'], resources: ['arn:aws:s3:::a/*'] });
    expect(from(one, 's3:PutObject', { resource: 'arn:aws:s3:::a/b' })).toEqual(VIA_MCP);
    expect(from(one, 's3:PutObject', { resource: 'arn:aws:s3:::b/b' })).toEqual([]);
  });

  test('no service', () => {
    expect(() => McpGuardrail.readOnlyViaMcp({ services: [] })).toThrow('ReadOnlyViaMcp: services is empty, so that everything would be denied');
  });
});

describe('ProtectGuardrails', () => {
  const guardrail = McpGuardrail.protectGuardrails({
    administrators: [PrincipalFilter.roleNames('CloudTeam')], resources: ['arn:aws:iam::*:role/agents/*', 'arn:aws:iam::*:policy/guardrails/*'],
  });
  const as = (role: string, resource = 'arn:aws:iam::111122223333:role/agents/Reader') => ({
    resource, context: { 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] },
  });

  test('nobody but the administrators changes the guardrails, directly or through MCP', () => {
    expect(from(guardrail, 'iam:DetachRolePolicy', as('Developer'))).toEqual(ALL);
    expect(from(guardrail, 'iam:DeleteRolePermissionsBoundary', as('Developer'))).toEqual(ALL);
    expect(from(guardrail, 'iam:CreatePolicyVersion', as('Developer', 'arn:aws:iam::111122223333:policy/guardrails/a'))).toEqual(ALL);
    expect(from(guardrail, 'iam:DetachRolePolicy', as('CloudTeam'))).toEqual([]);
    expect(from(guardrail, 'iam:DetachRolePolicy', as('Developer', 'arn:aws:iam::111122223333:role/Other'))).toEqual([]);
    expect(from(guardrail, 'iam:GetRole', as('Developer'))).toEqual([]);
    expect(json(guardrail)).toMatchSnapshot();
  });

  test('those of users, groups and the organization too', () => {
    const arns = ['arn:aws:iam::*:user/agents/*', 'arn:aws:iam::*:group/agents/*', 'arn:aws:organizations::*:policy/o-a1b2c3d4e5/*'];
    const wide = McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('CloudTeam')], resources: arns });
    const [user, group, policy] = [
      'arn:aws:iam::111122223333:user/agents/a', 'arn:aws:iam::111122223333:group/agents/a',
      'arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-11111111',
    ];
    const denied = (action: string, resource: string) => [from(wide, action, as('Developer', resource)), from(wide, action, as('CloudTeam', resource))];
    for (const action of ['DetachUserPolicy', 'DeleteUserPolicy', 'DeleteUserPermissionsBoundary', 'PutUserPermissionsBoundary', 'DeleteUser', 'UntagUser']) {
      expect(denied(`iam:${action}`, user)).toEqual([ALL, []]);
    }
    for (const action of ['DetachGroupPolicy', 'PutGroupPolicy', 'DeleteGroup', 'UpdateGroup', 'AddUserToGroup', 'RemoveUserFromGroup']) {
      expect(denied(`iam:${action}`, group)).toEqual([ALL, []]);
    }
    for (const action of ['UpdatePolicy', 'DeletePolicy', 'DetachPolicy']) {
      expect(denied(`organizations:${action}`, policy)).toEqual([ALL, []]);
    }
  });

  test('through some servers only, and with others exempt', () => {
    const some = McpGuardrail.protectGuardrails({
      administrators: [PrincipalFilter.roleNames('CloudTeam')], exempt: [PrincipalFilter.roleNames('Deploy')], servers: [McpServer.AWS], resources: ['*'],
    });
    expect(from(some, 'iam:DeleteRole', as('Developer'))).toEqual(['via AWS', 'service, via AWS, keys kept']);
    expect(from(some, 'iam:DeleteRole', as('Deploy'))).toEqual([]);
    expect(from(some, 'iam:DeleteRole', as('CloudTeam'))).toEqual([]);
  });

  test('bad input', () => {
    expect(() => McpGuardrail.protectGuardrails({ administrators: [], resources: ['*'] })).toThrow('ProtectGuardrails: administrators is empty');
    expect(() => McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('A')], resources: [] })).toThrow('ProtectGuardrails: resources is empty');
  });
});

describe('OAuth', () => {
  const resource = 'arn:aws:signin:us-east-1:111122223333:service-principal/aws-mcp.amazonaws.com';
  const client = 'arn:aws:signin:us-east-1::external-client/dcr/a1b2';
  const request = (context: { [key: string]: string[] }) => ({
    resource,
    context: {
      'signin:OAuthClientId': [client], 'signin:OAuthRedirectUri': ['http://localhost:1234'], 'signin:OAuthGrantType': ['authorization_code'], ...context,
    },
  });
  const [authorize, token] = ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'];
  const guardrail = McpGuardrail.allowOnlyOauthClients({
    clientIds: ['arn:aws:signin:us-east-1::external-client/dcr/*'],
    redirectUris: ['http://localhost:*'],
    grantTypes: [OAuthGrantType.AUTHORIZATION_CODE, OAuthGrantType.REFRESH_TOKEN],
  });

  test('each list by itself denies what is not in it, direct calls above all', () => {
    expect(from(guardrail, authorize, request({}))).toEqual([]);
    expect(from(guardrail, token, request({}))).toEqual([]);
    expect(from(guardrail, authorize, request({ 'signin:OAuthClientId': ['arn:aws:signin:::devtools/same-device'] }))).toEqual(ALL);
    expect(from(guardrail, token, request({ 'signin:OAuthClientId': [] }))).toEqual(ALL);
    expect(from(guardrail, authorize, request({ 'signin:OAuthRedirectUri': ['https://evil.example'] }))).toEqual(ALL);
    expect(from(guardrail, token, request({ 'signin:OAuthGrantType': ['client_credentials'] }))).toEqual(ALL);
    expect(json(guardrail)).toMatchSnapshot();
  });

  test('for the sign-in to other servers', () => {
    const other = McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], servers: [McpServer.EKS] });
    const elsewhere = request({ 'signin:OAuthRedirectUri': ['https://evil.example'] });
    expect(from(other, authorize, elsewhere)).toEqual([]);
    expect(from(other, authorize, { ...elsewhere, resource: resource.replace('aws-mcp', 'eks-mcp') })).toEqual(ALL);
    expect(() => McpGuardrail.allowOnlyOauthClients({ redirectUris: ['x'], servers: [] })).toThrow('AllowOnlyOAuthClients: servers is empty');
    expect(() => McpGuardrail.allowOnlyOauthClients({ redirectUris: ['x'], servers: ['eks-mcp.amazonaws.com' as any] }))
      .toThrow('McpGuardrail.allowOnlyOauthClients(): servers has "eks-mcp.amazonaws.com": expected a list of McpServer');
  });

  test('signing in to anything else is not touched', () => {
    const elsewhere = { ...request({ 'signin:OAuthClientId': [] }), resource: 'arn:aws:signin:us-east-1:111122223333:oauth2/public-client/localhost' };
    expect(from(guardrail, token, elsewhere)).toEqual([]);
  });

  test('bad input', () => {
    expect(() => McpGuardrail.allowOnlyOauthClients({})).toThrow('AllowOnlyOAuthClients: give at least one of clientIds, redirectUris and grantTypes');
    expect(() => McpGuardrail.allowOnlyOauthClients({ grantTypes: [] })).toThrow('AllowOnlyOAuthClients: grantTypes is empty, so that nobody could sign an agent in');
    expect(() => McpGuardrail.allowOnlyOauthClients({ clientIds: ['my-client'] })).toThrow('AllowOnlyOAuthClients: "my-client" is not the id of an OAuth client');
    expect(() => McpGuardrail.denySignInSession('session')).toThrow('DenySignInSession: "session" is not the ARN of a sign-in session');
  });

  test('tokens', () => {
    const stack = new Stack();
    const id = new CfnParameter(stack, 'Id').valueAsString;
    const ids = new CfnParameter(stack, 'Ids', { type: 'CommaDelimitedList' }).valueAsList;
    const condition = (made: McpGuardrail) => stack.resolve(made.statements()[0].toStatementJson().Condition);
    expect(condition(McpGuardrail.allowOnlyOauthClients({ clientIds: [id] }))).toEqual({ StringNotLike: { 'signin:OAuthClientId': [{ Ref: 'Id' }] } });
    expect(condition(McpGuardrail.allowOnlyOauthClients({ clientIds: ids }))).toEqual({ StringNotLike: { 'signin:OAuthClientId': { Ref: 'Ids' } } });
    expect(condition(McpGuardrail.denySignInSession(id))).toEqual({ ArnLike: { 'aws:SignInSessionArn': { Ref: 'Id' } } });
  });

  test('one session is denied everything', () => {
    const session = 'arn:aws:signin:us-east-1:111122223333:session/a1';
    const denied = McpGuardrail.denySignInSession(session);
    expect(from(denied, 's3:GetObject', { context: { 'aws:SignInSessionArn': [session] } })).toEqual(ALL);
    expect(from(denied, 's3:GetObject', { context: { 'aws:SignInSessionArn': ['arn:aws:signin:us-east-1:111122223333:session/b2'] } })).toEqual([]);
    expect(from(denied, 's3:GetObject', { context: { 'aws:SignInSessionArn': [] } })).toEqual([]);
    const some = McpGuardrail.denySignInSession(session, { servers: [McpServer.AWS], resources: ['arn:aws:s3:::a'] });
    const inSession = { context: { 'aws:SignInSessionArn': [session] } };
    expect(from(some, 's3:GetObject', { ...inSession, resource: 'arn:aws:s3:::a' })).toEqual(['via AWS', 'service, via AWS, keys kept']);
    expect(from(some, 's3:GetObject', inSession)).toEqual([]);
  });

  test('one session is denied to agents only: the person goes on', () => {
    const session = 'arn:aws:signin:us-east-1:111122223333:session/a1';
    const inSession = { context: { 'aws:SignInSessionArn': [session] } };
    expect(from(McpGuardrail.denySignInSession(session, { viaMcpOnly: true }), 's3:GetObject', inSession)).toEqual(VIA_MCP);
    expect(() => McpGuardrail.denySignInSession(session, { servers: [McpServer.AWS], viaMcpOnly: false }))
      .toThrow('DenySignInSession: servers is given, and viaMcpOnly is false: leave out one of them');
  });
});

describe('baseline', () => {
  const make = (options: Parameters<typeof McpGuardrail.baseline>[0]) => new McpServiceControlPolicy(new Stack(new App(), 'Organization'), 'Agents', {
    guardrails: [McpGuardrail.baseline(options)], targets: [PolicyTarget.root('r-ab12')],
  });

  const numbers = (shown: { [what: string]: string }, what: string) => shown[what].match(/\d+/g)!.map(Number);

  test('the whole of it keeps what is promised', () => {
    const shown = figures(BaselineGrade.FULL);
    expect(shown.policies).toBe('2');
    // Room for the exemption of a role or two.
    expect(numbers(shown, 'characters')[0]).toBeLessThanOrEqual(0.97 * 20_480);
    for (const what of ['permissions management of IAM, Organizations, STS, KMS, S3 and Identity Center', 'delegation', 'destructive actions of services that hold state']) {
      expect(shown[what]).toMatch(/^(\d+) of \1, 100.0 %$/);
    }
    for (const [what, least] of Object.entries({ 'reads of secrets': 0.78, 'destructive actions': 0.64, 'audit tampering': 0.7 })) {
      const [covered, all] = numbers(shown, what);
      expect(covered / all).toBeGreaterThanOrEqual(least);
    }
    expect(shown['of which only list or read, and are in none of the ready sets']).toBe('0');
  });

  test('the least of it fits one policy, or the inline policy of a permission set', () => {
    const shown = figures(BaselineGrade.CORE);
    expect(shown.policies).toBe('1');
    expect(numbers(shown, 'characters')[0]).toBeLessThanOrEqual(0.85 * 10_240);
    expect(shown['of which only list or read, and are in none of the ready sets']).toBe('0');
    const whole = baselineDenies(BaselineGrade.FULL);
    expect(ActionSet.ALL.listActions().filter(baselineDenies(BaselineGrade.CORE)).filter((action) => !whole(action))).toEqual([]);
    const core = McpGuardrail.baseline({ grade: BaselineGrade.CORE });
    for (const action of ['cloudtrail:StopLogging', 'iam:CreateAccessKey', 'kms:ScheduleKeyDeletion', 'dynamodb:DeleteTable', 'organizations:LeaveOrganization']) {
      expect([action, from(core, action)]).toEqual([action, VIA_MCP]);
    }
    for (const action of ['iam:PassRole', 'lambda:InvokeFunction', 'cloudformation:CreateStack', 'secretsmanager:GetSecretValue', 's3:DeleteObject', 'kms:Decrypt']) {
      expect([action, from(core, action)]).toEqual([action, []]);
    }
    expect(core.id).toBe('BaselineCoreViaMcp');
    expect(json(core)).toMatchSnapshot();
  });

  test('where the whole is too large, the error says that the least fits, if it does', () => {
    const set = (grade?: BaselineGrade, statements: iam.PolicyStatement[] = []) => {
      const app = new App();
      new McpPermissionSet(new Stack(app, 'Organization'), 'Set', {
        instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Set', guardrails: [McpGuardrail.baseline({ grade })], statements,
      });
      return () => app.synth();
    };
    expect(set()).toThrow(/would have [\d,]+ characters, [\d,]+ over the limit of 10,240\. With grade: BaselineGrade\.CORE the baseline fits/);
    expect(set(BaselineGrade.CORE)).not.toThrow();
    const large = [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: Array.from({ length: 30 }, (_, i) => `arn:aws:s3:::${'x'.repeat(60)}${i}/*`) })];
    expect(set(undefined, large)).toThrow(/over the limit of 10,240(?!\. With grade)/);
    expect(set(BaselineGrade.CORE, large)).toThrow(/over the limit of 10,240(?!\. With grade)/);
  });

  test.each(Object.entries({
    'leaves the organization, or closes the account': 'organizations:LeaveOrganization organizations:DisablePolicyType organizations:MoveAccount organizations:CloseAccount '
      + 'organizations:DetachPolicy organizations:RemoveAccountFromOrganization organizations:EnableAWSServiceAccess organizations:CreateAccount account:CloseAccount account:StartPrimaryEmailUpdate',
    'makes or changes an identity': 'iam:AddUserToGroup iam:UploadSSHPublicKey iam:DeactivateMFADevice iam:TagRole iam:UntagRole iam:CreateOpenIDConnectProvider '
      + 'iam:CreateSAMLProvider iam:UpdateAssumeRolePolicy iam:CreatePolicyVersion iam:PutRolePolicy iam:CreateAccessKey sso:CreateAccountAssignment '
      + 'sso:CreatePermissionSet identitystore:CreateGroupMembership identitystore:CreateUser sso-directory:CreateUser eks:CreateAccessEntry eks:AssociateAccessPolicy '
      + 'rolesanywhere:CreateTrustAnchor rolesanywhere:CreateProfile account-access:CreateEntitlement signin:PutResourcePermissionStatement',
    'lets somebody in': 'secretsmanager:PutResourcePolicy lambda:AddPermission sqs:AddPermission sqs:SetQueueAttributes sns:AddPermission sns:SetTopicAttributes '
      + 'kms:PutKeyPolicy s3:PutBucketPolicy s3:PutBucketAcl s3:PutAccountPublicAccessBlock dynamodb:PutResourcePolicy ecr:SetRepositoryPolicy kinesis:PutResourcePolicy '
      + 'kafka:PutClusterPolicy elasticfilesystem:PutFileSystemPolicy backup:PutBackupVaultAccessPolicy glue:PutResourcePolicy events:PutPermission '
      + 'ec2:ModifyImageAttribute ec2:ModifySnapshotAttribute rds:ModifyDBSnapshotAttribute rds:ModifyDBClusterSnapshotAttribute ram:CreateResourceShare '
      + 'ram:UpdateResourceShare ssm:ModifyDocumentPermission lakeformation:GrantPermissions logs:PutResourcePolicy',
    'sets a credential': 'cognito-idp:AdminSetUserPassword cognito-idp:AdminCreateUser rds:ModifyDBInstance secretsmanager:PutSecretValue iam:UpdateLoginProfile',
    'reads a secret': 'secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParametersByPath ec2:GetPasswordData ecr:GetAuthorizationToken s3express:CreateSession '
      + 'glue:GetConnection redshift:GetClusterCredentials cognito-identity:GetCredentialsForIdentity lakeformation:GetTemporaryGlueTableCredentials s3:GetDataAccess '
      + 'codepipeline:PollForJobs payment-cryptography:DecryptData signin:CreateOAuth2Token',
    'gets others to act': 'iam:PassRole sts:AssumeRole sts:GetFederationToken lambda:InvokeFunction lambda:UpdateFunctionCode states:StartExecution states:SendTaskSuccess '
      + 'codebuild:StartBuild ssm:SendCommand ssm:StartSession cloudformation:CreateStack cloudformation:DeleteStack ecs:ExecuteCommand ecs:RunTask batch:SubmitJob '
      + 'glue:StartJobRun events:PutTargets ec2:AssociateIamInstanceProfile ec2:CreateReplaceRootVolumeTask bedrock:InvokeAgent bedrock-agentcore:InvokeAgentRuntime '
      + 'redshift-data:ExecuteStatement sagemaker:CreatePresignedDomainUrl autoscaling:StartInstanceRefresh',
    'hides': 'cloudtrail:StopLogging cloudtrail:DeleteTrail cloudtrail:UpdateTrail cloudtrail:PutEventSelectors config:StopConfigurationRecorder '
      + 'config:PutConfigurationRecorder guardduty:UpdateDetector guardduty:CreateFilter guardduty:DisassociateMembers securityhub:DisableSecurityHub '
      + 'securityhub:BatchUpdateFindings access-analyzer:DeleteAnalyzer access-analyzer:CreateArchiveRule macie2:DisableMacie inspector2:Disable logs:DeleteLogGroup '
      + 'logs:PutRetentionPolicy cloudwatch:DeleteAlarms events:DisableRule events:RemoveTargets s3:PutBucketLogging s3:PutLifecycleConfiguration ec2:DeleteFlowLogs',
    'destroys': 'quicksight:DeleteDataSet quicksight:DeleteAccountSubscription quicksight:DeleteUser s3:DeleteBucket s3:DeleteObject s3:PutBucketVersioning dynamodb:DeleteTable dynamodb:UpdateContinuousBackups rds:DeleteDBInstance kms:ScheduleKeyDeletion '
      + 'kms:DeleteImportedKeyMaterial elasticfilesystem:DeleteFileSystem kinesis:DeleteStream kafka:DeleteCluster sqs:PurgeQueue sqs:DeleteQueue ec2:TerminateInstances '
      + 'backup:DeleteRecoveryPoint fsx:DeleteFileSystem route53:ChangeResourceRecordSets es:DeleteDomain mq:DeleteBroker ds:DeleteDirectory ecr:BatchDeleteImage',
    'spends': 'savingsplans:CreateSavingsPlan route53domains:RegisterDomain aws-marketplace:Subscribe aws-marketplace:AcceptAgreementRequest payments:MakePayment '
      + 'supportplans:StartSupportPlanUpdate shield:CreateSubscription bedrock:CreateProvisionedModelThroughput bedrock-agentcore:ProcessPayment '
      + 'ec2:PurchaseReservedInstancesOffering ec2:PurchaseCapacityBlock rds:PurchaseReservedDBInstancesOffering dynamodb:PurchaseReservedCapacityOfferings',
  }))('denies what %s', (_, actions) => {
    const isDenied = baselineDenies(BaselineGrade.FULL);
    expect(actions.split(' ').filter((action) => !isDenied(action))).toEqual([]);
    expect(() => ActionSet.of(...actions.split(' ')).listActions()).not.toThrow();
  });

  test.each(Object.values(BaselineGrade))('%s: what it denies is in a ready set, or is named with the reason', (grade) => {
    const sets = new Set([
      ActionSet.privilegeEscalation(), ActionSet.delegation(), ActionSet.secretReads(), ActionSet.destructive(),
      ActionSet.auditTampering(), ActionSet.spending(), ActionSet.permissionsManagement(), takenAlong(),
    ].flatMap((set) => set.listActions()));
    const outside = ActionSet.ALL.listActions().filter(baselineDenies(grade)).filter((action) => !sets.has(action));
    expect(outside).toEqual([]);
    expect(takenAlong().listActions().filter((action) => !baselineDenies(BaselineGrade.FULL)(action))).toEqual([]);
  });

  test('the whole of it keeps every trail, recorder, detector, log group, event rule, and the lifecycle of buckets', () => {
    const isDenied = baselineDenies(BaselineGrade.FULL);
    const kinds = {
      cloudtrail: /./,
      config: /ConfigurationRecorder|DeliveryChannel|RetentionConfiguration/,
      // A member declines the invitation of an administrator before there is a detector.
      guardduty: /^(?!DeclineInvitations$)/,
      logs: /^Delete|RetentionPolicy/,
      events: /./,
      s3: /./,
    };
    const core = Object.entries(kinds).flatMap(([service, names]) => ActionSet.auditTampering(service).listActions().filter((action) => names.test(action.split(':')[1])));
    expect(core.length).toBeGreaterThan(75);
    expect(core.filter((action) => !isDenied(action))).toEqual([]);
  });

  test('is what the documentation says', () => {
    const documented = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'guardrails.md'), 'utf-8');
    for (const line of figureLines()) {
      expect(documented).toContain(`${line}\n`);
    }
  });

  test('denies agents, and leaves people and plain work alone', () => {
    const baseline = McpGuardrail.baseline();
    for (const action of ['s3:DeleteBucket', 'dynamodb:DeleteTable', 'kms:ScheduleKeyDeletion', 'secretsmanager:GetSecretValue', 'iam:CreateUser', 'iam:PassRole',
      'lambda:InvokeFunction', 'cloudtrail:StopLogging', 'organizations:DetachPolicy', 'kms:Decrypt']) {
      expect([action, from(baseline, action)]).toEqual([action, VIA_MCP]);
    }
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'ec2:DescribeInstances', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'logs:PutLogEvents',
      'athena:StartQueryExecution', 'sqs:SendMessage', 'cloudwatch:PutMetricData', 's3:PutObjectTagging', 'glue:UpdateTable', 'sts:GetCallerIdentity', 'logs:FilterLogEvents',
      'cloudformation:DescribeStacks', 'lambda:GetFunction', 'kms:Encrypt', 'sqs:SendMessage']) {
      expect([action, from(baseline, action)]).toEqual([action, []]);
    }
    expect(from(baseline, 'kms:Decrypt', { context: { 'kms:ViaService': ['s3.us-east-1.amazonaws.com'] } })).toEqual([]);
  });

  test('in its least grade', () => {
    // The examples' templates hold the whole one.
    expect(json(McpGuardrail.baseline({ grade: BaselineGrade.CORE }))).toMatchSnapshot();
  });

  test('takes servers and principal filters', () => {
    const baseline = McpGuardrail.baseline({ servers: [McpServer.EKS], appliesTo: [PrincipalFilter.rolePaths('/a/')], sid: 'Mine' });
    const as = (role: string) => ({ context: { 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] } });
    expect(from(baseline, 'iam:PassRole', as('a/b'))).toEqual(['via EKS', 'service, via EKS, keys kept']);
    expect(from(baseline, 'iam:PassRole', as('b'))).toEqual([]);
    expect(from(McpGuardrail.baseline({ resources: ['arn:aws:s3:::a'] }), 's3:DeleteBucket', { resource: 'arn:aws:s3:::a' })).toEqual(VIA_MCP);
    expect(from(McpGuardrail.baseline({ resources: ['arn:aws:s3:::a'] }), 's3:DeleteBucket', { resource: 'arn:aws:s3:::b' })).toEqual([]);
    expect(() => McpGuardrail.baseline({ servers: [] })).toThrow('BaselineViaMcp: servers is empty');
  });

  test('takes more actions, as long as there is room', () => {
    const more = McpGuardrail.baseline({ additionalActions: ActionSet.of('s3:PutObject') });
    expect(from(more, 's3:PutObject')).toEqual(VIA_MCP);
    expect(() => make({ additionalActions: ActionSet.of('s3:PutObject') })).not.toThrow();
    expect(() => make({ additionalActions: ActionSet.destructive() })).toThrow(
      /^Organization\/Agents: BaselineViaMcp: with what was added, the baseline would have [\d,]+ characters, [\d,]+ more than 2 service control policies take: /);
    expect(() => make({ grade: BaselineGrade.CORE, additionalActions: ActionSet.delegation() })).toThrow(/more than one service control policy takes: /);
    expect(() => McpGuardrail.baseline({ grade: 'all' as any })).toThrow('McpGuardrail.baseline(): grade is "all": expected one of BaselineGrade: core, no-escalation, full');
  });
});
