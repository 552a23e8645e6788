import { allow, deny, findingsInTemplate, foundInTemplate, role } from './found';
import { McpSimulator } from '../../../src';

const VIA_MCP = allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } });
const READ_ONLY = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess' };
const BASIC_EXECUTION = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] };
const READ_ONLY_S3 = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const OUTSIDE = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };

test('an AWS managed policy beside an Allow through MCP only', () => {
  const [finding] = findingsInTemplate({ Role: role([deny(undefined), VIA_MCP], { ManagedPolicyArns: [READ_ONLY] }) });
  expect(finding).toMatchObject({
    rule: { id: 'ManagedPolicyNotScoped', severity: 'warning' },
    message: 'is allowed to the role Role through MCP only, but ReadOnlyAccess beside it takes no condition: it allows direct calls, too',
    place: { logicalId: 'Role', path: 'Properties/Policies/0/PolicyDocument' },
    statement: 'Statement/1',
  });
});

test('beside a permission set\'s', () => {
  const properties = { InlinePolicy: { Version: '2012-10-17', Statement: [VIA_MCP] }, ManagedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] };
  expect(foundInTemplate({ Set: { Type: 'AWS::SSO::PermissionSet', Properties: properties } })).toEqual(['ManagedPolicyNotScoped']);
});

test.each([
  ['beside a Deny of everything outside MCP', [VIA_MCP, deny(OUTSIDE, { Action: '*' })], [READ_ONLY]],
  ['beside one of everything but signing in', [VIA_MCP, { ...deny(OUTSIDE), Action: undefined, NotAction: 'signin:CreateOAuth2Token' }], [READ_ONLY]],
  ['for connecting', [VIA_MCP], ['arn:aws:iam::aws:policy/AWSMcpServiceActionsFullAccess']],
  ['beside what is allowed outside MCP only, for reading in any way', [allow(OUTSIDE)], [READ_ONLY]],
  ['beside what is allowed in any way', [allow(undefined)], [READ_ONLY]],
  ['with another that may have a Deny', [VIA_MCP], [READ_ONLY, 'arn:aws:iam::111122223333:policy/Guardrails']],
  ['that allows other actions, as that of a function does', [VIA_MCP], [BASIC_EXECUTION]],
  ['of another account', [VIA_MCP], ['arn:aws:iam::111122223333:policy/Reports']],
])('not %s', (_, statements, managed) => {
  expect(foundInTemplate({ Role: role(statements, { ManagedPolicyArns: managed }) })).toEqual([]);
});

test('not under a boundary that denies everything outside MCP, or one that is not known', () => {
  const statement = [allow(undefined, { Action: '*' }), deny(OUTSIDE, { Action: '*' })];
  const boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statement } } };
  const under = (arn: unknown) => role([VIA_MCP], { ManagedPolicyArns: [READ_ONLY], PermissionsBoundary: arn });
  expect(foundInTemplate({ Role: under({ Ref: 'Boundary' }), Boundary: boundary })).toEqual([]);
  expect(foundInTemplate({ Role: under({ 'Fn::ImportValue': 'Boundary' }) })).toEqual([]);
});

test.each(['logs:PutLogEvents', 'logs:*', 'logs:?utLog*'])('beside the policy of a function that allows it, too: %s, with a fix that does not break the function', (Action) => {
  const [finding] = findingsInTemplate({ Role: role([allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: [Action] })], { ManagedPolicyArns: [READ_ONLY_S3, BASIC_EXECUTION] }) })
    .filter(({ rule }) => rule.id === 'ManagedPolicyNotScoped');
  expect(finding.message).toContain('but service-role/AWSLambdaBasicExecutionRole beside it takes no condition');
  expect(finding.rule.fix).toContain('Where a service does too, such as AWS Lambda as the role of a function, that Deny would break it: give agents a role of their own');
});

test('what the fix says of a function is so', () => {
  // Calls of the function itself are direct ones.
  const log = { action: 'logs:PutLogEvents', resource: '*' };
  const read = { action: 's3:GetObject', resource: '*' };
  const decide = (statements: object[], request: typeof log) => McpSimulator.fromTemplate({
    Resources: { Role: role([VIA_MCP, allow(undefined, { Action: 's3:Get*' }), ...statements], { ManagedPolicyArns: [BASIC_EXECUTION] }) },
  }).simulate({ principal: 'Role', ...request }).decision;
  expect(decide([], log)).toBe('ALLOWED');
  expect(decide([deny(OUTSIDE, { Action: '*' })], log)).toBe('EXPLICITLY_DENIED');
  expect(decide([deny(OUTSIDE)], log)).toBe('ALLOWED');
  expect([decide([], read), decide([deny(OUTSIDE)], read)]).toEqual(['ALLOWED', 'EXPLICITLY_DENIED']);
});
