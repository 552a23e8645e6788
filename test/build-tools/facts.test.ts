import * as fs from 'fs';
import * as path from 'path';
import { facts, LEDGER, outdated, pagesRead } from '../../build-tools/facts';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';
import { SERVERS } from '../../src/mcp/servers';

const SRC = path.join(__dirname, '../../src');
/** The rooms that hold what AWS is. */
const ROOMS = ['iam', 'iam/problems', 'mcp', 'actions'];

/** Tables that state nothing of AWS, each with the reason. */
const NO_FACTS: { readonly [file: string]: string } = {
  'iam/condition-alternatives.ts': 'nothing, and always',
  'iam/layer-evaluation.ts': 'names of layers',
  'iam/missing-conditions.ts': 'values that are tried',
  'iam/opposite-test.ts': 'what the names of operators say',
  'iam/policy-type-lookup.ts': 'made of the tables of policy types',
  'iam/request-context.ts': 'an empty context',
  'mcp/lock-out.ts': 'a principal that is made up',
  'mcp/mcp-tests.ts': 'the keys, each of which names its page',
  'mcp/origin-contexts.ts': 'contexts that are made of the keys, each of which names its page',
  'mcp/whole-denials.ts': 'names of keys, each of which names its page',
  'actions/audit-tampering.ts': 'a set, which is a judgment; docs/actions.md says by what',
  'actions/credential-writes.ts': 'a set',
  'actions/destructive.ts': 'a set',
  'actions/members.ts': 'nothing but a cache',
  'actions/packed-actions.ts': 'letters of access levels, which src/actions/access-level.ts names with their page',
  'actions/privilege-escalation.ts': 'a set',
  'actions/resource-fit.ts': 'services whose resources AWS\'s own policies do not contradict, as was measured; docs/decisions says how',
  'actions/secret-reads.ts': 'a set',
  'actions/spending.ts': 'a set',
};

test('every page that a fact names has the day on which it was read, and no other has', () => {
  const known = new Set(facts().map(({ page }) => page));
  const read = pagesRead();
  expect([...known].filter((page) => !Object.hasOwn(read, page)).sort()).toEqual([]);
  expect(Object.keys(read).filter((page) => !known.has(page))).toEqual([]);
  expect(Object.values(read).filter((day) => !/^20\d\d-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))).toEqual([]);
});

test('the pages are in order, so that two changes rarely meet', () => {
  const { pages } = JSON.parse(fs.readFileSync(LEDGER, 'utf-8'));
  expect(Object.keys(pages)).toEqual(Object.keys(pages).sort());
});

test('a file with a table of what AWS is names a page', () => {
  const without = ROOMS.flatMap((room) => fs.readdirSync(path.join(SRC, room)).filter((name) => name.endsWith('.ts')).map((name) => `${room}/${name}`))
    .filter((file) => {
      const text = fs.readFileSync(path.join(SRC, file), 'utf-8');
      return /^(export )?const [A-Z][A-Z_]+\b[^=]*= (\[|\{|new (Map|Set)|\/)/m.test(text) && !text.includes('https://docs.aws.amazon.com');
    });
  expect(without).toEqual(Object.keys(NO_FACTS));
});

test('every kind of policy, and every server, has its pages', () => {
  const read = pagesRead();
  for (const { name, sources } of Object.values({ ...POLICY_TYPES, ...RESOURCE_POLICY_TYPES })) {
    expect([name, sources.length > 0, sources.filter((page) => !Object.hasOwn(read, page.replace(/#.*$/, '')))]).toEqual([name, true, []]);
  }
  for (const { id, sources } of SERVERS) {
    const ofAws = sources.filter(({ url }) => url.startsWith('https://docs.aws.amazon.com/'));
    expect([id, ofAws.filter(({ url, read: day }) => read[url] !== day)]).toEqual([id, []]);
  }
});

test('what is older than 90 days is listed, with what hangs on it', () => {
  const known = [{ page: 'p', place: 'src/a.ts:1', value: 'const A' }, { page: 'q', place: 'src/b.ts:2', value: 'const B' }];
  const read = { p: '2026-11-28', q: '2026-11-29' };
  expect(outdated('2027-02-26', read, known)).toEqual([]);
  expect(outdated('2027-02-27', read, known)).toEqual(['2026-11-28  p  (91 days)', '            src/a.ts:1  const A']);
});

test('a fact is found with its page, also where that is put together', () => {
  expect(facts()).toContainEqual({
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    place: expect.stringMatching(/^src\/iam\/policy-kinds\.ts:\d+$/),
    value: expect.any(String),
  });
});
