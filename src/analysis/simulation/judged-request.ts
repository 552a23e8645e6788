import type { ApplicablePolicies, PolicySource } from './policy-source';
import { needsResourcePolicy } from './policy-source';
import { arnParts } from '../../iam/arn';
import type { AuthorizationRequest } from '../../iam/authorization-request';
import type { Outcome } from '../../iam/three-valued';
import { hasUnknownPart } from '../../iam/unknown-text';
import { lowerCase } from '../../private/lower-case';

/** What a request says of itself, its origin and context aside. */
export interface RequestParts {
  readonly principal?: string;
  /** As it was asked about. */
  readonly actionName: string;
  /** As a source resolves it. */
  readonly resource?: string;
  readonly resourceAccount?: string;
  /** Patterns of which the resource is none. */
  readonly outside?: ReadonlySet<string>;
}

/** The request as policies judge it, with those that do. */
export function judgedRequest(source: PolicySource, parts: RequestParts): { readonly request: AuthorizationRequest; readonly layers: ApplicablePolicies['layers'] } {
  const { actionName, resource, outside } = parts;
  const action = lowerCase(actionName);
  const told = parts.resourceAccount ?? accountOf(resource);
  const { principal, layers, resourceAccount = told ?? principal?.account } = source.policiesFor(parts.principal, action, resource, told);
  const isKnownResource = parts.resourceAccount !== undefined || (resource !== undefined && resource !== '*');
  return {
    layers,
    request: {
      principal,
      action,
      actionName,
      resource,
      outside,
      sameAccount: sameAccount(principal?.account, resourceAccount),
      needsResourcePolicy: needsResourcePolicy(action, resource),
      facts: { get: (key) => (key === 'aws:resourceaccount' && isKnownResource && resourceAccount !== undefined ? [resourceAccount] : principal?.context.get(key)) },
    },
  };
}

/** The account that an ARN names, if it does. */
export function accountOf(resource: string | undefined): string | undefined {
  // That a bucket's ARN names no account is seen at once.
  if (resource === undefined || /^arn:[^:]*:[^:]*:::/.test(resource)) {
    return undefined;
  }
  const account = arnParts(resource)?.[4] ?? '';
  // What AWS owns, such as a managed policy, names no account but "aws".
  return /^\d{12}$/.test(account) || hasUnknownPart(account) ? account : undefined;
}

function sameAccount(a: string | undefined, b: string | undefined): Outcome {
  if (a === undefined || b === undefined || a === b) {
    return true;
  }
  return hasUnknownPart(a) || hasUnknownPart(b) ? undefined : false;
}
