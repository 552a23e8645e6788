import type { Context, Json, Letter, Row, Table } from './row';
import { application, evaluation, simulations } from './row';
import { ALLOW_ALL, INSTANCE, policy, SESSION } from './world';
import type { PolicyDocuments, RequestOrigin, SimulationRequest } from '../../src';

/** Letters, one for each column; spaces are for the reader. */
type Letters = string;

function table<C>(title: string, page: string, columns: ReadonlyArray<readonly [name: string, value: C]>,
  rows: ReadonlyArray<readonly [name: string, letters: Letters, decide: (column: C) => string]>): Table {
  return {
    title,
    rows: rows.flatMap(([name, letters, decide]) => {
      const cells = letters.replace(/ /g, '');
      if (cells.length !== columns.length) {
        throw new Error(`${title}: "${name}" has ${cells.length} letters for ${columns.length} columns`);
      }
      return columns.flatMap(([column, value], i): Row[] => (cells[i] === '.' ? [] : [
        { group: `${title} | ${name}`, column, page, expected: cells[i] as Letter, decide: () => decide(value) },
      ]));
    }),
  };
}

/** The same answers in the other direction: what a negated operator says. */
export function negated(letters: Letters): Letters {
  return letters.replace(/[MN]/g, (letter) => (letter === 'M' ? 'N' : 'M'));
}

/** How the condition of a statement is asked about. */
export interface ConditionRequest {
  /** @default ec2:CreateTags, on an instance */
  readonly action?: string;
  readonly resource?: string;
  /** @default SESSION */
  readonly principal?: string;
  /** @default direct */
  readonly origin?: RequestOrigin;
  /** Whether only `McpCondition.evaluate()` is asked, for it is about no request that there is. */
  readonly alone?: boolean;
}

/**
 * Condition blocks, and the contexts that they match. Each is evaluated alone, as the condition of an Allow, and as that of a Deny: the answer
 * must be the same.
 */
export function conditions(page: string, title: string, contexts: { [column: string]: Context },
  rows: { [row: string]: readonly [condition: Json, letters: Letters] }, asked: ConditionRequest = {}): Table {
  const { action = 'ec2:CreateTags', resource = INSTANCE, principal = SESSION, origin, alone } = asked;
  return table(title, page, Object.entries(contexts), Object.entries(rows).map(([name, [Condition, letters]]) => {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition };
    const allowing = simulations({ identityPolicies: [policy(statement)] });
    const denying = simulations({ identityPolicies: [ALLOW_ALL, policy({ ...statement, Effect: 'Deny' })] });
    return [name, letters, (context: Context) => {
      const evaluated = evaluation(Condition, context, origin);
      if (alone) {
        return evaluated;
      }
      const request = { principal, action, resource, context, ...(origin && { origin }) };
      const applied = application(allowing(request), denying(request));
      return applied === evaluated ? applied : `evaluate:${evaluated} simulate:${applied}`;
    }] as const;
  }));
}

/** The values that a key has in a request, each a column: one value, a list of them, or none where the key is absent. */
export type Values = ReadonlyArray<string | readonly string[] | undefined>;

/** Operators, and the values of a key that they match with the given values of a policy. */
export function operators(page: string, title: string, key: string, expected: unknown, values: Values,
  rows: { [operator: string]: Letters }, asked?: ConditionRequest): Table {
  const contexts = values.map((value): [string, Context] => [
    value === undefined ? 'absent' : JSON.stringify(value), { [key]: value === undefined ? [] : [value].flat() },
  ]);
  return conditions(page, title, Object.fromEntries(contexts), Object.fromEntries(Object.entries(rows).map(([names, letters]) =>
    names.split(' ').map((operator) => [operator, [{ [operator]: { [key]: expected } }, letters] as const])).flat()), asked);
}

/** Sets of documents, and what becomes of requests under them. */
export function decisions(page: string, title: string, requests: { [column: string]: SimulationRequest },
  rows: { [row: string]: readonly [documents: PolicyDocuments, letters: Letters] }): Table {
  return table(title, page, Object.entries(requests), Object.entries(rows).map(([name, [documents, letters]]) =>
    [name, letters, simulations(documents)] as const));
}

/** One request, and what becomes of it under combinations of documents. */
export function combinations(page: string, title: string, request: SimulationRequest, columns: { [column: string]: PolicyDocuments },
  rows: { [row: string]: readonly [documents: PolicyDocuments, letters: Letters] }): Table {
  return table(title, page, Object.entries(columns), Object.entries(rows).map(([name, [documents, letters]]) =>
    [name, letters, (more: PolicyDocuments) => simulations({ ...more, ...documents })(request)] as const));
}

/** An element of a statement in some forms, and the requests that it is about: with an Allow, and with a Deny. */
export function elements(page: string, title: string, requests: { [column: string]: SimulationRequest },
  rows: { [row: string]: readonly [element: Json, letters: Letters] },
  documents: (statement: Json, others: Json[]) => PolicyDocuments = ownPolicy): Table {
  return table(title, page, Object.entries(requests), Object.entries(rows).map(([name, [element, letters]]) => {
    const statement: Json = { Effect: 'Allow', ...element };
    const allowing = simulations(documents(statement, []));
    const denying = simulations(documents({ ...statement, Effect: 'Deny' }, [ALLOW_ALL]));
    return [name, letters, (request: SimulationRequest) => application(allowing(request), denying(request))] as const;
  }));
}

/** Policies with something that AWS refuses, each alone: an error, whatever is asked. */
export function refused(page: string, title: string, request: SimulationRequest, rows: { [row: string]: PolicyDocuments }): Table {
  return table(title, page, [['error', request]], Object.entries(rows).map(([name, documents]) => [name, 'X', simulations(documents)] as const));
}

function ownPolicy(statement: Json, others: Json[]): PolicyDocuments {
  return { identityPolicies: [...others, policy(statement)] };
}
