import { placeOf } from '../../iam/policy-layers';
import type { RuledOut } from '../../iam/ruled-out';
import type { Statement } from '../../iam/statement';

/** A statement that decided, or on which a decision depends. */
export interface DecidingStatement {
  /** `Allow` or `Deny`; `unknown` if the statement is known only at deployment. */
  readonly effect: string;

  /**
   * Its Sid.
   *
   * @default - it has none
   */
  readonly sid?: string;

  /** The kind of policy it is in, such as `identity-based policy`. */
  readonly policyType: string;

  /**
   * The logical id of the resource that holds the policy.
   *
   * @default - the policy is not from a template
   */
  readonly logicalId?: string;

  /** Where it is: file, logical id, and the path to the statement, such as `AgentRole Properties/Policies/0/PolicyDocument/Statement/0`. */
  readonly place: string;
}

/** An element of a statement that does not match a request. */
export interface StatementMismatch {
  /** Its name, such as `Resource`; `policy` if no statement of the kind of policy counts for the request. */
  readonly element: string;

  /**
   * The condition operator, such as `StringEquals`.
   *
   * @default - the element is not `Condition`
   */
  readonly conditionOperator?: string;

  /**
   * The condition key.
   *
   * @default - the element is not `Condition`
   */
  readonly conditionKey?: string;

  /** What the policy has: patterns of actions or resources, principals, or the values of the condition. */
  readonly policyValues: string[];

  /** What the request has: its action, resource or principal, or the values of the key. Empty for a key that is absent. */
  readonly requestValues: string[];

  /**
   * Whether the request lacks the condition key, or may lack it, as direct calls do with the keys of MCP.
   *
   * @default false
   */
  readonly mayBeAbsent?: boolean;
}

/** A statement that certainly does not apply to a request, and what rules it out. */
export interface RuledOutStatement extends DecidingStatement {
  /** Each of its elements that does not match; of a condition each test. */
  readonly mismatches: StatementMismatch[];
}

/** A statement, for a person to find it. */
export function describedStatement({ effect, sid, policy, path }: Statement): DecidingStatement {
  return {
    effect: effect ?? 'unknown',
    ...(sid !== undefined && { sid }),
    policyType: policy!.kind,
    ...(policy!.place.logicalId !== undefined && { logicalId: policy!.place.logicalId }),
    place: placeOf(policy!, path),
  };
}

export function describedMismatches({ statement, mismatches }: RuledOut): RuledOutStatement {
  return {
    ...describedStatement(statement),
    mismatches: mismatches.map((each) => ({ ...each, policyValues: [...each.policyValues], requestValues: [...each.requestValues] })),
  };
}
