import { Aws, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { ActionSet, McpGuardrail, PrincipalFilter } from '../../src';
import { ALL, deniedFrom } from '../meaning';

const administrators = [PrincipalFilter.roleNames('CloudTeam')];
const protect = (...resources: string[]) => McpGuardrail.protectGuardrails({ administrators, resources });
const as = (role: string) => ({ 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] });
const from = (guardrail: McpGuardrail, action: string, resource: string, role = 'Developer') =>
  deniedFrom(guardrail.statements(), { action, resource, context: { ...as(role), 'aws:TagKeys': [] } });
const actionsOf = (guardrail: McpGuardrail) => guardrail.statements().map((statement) => statement.actions.map(String));

const STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/McpGuardrails-Roles/0a1b2c3d';
const STACK_SET = 'arn:aws:cloudformation:us-east-1:111122223333:stackset/mcp-agents:0a1b2c3d';
const PERMISSION_SET = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
const ADMIN = 'arn:aws:iam::444455556666:role/CloudTeam';

const everything = protect(
  'arn:aws:cloudformation:*:*:stack/McpGuardrails-*', 'arn:aws:cloudformation:*:*:stackset/mcp-*', 'arn:aws:sso:::permissionSet/*/*', 'arn:aws:iam::*:role/agents/*',
);

test.each([
  [STACK, 'cloudformation', [
    'DeleteStack', 'UpdateStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CancelUpdateStack', 'ContinueUpdateRollback', 'RollbackStack', 'SetStackPolicy',
    'UpdateTerminationProtection', 'CreateStackRefactor', 'ExecuteStackRefactor',
  ]],
  [STACK_SET, 'cloudformation', ['UpdateStackSet', 'DeleteStackSet', 'UpdateStackInstances', 'DeleteStackInstances', 'StopStackSetOperation', 'ImportStacksToStackSet']],
  [PERMISSION_SET, 'sso', [
    'DeletePermissionSet', 'UpdatePermissionSet', 'PutInlinePolicyToPermissionSet', 'DeleteInlinePolicyFromPermissionSet', 'AttachManagedPolicyToPermissionSet',
    'DetachManagedPolicyFromPermissionSet', 'AttachCustomerManagedPolicyReferenceToPermissionSet', 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'PutPermissionsBoundaryToPermissionSet', 'DeletePermissionsBoundaryFromPermissionSet', 'TagResource', 'UntagResource',
  ]],
  [ADMIN, 'iam', ['CreateRole', 'UpdateAssumeRolePolicy', 'TagRole', 'UntagRole', 'PutRolePolicy', 'AttachRolePolicy', 'DeleteRolePermissionsBoundary']],
  ['arn:aws:iam::444455556666:role/some/path/CloudTeam', 'iam', ['CreateRole', 'UpdateAssumeRolePolicy']],
])('nobody but an administrator changes %s', (resource, service, names) => {
  for (const name of names) {
    expect([name, from(everything, `${service}:${name}`, resource)]).toEqual([name, ALL]);
    expect([name, from(everything, `${service}:${name}`, resource, 'CloudTeam')]).toEqual([name, []]);
  }
});

