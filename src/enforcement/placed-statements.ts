import { Annotations, aws_iam as iam, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CheckedGuardrail } from './guardrail-statements';
import { checkedGuardrails, namingConstruct } from './guardrail-statements';
import type { Owner } from './lock-out';
import { locksOut } from './lock-out';
import { exemptsOutsiders, forOutsiders } from './outsiders';
import type { OwnResource } from './resource-scope';
import { resourcesWithin, typesOf } from './resource-scope';
import { exceptServiceLinkedRoles } from './service-linked-roles';
import { actionsWithin } from '../actions/actions-within';
import { Catalog } from '../actions/catalog';
import { rcpServices, resourceActions } from '../actions/rcp-services';
import type { McpGuardrail } from '../guardrails/guardrail';
import { keepsTags } from '../guardrails/tag-integrity';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { Condition } from '../iam/condition';
import { hidesPrincipal } from '../iam/known-keys';
import { PolicyKind } from '../iam/policy';
import type { PolicyType } from '../iam/policy-type';
import { wildcardMatcher } from '../iam/wildcard';
import { nobodyChanges } from '../mcp/lock-out';
import { derivedFrom, numberOf } from '../private/cache';
import { hasToken } from '../private/tokens';

/** Where statements are to live, beyond what the kind of policy says. */
export interface Place {
  readonly type: PolicyType;

  /** Whose policy it is. */
  readonly owners: readonly Owner[];

  /** The services that it can be about. Default: those of the type. */
  readonly services?: string[];

  /** Whether what is denied of other services is left out, rather than being an error. */
  readonly leaveOutOtherServices: boolean;

  /** Whether requests that AWS services make as themselves are let through; in the policy of a resource those of their service-linked roles, too. */
  readonly exemptAwsServices: boolean;

  /** The resource whose policy it is, if statements can be about that only. */
  readonly resource?: OwnResource;
}

/** The statements of guardrails as a place holds them. Nobody can change them. */
export interface PlacedStatements {
  readonly statements: iam.PolicyStatement[];
  /** The same for statements that differ in nothing but which resource of the kind they are about; `undefined` if that can't be told. */
  readonly like?: string;
  /** The Sids of those that are about all services, of which the place reaches some. */
  readonly aboutAllServices: string[];
}

/** The key of requests that an AWS service makes as itself. */
const IS_AWS_SERVICE = 'aws:PrincipalIsAWSService';

/**
 * The statements of the guardrails for a policy that is of another form than a guardrail: with a `Principal`, of some services only, about
 * one resource. What the form is follows from the policy type's row.
 *
 * @throws if a guardrail is a mistake (as `guardrailStatements()` says), has nothing to deny there, or would be weaker there.
 */
export function placedStatements(scope: IConstruct, id: string, place: Place, guardrails: () => McpGuardrail[]): PlacedStatements {
  return namingConstruct(scope, id, () => {
    const key = placeKey(place);
    const checked = checkedGuardrails(scope, id, place.type, guardrails(), place.owners);
    const whole = place.resource ? resourcesWithin(scope, ['*'], place.resource) : [];
    const wholeKey = key === undefined || whole.length === 0 ? undefined
      : `${key} ${typesOf(whole, place.resource!)} ${whole.includes(place.resource!.self)}`;
    const before = wholeKey === undefined ? undefined : aboutWhole(checked).get(wholeKey);
    if (before) {
      return { ...before, statements: before.parts.map((part) => placedPart(part, whole)) };
    }
    const found: Found = { aboutAllServices: [], parts: [], isAlike: wholeKey !== undefined, outsidersExempt: [] };
    const statements = checked.flatMap(({ guardrail, statements: given }) => {
      const meant = given.filter((statement) => !keepsTags(statement));
      const warn = (warning: string, message: string) => {
        found.isAlike = false;
        Annotations.of(scope.node.tryFindChild(id) ?? scope).addWarningV2(`cdk-mcp-guardrails:${warning}`, message);
      };
      if (meant.length < given.length) {
        warn('tagNotKept', `${guardrail.id}: it tells principals apart by a tag, which a ${place.type.name} `
          + 'can\'t keep agents from setting: have it, or another guardrail with that filter, in an McpServiceControlPolicy too');
      }
      const placed = meant.flatMap((statement) => placeStatement(scope, place, key, statement, found));
      found.outsidersExempt.splice(0).forEach((sid) => warn('outsidersExempt', `${sid}: it exempts by a role's name or path, or a tag, which principals of any account `
        + 'can have who call through the endpoint: exempt by PrincipalFilter.arns() with the account, or by PrincipalFilter.accounts()'));
      if (placed.length === 0) {
        throw new Error(`the guardrail "${guardrail.id}" denies nothing that a ${place.type.name} can be about`);
      }
      return placed;
    });
    const { aboutAllServices, parts, isAlike } = found;
    const placed = { parts, aboutAllServices, like: isAlike ? `${numberOf(parts)}` : undefined };
    if (isAlike) {
      aboutWhole(checked).set(wholeKey!, placed);
    }
    return { ...placed, statements };
  });
}

