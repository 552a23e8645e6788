import type { aws_iam as iam, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnResource, DefaultTokenResolver, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AtValidation } from './at-validation';
import { cfnName, isUntouched, renderedProperties } from './rendered-resource';
import { byResourceType } from '../iam/principal-types';
import { formatValue } from '../private/format';
import { canonicalJson } from '../private/json';

/** An inline policy, of whichever resource. */
export interface InlinePolicy {
  readonly resource: CfnResource;
  readonly name: unknown;
  readonly document: unknown;
}

/** The properties of principals with their names, and of policies with whom they are attached to. */
const PRINCIPALS = byResourceType({ 'role': 'Role', 'user': 'User', 'group': 'Group', 'permission set': undefined });
const ATTACHED_TO: { [type: string]: { readonly [property: string]: string } | undefined } = {
  'AWS::IAM::Policy': { roles: 'Role', users: 'User', groups: 'Group' },
  'AWS::IAM::RolePolicy': { roleName: 'Role' },
  'AWS::IAM::UserPolicy': { userName: 'User' },
  'AWS::IAM::GroupPolicy': { groupName: 'Group' },
};

/** Of a stage, what has inline policies, by the principals that have them. */
const BY_PRINCIPAL = new AtValidation((root) => {
  const found = new Map<string, CfnResource[]>();
  for (const resource of root.node.findAll()) {
    if (CfnResource.isCfnResource(resource)) {
      principalsOf(resource).forEach((principal) => found.set(principal, [...found.get(principal) ?? [], resource]));
    }
  }
  return found;
});

/** To be called before the validations in which `inlinePolicies()` is. */
export function prepareInlinePolicies(construct: IConstruct): void {
  BY_PRINCIPAL.prepare(construct);
}

/** All inline policies of a role, user or group, or of all to whom a policy is attached: in a validation. */
export function inlinePolicies(resource: CfnResource): InlinePolicy[] {
  const found = BY_PRINCIPAL.get(resource);
  const holders = new Set([resource, ...principalsOf(resource).flatMap((principal) => found.get(principal) ?? [])]);
  return [...holders].flatMap(ownPolicies);
}

/** What IAM would keep instead of an inline policy with guardrails, or they instead of it: one of the same name; as validations say it. */
export function namesakes(holder: CfnResource, name: unknown, policies: readonly InlinePolicy[] = inlinePolicies(holder)): string[] {
  const same = policies.filter((policy) => policy.name === name || (typeof policy.name !== 'string' && canonicalJson(policy.name) === canonicalJson(name)));
  const others = same.filter((policy, i) => policy.resource !== holder || i > same.findIndex(({ resource }) => resource === holder));
  return others.map(({ resource }) => `${resource.node.path}: it has an inline policy of the name ${formatValue(name)}, which is that of the guardrails in ${holder.node.path}: `
    + 'IAM keeps one policy of a name, so give it another one');
}

function ownPolicies(resource: CfnResource): InlinePolicy[] {
  const untouched = isUntouched(resource);
  if (PRINCIPALS[resource.cfnResourceType] === undefined) {
    const { policyName, policyDocument } = resource as iam.CfnPolicy;
    const { PolicyName, PolicyDocument } = untouched && typeof policyName === 'string' ? { PolicyName: policyName, PolicyDocument: policyDocument }
      : renderedProperties(resource);
    return [{ resource, name: resolved(resource, PolicyName), document: PolicyDocument }];
  }
  const { policies } = resource as iam.CfnRole;
  const list = untouched && Array.isArray(policies) ? policies : [renderedProperties(resource).Policies ?? []].flat();
  return list.map((each: any) => ({
    resource, name: resolved(resource, each?.policyName ?? each?.PolicyName), document: each?.policyDocument ?? each?.PolicyDocument,
  }));
}

function resolved(resource: CfnResource, name: unknown): unknown {
  return Stack.of(resource).resolve(name);
}

/** Whom a policy is attached to, or who a principal is: in whatever stack, by reference or name. */
function principalsOf(resource: CfnResource): string[] {
  const { cfnResourceType: type } = resource;
  const stack = Stack.of(resource);
  const kind = PRINCIPALS[type];
  const named = (of: string, name: unknown) => `${of} ${typeof name === 'string' ? name : `${stack.node.path} ${canonicalJson(name)}`}`;
  if (kind !== undefined) {
    const name = valueOf(resource, `${kind.toLowerCase()}Name`);
    return [named(kind, pathOf(resource, 'Ref')), named(kind, { Ref: stack.getLogicalId(resource) }), ...(typeof name === 'string' ? [named(kind, name)] : [])];
  }
  return Object.entries(ATTACHED_TO[type] ?? {}).flatMap(([property, of]) => {
    const names = valueOf(resource, property);
    return names === undefined ? [] : [Tokenization.resolve(names, { scope: resource, resolver: REFERENCES_BY_PATH, preparing: false }) ?? []].flat()
      .map((name) => named(of, name));
  });
}

/** That of the L1, or of one without a class. */
function valueOf(resource: CfnResource, property: string): unknown {
  return property in resource ? (resource as any)[property] : renderedProperties(resource)[cfnName(property)];
}

/** Resolves a reference to the path of its construct and the attribute, for it becomes something else in each stack. */
class ReferencesByPath extends DefaultTokenResolver {
  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? pathOf(token.target, token.displayName) : super.resolveToken(token, context, postProcessor);
  }
}
const REFERENCES_BY_PATH = new ReferencesByPath(new StringConcat());

function pathOf({ node }: IConstruct, attribute: string): string {
  return `${node.path}.${attribute}`;
}
