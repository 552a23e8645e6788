import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { bundleAnalysis } from './bundle-analysis';
import { assertLinks } from './check-links';
import { listPage, PAGES, ROOT, SITE, sources } from './site';
import { licensesOf } from '../build-tools/licenses';

/** What VitePress puts into every page. */
const OF_THE_PAGES = ['@vueuse/core', 'focus-trap', 'mark.js', 'minisearch', 'tabbable', 'vitepress', 'vue'];

/** Builds the site into dist/site. */
async function main(): Promise<void> {
  fs.rmSync(PAGES, { recursive: true, force: true });
  for (const [page, file] of sources()) {
    copy(file, page);
  }
  const [list, text] = listPage();
  fs.writeFileSync(path.join(PAGES, list), text);
  (fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true }) as string[]).filter((file) => /\.(svg|png)$/.test(file)).forEach((file) => copy(`docs/${file}`, file));
  copy('website/icon.svg', 'public/icon.svg');
  const { packages } = await bundleAnalysis(path.join(PAGES, 'public'));
  const licenses = licensesOf([...new Set([...packages, ...OF_THE_PAGES])].sort());
  fs.writeFileSync(path.join(PAGES, 'public', 'licenses.txt'), `${fs.readFileSync(path.join(ROOT, 'NOTICE'), 'utf-8')}\n${licenses}`);
  execFileSync(process.execPath, [path.join(ROOT, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', 'website'], { cwd: ROOT, stdio: 'inherit' });
  assertLinks(SITE);
}

function copy(from: string, to: string): void {
  const target = path.join(PAGES, to);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(path.join(ROOT, from), target);
}

void main();
