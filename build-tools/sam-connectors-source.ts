import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { ConnectorRow, ConnectorTable, Statements } from '../src/analysis/template/connector-table';

/** The profiles of connectors as aws-sam-translator (Apache-2.0) has them. */
export interface Profiles {
  readonly Permissions: { readonly [source: string]: { readonly [destination: string]: Profile } };
  readonly CfnResourceProperties: {
    readonly [type: string]: { readonly Inputs?: { readonly Role: unknown }; readonly Outputs: { readonly [name: string]: unknown } };
  };
}

interface Profile {
  readonly Type: string;
  readonly Properties: {
    readonly SourcePolicy: boolean;
    readonly ValidAccessCategories?: string[][];
    readonly AccessCategories: { readonly [category: string]: any };
  };
}

export const FILE = path.join(__dirname, '..', 'data', 'sam-connectors.json');

const KINDS: { readonly [type: string]: ConnectorRow['kind'] } = {
  AWS_SQS_QUEUE_POLICY: 'queue', AWS_SNS_TOPIC_POLICY: 'topic', AWS_LAMBDA_PERMISSION: 'function',
};

export function committedConnectors(): ConnectorTable {
  return JSON.parse(fs.readFileSync(FILE, 'utf-8'));
}

/** The table of a version of the package, from PyPI. */
export function fromPyPi(wanted: string): ConnectorTable {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-translator-'));
  try {
    const requirement = wanted === 'latest' ? 'aws-sam-translator' : `aws-sam-translator==${wanted}`;
    execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, requirement], { stdio: ['ignore', 'ignore', 'inherit'] });
    const version = /-([\d.]+)\.dist-info$/.exec(fs.readdirSync(folder).find((name) => name.endsWith('.dist-info'))!)![1];
    const profiles = path.join(folder, 'samtranslator', 'model', 'connector_profiles', 'profiles.json');
    return tableOf(JSON.parse(fs.readFileSync(profiles, 'utf-8')), version, new Date().toISOString().slice(0, 10));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * The profiles without what is said several times.
 *
 * @throws for what is not known here, so that nothing is dropped
 */
export function tableOf({ Permissions, CfnResourceProperties }: Profiles, version: string, read: string): ConnectorTable {
  const rows = new Map<string, ConnectorRow & { from: string[] }>();
  for (const [source, destinations] of Object.entries(Permissions)) {
    for (const [destination, { Type, Properties }] of Object.entries(destinations)) {
      const { SourcePolicy, ValidAccessCategories: only, AccessCategories } = Properties;
      const kind = Type === 'AWS_IAM_ROLE_MANAGED_POLICY' ? SourcePolicy ? 'source' : 'destination' : KINDS[Type];
      if (kind === undefined) {
        throw new Error(`${source} to ${destination}: there is no kind ${Type}`);
      }
      const gives = Object.fromEntries(Object.entries(AccessCategories).map(([category, given]) => (
        [category, kind === 'function' ? given : given.Statement.map((each: any) => compact(each, kind))])));
      const row = { to: destination, kind, ...only && { only }, gives };
      const key = JSON.stringify(row);
      rows.set(key, { ...row, from: [...rows.get(key)?.from ?? [], source] });
    }
  }
  return {
    source: { package: 'aws-sam-translator', version, license: 'Apache-2.0', read },
    rows: [...rows.values()],
    types: Object.fromEntries(Object.entries(CfnResourceProperties).map(([type, { Inputs, Outputs }]) => (
      [type, { ...Inputs && { role: typeof Inputs.Role === 'string' ? Inputs.Role : 'Targets' }, gives: Outputs }]))),
  };
}

/** Of what a role may do: its actions, in a string, and its resources. */
function compact(statement: any, kind: ConnectorRow['kind']): Statements[number] {
  const { Effect, Action, Resource, ...others } = statement;
  if (kind !== 'source' && kind !== 'destination') {
    return statement;
  }
  if (Effect !== 'Allow' || Object.keys(others).length > 0 || !Array.isArray(Action) || !Array.isArray(Resource)) {
    throw new Error(`a statement of a role is written otherwise: ${JSON.stringify(statement)}`);
  }
  const names = (Action as string[]).map((each) => each.split(':'));
  const [[service]] = names;
  if (names.some(([other]) => other !== service)) {
    throw new Error(`a statement is about several services: ${JSON.stringify(statement)}`);
  }
  return [`${service}:${names.map(([, name]) => name).join(' ')}`, ...Resource];
}

/** A line a row and a category: what a person compares. */
export function listing({ rows }: ConnectorTable): string[] {
  return rows.flatMap(({ from, to, kind, only, gives }) => from.flatMap((source) => Object.entries(gives).map(([category, given]) => (
    `${source} > ${to} ${category}${only ? ` of ${only.map((each) => each.join('+')).join(' or ')}` : ''}: ${kind} ${JSON.stringify(given)}`)))).sort();
}
