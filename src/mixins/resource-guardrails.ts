import { isDeepStrictEqual } from 'util';
import type { aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import { namesOfPolicy, policiesAtValidation, policiesBelow, policiesOfStack, prepareValidation } from './policies-of-stack';
import type { SeparatePolicy } from './policies-of-stack';
import type { DocumentPlace } from './policy-documents';
import { addToDocuments, documentsOf, statementsOf } from './policy-documents';
import type { KnownBy } from './resource-behind';
import { resourceBehind } from './resource-behind';
import { resourcePolicyProblems } from './resource-policy-problems';
import { ownerOfStack } from '../enforcement/lock-out';
import { placedStatements } from '../enforcement/placed-statements';
import { checkedMixinProps } from '../enforcement/prop-validators';
import type { OwnResource } from '../enforcement/resource-scope';
import { resourcesWithin, typesOf } from '../enforcement/resource-scope';
import type { PolicyType } from '../iam/policy-kinds';

/** A kind of resource with a policy. */
export interface ResourceKind extends KnownBy {
  /** What it is, as errors show it. */
  readonly what: string;
  readonly type: PolicyType;
  /** What the statements are about, if not whatever the guardrail says; and by what other names than its `Ref` and ARNs a policy may be of it. */
  readonly ownResource?: (resource: CfnResource, find: typeof policiesOfStack) => Omit<OwnResource, 'what'> & { readonly names: string[] };
  /** Where it holds the policy itself; else its policy is a resource of its own. */
  readonly holds?: DocumentPlace;
  /** What else may help where one has several policies. */
  readonly severalBecause?: string;
  /** The L2 replaces what it holds: statements go through it. */
  readonly throughL2?: boolean;
  /** A policy of its own. */
  readonly separate?: SeparatePolicy & {
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

/** What nobody needs to see, but somebody may look for, is not a warning. */
const WITHOUT_POLICY = 'cdk-mcp-guardrails:resourceWithoutPolicy';

/** Whether the construct is an L1 of the kind, stands for one, or is an imported one, which is an error when the mixin is applied. */
export function isOfKind(kind: ResourceKind, construct: IConstruct): boolean {
  return resourceBehind(kind, construct) !== undefined;
}

/**
 * Adds the guardrails to the policy of the resource; those that are there already are not added again.
 *
 * @throws if the resource is imported, a guardrail can't be enforced there, or a statement has a Sid that another one has.
 */
export function addResourceGuardrails(kind: ResourceKind, construct: IConstruct, props: McpResourceGuardrailsProps): void {
  const resource = resourceBehind(kind, construct);
  if (resource === undefined) {
    return;
  }
  const withoutPolicy = kind.withoutPolicy?.(construct);
  if (withoutPolicy !== undefined) {
    Annotations.of(construct).addInfoV2(WITHOUT_POLICY, `guardrails are not applied to ${withoutPolicy}`);
    return;
  }
  if (resource === 'imported') {
    throw new Error(`${construct.node.path}: cannot add guardrails to an imported ${kind.what}, whose policy is not part of the app: `
      + `apply them where the ${kind.what} is defined`);
  }
  addToResource(kind, resource, checkedMixinProps(construct, props));
}

function addToResource(kind: ResourceKind, construct: CfnResource, props: McpResourceGuardrailsProps): void {
  const stack = Stack.of(construct);
  const own = kind.ownResource && { what: kind.what, ...kind.ownResource(construct, policiesOfStack) };
  const { statements } = placedStatements(construct.node.scope!, construct.node.id, {
    type: kind.type,
    owners: [ownerOfStack(construct)],
    leaveOutOtherServices: true,
    exemptAwsServices: kind.type.reachesAwsServices && !props.includeAwsServices,
    resource: own && {
      self: own.self,
      within: (resources) => resourcesWithin(construct, resources, own),
      typesOf: (resources) => typesOf(resources, own),
    },
  }, () => props.guardrails);

  const policies = policiesToAddTo(kind, construct);
  const present = documents(kind, construct, policies).flatMap(statementsOf);
  const added = statements.filter((statement) => {
    const same = present.find(({ Sid }) => Sid === statement.sid);
    if (same && !isDeepStrictEqual(same, stack.resolve(statement.toStatementJson()))) {
      const resources = kind.separate && policies.flatMap((policy) => namesOfPolicy(policy, kind.separate!));
      if (resources && resources.length > 1) {
        throw new Error(`${construct.node.path}: its policy is that of ${resources.length} resources, and has the statement "${statement.sid}" for another one: `
          + `split the policy, so that each ${kind.what} has its own`);
      }
      throw new Error(`${construct.node.path}: its policy has another statement with the Sid "${statement.sid}": give the guardrail another sid`);
    }
    return !same;
  });
  if (added.length > 0) {
    add(kind, construct, policies, added);
    validate(kind, construct, added);
  }
}

function add(kind: ResourceKind, resource: CfnResource, policies: CfnResource[], statements: iam.PolicyStatement[]): void {
  const { separate, holds } = kind;
  const l2 = l2Of(resource);
  if (separate && policies.length > 0) {
    addToDocuments(policies[0], { property: separate.document }, statements);
  } else if (l2 && (separate || kind.throughL2)) {
    const first = documents(kind, resource, policies).length > 0 ? [] : kind.initial?.(resource) ?? [];
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

/** The documents that are the resource's, in the policies of its own if it has such. */
function documents({ separate, holds }: ResourceKind, resource: CfnResource, policies: CfnResource[]): Array<{ [element: string]: any }> {
  return separate ? policies.flatMap((policy) => documentsOf(policy, { property: separate.document })) : documentsOf(resource, holds!);
}

/** The policies of the stack that are the resource's, if they are resources of their own. */
function policiesOf({ separate, ownResource }: ResourceKind, resource: CfnResource, find = policiesOfStack): CfnResource[] {
  if (!separate) {
    return [];
  }
  const { arns, names } = ownResource!(resource, find);
  return find(resource, separate, [resource.ref, ...names, ...arns]);
}

/** The L2's own, if there is one: to look for others is then left to the validation, which refuses more than one. */
function policiesToAddTo(kind: ResourceKind, resource: CfnResource): CfnResource[] {
  const own = policiesOf(kind, resource, policiesBelow(l2Of(resource) ?? resource));
  return own.length > 0 ? own : policiesOf(kind, resource);
}

/** What each resource must have when it is synthesized. */
const guarded = new WeakMap<CfnResource, iam.PolicyStatement[]>();

function validate(kind: ResourceKind, resource: CfnResource, statements: iam.PolicyStatement[]): void {
  const known = guarded.get(resource);
  if (known) {
    known.push(...statements);
    return;
  }
  const guardrails = [...statements];
  guarded.set(resource, guardrails);
  prepareValidation(resource);
  const place = kind.separate ? { property: kind.separate.document } : kind.holds!;
  resource.node.addValidation({
    validate: () => {
      const policies = policiesOf(kind, resource, policiesAtValidation);
      return policies.length > 1 ? [severalPolicies(kind, policies)]
        : resourcePolicyProblems(kind.separate ? policies : [resource], place, kind.type, guardrails);
    },
  });
}

function severalPolicies({ what, severalBecause }: ResourceKind, policies: CfnResource[]): string {
  return `the ${what} has ${policies.length} policies, of which AWS keeps one (${policies.map(({ node }) => node.path).join(', ')}): put all statements into one${
    severalBecause ? `; ${severalBecause}` : ''}`;
}

function l2Of(resource: CfnResource): WithResourcePolicy | undefined {
  const parent = resource.node.scope as Partial<WithResourcePolicy> | undefined;
  return parent?.node?.defaultChild === resource && typeof parent.addToResourcePolicy === 'function' ? parent as WithResourcePolicy : undefined;
}
