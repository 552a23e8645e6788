import type { AccessChange } from './compare-access';
import type { Question, Verdict } from './question';
import { Answer } from './question';
import { likenessOf } from './same-policies';
import { mayMeanOne } from '../analysis/rules/action-pattern';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplatePolicyChange, TemplateResource } from '../analysis/template/template-policies';
import { arnParts } from '../iam/arn';
import type { Statement } from '../iam/statement';
import { unknownPart } from '../iam/unknown-text';

/**
 * What policies of resources allow principals that are in neither template, such as those of other accounts, or everybody. It is not judged: where it is
 * not written the same on both sides, it may be more, or less.
 *
 * @returns nothing where it is the same
 */
export function outsideAccess(
  sources: readonly [before: TemplateSource, after: TemplateSource], directions: { readonly direct: boolean; readonly servers: boolean }, actions: Question['actions'] = [],
): AccessChange[] {
  const [before, after] = sources.map((source) => [...statementsIn(source, actions), ...additionsIn(source, actions)]);
  const [gained, lost] = [moreIn(after, before), moreIn(before, after)];
  return gained.open.length + lost.open.length === 0 ? [] : [...directions.direct ? [true] : [], ...directions.servers ? [false] : []]
    .map((direct) => ({ principal: 'whoever is in no template', direct, gained, lost }));
}

interface OfResource {
  /** What is the same on both sides if the resource and the statement are. */
  readonly key: string;
  readonly of: string;
  readonly isAllow: boolean;
  readonly said: string;
}

function statementsIn(source: TemplateSource, actions: readonly string[]): OfResource[] {
  const known = new Set(source.principals.requesters.map(({ arn }) => arn));
  return source.ofResources.ofEach.flatMap(({ resource, statements }) => statements
    .filter((statement) => isAbout(statement, actions) && isForOthers(statement, resource, known))
    .map((statement): OfResource => {
      const of = JSON.stringify([resource.arns, resource.conditional, resource.conditional === undefined ? undefined : source.asWritten?.conditions]);
      return { of, key: `${of} ${likenessOf(statement)}`, isAllow: statement.effect !== 'Deny', said: `${statement.title} of ${resource.logicalId}` };
    }));
}

/** What is added to policies that are no documents of a template. */
function additionsIn(source: TemplateSource, actions: readonly string[]): OfResource[] {
  return source.policies.policyChanges.filter((each) => isAddedForOthers(each) && mayAllow(each.action, actions)).map((each): OfResource => {
    const of = JSON.stringify([each.arns, each.conditional, each.conditional === undefined ? undefined : source.asWritten?.conditions]);
    return { of, key: `${of} ${each.written}`, isAllow: true, said: each.logicalId };
  });
}

/** Of a principal of the template it is not known here that it is one: what a statement allows it is judged, what is added is not. */
function isAddedForOthers({ principal, account }: TemplatePolicyChange): boolean {
  return typeof principal === 'string' ? !(/\.amazonaws\.com(\.cn)?$/.test(principal) || (account !== undefined && principal === account))
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

/** Whether it may be about somebody else than AWS services, principals of the template, and the account, which leaves it to its own policies. */
function isForOthers({ principal }: Statement, resource: TemplateResource, known: ReadonlySet<string>): boolean {
  const account = resource.account ?? unknownPart('AWS::AccountId');
  return principal !== undefined && (principal.negated || principal.entries.some(([type, value]) => type !== 'Service' && (
    value === undefined || !(known.has(value) || value === account || (arnParts(value)?.[4] === account && arnParts(value)?.[5] === 'root')))));
}

/** What one side allows and the other does not, and what only the other one denies of that. */
function moreIn(side: readonly OfResource[], other: readonly OfResource[]): Verdict {
  const [here, there] = [side, other].map((each) => new Set(each.map(({ key }) => key)));
  const allowing = new Set(side.filter(({ isAllow }) => isAllow).map(({ of }) => of));
  const open = [
    ...side.filter(({ isAllow, key }) => isAllow && !there.has(key)).map(({ said }) => `what ${said} allows principals that are in no template`),
    ...other.filter(({ isAllow, key, of }) => !isAllow && !here.has(key) && allowing.has(of)).map(({ said }) => `what ${said} denies principals that are in no template`),
  ];
  return { answer: open.length === 0 ? Answer.PROVED : Answer.UNDECIDED, open: [...new Set(open)] };
}
