import * as fs from 'fs';
import * as path from 'path';
import { CliError } from './cli-error';
import { STDIN } from './input';
import { parseFile } from './input-file';
import type { InputFile } from './input-file';
import { readTextFile } from './read-text';
import { ALL_RULES } from './rules';
import type { RuleSeverity } from '../analysis/rules/rule';
import { didYouMean, nearest } from '../private/edit-distance';
import { formatValue } from '../private/format';

/** A finding that somebody has looked at. */
export interface Acknowledgement {
  readonly rule: string;
  readonly reason: string;
  /** The files that it is about, relative to the configuration; all by default. */
  readonly files?: string;
  /** The resource's logical id, construct path or Terraform address; all by default. */
  readonly resource?: string;
  /** The statement's Sid or place; all by default. */
  readonly statement?: string;
  /** The last day on which it counts, such as `2027-01-31`. */
  readonly until?: string;
  /** Where it stands. */
  readonly place: string;
}

/** What a project says of its findings. */
export interface Config {
  readonly folder: string;
  readonly severities: ReadonlyMap<string, RuleSeverity | 'off'>;
  readonly acknowledged: readonly Acknowledgement[];
  /** That templates are deployed to, unless a command is told another one. */
  readonly account?: string;
  /** Files of the organization that are read together with an account or templates. */
  readonly organization: readonly string[];
}

const NAMES = ['mcp-guardrails.yaml', 'mcp-guardrails.yml'];
/** The key of `package.json`. */
const KEY = 'mcp-guardrails';
const FIELDS = ['rules', 'acknowledge', 'account', 'organization'];
const SEVERITIES = ['off', 'warning', 'error'];
const ACKNOWLEDGEMENT = ['rule', 'reason', 'files', 'resource', 'statement', 'until'];

/** Finds and reads configurations, each once. */
export class Configs {
  /** What counts in the working directory. */
  public static here(): Config | undefined {
    return new Configs().of(STDIN);
  }

  private readonly byFolder = new Map<string, Config | undefined>();
  private readonly given?: Config;

  /** @param given a configuration for all files, instead of those that are found */
  public constructor(given?: string) {
    this.given = given === undefined ? undefined : readConfig(given);
  }

  /** The one that is nearest to a file: in its folder, or in one above it; of standard input, in the working directory. */
  public of(file: string): Config | undefined {
    return this.given ?? this.in(file === STDIN ? path.resolve() : path.dirname(path.resolve(file)));
  }

  private in(folder: string): Config | undefined {
    if (!this.byFolder.has(folder)) {
      const above = path.dirname(folder);
      this.byFolder.set(folder, this.readIn(folder) ?? (above === folder ? undefined : this.in(above)));
    }
    return this.byFolder.get(folder);
  }

  private readIn(folder: string): Config | undefined {
    const name = NAMES.map((each) => path.join(folder, each)).find((each) => fs.existsSync(each));
    if (name !== undefined) {
      return readConfig(name);
    }
    const manifest = path.join(folder, 'package.json');
    return fs.existsSync(manifest) ? readManifest(manifest) : undefined;
  }
}

/** Most have nothing for this program, which is not the one to say that they are broken. */
function readManifest(name: string): Config | undefined {
  const text = readTextFile(name);
  if (!text.includes(`"${KEY}"`)) {
    return undefined;
  }
  const value: any = parseFile(name, text).source.value;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, KEY) ? readConfig(name) : undefined;
}

function readConfig(given: string): Config {
  const name = path.relative('', given) || given;
  const text = readTextFile(name);
  const file = parseFile(name, text.trim() === '' ? '{}' : text);
  const inManifest = path.basename(name) === 'package.json';
  const value = inManifest ? (file.source.value as any)?.[KEY] : file.source.value;
  return new ConfigReader(file, inManifest ? [KEY] : []).read(value ?? {});
}

class ConfigReader {
  public constructor(private readonly file: InputFile, private readonly base: readonly string[]) {}

