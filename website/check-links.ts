import * as fs from 'fs';
import * as path from 'path';
import { BASE } from './site';

/**
 * Holds every link within the site to what was built.
 *
 * @throws with all that lead nowhere
 */
export function assertLinks(site: string): void {
  const pages = new Map((fs.readdirSync(site, { recursive: true }) as string[]).filter((file) => file.endsWith('.html')).sort()
    .map((file) => [file, fs.readFileSync(path.join(site, file), 'utf-8')]));
  const ids = new Map([...pages].map(([page, html]) => [page, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decoded(id)))]));
  const broken = [...pages].flatMap(([page, html]) => [...html.matchAll(/<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].flatMap(([, link]) => {
    const url = new URL(decoded(link), `https://site${BASE}${page}`);
    if (url.host !== 'site') {
      return [];
    }
    const file = decodeURI(url.pathname).slice(BASE.length);
    const to = [file, `${file}.html`, path.posix.join(file, 'index.html')].find((each) => fs.statSync(path.join(site, each), { throwIfNoEntry: false })?.isFile());
    const anchor = decodeURIComponent(url.hash.slice(1));
    return !url.pathname.startsWith(BASE) || to === undefined ? [`${page}: ${link}: there is no such page`]
      : anchor !== '' && ids.get(to)?.has(anchor) === false ? [`${page}: ${link}: the page has no such heading`] : [];
  }));
  if (broken.length > 0) {
    throw new Error(`links that lead nowhere:\n${[...new Set(broken)].join('\n')}`);
  }
  console.log(`${pages.size} pages, all links between them lead somewhere`);
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}
