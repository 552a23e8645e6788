import { AspectPriority, Aspects, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isImmutableRole } from '../enforcement/attachable';

/** The resource of the role that a construct stands for, such as that of `role.withoutPolicyUpdates()`. */
export function roleBehind(construct: IConstruct): CfnResource | undefined {
  const resource = isImmutableRole(construct) ? construct.node.defaultChild : undefined;
  return resource && CfnResource.isCfnResource(resource) ? resource : undefined;
}

/** Whether it is a role that is made when it is first used. The class is known by the id that its property injection uses. */
export function isLazyRole(construct: IConstruct): boolean {
  return (construct.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID === 'aws-cdk-lib.aws-iam.LazyRole';
}

/** Calls `visit` for the resources of a lazy role once they are there. */
export function onceMade(lazyRole: IConstruct, visit: (resource: CfnResource) => void): void {
  Aspects.of(lazyRole).add({ visit: (node) => CfnResource.isCfnResource(node) && visit(node) }, { priority: AspectPriority.MUTATING });
}
