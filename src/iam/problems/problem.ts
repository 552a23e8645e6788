import type { PolicyType } from '../policy-type';
import type { Statement } from '../statement';

/** What kind of mistake it is: the name of the rule that reports it. */
export type ProblemId =
  | 'InvalidPolicyDocument' | 'InvalidStatement' | 'InvalidAction' | 'InvalidSid' | 'InvalidPrincipalElement' | 'InvalidResourceElement'
  | 'InvalidCondition' | 'InvalidResourceControlPolicy' | 'PolicyTooLarge';

/** What AWS would not take of a policy. */
export interface PolicyProblem {
  readonly id: ProblemId;
  /** What it is; of a statement, in words that go on from its name: `has …`. */
  readonly message: string;
  /** The statement's path within the document; of the whole policy there is none. */
  readonly path?: string;
  /** Whether the service takes the policy all the same, or may: the statement does nothing then. */
  readonly mayBeTaken?: true;
}

/** What AWS would not take of an element of a statement in a policy of the kind. */
export type StatementCheck = (statement: Statement, type: PolicyType) => string[];

/** With its article: `an identity-based policy`. */
export function aPolicy({ name }: PolicyType): string {
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
}
