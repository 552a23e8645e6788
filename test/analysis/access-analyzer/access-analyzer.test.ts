import * as fs from 'fs';
import * as path from 'path';
import type { Example } from './check';
import { tableRow } from './check';
import { CHECKS } from './checks';
import { refusalRow, REFUSALS } from './refusals';
import { RULES } from '../../../src/analysis/rules';
import { checkPolicies } from '../../../src/analysis/rules/check';
import { readTemplates } from '../../../src/analysis/template/read-templates';

const docs = fs.readFileSync(path.join(__dirname, '../../../docs/access-analyzer.md'), 'utf-8');

function foundIn({ policy, kind, resourceType }: Example): string[] {
  const document = policy.Statement ? policy : { Version: '2012-10-17', Statement: [policy] };
  return checkPolicies({
    ...readTemplates([]), policies: [{ kind: kind!, place: { path: '' }, document, ...(resourceType !== undefined && { resourceType }) }],
  }).map(({ rule }) => rule.id);
}

const examples = CHECKS.flatMap(({ name, finding, covered }) => (covered?.slice(1) as Example[] ?? [])
  .map((example) => [`${finding}: ${name}`, example.policy, example, covered![0]] as const));

test.each(examples)('%s: %j', (_, __, example, rule) => {
  // An action that is in no table makes it too large.
  expect([...new Set(foundIn(example))].filter((id) => rule !== 'PolicyTooLarge' || !id.startsWith('UnknownAction'))).toContain(rule);
});

test('rules that are named exist', () => {
  const ids = RULES.map(({ id }) => id);
  const named = CHECKS.flatMap(({ covered, note = '' }) => [...covered ? [covered[0]] : [], ...note.match(/(?<!:)\b(?:[A-Z][a-z]+){2,}\b/g) ?? []]);
  expect(named.filter((name) => !ids.includes(name))).toEqual([]);
});

const rows = docs.split('\n').filter((line) => line.startsWith('| ') && !/^\| (check|service|-)/.test(line));
const isRefusal = (line: string) => line.includes('](https://');

test('the page has a row for each check, and no other', () => {
  expect(rows.filter((line) => !isRefusal(line))).toEqual(CHECKS.map(tableRow));
  expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
});

test('an error or a security warning that is not covered says why', () => {
  expect(CHECKS.filter(({ covered, note }) => !covered && !note).map(({ name }) => name)).toEqual([]);
});

describe('what services refuse at deployment', () => {
  const told = REFUSALS.filter(({ rule }) => rule !== undefined);

  test.each(told.map((each) => [each.service, each.what, each] as const))('%s: %s', (_, __, { rule, resources }) => {
    expect(checkPolicies(readTemplates([{ template: { Resources: resources! } }])).map((finding) => finding.rule.id)).toContain(rule);
  });

  test('is on the page, a row each, and what is not told says why', () => {
    expect(rows.filter(isRefusal)).toEqual(REFUSALS.map(refusalRow));
    expect(REFUSALS.filter(({ rule, note }) => rule === undefined && note === undefined)).toEqual([]);
    expect(new Set(REFUSALS.map(({ service }) => service))).toEqual(new Set(['IAM', 'Organizations', 'S3', 'SNS', 'SQS', 'VPC', 'KMS', 'Secrets Manager']));
  });
});
