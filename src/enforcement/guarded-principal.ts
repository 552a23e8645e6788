import { CfnResource, aws_iam as iam, Resource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { McpPrincipalKind } from './mcp-principal-kind';
import { isFromAnotherAccount, isImmutableRole } from '../private/attachable';

/** A principal of a construct tree: a resource, or one that exists elsewhere and is imported. */
export interface GuardedPrincipal {
  readonly kind: McpPrincipalKind;
  /** Its resource, unless it is imported. */
  readonly resource?: CfnResource;
  /** The name of an imported one. */
  readonly importedName?: string;
  /** Why no guardrail can be applied to it, and what to do. */
  readonly problem?: string;
}

const KINDS: { [type: string]: McpPrincipalKind } = {
  'AWS::IAM::Role': McpPrincipalKind.ROLE,
  'AWS::IAM::User': McpPrincipalKind.USER,
  'AWS::IAM::Group': McpPrincipalKind.GROUP,
  'AWS::SSO::PermissionSet': McpPrincipalKind.PERMISSION_SET,
};

/** What principal a construct is; `undefined` for anything else, and for what only stands for a principal that is elsewhere in the tree. */
export function guardedPrincipal(construct: IConstruct): GuardedPrincipal | undefined {
  if (CfnResource.isCfnResource(construct)) {
    return Object.hasOwn(KINDS, construct.cfnResourceType) ? { kind: KINDS[construct.cfnResourceType], resource: construct } : undefined;
  }
  if (!Resource.isResource(construct)) {
    return undefined;
  }
  const principal = importedRole(construct) ?? importedUserOrGroup(construct);
  if (!principal || principal.problem || !isFromAnotherAccount(construct, construct)) {
    return principal;
  }
  return { ...principal, problem: 'is in another account: apply the guardrails in a stack of that account' };
}

/** The CDK does not export these classes, so they are known by the id that its property injection uses. */
function isOfClass(construct: IConstruct, name: string): boolean {
  return (construct.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID === `aws-cdk-lib.aws-iam.${name}`;
}

function importedRole(construct: IConstruct): GuardedPrincipal | undefined {
  const kind = McpPrincipalKind.ROLE;
  const { id, scope } = construct.node;
  const created = 'is created outside of the app (Role.customizeRoles()): apply the guardrails where it is created';
  if (iam.Role.isRole(construct)) {
    return construct.node.tryFindChild('Resource') ? undefined : { kind, problem: created };
  }
  if (scope && iam.Role.isRole(scope)) {
    return undefined; // Part of a role that is judged itself.
  }
  if (isOfClass(construct, 'PrecreatedRole')) {
    return { kind, problem: created };
  }
  if (isImmutableRole(construct)) {
    // Else it was made by withoutPolicyUpdates(), of a role that is judged itself.
    return scope?.node.tryFindChild(`MutableRole${id}`)
      ? { kind, problem: 'is imported and takes no policy updates: import it without "mutable: false" in a stack of its account, or apply the guardrails where it is defined' }
      : undefined;
  }
  if (!isOfClass(construct, 'ImportedRole') || behindAnother(construct)) {
    return undefined;
  }
  return { kind, importedName: (construct as unknown as iam.IRole).roleName };
}

/** Whether it is what an immutable or precreated role next to it stands for. */
function behindAnother({ node: { id, scope } }: IConstruct): boolean {
  const [, id1] = /^(?:MutableRole|Import)(.+)$/.exec(id) ?? [];
  const other = id1 === undefined ? undefined : scope?.node.tryFindChild(id1);
  return other !== undefined && (isImmutableRole(other) || isOfClass(other, 'PrecreatedRole'));
}

function importedUserOrGroup(construct: IConstruct): GuardedPrincipal | undefined {
  // Nothing is read that may not be there: reading a property of a lazy role would make the role.
  const isLike = (...members: string[]) => members.every((member) => member in construct);
  if (!isLike('policyFragment') || construct.node.tryFindChild('Resource')) {
    return undefined;
  }
  if (isLike('userName', 'addToGroup')) {
    return { kind: McpPrincipalKind.USER, importedName: (construct as unknown as iam.IUser).userName };
  }
  return isLike('groupName', 'addUser') ? { kind: McpPrincipalKind.GROUP, importedName: (construct as unknown as iam.IGroup).groupName } : undefined;
}
