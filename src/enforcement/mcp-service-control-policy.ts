import { aws_iam as iam, aws_organizations as organizations, Names, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { guardrailStatements, sizeProblems } from './guardrail-statements';
import type { PolicyTarget } from './policy-target';
import { POLICY_TYPES } from '../private/policy-type';
import type { McpGuardrail } from '../guardrails/guardrail';
import { ControlPolicyChain } from '../private/control-policy-chain';

/** Properties of `McpServiceControlPolicy`. */
export interface McpServiceControlPolicyProps {
  /** What the policy denies; at least one. */
  readonly guardrails: McpGuardrail[];

  /** Where it is attached; at least one root, organisational unit or account. */
  readonly targets: PolicyTarget[];

  /**
   * The name of the policy, unique in the organisation; 1 to 128 characters.
   *
   * @default - made of the names of the stack and the construct
   */
  readonly policyName?: string;

  /**
   * What the policy is for, as the console shows it; at most 512 characters.
   *
   * @default - names the guardrails
   */
  readonly description?: string;

  /**
   * The most characters the policy may have. Set it where AWS's quota is another than the library knows.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   * @default 10240
   */
  readonly maxPolicySize?: number;
}

/**
 * A service control policy with guardrails: it holds for every principal of the accounts it is attached to, whatever
 * their own policies allow.
 *
 * It is a native `AWS::Organizations::Policy`. Deploy it in the management account or from a delegated administrator, with
 * service control policies enabled for the organisation. The management account itself and service-linked roles are not
 * restricted by SCPs. The control policies of a stack are deployed one after another, for AWS throttles these calls.
 *
 * Synthesis fails, naming the construct, if there is no guardrail or target, if two statements have the same Sid, if a
 * guardrail would lock everybody out (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), or if the policy is larger
 * than AWS takes.
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
  /** The ids of the policies, such as `p-examplepolicyid111`. */
  public readonly policyIds: string[];

  /** The ARNs of the policies. */
  public readonly policyArns: string[];

  constructor(scope: Construct, id: string, props: McpServiceControlPolicyProps) {
    super(scope, id);
    const type = POLICY_TYPES.SERVICE_CONTROL_POLICY;
    if (props.targets.length === 0) {
      throw new Error(`${this.node.path}: targets is empty, so that the ${type.name} would reach nobody`);
    }
    checkLength(this, 'policyName', props.policyName, 1, 128);
    checkLength(this, 'description', props.description, 0, 512);
    if (props.maxPolicySize !== undefined && !(Number.isInteger(props.maxPolicySize) && props.maxPolicySize > 0)) {
      throw new Error(`${this.node.path}: maxPolicySize must be a whole number of characters, got ${props.maxPolicySize}`);
    }
    const document = new iam.PolicyDocument({ statements: guardrailStatements(scope, id, type, () => props.guardrails) });
    for (const problem of sizeProblems(this, type, [document], props.maxPolicySize)) {
      throw new Error(`${this.node.path}: ${problem}`);
    }

    const policy = new organizations.CfnPolicy(this, 'Resource', {
      type: 'SERVICE_CONTROL_POLICY',
      name: props.policyName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-' }),
      description: props.description ?? describe(props.guardrails),
      // An object: CloudFormation finds no drift in a string.
      content: document,
      targetIds: [...new Set(props.targets.map((target) => target.targetId))],
    });
    ControlPolicyChain.of(Stack.of(this));
    this.policyIds = [policy.attrId];
    this.policyArns = [policy.attrArn];
  }
}

function checkLength(scope: Construct, prop: string, value: string | undefined, min: number, max: number): void {
  if (value !== undefined && !Token.isUnresolved(value) && (value.length < min || value.length > max)) {
    throw new Error(`${scope.node.path}: ${prop} must have ${min} to ${max} characters, got ${value.length}: "${value}"`);
  }
}

function describe(guardrails: McpGuardrail[]): string {
  const text = `Guardrails for AI agents: ${guardrails.map((guardrail) => guardrail.id).join(', ')}`;
  return text.length <= 512 ? text : `${text.slice(0, 509)}...`;
}
