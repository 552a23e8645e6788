import type { Figure } from './figure';
import { print, ratio } from './figure';
import { median } from './samples';
import { ActionSet } from '../src';
import type { StatementJson } from '../src/enforcement/pack-statements';
import { mergeEqual, packStatements } from '../src/enforcement/pack-statements';
import { POLICY_TYPES } from '../src/iam/policy-kinds';
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

/** Compares the number and size of control policies for random mixes of guardrails. */
function measure(): Figure[] {
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
  const sum = (pick: (row: typeof rows[number]) => number) => rows.reduce((all, row) => all + pick(row), 0);
  const bound = sum((row) => row.bound);
  const at = rows.filter((row) => row.above === 0).length;
  return [
    {
      what: `Policies for ${MIXES} random mixes of 2 to 7 guardrails ÷ the lower bound`,
      goal: 'the bound or one above, for each mix',
      figure: `${sum((row) => row.policies)} ÷ ${bound}; at the bound in ${at} of ${MIXES}`,
      met: rows.every((row) => row.above <= 1),
    },
    { what: '… with one policy for each guardrail; with every action listed by name', figure: `${sum((row) => row.naive)}; ${sum((row) => row.listed)}` },
    { what: '… characters with every action listed ÷ as written (median)', figure: ratio(median(rows.map((row) => row.sizeOfListed))) },
  ];
}

if (require.main === module) {
  print(measure());
}
