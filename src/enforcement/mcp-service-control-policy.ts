import { Construct } from 'constructs';
import type { McpControlPolicyProps } from './control-policy';
import { checkedControlPolicy, makeControlPolicies } from './control-policy';
import { guardrailStatements } from './guardrail-statements';
import { ownerOfTarget } from './lock-out';
import { POLICY_TYPES } from '../iam/policy-kinds';

const TYPE = POLICY_TYPES.SERVICE_CONTROL_POLICY;

/** Properties of `McpServiceControlPolicy`. */
export interface McpServiceControlPolicyProps extends McpControlPolicyProps {
  /**
   * The most characters a policy may have. Set it where AWS's quota is another than the library knows.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   * @default 10240
   */
  readonly maxPolicySize?: number;

  /**
   * How many policies the stack may attach to one target, besides FullAWSAccess and what is attached elsewhere.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   * @default 9
   */
  readonly maxPoliciesPerTarget?: number;
}

/**
 * A service control policy with guardrails: it holds for every principal of the accounts it is attached to, whatever
 * their own policies allow.
 *
 * It is a native `AWS::Organizations::Policy`. Deploy it in the management account or from a delegated administrator, with
 * service control policies enabled for the organization. The management account itself and service-linked roles are not
 * restricted by SCPs. The control policies of a stack are deployed one after another, for AWS throttles these calls.
 *
 * Guardrails that outgrow one policy are divided among several, the fewest that hold them, without changing what they deny.
 * Statements with equal conditions become one, which has the Sid of one of them, and long lists of actions or resources are
 * divided. Most policies stay as they are when a guardrail changes. Of several, a change makes new ones, the last one is updated in
 * place, and CloudFormation deletes the old ones after that, so that nothing lapses; for that time the target holds both.
 *
 * @throws if there is no guardrail or target, two statements have the same Sid, a guardrail would lock everybody out
 * (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), a statement that can't be divided is larger than a policy, or several policies
 * are to be retained.
 * Synthesis fails if the stack attaches more policies to a target than it can hold.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html
 *
 * @example
 * new McpServiceControlPolicy(this, 'Agents', {
 *   guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('iam:*', 's3:Delete*') })],
 *   targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
 * });
 */
export class McpServiceControlPolicy extends Construct {
  /** The ids of the policies, of which there is mostly one, such as `p-examplepolicyid111`. */
  public readonly policyIds: string[];

  /** The ARNs of the policies. */
  public readonly policyArns: string[];

  constructor(scope: Construct, id: string, props: McpServiceControlPolicyProps) {
    super(scope, id);
    const limits = checkedControlPolicy(this, TYPE, props);
    const statements = guardrailStatements(scope, id, TYPE, () => props.guardrails, props.targets.map(ownerOfTarget))
      .map((statement) => statement.toStatementJson());
    const policies = makeControlPolicies(this, TYPE, props, limits, statements);
    this.policyIds = policies.map((policy) => policy.attrId);
    this.policyArns = policies.map((policy) => policy.attrArn);
  }
}
