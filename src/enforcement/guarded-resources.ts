import { CfnResource, Stack } from 'aws-cdk-lib';
import type { AppliedStatement } from './applied-statements';
import { resolvedText } from './applied-statements';
import { sizeProblems } from './guardrail-statements';
import type { PolicyType } from '../private/policy-type';
import { POLICY_TYPES } from '../private/policy-type';

/** The limits of inline policies. */
const LIMITS: { [type: string]: PolicyType } = {
  'AWS::IAM::Role': POLICY_TYPES.ROLE_INLINE_POLICIES,
  'AWS::IAM::User': POLICY_TYPES.USER_INLINE_POLICIES,
  'AWS::IAM::Group': POLICY_TYPES.GROUP_INLINE_POLICIES,
  'AWS::SSO::PermissionSet': POLICY_TYPES.PERMISSION_SET_INLINE_POLICY,
};

const STACKS = new WeakMap<Stack, GuardedResources>();

/** The properties of `AWS::IAM::Policy` and the like that name whom the policy is attached to. */
const ATTACHED_TO = ['Roles', 'Users', 'Groups', 'RoleName', 'UserName', 'GroupName'];

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

  public validate(): string[] {
    const attached = this.inline.size > 0 ? this.attachedDocuments() : new Map<string, unknown[]>();
    return [
      ...[...this.managed].flatMap(([resource, arns]) => {
        const present = new Set([this.propertiesOf(resource).ManagedPolicyArns ?? []].flat().map((each) => JSON.stringify(each)));
        return arns.every((arn) => present.has(JSON.stringify(this.stack.resolve(arn)))) ? [] : [lost(resource, 'ManagedPolicyArns')];
      }),
      ...[...this.inline].flatMap(([resource, statements]) => this.validateInline(resource, statements, attached)),
    ];
  }

  private validateInline(resource: CfnResource, statements: AppliedStatement[], attached: Map<string, unknown[]>): string[] {
    const { Policies, InlinePolicy } = this.propertiesOf(resource);
    const ofPermissionSet = resource.cfnResourceType === 'AWS::SSO::PermissionSet';
    const own: any[] = ofPermissionSet ? [InlinePolicy] : [Policies ?? []].flat().map((policy) => policy.PolicyDocument);
    const present = new Set(own.flatMap((document) => document?.Statement ?? []).map((statement) => resolvedText(this.stack, statement)));
    if (!statements.every(({ json }) => present.has(resolvedText(this.stack, json)))) {
      return [lost(resource, ofPermissionSet ? 'InlinePolicy' : 'Policies')];
    }
    const documents = [...own, ...attached.get(JSON.stringify(this.stack.resolve(resource.ref))) ?? []];
    return sizeProblems(this.stack, LIMITS[resource.cfnResourceType], documents)
      .map((problem) => `${resource.node.path}: with the guardrails, ${problem}: narrow them, or move permissions to managed policies`);
  }

  private propertiesOf(resource: CfnResource): { [property: string]: any } {
    // A policy without statements is left out of the template.
    const { Resources = {} } = this.stack.resolve(resource._toCloudFormation());
    return (Object.values(Resources)[0] as { Properties?: object } | undefined)?.Properties ?? {};
  }

  /** The inline policies that are resources of their own, by the name of whom they are attached to. */
  private attachedDocuments(): Map<string, unknown[]> {
    const documents = new Map<string, unknown[]>();
    for (const policy of this.stack.node.findAll()) {
      if (!CfnResource.isCfnResource(policy) || Stack.of(policy) !== this.stack || !/^AWS::IAM::(Role|User|Group)?Policy$/.test(policy.cfnResourceType)) {
        continue;
      }
      const properties = this.propertiesOf(policy);
      for (const name of ATTACHED_TO.flatMap((property) => properties[property] ?? [])) {
        const key = JSON.stringify(name);
        documents.set(key, [...documents.get(key) ?? [], properties.PolicyDocument]);
      }
    }
    return documents;
  }
}

function lost(resource: CfnResource, property: string): string {
  return `${resource.node.path}: the guardrails are no longer in ${property}: something has replaced the property, such as an override`;
}
