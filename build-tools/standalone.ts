import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { builtinModules } from 'module';
import * as os from 'os';
import * as path from 'path';
import { fileURLToPath } from 'url';
import { build, transform } from 'esbuild';
import type { Plugin } from 'esbuild';
import * as ts from 'typescript';
import { arrowFunctions, arrowName, compiledAtOnce } from './compiled-at-once';
import { fewerFiles } from './fewer-files';
import { bundledPackages, licensesOf } from './licenses';
import { readyGuardrails } from './ready-guardrails';
import { templateFiles } from './template';
import type { Coverage } from './unused-apart';
import { unusedApart } from './unused-apart';

const ROOT = path.join(__dirname, '..');
const NAME = 'mcp-guardrails';
const FOLDER = path.join(ROOT, 'dist', NAME);

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
async function bundle(): Promise<{ readonly files: ReadonlyMap<string, string>; readonly inputs: readonly string[] }> {
  const later = new ReadLater();
  for (;;) {
    const before = later.modules.size;
    const { outputFiles, metafile } = await build({
      entryPoints: [{ in: path.join(ROOT, 'standalone', 'main.ts'), out: NAME }, ...[...later.modules].sort().map((file) => ({ in: file, out: path.basename(file, '.ts') }))],
      outdir: path.join(FOLDER, 'lib'),
      bundle: true,
      splitting: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      minifySyntax: true,
      // A field that the constructor sets would be a function, too, that sets it to undefined before.
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
      minifyWhitespace: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      write: false,
      plugins: [later.plugin],
    });
    if (later.modules.size === before) {
      const texts = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text
        // Without the copy of what Node.js has that esbuild would make: it is only read.
        .replace(/\bimport ?\* ?as (\w+) ?from ?"(\w+)";/g, (all, name, from) => (builtinModules.includes(from) ? `const ${name}=require("${from}");` : all))
        // In require.resolve() esbuild leaves the path as it is in the source.
        .replace(/"(?:\.\.\/)+data\//g, '"../data/')]));
      return { files: await fewerFiles(texts, metafile.outputs, `${NAME}.js`), inputs: Object.keys(metafile.inputs) };
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
  for (const [name, text] of files) {
    // Names that a file has for all of it stay: they stand in stacks of errors that people report.
    const { code } = await transform(text, { minify: true, platform: 'node', target: 'node20', legalComments: 'none' });
    write(`lib/${name}`, code);
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
  asACheckRuns();

  fs.mkdirSync(to, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', path.resolve(to)], { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** A policy that is checked as most are: some statements about resources of its own. */
const ORDINARY = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Objects', Effect: 'Allow', Action: ['s3:GetObject*', 's3:List*'], Resource: ['arn:aws:s3:::app', 'arn:aws:s3:::app/*'] },
    { Effect: 'Allow', Action: 'dynamodb:Query', Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/app' },
    { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'], Resource: 'arn:aws:sqs:eu-west-1:111122223333:app' },
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/app:*' },
    { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' },
  ],
};

/** Has the program check a policy. What runs is written so that V8 compiles it at once, and what does not into files that a check does not read: V8 itself says what runs. */
function asACheckRuns(): void {
  const policy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'first-use-')), 'policy.json');
  fs.writeFileSync(policy, JSON.stringify(ORDINARY));
  // Most have one beside or above it, which could have a configuration.
  fs.writeFileSync(path.join(path.dirname(policy), 'package.json'), '{}');
  const lib = path.join(FOLDER, 'lib');
  const [always, whole] = [coverageOf('--version'), coverageOf('check', policy)];
  const texts = new Map(fs.readdirSync(lib).map((name) => [name, fs.readFileSync(path.join(lib, name), 'utf-8')]));
  // What every command reads stays: others use what a check does not.
  unusedApart(texts, new Map([...whole].filter(([name]) => !always.has(name)))).forEach((text, name) => write(`lib/${name}`, text));
  for (const [name, functions] of coverageOf('check', policy)) {
    if (!whole.has(name)) {
      throw new Error(`a check reads ${name}, of which nothing should run`);
    }
    const text = fs.readFileSync(path.join(lib, name), 'utf-8');
    const arrows = arrowFunctions(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)).map((arrow) => arrow.getStart());
    const running = functions.filter(({ ranges: [{ count }] }) => count > 0);
    const runs = new Set(running.map(({ functionName, ranges: [{ startOffset }] }) => (
      arrows.includes(startOffset) ? arrowName(arrows.indexOf(startOffset)) : functionName)));
    write(`lib/${name}`, compiledAtOnce(text, (each) => runs.has(each)));
  }
  fs.rmSync(path.dirname(policy), { recursive: true });
}

/** By the files of the program that a command reads, what V8 says of their functions. */
function coverageOf(...args: string[]): Map<string, readonly Coverage[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coverage-'));
  try {
    execFileSync(process.execPath, [path.join(FOLDER, 'bin', NAME), ...args], { env: { ...process.env, NODE_V8_COVERAGE: folder }, stdio: ['ignore', 'ignore', 'inherit'] });
    const [{ result }] = fs.readdirSync(folder).map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf-8')));
    return new Map(result.filter((script: { url: string }) => script.url.includes(`/${NAME}/lib/`))
      .map(({ url, functions }: { url: string; functions: Coverage[] }) => [path.basename(fileURLToPath(url)), functions]));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
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
