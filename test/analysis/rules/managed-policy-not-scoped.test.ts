import { allow, deny, findingsInTemplate, foundInTemplate, role } from './found';

const VIA_MCP = allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } });
const READ_ONLY = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess' };
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
