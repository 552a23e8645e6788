import { decideForAnybody } from './anybody';
import { A_PART, Budget } from './budget';
import type { AccessChange } from './compare-access';
import type { Question, Verdict } from './question';
import { Answer } from './question';
import { likenessOf } from './same-policies';
import { mayMeanOne } from '../analysis/rules/action-pattern';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplatePolicyChange, TemplateResource } from '../analysis/template/template-policies';
import { arnParts } from '../iam/arn';
import { PolicyKind } from '../iam/policy';
import type { Statement } from '../iam/statement';
import { unknownPart } from '../iam/unknown-text';

type Scope = Pick<Question, 'actions' | 'resources'>;
type Origins = Question['origins'];

/**
 * What policies of resources allow principals that are in neither template, such as those of other accounts, or everybody. Their own policies are not known:
 * what is not written the same on both sides is compared as two policies of the resource are.
 *
 * @returns nothing where it is the same, unless there is nothing else in the templates
 */
export function outsideAccess(
  sources: readonly [before: TemplateSource, after: TemplateSource],
  origins: { readonly direct: Origins; readonly servers: Origins },
  scope: Scope = {},
): AccessChange[] {
  const [old, fresh] = sources;
  const [before, after] = [new OutsideSide(old, fresh, scope.actions ?? []), new OutsideSide(fresh, old, scope.actions ?? [])];
  const changed = [[after, before], [before, after]].map(([side, other]) => moreIn(side, other));
  const isAll = sources.every(({ principals }) => principals.requesters.length === 0) && sources.some(hasResourcePolicies);
  const asked = !isAll && changed.every(({ length }) => length === 0) ? [] : [origins.direct, origins.servers].filter((each) => each.length > 0);
  return asked.map((each): AccessChange => {
    const isOfServers = each === origins.servers;
    const [gained, lost] = [[after, before], [before, after]].map(([side, other], i) => decided(changed[i], side, other, each, isOfServers, scope));
    return { principal: 'whoever is in no template', direct: !isOfServers, gained, lost };
  });
}

/** Whether policies of resources are among the templates. */
export function hasResourcePolicies({ ofResources, policies }: TemplateSource): boolean {
  return ofResources.ofEach.length + policies.policyChanges.length > 0;
}

interface OfResource {
  /** What is the same on both sides if the resource and the statement are. */
  readonly key: string;
  readonly of: string;
  readonly isAllow: boolean;
  readonly said: string;
}

/** What policies of resources say of others on one side. */
class OutsideSide {
  public readonly said: readonly OfResource[];
  /** Who is judged by the own policies. */
  public readonly known: ReadonlySet<string>;
  /** The ARNs of roles, which their trust policies do not name. */
  public readonly roles: ReadonlyMap<string, string | undefined>;
  private readonly elsewhere: ReadonlySet<string>;

  public constructor(private readonly source: TemplateSource, other: TemplateSource, actions: readonly string[]) {
    this.known = new Set(source.principals.requesters.map(({ arn }) => arn));
    this.roles = new Map(source.ofResources.ofEach.filter(({ statements }) => statements.some(({ policy }) => policy?.kind === PolicyKind.TRUST))
      .map(({ resource }) => [resourceKey(resource, source), resource.arns[0]]));
    this.elsewhere = new Set(other.ofResources.ofEach.map(({ resource }) => resourceKey(resource, other)));
    this.said = [...this.statementsFor(actions), ...additionsIn(source, actions)];
  }

  /** Whether the resource is a role that only this side has: that AWS services assume it is said with what the role may do. */
  public isNewRole(of: string): boolean {
    return this.roles.has(of) && !this.elsewhere.has(of);
  }

  /** Whether all is known that says whether others may use the resource: which one it is, that it is there, and what else allows or denies it. */
  public isCertain(of: string): boolean {
    const { ofResources, policies: { policyChanges, controlPolicies } } = this.source;
    const alike = ofResources.ofEach.filter(({ resource }) => resourceKey(resource, this.source) === of);
    return alike.every(({ resource: { arns, conditional } }) => arns.length > 0 && conditional === undefined)
      && !policyChanges.some((each) => resourceKey(each, this.source) === of)
      && !controlPolicies.some(({ policy }) => policy.kind === PolicyKind.RESOURCE_CONTROL);
  }

  /** It, and what is within it. */
  public resourcesOf(of: string): string[] {
    return this.source.ofResources.ofEach.filter(({ resource }) => resourceKey(resource, this.source) === of)
      .flatMap(({ resource }) => resource.arns.flatMap((arn) => [arn, `${arn}/*`]));
  }

  /** The statements of a resource; of Allows only those about others, if asked. */
  public statementsOf(of: string, forOthers: boolean): Statement[] {
    return this.source.ofResources.ofEach.filter(({ resource }) => resourceKey(resource, this.source) === of).flatMap(({ resource, statements }) => (
      statements.filter((statement) => !forOthers || statement.effect === 'Deny' || this.isForOthers(statement, resource))));
  }

