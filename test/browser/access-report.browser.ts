import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import type { Browser, Page } from 'puppeteer-core';
import { launchChromium, watchedPage } from './chromium';
import type { Json } from '../../src/iam/value';
import { pageOf, policiesOf, sampleTemplate } from '../analysis/access-report/sample';

const PRINCIPALS = 24;
const LONG = 'A'.repeat(64);

/** Roles with names and policies that are long, or meant to break the page. */
const ODD: Json = {
  Resources: {
    Long: { Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': `App/${LONG}${LONG}` }, Properties: { RoleName: LONG, ManagedPolicyArns: [`arn:aws:iam::111122223333:policy/${LONG}`] } },
    Script: { Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': 'App/<script>document.title = "broken"</script>' }, Properties: { RoleName: '"><img src="https://example.com/x.png">' } },
  },
};

let browser: Browser;
let directory: string;
let page: Page;
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  browser = await launchChromium();
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'access-report-page-'));
  fs.writeFileSync(path.join(directory, 'report.html'), pageOf(policiesOf(sampleTemplate(PRINCIPALS), ODD)));
  fs.writeFileSync(path.join(directory, 'large.html'), pageOf(policiesOf(sampleTemplate(500))));
});
afterAll(async () => {
  await browser?.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  ({ page, complaints, requests } = await watchedPage(browser));
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
});

async function open(name = 'report.html'): Promise<void> {
  await page.goto(pathToFileURL(path.join(directory, name)).href);
}

/** An expression, for the types of the page are not known here. */
const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
const visible = (selector: string) => evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.checkVisibility({ contentVisibilityAuto: false })).length`);
const OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";

test('it loads one file and says nothing wrong', async () => {
  await open();
  expect(await page.title()).toBe('MCP access report');
  expect(requests).toHaveLength(1);
  expect(await evaluate("document.querySelectorAll('.member').length")).toBe(PRINCIPALS + 2);
  expect(await visible('#overview-table tbody tr')).toBe(await visible('#answers-table tbody tr'));
});

test('search finds principals, and says how many', async () => {
  await open();
  await page.type('#search', 'team2 agent/');
  expect(await evaluate("document.getElementById('found').textContent")).toBe(`0 of ${PRINCIPALS + 2} principals`);
  await page.click('#search', { count: 3 });
  await page.type('#search', 'team2/agent');
  expect(await evaluate("document.getElementById('found').textContent")).toBe(`1 of ${PRINCIPALS + 2} principals`);
  // Its group is called by the first.
  expect(await evaluate("[...document.querySelectorAll('#overview-table tbody tr:not([hidden]) a')].map((each) => each.textContent).join()")).toBe('Platform/Team1/Agent');
  expect(await visible('.principal > summary')).toBe(1);
  expect(await evaluate("[...document.querySelectorAll('.member:not([hidden])')].map((each) => each.textContent.trim().split(/\\s/)[0]).join()")).toMatch(/^Platform\/Team2\/Agent/);
  await page.type('#search', ' nothing-like-that');
  expect(await evaluate("document.getElementById('found').textContent")).toBe(`0 of ${PRINCIPALS + 2} principals`);
  await page.keyboard.press('Escape');
  expect(await evaluate("document.querySelectorAll('.member:not([hidden])').length")).toBe(PRINCIPALS + 2);
  expect(await evaluate("document.getElementById('found').getAttribute('aria-live')")).toBe('polite');
});

test('it can be used by keyboard', async () => {
  await open();
  const focused = () => evaluate("document.activeElement.id || document.activeElement.parentElement.id || document.activeElement.getAttribute('href')");
  const tab = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) {
      await page.keyboard.press('Tab');
    }
    expect(await focused()).toBe(key);
    expect(await evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
  };
  await tab('#answers');
  await tab('search', 5);
  await tab('open');
  await tab('close');
  await tab('#p0');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#p0[open]');
  expect(await focused()).toBe('p0');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#p0:not([open])');
  await page.keyboard.press('Space');
  await page.waitForSelector('#p0[open]');
  expect(await visible('#p0 h3')).toBe(1);
});

describe('search by action', () => {
  const ask = async (text: string) => {
    await page.click('#search', { count: 3 });
    await page.type('#search', text);
    return evaluate(`({
      found: document.getElementById('found').textContent,
      hits: Object.fromEntries([...document.querySelectorAll('#answers-table tbody tr:not([hidden])')].map((row) => [row.querySelector('a').textContent, row.querySelector('.hits').textContent])),
    })`) as Promise<{ found: string; hits: { [principal: string]: string } }>;
  };

  test('says who can call it, from where, on what', async () => {
    await open();
    const { found, hits } = await ask('s3:DeleteObject');
    expect(hits['Platform/Team1/Agent']).toBeUndefined();
    expect(hits['Platform/Team1/Developer']).toBe('s3:deleteobject: Direct yes; Via EKS no; Via other servers no');
    expect(hits['Platform/Team1/Function']).toBe('s3:deleteobject: Direct depends; Via EKS depends; Via other servers depends');
    expect(found).toMatch(/^\d+ of \d+ principals can, or may$/);
    expect((await ask('s3:PutObject')).hits['Platform/Team1/Agent']).toBe('s3:putobject: Direct no; Via EKS on named resources; Via other servers on named resources');
  });

  test('takes the beginning of a name, wildcards, and further words', async () => {
    await open();
    expect((await ask('dynamodb:Delete* team1/agent')).hits).toEqual({});
    expect((await ask('dynamodb:PutI Team1/Agent')).hits).toEqual({ 'Platform/Team1/Agent': 'dynamodb:puti: Direct no; Via EKS yes; Via other servers yes' });
    const all = (await ask('*:Delete*')).hits;
    expect(Object.keys(all)).toContain('Platform/Team1/Administrator');
    expect(Object.keys(all)).not.toContain('Platform/Team1/Reader');
    expect(Object.keys((await ask('s3:GetObject team-2-data')).hits)).toEqual(['Platform/Team1/Agent', 'Platform/Team1/Pipeline']);
  });

  test('of a service in which all are alike, and of one that no statement names', async () => {
    await open();
    expect((await ask('iot:DeleteThing')).hits['Platform/Team1/Administrator']).toBe('iot:deletething: Direct yes; Via EKS yes; Via other servers yes');
    await ask('nothing:There');
    // Whoever may call everything may call what is newer than the table, too.
    expect(await evaluate("document.getElementById('found').textContent")).toBe(`${PRINCIPALS + 2} of ${PRINCIPALS + 2} principals; the table of actions has no nothing:there, of which nothing is said`);
    expect((await ask('s3:There')).found).toContain('; the table of actions has no s3:there');
    const { hits } = await ask('glacier:DeleteVault');
    expect(hits['Platform/Team1/Function']).toContain('depends');
    expect(hits['Platform/Team1/Reader']).toBeUndefined();
  });
});

test('all principals are opened and closed at once', async () => {
  await open();
  await page.click('#open');
  expect(await evaluate("document.querySelectorAll('.principal:not([open])').length")).toBe(0);
  await page.click('#close');
  expect(await evaluate("document.querySelectorAll('.principal[open]').length")).toBe(0);
});

test('without JavaScript, everything but the search is there', async () => {
  await page.setJavaScriptEnabled(false);
  await open();
  expect(await visible('#tools')).toBe(0);
  expect(await visible('#p1 table')).toBe(0);
  await evaluate("document.querySelector('#p1 > summary').focus()");
  await page.keyboard.press('Enter');
  expect(await visible('#p1 table')).toBe(2);
});

describe.each(['light', 'dark'])('in %s colors', (scheme) => {
  test.each([360, 1280])('it is accessible, %d pixels wide', async (width) => {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await open();
    await evaluate(OPEN_ALL);
    await evaluate("document.querySelectorAll('.principal').forEach((each) => { each.style.contentVisibility = 'visible'; })");
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8'));
    const { violations, checked } = await evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations, passes }) => ({
        violations: violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html).join(' ')),
        checked: passes.map(({ id, nodes }) => id + ' ' + (nodes.length > 100)),
      }))`) as { violations: string[]; checked: string[] };
    expect(violations).toEqual([]);
    expect(checked).toContain('color-contrast true');
    const background = await evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 29)');
  });
});

