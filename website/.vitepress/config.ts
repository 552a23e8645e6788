import * as fs from 'fs';
import * as path from 'path';
import type { DefaultTheme, UserConfig } from 'vitepress';
import { withContentPolicy } from '../content-policy';
import { links } from '../links';
import { BASE, PAGES, REPOSITORY, sidebar, SITE, slugOf, sources } from '../site';

/** The folder of the analysis, which is there before the pages are built. */
const analysis = fs.readdirSync(path.join(PAGES, 'public')).find((name) => name.startsWith('analysis-'))!;

export default {
  title: 'cdk-mcp-guardrails',
  description: 'IAM guardrails for AI agents that act through AWS-managed MCP servers',
  lang: 'en-US',
  base: BASE,
  srcDir: PAGES,
  outDir: SITE,
  cacheDir: path.join(SITE, '..', 'site-cache'),
  cleanUrls: true,
  metaChunk: true,
  // One page after another: the search's index would be in another order each time.
  buildConcurrency: 1,
  head: [['link', { rel: 'icon', href: `${BASE}icon.svg`, type: 'image/svg+xml' }]],
  vite: { define: { __ANALYSIS__: JSON.stringify(analysis) } },
  markdown: {
    anchor: { slugify: slugOf },
    config: (markdown) => void markdown.use(links),
  },
  themeConfig: {
    nav: [{ text: 'Paste a policy', link: '/policy' }, { text: 'Start', link: '/start' }],
    sidebar: sidebar() as DefaultTheme.SidebarMulti,
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    footer: { message: `Apache-2.0. <a href="${BASE}licenses.txt">Licenses of what it uses</a>` },
  },
  transformPageData: (page) => {
    // Where to mend it.
    (page.frontmatter as { source?: string }).source = sources().get(page.relativePath);
  },
  transformHtml: (html) => withContentPolicy(html),
} satisfies UserConfig<DefaultTheme.Config>;