  public read(value: unknown): Config {
    const fields = this.object(value, [], FIELDS);
    const folder = path.dirname(path.resolve(this.file.name));
    return {
      folder,
      account: fields.account === undefined ? undefined : this.account(fields.account),
      organization: this.list(fields.organization ?? [], ['organization'])
        .map((each, i) => path.relative('', path.join(folder, this.text(each, ['organization', String(i)])))),
      severities: new Map(Object.entries(this.object(fields.rules ?? {}, ['rules'])).map(([rule, severity]) => (
        [this.rule(rule, ['rules', rule]), this.choice(severity, SEVERITIES, ['rules', rule]) as RuleSeverity | 'off']))),
      acknowledged: this.list(fields.acknowledge ?? [], ['acknowledge']).map((each, i) => this.acknowledgement(each, ['acknowledge', String(i)])),
    };
  }

  private acknowledgement(value: unknown, at: readonly string[]): Acknowledgement {
    const fields = this.object(value, at, ACKNOWLEDGEMENT);
    const text = (name: string) => (fields[name] === undefined ? undefined : this.text(fields[name], [...at, name]));
    const until = text('until');
    if (until !== undefined && !isDay(until)) {
      this.fail([...at, 'until'], `expected a day such as 2027-01-31, got ${formatValue(until)}`);
    }
    return {
      rule: this.rule(text('rule') ?? this.fail(at, 'expected "rule"'), [...at, 'rule']),
      reason: text('reason') ?? this.fail(at, 'expected "reason": why the finding is meant'),
      files: text('files'),
      resource: text('resource'),
      statement: fields.statement === undefined ? undefined : this.statement(fields.statement, [...at, 'statement']),
      until,
      place: `${this.file.name}:${this.lineOf(at)}`,
    };
  }

  private account(value: unknown): string {
    return typeof value === 'string' && /^\d{12}$/.test(value) ? value
      : this.fail(['account'], `expected an account's id, 12 digits in quotes, got ${formatValue(value)}`);
  }

  private statement(value: unknown, at: readonly string[]): string {
    return Number.isInteger(value) || (typeof value === 'string' && value !== '') ? String(value)
      : this.fail(at, `expected a Sid, or the place of a statement from 0, got ${formatValue(value)}`);
  }

  private rule(id: string, at: readonly string[]): string {
    return ALL_RULES.some((rule) => rule.id === id) ? id
      : this.fail(at, `there is no rule "${id}"${didYouMean(nearest(id, ALL_RULES.map((rule) => rule.id)))}`);
  }

  private choice(value: unknown, choices: readonly string[], at: readonly string[]): string {
    // In YAML, off is false.
    const text = value === false ? 'off' : value;
    return choices.includes(text as string) ? text as string : this.fail(at, `expected ${choices.join(' or ')}, got ${formatValue(value)}`);
  }

  private text(value: unknown, at: readonly string[]): string {
    return typeof value === 'string' && value.trim() !== '' ? value : this.fail(at, `expected a string that is not empty, got ${formatValue(value)}`);
  }

  private list(value: unknown, at: readonly string[]): unknown[] {
    return Array.isArray(value) ? value : this.fail(at, `expected a list, got ${formatValue(value)}`);
  }

  private object(value: unknown, at: readonly string[], known?: readonly string[]): { [name: string]: unknown } {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.fail(at, `expected an object${known ? ` with ${known.map((each) => `"${each}"`).join(', ')}` : ''}, got ${formatValue(value)}`);
    }
    const other = known && Object.keys(value).find((name) => !known.includes(name));
    return other === undefined ? value as { [name: string]: unknown }
      : this.fail([...at, other], `there is no "${other}"${didYouMean(nearest(other, known!))}: expected ${known!.map((each) => `"${each}"`).join(', ')}`);
  }

  private lineOf(at: readonly string[]): number {
    const { source } = this.file;
    const full = [...this.base, ...at];
    const { key, start } = source.nearest(full);
    return source.lineAt(key?.start ?? start);
  }

  private fail(at: readonly string[], message: string): never {
    throw new CliError(`${this.file.name}:${this.lineOf(at)}: ${message}`);
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}
