/* eslint-disable no-bitwise -- all actions of a word at once */
import type { ActionBits } from './action-bits';
import type { ActionContexts } from './action-contexts';
import type { ActionTable, MeantActions } from './action-table';
import type { MeantResources } from './report-statement';
import type { Outcome } from '../../iam/three-valued';

/** What the statements of one layer that apply in a context are about. */
export class Tally {
  /** For any resource. */
  public readonly any: ActionBits;
  /** For some resources at least. */
  public readonly named: ActionBits;
  /** What statements are about that only may apply. */
  public readonly open: ActionBits;

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
}

/** The layers that judge a principal's calls in a context. */
export interface Layers {
  readonly identity: Tally;
  readonly boundary?: Tally;
  readonly denies: Tally;
}

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

  /** @param unknownPolicies whether there are others, which may allow anything within the boundary */
  constructor(table: ActionTable, private readonly unknownPolicies: boolean) {
    [this.allowed, this.atLeastPartly, this.denied] = [table.none(), table.none(), table.none()];
    [this.nothing, this.granted, this.mayAllow] = [table.none(), table.none(), table.none()];
  }

  /** @param contexts the layers in each context in which the actions are called */
  public add({ actions, from, to }: ActionContexts, contexts: readonly Layers[]): void {
    for (let i = from; i < to; i++) {
      const every = actions[i];
      let allowed = every;
      let atLeastPartly = every;
      let denied = every;
      let nothing = every;
      let granted = 0;
      let mayAllow = 0;
      for (const { identity, boundary, denies } of contexts) {
        const limit = boundary ? boundary.named[i] | boundary.open[i] : -1;
        const allows = (identity.named[i] | identity.open[i]) & limit;
        const mayBeAllowed = this.unknownPolicies ? limit : allows;
        allowed &= identity.any[i] & (boundary ? boundary.any[i] : -1) & ~(denies.named[i] | denies.open[i]);
        atLeastPartly &= identity.named[i] & (boundary ? boundary.named[i] : -1) & ~(denies.any[i] | denies.open[i]);
        denied &= denies.any[i];
        nothing &= denies.any[i] | ~mayBeAllowed;
        granted |= allows;
        mayAllow |= mayBeAllowed;
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
