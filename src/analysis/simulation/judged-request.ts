import type { ApplicablePolicies, PolicySource } from './policy-source';
import { needsResourcePolicy } from './policy-source';
import { arnParts } from '../../iam/arn';
import { relevantStatements } from '../../iam/authorization';
import type { AuthorizationRequest } from '../../iam/authorization-request';
import type { PolicyLayers } from '../../iam/policy-layers';
import type { RelevantStatement } from '../../iam/statements-about';
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
  /** How its ARN begins, as `plainStart()` says; not given, that is not known. */
  readonly start?: string;
  readonly resourceAccount?: string;
  /** Patterns of which the resource is none. */
  readonly outside?: ReadonlySet<string>;
}

/** A request with the policies that judge it. */
export class JudgedRequest {
  /** In lower case. */
  public readonly action: string;
  public readonly policies: ApplicablePolicies;
  /** The account of the resource, if that is told. */
  private readonly told: string | undefined;
  private made?: AuthorizationRequest;
  private foundRelevant?: readonly RelevantStatement[];

  public constructor(source: PolicySource, public readonly parts: RequestParts) {
    const { principal, actionName, resource, start, resourceAccount } = parts;
    this.action = lowerCase(actionName);
    this.told = resourceAccount ?? (start ? accountOfStart(start) : accountOf(resource));
    this.policies = source.policiesFor(principal, this.action, resource, this.told);
  }

  public get layers(): PolicyLayers {
    return this.policies.layers;
  }

  /** As policies judge it. Only who wants more than a decision that was made before needs it. */
  public get request(): AuthorizationRequest {
    return this.made ??= this.make();
  }

  /** The statements that it is to be judged by: the same from each origin. */
  public get relevant(): readonly RelevantStatement[] {
    return this.foundRelevant ??= relevantStatements(this.layers, this.request);
  }

  /** Whether the other one is the same request, perhaps from another origin. */
  public isOf({ principal, actionName, resource, resourceAccount, outside }: RequestParts): boolean {
    const { parts } = this;
    return parts.actionName === actionName && parts.resource === resource && parts.principal === principal
      && parts.resourceAccount === resourceAccount && parts.outside === outside;
  }

  private make(): AuthorizationRequest {
    const { action, told, parts: { actionName, resource, outside, resourceAccount: given } } = this;
    const { principal, resourceAccount = told ?? principal?.account } = this.policies;
    const isKnown = given !== undefined || (resource !== undefined && resource !== '*');
    const account = isKnown && resourceAccount !== undefined ? [resourceAccount] : undefined;
    return {
      principal,
      action,
      actionName,
      resource,
      outside,
      sameAccount: sameAccount(principal?.account, resourceAccount),
      needsResourcePolicy: needsResourcePolicy(action, resource),
      facts: { get: (key) => (key === 'aws:resourceaccount' && account ? account : principal?.context.get(key)) },
    };
  }
}

let lastOf: { readonly start: string; readonly account?: string } = { start: '' };

function accountOfStart(start: string): string | undefined {
  if (start !== lastOf.start) {
    lastOf = { start, account: accountOf(start) };
  }
  return lastOf.account;
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
