import * as fs from 'fs';
import * as path from 'path';

export const ROOT = path.join(__dirname, '../..');
export const REPOSITORY: string = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8')).repository.url;

export const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf-8');
const below = (folder: string, ends: string) => fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf-8' })
  .filter((name) => name.endsWith(ends) && !/(^|\/)(node_modules|cdk\.out|\.venv|target|bin|obj)\//.test(name)).map((name) => `${folder}/${name}`).sort();

/** Every page of docs, without the decisions and the list of the pages itself. */
export const PAGES = below('docs', '.md').filter((file) => file !== 'docs/README.md' && !file.startsWith('docs/decisions/'));
/** All Markdown that a person reads. */
export const MARKDOWN = [
  ...fs.readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'API.md'),
  ...['docs', 'examples', 'benchmarks', 'standalone'].flatMap((folder) => below(folder, '.md')),
];
/** What else names pages: code, whose messages and docstrings link to them. */
export const SOURCES = ['src', 'standalone', 'build-tools', 'examples'].flatMap((folder) => below(folder, '.ts'));

const withoutCode = (text: string) => text.replace(/^(```|~~~)[^]*?^\1$/gm, '');

/** The targets of a page's links and pictures, in order. */
export function linksOf(text: string): string[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|^\[[^\]]+\]: (\S+)$|(?:src|href|srcset)="([^"]+)"/gm)].map(([, inline, reference, html]) => inline ?? reference ?? html);
}

/** The anchors that GitHub gives a page: of headings, numbered where two are the same, and those that are written. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>([...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id));
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6} (.+?)(?: #+)?$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let anchor = plain;
    for (let i = 1; anchors.has(anchor); i++) {
      anchor = `${plain}-${i}`;
    }
    anchors.add(anchor);
  }
  return anchors;
}

/** Whether there is what a link of a file goes to, in this repository: links elsewhere are not looked at. */
export function isThere(file: string, link: string): boolean {
  const own = new RegExp(`^(?:${REPOSITORY}/(?:blob|tree|raw)|https://raw\\.githubusercontent\\.com/${REPOSITORY.replace('https://github.com/', '')})/main/`);
  if (/^[a-z+]+:/.test(link) && !own.test(link)) {
    return true;
  }
  const [target, anchor] = link.replace(own, '/').split('#');
  const name = target === '' ? file : target.startsWith('/') ? target.slice(1) : path.join(path.dirname(file), target);
  const place = path.join(ROOT, name);
  if (!fs.existsSync(place)) {
    return false;
  }
  return !anchor || !name.endsWith('.md') || anchorsOf(fs.readFileSync(place, 'utf-8')).has(anchor);
}

/** What a person reads of a page, besides code: pictures and targets of links are left out. */
export function proseOf(text: string): string {
  return withoutCode(text).replace(/<!--[^]*?-->/g, '').replace(/<[^>]+>/g, ' ').replace(/^\[!\[.*$/gm, '').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*/g, '');
}

/** The sentences of a page's paragraphs and lists, not of its tables and headings. */
export function sentencesOf(text: string): string[] {
  const paragraphs = proseOf(text).split(/\n\s*\n/).filter((part) => !/^\s*(#|\|)/.test(part));
  return paragraphs.flatMap((part) => part.split(/\n(?=\s*(?:[-*]|\d+\.) )/)).flatMap((part) => part.replace(/\s+/g, ' ').trim().split(/(?<=[.!?:])\s+(?=[\p{Lu}`[])/u))
    .filter((sentence) => /\p{L}/u.test(sentence));
}
