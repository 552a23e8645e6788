import { Annotations, CfnResource, aws_iam as iam, Resource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isBeingLookedUp, isFromAnotherAccount, isImmutableRole } from './attachable';
import { McpPrincipalKind } from './mcp-principal-kind';
import { referredResource } from './referred-resource';
import { renderedProperties } from './rendered-resource';
import { byResourceType } from '../iam/principal-types';
import { graphqlApiRoles, isGraphqlApi, samRole } from '../iam/sam-roles';

/** A principal of a construct tree: a resource, or one that exists elsewhere and is imported. */
export interface GuardedPrincipal {
  readonly kind: McpPrincipalKind;
  /** Its resource, unless it is imported. */
  readonly resource?: CfnResource;
  /** The name of an imported one. */
  readonly importedName?: string;
  /** Why no guardrail can be applied to it, and what to do. */
  readonly problem?: string;
  /** The resource of the app that an imported one is, for its ARN refers to it. */
  readonly standsFor?: CfnResource;
  /** Whether it is not known yet, but will be when the CDK's command line has looked it up and synthesizes the app again. */
  readonly lookedUp?: boolean;
  /** Whether it is a service-linked role, which needs none and can have none. */
  readonly serviceLinked?: boolean;
  /** The account of an imported one, if it can't be compared with that of the stack. */
  readonly uncertainAccount?: string;
}

const KINDS = byResourceType({
  'role': McpPrincipalKind.ROLE,
  'user': McpPrincipalKind.USER,
  'group': McpPrincipalKind.GROUP,
  'permission set': McpPrincipalKind.PERMISSION_SET,
});

/** Says at a service-linked role that it gets no guardrails. */
export function noteServiceLinked(construct: IConstruct): void {
  Annotations.of(construct).addInfo('guardrails are not applied to a service-linked role: only its service can assume it, and it takes no policies');
}

/** Says at a role that its guardrails come with the next synthesis. */
export function noteLookedUp(construct: IConstruct): void {
  Annotations.of(construct).addInfo('guardrails are applied to it when it has been looked up: the CDK\'s command line then synthesizes the app again');
}

/** What principal a construct is; `undefined` for anything else, and for what only stands for a principal that is elsewhere in the tree. */
export function guardedPrincipal(construct: IConstruct): GuardedPrincipal | undefined {
  if (CfnResource.isCfnResource(construct)) {
    return ofResource(construct);
  }
  if (!Resource.isResource(construct)) {
    return undefined;
  }
  const imported = importedRole(construct) ?? importedUserOrGroup(construct);
  if (imported && isBeingLookedUp(construct)) {
    return { kind: imported.kind, lookedUp: true };
  }
  const principal = imported && withReferred(construct, imported);
  if (!principal || principal.problem || principal.serviceLinked) {
    return principal;
  }
  if (isFromAnotherAccount(construct, construct)) {
    return { ...principal, problem: 'is in another account: apply the guardrails in a stack of that account' };
  }
  const { account } = construct.env;
  return !Token.isUnresolved(account) && Token.isUnresolved(Stack.of(construct).account) ? { ...principal, uncertainAccount: account } : principal;
}

function ofResource(resource: CfnResource): GuardedPrincipal | undefined {
  const type = resource.cfnResourceType;
  if (type === 'AWS::IAM::ServiceLinkedRole') {
    return { kind: McpPrincipalKind.ROLE, serviceLinked: true };
  }
  const ofSam = samRole(type);
  if (isGraphqlApi(type) && graphqlApiRoles(renderedProperties(resource)).length > 0) {
    return { kind: McpPrincipalKind.ROLE, problem: 'gets roles from the SAM transform, which no guardrail reaches: give its data sources and its logs roles of the app' };
  }
  if (ofSam && renderedProperties(resource)[ofSam.given] === undefined) {
    return { kind: McpPrincipalKind.ROLE, problem: 'gets its role from the SAM transform, which no guardrail reaches: give it a role of the app' };
  }
  return Object.hasOwn(KINDS, type) ? { kind: KINDS[type]!, resource } : undefined;
}

function withReferred(construct: IConstruct, imported: GuardedPrincipal): GuardedPrincipal {
  const types = Object.keys(KINDS).filter((type) => KINDS[type] === imported.kind);
  const standsFor = referredResource((construct as { [property: string]: any })[`${imported.kind.toLowerCase()}Arn`], types);
  return standsFor ? { ...imported, standsFor } : imported;
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
    return madeByAws(construct) ?? { kind, problem: created };
  }
  if (isImmutableRole(construct)) {
    // Else it was made by withoutPolicyUpdates(), of a role that is judged itself.
    return scope?.node.tryFindChild(`MutableRole${id}`)
      ? madeByAws(construct) ?? { kind, problem: 'is imported and takes no policy updates: import it without "mutable: false" in a stack of its account, or apply the guardrails where it is defined' }
      : undefined;
  }
  if (!isOfClass(construct, 'ImportedRole') || behindAnother(construct)) {
    return undefined;
  }
  return madeByAws(construct) ?? { kind, importedName: (construct as unknown as iam.IRole).roleName };
}

/**
 * An imported role that no policy can be attached to, for a service or IAM Identity Center made it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function madeByAws(construct: IConstruct): GuardedPrincipal | undefined {
  const kind = McpPrincipalKind.ROLE;
  const arn = JSON.stringify(Stack.of(construct).resolve((construct as unknown as iam.IRole).roleArn));
  if (/role\/(aws-service-role\/|AWSServiceRoleFor)/.test(arn)) {
    return { kind, serviceLinked: true };
  }
  return /role\/(aws-reserved\/|AWSReservedSSO_)/.test(arn)
    ? { kind, problem: 'is a role of IAM Identity Center, which nobody else can change: apply the guardrails to its permission set' } : undefined;
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
