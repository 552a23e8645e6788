import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Figure } from './figure';
import { print } from './figure';
import type { McpGuardrail } from '../src';
import { McpServiceControlPolicy, PolicyTarget } from '../src';
import { compareDeployment } from '../src/analysis/deployment/deployment';
import { mergeEqual, packStatements } from '../src/enforcement/pack-statements';
import { POLICY_TYPES } from '../src/iam/policy-kinds';
import { randomGuardrails } from '../test/random-mix';

const EDITS = 60;
const TYPES = [POLICY_TYPES.SERVICE_CONTROL_POLICY, POLICY_TYPES.RESOURCE_CONTROL_POLICY, POLICY_TYPES.MANAGED_POLICY];

type Resources = { [logicalId: string]: any };

/** How many policies hold random mixes, and how many would at least: the characters of one document without a limit, divided by the limit. */
function beyondTheFewest({ name, maxSize }: typeof TYPES[number]): Figure {
  const rows = Array.from({ length: EDITS }, (_, seed) => {
    const statements = randomGuardrails(seed).flatMap((guardrail) => guardrail.statements().map((statement) => statement.toStatementJson()));
    const fewest = Math.ceil(JSON.stringify({ Statement: mergeEqual(statements), Version: '2012-10-17' }).length / maxSize);
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

/** A guardrail more, or one less. */
function edits(): Array<readonly [McpGuardrail[], McpGuardrail[]]> {
  return Array.from({ length: EDITS }, (_, seed) => {
    const all = randomGuardrails(seed);
    const some = all.filter((__, i) => i !== seed % all.length);
    return seed % 2 === 0 ? [some, all] : [all, some];
  });
}

function measure(): Figure[] {
  const rows = edits().map(([before, after]) => {
    const [old, now] = [before, after].map(policiesOf);
    const lapses = (a: Resources, b: Resources) =>
      compareDeployment({ before: [{ template: { Resources: a } }], after: [{ template: { Resources: b } }] }).lapses.length > 0;
    return { once: lapses(numbered(old), numbered(now)), now: lapses(old, now), attached: new Set([...Object.keys(old), ...Object.keys(now)]).size };
  });
  const most = POLICY_TYPES.SERVICE_CONTROL_POLICY.maxAttached!;
  return [
    ...TYPES.map(beyondTheFewest),
    {
      what: `Random edits of ${EDITS}, a guardrail more or less, in which something lapses: with numbered policies that are updated in place; `
        + 'with a hash of the content',
      goal: 'none',
      figure: `${rows.filter(({ once }) => once).length}; ${rows.filter(({ now }) => now).length}`,
      met: rows.every(({ now }) => !now),
    },
    {
      what: '… most service control policies at the target for a moment',
      goal: `at most ${most}`,
      figure: String(Math.max(...rows.map(({ attached }) => attached))),
      met: rows.every(({ attached }) => attached <= most),
    },
  ];
}

if (require.main === module) {
  print(measure());
}
