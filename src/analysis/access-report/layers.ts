/* eslint-disable no-bitwise -- all actions of a word at once */
import type { ActionBits } from './action-bits';
import type { ActionContexts } from './action-contexts';
import type { ActionTable, MeantActions } from './action-table';
import type { MeantResources } from './report-statement';
import type { Allows, Combining, Logic } from '../../iam/combination';
import { allAllow, requirements } from '../../iam/combination';
import { PolicyKind } from '../../iam/policy';
import type { Outcome } from '../../iam/three-valued';

/** Of which actions something is sure, and of which it may be. */
interface Truths {
  readonly sure: ActionBits;
  readonly may: ActionBits;
}

/** Three-valued logic of all actions of some words at once. */
class ActionLogic implements Logic<Truths> {
  public readonly yes: Truths;
  public readonly no: Truths;
  public readonly unknown: Truths;

  constructor(private readonly table: ActionTable, private readonly from: number, private readonly to: number) {
    const none = table.none();
    const all = this.words(() => -1);
    this.yes = { sure: all, may: all };
    this.no = { sure: none, may: none };
    this.unknown = { sure: none, may: all };
  }

  public and(a: Truths, b: Truths): Truths {
    return a === this.yes ? b : b === this.yes ? a
      : { sure: this.words((i) => a.sure[i] & b.sure[i]), may: this.words((i) => a.may[i] & b.may[i]) };
  }

  public or(a: Truths, b: Truths): Truths {
    return a === this.no ? b : b === this.no ? a
      : { sure: this.words((i) => a.sure[i] | b.sure[i]), may: this.words((i) => a.may[i] | b.may[i]) };
  }

  public not(a: Truths): Truths {
    return { sure: this.words((i) => ~a.may[i]), may: this.words((i) => ~a.sure[i]) };
  }

  public words(of: (i: number) => number): ActionBits {
    const bits = this.table.none();
    for (let i = this.from; i < this.to; i++) {
      bits[i] = of(i);
    }
    return bits;
  }
}

/** What the statements of one layer that apply in a context are about. */
export class Tally {
  /** For any resource. */
  private readonly any: ActionBits;
  /** For some resources at least. */
  private readonly named: ActionBits;
  /** What statements are about that only may apply. */
  private readonly open: ActionBits;

  constructor(table: ActionTable, private readonly from: number, private readonly to: number) {
    [this.any, this.named, this.open] = [table.none(), table.none(), table.none()];
  }

  public add({ sure, may }: MeantActions, resources: MeantResources, applies: Outcome): void {
    for (let i = this.from; i < this.to; i++) {
      const surely = applies ? sure[i] : 0;
      this.named[i] |= surely;
      this.any[i] |= resources === 'any' ? surely : 0;
      this.open[i] |= may[i] & ~surely;
    }
  }

  /** What it says of every resource. */
  public ofAny(logic: ActionLogic): Truths {
    return { sure: this.any, may: logic.words((i) => this.named[i] | this.open[i]) };
  }

  /** What it says of the resources that Allows name; a Deny that names some may leave others. */
  public ofSome(logic: ActionLogic, isDeny: boolean): Truths {
    return isDeny ? { sure: this.any, may: logic.words((i) => this.any[i] | this.open[i]) }
      : { sure: this.named, may: logic.words((i) => this.named[i] | this.open[i]) };
  }
}

/** The layers that judge a principal's calls in a context. */
export interface Layers {
  readonly identity: Tally;
  readonly limits: readonly LimitTally[];
  readonly denies: Tally;
}

/** What else must allow what the principal's own policies do: its permissions boundary, and each level of service control policies. */
export interface Limit {
  readonly kind: PolicyKind.PERMISSIONS_BOUNDARY | PolicyKind.SERVICE_CONTROL;
  /** Whether it allows everything besides what its statements allow. */
  readonly besides: Outcome;
}

