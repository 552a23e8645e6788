import { Arguments } from './arguments';
import { CliError, isStackOverflow, Problems } from './cli-error';
import type { CliProcess, NamedCommand, Outputs } from './command';
import { ExitCode, optionsOf } from './command';
import { COMMANDS } from './commands';
import type { PassedOver } from './input';
import { PROGRAM, REPOSITORY, version } from './program';
import { Progress } from './progress';
import { outputProblem, Terminal } from './terminal';
import { printCommandUsage, printUsage } from './usage';
import { didYouMean, nearest } from '../private/edit-distance';

/**
 * Runs the command line.
 *
 * @param args what stands behind the program's name
 * @param io the process, of which it sets the exit code
 * @param commands those that there are
 */
export async function main(args: readonly string[] = process.argv.slice(2), io: CliProcess = process, commands = COMMANDS): Promise<void> {
  const [out, err] = [io.stdout, io.stderr].map((stream) => new Terminal(stream, io.env));
  const fail = (error: unknown) => {
    io.exitCode = ExitCode.BAD_INPUT;
    showError(error, err, io);
    err.flush();
  };
  for (const stream of [io.stdout, io.stderr]) {
    stream.on?.('error', (error) => {
      const problem = outputProblem(error);
      if (problem) {
        fail(problem);
      }
    });
  }
  try {
    const code = await run(args, { out, err }, io, commands);
    err.flush();
    out.flush();
    io.exitCode = code;
  } catch (error) {
    fail(error);
  }
}

async function run(
  [first, ...rest]: readonly string[], { out, err }: Pick<Outputs, 'out' | 'err'>, io: CliProcess, commands: readonly NamedCommand[],
): Promise<ExitCode> {
  if (first === undefined) {
    printUsage(commands, err);
    return ExitCode.BAD_INPUT;
  }
  if (first === '--help' || first === '-h') {
    printUsage(commands, out);
    return ExitCode.OK;
  }
  if (first === '--version') {
    out.line(version());
    return ExitCode.OK;
  }
  const found = commands.find(({ name }) => name === first);
  if (!found) {
    const [what, near] = first.startsWith('-') ? ['option', undefined] : ['command', nearest(first, commands.map(({ name }) => name))];
    throw new CliError(`there is no ${what} ${first}${didYouMean(near)}`, `${PROGRAM} --help lists the commands.`);
  }
  const command = found.load();
  const args = Arguments.parse(rest, optionsOf(command).flatMap(({ options }) => options), `${PROGRAM} ${first} --help tells more.`);
  if (args.has('help')) {
    printCommandUsage(found, out);
    return ExitCode.OK;
  }
  const problems = new Problems();
  const quiet = args.has('quiet');
  const progress = new Progress(io.stderr, quiet);
  const outputs = { out, err, quiet };
  const passed = ({ name, why }: PassedOver) => args.has('verbose') && err.line(`${name}: ${why}`);
  const input = await command.input(args, {
    // Node.js makes a stream of it when it is asked for.
    get stdin() {
      return io.stdin;
    },
    problems,
    progress,
    passed,
    commands,
  });
  progress.end();
  let code = ExitCode.BAD_INPUT;
  const format = args.one('format') ?? 'text';
  // What a program reads is there also if nothing could be read.
  if (problems.found.length === 0 || command.saysPart?.(input) || (command.saysPart && format !== 'text')) {
    const result = await command.run(input, args, problems);
    const printed = command.print[format](result, outputs, problems);
    if (typeof printed === 'string') {
      out.verbatim(printed);
    } else if (format !== 'text') {
      out.json(printed);
    }
    code = command.exitCode(result);
  }
  problems.found.forEach((problem) => printProblem(problem, err));
  return problems.found.length === 0 ? code : ExitCode.BAD_INPUT;
}

function showError(thrown: unknown, err: Terminal, { env }: CliProcess): void {
  if (thrown instanceof CliError) {
    printProblem(thrown, err);
    return;
  }
  if (isStackOverflow(thrown)) {
    printProblem(new CliError('the input is nested too deep'), err);
    return;
  }
  err.line(`${PROGRAM}: internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  err.line(`Please report it, with NODE_DEBUG=${PROGRAM} set to see where it happened: ${REPOSITORY}/issues`);
  if (env.NODE_DEBUG?.split(',').includes(PROGRAM)) {
    err.verbatim(`${thrown instanceof Error ? thrown.stack : 'no stack'}\n`);
  }
}

function printProblem({ message, hint }: CliError, err: Terminal): void {
  err.line(`${PROGRAM}: ${message}`);
  if (hint !== undefined) {
    err.line(hint);
  }
}
