import { aws_organizations as organizations, Names, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { guardrailStatements } from './guardrail-statements';
import type { PolicyTarget } from './policy-target';
import type { McpGuardrail } from '../guardrails/guardrail';
import { ControlPolicyChain } from '../private/control-policy-chain';
import type { StatementJson } from '../private/pack-statements';
import { packStatements } from '../private/pack-statements';
import { POLICY_TYPES } from '../private/policy-type';
import { shown } from '../private/shown';

const TYPE = 'SERVICE_CONTROL_POLICY';

/** Properties of `McpServiceControlPolicy`. */
export interface McpServiceControlPolicyProps {
  /** What the policy denies; at least one. */
  readonly guardrails: McpGuardrail[];

  /** Where it is attached; at least one root, organisational unit or account. */
  readonly targets: PolicyTarget[];

  /**
   * The name of the policy, unique in the organisation; 1 to 128 characters. Of several policies, the second and on have their
   * number behind it, which takes two more.
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
 * service control policies enabled for the organisation. The management account itself and service-linked roles are not
 * restricted by SCPs. The control policies of a stack are deployed one after another, for AWS throttles these calls.
 *
 * Guardrails that outgrow one policy are divided among several, the fewest that hold them, without changing what they deny:
 * statements with equal conditions become one, which has the Sid of the first, and long lists of actions or resources are
 * divided. A guardrail that is added goes behind the others, so that the policies before stay as they are, unless filling them
 * saves one.
 *
 * @throws if there is no guardrail or target, two statements have the same Sid, a guardrail would lock everybody out
 * (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), or a statement that can't be divided is larger than a policy.
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
    const type = POLICY_TYPES.SERVICE_CONTROL_POLICY;
    const notTargets = Array.isArray(props.targets)
      ? props.targets.filter((target) => typeof (target as PolicyTarget | undefined)?.targetId !== 'string') : [props.targets];
    if (notTargets.length > 0) {
      // Attached to nobody, it would deny nothing.
      throw new Error(`${this.node.path}: targets has ${shown(notTargets[0])}: expected a list of PolicyTarget, `
        + 'such as PolicyTarget.organizationalUnit(\'ou-ab12-11111111\')');
    }
    if (props.targets.length === 0) {
      throw new Error(`${this.node.path}: targets is empty, so that the ${type.name} would reach nobody`);
    }
    checkLength(this, 'policyName', props.policyName, 1, 128);
    checkLength(this, 'description', props.description, 0, 512);
    const maxPolicySize = checkCount(this, 'maxPolicySize', props.maxPolicySize ?? type.maxSize);
    const maxPoliciesPerTarget = checkCount(this, 'maxPoliciesPerTarget', props.maxPoliciesPerTarget ?? type.maxAttached);
    const stack = Stack.of(this);
    const statements = guardrailStatements(scope, id, type, () => props.guardrails).map((statement) => statement.toStatementJson());
    const documents = this.divide(statements, maxPolicySize);

    const name = props.policyName ?? Names.uniqueResourceName(this, { maxLength: 125, separator: '-', allowedSpecialCharacters: '-' });
    if (documents.length > 1) {
      checkLength(this, 'policyName with the number of the policy', `${name}-${documents.length}`, 1, 128);
    }
    const targetIds = [...new Set(props.targets.map((target) => target.targetId))];
    const policies = documents.map((document, i) => new organizations.CfnPolicy(this, i === 0 ? 'Resource' : `Resource${i + 1}`, {
      type: TYPE,
      name: i === 0 ? name : `${name}-${i + 1}`,
      description: props.description ?? describe(props.guardrails, i, documents.length),
      // An object: CloudFormation finds no drift in a string.
      content: { Statement: document, Version: '2012-10-17' },
      targetIds,
    }));
    this.policyIds = policies.map((policy) => policy.attrId);
    this.policyArns = policies.map((policy) => policy.attrArn);

    const chain = ControlPolicyChain.of(stack);
    this.node.addValidation({
      validate: () => targetIds.flatMap((targetId) => {
        const attached = chain.attachedTo(TYPE, keyOf(stack.resolve(targetId)));
        return attached <= maxPoliciesPerTarget ? [] : [`the stack attaches ${attached} service control policies to ${targetId}, `
          + `${attached - maxPoliciesPerTarget} more than the ${maxPoliciesPerTarget} it can hold`];
      }),
    });
  }

  private divide(statements: StatementJson[], maxPolicySize: number): StatementJson[][] {
    try {
      return packStatements(statements, maxPolicySize, (value) => Stack.of(this).resolve(value));
    } catch (error) {
      throw new Error(`${this.node.path}: ${(error as Error).message}`);
    }
  }
}

function checkLength(scope: Construct, prop: string, value: string | undefined, min: number, max: number): void {
  if (value !== undefined && !Token.isUnresolved(value) && (value.length < min || value.length > max)) {
    throw new Error(`${scope.node.path}: ${prop} must have ${min} to ${max} characters, got ${value.length}: "${value}"`);
  }
}

function checkCount(scope: Construct, prop: string, value: number): number {
  if (!Number.isInteger(value) || value <= 0) {
    throw new Error(`${scope.node.path}: ${prop} must be a whole number greater than 0, got ${value}`);
  }
  return value;
}

function describe(guardrails: McpGuardrail[], index: number, count: number): string {
  const part = count === 1 ? '' : ` (${index + 1} of ${count})`;
  const text = `Guardrails for AI agents${part}: ${guardrails.map((guardrail) => guardrail.id).join(', ')}`;
  return text.length <= 512 ? text : `${text.slice(0, 509)}...`;
}

/** A target in the form in which the chain counts it: an intrinsic function as its JSON. */
function keyOf(target: unknown): string {
  return typeof target === 'string' ? target : JSON.stringify(target);
}
