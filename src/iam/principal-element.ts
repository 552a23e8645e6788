
import type { RequestPrincipal } from './request-principal';
import type { Outcome } from './three-valued';
import { all, any } from './three-valued';
import { characters } from './unknown-text';
import type { Json } from './value';
import { isKnownLater, isObject, itemsOf, textOf } from './value';
import { patternMatches, wildcardMatcher } from './wildcard';

/** To whom an Allow of a resource's policy gives permissions, which decides what limits them. */
export interface PrincipalMatch {
  /** To everyone. */
  readonly everyone: Outcome;
  /** To the session that makes the request. */
  readonly session: Outcome;
  /** To the role or user by its ARN, or to the service. */
  readonly principal: Outcome;
  /** To the account, which may pass them on by its own policies. */
  readonly account: Outcome;
}

const NO_MATCH: PrincipalMatch = { everyone: false, session: false, principal: false, account: false };

/** Whether any of it is so. */
export function matchesAnyhow({ everyone, session, principal, account }: PrincipalMatch): Outcome {
  return any([everyone, session, principal, account]);
}

/**
 * The `Principal` or `NotPrincipal` of a statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export class PrincipalElement {
  /** The element of the statement; `undefined` if it has none. */
  public static of(statement: Json): PrincipalElement | undefined {
    const element = statement.Principal ?? statement.NotPrincipal;
    return element === undefined ? undefined : new PrincipalElement(element, statement.Principal === undefined);
  }

  /** Values by type; `undefined` where one is known only at deployment. The type of a string that stands alone is empty. */
  public readonly entries: ReadonlyArray<readonly [type: string, value: string | undefined]>;

  /** How many it names. */
  public readonly count: number;

  /** @param negated whether it is `NotPrincipal` */
  private constructor(element: unknown, public readonly negated: boolean) {
    this.entries = typeof element === 'string' ? [['', textOf(element)]] : !isObject(element) || isKnownLater(element) ? [['AWS', undefined]]
      : Object.entries(element).flatMap(([type, values]) => itemsOf(values).map((value) =>
        [type, typeof value === 'string' ? textOf(value) : undefined] as const));
    this.count = typeof element === 'string' ? 0 : this.entries.length;
  }

  /** Whether it means everybody. */
  public get isEverybody(): boolean {
    return !this.negated && this.entries.some(([type, value]) => (type === '' || type === 'AWS') && value === '*');
  }

  /**
   * Whom of the requester it means; `undefined` stands for a requester that is not given.
   *
   * @param hasBoundary whether the requester has a permissions boundary: `NotPrincipal` leaves out nobody that has one
   */
  public matches(requester: RequestPrincipal | undefined, hasBoundary: Outcome): PrincipalMatch {
    if (!requester) {
      const anyone = this.entries.some(([, value]) => value === '*');
      return { ...NO_MATCH, everyone: anyone ? !this.negated : undefined };
    }
    const matches = this.entries.map(([type, value]) => matchOf(type, value, requester));
    const match = {
      everyone: any(matches.map((each) => each.everyone)),
      session: any(matches.map((each) => each.session)),
      principal: any(matches.map((each) => each.principal)),
      account: any(matches.map((each) => each.account)),
    };
    return this.negated ? { ...NO_MATCH, everyone: any([hasBoundary, allBut(match, requester)]) } : match;
  }
}

/**
 * Whether a request is of somebody else than those whom `NotPrincipal` lists. A request is one of a session, of its role and of the
 * account, and is only left out for certain if all of them are listed; what happens if some are is not documented.
 */
function allBut(listed: PrincipalMatch, requester: RequestPrincipal): Outcome {
  const everyName = requester.kind === 'role session' ? [listed.session, listed.principal, listed.account]
    : requester.kind === 'role' ? [listed.principal, listed.account]
      : requester.kind === 'user' ? [listed.principal, listed.account]
        : [matchesAnyhow(listed)];
  const left = all(everyName);
  return left === true || listed.everyone === true ? false : matchesAnyhow(listed) === false ? true : undefined;
}

function matchOf(type: string, value: string | undefined, requester: RequestPrincipal): PrincipalMatch {
  if (value === undefined) {
    return { everyone: undefined, session: undefined, principal: undefined, account: undefined };
  }
  switch (type) {
    case '':
      return { ...awsMatch(value, requester), everyone: equal(value, '*') };
    case 'AWS':
      // Who comes from an identity provider is no AWS principal.
      return { ...awsMatch(value, requester), everyone: requester.kind === 'identity provider' ? false : equal(value, '*') };
    case 'Service':
      return requester.kind === 'service' ? { ...NO_MATCH, principal: equal(value, requester.name) } : NO_MATCH;
    case 'Federated':
      return requester.kind === 'identity provider' ? { ...NO_MATCH, principal: value === '*' || equal(value, requester.name) } : NO_MATCH;
    default:
      // A canonical user id stands for an account, which it does not tell.
      return requester.account === undefined ? NO_MATCH : { ...NO_MATCH, account: undefined };
  }
}

function awsMatch(value: string, requester: RequestPrincipal): PrincipalMatch {
  if (requester.account === undefined) {
    return NO_MATCH;
  }
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value)) {
    // A unique id, of which an ARN tells nothing.
    return { ...NO_MATCH, principal: undefined };
  }
  const root = `arn:${partitionOf(requester)}:iam::${requester.account}:root`;
  const account = any([equal(value, requester.account), equal(value, root)]);
  switch (requester.kind) {
    case 'root':
      return { ...NO_MATCH, principal: account };
    case 'role': {
      const roleName = requester.name.slice(requester.name.lastIndexOf('/') + 1);
      const ofItsSessions = `${root.replace(':iam:', ':sts:').slice(0, -'root'.length)}assumed-role/${roleName}/`;
      return { ...NO_MATCH, session: mayBegin(value, ofItsSessions), principal: equal(value, requester.name), account };
    }
    case 'role session':
      return { ...NO_MATCH, session: equal(value, requester.name), principal: ofSession(value, requester.roleArn!), account };
    case 'federated user':
      // Its permissions are those of a user whom its ARN does not tell.
      return { ...NO_MATCH, session: equal(value, requester.name), principal: mayBegin(value, `${root.slice(0, -'root'.length)}user/`), account };
    default:
      return { ...NO_MATCH, principal: equal(value, requester.name), account };
  }
}

/** Whether it is the role of a session. Its path, which a session does not tell, does not matter: the name of a role is unique in the account. */
function ofSession(value: string, roleArn: string): Outcome {
  const [role, own] = [value, roleArn].map((arn) => arn.replace(/^([^/]*:role\/).*\//s, '$1'));
  return equal(role, own);
}

/** Which of those that begin so it is, is not known. */
function mayBegin(value: string, start: string): Outcome {
  return wildcardMatcher(`${start}*`)(value) === false ? false : undefined;
}

function partitionOf(requester: RequestPrincipal): string {
  return requester.name.split(':')[1];
}

function equal(value: string, name: string): Outcome {
  return value === name || patternMatches(characters(value), name);
}
