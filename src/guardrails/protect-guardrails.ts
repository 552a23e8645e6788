import type { Denials } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { PrincipalFilter } from './principal-filter';
import { ActionSet } from '../actions/action-set';

/** Options of `McpGuardrail.protectGuardrails()`. */
export interface ProtectGuardrailsOptions {
  /** Who may still change them; at least one filter. */
  readonly administrators: PrincipalFilter[];

  /**
   * The ARNs of the roles, boundaries and policies to protect, with `*` and `?` as wildcards, such as
   * `arn:aws:iam::*:role/agents/*`; at least one. Give them a path of their own to name them all at once.
   */
  readonly resources: string[];

  /**
   * The Sid of the statement, letters and digits.
   *
   * @default ProtectGuardrails
   */
  readonly sid?: string;
}

/** What changes, detaches or deletes a role, a policy, or what either is guarded by. */
const CHANGES = ActionSet.of(
  'iam:AttachRolePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy',
  'iam:SetDefaultPolicyVersion', 'iam:TagPolicy', 'iam:TagRole', 'iam:UntagPolicy', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole', 'iam:UpdateRoleDescription',
);

/** Denies changes of the library's own roles and policies to everybody but the administrators, through MCP or not. */
export function protectGuardrails(options: ProtectGuardrailsOptions): Denials {
  const sid = options.sid ?? 'ProtectGuardrails';
  if (options.administrators.length === 0) {
    throw new Error(`${sid}: administrators is empty, so that nobody could change the guardrails any more`);
  }
  return denyStatements(sid, { sid, exempt: options.administrators }, [
    { actions: CHANGES, resources: guardrailResources(sid, options.resources), condition: {} },
  ]);
}
