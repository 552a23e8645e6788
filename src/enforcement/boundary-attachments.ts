import type { aws_iam as iam } from 'aws-cdk-lib';
import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { renderedProperties } from './rendered-resource';
import { byResourceType } from '../iam/principal-types';
import { samRole } from '../iam/sam-roles';

/** The properties that attach a managed policy by its ARN. */
const ATTACHING = byResourceType({ 'role': 'ManagedPolicyArns', 'user': 'ManagedPolicyArns', 'group': 'ManagedPolicyArns', 'permission set': 'ManagedPolicies' });

/**
 * What of the whole app has lost a permissions boundary by an override, or has it attached as a policy; as `node.addValidation()` takes it. The CDK
 * lets a role name a policy without asking the policy.
 */
export function attachmentProblems(boundary: iam.ManagedPolicy, props: iam.ManagedPolicyProps): string[] {
  const own = boundary.node.defaultChild as iam.CfnManagedPolicy | undefined;
  const takenOff = (own ? resourcesOf(boundary) : []).filter((resource) => {
    const given = givenBoundaries(resource).map((arn) => JSON.stringify(Stack.of(resource).resolve(arn)));
    const expected = given.length > 0 ? referenceFrom(Stack.of(resource), own!) : undefined;
    return expected !== undefined && given.includes(expected) && JSON.stringify(renderedProperties(resource).PermissionsBoundary) !== expected;
  });
  return [
    ...attachmentsOf(boundary, props).map((by) => problem(boundary, by)),
    ...takenOff.map(({ node: { path } }) => `${path}: the boundary ${boundary.node.path} is no longer its PermissionsBoundary: something has replaced it, such as an override`),
  ];
}

/** The boundaries that a role or user was given: that of its L1, and that of its L2, which has it still when somebody takes it off the L1. */
function givenBoundaries(resource: CfnResource): unknown[] {
  if (!['AWS::IAM::Role', 'AWS::IAM::User'].includes(resource.cfnResourceType)) {
    return [];
  }
  const l2 = resource.node.scope as { permissionsBoundary?: iam.IManagedPolicy } | undefined;
  return [(resource as iam.CfnRole | iam.CfnUser).permissionsBoundary, l2?.permissionsBoundary?.managedPolicyArn].filter((arn) => arn !== undefined);
}

/** What of the whole app has the managed policy attached, by itself, a reference from another stack, or its name. */
export function attachmentsOf(policy: iam.ManagedPolicy, props: iam.ManagedPolicyProps): string[] {
  const own = policy.node.defaultChild as iam.CfnManagedPolicy | undefined;
  const isNamed = nameMatcher(policy, props);
  return resourcesOf(policy).flatMap((resource) => {
    if (resource === own) {
      const { Roles, Users, Groups } = renderedProperties(resource);
      return [Roles, Users, Groups].flat().some((name) => name !== undefined) ? ['something else'] : [];
    }
    // To the role that AWS SAM makes, too.
    const property = ATTACHING[resource.cfnResourceType] ?? (samRole(resource.cfnResourceType) && 'Policies');
    if (!property) {
      return [];
    }
    const { [property]: policies, CustomerManagedPolicyReferences } = renderedProperties(resource);
    const reference = own && referenceFrom(Stack.of(resource), own);
    const isPolicy = (value: unknown) => (reference !== undefined && JSON.stringify(value) === reference) || isNamed(value);
    return (policies !== undefined && contains(policies, isPolicy)) || contains(CustomerManagedPolicyReferences, isNamed) ? [resource.node.path] : [];
  });
}

function resourcesOf({ node }: IConstruct): CfnResource[] {
  return node.root.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each));
}

/** What the policy's ARN has become in a stack; `undefined` if that does not refer to it. */
function referenceFrom(stack: Stack, policy: iam.CfnManagedPolicy): string | undefined {
  // Not its construct's ARN, which is an error to resolve in another environment, or gives the policy a name.
  const [there, here] = [stack, policy.stack].map((each) => JSON.stringify(each.resolve(policy.ref)));
  // As in its own stack it is not referred to, and something else may have that logical id.
  return stack === policy.stack || there !== here ? there : undefined;
}

/** Whether an ARN, or a reference of a permission set, is that of a policy with a literal name; of another account it is not. */
function nameMatcher(boundary: iam.ManagedPolicy, { managedPolicyName: name, path = '/' }: iam.ManagedPolicyProps): (value: any) => boolean {
  if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)) {
    return () => false;
  }
  const { account } = boundary.stack;
  return (value) => {
    if (typeof value !== 'string') {
      return value?.Name === name && (value.Path ?? '/') === path;
    }
    const [, inAccount, named] = /(?:::(\d{12}))?:policy(\/.+)$/.exec(value) ?? [];
    // By a construct of another environment the CDK leaves out the path.
    return (named === path + name || named === `/${name}`) && (inAccount === undefined || Token.isUnresolved(account) || inAccount === account);
  };
}

function problem({ node }: iam.ManagedPolicy, by: string): string {
  return `${node.path} is attached to ${by} as a policy, so that it gives all that it should only cap: set it as permissionsBoundary instead`;
}

/** Whether something in a resolved property is what is looked for, also within an `Fn::If`. */
function contains(property: unknown, isIt: (value: unknown) => boolean): boolean {
  return isIt(property) || (typeof property === 'object' && property !== null && Object.values(property).some((item) => contains(item, isIt)));
}
