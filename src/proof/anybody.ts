import { Budget, TooManySteps } from './budget';
import type { AccessChange } from './compare-access';
import { decide } from './decide';
import type { SomePrincipal } from './principal-cells';
import { principalCells } from './principal-cells';
import type { Question, Verdict, Witness } from './question';
import { Answer } from './question';
import { SaidSource } from './said-source';
import { likenessOf } from './same-policies';
import { mostIn } from './statement-size';
import { actionMatcher } from '../analysis/rules/action-pattern';
import { arnParts } from '../iam/arn';
import { PolicyDocument } from '../iam/document';
import { PolicyKind } from '../iam/policy';
import type { PrincipalMatch } from '../iam/principal-element';
import { matchesAnyhow } from '../iam/principal-element';
import type { RequestPrincipal } from '../iam/request-principal';
import type { Statement } from '../iam/statement';
import type { Outcome } from '../iam/three-valued';
import { any } from '../iam/three-valued';
import { hasUnknownPart, unknownPart } from '../iam/unknown-text';
import { derivedFrom } from '../private/cache';

/** What policies with a `Principal` say, whoever asks: some statements allow a request, and others do not. */
export interface AnybodyQuestion extends Pick<Question, 'origins' | 'actions' | 'resources' | 'ofAnyResource'> {
  readonly allowedBy: readonly Statement[];
  readonly unless?: readonly Statement[];
  /** Of whom it is not asked. */
  readonly isLeftOut?: (principal: RequestPrincipal) => boolean;
}

/** Answers for all requests of all principals, AWS services, and whoever has no credentials. */
export function decideForAnybody(question: AnybodyQuestion, budget = new Budget()): Verdict {
  const { allowedBy, unless, ...asked } = question;
  const sides = [allowedBy, ...unless ? [unless] : []].map(alike());
  const open = new Set<string>();
  try {
    const witness = lookAtAll(sides, asked, budget, open);
    if (witness) {
      return { answer: Answer.REFUTED, witness, open: [] };
    }
  } catch (error) {
    if (!(error instanceof TooManySteps)) {
      throw error;
    }
    open.add(error.message);
  }
  return { answer: open.size > 0 ? Answer.UNDECIDED : Answer.PROVED, open: [...open] };
}

function lookAtAll(
  sides: ReadonlyArray<readonly Statement[]>, { isLeftOut = () => false, ...asked }: Omit<AnybodyQuestion, 'allowedBy' | 'unless'>, budget: Budget, open: Set<string>,
): Witness | undefined {
  const all = [...new Set(sides.flat())];
  const tooMany = () => `who asks: their names are more than are told apart, in ${mostIn(all, namesIn)}`;
  return budget.within(tooMany, () => {
    const { principals, complete } = principalCells(all, budget);
    if (!complete) {
      open.add(tooMany());
    }
    const looked = new Set<string>();
    // That somebody has a boundary only matters to NotPrincipal.
    const bounded = all.some(({ principal }) => principal?.negated) ? [false, true] : [false];
    for (const [hasBoundary, standing] of bounded.flatMap((each) => STANDINGS.map((having) => [each, having] as const))) {
      for (const who of principals.filter(({ principal }) => !isLeftOut(principal) && standing.isOf(principal, all))) {
        const { principal } = who;
        budget.take(all.reduce((sum, each) => sum + 1 + namesIn(each), 0));
        const matches = new Map(all.map((statement) => [statement, isAbout(statement, who, hasBoundary, standing)]));
        const context = contextOf(principal, all);
        const actions = actionsOf(principal, asked.actions);
        const key = JSON.stringify([[...matches.values()].map((each) => each ?? null), context, actions]);
        if (looked.has(key)) {
          continue;
        }
        looked.add(key);
        const [first, second] = sides.map((statements) => SaidSource.of(statements.flatMap((statement) => {
          const match = matches.get(statement);
          return match === false ? [] : [match ? statement : perhaps(statement)];
        })));
        if (actions?.length === 0 && principal.kind === 'identity provider') {
          continue;
        }
        const { witness, open: hangsOn } = decide({ ...asked, actions, allowedBy: first, ...second && { unless: second }, context }, budget);
        if (witness) {
          const having = [...hasBoundary ? ['with a permissions boundary'] : [], ...standing.having];
          return { ...witness, principal: [principal.name, ...having].join(', ') };
        }
        hangsOn.forEach((reason) => open.add(reason));
        if (budget.isSpent) {
          return undefined;
        }
      }
    }
    return undefined;
  });
}

/** How many names of principals it has. */
function namesIn({ principal, condition }: Statement): number {
  const tests = condition.tests.filter(({ name }) => PRINCIPAL_NAMES.test(name));
  return (principal?.entries.length ?? 0) + tests.reduce((sum, { values }) => sum + values.length, 0);
}

