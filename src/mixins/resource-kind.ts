import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import type { policiesOfStack, SeparatePolicy } from './policies-of-stack';
import type { KnownBy } from './resource-behind';
import type { DocumentPlace } from '../enforcement/rendered-resource';
import type { OwnResource } from '../enforcement/resource-scope';
import type { McpGuardrail } from '../guardrails/guardrail';
import type { PolicyType } from '../iam/policy-type';

/** A resource that statements are about, and by what other names than its `Ref` and ARNs a policy may be of it. */
export type NamedResource = Omit<OwnResource, 'what'> & { readonly names: string[] };

/** A kind of resource with a policy. */
export interface ResourceKind extends KnownBy {
  /** What it is, as errors show it. */
  readonly what: string;
  readonly type: PolicyType;
  /** What the statements are about, if not whatever the guardrail says. */
  readonly ownResource?: (resource: CfnResource, find: typeof policiesOfStack) => NamedResource;
  /** Where it holds the policy itself; else its policy is a resource of its own. */
  readonly holds?: DocumentPlace;
  /** The guardrail with what of it can apply there, where AWS would not take the rest. */
  readonly adapted?: (guardrail: McpGuardrail, resource: CfnResource) => McpGuardrail;
  /** What else may help where one has several policies. */
  readonly severalBecause?: string;
  /** The L2 replaces what it holds: statements go through it. */
  readonly throughL2?: boolean;
  /** A policy of its own. */
  readonly separate?: SeparatePolicy & {
    readonly document: string;
    readonly make: (resource: CfnResource, statements: iam.PolicyStatement[]) => void;
    /** Other types that set the same policy: who is deployed later takes away what the other has set. */
    readonly rivals?: readonly SeparatePolicy[];
  };
  /** What a policy begins with that there was none of before, so that it takes nothing away but what is denied. */
  readonly initial?: (resource: CfnResource) => iam.PolicyStatement[];
}
