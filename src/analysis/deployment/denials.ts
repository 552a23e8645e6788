import { ConditionOverlap } from './condition-overlap';
import type { LocatedPolicy } from '../../iam/policy';
import { placeOf, statementsOf } from '../../iam/policy-layers';
import type { Statement } from '../../iam/statement';
import { readable } from '../../iam/unknown-text';
import { wildcardMatcher } from '../../iam/wildcard';
import { canonicalJson } from '../../private/json';
import type { ActionBits } from '../access-report/action-bits';
import { addAll, intersection, isEmpty, without } from '../access-report/action-bits';
import type { ActionTable } from '../access-report/action-table';

/** What one statement denies of one resource, or of all but some, or what a limiting policy does not allow. */
export interface Denial {
  /** Equal for denials that differ in their actions only. */
  readonly key: string;
  /** What says it: a Sid, or the place of the statement. */
  readonly said: string;
  readonly actions: ActionBits;
  /** Actions that the table does not have, in lower case. */
  readonly unlisted: ReadonlySet<string>;
  /** `undefined` for all but some, or one known only at deployment. */
  readonly resource?: string;
  readonly conditions: string;
  readonly principals: string;
  /** Whether it is about every principal by name. */
  readonly isOfEverybody?: boolean;
}

/** The actions that a denial is about, as far as something is said of them. */
export interface DeniedActions {
  readonly actions: ActionBits;
  readonly unlisted: ReadonlySet<string>;
}

const NO_UNLISTED: ReadonlySet<string> = new Set();
const WITHOUT_CONDITION = canonicalJson({});

/** Reads what policies deny, and compares it. */
export class Denials {
  private readonly known = new Map<string, readonly Denial[]>();
  private readonly overlap = new ConditionOverlap();

  constructor(public readonly table: ActionTable) {}

  /** What the Deny statements of policies say; each policy is read once. */
  public of(policies: readonly LocatedPolicy[]): Denial[] {
    return policies.flatMap((policy) => this.remembered(`deny ${placeOf(policy, '')} ${policy.kind} ${JSON.stringify(policy.document)}`, () =>
      statementsOf([policy]).filter(({ effect }) => effect !== 'Allow').flatMap((statement) => this.ofStatement(policy, statement))));
  }

  /** What a policy that only limits does not allow: a boundary, or that of an endpoint. */
  public ofLimit(policy: LocatedPolicy): readonly Denial[] {
    return this.remembered(`limit ${placeOf(policy, '')} ${JSON.stringify(policy.document)}`, () => {
      const allowing = statementsOf([policy]).filter(({ effect }) => effect !== 'Deny');
      const read = allowing.map((statement) => ({ statement, may: this.actionsOf(statement).may }));
      const common = { said: `what ${placeOf(policy, '')} does not allow`, unlisted: NO_UNLISTED, conditions: WITHOUT_CONDITION, principals: '' };
      const denials: Denial[] = [{ ...common, key: 'limit', resource: '*', actions: without(this.table.everything, ...read.map(({ may }) => may)) }];
      // Allowed for some only: alike where the same statements say for whom.
      const isUnlimited = ({ resource, json }: Statement) => json.Condition === undefined && resource?.hasStar === true && !resource.negated;
      const unlimited = read.filter(({ statement }) => isUnlimited(statement));
      for (const { statement, may } of read.filter((each) => !isUnlimited(each.statement))) {
        const { Action, NotAction, Sid, ...rest } = statement.json;
        denials.push({ ...common, key: `limit ${canonicalJson(rest)}`, actions: without(may, ...unlimited.map((each) => each.may)) });
      }
      return denials.filter(({ actions }) => !isEmpty(actions));
    });
  }

  /** A denial of everything by something that is known by name only. */
  public unknown(name: string): Denial {
    return { key: `unknown ${name}`, said: readable(name), actions: this.table.everything, unlisted: NO_UNLISTED, conditions: '', principals: '' };
  }

