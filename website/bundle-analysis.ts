import { createHash } from 'crypto';
import * as fs from 'fs';
import { builtinModules } from 'module';
import * as path from 'path';
import { brotliDecompressSync } from 'zlib';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { ROOT } from './site';
import { bundledPackages } from '../build-tools/licenses';

const SHIMS = path.join(ROOT, 'website', 'analysis', 'node');
const OWN = ['assert', 'crypto', 'fs', 'net', 'tty', 'url', 'util', 'v8', 'zlib'];

/** Code for Node.js finds what it needs of Node.js. The tables stay files of their own, which are loaded when they are first used. */
const forBrowsers: Plugin = {
  name: 'for browsers',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^(${OWN.join('|')})$`) }, ({ path: name }) => ({ path: path.join(SHIMS, `${name}.ts`) }));
    // The page asks a few commands, of which none brings the others along.
    onResolve({ filter: /^\.\/commands$/ }, () => ({ path: path.join(ROOT, 'website', 'analysis', 'commands.ts') }));
    onResolve({ filter: /^path$/ }, () => ({ path: require.resolve('path-browserify') }));
    // Of others nothing is there: the tests of the page fail where it is used.
    onResolve({ filter: new RegExp(`^(${builtinModules.filter((name) => ![...OWN, 'path', 'buffer'].includes(name)).join('|')})$`) }, ({ path: name }) => (
      { path: name, namespace: 'nothing' }));
    onLoad({ filter: /^/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
    onResolve({ filter: /^(\.\.\/)+data\/[\w-]+\.\w+$/ }, ({ path: file }) => ({ path: file.replace(/^(\.\.\/)+/, './'), external: true }));
    // Of it the version is read, and nothing else.
    onLoad({ filter: /[/]package[.]json$/ }, ({ path: file }) => {
      const { name, version } = JSON.parse(fs.readFileSync(file, 'utf-8'));
      return path.dirname(file) === ROOT ? { contents: JSON.stringify({ name, version }), loader: 'json' } : undefined;
    });
  },
};

/**
 * Makes the analysis for browsers: one script, and one for each table.
 *
 * @param to a folder
 * @returns the name of the folder in it, which tells what it holds, and of the packages whose code it has
 */
export async function bundleAnalysis(to: string): Promise<{ readonly folder: string; readonly packages: readonly string[] }> {
  const { outputFiles: [{ text: script }], metafile } = await build({
    entryPoints: [path.join(ROOT, 'website', 'analysis', 'worker.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    keepNames: true,
    // They are in licenses.txt.
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Writing to files, which the page never does.
    logOverride: { 'import-is-undefined': 'silent' },
    tsconfig: path.join(ROOT, 'website', 'tsconfig.json'),
    inject: [path.join(SHIMS, 'globals.ts')],
    plugins: [forBrowsers],
  });
  const scripts = new Map([['analysis.js', script]]);
  for (const name of fs.readdirSync(path.join(ROOT, 'data')).sort()) {
    const content = fs.readFileSync(path.join(ROOT, 'data', name));
    const text = (name.endsWith('.br') ? brotliDecompressSync(content) : content).toString();
    scripts.set(`data/${name}.js`, `self.table=${JSON.stringify(text)}`);
  }
  const digest = createHash('sha256');
  scripts.forEach((text, name) => digest.update(name).update(text));
  const folder = `analysis-${digest.digest('hex').slice(0, 12)}`;
  scripts.forEach((text, name) => {
    const file = path.join(to, folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  });
  return { folder, packages: bundledPackages(Object.keys(metafile.inputs)) };
}
