import type { IAspect } from 'aws-cdk-lib';
import { AspectPriority, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Lets CloudFormation create, update and attach the control policies of a stack one after another, whoever made them.
 *
 * AWS Organizations throttles those calls, and the resource handler gives up after few tries: many at once fail and leave
 * orphans behind.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#throttling-limits
 */
export class ControlPolicyChain implements IAspect {
  /** Chains the control policies of the stack, those added later too. Does nothing the second time. */
  public static of(stack: Stack): void {
    if (!Aspects.of(stack).all.some((aspect) => aspect instanceof ControlPolicyChain)) {
      Aspects.of(stack).add(new ControlPolicyChain(stack), { priority: AspectPriority.MUTATING });
    }
  }

  private last?: CfnResource;

  private constructor(private readonly stack: Stack) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::Organizations::Policy' || Stack.of(node) !== this.stack) {
      return;
    }
    if (this.last && dependsOn(this.last, node)) {
      return; // Its place in the order is taken already.
    }
    if (this.last) {
      node.addDependency(this.last);
    }
    this.last = node;
  }
}

function dependsOn(resource: CfnResource, other: CfnResource, seen = new Set<unknown>()): boolean {
  return resource.obtainDependencies().some((dependency) => dependency === other
    || (CfnResource.isCfnResource(dependency) && !seen.has(dependency) && dependsOn(dependency, other, seen.add(dependency))));
}
