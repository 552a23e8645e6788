import type { PolicyDocuments, SimulationRequest, SimulationResult } from '../../src';
import { ConditionMatch, McpCondition, McpSimulator, RequestOrigin } from '../../src';

/** A policy document, or an element of one. */
export type Json = { [element: string]: any };

/** The context keys of a request; an empty list says that the key is absent. */
export type Context = { [key: string]: string[] };

/**
 * What a cell of a table says, a letter each.
 *
 * Of a request: `A` allowed, `I` implicitly denied, `E` explicitly denied, `C` conditional. Of a condition, or of one element of a
 * statement: `M` it matches, `N` it does not, `D` it depends. Of both: `X` what AWS refuses is an error; `n` anything but allowed, where AWS
 * documents that a request fails and not how; `.` is not asked.
 */
export type Letter = 'A' | 'I' | 'E' | 'C' | 'M' | 'N' | 'D' | 'X' | 'n' | '.';

/** One decision that AWS documents. */
export interface Row {
  /** Unique: what it is a case of, as a table and a row of it, and which case. */
  readonly group: string;
  readonly column: string;
  /** The page that says so. */
  readonly page: string;
  readonly expected: Letter;
  /** What the library says: a letter; several of them if its parts don't agree. */
  decide(): string;
}

/** The rows of one table. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

export function isAsDocumented({ expected }: Row, said: string): boolean {
  return expected === 'n' ? said !== 'A' && said !== 'M' : said === expected;
}

const DECISIONS: { [decision: string]: Letter } = { ALLOWED: 'A', IMPLICITLY_DENIED: 'I', EXPLICITLY_DENIED: 'E', CONDITIONAL: 'C' };
const MATCHES: { [match: string]: Letter } = { [ConditionMatch.ALWAYS]: 'M', [ConditionMatch.NEVER]: 'N', [ConditionMatch.DEPENDS]: 'D' };

/** What the simulator says of each request. The documents are read once; if they are refused, every answer is `X`. */
export function simulations(documents: PolicyDocuments): (request: SimulationRequest) => Letter {
  let simulator: McpSimulator | undefined;
  return (request) => orError(() => DECISIONS[(simulator ??= McpSimulator.fromDocuments(documents)).simulate(request).decision]);
}

/** The simulator's whole answer. */
export function simulation(documents: PolicyDocuments, request: SimulationRequest): SimulationResult {
  return McpSimulator.fromDocuments(documents).simulate(request);
}

/** What a condition block does in a context: in the answer of `McpCondition.evaluate()`. */
export function evaluation(condition: Json, context: Context, origin: RequestOrigin = RequestOrigin.direct()): Letter {
  return orError(() => MATCHES[McpCondition.evaluate(condition, origin, context).match]);
}

/** What an Allow and a Deny say of whether the statement applies, beside an Allow of everything for the Deny. */
export function application(allowed: Letter, denied: Letter): string {
  return { AE: 'M', IA: 'N', CC: 'D', XX: 'X' }[allowed + denied] ?? `Allow:${allowed} Deny:${denied}`;
}

function orError(answer: () => Letter): Letter {
  try {
    return answer();
  } catch (error) {
    // An internal error is not an answer.
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) {
      throw error;
    }
    return 'X';
  }
}
