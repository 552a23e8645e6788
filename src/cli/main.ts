import { Arguments } from './arguments';
import { CliError } from './cli-error';
import type { CliProcess, Command } from './command';
import { ExitCode } from './command';
import { Terminal } from './terminal';
import type { CommandName } from './usage';
import { COMMANDS, OPTIONS, PROGRAM, REPOSITORY, usage } from './usage';
import { version } from './version';
import { didYouMean, nearest } from '../private/edit-distance';

/** The commands are read when one is called: `--help` needs none. */
/* eslint-disable @typescript-eslint/no-require-imports */
const IMPLEMENTATIONS: { readonly [command in CommandName]: () => Command } = {
  check: () => require('./check').check,
  explain: () => require('./explain').explain,
  migrate: () => require('./migrate').migrate,
  simulate: () => require('./simulate').simulate,
};
/* eslint-enable */

/**
 * Runs the command line.
 *
 * @param args what stands behind the program's name
 * @param io the process, of which it sets the exit code
 */
export async function main(args: readonly string[] = process.argv.slice(2), io: CliProcess = process): Promise<void> {
  const [out, err] = [io.stdout, io.stderr].map((stream) => new Terminal(stream, io.env));
  const fail = (error: unknown) => {
    io.exitCode = ExitCode.BAD_INPUT;
    showError(error, err, io);
    err.flush();
  };
  for (const stream of [io.stdout, io.stderr]) {
    stream.on?.('error', (error) => {
      // The reader has seen enough, as `head` has.
      if (error.code !== 'EPIPE') {
        fail(new CliError(`the output can't be written: ${error.code ?? error.message}`));
      }
    });
  }
  try {
    const code = await run(args, { out, err, stdin: io.stdin });
    err.flush();
    out.flush();
    io.exitCode = code;
  } catch (error) {
    fail(error);
  }
}

async function run([first, ...rest]: readonly string[], streams: { out: Terminal; err: Terminal; stdin: CliProcess['stdin'] }): Promise<ExitCode> {
  const { out, err } = streams;
  if (first === undefined) {
    err.raw(usage());
    return ExitCode.BAD_INPUT;
  }
  if (first === '--help' || first === '-h') {
    out.raw(usage());
    return ExitCode.OK;
  }
  if (first === '--version') {
    out.line(version());
    return ExitCode.OK;
  }
  const command = COMMANDS.find((name) => name === first);
  if (!command) {
    const [what, near] = first.startsWith('-') ? ['option', undefined] : ['command', nearest(first, COMMANDS)];
    throw new CliError(`there is no ${what} ${first}${didYouMean(near)}`, `${PROGRAM} --help lists the commands.`);
  }
  const parsed = Arguments.parse(rest, OPTIONS[command], `${PROGRAM} ${command} --help tells more.`);
  if (parsed.has('help')) {
    out.raw(usage(command));
    return ExitCode.OK;
  }
  return IMPLEMENTATIONS[command]()({ ...streams, args: parsed });
}

function showError(thrown: unknown, err: Terminal, { env }: CliProcess): void {
  const error = isStackOverflow(thrown) ? new CliError('the input is nested too deep') : thrown;
  if (error instanceof CliError) {
    err.line(`${PROGRAM}: ${error.message}`);
    if (error.hint !== undefined) {
      err.line(error.hint);
    }
    return;
  }
  err.line(`${PROGRAM}: a mistake of this program: ${error instanceof Error ? error.message : String(error)}`);
  err.line(`Please report it, with NODE_DEBUG=${PROGRAM} set to see where it happened: ${REPOSITORY}/issues`);
  if (env.NODE_DEBUG?.split(',').includes(PROGRAM)) {
    err.raw(`${error instanceof Error ? error.stack : 'no stack'}\n`);
  }
}

/** The text of a policy in a template is parsed with the template, and may be nested as deep as it likes. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Maximum call stack');
}
