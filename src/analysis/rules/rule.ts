import type { LocatedPolicy, PolicyPlace } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import type { Json } from '../../iam/value';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

/** How sure it is that something is wrong. */
export type RuleSeverity =
  /** It is wrong. */
  | 'error'
  /** It may be meant so, but rarely is. */
  | 'warning';

/** What is wrong with a policy, or with one statement of it. */
export interface PolicyProblem {
  readonly message: string;
  /** The statement's path within the document, such as `Statement/0`. */
  readonly statement?: string;
}

/** What is wrong with several policies together, such as those of a principal; the policy is the one to look at first. */
export interface ProblemTogether extends PolicyProblem {
  readonly policy: LocatedPolicy;
}

/** One kind of mistake. Its checks are pure: they only look at what they are given. */
export interface Rule {
  /** Stable: it is acknowledged by this name. */
  readonly id: string;
  readonly severity: RuleSeverity;
  /** Why it matters, for any finding of the rule. */
  readonly explanation: string;
  /** What to do about it. */
  readonly fix: string;
  /** Rules that say the same more to the point: where one of them finds something in a statement, this one is silent. */
  readonly yieldsTo?: readonly string[];
  /** Whether `checkPolicy` or `checkPrincipal` judges by what the resources are, or by the length of the whole: it is asked of all then. */
  readonly readsResources?: true;

  /**
   * Whether `checkStatement` judges such a statement by more than its elements, the kind of the policy and the type of its resource. That is
   * by what its Sid, Resource or NotResource says (but that it is `*`, or everything), or by the other statements. If not, one like it without a problem
   * isn't judged again. What this says hangs on nothing more.
   */
  looksFurther?(statement: Statement): boolean;

  /** What is wrong with a statement; the policy is the one it is in. */
  checkStatement?(statement: Statement, policy: LocatedPolicy): string[];
  /**
   * What a statement should be in which it finds something, if there is one right answer; none if it should go. `undefined` if a person has to decide.
   */
  repair?(statement: Statement): readonly Json[] | undefined;

  /** What is wrong with a policy as a whole: by all but its place and what its statements say in Resource and NotResource, unless it `readsResources`. */
  checkPolicy?(policy: LocatedPolicy): PolicyProblem[];
  /** What is wrong with the policies of a principal: as `checkPolicy`, and not by the names of the principal. */
  checkPrincipal?(principal: TemplatePrincipal, policies: TemplatePolicies): ProblemTogether[];
  checkTogether?(policies: TemplatePolicies): ProblemTogether[];
  /** What is wrong with a policy beside which no other is known. */
  checkLoneDocument?(policy: LocatedPolicy): PolicyProblem[];
}

/** A mistake found. */
export interface Finding {
  readonly rule: Rule;
  /** What exactly is wrong here. */
  readonly message: string;
  /** Where the policy is. */
  readonly place: PolicyPlace;
  /** The statement's path within the document, such as `Statement/0`; of a finding about the whole policy there is none. */
  readonly statement?: string;
  /** The statement's Sid, if it has one. */
  readonly sid?: string;
}
