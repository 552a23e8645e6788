import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { bundleAnalysis } from './bundle-analysis';
import { assertLinks } from './check-links';
import { listPage, PAGES, ROOT, SITE, sources } from './site';

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
  await bundleAnalysis(path.join(PAGES, 'public'));
  execFileSync(process.execPath, [path.join(ROOT, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', 'website'], { cwd: ROOT, stdio: 'inherit' });
  assertLinks(SITE);
}

function copy(from: string, to: string): void {
  const target = path.join(PAGES, to);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(path.join(ROOT, from), target);
}

void main();
