import { Token } from 'aws-cdk-lib';
import type { TagTest } from './tag-test';
import type { ConditionBlock } from '../iam/combine-conditions';
import { TAG_CHARACTERS } from '../iam/tag-text';
import { formatValue } from '../private/format';

const PRINCIPAL_TAG = 'aws:PrincipalTag/';
const PRINCIPAL_ARN = 'aws:PrincipalArn';

/** How one condition key tells whether a principal is among those meant. */
interface Criterion {
  readonly key: string;
  /** The operator that matches the principals meant. A principal without the key is not meant. */
  readonly matches: string;
  /** The operator that matches all others. A principal without the key is one of them. */
  readonly matchesNot: string;
  readonly values: string[];
}

/**
 * A group of principals, told apart by IAM condition keys: whom a guardrail applies to, or whom it exempts.
 *
 * A principal that lacks the key is never in the group, so that an exemption fails closed. One that is so wide that it undoes the
 * guardrail gets a warning where that is enforced (`cdk-mcp-guardrails:wideExemption`).
 *
 * @example
 * McpGuardrail.denyViaMcp({
 *   appliesTo: [PrincipalFilter.rolePaths('/agents/')],
 *   exempt: [PrincipalFilter.roleNames('BreakGlass'), PrincipalFilter.tag('agents', 'unrestricted')],
 * });
 */
export class PrincipalFilter {
  /**
   * Roles of the given names, in any account and under any path (`aws:PrincipalArn`).
   *
   * A `*` or `?` in a name is a wildcard; it also matches the `/` of paths, so `Agent*` means roles under a path
   * `/Agent-x/` too. Whoever may create roles can create one of an exempted name: protect `iam:CreateRole`.
   *
   * @throws if there is none, or one is not a role name (at most 64 letters, digits and `+=,.@_-`), or is only wildcards.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   */
  public static roleNames(...names: string[]): PrincipalFilter {
    check('roleNames', names, /^[\w+=,.@*?-]{1,64}$/, 'a role name without its path, such as "Admin" or "AWSReservedSSO_Admin_*"');
    return PrincipalFilter.principalArns(rolePatterns('roleNames', names,
      (name) => [`arn:*:iam::*:role/${name}`, `arn:*:iam::*:role/*/${name}`]));
  }

  /**
   * Roles under the given paths, in any account (`aws:PrincipalArn`).
   *
   * @throws if there is none, or one is not a path that begins and ends with `/` and has a name between, or only wildcards.
   */
  public static rolePaths(...paths: string[]): PrincipalFilter {
    check('rolePaths', paths, /^\/[\x21-\x7e]+\/$/, 'a path that begins and ends with a slash, such as "/agents/"');
    return PrincipalFilter.principalArns(rolePatterns('rolePaths', paths, (path) => [`arn:*:iam::*:role${path}*`]));
  }

  /**
   * Principals by ARN (`aws:PrincipalArn`), with `*` and `?` as wildcards within each of its six parts.
   *
   * For a role session the key holds the ARN of the **role**, never that of the session (`assumed-role`). For one of `GetFederationToken` it holds that
   * of the federated user, `arn:aws:sts::111122223333:federated-user/Ana`, which no pattern for users means.
   *
   * @throws if there is none, or one is not an ARN, or is that of a role session, or means every principal, as `arn:aws:iam::*:*` does.
   */
  public static arns(...patterns: string[]): PrincipalFilter {
    check('arns', patterns, /^arn:[^:]+:(iam:[^:]*:[^:]+:.+|sts:[^:]*:[^:]+:federated-user\/.+)$/,
      'the ARN of a role, user, federated user or root, such as "arn:aws:iam::111122223333:role/Admin" (a role session has the ARN of its role)');
    const all = (Token.isUnresolved(patterns) ? [] : patterns).find((pattern) => /^([^:]*:){5}[*?/:]+$/.test(pattern));
    if (all !== undefined) {
      throw new Error(`${formatValue(all)} in PrincipalFilter.arns() means every principal: expected the ARN to say which, such as "arn:aws:iam::*:role/agents/*"`);
    }
    return PrincipalFilter.principalArns(patterns);
  }

