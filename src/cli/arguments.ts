import type { ParseArgsConfig } from 'util';
import * as util from 'util';
import { CliError } from './cli-error';
import { didYouMean, nearest } from '../private/edit-distance';

/** An option of a command. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What its value is, such as `FILE`; an option without one is a switch. */
  readonly value?: string;
  /** All values that it may have. */
  readonly choices?: readonly string[];
  /** Whether it may be given more than once. */
  readonly multiple?: boolean;
  /** What it is for, as the help says it. */
  readonly about: string;
}

/** What a command line says. */
export class Arguments {
  /**
   * @param known the options that there are
   * @param hint the second line of an error: where to read more
   * @throws CliError for an option that is not known, lacks its value, has a wrong one, or is there too often
   */
  public static parse(args: readonly string[], known: readonly Option[], hint: string): Arguments {
    const options: ParseArgsConfig['options'] = Object.fromEntries(known.map(({ name, value, short }) =>
      [name, { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) }]));
    // Not strict: its messages are long, and not about this program.
    const config = { args: [...args], options, strict: false, allowPositionals: true, tokens: true } as const;
    const values = new Map<string, string[]>();
    const files: string[] = [];
    // Node.js loads it when it is asked for.
    for (const token of util.parseArgs(config).tokens) {
      if (token.kind === 'positional') {
        files.push(token.value);
      } else if (token.kind === 'option') {
        const option = optionOf(token, known, hint);
        const value = valueOf(token, option, hint);
        const before = values.get(token.name) ?? [];
        if (before.length > 0 && option.value !== undefined && !option.multiple) {
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

  /** The same with other files. */
  public withFiles(files: readonly string[]): Arguments {
    return new Arguments(files, this.values, this.hint);
  }

  /** The same with a value of an option. */
  public with(option: string, value: string): Arguments {
    return new Arguments(this.files, new Map([...this.values, [option, [value]]]), this.hint);
  }

  public has(option: string): boolean {
    return this.values.has(option);
  }

  public all(option: string): readonly string[] {
    return this.values.get(option) ?? [];
  }

  public one(option: string): string | undefined {
    return this.values.get(option)?.[0];
  }
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

function optionOf({ name, rawName }: OptionToken, known: readonly Option[], hint: string): Option {
  const option = known.find((each) => each.name === name);
  if (!option) {
    const near = nearest(name, known.map((each) => each.name));
    throw new CliError(`there is no option ${rawName}${didYouMean(near && `--${near}`)}`, hint);
  }
  return option;
}

function valueOf({ rawName, value, inlineValue }: OptionToken, option: Option, hint: string): string {
  if (option.value === undefined) {
    if (value !== undefined) {
      throw new CliError(`${rawName} takes no value`, hint);
    }
    return '';
  }
  // "-" is a file; another option in its place means that the value was forgotten.
  if (value === undefined || value === '' || (!inlineValue && /^-./.test(value))) {
    throw new CliError(`${rawName} needs a value`, hint);
  }
  if (option.choices && !option.choices.includes(value)) {
    throw new CliError(`${rawName} ${value}: expected ${option.choices.join(' or ')}`, hint);
  }
  return value;
}
