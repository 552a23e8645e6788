import type { OperationAnswer } from './operation-answers';
import type { SimulatorInput } from './simulator-input';
import type { SimulatedPart } from '../analysis/simulation/request-parts';
import type { SimulationDecision, SimulationResult } from '../analysis/simulation/simulation-result';

/** A request, and how it was judged. */
export interface Simulation {
  readonly action: string;
  readonly origin: string;
  readonly result: SimulationResult;
  /** Of a request with wildcards, the part that was judged. */
  readonly part?: SimulatedPart;
}

export interface Simulations extends SimulatorInput {
  readonly simulations: readonly Simulation[];
  readonly answers: readonly OperationAnswer[];
  readonly resource?: string;
  /** Whether lists are printed as a whole. */
  readonly all: boolean;
  /** What `--expect` said, and the simulations that are otherwise. */
  readonly expected?: string;
  readonly unexpected: ReadonlyArray<{ readonly action: string; readonly origin: string; readonly decision: SimulationDecision }>;
}