test.each([320, 360, 768])('%d pixels are wide enough', async (width) => {
  await page.setViewport({ width, height: 800 });
  await open();
  await evaluate(OPEN_ALL);
  expect(await evaluate('document.documentElement.scrollWidth')).toBe(width);
  const columns = await evaluate("document.querySelectorAll('#overview-table thead th').length - 1") as number;
  const groups = await evaluate("document.querySelectorAll('.principal').length") as number;
  expect(groups).toBeGreaterThan(8);
  expect(await visible('#overview-table tbody td')).toBe(groups * columns);
});

test('on paper everything is open, in black', async () => {
  await open();
  await page.emulateMediaType('print');
  expect(await visible('.principal table')).toBe(await evaluate("document.querySelectorAll('.principal table').length"));
  expect(await visible('.legend dl')).toBe(1);
  expect(await visible('#tools')).toBe(0);
  expect(await evaluate("getComputedStyle(document.querySelector('.verdict.everything')).color")).toBe('rgb(0, 0, 0)');
  const pdf = await page.pdf({ format: 'A4' });
  expect(Buffer.from(pdf).toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(5);
});

test('500 principals are there and found within two seconds each', async () => {
  const start = performance.now();
  await open('large.html');
  await evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
  expect(performance.now() - start).toBeLessThan(2000);
  const typed = performance.now();
  await page.type('#search', 'Team33/Agent');
  expect(await visible('#overview-table tbody tr')).toBe(1);
  expect(performance.now() - typed).toBeLessThan(2000);
});
