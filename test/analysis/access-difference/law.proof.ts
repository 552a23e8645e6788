import { violations } from './law';
import { CHANGE_KINDS } from '../../../src/analysis/access-difference/change-kinds';
import { accessDifference } from '../../../src/analysis/access-difference/difference';
import { differenceHtml } from '../../../src/analysis/access-difference/render-html';
import { differenceMarkdown } from '../../../src/analysis/access-difference/render-markdown';
import type { Json } from '../../../src/iam/value';
import { policiesOf, sampleTemplate } from '../access-report/sample';

test('what is said to be gained or lost is what the simulator says changed, and nothing else did, on 200 random pairs', () => {
  const results = Array.from({ length: 200 }, (_, seed) => violations(seed + 1000));
  expect(results.flatMap(({ found }) => found).slice(0, 10)).toEqual([]);
  // Every way to change was among them.
  expect([...new Set(results.flatMap(({ kinds }) => [...kinds]))].sort()).toEqual(Object.keys(CHANGE_KINDS).sort());
});

const deleting = (i: number): Json => ({
  PolicyName: 'More', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::new-${i}/*` }] },
});

test('5,000 principals: the page stays under 10 MB, and the Markdown in a comment', () => {
  const old = sampleTemplate(5000).Resources as Json;
  const fresh = Object.fromEntries(Object.entries(old).map(([id, resource], i) => [id, resource.Type === 'AWS::IAM::Role' && i % 8 !== 3
    ? { ...resource, Properties: { ...resource.Properties, Policies: [...resource.Properties.Policies ?? [], deleting(i)] } } : resource]));
  const [before, after] = [old, fresh].map((Resources) => ({ policies: policiesOf({ Resources }), definitions: '' }));
  const made = accessDifference(before, after);
  expect(made.changes.length).toBeGreaterThan(2000);
  expect(differenceHtml(made, { before: {}, after: {} }).length).toBeLessThan(10_000_000);
  expect(differenceMarkdown(made).length).toBeLessThan(65_536);
});
