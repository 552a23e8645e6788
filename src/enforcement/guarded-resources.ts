import { CfnResource, aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { AppliedStatement } from './applied-statements';
import { resolvedText } from './applied-statements';
import { renderedProperties } from './guarded-principal';
import { sizeProblems } from './guardrail-statements';
import type { PolicyType } from '../iam/policy-kinds';
import { POLICY_TYPES } from '../iam/policy-kinds';

/** The limits of inline policies. */
const LIMITS: { [type: string]: PolicyType } = {
  'AWS::IAM::Role': POLICY_TYPES.ROLE_INLINE_POLICIES,
  'AWS::IAM::User': POLICY_TYPES.USER_INLINE_POLICIES,
  'AWS::IAM::Group': POLICY_TYPES.GROUP_INLINE_POLICIES,
  'AWS::SSO::PermissionSet': POLICY_TYPES.PERMISSION_SET_INLINE_POLICY,
};

/** Where a policy is that is not in `Policies`. */
const DOCUMENT_PROPERTIES: { [type: string]: string | undefined } = {
  'AWS::SSO::PermissionSet': 'InlinePolicy', 'AWS::IAM::ManagedPolicy': 'PolicyDocument', 'AWS::IAM::Policy': 'PolicyDocument',
};

const STACKS = new WeakMap<Stack, GuardedResources>();

/** The properties of `AWS::IAM::Policy` and the like that name whom the policy is attached to. */
const ATTACHED_TO = ['Roles', 'Users', 'Groups', 'RoleName', 'UserName', 'GroupName'];

/** A managed policy with guardrails, and whom it names. */
export interface NamingPolicy {
  readonly resource: CfnResource;
  readonly statements: unknown[];
  /** Their names, by the property of the policy. */
  readonly names: { readonly [property: string]: ReadonlyMap<string, string> };
}

/**
 * The resources of a stack whose own properties guardrails were put into. Before the template is written it makes sure that they
 * are still there, for a property may be set again or overridden later, and that inline policies are not too large.
 */
export class GuardedResources {
  public static of(stack: Stack): GuardedResources {
    let resources = STACKS.get(stack);
    if (!resources) {
      STACKS.set(stack, resources = new GuardedResources(stack));
      stack.node.addValidation(resources);
    }
    return resources;
  }

  private readonly inline = new Map<CfnResource, AppliedStatement[]>();
  private readonly managed = new Map<CfnResource, string[]>();
  private readonly policies: NamingPolicy[] = [];

  private constructor(private readonly stack: Stack) {}

  /** @param statements which the inline policies of the resource must have; the list may grow. */
  public addInline(resource: CfnResource, statements: AppliedStatement[]): void {
    const known = this.inline.get(resource);
    this.inline.set(resource, known && known !== statements ? [...known, ...statements] : statements);
  }

  /** @param arns of the managed policies that must be attached to the resource. */
  public addManaged(resource: CfnResource, arns: string[]): void {
    this.managed.set(resource, [...this.managed.get(resource) ?? [], ...arns]);
  }

  /** @param policy which must have its statements and names. */
  public addPolicy(policy: NamingPolicy): void {
    this.policies.push(policy);
  }

  public validate(): string[] {
    const attached = this.inline.size > 0 ? this.attachedDocuments() : new Map<string, unknown[]>();
    return [
      ...[...this.managed].flatMap(([resource, arns]) => {
        const expected = arns.map((arn) => json(this.stack.resolve(arn)));
        return hasAll(renderedProperties(resource).ManagedPolicyArns, expected) ? [] : [lost(resource, 'ManagedPolicyArns')];
      }),
      ...[...this.inline].flatMap(([resource, statements]) => this.validateInline(resource, statements, attached)),
      ...this.policies.flatMap((policy) => this.validatePolicy(policy)),
    ];
  }

  private validatePolicy({ resource, statements, names }: NamingPolicy): string[] {
    const { node } = resource;
    if (node.scope?.node.tryFindChild(node.id) !== resource) {
      return [`${node.path}: the policy with the guardrails is no longer there: something has removed it`];
    }
    const properties = renderedProperties(resource);
    return [
      ...hasStatements(this.stack, [properties.PolicyDocument], statements) ? [] : [lost(resource, 'PolicyDocument')],
      ...Object.entries(names).flatMap(([property, expected]) => (hasAll(properties[property], expected.keys()) ? [] : [lost(resource, property)])),
    ];
  }

  private validateInline(resource: CfnResource, statements: AppliedStatement[], attached: Map<string, unknown[]>): string[] {
    const { property, documents: own } = ownDocuments(resource);
    if (!hasStatements(this.stack, own, statements.map(({ json }) => json))) {
      return [lost(resource, property)];
    }
    const documents = [...own, ...attached.get(JSON.stringify(this.stack.resolve(resource.ref))) ?? []];
    return sizeProblems(this.stack, LIMITS[resource.cfnResourceType], documents)
      .map((problem) => `${resource.node.path}: with the guardrails, ${problem}: narrow them, or move permissions to managed policies`);
  }

  /** The inline policies that are resources of their own, by the name of whom they are attached to. */
  private attachedDocuments(): Map<string, unknown[]> {
    const documents = new Map<string, unknown[]>();
    for (const policy of this.stack.node.findAll()) {
      if (!CfnResource.isCfnResource(policy) || Stack.of(policy) !== this.stack || !/^AWS::IAM::(Role|User|Group)?Policy$/.test(policy.cfnResourceType)) {
        continue;
      }
      const properties = renderedProperties(policy);
      for (const name of ATTACHED_TO.flatMap((property) => properties[property] ?? [])) {
        const key = JSON.stringify(name);
        documents.set(key, [...documents.get(key) ?? [], properties.PolicyDocument]);
      }
    }
    return documents;
  }
}

/** Whether the template has the role's inline policies as they are, this document among them. */
export function isInline(resource: iam.CfnRole, document: iam.PolicyDocument): boolean {
  return Array.isArray(resource.policies) && resource.policies.some((policy) => (policy as iam.CfnRole.PolicyProperty).policyDocument === document)
    && !mayBeOverridden(resource);
}

/** What `addOverride()` and its like were given is nowhere to be read but in a private field. */
function mayBeOverridden(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: object };
  return rawOverrides === undefined || Object.keys(rawOverrides).length > 0;
}

