import type { Later } from './later';
import type { StatementLocation } from './template-simulator';
import type { DecidingStatement } from '../analysis/simulation/simulated-statement';
import type { SimulationDecision } from '../analysis/simulation/simulation-result';

/** What origins of a principal's request have in common. */
export interface Answer {
  readonly origins: readonly string[];
  readonly decision: SimulationDecision;
  readonly statements: ReadonlyArray<DecidingStatement & StatementLocation>;
  readonly dependsOn: readonly string[];
  readonly missingAllows: readonly string[];
}

export interface PrincipalAnswers {
  readonly kind: string;
  /** What a person calls it. */
  readonly principal: string;
  readonly arn: string;
  readonly file?: string;
  readonly answers: readonly Answer[];
}

export interface WhoCan {
  readonly action: string;
  readonly resource?: string;
  readonly principals: Later<PrincipalAnswers>;
  readonly origins: readonly string[];
  /** How many policies were read that are nobody's, and so not counted. */
  readonly unattached: number;
}
