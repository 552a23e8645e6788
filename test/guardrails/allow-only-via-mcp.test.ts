import { ActionSet, AllowOnlyViaMcpOptions, McpGuardrail, McpServer } from '../../src';
import { ALL, deniedFrom, Request, VIA_MCP } from '../meaning';

const from = (guardrail: McpGuardrail, action: string, request: Request = {}) => deniedFrom(guardrail.statements(), {
  action, ...request, context: { 'kms:ViaService': [], ...request.context },
});
const make = (actions: ActionSet, options: Partial<AllowOnlyViaMcpOptions> = {}) => McpGuardrail.allowOnlyViaMcp({ actions, ...options });
const some = make(ActionSet.readsOf('s3', 'logs').without(ActionSet.secretReads()).union(ActionSet.of('dynamodb:PutItem')).union(ActionSet.unlisted('newservice:Do*')));

test('denies agents all that is not listed, services to come included, and leaves people alone', () => {
  for (const action of ['s3:PutObject', 'dynamodb:DeleteTable', 'iam:CreateUser', 'ec2:DescribeInstances', 'another:Thing', 'newservice:Undo', 'kms:Decrypt']) {
    expect([action, from(some, action)]).toEqual([action, VIA_MCP]);
  }
  for (const action of ['s3:GetObject', 'logs:FilterLogEvents', 'dynamodb:PutItem', 'newservice:DoThis']) {
    expect([action, from(some, action)]).toEqual([action, []]);
  }
  expect(some.id).toBe('AllowOnlyViaMcp');
  expect(some.statements().map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('what services call of KMS for the agent goes on, and what it calls itself if it is listed', () => {
  const viaS3 = { context: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] } };
  expect(from(some, 'kms:Decrypt', viaS3)).toEqual([]);
  expect(from(some, 'kms:PutKeyPolicy', viaS3)).toEqual(VIA_MCP);
  const encrypts = make(ActionSet.of('kms:Encrypt'));
  expect([from(encrypts, 'kms:Encrypt'), from(encrypts, 'kms:CreateGrant')]).toEqual([[], VIA_MCP]);
});

test('agents connect to the servers that are meant', () => {
  for (const action of McpServer._all().flatMap(({ connectActions }) => connectActions).filter((each) => each !== 'eks-mcp:CallPrivilegedTool')) {
    expect([action, from(some, action)]).toEqual([action, []]);
  }
  const server = McpServer.of('billing-mcp.amazonaws.com', { connectActions: ['billing-mcp:InvokeMcp'] });
  const one = make(ActionSet.of('s3:GetObject'), { servers: [server] });
  expect(one.statements()[0].toStatementJson()).toMatchObject({
    NotAction: expect.arrayContaining(['billing-mcp:InvokeMcp', 's3:GetObject']), Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'billing-mcp.amazonaws.com' } },
  });
  expect(from(make(ActionSet.of('s3:GetObject'), { servers: [McpServer.AWS] }), 's3:PutObject')).toEqual(['via AWS', 'service, via AWS, keys kept']);
});

test('all but some', () => {
  const butSome = make(ActionSet.ALL.without(ActionSet.of('iam:*', 'sts:*')).without(ActionSet.delegation()).without(ActionSet.secretReads()).without(ActionSet.privilegeEscalation()));
  expect([from(butSome, 'iam:CreateUser'), from(butSome, 's3:PutObject'), from(butSome, 'newservice:Do')]).toEqual([VIA_MCP, [], []]);
  const butKms = make(ActionSet.allExcept('kms:Encrypt'), { allowDelegation: true, allowSecretReads: true, allowPrivilegeEscalation: true });
  expect(butKms.statements().map(({ sid }) => sid)).toEqual(['AllowOnlyViaMcp']);
  expect([from(butKms, 'kms:Encrypt'), from(butKms, 'kms:Decrypt')]).toEqual([VIA_MCP, []]);
});

