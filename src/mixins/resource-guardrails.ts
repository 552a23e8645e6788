import { isDeepStrictEqual } from 'util';
import type { aws_iam as iam } from 'aws-cdk-lib';
import { CfnResource, Resource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { DocumentPlace } from './policy-documents';
import { addToDocuments, documentsOf, statementsOf } from './policy-documents';
import { sizeProblems } from '../enforcement/guardrail-statements';
import { placedStatements } from '../enforcement/placed-statements';
import type { OwnResource } from '../enforcement/resource-scope';
import { resourcesWithin, typesOf } from '../enforcement/resource-scope';
import { thousands } from '../private/policy-size';
import type { PolicyType } from '../private/policy-type';

/** A kind of resource with a policy. */
export interface ResourceKind {
  /** What it is, as errors show it. */
  readonly what: string;
  readonly cfnTypes: string[];
  readonly type: PolicyType;
  /** The property by which an imported one is known. */
  readonly importedBy: string;
  /** What the statements are about, if not whatever the guardrail says; and by what other names than its `Ref` and ARNs a policy may be of it. */
  readonly ownResource?: (resource: CfnResource) => Omit<OwnResource, 'what'> & { readonly names: string[] };
  /** Where it holds the policy itself; else its policy is a resource of its own. */
  readonly holds?: DocumentPlace;
  /** The L2 replaces what it holds: statements go through it. */
  readonly throughL2?: boolean;
  /** A policy of its own. */
  readonly separate?: {
    readonly cfnType: string;
    /** The property that names what it is a policy of. */
    readonly of: string;
    readonly document: string;
    readonly make: (resource: CfnResource, statements: iam.PolicyStatement[]) => void;
  };
  /** What a policy begins with that there was none of before, so that it takes nothing away but what is denied. */
  readonly initial?: (resource: CfnResource) => iam.PolicyStatement[];
}

/** An L2 with a policy. */
interface WithResourcePolicy extends IConstruct {
  addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult;
}

/** Whether the construct is an L1 of the kind, or an imported one, which is an error when the mixin is applied. */
export function isOfKind(kind: ResourceKind, construct: IConstruct): boolean {
  return CfnResource.isCfnResource(construct) ? kind.cfnTypes.includes(construct.cfnResourceType) : isImported(kind, construct);
}

/**
 * Adds the guardrails to the policy of the resource; those that are there already are not added again.
 *
 * @throws if the resource is imported, a guardrail can't be enforced there, or a statement has a Sid that another one has.
 */
export function addResourceGuardrails(kind: ResourceKind, construct: IConstruct, props: McpResourceGuardrailsProps): void {
  if (!isOfKind(kind, construct)) {
    return;
  }
  if (!CfnResource.isCfnResource(construct)) {
    throw new Error(`${construct.node.path}: cannot add guardrails to an imported ${kind.what}, whose policy is not part of the app: `
      + `apply them where the ${kind.what} is defined`);
  }
  const stack = Stack.of(construct);
  const own = kind.ownResource && { what: kind.what, ...kind.ownResource(construct) };
  const { statements } = placedStatements(construct.node.scope!, construct.node.id, {
    type: kind.type,
    leaveOutOtherServices: true,
    exemptAwsServices: kind.type.reachesAwsServices && !props.includeAwsServices,
    resource: own && {
      self: own.self,
      within: (resources) => resourcesWithin(construct, resources, own),
      typesOf: (resources) => typesOf(resources, own),
    },
  }, () => props.guardrails);

  const present = documents(kind, construct).flatMap(statementsOf);
  const added = statements.filter((statement) => {
    const same = present.find(({ Sid }) => Sid === statement.sid);
    if (same && !isDeepStrictEqual(same, stack.resolve(statement.toStatementJson()))) {
      throw new Error(`${construct.node.path}: its policy has another statement with the Sid "${statement.sid}": give the guardrail another sid`);
    }
    return !same;
  });
  if (added.length > 0) {
    add(kind, construct, added);
    validateOnce(kind, construct);
  }
}

function add(kind: ResourceKind, resource: CfnResource, statements: iam.PolicyStatement[]): void {
  const { separate, holds } = kind;
  const l2 = l2Of(resource);
  const policy = separate && policiesOf(kind, resource)[0];
  if (policy) {
    addToDocuments(policy, { property: separate.document }, statements);
  } else if (l2 && (separate || kind.throughL2)) {
    const first = documents(kind, resource).length > 0 ? [] : kind.initial?.(resource) ?? [];
    for (const statement of [...first, ...statements]) {
      if (!l2.addToResourcePolicy(statement).statementAdded) {
        throw new Error(`${l2.node.path}: the ${kind.what} takes no statements in its policy`);
      }
    }
  } else if (separate) {
    separate.make(resource, [...kind.initial?.(resource) ?? [], ...statements]);
  } else {
    addToDocuments(resource, holds!, statements, kind.initial?.(resource));
  }
}

function documents(kind: ResourceKind, resource: CfnResource): Array<{ [element: string]: any }> {
  return kind.separate ? policiesOf(kind, resource).flatMap((policy) => documentsOf(policy, { property: kind.separate!.document }))
    : documentsOf(resource, kind.holds!);
}

/** The policies of the stack that are the resource's. */
function policiesOf({ separate, ownResource }: ResourceKind, resource: CfnResource): CfnResource[] {
  const stack = Stack.of(resource);
  const { arns, names: given } = ownResource!(resource);
  const names = new Set([resource.ref, ...given, ...arns].map((name) => JSON.stringify(stack.resolve(name))));
  return stack.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && each.cfnResourceType === separate!.cfnType
    && Stack.of(each) === stack && namesIn(each, separate!.of).some((name) => names.has(name)));
}

