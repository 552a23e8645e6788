import { decideForAnybody } from './anybody';
import type { Budget } from './budget';
import { A_PART } from './budget';
import { decide } from './decide';
import { madeLayer } from './made-layers';
import { OF_PEOPLE } from './people-untouched';
import type { Question, Verdict } from './question';
import { Answer } from './question';
import { SaidSource } from './said-source';
import { likenessOf } from './same-policies';
import { totalOf } from './statement-size';
import { actionsOverlap } from '../analysis/rules/action-pattern';
import { PolicyKind } from '../iam/policy';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { hasUnknownPart } from '../iam/unknown-text';
import { RequestOrigin } from '../mcp/request-origin';

/** What limits whatever an Allow gives. */
export type Limits = Partial<Pick<PolicyLayers, 'permissionsBoundary' | 'serviceControl'>>;

/** Why a statement changes nothing. */
export interface Cover {
  /** It is about no request; others say the same; or nothing is left of what it allows. */
  readonly why: 'empty' | 'covered' | 'denied';
  /** What makes it so: no one of them can be left out. */
  readonly by: readonly Statement[];
  /** Whether a limit allows none of what is left. */
  readonly limited: boolean;
}

/** From everywhere. */
const EVERYWHERE: Question['origins'] = [...OF_PEOPLE, { name: 'any server', origin: RequestOrigin.viaAnyServer() }];
/** Of how many statements it is looked for the fewest that cover another one. */
const MOST_TRIED = 16;
const CHARACTERS_A_STEP = 64;
const [EVERYTHING] = madeLayer(PolicyKind.IDENTITY, { Effect: 'Allow' }).statements;
const [EVERYTHING_FOR_ALL] = madeLayer(PolicyKind.RESOURCE, { Effect: 'Allow', Principal: '*' }).statements;

/** Tells whether a statement changes an answer beside others. Of what was asked before, the answer is known. */
export class StatementCover {
  private readonly answers = new Map<string, Verdict>();

  /** @param budget for all that is asked */
  public constructor(private readonly budget: Budget) {}

  /**
   * Whether it changes nothing. A Deny is looked at beside an Allow of everything: what it takes may be allowed elsewhere.
   *
   * @throws TooManySteps
   */
  public isWithoutEffect(statement: Statement, others: readonly Statement[], limits: Limits = {}): Verdict {
    const near = this.near(statement, others);
    if (isAlone(statement, near, limits)) {
      return { answer: Answer.REFUTED, open: [] };
    }
    if (statement.effect === 'Deny') {
      const rest = [everythingBeside([statement, ...near]), ...near.filter(({ effect }) => effect !== 'Allow')];
      return this.ask(rest, [...rest, statement]);
    }
    return this.ask([...near, statement], near, limits);
  }

  /** Why it changes nothing. */
  public of(statement: Statement, others: readonly Statement[], limits: Limits = {}): Cover {
    const near = this.near(statement, others);
    const denies = near.filter(({ effect }) => effect === 'Deny');
    const isSo = ({ answer }: Verdict) => answer === Answer.PROVED;
    if (isSo(this.isWithoutEffect(statement, []))) {
      return { why: 'empty', by: [], limited: false };
    }
    if (statement.effect === 'Allow') {
      const isDenied = (by: readonly Statement[], within: Limits) => isSo(this.ask([statement, ...by], undefined, within));
      if (isDenied(denies, {})) {
        return { why: 'denied', by: fewest(denies, (by) => isDenied(by, {})), limited: false };
      }
      if (isDenied(denies, limits)) {
        return { why: 'denied', by: fewest(denies, (by) => isDenied(by, limits)), limited: true };
      }
    }
    const [without, within] = isSo(this.isWithoutEffect(statement, near)) ? [{}, false] : [limits, true];
    const same = near.filter(({ effect }) => effect === statement.effect);
    const by = fewest([...same, ...denies.filter((each) => !same.includes(each))], (some) => isSo(this.isWithoutEffect(statement, some, without)));
    return { why: 'covered', by, limited: within };
  }

  private near(statement: Statement, others: readonly Statement[]): readonly Statement[] {
    this.budget.take(totalOf([statement], 'action') * totalOf(others, 'action'));
    return others.filter((other) => mayOverlap(statement, other));
  }

  private ask(allowedBy: readonly Statement[], unless: readonly Statement[] | undefined, limits: Limits = {}): Verdict {
    const layers = [limits.permissionsBoundary, ...limits.serviceControl ?? []]
      .map((layer) => layer && [layer.allowsEverything, layer.statements.map(likenessOf)]);
    const key = JSON.stringify([allowedBy[0]?.policy?.kind, allowedBy.map(likenessOf), unless?.map(likenessOf), layers]);
    this.budget.take(Math.floor(key.length / CHARACTERS_A_STEP));
    let verdict = this.answers.get(key);
    if (!verdict) {
      const budget = this.budget.share(A_PART);
      const how = { origins: EVERYWHERE, ofAnyResource: true };
      const within = (statements: readonly Statement[]) => new SaidSource({
        serviceControl: [], resourceControl: [], ...limits, identity: { kind: PolicyKind.IDENTITY, statements },
      });
      verdict = [...allowedBy, ...unless ?? []].some(({ principal }) => principal) ? decideForAnybody({ allowedBy, unless, ...how }, budget)
        : decide({ allowedBy: within(allowedBy), ...unless && { unless: within(unless) }, ...how }, budget);
      this.answers.set(key, verdict);
    }
    return verdict;
  }
}

function everythingBeside(statements: readonly Statement[]): Statement {
  return statements.some(({ principal }) => principal) ? EVERYTHING_FOR_ALL : EVERYTHING;
}

/** One that is enough, or else as few as are, as far as they are tried. */
function fewest(statements: readonly Statement[], isEnough: (some: readonly Statement[]) => boolean): readonly Statement[] {
  if (isEnough([])) {
    return [];
  }
  const tried = statements.length > MOST_TRIED ? [] : statements;
  const one = tried.find((each) => isEnough([each]));
  return one ? [one] : tried.reduce<readonly Statement[]>((rest, each) => {
    const less = rest.filter((other) => other !== each);
    return isEnough(less) ? less : rest;
  }, statements);
}

function isKnown({ isKnown: known, action }: Statement): boolean {
  return known && action !== undefined && action.texts.every((text) => text !== undefined && !hasUnknownPart(text));
}

function mayOverlap(one: Statement, other: Statement): boolean {
  return !isKnown(one) || !isKnown(other) || actionsOverlap(one, other);
}

/** Whether it is about some request for certain, of which nothing else says anything. */
function isAlone(
  { condition, resource, principal }: Statement, near: readonly Statement[], { permissionsBoundary, serviceControl = [] }: Limits,
): boolean {
  return near.length === 0 && condition.tests.length === 0 && !principal && permissionsBoundary === undefined && serviceControl.every(allowsAll)
    && resource?.negated === false && resource.texts.some((text) => text !== undefined && !text.includes('${'));
}

function allowsAll({ statements, allowsEverything }: Layer): boolean {
  return statements.every(({ effect }) => effect === 'Allow') && (allowsEverything === true || statements.some(({ action, resource, condition }) => (
    action?.texts.includes('*') === true && !action.negated && resource?.hasStar === true && condition.tests.length === 0)));
}
