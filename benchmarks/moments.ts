import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Figure } from './figure';
import { print } from './figure';
import { McpGuardrail, McpServiceControlPolicy, PolicyTarget } from '../src';
import { compareDeployment } from '../src/analysis/deployment/deployment';
import type { StatementJson } from '../src/enforcement/pack-statements';
import { mergeEqual, packStatements } from '../src/enforcement/pack-statements';
import { POLICY_TYPES } from '../src/iam/policy-kinds';
import { randomGuardrails } from '../test/random-mix';

const EDITS = 60;
const TYPES = [POLICY_TYPES.SERVICE_CONTROL_POLICY, POLICY_TYPES.RESOURCE_CONTROL_POLICY, POLICY_TYPES.MANAGED_POLICY];

type Resources = { [logicalId: string]: any };

const statementsOf = (guardrails: readonly McpGuardrail[]): StatementJson[] =>
  guardrails.flatMap((guardrail) => guardrail.statements().map((each) => each.toStatementJson()));

/** The characters of one document without a limit, divided by the limit. */
function fewestFor(statements: StatementJson[], limit: number): number {
  return Math.ceil(JSON.stringify({ Statement: mergeEqual(statements), Version: '2012-10-17' }).length / limit);
}

/** How many policies hold random mixes, and how many would at least. */
function beyondTheFewest({ name, maxSize }: typeof TYPES[number]): Figure {
  const rows = Array.from({ length: EDITS }, (_, seed) => {
    const statements = statementsOf(randomGuardrails(seed));
    const fewest = fewestFor(statements, maxSize);
    return { fewest, beyond: packStatements(statements, maxSize).length - fewest };
  });
  const count = (beyond: number) => rows.filter((row) => row.beyond === beyond).length;
  const [alone, several] = [rows.filter(({ fewest }) => fewest === 1), rows.filter(({ fewest }) => fewest > 1)];
  return {
    what: `Policies beyond the fewest that would hold ${EDITS} random mixes, each a ${name}`,
    goal: 'none where one holds it, else at most one',
    figure: `none in ${count(0)}, one in ${count(1)}, more in ${rows.length - count(0) - count(1)}; one policy holds ${alone.length} of them`,
    met: alone.every(({ beyond }) => beyond === 0) && several.every(({ beyond }) => beyond <= 1),
  };
}

function policiesOf(guardrails: McpGuardrail[]): Resources {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  new McpServiceControlPolicy(stack, 'Agents', { guardrails, targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')] });
  return Template.fromStack(stack).toJSON().Resources;
}

/** The same policies as they were once: numbered, so that each is updated in place, one after another. */
function numbered(resources: Resources): Resources {
  return Object.fromEntries(Object.values(resources).map(({ DependsOn: _, ...resource }, i) => (
    [`Part${i}`, { ...resource, ...(i > 0 && { DependsOn: `Part${i - 1}` }) }])));
}

/** What statements deny, each action under each condition, with the characters that it takes at least. */
function contentOf(statements: StatementJson[]): Map<string, number> {
  return new Map(mergeEqual(statements).flatMap(({ Sid: _, Action, ...rest }) => (
    [Action ?? []].flat().map((action: string) => [JSON.stringify([rest, action]), JSON.stringify(action).length + 1] as const))));
}

/**
 * How many policies the target has for a moment at least, however the statements are divided: the old ones, and those for what is new, less the
 * one that is updated.
 */
function leastAttached(edit: Edit, limit: number): number {
  const [before, after] = edit.map(statementsOf);
  const beside = (statements: StatementJson[], others: StatementJson[]) => {
    const known = contentOf(others);
    const characters = [...contentOf(statements)].reduce((sum, [key, size]) => (known.has(key) ? sum : sum + size), 0);
    return fewestFor(others, limit) + Math.max(0, Math.ceil(characters / limit) - 1);
  };
  return Math.max(beside(after, before), beside(before, after));
}

type Edit = readonly [before: McpGuardrail[], after: McpGuardrail[]];

/** A guardrail more, or one less. */
function oneMoreOrLess(seed: number): Edit {
  const all = randomGuardrails(seed);
  const some = all.filter((_, i) => i !== seed % all.length);
  return seed % 2 === 0 ? [some, all] : [all, some];
}

/** Somebody more who is exempt from a guardrail, or less. */
function exemption(seed: number): Edit {
  const all = randomGuardrails(seed);
  const other = all.map((guardrail, i) => {
    const statements = guardrail.statements();
    statements.forEach((statement) => statement.addCondition('StringNotEquals', { 'aws:PrincipalTag/exempt': 'yes' }));
    return i === seed % all.length ? McpGuardrail.fromStatements(...statements) : guardrail;
  });
  return seed % 2 === 0 ? [all, other] : [other, all];
}

function measureEdits(what: string, edit: (seed: number) => Edit): Figure[] {
  const { maxAttached, maxSize } = POLICY_TYPES.SERVICE_CONTROL_POLICY;
  const edits = Array.from({ length: EDITS }, (_, seed) => edit(seed));
  const rows = edits.map((each) => {
    const [old, now] = each.map(policiesOf);
    const lapses = (a: Resources, b: Resources) =>
      compareDeployment({ before: [{ template: { Resources: a } }], after: [{ template: { Resources: b } }] }).lapses.length > 0;
    const [some, others] = [Object.keys(old), Object.keys(now)];
    return {
      once: lapses(numbered(old), numbered(now)),
      now: lapses(old, now),
      attached: new Set([...some, ...others]).size,
      kept: some.filter((id) => now[id] && JSON.stringify(old[id].Properties) === JSON.stringify(now[id].Properties)).length,
      most: Math.min(some.length, others.length),
    };
  });
  const sum = (pick: (row: typeof rows[number]) => number) => rows.reduce((all, row) => all + pick(row), 0);
  return [
    {
      what: `Random edits of ${EDITS}, ${what}, in which something lapses: with numbered policies that are updated in place; `
        + 'with a hash of the content',
      goal: 'none',
      figure: `${rows.filter(({ once }) => once).length}; ${rows.filter(({ now }) => now).length}`,
      met: rows.every(({ now }) => !now),
    },
    {
      what: '… most service control policies at the target for a moment; edits with more than it can hold',
      goal: `at most ${maxAttached}; none`,
      figure: `${Math.max(...rows.map(({ attached }) => attached))}; ${rows.filter(({ attached }) => attached > maxAttached!).length}`,
      met: rows.every(({ attached }) => attached <= maxAttached!),
    },
    {
      what: '… the limit: what no division could do with less for the same edit, the old policies with one updated and those for what is new',
      figure: String(Math.max(...edits.map((each) => leastAttached(each, maxSize)))),
    },
    { what: '… policies that stay as they are ÷ those of the smaller of the two', figure: `${sum(({ kept }) => kept)} ÷ ${sum(({ most: all }) => all)}` },
  ];
}

function measure(): Figure[] {
  return [
    ...TYPES.map(beyondTheFewest),
    ...measureEdits('a guardrail more or less', oneMoreOrLess),
    ...measureEdits('an exemption more or less', exemption),
  ];
}

if (require.main === module) {
  print(measure());
}