/** What policies are of, which is asked for each resource; a list may grow, and is read each time. */
const nameOfPolicies = new WeakMap<CfnResource, { readonly value: string; readonly name: string }>();

/** The names that the property holds, as JSON. */
function namesIn(policy: CfnResource, property: string): string[] {
  const value = (policy as unknown as { [property: string]: unknown })[property];
  const read = () => [Stack.of(policy).resolve(value)].flat().map((name) => JSON.stringify(name));
  if (typeof value !== 'string') {
    return read();
  }
  let known = nameOfPolicies.get(policy);
  if (known?.value !== value) {
    known = { value, name: read()[0] };
    nameOfPolicies.set(policy, known);
  }
  return [known.name];
}

/** Resources that are checked at synthesis already. */
const validated = new WeakSet<CfnResource>();

function validateOnce(kind: ResourceKind, resource: CfnResource): void {
  if (validated.has(resource)) {
    return;
  }
  validated.add(resource);
  const { type } = kind;
  resource.node.addValidation({
    validate: () => [
      ...severalPolicies(kind, resource),
      ...documents(kind, resource).flatMap((document) => {
        const statements = statementsOf(document);
        const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined);
        const twice = sids.find((sid, i) => sids.indexOf(sid) < i);
        return [
          ...sizeProblems(resource, type, [document]),
          ...(type.maxStatements !== undefined && statements.length > type.maxStatements
            ? [`the ${type.name} would have ${thousands(statements.length)} statements, ${thousands(statements.length - type.maxStatements)} over the limit of ${type.maxStatements}`] : []),
          ...(twice === undefined ? [] : [`two statements of the ${type.name} have the Sid "${twice}": give one of them another`]),
        ];
      }),
    ],
  });
}

function severalPolicies(kind: ResourceKind, resource: CfnResource): string[] {
  const count = kind.separate ? policiesOf(kind, resource).length : 1;
  return count <= 1 ? [] : [`the ${kind.what} has ${count} policies, of which AWS keeps one: put all statements into one`];
}

function l2Of(resource: CfnResource): WithResourcePolicy | undefined {
  const parent = resource.node.scope as Partial<WithResourcePolicy> | undefined;
  return parent?.node?.defaultChild === resource && typeof parent.addToResourcePolicy === 'function' ? parent as WithResourcePolicy : undefined;
}

/** An L2 that stands for a resource outside the app. */
function isImported({ importedBy }: ResourceKind, construct: IConstruct): boolean {
  return Resource.isResource(construct) && importedBy in construct && !Resource.isOwnedResource(construct);
}
