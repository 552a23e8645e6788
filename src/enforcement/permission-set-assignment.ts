import { checked, listOf, stringLike } from '../private/validator';

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
    return new PermissionSetAssignment(...assigned('group', groupId, accountIds));
  }

  /**
   * To a user of IAM Identity Center.
   *
   * @param userId its id in the identity store, such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`
   * @param accountIds 12 digits each
   * @throws if there is no account, or an id is malformed.
   */
  public static user(userId: string, ...accountIds: string[]): PermissionSetAssignment {
    return new PermissionSetAssignment(...assigned('user', userId, accountIds));
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
const PRINCIPAL_ID = stringLike(/^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/, 'one like "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"');
const ACCOUNTS = listOf(stringLike(/^\d{12}$/, '').is, 'accounts of 12 digits, such as "111122223333"');

function assigned(kind: 'group' | 'user', id: string, accountIds: string[]): [type: string, id: string, accountIds: string[]] {
  const where = `PermissionSetAssignment.${kind}()`;
  if (accountIds.length === 0) {
    throw new Error(`${where} needs at least one account`);
  }
  return [kind.toUpperCase(), checked(where, `${kind}Id`, id, PRINCIPAL_ID), checked(where, 'accountIds', accountIds, ACCOUNTS)];
}
