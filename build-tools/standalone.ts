import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { builtinModules } from 'module';
import * as path from 'path';
import { build, transform } from 'esbuild';
import type { OutputFile, Plugin } from 'esbuild';
import * as ts from 'typescript';
import { bundledPackages, licensesOf } from './licenses';
import { readyGuardrails } from './ready-guardrails';
import { templateFiles } from './template';

const ROOT = path.join(__dirname, '..');
const NAME = 'mcp-guardrails';
const FOLDER = path.join(ROOT, 'dist', NAME);

/** What esbuild begins each file with: it copies the exports, which nobody needs here. A command reads dozens of files. */
const COPIED_EXPORTS = /^var __defProp=.*?;var __toCommonJS=mod=>[^;]*;/;
const EXPORTS = 'var __export=(target,all)=>{for(var name in all)Object.defineProperty(target,name,{get:all[name],enumerable:true})};var __toCommonJS=mod=>mod;';

/** What is read only when it is needed: the data, and the modules that are required within a function. */
class ReadLater {
  readonly modules = new Set<string>();

  readonly plugin: Plugin = {
    name: 'read later',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: /^(\.\.\/)+(data\/[\w-]+\.\w+|package\.json)$/ }, ({ path: file }) => ({ path: file.replace(/^(\.\.\/)+/, '../'), external: true }));
      onResolve({ filter: /^\.\.?\// }, async ({ path: file, kind, pluginData, ...from }) => {
        if (kind !== 'require-call' || pluginData === ReadLater || from.importer.includes('node_modules')) {
          return undefined;
        }
        const found = await resolve(file, { kind, resolveDir: from.resolveDir, importer: from.importer, pluginData: ReadLater });
        this.modules.add(found.path);
        return { path: `./${path.basename(found.path, '.ts')}.js`, external: true };
      });
    },
  };
}

/**
 * Bundles the program, divided so that a command reads what it needs: to parse all of it takes longer than to answer. Node.js reads CommonJS faster than modules,
 * which esbuild can't divide.
 */
async function bundle(): Promise<{ readonly files: readonly OutputFile[]; readonly inputs: readonly string[] }> {
  const later = new ReadLater();
  for (;;) {
    const before = later.modules.size;
    const { outputFiles, metafile } = await build({
      entryPoints: [{ in: path.join(ROOT, 'standalone', 'main.ts'), out: NAME }, ...[...later.modules].map((file) => ({ in: file, out: path.basename(file, '.ts') }))],
      outdir: path.join(FOLDER, 'lib'),
      bundle: true,
      splitting: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      // Names stay: they stand in stacks of errors that people report.
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      write: false,
      plugins: [later.plugin],
    });
    if (later.modules.size === before) {
      return { files: outputFiles, inputs: Object.keys(metafile.inputs) };
    }
  }
}

/**
 * Makes the package that has the command line and no CDK: the program, the data, and the app that it starts others with.
 *
 * @param to the folder that it is packed into
 */
async function standalone(to = path.join('dist', 'standalone')): Promise<void> {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  const { files, inputs } = await bundle();
  for (const { path: file, text } of files) {
    const direct = text
      // Without the copy of what Node.js has that esbuild would make: it is only read.
      .replace(/\bimport ?\* ?as (\w+) ?from ?"(\w+)";/g, (all, name, from) => (builtinModules.includes(from) ? `const ${name}=require("${from}");` : all))
      // In require.resolve() esbuild leaves the path as it is in the source.
      .replace(/"(?:\.\.\/)+data\//g, '"../data/');
    const { code } = await transform(direct, { format: 'cjs', platform: 'node', target: 'node20', minifyWhitespace: true, legalComments: 'none' });
    write(path.relative(FOLDER, file), code.replace(COPIED_EXPORTS, EXPORTS));
  }

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
    main: `lib/${NAME}.js`,
    types: `${NAME}.d.ts`,
    bin: { [NAME]: `bin/${NAME}` },
  }, undefined, 2)}\n`);
  write(`bin/${NAME}`, fs.readFileSync(path.join(ROOT, 'standalone', NAME), 'utf-8'), 0o755);
  write(`${NAME}.d.ts`, ts.transpileDeclaration(fs.readFileSync(path.join(ROOT, 'standalone', 'api.ts'), 'utf-8'), {}).outputText);
  fs.cpSync(path.join(ROOT, 'data'), path.join(FOLDER, 'data'), { recursive: true });
  write('data/ready-guardrails.json', JSON.stringify(readyGuardrails()));
  Object.entries(templateFiles()).forEach(([name, content]) => write(`template/${name}`, content));
  ['LICENSE', 'NOTICE'].forEach((name) => fs.copyFileSync(path.join(ROOT, name), path.join(FOLDER, name)));
  fs.copyFileSync(path.join(ROOT, 'standalone', 'README.md'), path.join(FOLDER, 'README.md'));
  write('THIRD-PARTY-LICENSES', licensesOf(bundledPackages(inputs)));

  fs.mkdirSync(to, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', path.resolve(to)], { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'] });
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