test('others of the kind, and reads, are left alone', () => {
  expect(from(everything, 'cloudformation:DeleteStack', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Orders/0a1b2c3d')).toEqual([]);
  expect(from(everything, 'cloudformation:DescribeStacks', STACK)).toEqual([]);
  expect(from(everything, 'sso:DescribePermissionSet', PERMISSION_SET)).toEqual([]);
  expect(from(everything, 'iam:CreateRole', 'arn:aws:iam::111122223333:role/agents/Reader')).toEqual([]);
  expect(from(everything, 'iam:CreateRole', 'arn:aws:iam::111122223333:role/CloudTeamster')).toEqual([]);
});

test('administrators who are users keep their credentials to themselves', () => {
  const guardrail = McpGuardrail.protectGuardrails({
    administrators: [PrincipalFilter.arns('arn:aws:iam::111122223333:user/Ana')], resources: ['arn:aws:iam::*:role/agents/*'],
  });
  const user = 'arn:aws:iam::111122223333:user/Ana';
  for (const action of ['CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'AttachUserPolicy', 'TagUser', 'UpdateUser',
    'CreateServiceSpecificCredential', 'ResetServiceSpecificCredential', 'UpdateServiceSpecificCredential', 'UploadSSHPublicKey', 'UpdateSSHPublicKey', 'UploadSigningCertificate',
    'UpdateSigningCertificate']) {
    expect([action, from(guardrail, `iam:${action}`, user)]).toEqual([action, ALL]);
  }
  expect(from(guardrail, 'iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/Bob')).toEqual([]);
});

test('whom `exempt` names is protected as the administrators are', () => {
  const guardrail = McpGuardrail.protectGuardrails({ administrators, exempt: [PrincipalFilter.roleNames('Deploy')], resources: ['arn:aws:iam::*:role/agents/*'] });
  expect(from(guardrail, 'iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111122223333:role/Deploy')).toEqual(ALL);
});

test('administrators by account or tag have no roles that could be named', () => {
  const of = (filter: PrincipalFilter) => McpGuardrail.protectGuardrails({ administrators: [filter], resources: ['arn:aws:iam::*:role/agents/*'] }).statements();
  expect(of(PrincipalFilter.accounts('111122223333'))).toHaveLength(1);
  // The second keeps the tag.
  expect(of(PrincipalFilter.tag('agents', 'admin')).map(({ actions }) => actions.includes('iam:UpdateAssumeRolePolicy'))).toEqual([true, false]);
});

test('each statement has only the actions that its resources can be about', () => {
  const [changes, takeOvers] = actionsOf(protect('arn:aws:iam::*:role/agents/*'));
  expect(changes.filter((action) => !/^iam:.*Role/.test(action))).toEqual([]);
  expect(takeOvers.filter((action) => !/^iam:.*Role/.test(action))).toEqual([]);
  expect(actionsOf(protect('arn:aws:sso:::permissionSet/*/*'))[0].filter((action) => !action.startsWith('sso:'))).toEqual([]);
});

test('what is known only at deployment may be anything', () => {
  const stack = new Stack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  const [all] = actionsOf(protect(role.roleArn));
  expect(all).toEqual(expect.arrayContaining(['iam:DetachRolePolicy', 'cloudformation:DeleteStack', 'sso:DeletePermissionSet']));
  const [ofRoles] = actionsOf(protect(`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/agents/*`));
  expect(ofRoles).toContain('iam:DetachRolePolicy');
  expect(ofRoles).not.toContain('cloudformation:DeleteStack');
});

test.each([
  ['arn:aws:s3:::b', '"arn:aws:s3:::b" is nothing that can be protected: expected the ARN of a role, user, group, policy, permission set, stack or stack set, such as "arn:aws:iam:*:*:role/'],
  // The ARN of a stack ends with an id.
  ['arn:aws:cloudformation:*:*:stack/McpGuardrails', 'such as "arn:aws:cloudformation:*:*:stack/*/*"'],
  ['arn:aws:cloudformation:*:*:stackset/mcp-agents', 'is nothing that can be protected'],
  ['arn:aws:sso:::account/111122223333', 'permissionSet/*/*"'],
  ['arn:aws:iam::*:saml-provider/Okta', 'is nothing that can be protected'],
  [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:instance-profile/x`, '"arn:<known at deployment>:iam::<known at deployment>:instance-profile/x" is nothing'],
])('%s is nothing to protect', (resource, message) => {
  expect(() => protect('arn:aws:iam::*:role/agents/*', resource)).toThrow(message);
  expect(() => protect(resource)).toThrow(/^ProtectGuardrails: /);
});

test('every action of the guardrail is one of the table', () => {
  const actions = protect('*').statements().flatMap((statement) => statement.actions.map(String));
  expect(ActionSet.of(...actions).listActions()).toEqual([...new Set(actions)].sort());
});

describe('DenyLeavingOrganization', () => {
  const guardrail = McpGuardrail.denyLeavingOrganization({ administrators });
  const account = 'arn:aws:organizations::111122223333:account/o-a1b2c3d4e5/444455556666';

  test.each([
    'organizations:LeaveOrganization', 'organizations:AcceptHandshake', 'organizations:RemoveAccountFromOrganization', 'organizations:MoveAccount', 'organizations:CloseAccount',
    'organizations:DisablePolicyType', 'organizations:DetachPolicy', 'organizations:DeletePolicy', 'organizations:UpdatePolicy', 'organizations:DeleteOrganization',
    'organizations:DeregisterDelegatedAdministrator', 'organizations:DisableAWSServiceAccess', 'account:CloseAccount',
  ])('%s: only administrators, directly or through MCP', (action) => {
    expect(from(guardrail, action, account)).toEqual(ALL);
    expect(from(guardrail, action, account, 'CloudTeam')).toEqual([]);
  });

  test('what takes nothing off is left alone', () => {
    for (const action of ['organizations:ListAccounts', 'organizations:AttachPolicy', 'organizations:EnablePolicyType', 'organizations:InviteAccountToOrganization', 'account:PutAlternateContact']) {
      expect([action, from(guardrail, action, account)]).toEqual([action, []]);
    }
  });

  test('it is written as it is read', () => {
    expect(guardrail.statements().map((statement) => statement.toStatementJson())).toMatchSnapshot();
  });

  test('without an administrator', () => {
    expect(() => McpGuardrail.denyLeavingOrganization({ administrators: [] })).toThrow('DenyLeavingOrganization: administrators is empty, so that nobody could do it any more');
  });
});
