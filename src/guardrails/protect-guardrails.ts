import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import type { PrincipalFilter } from './principal-filter';
import { ActionSet } from '../actions/action-set';
import type { McpServer } from '../mcp/mcp-server';

/** Options of `McpGuardrail.protectGuardrails()`. */
export interface ProtectGuardrailsOptions extends McpGuardrailOptions {
  /** Who may still change them; at least one filter. */
  readonly administrators: PrincipalFilter[];

  /**
   * The ARNs of the roles, users, groups, boundaries and policies to protect, those of the organization too, with `*` and `?` as
   * wildcards, such as `arn:aws:iam::*:role/agents/*`; at least one. Give them a path of their own to name them all at once.
   */
  readonly resources: string[];

  /**
   * Deny it only to calls through these managed MCP servers.
   *
   * @default - it is denied to direct calls too, and through any server
   */
  readonly servers?: McpServer[];
}

/** What changes, detaches or deletes a role, user, group or policy, or what one is guarded by. */
const CHANGES = ActionSet.of(
  'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreatePolicyVersion',
  'iam:DeleteGroup', 'iam:DeleteGroupPolicy', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary', 'iam:DeleteRolePolicy', 'iam:DeleteUser', 'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteUserPolicy', 'iam:DetachGroupPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy', 'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy', 'iam:RemoveUserFromGroup',
  'iam:SetDefaultPolicyVersion', 'iam:TagPolicy', 'iam:TagRole', 'iam:TagUser', 'iam:UntagPolicy', 'iam:UntagRole', 'iam:UntagUser',
  'iam:UpdateAssumeRolePolicy', 'iam:UpdateGroup', 'iam:UpdateRole', 'iam:UpdateRoleDescription', 'iam:UpdateUser',
  'organizations:DeletePolicy', 'organizations:DetachPolicy', 'organizations:UpdatePolicy',
);

/** Denies changes of what the guardrails are made of to everybody but the administrators, through MCP or not. */
export function protectGuardrails(options: ProtectGuardrailsOptions): Denials {
  const sid = options.sid ?? 'ProtectGuardrails';
  if (options.administrators.length === 0) {
    throw new Error(`${sid}: administrators is empty, so that nobody could change the guardrails any more`);
  }
  const exempt = [...options.administrators, ...options.exempt ?? []];
  const condition = options.servers ? viaMcp(sid, options.servers) : {};
  // Administrators who are known by a tag are the only ones to give it.
  return denyStatements(sid, { ...options, exempt }, [
    { actions: CHANGES, resources: guardrailResources(sid, options.resources), condition },
  ], { condition, exempt });
}
