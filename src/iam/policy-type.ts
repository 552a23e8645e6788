import type { PolicyKind } from './policy';

/** Whom the statements of a policy name. */
export type PrincipalElement =
  /** Nobody: the policy is about those it is attached to. */
  | 'none'
  /** Everybody, as `"*"`; whom a statement is about is said by its conditions. */
  | 'everybody'
  /** Somebody, whom the library can't name for a guardrail. */
  | 'somebody';

/** What AWS does not take in a kind of policy. */
export type Refused = 'Allow' | 'NotAction' | 'NotPrincipal' | 'any action' | 'other principals' | 'old version' | 'short wildcards' | 'wildcards';

/** What a policy is attached to. An `organization` stands for a target in one. */
export type AttachedTo = 'principal' | 'session' | 'organization' | 'endpoint' | 'resource';

/** What one kind of policy may hold, how much, and whom it reaches: a row of the table that everything reads which makes or checks policies. */
export interface PolicyType {
  /** AWS's own name for it, as errors show it. */
  readonly name: string;

  /** Whether the name means several: policies that count together. */
  readonly isPlural?: true;

  /** Where it acts when a request is judged. */
  readonly kind: PolicyKind;

  readonly attachedTo: AttachedTo;

  /** The most characters a document may have; infinite where that is not known. */
  readonly maxSize: number;

  /** What AWS does not take in it. */
  readonly refuses: readonly Refused[];

  /** Whether a Sid has letters and digits only. In no kind two statements have the same. */
  readonly plainSids: boolean;

  /** Whether it takes characters up to U+00FF only. */
  readonly latinOnly?: true;

  /** Whether its service may read a language of its own, so that nothing is said of how it is written. */
  readonly dialect?: true;

  /** What AWS Organizations calls it. */
  readonly organizationsType?: string;

  /** The types of resources that hold it, each with the property of the document, or of the list of them. */
  readonly heldBy?: { readonly [resourceType: string]: string };

  /** Whether IAM leaves white space out when it counts. */
  readonly ignoresWhitespace: boolean;

  /** Whether bytes are counted, of which a character may have several. */
  readonly countsBytes?: true;

  /** How many of them may be attached to one target, besides those that AWS attaches; `undefined` where the library attaches none. */
  readonly maxAttached?: number;

  /** How many of them an organization may have. */
  readonly maxInOrganization?: number;

  /** How often a second they may be created, changed, attached and detached: in the long run, and at once. */
  readonly changesPerSecond?: { readonly rate: number; readonly burst: number };

  /** The most statements a document may have; `undefined` if only its size is limited. */
  readonly maxStatements?: number;

  /** The most actions a statement may name. */
  readonly maxActions?: number;

  /** The most conditions a statement may have: operators, each with a key. */
  readonly maxConditions?: number;

  /** The most principals a statement may name. */
  readonly maxPrincipals?: number;

  /** The most resources a statement may name. */
  readonly maxResources?: number;

  /** What `Principal` says. */
  readonly principal: PrincipalElement;

  /** Whether a statement needs `Resource` or `NotResource`, may lack it, or can't hold either. */
  readonly resource: 'needed' | 'optional' | 'none';

  /** Whether the service takes a statement without `Action` or `Resource`, which then does nothing; `undefined` if that is not known. */
  readonly ignoresIncomplete: boolean | undefined;

  /** Whether the library puts `NotResource` there. */
  readonly notResource: boolean;

  /** Whether it may hold `NotAction`. */
  readonly notAction: boolean;

  /** Whether it may hold the action `*`, without a service. */
  readonly anyAction: boolean;

  /** Whether it may hold an Allow. */
  readonly allow: boolean;

  /** The services that it can be about, if not all: those that resource control policies reach, or one by its prefix. */
  readonly services?: { readonly resourceControl: true } | { readonly prefix: string };

  /** The only actions that it may name, and only by their full names; where there is no such list, wildcards are fine. */
  readonly actionNames?: string;

  /** Actions of its service that it can't name, although a resource of the kind is what they are about; a wildcard may mean them. */
  readonly refusedActionNames?: string;

  /** Whether it holds in the account only that it is deployed to. */
  readonly ofOneAccount?: true;

  /** Whether requests that AWS services make as themselves are judged by it. */
  readonly reachesAwsServices: boolean;

  /** Where a Deny can lock everybody out, as an error says it; `undefined` if it reaches only those it is attached to. */
  readonly lockOut?: string;

  /** The action that changes the policy itself: denied to everybody, nobody could undo it. */
  readonly changedBy?: string;

  /** Whether the root of its account can change it whatever it says. */
  readonly rootChanges?: true;

  /** The pages of AWS's documentation that all this is from. When each was read is in `docs/facts.json`. */
  readonly sources: readonly string[];
}