const PRINCIPAL_NAMES = /^aws:(principal(arn|account|servicename)|username)$/;

/** Compares what two policies with a `Principal` say of everybody. Nobody but principals of accounts calls through servers. */
export function compareForAnybody(
  before: readonly Statement[], after: readonly Statement[], direct: Question['origins'], servers: Question['origins'],
  scope: Pick<Question, 'actions' | 'resources'>,
): AccessChange[] {
  return [direct, servers].filter((origins) => origins.length > 0).map((origins): AccessChange => {
    const oneWay = (allowedBy: readonly Statement[], unless: readonly Statement[]) => decideForAnybody({
      ...scope, allowedBy, unless, origins, ofAnyResource: true, isLeftOut: ({ account }) => origins === servers && account === undefined,
    });
    return { direct: origins === direct, gained: oneWay(after, before), lost: oneWay(before, after) };
  });
}

/** What else somebody has, on which it hangs what an Allow of the resource's policy gives: as much as its form is worth. */
interface Standing {
  readonly having: readonly string[];
  /** What gives it the permission. */
  gives(principal: RequestPrincipal, match: PrincipalMatch): Outcome;
  /** Of whom that is another question. */
  isOf(principal: RequestPrincipal, statements: readonly Statement[]): boolean;
}

/**
 * Own policies that allow everything. None, which is not enough with an Allow for the account. And a boundary that allows nothing: it limits what is
 * given to a role, but not to a session, a user or everybody.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const STANDINGS: readonly Standing[] = [
  { having: [], gives: (_, match) => matchesAnyhow(match), isOf: () => true },
  {
    having: ['whose own policies do not allow it, in the account of the resource'],
    gives: (_, { everyone, session, principal }) => any([everyone, session, principal]),
    isOf: mayOwn,
  },
  {
    having: ['whose permissions boundary does not allow it, in the account of the resource'],
    gives: ({ kind }, { everyone, session, principal }) => any([everyone, session, kind === 'user' && principal]),
    isOf: (principal, statements) => ['role', 'role session', 'user'].includes(principal.kind) && mayOwn(principal, statements)
      && !statements.some(({ policy }) => policy?.kind === PolicyKind.TRUST),
  },
];

/** Whether a resource may be in the account of the principal. */
function mayOwn({ account }: RequestPrincipal, statements: readonly Statement[]): boolean {
  const mayBeIn = (text: string | undefined) => {
    const owner = text === undefined ? undefined : arnParts(text)?.[4];
    return owner === undefined || !/^\d{12}$/.test(owner) || owner === account;
  };
  return account !== undefined && statements.some(({ resource }) => !resource || resource.negated || resource.texts.some(mayBeIn));
}

/** A federated user is told by its session; whose it is, is none of the users that are named, or one of them. */
function isAbout(statement: Statement, { principal, of }: SomePrincipal, hasBoundary: boolean, { gives }: Standing): Outcome {
  const { effect, principal: element } = statement;
  const counts = (match: PrincipalMatch) => (effect === 'Allow' ? gives(principal, match) : matchesAnyhow(match));
  const match = element && counts(element.matches(principal, hasBoundary));
  return match === undefined && principal.kind === 'federated user' && element && !element.negated
    ? of !== undefined && counts(element.matches(of, hasBoundary)) : match;
}

/** Who comes from an identity provider only assumes roles. */
function actionsOf({ kind }: RequestPrincipal, asked: Question['actions']): Question['actions'] {
  return kind !== 'identity provider' ? asked
    : OF_PROVIDERS.filter((action) => !asked?.length || asked.some((pattern) => actionMatcher(pattern)(action)));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const OF_PROVIDERS = ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** Makes one statement of those that are written the same. */
function alike(): (statements: readonly Statement[]) => readonly Statement[] {
  const known = new Map<string, Statement>();
  return (statements) => statements.map((statement) => {
    const likeness = likenessOf(statement);
    const first = known.get(likeness) ?? statement;
    known.set(likeness, first);
    return first;
  });
}

/** What the statements read of what the name tells. */
function contextOf({ context }: RequestPrincipal, statements: readonly Statement[]): { readonly [key: string]: readonly string[] } {
  const told = new Set(['aws:principalisawsservice', ...statements.flatMap(({ reads }) => reads)]);
  return Object.fromEntries([...told].sort().flatMap((key) => {
    const values = context.get(key);
    return values === undefined || values.some(hasUnknownPart) ? [] : [[key, values]];
  }));
}

/** The statement, if it is about who asks, which its `Principal` does not tell. */
const perhaps = derivedFrom((statement: Statement): Statement => {
  const { json, policy, readsVariables } = statement;
  const Condition = { ...json.Condition, [unknownPart('whom its Principal means')]: {} };
  return new PolicyDocument({ Version: readsVariables ? '2012-10-17' : '2008-10-17', Statement: [{ ...json, Condition }] }, policy).statements[0];
});