test('delegation and secrets only if it is said', () => {
  const actions = ActionSet.of('lambda:InvokeFunction', 'secretsmanager:GetSecretValue');
  const both = make(actions, { allowDelegation: true, allowSecretReads: true });
  expect([from(both, 'lambda:InvokeFunction'), from(both, 'secretsmanager:GetSecretValue'), from(both, 'iam:PassRole')]).toEqual([[], [], VIA_MCP]);
  expect(() => make(actions).statements()).toThrow('AllowOnlyViaMcp: actions has lambda:InvokeFunction, which gets others to act, outside the list: '
    + 'take them out with .without(ActionSet.delegation()), or say with allowDelegation: true that they are meant');
  expect(() => make(actions, { allowDelegation: true }).statements()).toThrow('actions has secretsmanager:GetSecretValue, which returns a secret or a credential: '
    + 'take them out with .without(ActionSet.secretReads()), or say with allowSecretReads: true that they are meant');
  expect(() => make(ActionSet.readsOf('bedrock')).statements()).toThrow(/bedrock:InvokeAgent.*gets others to act/);
  expect(() => make(ActionSet.allExcept('iam:*')).statements()).toThrow(/ and \d+ more, which gets others to act/);
});

test.each([
  'iam:UpdateAssumeRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateLoginProfile', 'iam:UploadSSHPublicKey', 'iam:TagRole', 's3:PutBucketPolicy', 'lambda:AddPermission',
])('%s only if it is said', (action) => {
  const actions = ActionSet.of('s3:GetObject', action);
  expect(() => make(actions, { allowDelegation: true, allowSecretReads: true }).statements()).toThrow(`AllowOnlyViaMcp: actions has ${action}, which changes who may do what: `
    + 'take them out with .without(ActionSet.privilegeEscalation()), or say with allowPrivilegeEscalation: true that they are meant');
  expect(from(make(actions, { allowPrivilegeEscalation: true }), action)).toEqual([]);
  expect(from(make(actions.without(ActionSet.privilegeEscalation())), action)).toEqual(VIA_MCP);
});

test('what is delegation as well is said once', () => {
  expect(ActionSet.privilegeEscalation().listActions()).toContain('sts:AssumeRole');
  expect(from(make(ActionSet.of('sts:AssumeRole'), { allowDelegation: true }), 'sts:AssumeRole')).toEqual([]);
  expect(() => make(ActionSet.of('sts:AssumeRole'), { allowPrivilegeEscalation: true }).statements()).toThrow('allowDelegation: true');
});

test('what servers do by themselves is denied to direct calls too, unless it is listed', () => {
  for (const action of ['eks-mcp:CallPrivilegedTool', 'agentaccess-mcp:TypeText']) {
    expect([action, from(some, action)]).toEqual([action, ALL]);
  }
  expect(from(some, 'eks-mcp:CallReadOnlyTool')).toEqual([]);
  const listed = make(ActionSet.of('s3:GetObject', 'eks-mcp:CallPrivilegedTool'));
  expect([from(listed, 'eks-mcp:CallPrivilegedTool'), from(listed, 'agentaccess-mcp:TypeText')]).toEqual([[], ALL]);
  expect(make(ActionSet.of('s3:GetObject'), { servers: [McpServer.AWS] }).statements()).toHaveLength(2);
  expect(from(make(ActionSet.of('s3:GetObject'), { servers: [McpServer.EKS] }), 'eks-mcp:CallPrivilegedTool')).toEqual(ALL);
  expect(from(make(ActionSet.of('s3:GetObject'), { resources: ['arn:aws:s3:::a/*'] }), 'eks-mcp:CallPrivilegedTool')).toEqual([]);
});

test.each<[string, AllowOnlyViaMcpOptions, string]>([
  ['nothing', { actions: ActionSet.of('s3:GetObject').without(ActionSet.of('s3:*')) }, 'AllowOnlyViaMcp: actions is empty, so that everything would be denied'],
  ['all', { actions: ActionSet.ALL }, 'AllowOnlyViaMcp: actions is all there are, so that nothing would be denied'],
  ['no set', { actions: 's3:GetObject' as any }, 'McpGuardrail.allowOnlyViaMcp(): actions is "s3:GetObject": expected an ActionSet'],
  ['none given', {} as any, 'McpGuardrail.allowOnlyViaMcp(): actions is undefined: expected an ActionSet'],
  ['no boolean', { actions: ActionSet.of('s3:GetObject'), allowDelegation: 'no' as any }, 'allowDelegation is "no": expected true or false'],
  ['no boolean for the rights', { actions: ActionSet.of('s3:GetObject'), allowPrivilegeEscalation: 'no' as any }, 'allowPrivilegeEscalation is "no": expected true or false'],
  ['no server', { actions: ActionSet.of('s3:GetObject'), servers: [] }, 'AllowOnlyViaMcp: servers is empty'],
])('bad input: %s', (_, options, message) => {
  expect(() => McpGuardrail.allowOnlyViaMcp(options).statements()).toThrow(message);
});
