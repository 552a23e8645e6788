import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { SeparatePolicy } from './policies-of-stack';
import { addingPolicies, givenProperty, namesOfPolicy, policiesAtValidation, policiesOfStack, prepareValidation } from './policies-of-stack';
import { addToDocuments, documentsOf } from './policy-documents';
import type { NamedResource, ResourceKind } from './resource-kind';
import { resourcePolicyProblems } from './resource-policy-problems';
import { hasOnly, hasStatements, likeness, writtenDocument } from './written-document';
import { writtenProperty } from './written-property';
import { brokenGuardrails } from '../enforcement/kept-guardrails';
import { ownerOfStack } from '../enforcement/lock-out';
import type { PlacedStatements } from '../enforcement/placed-statements';
import { placedStatements } from '../enforcement/placed-statements';
import { cfnName, statementsOf } from '../enforcement/rendered-resource';
import { keptIn } from '../private/cache';
import { canonicalJson } from '../private/json';

/**
 * Adds the guardrails to the policy of the resource; those that are there already are not added again.
 *
 * @throws if a guardrail can't be enforced there, or a statement has a Sid that another one has.
 */
export function addResourceGuardrails(kind: ResourceKind, resource: CfnResource, props: McpResourceGuardrailsProps): void {
  addingPolicies(resource, l2Of(resource) ?? resource, () => {
    const own = kind.ownResource?.(resource, policiesOfStack);
    const { statements, like } = placed(kind, resource, own, props);
    const policies = policiesToAddTo(kind, resource, own);
    const missing = missingIn(kind, resource, policies, statements);
    if (missing.length > 0) {
      write(kind, resource, policies, missing);
    }
    keep(kind, resource, statements, like);
  });
}

/** What the guardrails deny on the resource. */
function placed(
  kind: ResourceKind, resource: CfnResource, itself: NamedResource | undefined, { guardrails, includeAwsServices }: McpResourceGuardrailsProps,
): PlacedStatements {
  return placedStatements(resource.node.scope!, resource.node.id, {
    type: kind.type,
    owners: [ownerOfStack(resource)],
    leaveOutOtherServices: true,
    exemptAwsServices: kind.type.reachesAwsServices && !includeAwsServices,
    resource: itself && { what: kind.what, ...itself },
  }, () => guardrails.map((guardrail) => kind.adapted?.(guardrail, resource) ?? guardrail));
}

/** @throws if another statement has the Sid of one. */
function missingIn(kind: ResourceKind, resource: CfnResource, policies: CfnResource[], statements: iam.PolicyStatement[]): iam.PolicyStatement[] {
  const present = documents(kind, resource, policies).flatMap(statementsOf);
  return statements.filter((statement) => {
    const same = present.find(({ Sid }) => Sid === statement.sid);
    if (same && canonicalJson(same) !== canonicalJson(Stack.of(resource).resolve(statement.toStatementJson()))) {
      const resources = kind.separate && policies.flatMap((policy) => namesOfPolicy(policy, kind.separate!));
      throw new Error(resources && resources.length > 1
        ? `${resource.node.path}: its policy is that of ${resources.length} resources, and has the statement "${statement.sid}" for another one: `
          + `split the policy, so that each ${kind.what} has its own`
        : `${resource.node.path}: its policy has another statement with the Sid "${statement.sid}": give the guardrail another sid`);
    }
    return !same;
  });
}

