import type { aws_iam as iam } from 'aws-cdk-lib';
import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StatementJson } from './pack-statements';
import type { DocumentPlace } from './rendered-resource';
import { cfnName, documentsIn, isUntouched, rendered, statementsOf } from './rendered-resource';
import { derivedFrom } from '../private/cache';
import { canonicalJson } from '../private/json';

/** A statement of the CDK, or as JSON. */
export type KeptStatement = iam.PolicyStatement | StatementJson;

/** What has to be so in a template for guardrails to hold. */
export interface KeptGuardrails {
  /** The resource that has the policy. */
  readonly holder: CfnResource;
  /** Where it has them. */
  readonly place?: DocumentPlace;
  /** What the policies there must have together; the list may grow. */
  readonly statements?: readonly KeptStatement[];
  /** Whether each of the policies must have all of them. */
  readonly inEach?: boolean;
  /** What makes the policy reach somebody: by property, a value that it must have, or a list that it must include. */
  readonly properties?: { readonly [property: string]: unknown };
  /** What is guarded, if that is a resource: where it is not deployed, the policy need not be either. */
  readonly guarded?: CfnResource;
  /** Who is guarded, if the policy is attached to them; the list may grow. */
  readonly principals?: ReadonlySet<IConstruct>;
  /** Of a resource without overrides, whether it is known to have them without rendering it. */
  readonly isThere?: () => boolean;
}

/**
 * Looks, when the template is about to be written, whether what holds guardrails still does: every place of guardrails is looked after here.
 * Something may have replaced or overridden a property, removed the resource or made it hang on a condition.
 *
 * Two ways out are deliberate and documented: `skipValidation`, and removing the construct that is the owner.
 */
export function keepGuardrails(owner: IConstruct, kept: KeptGuardrails): void {
  owner.node.addValidation({ validate: () => brokenGuardrails(kept) });
}

/**
 * Keeps guardrails in a policy of its own, attached to whom it attaches itself, also later. To be called before anything can change the
 * resource.
 */
export function keepPolicy(owner: IConstruct, holder: iam.CfnManagedPolicy | iam.CfnPolicy, statements: readonly KeptStatement[]): void {
  keepGuardrails(owner, keptPolicy(owner, holder, statements));
}

/** What has to be so for guardrails in a policy of its own to hold. */
export function keptPolicy(
  owner: IConstruct, holder: iam.CfnManagedPolicy | iam.CfnPolicy, statements: readonly KeptStatement[],
): KeptGuardrails {
  // Tokens, as far as they are lists that grow.
  const properties = { Roles: holder.roles, Users: holder.users, Groups: holder.groups };
  return { holder, place: { property: 'policyDocument' }, statements, properties, principals: attachedTo(owner) };
}

/** The principals that a construct of a policy is attached to by itself. */
export const attachedTo = derivedFrom((_: IConstruct): Set<IConstruct> => new Set());

/** Why they don't hold any more; empty if they do. */
export function brokenGuardrails(kept: KeptGuardrails): string[] {
  const { holder, place, statements = [], inEach, properties = {}, guarded } = kept;
  // Of what is part of what is guarded, a condition does not matter.
  if ((guarded === holder || (guarded && holder.cfnOptions.condition === undefined)) && isUntouched(holder) && kept.isThere?.() && isInTree(holder)) {
    return [];
  }
  const { path } = holder.node;
  const stack = Stack.of(holder);
  const resource = isInTree(holder) ? rendered(holder) : undefined;
  if (!resource) {
    return [`${path}: the policy with the guardrails is no longer there: something has removed it`];
  }
  const has = (list: unknown, expected: unknown) => includes(stack, [list ?? []].flat(), [expected ?? []].flat());
  const documents = place ? documentsIn(resource.Properties, place).map(statementsOf) : [];
  const expected = statements.map((statement) => (isStatement(statement) ? statement.toStatementJson() : statement));
  const lost = [
    ...(resource.Type === holder.cfnResourceType ? [] : ['Type']),
    ...((inEach && documents.length > 0 ? documents : [documents.flat()]).every((each) => has(each, expected)) ? [] : [cfnName(place!.property)]),
    ...Object.entries(properties).filter(([name, value]) => !has(resource.Properties[name], stack.resolve(value))).map(([name]) => name),
  ];
  const { Condition } = resource;
  const nested = nestedOnCondition(kept);
  return [
    ...lost.map((property) => `${path}: the guardrails are no longer in ${property}: something has replaced it, such as an override`),
    ...(Condition === undefined || guarded === holder || (guarded && rendered(guarded)?.Condition === Condition) ? []
      : [`${path}: the guardrails are there only under the condition "${Condition}": take the condition off${
        guarded ? `, or give ${guarded.node.path} the same` : ', or make the construct only where it is needed'}`]),
    ...(nested === undefined ? [] : [`${path}: the guardrails are there only under the condition of the nested stack ${nested.node.path}: take the condition off, `
      + 'or move the guardrails out of the nested stack']),
    ...(usesVariables(expected) && oldVersionIn(place ? documentsIn(resource.Properties, place) : [])
      ? [`${path}: the guardrails have policy variables, which are plain text in any other Version of a policy than "2012-10-17": set that`] : []),
  ];
}

/** The nested stack that has a condition, and not all of whom the policy is for in it. */
function nestedOnCondition({ holder, guarded, principals }: KeptGuardrails): Stack | undefined {
  let nested: Stack | undefined = Stack.of(holder);
  for (; nested?.nestedStackResource; nested = nested.nestedStackParent) {
    if (rendered(nested.nestedStackResource as CfnResource)?.Condition !== undefined) {
      break;
    }
  }
  const isIn = (principal: IConstruct) => principal.node.scopes.includes(nested!)
    && (CfnResource.isCfnResource(principal) || principal.node.defaultChild !== undefined);
  // Of who is attached elsewhere, deployment fails if the policy is not there.
  const isForOthers = guarded === undefined && (principals === undefined || (principals.size > 0 && ![...principals].every(isIn)));
  return nested?.nestedStackResource && isForOthers ? nested : undefined;
}

function usesVariables(statements: readonly unknown[]): boolean {
  return /\$\{(?!Token\[)/.test(JSON.stringify(statements));
}

function oldVersionIn(documents: ReadonlyArray<{ readonly Version?: unknown } | undefined>): boolean {
  return documents.some((document) => document !== undefined && document.Version !== '2012-10-17');
}

function includes(stack: Stack, list: readonly unknown[], expected: readonly unknown[]): boolean {
  if (expected.length === 0) {
    return true;
  }
  const present = new Set(list.map((item) => canonicalJson(item)));
  return expected.every((item) => present.has(canonicalJson(stack.resolve(item))));
}

function isStatement(statement: KeptStatement): statement is iam.PolicyStatement {
  return typeof statement.toStatementJson === 'function';
}

/** Whether a construct has not been removed. */
export function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
