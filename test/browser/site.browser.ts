import * as fs from 'fs';
import type { Browser, Page } from 'puppeteer-core';
import { launchChromium, watchedPage } from './chromium';
import { serveSite } from './site-server';

const PHONE = { width: 360, height: 740 };
const SECRET = 'arn:aws:s3:::secret-plans';

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;
let page: Page;
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  [site, browser] = [await serveSite(), await launchChromium()];
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

beforeEach(async () => {
  ({ page, complaints, requests } = await watchedPage(browser));
  await page.setViewport({ width: 1280, height: 900 });
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => ![site.url, 'blob:', 'data:'].some((start) => url.startsWith(start)))).toEqual([]);
});

const open = (name: string) => page.goto(site.url + name, { waitUntil: 'networkidle0' });
/** An expression, for the types of the page are not known here. */
const evaluate = (expression: string): Promise<any> => page.evaluate(expression);
const textOf = (selector: string): Promise<string> => evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.innerText).join('\\n')`);
const waitFor = (expression: string) => page.waitForFunction(expression, { timeout: 50000 });
const waitForText = (selector: string, text: string) => waitFor(`document.querySelector(${JSON.stringify(selector)})?.innerText.includes(${JSON.stringify(text)})`);

/** Puts a policy in the place of what is there. */
async function paste(text: string, field = '#pp-policy'): Promise<void> {
  await evaluate(`(() => {
    const field = document.querySelector(${JSON.stringify(field)});
    field.value = ${JSON.stringify(text)};
    field.dispatchEvent(new Event('input', { bubbles: true }));
  })()`);
}
const clickOn = (text: string) => evaluate(`[...document.querySelectorAll('.pp button')].find((each) => each.innerText === ${JSON.stringify(text)}).click()`);

async function violations(): Promise<string[]> {
  // Nothing else may run in the page: the browser is asked to.
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8'));
  return evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html).join(' ')))`);
}

describe.each(['light', 'dark'])('in %s colors', (scheme) => {
  test.each([['policy', 360], ['policy', 1280], ['', 360], ['prove', 360], ['prove', 1280]])('the page "%s" is accessible, and %d pixels are wide enough', async (name, width) => {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await open(name);
    if (name === 'policy') {
      await clickOn('Before and after');
      await waitFor('document.querySelectorAll(".pp-grid .pp-cell").length === 4 && document.querySelector(".pp-judged") !== null');
    }
    expect(await evaluate('document.documentElement.classList.contains("dark")')).toBe(scheme === 'dark');
    expect(await evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await violations()).toEqual([]);
  });
});

test('the search finds a heading, by keyboard', async () => {
  await open('start');
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  await page.keyboard.up('Control');
  await page.waitForSelector('.VPLocalSearchBox input');
  await page.type('.VPLocalSearchBox input', 'RemovedActionDenied');
  await page.waitForSelector('.VPLocalSearchBox .result');
  await page.keyboard.press('Enter');
  await waitFor('location.pathname.endsWith("/rules")');
  expect(await evaluate('location.hash')).toMatch(/removedactiondenied/i);
});

test('on a phone the menu opens, and leads to a page', async () => {
  await page.setViewport(PHONE);
  await open('start');
  await page.click('.VPLocalNav .menu');
  await page.waitForSelector('.VPSidebar.open');
  await evaluate('[...document.querySelectorAll(".VPSidebar a")].find((each) => each.innerText === "For every request").click()');
  await waitFor('location.pathname.endsWith("/prove") && document.title.startsWith("For every request")');
});

test('the switch makes it dark, and it stays dark', async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await open('prove');
  const light = await evaluate('getComputedStyle(document.body).backgroundColor');
  await page.click('.VPNavBar .VPSwitchAppearance');
  await waitFor('document.documentElement.classList.contains("dark")');
  await open('policy');
  expect(await evaluate('getComputedStyle(document.body).backgroundColor')).not.toBe(light);
  await evaluate('localStorage.clear()');
});

