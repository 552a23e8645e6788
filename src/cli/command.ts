import type { Arguments } from './arguments';
import type { InputStream } from './read-input';
import type { Environment, OutputStream, Terminal } from './terminal';

/** What a command needs of the process that it runs in. */
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
}

/** A command that was called. */
export interface Invocation {
  readonly args: Arguments;
  readonly stdin: InputStream;
  readonly out: Terminal;
  readonly err: Terminal;
}

export type Command = (invocation: Invocation) => Promise<ExitCode>;