/** What is found of statements as they are placed: Sids, what they become, and whether they become the same for any other resource of the kind. */
interface Found {
  readonly aboutAllServices: string[];
  readonly outsidersExempt: string[];
  readonly parts: iam.PolicyStatementProps[];
  isAlike: boolean;
}

/** What guardrails become that are about all of a resource and warn of nothing, by where they go. */
const aboutWhole = derivedFrom((_: readonly CheckedGuardrail[]) => new Map<string, Omit<PlacedStatements, 'statements'> & Pick<Found, 'parts'>>());

function placedPart(part: iam.PolicyStatementProps, resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ ...part, resources }).freeze();
}

function placeStatement(
  scope: IConstruct, place: Place, key: string | undefined, statement: iam.PolicyStatement, found: Found,
): iam.PolicyStatement[] {
  const { type } = place;
  const sid = statement.sid!;
  try {
    const known = key !== undefined && isFixed(statement) ? knownOf(statement) : undefined;
    const reached = kept(known?.reached, key, () => placedActions(place, statement));
    if (reached.actions.length === 0 && reached.notActions.length === 0) {
      return [];
    }
    if (!type.notResource && statement.notResources.length > 0) {
      throw new Error(`has a NotResource, which can't be narrowed to what the ${type.name} is about: name resources, or leave them out`);
    }
    const given = statement.resources;
    const resources = place.resource ? resourcesWithin(scope, given, place.resource) : given;
    const types = place.resource && typesOf(resources, place.resource);
    const isAboutItself = place.resource !== undefined && resources.includes(place.resource.self);
    const parts = kept(resources.length > 0 ? known?.parts : undefined, `${key} ${isAboutItself} ${types}`,
      () => (place.resource && resources.length === 0 ? NOTHING : partsOf(scope, place, statement, reached, types, isAboutItself)));
    if (parts.everything) {
      found.aboutAllServices.push(sid);
    }
    if (parts.exempting && type.kind === PolicyKind.VPC_ENDPOINT) {
      found.outsidersExempt.push(sid);
    }
    found.isAlike &&= known !== undefined && given.length === 1 && given[0] === '*';
    found.parts.push(...parts.statements);
    return parts.statements.map((part) => (known ? placedPart(part, resources) : statement.copy({ ...part, resources }).freeze()));
  } catch (error) {
    throw new Error(`statement "${sid}" ${(error as Error).message}`);
  }
}

/** What a statement becomes, but for its resources. */
interface Parts {
  readonly statements: readonly iam.PolicyStatementProps[];
  readonly everything: boolean;
  readonly exempting: boolean;
}

interface Reached {
  readonly actions: string[];
  readonly notActions: string[];
  readonly everything: boolean;
}

const NOTHING: Parts = { statements: [], everything: false, exempting: false };

/** What a statement that can't change becomes, by where it goes: resources of an app often get the same guardrails. */
const knownOf = derivedFrom((_: iam.PolicyStatement) => ({ reached: new Map<string, Reached>(), parts: new Map<string, Parts>() }));

function kept<T>(known: Map<string, T> | undefined, key: string | undefined, make: () => T): T {
  const value = known?.get(key!) ?? make();
  known?.set(key!, value);
  return value;
}

const hasNoToken = derivedFrom((statement: iam.PolicyStatement) => !hasToken(statement.toStatementJson()));

function isFixed(statement: iam.PolicyStatement): boolean {
  return statement.frozen && statement.constructor === iam.PolicyStatement && hasNoToken(statement);
}

/** The same for places that differ in nothing but their resource; `undefined` if that can't be told. */
function placeKey({ type, services, leaveOutOtherServices, exemptAwsServices, resource, owners }: Place): string | undefined {
  return owners.every(({ isOfStack }) => isOfStack)
    ? `${numberOf(type)} ${leaveOutOtherServices} ${exemptAwsServices} ${resource !== undefined} ${services} ${owners.map(({ account }) => account)}`
    : undefined;
}

