import { Construct } from 'constructs';
import { SANDBOX, WORKLOADS } from './ids';

/** How far the roll-out has come. */
export interface Phase {
  /** The organizational units whose accounts have the agent's role. */
  readonly agentsIn: string[];
  /** Those that the control policy is attached to. */
  readonly controlled: string[];
}

/** A phase only adds to the one before, so that nothing is taken away while it is put elsewhere. */
const PHASES: { [name: string]: Phase } = {
  // Nothing is denied that was allowed: see what agents do.
  observe: { agentsIn: [SANDBOX], controlled: [] },
  sandbox: { agentsIn: [SANDBOX], controlled: [SANDBOX] },
  all: { agentsIn: [SANDBOX, WORKLOADS], controlled: [SANDBOX, WORKLOADS] },
};

/** The phase that cdk.json says. There is no default: a forgotten one would take the guardrails away. */
export function phaseOf(scope: Construct): Phase {
  const name: unknown = scope.node.tryGetContext('phase');
  if (typeof name !== 'string' || !Object.hasOwn(PHASES, name)) {
    throw new Error(`the context "phase" is ${JSON.stringify(name)}: expected one of ${Object.keys(PHASES).join(', ')}`);
  }
  return PHASES[name];
}
