import { ANONYMOUS, ANONYMOUS_CONTEXT } from './anonymous';
import { arnParts } from './arn';
import type { RequestContext } from './request-context';
import type { Outcome } from './three-valued';
import { generatedName, unknownPart } from './unknown-text';
import { formatValue } from '../private/format';

/** Who makes a request. */
export interface RequestPrincipal {
  readonly kind: 'role' | 'role session' | 'user' | 'federated user' | 'root' | 'service' | 'identity provider' | 'anonymous';

  /** The ARN, service principal or identity provider as a policy names it. */
  readonly name: string;

  /** The account; `undefined` for a service, an identity provider or a request without credentials, which have none. */
  readonly account?: string;

  /** Of a role or its session: the role's ARN. */
  readonly roleArn?: string;

  /** Of a session that does not tell which path its role has, if any: what the ARN is then. The context has it without one. */
  readonly roleArnWithPath?: string;

  /** What the request's context says of it, by lower-case key: an empty list for a key that is absent. */
  readonly context: RequestContext;

  /** Whether neither service nor resource control policies apply to it. Of a session its name alone doesn't tell. */
  readonly serviceLinkedRole: Outcome;
}

const IDENTITY_PROVIDERS = ['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com'];

/**
 * Reads who makes a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 * @throws if it is no principal that can make one
 */
export function requestPrincipal(name: string): RequestPrincipal {
  if (name === ANONYMOUS) {
    return { kind: 'anonymous', name, serviceLinkedRole: false, context: ANONYMOUS_CONTEXT };
  }
  const [, partition, service, , account, resource] = arnParts(name) ?? [];
  if (resource === undefined || !['iam', 'sts'].includes(service!)) {
    return withoutAccount(name);
  }
  const [type, ...path] = resource.split('/');
  const id = { name, account: account! };
  const last = path[path.length - 1];
  const complete = type === 'root' ? path.length === 0 : path.length > (type === 'assumed-role' ? 1 : 0) && last !== '';
  switch (complete && account !== '' ? type : '') {
    case 'root':
      return { kind: 'root', ...id, serviceLinkedRole: false, context: principalContext(name, id.account, 'Account', id.account) };
    case 'user':
      return { kind: 'user', ...id, serviceLinkedRole: false, context: principalContext(name, id.account, 'User', `AIDA${generatedName('the id of the user')}`, last) };
    case 'role':
      return {
        kind: 'role',
        ...id,
        roleArn: name,
        serviceLinkedRole: path[0] === 'aws-service-role',
        context: principalContext(name, id.account, 'AssumedRole', `AROA${generatedName('the id of the role')}:${unknownPart('the name of the session')}`),
      };
    case 'assumed-role': {
      const [roleName] = path;
      const roles = `arn:${partition}:iam::${id.account}:role/`;
      const roleArn = `${roles}${pathOf(roleName) ?? ''}${roleName}`;
      return {
        kind: 'role session',
        ...id,
        roleArn,
        ...(pathOf(roleName) === undefined && { roleArnWithPath: `${roles}${unknownPart('the path of the role')}/${roleName}` }),
        serviceLinkedRole: roleName.startsWith('AWSServiceRoleFor') ? undefined : false,
        context: principalContext(roleArn, id.account, 'AssumedRole', `AROA${generatedName('the id of the role')}:${path.slice(1).join('/')}`),
      };
    }
    case 'federated-user':
      return { kind: 'federated user', ...id, serviceLinkedRole: false, context: principalContext(name, id.account, 'FederatedUser', `${id.account}:${path.join('/')}`) };
    case 'saml-provider':
    case 'oidc-provider':
      return identityProvider(name);
    default:
      throw notAPrincipal(name);
  }
}

/**
 * The path of a role as far as its name tells, which is all that a session's ARN has. Roles of IAM Identity Center have one, in which there may
 * be a region.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function pathOf(roleName: string): string | undefined {
  return roleName.startsWith('AWSReservedSSO_') ? `aws-reserved/sso.amazonaws.com/${unknownPart('the region of IAM Identity Center')}` : undefined;
}

/**
 * Who comes from an identity provider is not authenticated by AWS: the keys of principals are absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html
 */
function identityProvider(name: string): RequestPrincipal {
  return { kind: 'identity provider', name, serviceLinkedRole: false, context: new Map(PRINCIPAL_KEYS.map((key) => [key, []])) };
}

const PRINCIPAL_KEYS = ['arn', 'account', 'type', 'isawsservice', 'servicename', 'servicenameslist', 'orgid', 'orgpaths'].map((name) => `aws:principal${name}`)
  .concat('aws:username', 'aws:userid');

function withoutAccount(name: string): RequestPrincipal {
  if (IDENTITY_PROVIDERS.includes(name)) {
    return identityProvider(name);
  }
  if (/^[a-z0-9.-]+\.[a-z0-9-]+\.[a-z.]+$/.test(name)) {
    return {
      kind: 'service',
      name,
      serviceLinkedRole: false,
      context: new Map([['aws:principalisawsservice', ['true']], ['aws:principalservicename', [name]], ['aws:username', []]]),
    };
  }
  throw notAPrincipal(name);
}

function notAPrincipal(name: string): Error {
  return new Error(`${formatValue(name)} is not a principal that makes requests: expected the ARN of a role, of a role's session, of a user or of an account's `
    + 'root ("arn:aws:iam::111122223333:role/Agent"), a service principal ("lambda.amazonaws.com"), or "anonymous"');
}

/**
 * A unique id begins with what it is of, and has letters and digits.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
function principalContext(arn: string, account: string, type: string, id: string, userName?: string): ReadonlyMap<string, readonly string[]> {
  return new Map<string, readonly string[]>([
    ['aws:principalarn', [arn]],
    ['aws:principalaccount', [account]],
    ['aws:principaltype', [type]],
    ['aws:principalisawsservice', ['false']],
    ['aws:principalservicename', []],
    ['aws:principalservicenameslist', []],
    ['aws:userid', [id]],
    ['aws:username', userName === undefined ? [] : [userName]],
  ]);
}
