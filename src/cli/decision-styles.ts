import type { Style } from './terminal';
import type { SimulationDecision } from '../analysis/simulation/simulation-result';

/** How a decision is printed. */
export const STYLES: { readonly [decision in SimulationDecision]: Style } = {
  ALLOWED: 'green', IMPLICITLY_DENIED: 'red', EXPLICITLY_DENIED: 'red', CONDITIONAL: 'yellow',
};
