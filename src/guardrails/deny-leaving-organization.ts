import type { Denials } from './deny-statements';
import type { ExceptAdministratorsOptions } from './except-administrators';
import { exceptAdministrators } from './except-administrators';
import { ActionSet } from '../actions/action-set';

/**
 * What takes an account out from under the organization's policies, or the policies off it.
 *
 * An account that accepts an invitation goes over to the other organization at once. Of AWS's pages one says that this needs
 * `organizations:LeaveOrganization` too, and one that it does not: so the acceptance is denied as well.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_account_migration.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_accept-decline-invite.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html
 */
const LEAVING = ActionSet.of(
  'account:CloseAccount', 'cloudformation:DeactivateOrganizationsAccess', 'organizations:AcceptHandshake', 'organizations:CloseAccount', 'organizations:DeleteOrganization',
  'organizations:DeletePolicy', 'organizations:DeleteResourcePolicy', 'organizations:DeregisterDelegatedAdministrator', 'organizations:DetachPolicy',
  'organizations:DisableAWSServiceAccess', 'organizations:DisablePolicyType', 'organizations:LeaveOrganization', 'organizations:MoveAccount',
  'organizations:PutResourcePolicy', 'organizations:RemoveAccountFromOrganization', 'organizations:UpdatePolicy',
);

/** Denies to leave the organization, and to take its policies away, to everybody but the administrators, through MCP or not. */
export function denyLeavingOrganization(options: ExceptAdministratorsOptions): Denials {
  return exceptAdministrators('DenyLeavingOrganization', options, (_, condition) => [{ actions: LEAVING, resources: ['*'], condition }]);
}
