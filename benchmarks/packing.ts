import { ActionSet, McpGuardrail } from '../src';
import type { StatementJson } from '../src/private/pack-statements';
import { mergeEqual, packStatements } from '../src/private/pack-statements';
import { POLICY_TYPES } from '../src/private/policy-type';
import { randomMix } from '../test/random-mix';

const LIMIT = POLICY_TYPES.SERVICE_CONTROL_POLICY.maxSize;
const MIXES = 100;

const size = (statements: StatementJson[]) => JSON.stringify({ Statement: statements, Version: '2012-10-17' }).length;
const total = (documents: StatementJson[][]) => documents.reduce((sum, document) => sum + size(document), 0);

/** With every action of the table by its name instead of patterns. NotAction stays: listing the rest would be longer still. */
function spelledOut(statement: StatementJson): StatementJson {
  if (statement.Action === undefined || statement.Action === '*') {
    return statement;
  }
  return { ...statement, Action: ActionSet.of(...[statement.Action].flat()).listActions() };
}

/** The characters of one document without a limit, divided by the limit. */
function lowerBound(statements: StatementJson[]): number {
  return Math.ceil(size(mergeEqual(statements)) / LIMIT);
}

/** A document for each guardrail, more only where one alone is too large. */
function onePerGuardrail(statements: StatementJson[]): number {
  const bySid = new Map<string, StatementJson[]>();
  for (const statement of statements) {
    const guardrail = /^Sid\d/.exec(statement.Sid)![0];
    bySid.set(guardrail, [...bySid.get(guardrail) ?? [], statement]);
  }
  return [...bySid.values()].reduce((sum, each) => sum + packStatements(each, LIMIT).length, 0);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Compares the number and size of control policies for random mixes of guardrails. */
export function comparePacking() {
  const rows = Array.from({ length: MIXES }, (_, seed) => {
    const statements = randomMix(seed);
    const packed = packStatements(statements, LIMIT);
    const listed = packStatements(statements.map(spelledOut), LIMIT);
    const bound = lowerBound(statements);
    return {
      policies: packed.length,
      naive: onePerGuardrail(statements),
      listed: listed.length,
      bound,
      above: packed.length - bound,
      sizeOfListed: total(listed) / total(packed),
    };
  });
  const count = (above: number) => rows.filter((row) => row.above === above).length;
  const sum = (pick: (row: typeof rows[number]) => number) => rows.reduce((all, row) => all + pick(row), 0);
  return {
    'mixes of guardrails': MIXES,
    'at the lower bound': count(0),
    'one above': count(1),
    'more': rows.filter((row) => row.above > 1).length,
    'policies': sum((row) => row.policies),
    'policies, lower bound': sum((row) => row.bound),
    'policies, one guardrail one SCP': sum((row) => row.naive),
    'policies, every action listed': sum((row) => row.listed),
    'characters, every action listed (median ratio)': Number(median(rows.map((row) => row.sizeOfListed)).toFixed(2)),
    'characters of the destructive set, listed / as written': Number((
      JSON.stringify(ActionSet.destructive().listActions()).length
      / JSON.stringify(McpGuardrail.denyDestructiveViaMcp().statements()[0].actions).length).toFixed(2)),
  };
}

if (require.main === module) {
  for (const [what, value] of Object.entries(comparePacking())) {
    console.log(`${what.padEnd(60)} ${value}`);
  }
}
