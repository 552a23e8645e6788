import * as fs from 'fs';
import * as path from 'path';
import type { Packages } from './packages';
import { execute } from './tools';

/**
 * What npm's package may weigh, packed, of which 181 kB are for the table of AWS managed policies. Every other package has it in it.
 */
const MAX_SIZE = 800_000;
/** The compiled code; the apps that run find what lacks. Not the command line. */
const BUNDLES = [
  '', 'actions/', 'activity/', 'analysis/', 'analysis/access-report/', 'analysis/rules/', 'analysis/simulation/', 'analysis/template/',
  'enforcement/', 'guardrails/', 'iam/', 'mixins/', 'monitor/', 'proof/', 'testing/',
].map((folder) => `lib/${folder}index.js`);
const DECLARATIONS = /^lib\/(actions|analysis|enforcement|guardrails|iam|mcp|mixins|monitor|private|proof|testing|activity)\/.*\.d\.ts$/;
const JAVA = 'io/github/cdkmcpguardrails';

/** Throws unless each package has just the files that it should. Returns what each weighs. */
export async function checkContents(packages: Packages): Promise<string[]> {
  const npm = (await tarEntries(packages.tarball)).map((name) => name.replace(/^package\//, ''));
  expectFiles('npm', npm, ['lib/index.d.ts', ...BUNDLES, '.jsii', 'LICENSE', 'NOTICE', 'README.md', 'data/aws-managed-policies.br', 'data/condition-keys.json', 'data/iam-actions.json', 'data/iam-operations.json', 'data/iam-resources.json', 'data/ready-sets.json', 'data/sam-connectors.json', 'package.json'], [DECLARATIONS]);
  await expectNoSources(packages);
  const size = fs.statSync(packages.tarball).size;
  if (size > MAX_SIZE) {
    throw new Error(`npm: ${size} bytes, expected ${MAX_SIZE} at most`);
  }

  const { version } = packages;
  const embedded = `cdk-mcp-guardrails@${version}.jsii.tgz`;
  const python = ['__init__.py', 'py.typed', 'mixins/__init__.py', '_jsii/__init__.py', `_jsii/${embedded}`].map((name) => `cdk_mcp_guardrails/${name}`);
  expectFiles('wheel', await zipEntries(packages.wheel), [
    ...python, ...['LICENSE', 'NOTICE', 'METADATA', 'RECORD', 'WHEEL', 'top_level.txt'].map((name) => `cdk_mcp_guardrails-${version}.dist-info/${name}`),
  ], []);
  expectFiles('sdist', (await tarEntries(packages.sourceDistribution)).map((name) => name.replace(/^[^/]+\//, '')), [
    ...python.map((name) => `src/${name}`),
    'LICENSE', 'NOTICE', 'MANIFEST.in', 'PKG-INFO', 'README.md', 'pyproject.toml', 'setup.cfg', 'setup.py',
  ], [/^src\/cdk_mcp_guardrails\.egg-info\//]);
  expectFiles('jar', await zipEntries(packages.jar), [
    'META-INF/LICENSE', 'META-INF/NOTICE', 'META-INF/MANIFEST.MF', `${JAVA}/${embedded}`, `${JAVA}/$Module.txt`, `${JAVA}/McpScopedRole.class`,
  ], [/^io\/github\/cdkmcpguardrails\/(mixins\/)?[\w$-]+\.class$/, /^META-INF\/(maven\/.*|INDEX\.LIST)$/]);
  expectFiles('Go module', filesBelow(packages.goModule), [
    'LICENSE', 'NOTICE', 'README.md', 'go.mod', 'version', `jsii/cdk-mcp-guardrails-${version}.tgz`, 'McpScopedRole.go',
  ], [/^((mixins|jsii|internal|mixins\/internal)\/)?[\w$]+\.go$/]);
  expectFiles('C# source', filesBelow(packages.csharpSource), [
    'LICENSE', 'NOTICE', 'CdkMcpGuardrails.csproj', `cdk-mcp-guardrails-${version}.tgz`, 'AssemblyInfo.cs', 'CdkMcpGuardrails/McpScopedRole.cs',
  ], [/^CdkMcpGuardrails\/((Mixins|Internal\/DependencyResolution)\/)?\w+\.cs$/]);
  if (!fs.readFileSync(path.join(packages.csharpSource, 'CdkMcpGuardrails.csproj'), 'utf-8').includes('<PackageLicenseExpression>Apache-2.0<')) {
    throw new Error('C# source: the project names no license');
  }
  return [
    ...[packages.tarball, packages.wheel, packages.sourceDistribution, packages.jar].map((file) => `${path.basename(file)}: ${kilobytes(fs.statSync(file).size)}`),
    ...[packages.goModule, packages.csharpSource].map((folder) => `${path.basename(folder)}: ${kilobytes(total(folder))}`),
  ];
}

async function expectNoSources({ tarball }: Packages): Promise<void> {
  const text = await execute('tar', ['-xOzf', tarball, '--wildcards', 'package/lib/*.js']);
  if (text.includes('sourceMappingURL=')) {
    throw new Error('npm: the compiled files have source maps');
  }
}

function expectFiles(what: string, names: string[], required: string[], allowed: RegExp[]): void {
  const missing = required.filter((name) => !names.includes(name));
  const unexpected = names.filter((name) => !required.includes(name) && !allowed.some((each) => each.test(name)));
  if (missing.length > 0 || unexpected.length > 0) {
    throw new Error(`${what}: lacks ${missing.join(', ') || 'nothing'}; should not have ${unexpected.join(', ') || 'anything else'}`);
  }
}

async function tarEntries(file: string): Promise<string[]> {
  return files(await execute('tar', ['-tzf', file]));
}

async function zipEntries(file: string): Promise<string[]> {
  return files(await execute('jar', ['--list', '--file', file]));
}

function files(listing: string): string[] {
  return listing.split('\n').filter((name) => name && !name.endsWith('/'));
}

function filesBelow(directory: string): string[] {
  return fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((name) => fs.statSync(path.join(directory, name)).isFile())
    .map((name) => name.split(path.sep).join('/'));
}

function total(directory: string): number {
  return filesBelow(directory).reduce((sum, name) => sum + fs.statSync(path.join(directory, name)).size, 0);
}

function kilobytes(size: number): string {
  return `${Math.round(size / 1000)} kB`;
}
