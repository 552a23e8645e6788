import * as fs from 'fs';
import * as path from 'path';
import type { MarkdownRenderer } from 'vitepress';
import { pageOf, REPOSITORY, ROOT, sources } from './site';

/** A picture of this repository, by a link that works on npm and PyPI, too. */
const PICTURES = new RegExp(`^${REPOSITORY.replace('github.com', 'raw.githubusercontent.com')}/main/`);
const FILES = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/(.+)$`);

/**
 * Makes links between files of the repository links between pages, and others links to GitHub. Leaves out images of other servers, and heads of columns
 * that are empty.
 */
export function links(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('links of the repository', ({ tokens, env }) => {
    tokens.forEach((token, i) => {
      // A column without a name has no head.
      if (token.type === 'th_open' && tokens[i + 1].content === '') {
        token.tag = tokens[i + 2].tag = 'td';
      }
    });
    const source = sources().get(env.relativePath);
    if (source === undefined) {
      // A title by itself.
      return;
    }
    const from = path.dirname(source);
    for (const token of tokens.flatMap((each) => [each, ...each.children ?? []])) {
      if (token.type === 'link_open') {
        token.attrSet('href', linkOf(token.attrGet('href')!, from, env.relativePath));
      } else if (token.type === 'image' && isElsewhere(token.attrGet('src')!)) {
        [token.type, token.tag, token.content, token.children] = ['text', '', '', []];
      } else if (token.type === 'image') {
        token.attrSet('src', imageOf(token.attrGet('src')!, from, env.relativePath));
      } else if (token.type === 'html_block' || token.type === 'html_inline') {
        token.content = token.content.replace(/(?<=\s(?:src|srcset)=")[^"]+/g, (image) => (
          isElsewhere(image) ? image : imageOf(image, from, env.relativePath)))
          .replace(/(?<=\shref=")[^"]+/g, (link) => linkOf(link, from, env.relativePath));
      }
    }
  });
}

function isElsewhere(image: string): boolean {
  return /^https?:/.test(image) && !PICTURES.test(image);
}

function linkOf(link: string, from: string, page: string): string {
  const [, target, anchor] = /^([^#]*)(#.*)?$/s.exec(link)!;
  const file = FILES.exec(target)?.[1] ?? (target === '' || /^([a-z]+:|\/)/.test(target) ? undefined : path.posix.join(from, decodeURI(target)));
  if (file === undefined) {
    return link;
  }
  const to = pageOf(file.replace(/\/$/, ''));
  if (to !== undefined) {
    return (path.posix.relative(path.posix.dirname(page), to).replace(/(^|\/)index\.md$/, '$1') || path.posix.basename(to)) + (anchor ?? '');
  }
  const stat = fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false });
  if (!stat) {
    throw new Error(`${sources().get(page)}: links to ${link}, and there is no file ${file}`);
  }
  return `${REPOSITORY}/${stat.isDirectory() ? 'tree' : 'blob'}/main/${file}${anchor ?? ''}`;
}

/** Images lie beside the pages as they do in docs/. */
function imageOf(image: string, from: string, page: string): string {
  const file = PICTURES.test(image) ? image.replace(PICTURES, '') : path.posix.join(from, image);
  if (!file.startsWith('docs/') || !fs.existsSync(path.join(ROOT, file))) {
    throw new Error(`${sources().get(page)}: shows ${image}, and there is no such file in docs/`);
  }
  const relative = path.posix.relative(path.posix.dirname(page), file.slice('docs/'.length));
  return relative.startsWith('.') ? relative : `./${relative}`;
}
