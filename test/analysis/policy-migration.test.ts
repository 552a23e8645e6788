import { McpPolicyMigration } from '../../src';
import { deniedFrom, DIRECT } from '../meaning';

type Statement = { [element: string]: any };
const document = (...statements: Statement[]) => ({ Version: '2012-10-17', Statement: statements });
const migrate = (...statements: Statement[]) => McpPolicyMigration.migrate(document(...statements));
const messages = (...statements: Statement[]) => migrate(...statements).findings.map(({ changed, message }) => `${changed ? 'changed' : 'look'}: ${message}`);
const allow = (Action: string | string[], more: Statement = {}): Statement => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: string | string[], more: Statement = {}): Statement => ({ Effect: 'Deny', Action, Resource: '*', ...more });
const viaAws = { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } };

describe('Allow', () => {
  test('loses what was removed, and keeps the rest as it is', () => {
    expect(migrate(allow(['s3:GetObject', 'aws-mcp:InvokeMcp', 'AWS-MCP:callreadonlytool', 's3:ListBucket'], { Sid: 'A' })).document)
      .toEqual(document(allow(['s3:GetObject', 's3:ListBucket'], { Sid: 'A' })));
    expect(migrate(allow(['aws-mcp:*', 's3:*'])).document).toEqual(document(allow('s3:*')));
    expect(migrate(allow('aws-mcp:Call*'), allow('s3:*')).document).toEqual(document(allow('s3:*')));
  });

  test('keeps what the SageMaker server still has', () => {
    expect(migrate(allow('sagemaker-unified-studio-mcp:*')).document).toEqual(document(allow('sagemaker-unified-studio-mcp:AuthorizeVpce')));
    expect(migrate(allow('sagemaker-unified-studio-mcp:AuthorizeVpce')).findings).toEqual([]);
  });

  test('says what it did', () => {
    expect(migrate(allow('s3:*'), allow('aws-mcp:CallReadWriteTool', { Sid: 'Connect' })).findings).toEqual([{
      changed: true,
      statement: 'Connect',
      message: 'dropped aws-mcp:CallReadWriteTool, which AWS has removed: connecting to the server needs no permission any more; '
        + 'nothing else was in the statement, so it is gone',
    }]);
    expect(migrate(allow('s3:*'), allow(['aws-mcp:CallReadWriteTool', 's3:*'])).findings[0].statement).toBe('1');
  });
});

