import type { ParseArgsConfig } from 'util';
import { parseArgs } from 'util';
import { CliError } from './cli-error';
import { didYouMean, nearest } from '../private/edit-distance';

/** The options of a command: whether they take a value, and whether they may be given more than once. */
export interface OptionSpecs {
  readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly multiple?: boolean; readonly short?: string };
}

/** What a command line says. */
export class Arguments {
  /**
   * @param specs the options that the command has
   * @param hint the second line of an error: where to read more
   * @throws CliError for an option that is not known, lacks its value, or is there too often
   */
  public static parse(args: readonly string[], specs: OptionSpecs, hint: string): Arguments {
    // Not strict: its messages are long, and not about this program.
    const config = { args: [...args], options: specs as ParseArgsConfig['options'], strict: false, allowPositionals: true, tokens: true } as const;
    const values = new Map<string, string[]>();
    const files: string[] = [];
    for (const token of parseArgs(config).tokens) {
      if (token.kind === 'positional') {
        files.push(token.value);
      } else if (token.kind === 'option') {
        const value = checkedValue(token, specs, hint);
        const before = values.get(token.name) ?? [];
        if (before.length > 0 && specs[token.name].type === 'string' && !specs[token.name].multiple) {
          throw new CliError(`${token.rawName} is given twice`, hint);
        }
        values.set(token.name, [...before, value]);
      }
    }
    return new Arguments(files, values, hint);
  }

  private constructor(
    public readonly files: readonly string[],
    private readonly values: ReadonlyMap<string, readonly string[]>,
    public readonly hint: string,
  ) {}

  public has(option: string): boolean {
    return this.values.has(option);
  }

  public all(option: string): readonly string[] {
    return this.values.get(option) ?? [];
  }

  public one(option: string): string | undefined {
    return this.values.get(option)?.[0];
  }

  /** @throws CliError if it is none of the choices */
  public choice<T extends string>(option: string, choices: readonly T[]): T | undefined {
    const value = this.one(option);
    if (value !== undefined && !(choices as readonly string[]).includes(value)) {
      throw new CliError(`--${option} ${value}: expected ${choices.join(' or ')}`, this.hint);
    }
    return value as T | undefined;
  }
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

function checkedValue({ name, rawName, value, inlineValue }: OptionToken, specs: OptionSpecs, hint: string): string {
  if (!Object.hasOwn(specs, name)) {
    const near = nearest(name, Object.keys(specs));
    throw new CliError(`there is no option ${rawName}${didYouMean(near && `--${near}`)}`, hint);
  }
  if (specs[name].type === 'boolean') {
    if (value !== undefined) {
      throw new CliError(`${rawName} takes no value`, hint);
    }
    return '';
  }
  // "-" is a file; another option in its place means that the value was forgotten.
  if (value === undefined || value === '' || (!inlineValue && /^-./.test(value))) {
    throw new CliError(`${rawName} needs a value`, hint);
  }
  return value;
}
