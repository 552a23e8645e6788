import type { PolicySource } from '../analysis/simulation/policy-source';
import type { ResourcePolicies } from '../analysis/simulation/resource-policies';
import type { RequestOrigin } from '../mcp/request-origin';

/** Policies that a question about all requests is asked of. */
export interface ProofSource extends PolicySource {
  /** What the policies of resources say, and which resources they are. */
  readonly ofResources?: ResourcePolicies;
  /** Which policies each resource has; and what decides at deployment whether there is a policy. */
  readonly asWritten?: { readonly attached: string; readonly conditions: string };
}

/** A question about all requests of a principal. */
export interface Question {
  /** Whether one is allowed. With `unless`: allowed by these, and not by those. */
  readonly allowedBy: ProofSource;
  readonly unless?: ProofSource;
  /** As a source names it; of policy documents alone, it may be left out: what they say themselves is asked. */
  readonly principal?: string;
  /** What `unless` calls it, if otherwise. */
  readonly principalThere?: string;
  readonly origins: ReadonlyArray<{ readonly name: string; readonly origin: RequestOrigin }>;
  /** Patterns; all if there is none. */
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  /** The one resource, as a source resolves it, instead of patterns. */
  readonly resource?: string;
  readonly resourceAccount?: string;
  /** What all requests carry, by key; an empty list says that the key is absent. */
  readonly context?: { readonly [key: string]: readonly string[] };
  /** Whether it is asked what policies say, also of resources that no action is about, and not what AWS asks of them. */
  readonly ofAnyResource?: boolean;
}

/** A request that breaks what was to be proved. */
export interface Witness {
  readonly principal?: string;
  readonly action: string;
  /** Whether the table of actions has it. */
  readonly listed: boolean;
  readonly resource: string;
  /** Whether the action is about such resources, as far as the table of actions tells. */
  readonly fits: boolean;
  readonly origin: string;
  /** What it needs to carry, by lower-case key; an empty list says that the key is absent. */
  readonly context: { readonly [key: string]: string[] };
}

export enum Answer {
  /** No request does it. */
  PROVED = 'PROVED',
  /** One does: it is told. */
  REFUTED = 'REFUTED',
  /** It hangs on what is not known. */
  UNDECIDED = 'UNDECIDED',
}

export interface Verdict {
  readonly answer: Answer;
  readonly witness?: Witness;
  /** What an answer that is undecided hangs on. */
  readonly open: readonly string[];
}
