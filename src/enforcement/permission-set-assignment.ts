import { Token } from 'aws-cdk-lib';
import { formatValue } from '../private/format';

/**
 * Who gets a permission set in which accounts.
 *
 * @example
 * const assignment = PermissionSetAssignment.group('f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '111122223333', '444455556666');
 */
export class PermissionSetAssignment {
  /**
   * To a group of IAM Identity Center.
   *
   * @param groupId its id in the identity store, such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`
   * @param accountIds 12 digits each
   * @throws if there is no account, or an id is malformed.
   */
  public static group(groupId: string, ...accountIds: string[]): PermissionSetAssignment {
    return new PermissionSetAssignment('GROUP', checkedId('group', groupId), checkedAccounts('group', accountIds));
  }

  /**
   * To a user of IAM Identity Center.
   *
   * @param userId its id in the identity store, such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`
   * @param accountIds 12 digits each
   * @throws if there is no account, or an id is malformed.
   */
  public static user(userId: string, ...accountIds: string[]): PermissionSetAssignment {
    return new PermissionSetAssignment('USER', checkedId('user', userId), checkedAccounts('user', accountIds));
  }

  private constructor(
    /** `GROUP` or `USER`. */
    public readonly principalType: string,
    /** The id of the group or user. */
    public readonly principalId: string,
    /** The accounts in which it gets the permission set. */
    public readonly accountIds: string[],
  ) {}
}

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html */
function checkedId(kind: string, id: string): string {
  if (typeof id !== 'string' || (!Token.isUnresolved(id) && !/^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/.test(id))) {
    throw new Error(`${formatValue(id)} is not an id for PermissionSetAssignment.${kind}(): expected one like "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"`);
  }
  return id;
}

function checkedAccounts(kind: string, accountIds: string[]): string[] {
  if (accountIds.length === 0) {
    throw new Error(`PermissionSetAssignment.${kind}() needs at least one account`);
  }
  for (const account of accountIds) {
    if (typeof account !== 'string' || (!Token.isUnresolved(account) && !/^\d{12}$/.test(account))) {
      throw new Error(`${formatValue(account)} is not an account for PermissionSetAssignment.${kind}(): expected 12 digits, such as "111122223333"`);
    }
  }
  return accountIds;
}