  /** The actions that policies may allow. */
  public allowedBy(policies: readonly LocatedPolicy[], isMeant: (statement: Statement) => boolean = () => true): ActionBits {
    const allowed = this.table.none();
    statementsOf(policies).filter((statement) => statement.effect !== 'Deny' && isMeant(statement))
      .forEach((statement) => addAll(allowed, this.actionsOf(statement).may));
    return allowed;
  }

  /** What of a denial none of the others deny as well. */
  public left(denial: Denial, others: readonly Denial[]): DeniedActions {
    const covering = others.filter((other) => covers(other, denial));
    const unlisted = new Set(denial.unlisted);
    covering.forEach((other) => other.unlisted.forEach((action) => unlisted.delete(action)));
    return { actions: without(denial.actions, ...covering.map(({ actions }) => actions)), unlisted };
  }

  /** The actions of which both may deny the same request. */
  public both(a: Denial, left: DeniedActions, b: Denial, leftOfB: DeniedActions): DeniedActions {
    const actions = intersection(left.actions, leftOfB.actions);
    const unlisted = new Set([...left.unlisted].filter((action) => leftOfB.unlisted.has(action)));
    const none = (isEmpty(actions) && unlisted.size === 0) || !this.mayMeet(a, b);
    return none ? { actions: this.table.none(), unlisted: NO_UNLISTED } : { actions, unlisted };
  }

  private mayMeet(a: Denial, b: Denial): boolean {
    return a.key === b.key || (resourcesMayMeet(a.resource, b.resource) && this.overlap.mayMeet(a.conditions, b.conditions));
  }

  private remembered(key: string, read: () => readonly Denial[]): readonly Denial[] {
    let found = this.known.get(key);
    if (!found) {
      this.known.set(key, found = read());
    }
    return found;
  }

  private actionsOf({ action }: Statement) {
    return this.table.meantBy(action?.negated ? 'NotAction' : 'Action', action?.texts ?? [undefined]);
  }

  private ofStatement(policy: LocatedPolicy, statement: Statement): Denial[] {
    const { action, resource, json } = statement;
    if (!statement.isKnown || statement.effect === undefined) {
      return [this.unknown(JSON.stringify(statement.written) ?? '')];
    }
    const unlisted = action?.negated ? [] : (action?.texts ?? []).filter((text): text is string =>
      text !== undefined && isEmpty(this.table.matching(text).may)).map((text) => text.toLowerCase());
    const common = {
      said: statement.sid === undefined ? placeOf(policy, statement.path) : readable(statement.sid),
      actions: this.actionsOf(statement).may,
      unlisted: new Set(unlisted),
      conditions: canonicalJson(json.Condition ?? {}),
      principals: canonicalJson({ Principal: json.Principal, NotPrincipal: json.NotPrincipal }),
      isOfEverybody: statement.principal?.isEverybody,
    };
    const about = [common.conditions, common.principals].join(' ');
    return !resource || resource.negated || resource.texts.some((text) => text === undefined)
      ? [{ ...common, key: `${canonicalJson({ Resource: json.Resource, NotResource: json.NotResource })} ${about}` }]
      : resource.texts.map((text): Denial => ({ ...common, resource: text, key: `${text} ${about}` }));
  }
}

/** Whether what the other is about, the denial is about, too; its actions aside. */
function covers(denial: Denial, other: Denial): boolean {
  return denial.key === other.key || (denial.resource !== undefined && denial.conditions !== ''
    && (denial.conditions === other.conditions || denial.conditions === WITHOUT_CONDITION)
    && (denial.principals === other.principals || denial.isOfEverybody === true)
    && (denial.resource === '*' || (other.resource !== undefined && wildcardMatcher(denial.resource)(other.resource) === true)));
}

function resourcesMayMeet(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || wildcardMatcher(a)(b) !== false || wildcardMatcher(b)(a) !== false || [a, b].every((each) => /[*?]/.test(each));
}
