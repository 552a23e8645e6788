import type { Denial, Denials } from './deny-statements';
import { guardrailResources } from './deny-statements';
import type { ExceptAdministratorsOptions } from './except-administrators';
import { exceptAdministrators } from './except-administrators';
import { PrincipalFilter } from './principal-filter';
import { ActionSet } from '../actions/action-set';
import { formatsOf, ResourceFit, resourceFit } from '../actions/resource-fit';
import { readable } from '../iam/unknown-text';
import { textOf } from '../iam/value';
import { formatValue } from '../private/format';

/** Options of `McpGuardrail.protectGuardrails()`. */
export interface ProtectGuardrailsOptions extends ExceptAdministratorsOptions {
  /**
   * The ARNs of what the guardrails are made of, with `*` and `?` as wildcards, such as `arn:aws:iam::*:role/agents/*`; at least one. They may be
   * those of roles, users, groups, boundaries and policies, policies of the organization, permission sets, and of the stacks and stack sets that carry
   * all these. Give them a path or the beginning of a name of their own to name them all at once.
   */
  readonly resources: string[];
}

/** What changes, detaches or deletes something, or what it is guarded by: of each kind of resource that can be protected. */
const CHANGES = [
  // A stack and a stack set act with the role that they were given, which is itself an administrator's.
  ...named('cloudformation', [
    'CancelUpdateStack', 'ContinueUpdateRollback', 'CreateChangeSet', 'CreateStackRefactor', 'DeleteStack', 'ExecuteChangeSet', 'ExecuteStackRefactor',
    'RollbackStack', 'SetStackPolicy', 'UpdateStack', 'UpdateTerminationProtection',
    'DeleteStackInstances', 'DeleteStackSet', 'ImportStacksToStackSet', 'StopStackSetOperation', 'UpdateStackInstances', 'UpdateStackSet',
  ]),
  ...named('iam', [
    'AddUserToGroup', 'AttachGroupPolicy', 'AttachRolePolicy', 'AttachUserPolicy', 'CreatePolicy', 'CreatePolicyVersion', 'DeleteGroup', 'DeleteGroupPolicy',
    'DeletePolicy', 'DeletePolicyVersion', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy', 'DeleteUser',
    'DeleteUserPermissionsBoundary', 'DeleteUserPolicy', 'DetachGroupPolicy', 'DetachRolePolicy', 'DetachUserPolicy', 'PutGroupPolicy',
    'PutRolePermissionsBoundary', 'PutRolePolicy', 'PutUserPermissionsBoundary', 'PutUserPolicy', 'RemoveUserFromGroup', 'SetDefaultPolicyVersion',
    'TagPolicy', 'TagRole', 'TagUser', 'UntagPolicy', 'UntagRole', 'UntagUser', 'UpdateAssumeRolePolicy', 'UpdateGroup', 'UpdateRole',
    'UpdateRoleDescription', 'UpdateUser',
  ]),
  ...named('organizations', ['DeletePolicy', 'DetachPolicy', 'UpdatePolicy']),
  ...named('sso', [
    'AttachCustomerManagedPolicyReferenceToPermissionSet', 'AttachManagedPolicyToPermissionSet', 'DeleteInlinePolicyFromPermissionSet',
    'DeletePermissionSet', 'DeletePermissionsBoundaryFromPermissionSet', 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'DetachManagedPolicyFromPermissionSet', 'PutInlinePolicyToPermissionSet', 'PutPermissionsBoundaryToPermissionSet', 'TagResource', 'UntagResource',
    'UpdatePermissionSet',
  ]),
];

/** What makes somebody an administrator: a role or user of an administrator's name, a way into one, or a tag or policy of one. */
const TAKE_OVERS = named('iam', [
  'AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy', 'DetachRolePolicy', 'PutRolePermissionsBoundary',
  'PutRolePolicy', 'TagRole', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription',
  'AttachUserPolicy', 'CreateAccessKey', 'CreateLoginProfile', 'CreateServiceSpecificCredential', 'CreateUser', 'DeactivateMFADevice', 'DeleteUser',
  'DeleteUserPermissionsBoundary', 'DeleteUserPolicy', 'DetachUserPolicy', 'EnableMFADevice', 'PutUserPermissionsBoundary', 'PutUserPolicy',
  'ResetServiceSpecificCredential', 'TagUser', 'UntagUser', 'UpdateAccessKey', 'UpdateLoginProfile', 'UpdateServiceSpecificCredential', 'UpdateSigningCertificate',
  'UpdateSSHPublicKey', 'UpdateUser', 'UploadSigningCertificate', 'UploadSSHPublicKey',
]);

/**
 * Denies changes of what the guardrails are made of, and of the administrators' own roles and users, to everybody but the administrators,
 * through MCP or not.
 *
 * Each statement has the actions that its resources can be about.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudformation.html
 */
export function protectGuardrails(options: ProtectGuardrailsOptions): Denials {
  return exceptAdministrators('ProtectGuardrails', options, (sid, condition, exempt): Denial[] => {
    const resources = guardrailResources(sid, options.resources);
    const actions = new Set(resources.flatMap((resource) => protecting(sid, resource)));
    const administrators = PrincipalFilter._arns(exempt).filter((arn) => fitting(TAKE_OVERS, arn).length > 0);
    const takeOvers = new Set(administrators.flatMap((arn) => fitting(TAKE_OVERS, arn)));
    return [
      { actions: ActionSet.of(...actions), resources, condition },
      ...(administrators.length === 0 ? [] : [{ actions: ActionSet.of(...takeOvers), resources: administrators, condition }]),
    ];
  });
}

function named(service: string, names: string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

/** The actions that change a resource. @throws if none does. */
function protecting(sid: string, resource: string): string[] {
  const actions = fitting(CHANGES, resource);
  if (actions.length === 0) {
    const ofService = CHANGES.filter((action) => action.startsWith(`${resource.split(':')[2]}:`));
    const formats = formatsOf(ofService.length > 0 ? ofService : ['iam:DeleteRole', 'cloudformation:DeleteStack', 'cloudformation:DeleteStackSet']);
    throw new Error(`${sid}: ${formatValue(readable(textOf(resource)!))} is nothing that can be protected: expected the ARN of a role, user, group, policy, `
      + `permission set, stack or stack set, such as ${formats.map((format) => `"${format}"`).join(', ')}`);
  }
  return actions;
}

/** Those of the actions that can be about the resource. What is known only at deployment may be anything. */
function fitting(actions: string[], resource: string): string[] {
  return actions.filter((action) => resourceFit([action], textOf(resource)) === ResourceFit.FITS);
}