function write(kind: ResourceKind, resource: CfnResource, policies: CfnResource[], statements: iam.PolicyStatement[]): void {
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

/** What each resource must have when it is synthesized; it may become more. */
const keptOf = keptIn((_: CfnResource): { readonly statements: iam.PolicyStatement[]; like?: string } => ({ statements: [] }));

function keep(kind: ResourceKind, resource: CfnResource, statements: iam.PolicyStatement[], like: string | undefined): void {
  const kept = keptOf(resource);
  if (kept.statements.length === 0) {
    prepareValidation(resource);
    resource.node.addValidation({ validate: () => problems(kind, resource, kept.statements, kept.like) });
    kept.statements.push(...statements);
    kept.like = like;
  } else {
    kept.statements.push(...statements.filter(({ sid }) => !kept.statements.some((each) => each.sid === sid)));
    kept.like = undefined;
  }
}

function problems(kind: ResourceKind, resource: CfnResource, statements: iam.PolicyStatement[], like: string | undefined): string[] {
  const { what, type, holds, separate, severalBecause } = kind;
  const policies = separate ? policiesOf(kind, resource, policiesAtValidation) : [resource];
  if (policies.length === 0) {
    return [`the guardrails are no longer in the ${type.name}: something has replaced or removed it`];
  }
  if (policies.length > 1) {
    return [`the ${what} has ${policies.length} policies, of which AWS keeps one (${policies.map(({ node }) => node.path).join(', ')}): put all statements into one${
      severalBecause ? `; ${severalBecause}` : ''}`];
  }
  const others = separate && type.maxResources === 1 ? new Set(namesOfPolicy(policies[0], separate)).size - 1 : 0;
  if (others > 0) {
    return [`the ${type.name} ${policies[0].node.path} is that of ${others} more, and AWS takes in it only statements about one ${what}: `
      + `give each ${what} a policy of its own`];
  }
  const rivals = separate?.rivals?.flatMap((rival) => ofResource(kind, resource, rival, policiesAtValidation)) ?? [];
  if (rivals.length > 0) {
    return [`the policy of the ${what} is also set by ${rivals.map(({ node, cfnResourceType }) => `${node.path} (${cfnResourceType})`).join(', ')}, `
      + `and the one that is deployed later takes away what the other has set, the guardrails too: put all statements into the ${separate!.cfnType}`];
  }
  const [holder] = policies;
  const place = separate ? { property: separate.document } : holds!;
  const isLike = like !== undefined && Stack.of(holder) === Stack.of(resource) && hasOnly(holder, place, statements);
  const document = isLike ? undefined : writtenDocument(holder, place);
  const of = separate && givenProperty(holder, separate.of);
  const properties = of !== undefined ? { [separate!.cfnOf ?? cfnName(of)]: writtenProperty(holder, of) as unknown } : undefined;
  return [
    ...brokenGuardrails({
      holder,
      place,
      statements,
      inEach: true,
      properties,
      guarded: resource,
      isThere: () => isLike || (document !== undefined && hasStatements(document, statements)),
    }),
    ...resourcePolicyProblems(holder, place, type, isLike ? like : document && likeness(holder, document)),
  ];
}

/** The documents that are the resource's, in the policies of its own if it has such. */
function documents({ separate, holds }: ResourceKind, resource: CfnResource, policies: CfnResource[]): Array<{ [element: string]: any }> {
  return separate ? policies.flatMap((policy) => documentsOf(policy, { property: separate.document })) : documentsOf(resource, holds!);
}

/** The policies of the stack that are the resource's, if they are resources of their own. */
function policiesOf(kind: ResourceKind, resource: CfnResource, find: typeof policiesOfStack, own?: NamedResource): CfnResource[] {
  return kind.separate ? ofResource(kind, resource, kind.separate, find, own) : [];
}

function ofResource(
  kind: ResourceKind, resource: CfnResource, separate: SeparatePolicy, find: typeof policiesOfStack, own?: NamedResource,
): CfnResource[] {
  return find(resource, separate, () => {
    const { arns, names } = own ?? kind.ownResource!(resource, find);
    return [resource.ref, ...names, ...arns];
  });
}

/** The L2's own, if there is one: others are left to the validation, which refuses more than one. */
function policiesToAddTo(kind: ResourceKind, resource: CfnResource, own: NamedResource | undefined): CfnResource[] {
  const all = policiesOf(kind, resource, policiesOfStack, own);
  const below = all.filter(({ node }) => node.scopes.includes(l2Of(resource) ?? resource));
  return below.length > 0 ? below : all;
}

/** An L2 with a policy. */
interface WithResourcePolicy extends IConstruct {
  addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult;
}

function l2Of(resource: CfnResource): WithResourcePolicy | undefined {
  const parent = resource.node.scope as Partial<WithResourcePolicy> | undefined;
  return parent?.node?.defaultChild === resource && typeof parent.addToResourcePolicy === 'function' ? parent as WithResourcePolicy : undefined;
}
