import type { Rule } from './rule';
import { wildcards } from '../../iam/pattern';
import { PolicyKind } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { patternMatches } from '../../iam/wildcard';

/**
 * What IAM Roles Anywhere needs.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
const FOR_ROLES_ANYWHERE = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
const GITHUB = 'token.actions.githubusercontent.com';

export const TRUST_POLICY_WITHOUT_EFFECT: Rule = {
  id: 'TrustPolicyWithoutEffect',
  severity: 'error',
  explanation: 'The principal of a trust policy can\'t assume the role with the actions that it is allowed.',
  fix: 'A SAML provider goes with sts:AssumeRoleWithSAML, an OpenID Connect provider with sts:AssumeRoleWithWebIdentity, each in Federated. '
    + 'rolesanywhere.amazonaws.com needs sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession.',

  checkStatement(statement, { kind }) {
    if (kind !== PolicyKind.TRUST || statement.effect !== 'Allow') {
      return [];
    }
    const missing = entriesOf(statement).some(([, value]) => value === 'rolesanywhere.amazonaws.com') && isKnown(statement)
      ? FOR_ROLES_ANYWHERE.filter((action) => !allows(statement, action)) : [];
    return [
      ...MISMATCHES.filter(([action, , fits]) => names(statement, action) && entriesOf(statement).length > 0
        && entriesOf(statement).every(([type, value]) => value !== undefined && value !== '*' && !fits(type, value)))
        .map(([action, whom]) => `${action} is for ${whom} in Federated, and the statement has none`),
      ...(missing.length === 0 ? [] : [`rolesanywhere.amazonaws.com lacks ${missing.join(' and ')}`]),
    ];
  },
};

const MISMATCHES: ReadonlyArray<readonly [action: string, whom: string, fits: (type: string, value: string) => boolean]> = [
  ['sts:AssumeRoleWithSAML', 'a SAML provider', (type, value) => type === 'Federated' && !isOidc(value)],
  ['sts:AssumeRoleWithWebIdentity', 'an OpenID Connect provider', (type, value) => type === 'Federated' && !value.includes(':saml-provider/')],
];

export const FEDERATION_NOT_RESTRICTED: Rule = {
  id: 'FederationNotRestricted',
  severity: 'warning',
  explanation: 'An identity provider on the internet signs in users of many: without a condition on its keys each of them can assume the role.',
  fix: 'Add { "StringEquals": { "<provider>:aud": "<your client>" } }, and for GitHub Actions one on token.actions.githubusercontent.com:sub that names your '
    + 'repository.',

  checkStatement: (statement, { kind }) => (kind !== PolicyKind.TRUST || statement.effect !== 'Allow' ? [] : entriesOf(statement)
    .filter(([type, value]) => type === 'Federated' && value !== undefined && isOidc(value)).flatMap(([, value]) => {
      const provider = value!.replace(/^.*:oidc-provider\//, '').toLowerCase();
      const keys = statement.condition.tests.map(({ name }) => name);
      return !keys.some((key) => patternMatches(wildcards(`${provider}:*`), key) !== false) ? [`no condition is on the keys of ${provider}: whoever it signs in can assume the role`]
        : provider === GITHUB && !keys.includes(`${GITHUB}:sub`) ? [`no condition is on ${GITHUB}:sub: workflows of any repository of GitHub can assume the role`] : [];
    })),
};

/** Of OpenID Connect: a provider of the account, or one that AWS knows by its domain. */
function isOidc(value: string): boolean {
  return value.includes(':oidc-provider/') || /^(accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com|cognito-identity\.amazonaws\.com)$/.test(value);
}

function entriesOf({ principal }: Statement): ReadonlyArray<readonly [type: string, value: string | undefined]> {
  return principal?.negated ? [] : principal?.entries ?? [];
}

/** Whether the statement names just the action. */
function names({ action }: Statement, name: string): boolean {
  return action?.negated === false && action.literals.some((each) => each.toLowerCase() === name.toLowerCase());
}

function allows(statement: Statement, action: string): boolean {
  return statement.matchesAction(action.toLowerCase()) !== false;
}

function isKnown({ action }: Statement): boolean {
  return action !== undefined && action.texts.every((text) => text !== undefined);
}
