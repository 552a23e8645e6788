import { violations } from './law';
import { CHANGE_KINDS } from '../../../src/analysis/access-difference/change-kinds';
import { accessDifference } from '../../../src/analysis/access-difference/difference';
import { differenceHtml } from '../../../src/analysis/access-difference/render-html';
import { differenceMarkdown } from '../../../src/analysis/access-difference/render-markdown';
import { ActionTable } from '../../../src/analysis/access-report/action-table';
import type { Json } from '../../../src/iam/value';
import { policiesOf, sampleTemplate } from '../access-report/sample';

test('what is said to be gained or lost is what the simulator says changed, and nothing else did, on 200 random pairs', () => {
  const results = Array.from({ length: 200 }, (_, seed) => violations(seed + 1000));
  expect(results.flatMap(({ found }) => found).slice(0, 10)).toEqual([]);
  // Every way to change was among them.
  expect([...new Set(results.flatMap(({ kinds }) => [...kinds]))].sort()).toEqual(Object.keys(CHANGE_KINDS).sort());
});

const more = (Action: string | string[], Resource = '*'): Json => (
  { PolicyName: 'More', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] } });

/** What changes for so many roles of which seven of eight have a policy more. */
function changed(roles: number, policyOf: (i: number) => Json) {
  const old = sampleTemplate(roles).Resources as Json;
  const fresh = Object.fromEntries(Object.entries(old).map(([id, resource], i) => [id, resource.Type === 'AWS::IAM::Role' && i % 8 !== 3
    ? { ...resource, Properties: { ...resource.Properties, Policies: [...resource.Properties.Policies ?? [], policyOf(i)] } } : resource]));
  const [before, after] = [old, fresh].map((Resources) => ({ policies: policiesOf({ Resources }), definitions: '' }));
  return accessDifference(before, after);
}

test('5,000 principals: the page stays under 10 MB, and the Markdown in a comment', () => {
  const made = changed(5000, (i) => more('s3:DeleteObject', `arn:aws:s3:::new-${i}/*`));
  expect(made.changes.length).toBeGreaterThan(2000);
  expect(differenceHtml(made, { before: {}, after: {} }).length).toBeLessThan(10_000_000);
  expect(differenceMarkdown(made).length).toBeLessThan(65_536);
});

test('principals of which each gains five actions of its own take less than 2,000 bytes each, so that 5,000 stay under 10 MB', () => {
  const table = new ActionTable();
  const actions = table.services.flatMap((service) => table.namesIn(service).map((name) => `${service.service}:${name}`));
  const made = changed(400, (i) => more([0, 1, 2, 3, 4].map((k) => actions[(i * 131 + k * 2477) % actions.length])));
  // Administrators may do all of that already.
  expect(made.changes.length).toBe(300);
  expect(new Set(made.changes.map(({ origins }) => origins)).size).toBeGreaterThan(250);
  expect(Buffer.byteLength(differenceHtml(made, { before: {}, after: {} }))).toBeLessThan(2000 * made.changes.length);
  expect(differenceMarkdown(made).length).toBeLessThan(65_536);
});
