import type { aws_organizations as organizations, IAspect } from 'aws-cdk-lib';
import { AspectPriority, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { canonicalJson } from '../private/json';

/**
 * Lets CloudFormation create, update and attach the control policies of a stack one after another, whoever made them.
 *
 * AWS Organizations throttles those calls (`changesPerSecond` of the kind of policy), and the resource handler gives up after few tries: many at
 * once fail and leave orphans behind.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#throttling-limits
 */
export class ControlPolicyChain implements IAspect {
  /** The chain of the stack, of the control policies that are added later too. */
  public static of(stack: Stack): ControlPolicyChain {
    let chain = Aspects.of(stack).all.find((aspect) => aspect instanceof ControlPolicyChain) as ControlPolicyChain | undefined;
    if (!chain) {
      chain = new ControlPolicyChain(stack);
      Aspects.of(stack).add(chain, { priority: AspectPriority.MUTATING });
    }
    return chain;
  }

  private last?: CfnResource;
  /** By type and target. */
  private readonly attached = new Map<string, number>();
  /** An app that is synthesized twice visits its policies twice. */
  private readonly visited = new Set<CfnResource>();

  private constructor(private readonly stack: Stack) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::Organizations::Policy' || Stack.of(node) !== this.stack) {
      return;
    }
    if (this.visited.has(node)) {
      return;
    }
    this.visited.add(node);
    this.count(node as organizations.CfnPolicy);
    if (this.last && dependsOn(this.last, node)) {
      return; // Its place in the order is taken already.
    }
    if (this.last) {
      node.node.addDependency(this.last);
    }
    this.last = node;
  }

  /** How many policies of the type the stack attaches to the target; known once the stack is prepared. */
  public attachedTo(type: string, targetId: unknown): number {
    return this.attached.get(`${type} ${canonicalJson(targetId)}`) ?? 0;
  }

  private count(policy: organizations.CfnPolicy): void {
    for (const target of this.stack.resolve(policy.targetIds) ?? []) {
      const key = `${policy.type} ${canonicalJson(target)}`;
      this.attached.set(key, (this.attached.get(key) ?? 0) + 1);
    }
  }
}

/** Whether the app has said that a resource comes after another one, directly or through others. */
function dependsOn(resource: CfnResource, other: CfnResource, seen = new Set<IConstruct>()): boolean {
  seen.add(resource);
  return [...resource.obtainDependencies(), ...resource.node.scopes.flatMap((scope) => scope.node.dependencies)]
    .flatMap((dependency) => dependency.node.findAll())
    .some((dependency) => dependency === other
      || (CfnResource.isCfnResource(dependency) && !seen.has(dependency) && dependsOn(dependency, other, seen)));
}