interface LimitTally extends Limit {
  readonly tally: Tally;
}

/** The report is about a principal's calls within its account; what the policies of resources say is not in it. */
const WITHOUT_RESOURCES: Omit<Combining, 'serviceControlReaches'> = {
  sameAccount: true, hasAccount: true, needsResourcePolicy: false, assumesRole: false, needsPermission: true,
};

/** What the layers of all contexts together say. */
export class Judgment {
  /** Allowed for any resource, in every context. */
  public readonly allowed: ActionBits;
  /** Allowed for some resources, in every context. */
  public readonly atLeastPartly: ActionBits;
  public readonly denied: ActionBits;
  /** Denied or not allowed, in every context. */
  public readonly nothing: ActionBits;
  /** What statements allow or may allow, denials aside. */
  public readonly granted: ActionBits;
  /** The same with policies that are not known. */
  public readonly mayAllow: ActionBits;

  /**
   * @param unknownPolicies whether there are others, which may allow anything within the limits
   * @param reached whether service control policies reach the principal
   */
  constructor(private readonly table: ActionTable, private readonly unknownPolicies: boolean, private readonly reached: Outcome) {
    [this.allowed, this.atLeastPartly, this.denied] = [table.none(), table.none(), table.none()];
    [this.nothing, this.granted, this.mayAllow] = [table.none(), table.none(), table.none()];
  }

  /** @param contexts the layers in each context in which the actions are called */
  public add({ actions, from, to }: ActionContexts, contexts: readonly Layers[]): void {
    const logic = new ActionLogic(this.table, from, to);
    const judged = contexts.map((layers) => judge(logic, layers, this.unknownPolicies, this.reached));
    for (let i = from; i < to; i++) {
      const every = actions[i];
      let [allowed, atLeastPartly, denied, nothing, granted, mayAllow] = [every, every, every, every, 0, 0];
      for (const { ofAny, ofSome, denies, known, possible } of judged) {
        allowed &= ofAny.sure[i];
        atLeastPartly &= ofSome.sure[i];
        denied &= denies.sure[i];
        nothing &= ~ofAny.may[i];
        granted |= known.may[i];
        mayAllow |= possible.may[i];
      }
      this.allowed[i] |= allowed;
      this.atLeastPartly[i] |= atLeastPartly;
      this.denied[i] |= denied;
      this.nothing[i] |= nothing;
      this.granted[i] |= granted & every;
      this.mayAllow[i] |= mayAllow & every;
    }
  }
}

function judge(logic: ActionLogic, { identity, limits, denies }: Layers, unknownPolicies: boolean, serviceControlReaches: Outcome) {
  const allows = (own: Truths, of: (tally: Tally) => Truths) => {
    const said = limits.map(({ kind, besides, tally }): Allows<Truths> => (
      [kind, besides === true ? logic.yes : besides === false ? of(tally) : logic.or(of(tally), logic.unknown)]));
    return allAllow(logic, requirements(logic, {
      identity: [PolicyKind.IDENTITY, own],
      permissionsBoundary: said.find(([kind]) => kind === PolicyKind.PERMISSIONS_BOUNDARY),
      serviceControl: said.filter(([kind]) => kind === PolicyKind.SERVICE_CONTROL),
    }, { ...WITHOUT_RESOURCES, serviceControlReaches }));
  };
  const ofAny = (tally: Tally) => tally.ofAny(logic);
  const known = allows(identity.ofAny(logic), ofAny);
  const possible = unknownPolicies ? allows(logic.or(identity.ofAny(logic), logic.unknown), ofAny) : known;
  const denied = denies.ofAny(logic);
  return {
    known,
    possible,
    denies: denied,
    ofAny: logic.and(possible, logic.not(denied)),
    ofSome: logic.and(allows(identity.ofSome(logic, false), (tally) => tally.ofSome(logic, false)), logic.not(denies.ofSome(logic, true))),
  };
}
