import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import * as ts from 'typescript';
import { readyGuardrails } from './ready-guardrails';

const ROOT = path.join(__dirname, '..');
const NAME = 'mcp-guardrails';
const FOLDER = path.join(ROOT, 'dist', NAME);

/** What the program reads only when it needs it stays a file, beside the bundle. */
const besideIt: Plugin = {
  name: 'beside it',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/tool-server$/ }, () => ({ path: './tool-server.js', external: true }));
    onResolve({ filter: /^(\.\.\/)+(data\/[\w-]+\.\w+|package\.json)$/ }, ({ path: file }) => ({ path: file.replace(/^(\.\.\/)+/, './'), external: true }));
  },
};

/**
 * Makes the package that has the command line and no CDK: one file, and the data.
 *
 * @param to the folder that it is packed into
 */
async function standalone(to = path.join('dist', 'standalone')): Promise<void> {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { [NAME]: path.join(ROOT, 'standalone', 'main.ts'), 'tool-server': path.join(ROOT, 'standalone', 'tool-server.ts') },
    outdir: FOLDER,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    // Names stand in stacks of errors that people report.
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [besideIt],
  });
  const bundled = [...new Set(Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))].sort();

  const { version, author, repository, license, keywords, engines } = readJson('package.json');
  write('package.json', `${JSON.stringify({
    name: NAME,
    version,
    description: 'What IAM policies mean for people, and for AI agents that come through AWS-managed MCP servers: check, explain, simulate',
    author,
    repository,
    license,
    keywords: keywords.filter((keyword: string) => !/cdk|construct/.test(keyword)),
    engines,
    main: `${NAME}.js`,
    types: `${NAME}.d.ts`,
    bin: { [NAME]: `bin/${NAME}` },
  }, undefined, 2)}\n`);
  write(`bin/${NAME}`, `#!/usr/bin/env node\nrequire('../${NAME}.js').main();\n`, 0o755);
  write(`${NAME}.d.ts`, ts.transpileDeclaration(fs.readFileSync(path.join(ROOT, 'standalone', 'api.ts'), 'utf-8'), {}).outputText);
  fs.cpSync(path.join(ROOT, 'data'), path.join(FOLDER, 'data'), { recursive: true });
  write('data/ready-guardrails.json', JSON.stringify(readyGuardrails()));
  ['LICENSE', 'NOTICE'].forEach((name) => fs.copyFileSync(path.join(ROOT, name), path.join(FOLDER, name)));
  fs.copyFileSync(path.join(ROOT, 'standalone', 'README.md'), path.join(FOLDER, 'README.md'));
  write('THIRD-PARTY-LICENSES', bundled.map(licenseOf).join('\n'));

  fs.mkdirSync(to, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', path.resolve(to)], { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'] });
}

function licenseOf(name: string): string {
  const folder = path.join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf-8'));
  return `${name} ${version} (${license})\n\n${fs.readFileSync(path.join(folder, fs.readdirSync(folder).find((file) => file.startsWith('LICENSE'))!), 'utf-8')}`;
}

function readJson(name: string) {
  return JSON.parse(fs.readFileSync(path.join(ROOT, name), 'utf-8'));
}

function write(name: string, content: string, mode = 0o644): void {
  const file = path.join(FOLDER, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content, { mode });
}

void standalone(process.argv[2]);