describe('Deny', () => {
  test('blocks the same server again, and nobody else', () => {
    const { document: { Statement } } = migrate(deny('aws-mcp:InvokeMcp', { Sid: 'NoMcp' }));
    expect(Statement).toEqual([deny('*', { Sid: 'NoMcp', Condition: viaAws })]);
    expect(deniedFrom(Statement)).toEqual(['via AWS', 'service, via AWS, keys kept']);
  });

  test('on several servers', () => {
    const { document: { Statement } } = migrate(deny(['aws-mcp:*', 'sagemaker-unified-studio-mcp:InvokeMcp']));
    expect(deniedFrom(Statement)).toEqual(['via AWS', 'via SageMaker', 'service, via AWS, keys kept']);
  });

  test('on other actions too, which it goes on denying to everybody', () => {
    const { document: { Statement } } = migrate(deny(['aws-mcp:InvokeMcp', 's3:DeleteObject'], { Sid: 'No' }), allow('s3:*', { Sid: 'NoViaMcp' }));
    expect(Statement.map(({ Sid }: Statement) => Sid)).toEqual(['No', 'NoViaMcp2', 'NoViaMcp']);
    expect(deniedFrom(Statement, { action: 's3:DeleteObject' })).toEqual(expect.arrayContaining([...DIRECT, 'via EKS']));
    expect(deniedFrom(Statement, { action: 's3:GetObject' })).toEqual(['via AWS', 'service, via AWS, keys kept']);
  });

  test('under a condition, which stays', () => {
    const tagged = { StringEquals: { 'aws:PrincipalTag/team': 'a' }, Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    const { document: { Statement } } = migrate(deny('aws-mcp:*', { Condition: tagged }));
    expect(Statement[0].Condition).toEqual({ ...tagged, StringEquals: { ...tagged.StringEquals, ...viaAws.StringEquals } });
  });

  test('with a principal, which stays', () => {
    expect(migrate(deny('aws-mcp:*', { Principal: '*' })).document.Statement[0]).toMatchObject({ Principal: '*', Condition: viaAws });
  });

  test('says what it did, and what to look at', () => {
    expect(messages(deny('aws-mcp:InvokeMcp'))).toEqual([
      'changed: denied aws-mcp:InvokeMcp, which AWS has removed, so that it blocked nothing: now denies everything that comes through aws-mcp.amazonaws.com',
    ]);
    expect(messages(deny('aws-mcp:CallReadWriteTool'))[1])
      .toBe('look: was about aws-mcp:CallReadWriteTool only, but now blocks all tools: for reads to go on, use McpGuardrail.readOnlyViaMcp() instead');
    expect(messages(deny('aws-mcp:InvokeMcp', { Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))[1])
      .toMatch(/^look: aws:SourceIp of a server's call is not the caller's/);
  });

  test('whose own condition names a server is left for a person', () => {
    const statement = deny('aws-mcp:*', { Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } });
    expect(migrate(statement).document).toEqual(document(statement));
    expect(messages(statement)).toEqual([expect.stringMatching(/^look: denies aws-mcp:InvokeMcp, .*leaves open what it should be$/)]);
  });

  test.each([
    [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }],
    [{ StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }],
    [{ Bool: { 'aws:IsMcpServiceAction': 'true' } }],
    [{ Bool: { 'aws:ViaAWSService': 'true' } }],
    [{ 'Fn::If': ['A', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, { Ref: 'AWS::NoValue' }] }],
  ])('which would never match under its own condition %j is left for a person', (Condition) => {
    const statement = deny(['aws-mcp:*', 'sagemaker-unified-studio-mcp:InvokeMcp'], { Condition });
    expect(migrate(statement).document).toEqual(document(statement));
    expect(messages(statement)).toEqual([expect.stringMatching(/^look: denies .* its own condition does not go with one on aws:CalledViaAWSMCP, which leaves/)]);
  });

  test('says that the condition it had still holds', () => {
    expect(messages(deny('aws-mcp:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }))[0])
      .toMatch(/^changed: .* comes through aws-mcp\.amazonaws\.com, under the conditions it had$/);
    expect(messages(deny('aws-mcp:*', { Condition: {} }))[0]).toMatch(/comes through aws-mcp\.amazonaws\.com$/);
  });
});

describe('what stays as it is', () => {
  test.each<[string, Statement]>([
    ['EKS and ECS', deny(['eks-mcp:InvokeMcp', 'ecs-mcp:*'])],
    ['all actions', allow('*')],
    ['something like it', allow(['aws-marketplace:*', 'aws-mcp-other:InvokeMcp', 'sagemaker-unified-studio-mcp:SomethingElse'])],
  ])('%s', (_, statement) => {
    expect(migrate(statement)).toEqual({ document: document(statement), findings: [] });
  });

  test.each(['aws-mcp:ExecuteTool', 'aws-mcp:X*'])('but not %s: the service has no action any more', (action) => {
    expect(migrate(deny(action)).document).toEqual(migrate(deny('aws-mcp:*')).document);
  });

  test('a statement whose Effect is known only at deployment, which is reported', () => {
    const statement = { Effect: { Ref: 'Effect' }, Action: ['aws-mcp:*', 's3:*'], Resource: '*' };
    const result = migrate(statement);
    expect(result.document).toEqual(document(statement));
    expect(result.findings).toEqual([expect.objectContaining({ changed: false, message: expect.stringContaining('the Effect {"Ref":"Effect"}: whether it allows or denies is not known') })]);
  });

  test('an action known only at deployment, which is reported', () => {
    const statement = deny({ 'Fn::If': ['C', 'aws-mcp:*', 's3:*'] } as never);
    expect(migrate(statement)).toEqual({
      document: document(statement), findings: [expect.objectContaining({ changed: false, message: expect.stringContaining('Action has aws-mcp:*') })],
    });
  });

  test.each<[string, object, string | undefined]>([
    ['of NotAction', { NotAction: [{ 'Fn::If': ['C', 'aws-mcp:*', 's3:*'] }] }, 'NotAction has aws-mcp:*'],
    ['that is a parameter', { Action: { Ref: 'Actions' } }, 'Action is known only at deployment'],
    ['in a list', { Action: ['s3:*', { Ref: 'More' }] }, 'Action is known only at deployment'],
    ['of NotAction that is a parameter', { NotAction: ['s3:*', { Ref: 'More' }] }, 'NotAction is known only at deployment'],
    ['in a branch', { Action: { 'Fn::If': ['C', 's3:*', ['sqs:*', { Ref: 'More' }]] } }, 'Action is known only at deployment'],
    ['of a service that is a parameter', { Action: { 'Fn::Sub': '${Service}:*' } }, 'Action is known only at deployment'],
    ['of a server', { Action: { 'Fn::Sub': 'aws-mcp:${Name}' } }, 'Action'],
    ['of another service', { Action: { 'Fn::Sub': 's3:${Verb}*' } }, undefined],
    ['known in both branches', { Action: ['s3:*', { 'Fn::If': ['C', 'sqs:*', { Ref: 'AWS::NoValue' }] }] }, undefined],
  ])('an action known only at deployment, %s', (_, element, message) => {
    const statement = { Effect: 'Deny', ...element, Resource: '*' };
    const told = expect.objectContaining({ changed: false, message: expect.stringContaining(message ?? '') });
    expect(migrate(statement as never)).toEqual({ document: document(statement), findings: message === undefined ? [] : [told] });
  });

  test.each<[object, boolean]>([
    [{ 'Fn::If': ['C', deny('s3:*'), { Effect: 'Deny', Action: { Ref: 'P' }, Resource: '*' }] }, true],
    [{ 'Fn::If': ['C', [deny('s3:*'), { Ref: 'P' }], { Ref: 'AWS::NoValue' }] }, true],
    [{ 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } }, true],
    [{ 'Effect': 'Deny', 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } }, true],
    [{ 'Fn::If': ['C', [deny('s3:*')], { Ref: 'AWS::NoValue' }] }, false],
  ])('a statement that may have one is reported: %j', (statement, isTold) => {
    expect(messages(statement as never)).toEqual(isTold ? [expect.stringMatching(/^look: is known only at deployment/)] : []);
  });

  test('a pattern that takes long to read is read at once', () => {
    expect(migrate(deny(`sagemaker-unified-studio-mcp:${'*'.repeat(60)}x`)).findings).toEqual([]);
  });

  test('a statement known only at deployment, which is reported if it has a removed action', () => {
    const statement = { 'Fn::If': ['Locked', deny(['aws-mcp:*', 's3:*']), { Ref: 'AWS::NoValue' }] };
    expect(migrate(allow('s3:*'), statement)).toEqual({
      document: document(allow('s3:*'), statement),
      findings: [{
        changed: false,
        statement: '1',
        message: 'is Fn::If with aws-mcp:* in it, which AWS has removed: what is known only at deployment is not rewritten, '
          + 'so that a Deny in it no longer blocks; rewrite what it holds',
      }],
    });
    expect(migrate({ 'Fn::If': ['Locked', deny('eks-mcp:*'), allow('s3:*')] }).findings).toEqual([]);
  });

  test('a document known only at deployment, which is reported', () => {
    const macro = { ...document(deny('aws-mcp:*')), 'Fn::Transform': { Name: 'Ours' } };
    expect(McpPolicyMigration.migrate(macro)).toEqual({
      document: macro, findings: [{ changed: false, statement: '', message: expect.stringMatching(/^is Fn::Transform with aws-mcp:\* in it/) }],
    });
  });

  test('NotAction, which is reported', () => {
    const statement = { Effect: 'Deny', NotAction: ['aws-mcp:*', 's3:*'], Resource: '*' };
    expect(migrate(statement).document).toEqual(document(statement));
    expect(messages(statement)).toEqual([expect.stringMatching(/^look: NotAction has aws-mcp:\*, which AWS has removed/)]);
  });

  test('a single statement, not in a list', () => {
    const single = { Version: '2012-10-17', Statement: allow('s3:*') };
    expect(McpPolicyMigration.migrate(single).document).toEqual(single);
    expect(McpPolicyMigration.migrate({ Statement: deny('aws-mcp:*') }).document).toEqual({ Statement: [deny('*', { Condition: viaAws })] });
  });

  test('the document that is given, even when the result is changed', () => {
    const given = document(deny(['aws-mcp:InvokeMcp', 's3:*']), allow('s3:*'));
    const before = structuredClone(given);
    const result = McpPolicyMigration.migrate(given).document;
    result.Statement[0].Action = 'x';
    result.Statement[2].Action = 'x';
    expect(given).toEqual(before);
  });
});

test.each([
  [allow(['aws-mcp:*', 's3:*'])], [deny('aws-mcp:InvokeMcp')], [deny(['aws-mcp:Call*', 's3:*'], { Sid: 'A' })], [allow('sagemaker-unified-studio-mcp:*')],
  [{ Effect: 'Deny', NotAction: 'aws-mcp:*', Resource: '*' }],
])('migrating twice is migrating once: %j', (statement) => {
  const once = migrate(statement).document;
  const twice = McpPolicyMigration.migrate(once);
  expect(twice.document).toEqual(once);
  expect(twice.findings.filter(({ changed }) => changed)).toEqual([]);
});

test.each<[unknown]>([[{}], [null], ['{}'], [[]], [{ Statement: 'x' }], [{ Statement: [null] }]])('%j is no policy document', (given) => {
  expect(() => McpPolicyMigration.migrate(given as any)).toThrow('not a policy document: expected an object with "Statement", one or a list of them');
});

test('the name of an API operation is told, with its action, and left to a person', () => {
  const looked = 'look: "s3:HeadObject" is an API operation; its IAM action is "s3:GetObject": ';
  expect(messages(deny('s3:HeadObject'))).toEqual([`${looked}the Deny of it blocks nothing`]);
  expect(messages(allow(['s3:HeadObject', 's3:GetObject']))).toEqual([`${looked}as it is written it means nothing`]);
  expect(migrate(deny('s3:HeadObject')).document).toEqual(document(deny('s3:HeadObject')));
});
