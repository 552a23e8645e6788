import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { PASSED_ON } from './passed-on';
import type { ErrorRow } from './row';
import { ACTIONS } from './rows/actions';
import { ASSERTIONS } from './rows/assertions';
import { COMMAND_LINE } from './rows/command-line';
import { ENFORCEMENT } from './rows/enforcement';
import { GUARDRAILS } from './rows/guardrails';
import { MONITOR } from './rows/monitor';
import { PLACES } from './rows/places';
import { POLICIES } from './rows/policies';
import type { Site } from './sites';
import { isOf, keyOf, sites } from './sites';

// Every error that the library can give: who meets it, what it says, what to do, and that this helps. The messages are collected from the code,
// so that a new one without a row fails here.

const ROWS: readonly ErrorRow[] = [...ACTIONS, ...GUARDRAILS, ...ENFORCEMENT, ...PLACES, ...MONITOR, ...POLICIES, ...ASSERTIONS, ...COMMAND_LINE];
const { messages, passedOn } = sites(Object.keys(PASSED_ON), Object.values(PASSED_ON).flat());
const places = (found: readonly Site[]) => found.map((site) => `${site.file}:${site.line} ${site.text}`);

async function messageOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** With as many words of its own, a site is told from others that are in a message. */
const ENOUGH_WORDS = 3;
const ownWords = ({ text }: Site) => text.match(/[A-Za-z]{2,}/g)?.length ?? 0;

/** The sites that a message is made of: those that say enough, the one that says the most, and those that the row is about. */
function sitesOf(message: string, { at, says }: ErrorRow): Site[] {
  const found = messages.filter((site) => (at === undefined || site.file === at) && isOf(site, message));
  const most = Math.max(...found.map(ownWords));
  return found.filter((site) => ownWords(site) >= Math.min(most, ENOUGH_WORDS) || isOf(site, says));
}

/** What a message shows that says nothing to anybody. */
const NO_WORDS = /[#$]\{Token\[|\[object |\bundefined\b|a text\b|this program|\ba (identity|inline|object|array|integer)\b|[\uE000-\uE0FF]/;

const met = new Set<Site>();

test.each(ROWS.map((row) => [`${row.what} (${row.who}): ${row.fix}`, row] as const))('%s', async (_, row) => {
  const message = await messageOf(row.wrong) ?? 'nothing is wrong';
  expect(message.replace(/\s+/g, ' ')).toContain(row.says);
  expect(message).not.toMatch(NO_WORDS);
  const found = sitesOf(message, row);
  expect(found).not.toEqual([]);
  found.forEach((site) => met.add(site));
  expect(await messageOf(row.right)).toBeUndefined();
});

test('each row is there once', () => {
  expect(new Set(ROWS.map(({ what, says }) => `${what} ${says}`)).size).toBe(ROWS.length);
  expect(ROWS.filter(({ what, says, fix }) => [what, says, fix].includes(''))).toEqual([]);
});

test('every message has a row', () => {
  expect(places(messages.filter((site) => !met.has(site)))).toEqual([]);
});

test('what passes a message on says whose it is', () => {
  expect([...new Set(passedOn.map(keyOf))].filter((each) => !Object.hasOwn(PASSED_ON, each)).sort()).toEqual([]);
  expect(Object.keys(PASSED_ON).filter((each) => !passedOn.some((site) => keyOf(site) === each))).toEqual([]);
});

test('a new error is found, whatever its shape', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sites-'));
  fs.writeFileSync(path.join(root, 'new.ts'), `
    export function check(given: string, node: any): void {
      if (given === 'a b') throw new Error(\`\${given} is new: \` + (given ? 'expected another' : 'expected none'));
      if (given) throw new CliError(given ? 'one of two' : \`the other, \${given}\`, 'a hint');
      if (given) throw problem(given);
      if (given) throw new Error(given);
      node.addValidation({ validate: () => ['validated, and wrong'] });
      try { } catch (error) { throw error; }
    }
    function problem(given: string) { return given === 'no message' ? 'made elsewhere' : given; }
  `);
  const found = sites(['new.ts#check one of two'], ['new.ts#problem'], root);
  fs.rmSync(root, { recursive: true });
  expect(found.messages.map(({ text }) => text)).toEqual(['… is new: expected another', '… is new: expected none', 'the other, …', 'made elsewhere']);
  expect(found.passedOn.map(({ text }) => text)).toEqual(['one of two', '…', '…', '…']);
});
