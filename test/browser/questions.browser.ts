import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import type { Browser, Page } from 'puppeteer-core';
import { launchChromium } from './chromium';
import { FIXTURES, synthesize } from './fixtures';
import { run } from '../cli/run';

let browser: Browser;
let directory: string;
const home = process.cwd();
const pages = new Map<string, string>();

beforeAll(async () => {
  browser = await launchChromium();
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'questions-'));
  for (const [i, { title, files = {}, example, args }] of FIXTURES.entries()) {
    const folder = path.join(directory, String(i));
    fs.mkdirSync(folder);
    if (example !== undefined) {
      synthesize(example, path.join(folder, 'cdk.out'));
    }
    Object.entries(files).forEach(([name, content]) => fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)));
    process.chdir(folder);
    const { code, stderr } = await run(['report', ...args]);
    process.chdir(home);
    expect([title, code, stderr]).toEqual([title, 0, '']);
    pages.set(title, path.join(folder, 'mcp-access-report.html'));
  }
}, 120_000);
afterAll(async () => {
  await browser?.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

let page: Page;
const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
const open = (title: string) => page.goto(pathToFileURL(pages.get(title)!).href);

describe.each(FIXTURES.map((fixture) => [fixture.title, fixture] as const))('%s', (title, { asks }) => {
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(() => page.close());

  test('each question is answered by one search, by keyboard', async () => {
    for (const [search, expected] of asks) {
      await page.setViewport({ width: 390, height: 844 });
      await open(title);
      // Past the links at the top.
      for (let i = 0; i < 12 && await evaluate('document.activeElement.id') !== 'search'; i++) {
        await page.keyboard.press('Tab');
      }
      expect(await evaluate('document.activeElement.id')).toBe('search');
      await page.keyboard.type(search);
      const found = await evaluate(`Object.fromEntries([...document.querySelectorAll('#answers-table tbody tr')].filter((row) => row.checkVisibility())
        .map((row) => [row.querySelector('a').textContent, row.querySelector('.hits').textContent]))`) as { [principal: string]: string };
      expect([search, Object.keys(found).sort()]).toEqual([search, Object.keys(expected).sort()]);
      for (const [principal, said] of Object.entries(expected)) {
        expect([principal, found[principal]]).toEqual([principal, expect.stringContaining(said)]);
      }
      if (Object.keys(expected).length > 0) {
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.principal[open]');
      }
    }
  });

  test('no violation of accessibility, at 390 and 1280 pixels, light, dark and on paper', async () => {
    await open(title);
    await expectAccessible();
  });
});

test('the page of a difference is accessible too, and searched by keyboard', async () => {
  const folder = path.join(directory, '2');
  process.chdir(folder);
  fs.writeFileSync('old.json', fs.readFileSync('account.json', 'utf-8').replace('"s3:Delete*"', '"s3:Delete?ucket"').replace('"s3:Get*"', '"s3:GetBucket*"'));
  expect(await run(['report', 'account.json', '--against', 'old.json'])).toMatchObject({ code: 0, stderr: '' });
  process.chdir(home);
  page = await browser.newPage();
  await page.goto(pathToFileURL(path.join(folder, 'mcp-access-difference.html')).href);
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('s3:DeleteObject');
  expect(await evaluate("document.getElementById('found').textContent")).toBe('1 of 3 changes');
  await page.keyboard.press('Escape');
  await expectAccessible();
  await page.close();
});

/** With all that is folded open. */
async function expectAccessible(): Promise<void> {
  await evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; each.style.contentVisibility = 'visible'; })");
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8'));
  for (const [width, scheme, media] of [[390, 'light', 'screen'], [1280, 'light', 'screen'], [390, 'dark', 'screen'], [1280, 'dark', 'screen'], [1280, 'light', 'print']] as const) {
    await page.setViewport({ width, height: 900 });
    // Each of the two takes back the other.
    await (media === 'print' ? page.emulateMediaType(media) : page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]));
    expect(await evaluate(`matchMedia('${media}').matches && matchMedia('(prefers-color-scheme: ${scheme})').matches`)).toBe(true);
    const violations = await evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 2).map(({ html }) => html).join(' ')))`);
    expect([width, scheme, media, violations]).toEqual([width, scheme, media, []]);
    expect(await evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  }
}