  /**
   * Principals with a tag (`aws:PrincipalTag/…`): of the role or user, or of the session.
   *
   * A guardrail with such a filter also denies agents, whoever they are, to set or remove the tag on roles, users and sessions through
   * MCP; only those whom another filter exempts still may. Whoever tags principals directly, or by an identity provider, chooses who has it.
   *
   * @param key the tag's key
   * @param values the values it may have, any of them; `*` and `?` are wildcards, also in what a token stands for; `*` alone means any value.
   * @throws if the key or the list of values is empty.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
   */
  public static tag(key: string, ...values: string[]): PrincipalFilter {
    // The characters a tag may have, which don't include the wildcards.
    check('tag', [key], new RegExp(`^[${TAG_CHARACTERS}]{1,128}$`, 'u'), 'the key of a tag');
    if (Token.isUnresolved(key)) {
      throw new Error('PrincipalFilter.tag() needs a literal key: CloudFormation takes no intrinsic function in the name of a property');
    }
    check('tag', values, new RegExp(`^[*?${TAG_CHARACTERS}]{0,256}$`, 'u'), 'a value of the tag');
    // What is known only at deployment may have wildcards, too.
    const like = values.some((text) => Token.isUnresolved(text) || /[*?]/.test(text));
    return new PrincipalFilter({
      key: PRINCIPAL_TAG + key,
      matches: like ? 'StringLike' : 'StringEquals',
      matchesNot: like ? 'StringNotLike' : 'StringNotEquals',
      values: unique(values),
    });
  }

  /**
   * Principals of the given accounts (`aws:PrincipalAccount`), their roots included.
   *
   * @param accountIds twelve digits each; an unresolved token is taken as it is.
   * @throws if there is none, or one is not the id of an account.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount
   */
  public static accounts(...accountIds: string[]): PrincipalFilter {
    check('accounts', accountIds, /^\d{12}$/, 'the id of an account, such as "111122223333"');
    return new PrincipalFilter({
      key: 'aws:PrincipalAccount', matches: 'StringEquals', matchesNot: 'StringNotEquals', values: unique(accountIds),
    });
  }

  /**
   * Principals of accounts under the given paths of the organization (`aws:PrincipalOrgPaths`): of organizational units, or of the
   * whole organization.
   *
   * `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/` means accounts right in that OU, with `*` behind it those of the OUs below too.
   * `o-a1b2c3d4e5/*` means the whole organization; no account is right in `o-a1b2c3d4e5/`.
   *
   * @throws if there is none, or one does not begin with an organization's id and end with `/` or `/*`, or has neither a root nor `*`.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
   */
  public static organizationPaths(...paths: string[]): PrincipalFilter {
    check('organizationPaths', paths, /^o-[a-z0-9]{10,32}\/(r-[0-9a-z]{4,32}\/(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\/)*\*?|\*)$/,
      'a path of the organization, such as "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"');
    return new PrincipalFilter({
      key: 'aws:PrincipalOrgPaths',
      // The key has several values.
      matches: 'ForAnyValue:StringLike',
      matchesNot: 'ForAllValues:StringNotLike',
      values: unique(paths),
    });
  }

  /**
   * The condition blocks of which at least one matches the principals of any of the filters: one for each key, since
   * keys in one block are ANDed.
   *
   * @internal
   */
  public static _anyOf(filters: PrincipalFilter[]): ConditionBlock[] {
    return PrincipalFilter.byKey(filters).map((criterion) => ({ [criterion.matches]: { [criterion.key]: value(criterion) } }));
  }

  /**
   * The condition blocks that all match a principal that is in none of the filters.
   *
   * @internal
   */
  public static _noneOf(filters: PrincipalFilter[]): ConditionBlock[] {
    return PrincipalFilter.byKey(filters).map((criterion) => ({ [criterion.matchesNot]: { [criterion.key]: value(criterion) } }));
  }

