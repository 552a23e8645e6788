import type { StatementCheck } from './problem';
import { aPolicy } from './problem';
import { formatValue } from '../../private/format';
import { PolicyKind } from '../policy';
import type { PolicyType } from '../policy-type';
import { hasUnknownPart } from '../unknown-text';
import { isKnownLater, isObject, isOpen, itemsOf, textOf } from '../value';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const principalProblems: StatementCheck = (statement, type) => {
  const named = ['Principal', 'NotPrincipal'].filter((element) => statement.has(element));
  if (type.principal === 'none') {
    return named.map((element) => `has ${element}, which ${aPolicy(type)} can't hold`);
  }
  // What else a resource control policy may say is a rule of its own.
  if (type.kind === PolicyKind.RESOURCE_CONTROL) {
    return [];
  }
  if (named.length === 0) {
    return [`has no Principal, which ${aPolicy(type)} needs`];
  }
  const written = named.map((element) => writtenProblem(element, statement.json[element], type)).find((problem) => problem !== undefined);
  return written !== undefined ? [written] : named.includes('NotPrincipal') && type.refuses.includes('NotPrincipal') ? [`has NotPrincipal, which ${aPolicy(type)} can't hold`]
    : named.includes('NotPrincipal') && statement.effect === 'Allow' ? ['allows to NotPrincipal, which goes with Deny only']
      : statement.principal?.isEverybody && type.refuses.includes('wildcards') ? [`has a wildcard in ${named[0]}, which ${aPolicy(type)} can't hold`] : [];
};

/** The types of principals that IAM has. */
const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const AWS_PRINCIPAL = /^(\*|\d{12}|A[A-Z]{3}[A-Z0-9]{12,}|arn:[^:*?]+:(iam::\d{12}:(root|(user|role)\/[^*?]+)|sts::\d{12}:(assumed-role\/[^/*?]+\/[^*?]+|federated-user\/[^*?]+)|cloudfront::?[^*?]*|iam::cloudfront:user\/[^*?]+))$/;

const OTHERS: { readonly [type: string]: RegExp } = {
  Service: /^[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+$/,
  Federated: /^(arn:[^:*?]+:iam::\d{12}:(saml|oidc)-provider\/[^*?]+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i,
  CanonicalUser: /^[^*?]+$/,
};
const EXPECTED: { readonly [type: string]: string } = {
  Service: 'a service principal in lower case, such as "lambda.amazonaws.com"',
  Federated: 'the ARN of a SAML or OpenID Connect provider, or a domain such as "accounts.google.com"',
  CanonicalUser: 'a name without wildcards',
};

/** What is wrong with how an element names its principals; `undefined` if nothing, or it is not known. */
function writtenProblem(element: string, value: unknown, type: PolicyType): string | undefined {
  if (value === '*' && type.kind === PolicyKind.TRUST) {
    return `has "*" as ${element}, which a trust policy can't hold: expected an object, such as { "AWS": "*" } with a Condition`;
  }
  if (value === '*' || isOpen(value)) {
    return undefined;
  }
  if (!isObject(value)) {
    return `has ${formatValue(value)} as ${element}: expected "*" or an object, such as { "AWS": "arn:aws:iam::111122223333:role/Agent" }`;
  }
  const names = Object.keys(value);
  const unknown = names.find((name) => !TYPES.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    return `has ${unknown === undefined ? 'nothing' : `the key ${formatValue(unknown)}`} in ${element}: expected ${TYPES.join(', ')}`;
  }
  if (names.includes('Federated') && type.principal !== 'somebody') {
    return `has Federated in ${element}, which goes with trust policies only`;
  }
  for (const [name, given] of Object.entries(value)) {
    const items = itemsOf(given);
    const wrong = items.findIndex((item) => !isKnownLater(item) && !isPrincipal(name, item));
    if (items.length === 0 || wrong !== -1) {
      return `has ${items.length === 0 ? 'an empty list' : formatValue(items[wrong])} as ${name} in ${element}: expected ${name === 'AWS'
        ? '"*", an account, or the ARN of a user, role or session without wildcards' : EXPECTED[name]}`;
    }
  }
  return undefined;
}

function isPrincipal(type: string, value: unknown): boolean {
  const text = typeof value === 'string' ? textOf(value) : undefined;
  return text !== undefined && (hasUnknownPart(text) || (type === 'AWS' ? AWS_PRINCIPAL : OTHERS[type]).test(text) && !text.includes('${'));
}
