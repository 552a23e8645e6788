import * as fs from 'fs';
import * as path from 'path';
import { checkDocument, checkPolicies } from '../../../src/analysis/rules/check';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { ALL_RULES } from '../../../src/cli/rules';
import { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';
import { PROVED_RULES, deadStatementFinding } from '../../../src/proof/dead-statement-rules';
import { DeadStatements } from '../../../src/proof/dead-statements';

const docs = fs.readFileSync(path.join(__dirname, '../../../docs/rules.md'), 'utf-8');
const sections = new Map(docs.split(/^## /m).slice(1).map((section) => [section.slice(0, section.indexOf('\n')), section]));

/** What is found in an example: a template, a policy document or a statement. */
function foundIn(example: string, isDeep: boolean): string[] {
  const json: Json = JSON.parse(example.replace(/\(([\d,]+) more characters\)/g, (_, count: string) => 'x'.repeat(Number(count.replaceAll(',', '')))));
  const findings = json.Resources ? checkPolicies(readTemplates([{ template: json }]))
    : checkDocument(json.Statement ? json : { Version: '2012-10-17', Statement: [json] }, { path: '' });
  const statements = new DeadStatements();
  if (isDeep) {
    statements.lookAt({ kind: PolicyKind.IDENTITY, document: json, place: { path: '' } });
  }
  return [...findings, ...statements.dead.map(deadStatementFinding)].map(({ rule }) => rule.id);
}

test.each(ALL_RULES.map((rule) => [rule.id, rule.severity, PROVED_RULES.includes(rule)] as const))('%s has a section with a wrong example, which it finds, and a right one', (id, severity, isDeep) => {
  const section = sections.get(id) ?? '';
  expect(section).toContain(`\n\n${severity}: `);
  expect(docs).toContain(`| [${id}](#${id.toLowerCase()}) | ${severity} | `);
  const [wrong, right, ...others] = [...section.matchAll(/^(Wrong|Right)[^\n]*:\n\n```json\n([^`]*)```$/gm)];
  expect([wrong?.[1], right?.[1], others]).toEqual(['Wrong', 'Right', []]);
  expect(foundIn(wrong[2], isDeep)).toEqual([id]);
  expect(foundIn(right[2], isDeep)).toEqual([]);
});

test('every section is about a rule, or the warning of the mixin', () => {
  expect([...sections.keys()]).toEqual([...ALL_RULES.map(({ id }) => id), 'policyMigration']);
  expect(docs).toContain('`cdk-mcp-guardrails:policyMigration`');
});