  /**
   * The keys of the tags by which the filters tell principals apart, each once; they are case-insensitive.
   *
   * @internal
   */
  public static _tagKeys(filters: PrincipalFilter[]): string[] {
    const keys = filters.filter((filter) => filter.isOfTag).map(({ criterion: { key } }) => key.slice(PRINCIPAL_TAG.length));
    return [...new Map(keys.map((key) => [key.toLowerCase(), key])).values()];
  }

  /**
   * The tags by which the filters tell principals apart, each with the conditions that something else has the tag, or has not.
   *
   * @internal
   */
  public static _tags(filters: PrincipalFilter[]): TagTest[] {
    return PrincipalFilter.byKey(filters.filter(({ isOfTag }) => isOfTag)).map((criterion) => {
      const key = criterion.key.slice(PRINCIPAL_TAG.length);
      return {
        key,
        of: (what) => ({ [criterion.matches]: { [`aws:${what}Tag/${key}`]: value(criterion) } }),
        notOf: (what) => ({ [criterion.matchesNot]: { [`aws:${what}Tag/${key}`]: value(criterion) } }),
      };
    });
  }

  /**
   * The filters that are about something else than tags.
   *
   * @internal
   */
  public static _withoutTags(filters: PrincipalFilter[]): PrincipalFilter[] {
    return filters.filter((filter) => !filter.isOfTag);
  }

  /**
   * The ARNs by which the filters tell principals apart, each once, with wildcards.
   *
   * @internal
   */
  public static _arns(filters: PrincipalFilter[]): string[] {
    return unique(filters.filter(({ criterion: { key } }) => key === PRINCIPAL_ARN).flatMap(({ criterion }) => criterion.values));
  }

  private static principalArns(patterns: string[]): PrincipalFilter {
    return new PrincipalFilter({ key: PRINCIPAL_ARN, matches: 'ArnLike', matchesNot: 'ArnNotLike', values: unique(patterns) });
  }

  /** One criterion for each key and operator, with the values of all filters. */
  private static byKey(filters: PrincipalFilter[]): Criterion[] {
    const merged = new Map<string, Criterion>();
    for (const { criterion } of filters) {
      const name = `${criterion.matches} ${criterion.key.toLowerCase()}`;
      const before = merged.get(name);
      merged.set(name, before ? { ...before, values: unique([...before.values, ...criterion.values]) } : criterion);
    }
    return [...merged.values()];
  }

  private constructor(private readonly criterion: Criterion) {}

  private get isOfTag(): boolean {
    return this.criterion.key.startsWith(PRINCIPAL_TAG);
  }
}

function value(criterion: Criterion): string | string[] {
  return criterion.values.length === 1 && !Token.isUnresolved(criterion.values) ? criterion.values[0] : criterion.values;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

/** Checks each value, unless it is an unresolved token; the whole list may be one. */
function check(factory: string, values: string[], pattern: RegExp, expected: string): void {
  if (values.length === 0) {
    throw new Error(`PrincipalFilter.${factory}() needs at least one value: expected ${expected}`);
  }
  for (const text of Token.isUnresolved(values) ? [] : values) {
    // A missing environment variable would pass as the text "undefined".
    if (typeof text !== 'string' || (!Token.isUnresolved(text) && !pattern.test(text))) {
      throw new Error(`${formatValue(text)} is not a value for PrincipalFilter.${factory}(): expected ${expected}`);
    }
  }
}

/** The patterns for each name or path, which must then be known one by one. */
function rolePatterns(factory: string, values: string[], patterns: (text: string) => string[]): string[] {
  if (Token.isUnresolved(values)) {
    throw new Error(`PrincipalFilter.${factory}() cannot take a list that is known only at deployment: pass its elements`);
  }
  if (values.some((text) => /^[*?/]+$/.test(text))) {
    throw new Error(`PrincipalFilter.${factory}() with a wildcard alone means every role`);
  }
  return values.flatMap(patterns);
}
