import type { RandomCase } from './random-cases';
import { simulations } from './row';

/** What a case showed: `undefined` if all is well. */
export interface Finding {
  readonly problem?: string;
  readonly decided: boolean;
  /** Whether it became both allowed and denied. */
  readonly hung: boolean;
}

/**
 * Tries every request that a partly known one may be. What was decided must stay so: allowed, explicitly denied, or denied in whichever way. What is
 * fully known must be decided.
 */
export function judge({ documents, request, completions }: RandomCase): Finding {
  const decide = simulations(documents);
  const before = decide(request);
  if (before === 'X') {
    return { problem: 'the documents or the request are refused', decided: false, hung: false };
  }
  const after = completions.map((completion) => [completion, decide(completion)] as const);
  const changed = after.find(([, letter]) => letter === 'X' || letter === 'C'
    || (before === 'A' && letter !== 'A') || (before === 'E' && letter !== 'E') || (before === 'I' && letter === 'A'));
  const allowed = after.filter(([, letter]) => letter === 'A').length;
  return {
    ...(changed && { problem: `${before} became ${changed[1]} as ${JSON.stringify({ ...changed[0], origin: changed[0].origin?.description })}` }),
    decided: before !== 'C',
    hung: allowed > 0 && allowed < after.length,
  };
}