  private statementsFor(actions: readonly string[]): OfResource[] {
    return this.source.ofResources.ofEach.flatMap(({ resource, statements }) => statements
      .filter((statement) => isAbout(statement, actions) && this.isForOthers(statement, resource))
      .map((statement): OfResource => {
        const of = resourceKey(resource, this.source);
        return { of, key: `${of} ${likenessOf(statement)}`, isAllow: statement.effect !== 'Deny', said: `${statement.title} of ${resource.logicalId}` };
      }));
  }

  /** Whether it may be about somebody else than principals of the template. What allows the account leaves it to its own policies. */
  private isForOthers({ principal, effect }: Statement, resource: TemplateResource): boolean {
    const account = resource.account ?? unknownPart('AWS::AccountId');
    const isOwn = (value: string) => this.known.has(value)
      || (effect === 'Allow' && (value === account || (arnParts(value)?.[4] === account && arnParts(value)?.[5] === 'root')));
    return principal !== undefined && (principal.negated || principal.entries.some(([type, value]) => (
      type === 'Service' ? !this.isNewRole(resourceKey(resource, this.source)) : value === undefined || !isOwn(value))));
  }
}

function resourceKey({ arns, conditional }: Pick<TemplateResource, 'arns' | 'conditional'>, source: TemplateSource): string {
  return JSON.stringify([arns, conditional, conditional === undefined ? undefined : source.asWritten?.conditions]);
}

/** What is added to policies that are no documents of a template. */
function additionsIn(source: TemplateSource, actions: readonly string[]): OfResource[] {
  return source.policies.policyChanges.filter((each) => isAddedForOthers(each) && mayAllow(each.action, actions)).map((each): OfResource => {
    const of = resourceKey(each, source);
    return { of, key: `${of} ${each.written}`, isAllow: true, said: each.logicalId };
  });
}

/** Of a principal of the template it is not known here that it is one: what a statement allows it is judged, what is added is not. */
function isAddedForOthers({ principal, account }: TemplatePolicyChange): boolean {
  return typeof principal === 'string' ? account === undefined || principal !== account
    : JSON.stringify(principal) !== '{"Ref":"AWS::AccountId"}';
}

function mayAllow(action: unknown, actions: readonly string[]): boolean {
  return actions.length === 0 || typeof action !== 'string' || actions.some((other) => mayMeanOne(action, other));
}

function isAbout(statement: Statement, actions: readonly string[]): boolean {
  const { literals } = statement.action ?? {};
  return actions.length === 0 || statement.has('NotAction') || !statement.isKnown || !literals?.length
    || literals.some((one) => actions.some((other) => mayMeanOne(one, other)));
}

/** Of which resource one side may allow more, and what does: what the other one does not allow, and what only that denies. */
function moreIn({ said: side }: OutsideSide, { said: other }: OutsideSide): Array<{ readonly of: string; readonly reason: string }> {
  const [here, there] = [side, other].map((each) => new Set(each.map(({ key }) => key)));
  const allowing = new Set(side.filter(({ isAllow }) => isAllow).map(({ of }) => of));
  return [
    ...side.filter(({ isAllow, key }) => isAllow && !there.has(key))
      .map(({ of, said }) => ({ of, reason: `what ${said} allows principals that are in no template` })),
    ...other.filter(({ isAllow, key, of }) => !isAllow && !here.has(key) && allowing.has(of))
      .map(({ of, said }) => ({ of, reason: `what ${said} denies principals that are in no template` })),
  ];
}

function decided(
  changed: ReturnType<typeof moreIn>, side: OutsideSide, other: OutsideSide, origins: Origins, isOfServers: boolean, scope: Scope,
): Verdict {
  const open: string[] = [];
  for (const of of new Set(changed.map((each) => each.of))) {
    const allowedBy = side.statementsOf(of, true);
    const verdict = decideForAnybody({
      actions: scope.actions,
      resources: scope.resources?.length ? scope.resources : side.resourcesOf(of),
      origins,
      allowedBy,
      unless: other.statementsOf(of, false),
      isLeftOut: ({ kind, name, roleArn, account }) => (kind === 'service' && side.isNewRole(of)) || (isOfServers && account === undefined)
        || [side, other].some(({ known }) => known.has(roleArn ?? name)),
    }, new Budget(A_PART));
    const isCertain = side.isCertain(of) && other.isCertain(of);
    if (verdict.answer === Answer.REFUTED && isCertain && !(verdict.witness!.action.startsWith('s3:') && allowedBy.some(mayBeBlocked))) {
      const witness = verdict.witness!;
      return { ...verdict, witness: { ...witness, resource: scope.resources?.length ? witness.resource : side.roles.get(of) ?? witness.resource } };
    }
    if (verdict.answer !== Answer.PROVED || !isCertain) {
      open.push(...changed.filter((each) => each.of === of).map(({ reason }) => reason));
    }
  }
  return { answer: open.length === 0 ? Answer.PROVED : Answer.UNDECIDED, open: [...new Set(open)] };
}

/**
 * Whether Amazon S3 may let nobody in whom the statement means: that is set for each bucket, and for an account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function mayBeBlocked({ effect, principal }: Statement): boolean {
  return effect !== 'Deny' && (!principal || principal.negated || principal.entries.some(([, value]) => value === undefined || value === '*'));
}
