import { checked, stringLike } from '../private/validator';

/**
 * What a control policy is attached to: the root of the organization, an organizational unit, or an account.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html
 *
 * @example
 * const targets = [PolicyTarget.organizationalUnit('ou-ab12-11111111'), PolicyTarget.account('111122223333')];
 */
export class PolicyTarget {
  /**
   * The root of the organization: all its accounts.
   *
   * @param rootId `r-` and 4 to 32 lower-case letters or digits; an unresolved token is taken as it is.
   * @throws if it is not the id of a root.
   */
  public static root(rootId: string): PolicyTarget {
    return new PolicyTarget('root', rootId, /^r-[0-9a-z]{4,32}$/, 'r-ab12');
  }

  /**
   * An organizational unit: the accounts in it and in those below.
   *
   * @param organizationalUnitId `ou-`, the root's letters, `-` and 8 to 32 lower-case letters or digits; an unresolved token
   * is taken as it is.
   * @throws if it is not the id of an organizational unit.
   */
  public static organizationalUnit(organizationalUnitId: string): PolicyTarget {
    return new PolicyTarget('organizationalUnit', organizationalUnitId, /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/, 'ou-ab12-11111111');
  }

  /**
   * One account.
   *
   * @param accountId twelve digits; an unresolved token is taken as it is.
   * @throws if it is not the id of an account.
   */
  public static account(accountId: string): PolicyTarget {
    return new PolicyTarget('account', accountId, /^\d{12}$/, '111122223333');
  }

  private constructor(
    factory: string,
    /** The id, as `AWS::Organizations::Policy` takes it. */
    public readonly targetId: string,
    pattern: RegExp,
    example: string,
  ) {
    checked(`PolicyTarget.${factory}()`, `${factory}Id`, targetId, stringLike(pattern, `one like "${example}"`));
  }
}