/** What is wrong if the policy that is part of a resource, or is it, has not all the statements; as `node.addValidation()` takes it. */
export function lostStatements(resource: CfnResource, statements: iam.PolicyStatement[]): string[] {
  const stack = Stack.of(resource);
  // As a document renders them.
  const expected = stack.resolve(new iam.PolicyDocument({ statements }))?.Statement ?? [];
  const { property, documents } = ownDocuments(resource);
  return hasStatements(stack, documents, expected) ? [] : [lost(resource, property)];
}

/**
 * Looks whether a policy still has its statements and names whom it was attached to by its construct, until the template is written;
 * as `node.addValidation()` takes it. To be made before anything can change the resource.
 */
export function policyKeeper(resource: iam.CfnManagedPolicy | iam.CfnPolicy, statements: iam.PolicyStatement[]): () => string[] {
  // Tokens, of those attached later, too.
  const attached = Object.entries({ Roles: resource.roles, Users: resource.users, Groups: resource.groups });
  return () => {
    const properties = renderedProperties(resource);
    if (Object.keys(properties).length === 0) {
      return []; // Attached to nobody, and so not in the template.
    }
    const stack = Stack.of(resource);
    return [
      ...lostStatements(resource, statements),
      ...attached
        .filter(([property, names]) => !hasAll(properties[property], (stack.resolve(names) ?? []).map(json)))
        .map(([property]) => lost(resource, property)),
    ];
  };
}

const json = (value: unknown) => JSON.stringify(value);

function hasAll(list: unknown, expected: Iterable<string>): boolean {
  const present = new Set([list ?? []].flat().map(json));
  return [...expected].every((each) => present.has(each));
}

function hasStatements(stack: Stack, documents: any[], statements: unknown[]): boolean {
  const present = new Set(documents.flatMap((document) => document?.Statement ?? []).map((statement) => resolvedText(stack, statement)));
  return statements.every((statement) => present.has(resolvedText(stack, statement)));
}

/** The policy documents in a resource. */
function ownDocuments(resource: CfnResource): { property: string; documents: any[] } {
  const properties = renderedProperties(resource);
  const property = DOCUMENT_PROPERTIES[resource.cfnResourceType] ?? 'Policies';
  const inList = () => [properties.Policies ?? []].flat().map((policy) => policy.PolicyDocument);
  return { property, documents: property === 'Policies' ? inList() : [properties[property]] };
}

function lost(resource: CfnResource, property: string): string {
  return `${resource.node.path}: the guardrails are no longer in ${property}: something has replaced the property, such as an override`;
}
