import { CfnResource, aws_organizations as organizations, Names, RemovalPolicy, Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { contentHash, HASH_LENGTH, hashOf } from './content-hash';
import { ControlPolicyChain } from './control-policy-chain';
import { keepGuardrails } from './kept-guardrails';
import type { StatementJson } from './pack-statements';
import { documentOf, packStatements } from './pack-statements';
import type { PolicyTarget } from './policy-target';
import { checkedProps } from './prop-validators';
import type { McpGuardrail } from '../guardrails/guardrail';
import type { PolicyType } from '../iam/policy-type';
import { checked, checkedProperties, stringLike } from '../private/validator';

/** Properties that service and resource control policies share. */
export interface McpControlPolicyProps {
  /** What the policy denies; at least one. */
  readonly guardrails: McpGuardrail[];

  /** Where it is attached; at least one root, organizational unit or account. */
  readonly targets: PolicyTarget[];

  /**
   * The name of the policy, unique in the organization; 1 to 128 characters. Of several policies, each but the last has a hash of its
   * content behind it, which takes nine more.
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
   * What CloudFormation does with the policy when the construct is taken out of the app, or its stack is deleted: with `RETAIN` it stays,
   * attached. Guardrails that need several policies can't be retained, for a change makes new ones and deletes old ones.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Quotas of AWS that a caller may know better. */
export interface ControlPolicyLimits {
  readonly maxPolicySize: number;
  readonly maxPoliciesPerTarget: number;
}

const NAME = stringLike(/^[^]{1,128}$/, '1 to 128 characters');
const DESCRIPTION = stringLike(/^[^]{0,512}$/, 'at most 512 characters');
const REMOVAL = stringLike(/^(destroy|retain|retain-on-update-or-delete)$/, 'RemovalPolicy.DESTROY or RemovalPolicy.RETAIN');
/** A hyphen and the hash. */
const SUFFIX_LENGTH = HASH_LENGTH + 1;

/**
 * What the properties say, checked; the limits are those of the kind unless given.
 *
 * @throws if there is no target, or a name, a description or a limit is none.
 */
export function checkedControlPolicy(
  { node }: Construct, type: PolicyType, props: McpControlPolicyProps & Partial<ControlPolicyLimits>,
): ControlPolicyLimits {
  checkedProps(node.scope!, node.id, props, 'guardrails', 'targets');
  checkedProperties(node.path, props, { policyName: NAME, description: DESCRIPTION, removalPolicy: REMOVAL });
  if (props.targets.length === 0) {
    throw new Error(`${node.path}: targets is empty, so that the ${type.name} would reach nobody`);
  }
  return { maxPolicySize: props.maxPolicySize ?? type.maxSize, maxPoliciesPerTarget: props.maxPoliciesPerTarget ?? type.maxAttached! };
}

/**
 * The native policies that hold the statements: one if they fit, else the fewest. Each is deployed after the one before it.
 *
 * The last one, or the only one, is updated in place. The others have a hash of their content in logical ID and name: what changes is a new policy.
 * CloudFormation attaches the new ones, then updates the last one, then deletes the old ones. So until that update all old policies are there, and
 * from then on all new ones: a statement that goes from one to another is in force all the time.
 *
 * @throws if a statement that can't be divided is larger than a policy, or several are to be retained. Synthesis fails if the stack
 * attaches more policies to a target than it can hold.
 */
export function makeControlPolicies(
  construct: Construct, type: PolicyType, props: McpControlPolicyProps, limits: ControlPolicyLimits, statements: StatementJson[],
): organizations.CfnPolicy[] {
  const stack = Stack.of(construct);
  const documents = divide(construct, statements, limits.maxPolicySize);
  const isDivided = documents.length > 1;
  const name = props.policyName ?? defaultName(construct);
  if (isDivided) {
    checked(construct.node.path, 'policyName with the hash of the content', name + 'x'.repeat(SUFFIX_LENGTH), NAME);
    if (props.removalPolicy !== undefined && props.removalPolicy !== RemovalPolicy.DESTROY) {
      throw new Error(`${construct.node.path}: removalPolicy is "${props.removalPolicy}", but the guardrails need ${documents.length} policies, `
        + 'and those that a change replaces would stay attached: leave removalPolicy out and set terminationProtection of the stack, '
        + 'or divide the guardrails among constructs that need one policy each');
    }
  }
  const targetIds = [...new Set(props.targets.map((target) => target.targetId))];
  const policies = documents.map((document, i) => {
    const hash = i < documents.length - 1 ? contentHash(stack, document) : undefined;
    return new organizations.CfnPolicy(construct, hash === undefined ? 'Resource' : `Part${hash}`, {
      type: type.organizationsType!,
      name: hash === undefined ? name : `${name}-${hash}`,
      description: props.description ?? describe(isDivided ? document.map(({ Sid }) => Sid) : props.guardrails.map(({ id }) => id)),
      // An object: CloudFormation finds no drift in a string.
      content: documentOf(document),
      targetIds,
    });
  });
  // By itself: the chain of the stack leaves out what the app has said comes before.
  policies.slice(1).forEach((policy, i) => policy.addDependency(policies[i]));
  if (props.removalPolicy !== undefined) {
    policies.forEach((policy) => policy.applyRemovalPolicy(props.removalPolicy));
  }

  policies.forEach((holder, i) => keepGuardrails(construct, {
    holder, place: { property: 'content' }, statements: documents[i], properties: { Type: type.organizationsType!, TargetIds: targetIds },
  }));
  const chain = ControlPolicyChain.of(stack);
  construct.node.addValidation({
    validate: () => [...sharedNames(policies), ...targetIds.flatMap((targetId) => {
      const attached = chain.attachedTo(type.organizationsType!, stack.resolve(targetId));
      const most = limits.maxPoliciesPerTarget;
      return attached <= most ? [] : [`the stack attaches ${attached} ${type.name.replace(/y$/, 'ies')} to ${targetId}, `
        + `${attached - most} more than the ${most} it can hold`];
    })],
  });
  return policies;
}

/** A name is that of one policy of its type in an organization. Another account may be that of another organization. */
function sharedNames(policies: organizations.CfnPolicy[]): string[] {
  const others = policies[0].node.root.node.findAll().filter((each): each is organizations.CfnPolicy =>
    CfnResource.isCfnResource(each) && each.cfnResourceType === organizations.CfnPolicy.CFN_RESOURCE_TYPE_NAME);
  const nameOf = (policy: organizations.CfnPolicy): unknown => Stack.of(policy).resolve(policy.name);
  const sameAccount = (a: organizations.CfnPolicy, b: organizations.CfnPolicy) =>
    [TokenComparison.SAME, TokenComparison.BOTH_UNRESOLVED].includes(Token.compareStrings(Stack.of(a).account, Stack.of(b).account));
  return policies.flatMap((policy) => {
    const name = nameOf(policy);
    const other = typeof name !== 'string' ? undefined
      : others.find((each) => each !== policy && each.type === policy.type && nameOf(each) === name && sameAccount(policy, each));
    return other ? [`${other.node.path} is a policy of the same name, "${name}", of which the organization can have one: give one of them another policyName`] : [];
  });
}

/** The stack goes into it by its name, which stacks of two stages may share. */
function defaultName(construct: Construct): string {
  const stack = Stack.of(construct);
  const stage = Stage.of(stack);
  const suffix = stage === undefined || stage.node.scope === undefined || stack.stackName.startsWith(stage.stageName) ? ''
    : `-${hashOf(stage.node.path)}`;
  return Names.uniqueResourceName(construct, { maxLength: 128 - SUFFIX_LENGTH - suffix.length, separator: '-', allowedSpecialCharacters: '-' }) + suffix;
}

function divide(construct: Construct, statements: StatementJson[], maxPolicySize: number): StatementJson[][] {
  try {
    return packStatements(statements, maxPolicySize, (value) => Stack.of(construct).resolve(value));
  } catch (error) {
    throw new Error(`${construct.node.path}: ${(error as Error).message}`);
  }
}

function describe(names: string[]): string {
  const text = `Guardrails for AI agents: ${names.join(', ')}`;
  return text.length <= 512 ? text : `${text.slice(0, 509)}...`;
}