describe('a policy that is pasted', () => {
  beforeEach(async () => {
    await open('policy');
    await waitForText('.pp-status', '2 statements');
  });

  test('is told by origin, with what is wrong at its line', async () => {
    await paste(`Version: '2012-10-17'
Statement:
  - Effect: Allow
    Action: s3:*
    Resource: ${SECRET}
  - Sid: OnlyEks
    Effect: Deny
    Action: s3:*
    Resource: '*'
    Condition: { StringNotEquals: { aws:CalledViaAWSMCP: eks-mcp.amazonaws.com } }
`);
    await waitForText('.pp-status', '2 statements, 1 finding.');
    expect(await textOf('.pp-meaning tbody tr:last-child th .pp-callers')).toBe('Denies people and agents.');
    const [heads, cells] = await evaluate('["thead th", "tbody tr:last-child td .pp-answer"].map((each) => [...document.querySelectorAll(".pp-meaning " + each)].map(({ innerText }) => innerText))');
    expect(heads.map((head: string) => head.replace(/\s+/g, ' '))).toEqual([
      'Statement', 'People direct calls', 'Agents through eks-mcp', expect.stringMatching(/^Agents through aws-mcp, .*any other MCP server$/),
      'Marked agent sessions no statement tells them from people', 'AWS services what they call with the caller’s credentials',
    ]);
    expect(cells).toEqual(['Denied', 'Not concerned', 'Denied', 'Denied', 'May be denied']);
    const line = await textOf('.pp-finding:last-child .pp-line');
    expect(await textOf('.pp-gutter .pp-mark')).toContain(line.replace('Line ', ''));
    await page.click('.pp-finding:last-child .pp-line');
    expect(await evaluate('(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)')).toMatch(/Sid: OnlyEks|StringNotEquals|Condition/);
  });

  test('is mended where there is one right answer, and that can be undone', async () => {
    await clickOn('A condition that hits people');
    await waitForText('.pp-findings h2', '1 finding');
    await waitFor('[...document.querySelectorAll(".pp-button")].length === 1');
    await clickOn('Fix what has one right answer');
    await waitForText('.pp-status', 'nothing found');
    expect(await evaluate('document.querySelector("#pp-policy").value')).toContain('aws:ViaAWSMCPService');
    await clickOn('Undo the fix');
    await waitForText('.pp-status', '1 finding');
    expect(await evaluate('document.querySelector("#pp-policy").value')).not.toContain('aws:ViaAWSMCPService');
  });

  test.each([
    ['{ "Statement": [', /^This can’t be judged: line 1, column 17: not valid JSON/],
    ['Hello', /^This can’t be judged: neither a policy, an object with "Statement", nor a CloudFormation template/],
    ['a: [', /^This can’t be judged: line \d, column \d+: neither JSON nor YAML/],
  ])('is no policy, and that is said: %s', async (text, says) => {
    await paste(text);
    await page.waitForSelector('.pp-problem');
    expect(await textOf('.pp-findings .pp-problem')).toMatch(says);
    expect(await textOf('.pp-meaning')).toBe('');
    expect(await textOf('.pp-status')).toBe('This can’t be read.');
    await paste('');
    await waitForText('.pp-status', 'Paste a policy');
  });

  test('answers whether it may do something', async () => {
    await page.waitForSelector('.pp-judged');
    const answers = () => evaluate('Object.fromEntries([...document.querySelectorAll(".pp-judged > li")].map((each) => [each.querySelector("h3").innerText.slice(0, 15), each.querySelector(".pp-answer").innerText]))');
    expect(await answers()).toEqual({ 'Direct call, ag': 'Allowed', 'Through aws-mcp': 'Denied' });
    await page.click('#pp-action', { count: 3 });
    await page.type('#pp-action', 's3:DeletObject');
    await waitForText('.pp-question .pp-problem', 'there is no action "s3:DeletObject" (did you mean "s3:DeleteObject"?). The table of actions is of 20');
    await page.click('#pp-action', { count: 3 });
    await page.type('#pp-action', 'dynamodb:DeleteTable');
    await page.click('#pp-resource', { count: 3 });
    await page.type('#pp-resource', '*');
    await page.click('#pp-everything');
    await waitForText('.pp-judged', 'which allows everything');
    expect(await answers()).toEqual({ 'Direct call, ag': 'Allowed', 'Through aws-mcp': 'Denied' });
  });

  test('is asked about beside one that allows everything, where it allows nothing', async () => {
    await paste(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }] }));
    await waitForText('.pp-form', 'It allows nothing itself');
    await waitForText('.pp-judged', 'which allows everything');
    await clickOn('A role in a template');
    await waitFor('document.querySelector(".pp-form .pp-check") === null');
    await waitForText('.pp-judged', '"OrdersRead" of the identity-based policy, line 16');
  });

  test('is compared with what it was', async () => {
    await evaluate('document.querySelector("#pp-comparing").click()');
    await waitForText('.pp-changes', 'the policy before is empty');
    await paste(await evaluate('document.querySelector("#pp-policy").value.replace("true", "false")'), '#pp-before');
    await waitFor('document.querySelectorAll(".pp-grid .pp-cell").length === 4');
    const parts = (await textOf('.pp-grid > div')).split(/\n(?=Lost|New)/).map((part) => part.replace(/\n+/g, ' | '));
    expect(parts.map((part) => part.split(' | ').slice(0, 4))).toEqual([
      ['Lost for people', 'in direct calls, and through AWS services', 'Nothing', 'Proved for every request.'],
      ['Lost for agents', 'through MCP servers', 'This was allowed', expect.stringMatching(/^s3:DeleteObject on arn:aws:s3:::orders/)],
      ['New for people', 'in direct calls, and through AWS services', 'This was not allowed before', expect.stringMatching(/^s3:DeleteObject on arn:aws:s3:::orders/)],
      ['New for agents', 'through MCP servers', 'Nothing', 'Proved for every request.'],
    ]);
  });

  test('is asked about by keyboard alone', async () => {
    const focused = () => evaluate('(({ id, className, innerText }) => id || (className === "pp-scroll" ? className : innerText))(document.activeElement)');
    const tabTo = async (wanted: string) => {
      for (let i = 0; i < 30 && await focused() !== wanted; i++) {
        await page.keyboard.press('Tab');
      }
      expect(await focused()).toBe(wanted);
    };
    await tabTo('A condition that hits people');
    expect(await evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await page.keyboard.press('Space');
    await waitForText('.pp-findings h2', '1 finding');
    await tabTo('pp-comparing');
    await tabTo('pp-policy');
    await tabTo('Line 17');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('pp-policy');
    await tabTo('Fix what has one right answer');
    await page.keyboard.press('Enter');
    await waitForText('.pp-status', 'nothing found');
    await tabTo('pp-scroll');
    await tabTo('pp-action');
    await tabTo('pp-everything');
    await page.keyboard.press('Space');
    await waitForText('.pp-judged', 'policy');
  });

  test('is sent nowhere: neither the page nor what works beside it can connect', async () => {
    await paste(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: SECRET }] }));
    await waitForText('.pp-status', '1 statement,');
    expect(requests.filter((url) => decodeURIComponent(url).includes('secret-plans'))).toEqual([]);
    const before = site.asked.length;
    const failures: Array<string | undefined> = [];
    page.on('requestfailed', (request) => failures.push(request.failure()?.errorText));
    const [worker] = page.workers();
    const tries = (run: (code: string) => Promise<unknown>) => Promise.all(['/', 'https://example.com/'].flatMap((url) => [
      `fetch('${url}').then(() => 'sent', () => 'refused')`,
      `new Promise((done) => { const x = new XMLHttpRequest(); x.onload = () => done('sent'); x.onerror = () => done('refused'); try { x.open('POST', new URL('${url}', '${site.url}')); x.send('x'); } catch { done('refused'); } })`,
      `new Promise((done) => { try { const s = new WebSocket(new URL('${url}', '${site.url}'.replace('http', 'ws'))); s.onopen = () => done('sent'); s.onerror = () => done('refused'); } catch { done('refused'); } })`,
    ]).map(run));
    expect(await tries((code) => page.evaluate(code))).toEqual(Array(6).fill('refused'));
    expect(await tries((code) => worker.evaluate(code))).toEqual(Array(6).fill('refused'));
    expect(await worker.evaluate("(() => { try { importScripts('https://example.com/x.js'); return 'sent'; } catch { return 'refused'; } })()")).toBe('refused');
    expect(site.asked.slice(before)).toEqual([]);
    expect(failures.filter((failure) => failure !== 'csp')).toEqual([]);
    requests.length = 0;
    // What the browser says of that.
    expect(complaints.length).toBeGreaterThan(6);
    expect(complaints.every((each) => /Content Security Policy|violates|Refused/i.test(each))).toBe(true);
    complaints.length = 0;
  });
});
