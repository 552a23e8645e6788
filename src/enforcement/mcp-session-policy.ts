import * as fs from 'fs';
import * as path from 'path';
import { attachCustomSynthesis, aws_iam as iam, CfnOutput, Lazy, Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { sizeProblems } from './guardrail-statements';
import type { McpMaximumPermissions } from './maximum-permissions';
import { cappingStatements } from './maximum-permissions';
import { checkedProps } from './prop-validators';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { policySize } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';
import { isIntrinsic } from '../iam/value';
import { checkedProperties, has, listOf } from '../private/validator';

/** Properties of `McpSessionPolicy`. */
export interface McpSessionPolicyProps extends McpMaximumPermissions {
  /**
   * Managed policies that are passed to the session beside this one, at most 10. Their ARNs count with its characters; the session may do only
   * what they, or this policy, allow.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * The most characters the policy may have, with the ARNs of `managedPolicies`. STS has a limit for its packed form, too, in which tags of
   * the session count, and which can't be computed beforehand.
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
   * @default 2048
   */
  readonly maxPolicySize?: number;

  /**
   * Whether the stack has an output with the JSON.
   *
   * @default false
   */
  readonly createOutput?: boolean;

  /**
   * Whether the JSON is written to a file in the cloud assembly, `fileName`. It then may not have anything that is known only at
   * deployment.
   *
   * @default false
   */
  readonly createFile?: boolean;
}

const MANAGED_POLICIES = listOf(has('managedPolicyArn', 'string'), 'managed policies, such as iam.ManagedPolicy.fromAwsManagedPolicyName(\'ReadOnlyAccess\')');
/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_MANAGED_POLICIES = 10;

/**
 * A session policy with guardrails: the JSON that a broker passes to `sts:AssumeRole` when it makes credentials for an agent.
 *
 * The session may do what both the role's policies and the session policy allow, and nothing that either denies. It creates no
 * resource. The guardrails are explicit Denies: what a session policy merely does not allow, a policy of a resource in the same
 * account can still give to the session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 * @throws if there is no guardrail, two statements have the same Sid, `maximumPermissions` is empty, there are `statements`
 * without an Allow, a statement is nothing that a session policy may hold, or there are more than 10 managed policies. Synthesis fails if it
 * has more than 2,048 characters, with the ARNs of the managed policies, or is to be a file and has something that is known only at deployment.
 *
 * @example
 * const policy = new McpSessionPolicy(this, 'AgentSession', {
 *   guardrails: [McpGuardrail.denyOutsideMcp()],
 *   maximumPermissions: ActionSet.of('s3:GetObject', 's3:ListBucket'),
 *   createFile: true,
 * });
 * // cdk.out/<policy.fileName>: aws sts assume-role --policy file://...
 */
export class McpSessionPolicy extends Construct {
  /** The policy. */
  public readonly policyDocument: iam.PolicyDocument;

  /** The output with the JSON, if there is one. */
  public readonly output?: CfnOutput;

  /** The name of the file in the cloud assembly, which is there if `createFile` is set. */
  public readonly fileName: string;

  constructor(scope: Construct, id: string, props: McpSessionPolicyProps) {
    super(scope, id);
    checkedProperties(this.node.path, checkedProps(scope, id, props, 'guardrails'), { managedPolicies: MANAGED_POLICIES });
    const type = { ...POLICY_TYPES.SESSION_POLICY, maxSize: props.maxPolicySize ?? POLICY_TYPES.SESSION_POLICY.maxSize };
    if (props.managedPolicies !== undefined && props.managedPolicies.length > MAX_MANAGED_POLICIES) {
      throw new Error(`${this.node.path}: has ${props.managedPolicies.length} managed policies, ${MAX_MANAGED_POLICIES} at most can be passed to a session: `
        + 'put what they allow into fewer');
    }
    this.policyDocument = new iam.PolicyDocument({ statements: cappingStatements(scope, id, type, props) });
    this.fileName = `${Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-' })}.session-policy.json`;
    this.node.addValidation({ validate: () => this.validateSize(type, props.managedPolicies ?? []) });
    if (props.createOutput) {
      this.output = new CfnOutput(this, 'Json', {
        value: Lazy.uncachedString({ produce: () => this.json }),
        description: 'The session policy to pass to sts:AssumeRole',
      });
    }
    if (props.createFile) {
      this.node.addValidation({ validate: () => this.validateLiteral() });
      attachCustomSynthesis(this, {
        onSynthesize: ({ outdir }) => fs.writeFileSync(path.join(outdir, this.fileName), this.json),
      });
    }
  }

  /** The policy as compact JSON: a literal, or a token if it has anything that is known only at deployment. */
  public get json(): string {
    const stack = Stack.of(this);
    return this.unknownPart() === undefined ? JSON.stringify(stack.resolve(this.policyDocument)) : stack.toJsonString(this.policyDocument);
  }

  private validateSize(type: PolicyType, managedPolicies: readonly iam.IManagedPolicy[]): string[] {
    const arns = managedPolicies.map(({ managedPolicyArn }) => textSize(Stack.of(this).resolve(managedPolicyArn)));
    const named = arns.length === 0 ? type : { ...type, name: `${type.name}, with the ARNs of ${arns.length} managed policies,` };
    return sizeProblems(this, named, [this.policyDocument], arns.reduce((sum, size) => sum + size, 0));
  }

  private validateLiteral(): string[] {
    const unknown = this.unknownPart();
    return unknown === undefined ? []
      : [`the session policy can't be a file, for it has ${unknown}, which is known only at deployment: use an output, or give literals`];
  }

  private unknownPart(): string | undefined {
    return intrinsicIn(Stack.of(this).resolve(this.policyDocument));
  }
}

/** How many characters a string has, without what is known only at deployment. */
function textSize(resolved: unknown): number {
  return policySize(resolved, false) - '""'.length;
}

/** The first intrinsic function in a resolved value. */
function intrinsicIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if (isIntrinsic(value)) {
    return JSON.stringify(value);
  }
  return Object.values(value).map(intrinsicIn).find((found) => found !== undefined);
}