function partsOf(
  scope: IConstruct, place: Place, statement: iam.PolicyStatement, reached: Reached, types: string[] | undefined, isAboutItself: boolean,
): Parts {
  const { type } = place;
  const sid = statement.sid!;
  const { notActions, everything } = reached;
  const actions = place.resource ? actionsOnResource(type, reached.actions, types) : reached.actions;
  if (place.resource && actions.length === 0) {
    return NOTHING;
  }
  const hidden = type.kind === PolicyKind.RESOURCE_CONTROL ? hiddenFromSignIn(actions, statement.conditions) : undefined;
  if (hidden !== undefined) {
    throw new Error(`filters by ${hidden}, which AWS Sign-In doesn't know in a ${type.name}: filter by PrincipalFilter.roleNames(), rolePaths(), arns() or `
      + 'accounts(), or put the guardrail into an McpServiceControlPolicy');
  }
  const conditions = place.exemptAwsServices ? exceptAwsServices(sid, statement.conditions) : statement.conditions;
  if (isAboutItself && locksOut(scope, type, actions, conditions, place.owners)) {
    throw new Error(`would deny ${type.changedBy} to everybody who calls AWS directly, so that ${nobodyChanges(type)}: `
      + 'say with appliesTo whom it is about, or with exempt who may still');
  }
  const { effect, notResources } = statement;
  const principals = type.principal === 'everybody' ? [new iam.StarPrincipal()] : undefined;
  const exempting = exemptsOutsiders(conditions);
  const outsiders = exempting && type.kind !== PolicyKind.VPC_ENDPOINT ? [{ id: `${sid}Outsiders`, conditions: forOutsiders(sid, conditions) }] : [];
  // SCPs and RCPs leave service-linked roles alone.
  const linkedRoles = place.exemptAwsServices && place.resource !== undefined;
  return {
    everything,
    exempting,
    statements: [{ id: sid, conditions }, ...outsiders].flatMap((each) => {
      const its = linkedRoles ? exceptServiceLinkedRoles(scope, each.id, each.conditions) : each.conditions;
      return divided(actions, type.maxActions).map((part, i) => (
        { sid: i === 0 ? each.id : `${each.id}Part${i + 1}`, effect, actions: part, notActions, conditions: its, principals, notResources }));
    }),
  };
}

function placedActions(place: Place, statement: iam.PolicyStatement): Reached {
  const { type, services = servicesOf(type) } = place;
  if (!services) {
    return { actions: statement.actions, notActions: statement.notActions, everything: false };
  }
  const { actions, otherServices, everything } = actionsWithin(statement, services);
  if (otherServices.length > 0 && !place.leaveOutOtherServices) {
    const others = otherServices.length <= 8 ? otherServices.join(', ') : `${otherServices.slice(0, 8).join(', ')} and ${otherServices.length - 8} more`;
    throw new Error(`denies actions of services that a ${type.name} doesn't reach (${others}), and would be weaker than it says: narrow it to others, `
      + 'deny them with McpServiceControlPolicy, or leave them out with leaveOutUnsupportedServices');
  }
  return { actions: place.resource ? actionsOnResource(type, actions) : actions, notActions: [], everything };
}

/** The services that policies of the type can be about; `undefined` for all. */
export function servicesOf({ services }: PolicyType): string[] | undefined {
  return services && ('prefix' in services ? [services.prefix] : rcpServices());
}

/** Without the actions that are about no such resource, which the service would refuse; those that the table doesn't know stay. */
function actionsOnResource(type: PolicyType, actions: string[], resourceTypes?: string[]): string[] {
  const [service] = servicesOf(type)!;
  const full = (name: string) => `${service}:${name}`.toLowerCase();
  const means = (action: string, names: Iterable<string>) => {
    const matches = wildcardMatcher(action.toLowerCase());
    return [...names].filter((name) => matches(full(name)));
  };
  const isLiteral = (action: string) => !Token.isUnresolved(action) && !Token.isUnresolved([action]);
  if (type.actionNames !== undefined) {
    const names = type.actionNames.split(' ');
    return [...new Set(actions.flatMap((action) => (isLiteral(action) ? means(action, names).map((name) => `${service}:${name}`) : [action])))];
  }
  const refused = new Set(type.refusedActionNames?.split(' '));
  const about = resourceActions(service, resourceTypes).filter((name) => !refused.has(name));
  return actions.filter((action) => !isLiteral(action) || means(action, about).length > 0
    || means(action, Catalog.get().actionsOf(service).keys()).length === 0);
}

/** The key by which a statement about nothing but getting OAuth tokens tells principals apart, if their requests don't have it there. */
function hiddenFromSignIn(actions: readonly string[], conditions: ConditionBlock): string | undefined {
  return new Condition(conditions).tests.find(({ name }) =>
    actions.length > 0 && actions.every((action) => hidesPrincipal(action.toLowerCase(), name)))?.key;
}

/** Unless the conditions themselves say what is with AWS services. */
function exceptAwsServices(sid: string, conditions: ConditionBlock): ConditionBlock {
  return new Condition(conditions).testsOf(IS_AWS_SERVICE).length > 0 ? conditions
    : combineConditions(sid, conditions, { BoolIfExists: { [IS_AWS_SERVICE]: 'false' } });
}

function divided(actions: string[], most: number | undefined): string[][] {
  return most === undefined || actions.length <= most ? [actions]
    : Array.from({ length: Math.ceil(actions.length / most) }, (_, i) => actions.slice(i * most, (i + 1) * most));
}
