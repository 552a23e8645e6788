import type { Arguments, Option } from './arguments';
import type { Problems } from './cli-error';
import type { InputContext, InputStream } from './read-input';
import type { Environment, OutputStream, Terminal } from './terminal';

/** What the command line needs of the process that it runs in. */
export interface CliProcess {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  exitCode?: number | string | null;
}

export enum ExitCode {
  OK = 0,
  /** There is something to look at. */
  FOUND = 1,
  BAD_INPUT = 2,
  /** It hangs on what is not known. */
  UNDECIDED = 3,
}

/** Options that the help shows together. */
export interface OptionGroup {
  /** What stands above them. */
  readonly heading?: string;
  readonly options: readonly Option[];
}

export interface Outputs {
  readonly out: Terminal;
  readonly err: Terminal;
  /** Whether only what was asked for is printed. */
  readonly quiet: boolean;
}

/** How a result is printed. */
export interface Printers<Result> {
  readonly text: (result: Result, outputs: Outputs) => void;
  /** Each other format is JSON, or a string that is written as it is. */
  readonly [format: string]: (result: Result, outputs: Outputs, problems: Problems) => unknown;
}

/** What a command reads besides its arguments. */
export interface CommandContext extends InputContext {
  /** Those that there are. */
  readonly commands: readonly NamedCommand[];
}

/** A command of the command line. What it is called stands in `commands.ts`. */
export interface Command<Input = any, Result = any> {
  /** The first paragraph of its help. */
  readonly about: string;
  /** Arguments that it can't do without, besides files. */
  readonly needs?: string;
  /** What it takes instead of any number of files. */
  readonly takes?: string;
  /** Whether it reads directories that are no `cdk.out`. */
  readonly readsFolders?: true;
  /** Its own options; `optionsOf()` has those that every command has, too. */
  readonly options: readonly OptionGroup[];
  /** What may stand behind its name, as the help shows it. */
  readonly examples: readonly string[];
  /** What the help says of the exit code. */
  readonly exitCodes: string;
  /** Where the help says that more is to be read. */
  readonly more?: string;
  /** Reads what it works on, as far as it can be read. */
  readonly input: (args: Arguments, context: CommandContext) => Promise<Input>;
  /** Whether there is something to say of what could be read, without the rest. By default there is not. */
  readonly saysPart?: (input: Input) => boolean;
  readonly run: (input: Input, args: Arguments, problems: Problems) => Result | Promise<Result>;
  /** By format: the values that `--format` has. */
  readonly print: Printers<Result>;
  readonly exitCode: (result: Result) => ExitCode;
}

export interface NamedCommand {
  readonly name: string;
  /** What it does, as the list of the commands says it. */
  readonly summary: string;
  /** Reads the command: that of another one is not needed, and for the list none is. */
  readonly load: () => Command;
}

/** Of a command that reads directories: what `folderOptions()` understands. */
const FOLDER_OPTIONS: readonly Option[] = [
  { name: 'include', value: 'GLOB', multiple: true, about: 'of directories read only such files, whatever they end in: "*.policy", "iam/**"' },
  { name: 'exclude', value: 'GLOB', multiple: true, about: 'of directories leave out such files and directories' },
  { name: 'no-ignore', about: 'of directories read also what git ignores' },
];

/** All options of a command: its own, the format, and the help. */
export function optionsOf({ options, print, readsFolders }: Command): OptionGroup[] {
  const formats = Object.keys(print);
  const common: Option[] = [
    ...readsFolders ? [...FOLDER_OPTIONS, { name: 'verbose', about: 'says on standard error which files of directories were passed over' }] : [],
    ...formats.length === 1 ? [] : [{ name: 'format', value: formats.join('|'), choices: formats, about: `what to print (default: text)${formats.includes('sarif') ? '; sarif is for code scanning, junit for CI servers, github for annotations of GitHub Actions' : ''}` }],
    { name: 'quiet', short: 'q', about: 'no progress, and no summary' },
    { name: 'help', short: 'h', about: 'this text' },
  ];
  const last = options[options.length - 1];
  return [...options.slice(0, -1), { ...last, options: [...last?.options ?? [], ...common] }];
}
