import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { assertLinks } from '../../website/check-links';
import { withContentPolicy } from '../../website/content-policy';
import { BASE, listPage, pageOf, sidebar, slugOf, sources } from '../../website/site';

test('the sidebar lists every page, by its title', () => {
  const items = Object.values(sidebar()).flat().flatMap((group) => group.items);
  // The first page is in no menu; the list of the decisions is in one.
  expect(items.length).toBe(sources().size - 1 + 1);
  expect(items).toContainEqual({ text: 'Decisions', link: '/decisions/' });
  expect(items).toContainEqual({ text: 'For every request', link: '/prove' });
});

test('a file of the repository is on a page, or on none', () => {
  expect(pageOf('README.md')).toBe('start.md');
  expect(pageOf('docs/prove.md')).toBe('prove.md');
  expect(pageOf('docs/decisions')).toBe('decisions/index.md');
  expect(listPage()[1]).toMatch(/^# Decisions\n\n- \[1\. .+\]\(\/decisions\/0001-/);
  expect(pageOf('src/index.ts')).toBeUndefined();
});

test.each([
  ['Denied by an SCP', 'denied-by-an-scp'],
  ['`--fix`, and what it does: "yes"', '--fix-and-what-it-does-yes'],
  ['A  B', 'a--b'],
  ['snake_case is kept', 'snake_case-is-kept'],
])('a heading has the anchor that it has on GitHub: %s', (heading, anchor) => {
  expect(slugOf(heading)).toBe(anchor);
});

describe('the links of what was built', () => {
  let site: string;
  beforeEach(() => (site = fs.mkdtempSync(path.join(os.tmpdir(), 'site-'))));
  afterEach(() => fs.rmSync(site, { recursive: true }));
  const withPages = (pages: { [file: string]: string }) => {
    Object.entries(pages).forEach(([file, html]) => {
      fs.mkdirSync(path.dirname(path.join(site, file)), { recursive: true });
      fs.writeFileSync(path.join(site, file), html);
    });
    return () => assertLinks(site);
  };

  test('lead somewhere', () => {
    const says = jest.spyOn(console, 'log').mockImplementation();
    withPages({
      'a.html': `<a href="${BASE}more/b#a&quot;b">b</a> <a class="x" href="#here">here</a> <h2 id="here"></h2> <a href="https://example.com/none">other</a> <img src="${BASE}c.svg">`,
      'more/b.html': '<h1 id="a&quot;b">b</h1> <a href="../a.html">a</a>',
      'c.svg': '',
    })();
    expect(says).toHaveBeenCalledWith('2 pages, all links between them lead somewhere');
    says.mockRestore();
  });

  test.each([
    [`<a href="${BASE}none">x</a>`, `a.html: ${BASE}none: there is no such page`],
    ['<a href="#none">x</a>', 'a.html: #none: the page has no such heading'],
    ['<a href="/other/">x</a>', 'a.html: /other/: there is no such page'],
    ['<img alt="" src="./none.svg">', 'a.html: ./none.svg: there is no such page'],
  ])('or are named: %s', (html, says) => {
    expect(withPages({ 'a.html': html })).toThrow(`links that lead nowhere:\n${says}`);
  });
});

test('a page may run its own scripts, and connect to nobody', () => {
  const html = withContentPolicy('<html><head><script>go()</script><script src="x.js"></script></head></html>');
  expect(html).toContain('connect-src \'none\'');
  expect(html.match(/'sha256-[^']+'/g)).toEqual(['\'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=\'']);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script>'));
});

test('no page is built without a content policy', () => {
  expect(() => withContentPolicy('<html><head lang="en"></head></html>')).toThrow('there is no place for its content policy');
});
