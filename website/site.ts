import * as fs from 'fs';
import * as path from 'path';

/** Where the pages of the site are from, and what they are called there. */

export const ROOT = path.join(__dirname, '..');
export const REPOSITORY = 'https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails';
/** Where GitHub publishes it. */
export const BASE = '/cdk-mcp-guardrails/';
/** What is built of, and what comes out. */
export const PAGES = path.join(ROOT, 'dist', 'pages');
export const SITE = path.join(ROOT, 'dist', 'site');
/** The list of the pages, by task: the sidebar has them in its order. */
const LIST = 'docs/README.md';
/** A folder of docs/ whose pages have a menu of their own, and a page that lists them. */
const LISTED = 'decisions';
/** Pages that are not in docs/, by what they are called on the site. */
const OTHERS: { readonly [page: string]: string } = {
  'start.md': 'README.md',
  'pages.md': LIST,
  'contributing.md': 'CONTRIBUTING.md',
  'index.md': 'website/index.md',
  'policy.md': 'website/policy.md',
};

/** Every page of the site, with the file that it is from. */
export function sources(): ReadonlyMap<string, string> {
  const docs = (fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true }) as string[]).filter((file) => file.endsWith('.md') && file !== 'README.md').sort();
  return new Map([...docs.map((file) => [file, `docs/${file}`] as const), ...Object.entries(OTHERS)]);
}

/** The page that a file of the repository is on, if it is on one. */
export function pageOf(file: string): string | undefined {
  return file === `docs/${LISTED}` ? `${LISTED}/index.md` : [...sources()].find(([, source]) => source === file)?.[0];
}

export interface SidebarGroup {
  readonly text: string;
  readonly items: ReadonlyArray<{ readonly text: string; readonly link: string }>;
}

/**
 * What docs/README.md lists, between what only the site has: the menu, by where a page is.
 *
 * @throws if it names a page that is not there, or leaves one out
 */
export function sidebar(): { readonly [path: string]: readonly SidebarGroup[] } {
  const left = new Set(sources().keys());
  left.delete('index.md');
  const take = (page: string) => {
    if (!left.delete(page)) {
      throw new Error(`${LIST}: ${page} ${sources().has(page) ? 'is there twice' : 'is not there: expected a file of docs/'}`);
    }
    return { text: titleOf(page), link: `/${page.replace(/\.md$/, '')}` };
  };
  const listed = fs.readFileSync(path.join(ROOT, LIST), 'utf-8').split(/^## /m).slice(1).map((section) => ({
    text: section.slice(0, section.indexOf('\n')),
    items: [...section.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(([, page]) => take(page)),
  }));
  const decisions = { text: 'Decisions', items: [...left].filter((page) => path.dirname(page) === LISTED).map(take) };
  const groups = [
    { text: 'Start', items: ['start.md', 'policy.md', 'pages.md'].map(take) },
    ...listed,
    { text: 'Contributing', items: [take('contributing.md'), { text: decisions.text, link: `/${LISTED}/` }] },
  ];
  if (left.size > 0) {
    throw new Error(`${LIST}: ${[...left].join(', ')} ${left.size === 1 ? 'is' : 'are'} missing: add each where a reader would look for it`);
  }
  return { [`/${LISTED}/`]: [decisions], '/': groups };
}

/** The page that lists the others of its folder: its name, and its text. */
export function listPage(): readonly [page: string, text: string] {
  const [{ text, items }] = sidebar()[`/${LISTED}/`];
  return [`${LISTED}/index.md`, [`# ${text}`, '', ...items.map((item) => `- [${item.text}](${item.link})`), ''].join('\n')];
}

function titleOf(page: string): string {
  if (page === 'start.md') {
    return 'Start';
  }
  const file = sources().get(page)!;
  const text = fs.readFileSync(path.join(ROOT, file), 'utf-8');
  const title = (/^---\n(?:.*\n)*?title: (.+)\n(?:.*\n)*?---\n/.exec(text) ?? /^# (.+)$/m.exec(text))?.[1];
  if (title === undefined) {
    throw new Error(`${file}: has no title: expected a line that begins with "# "`);
  }
  return title.replace(/`/g, '');
}

/** What GitHub makes of a heading, so that an anchor is the same on both. */
export function slugOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replace(/ /g, '-');
}
