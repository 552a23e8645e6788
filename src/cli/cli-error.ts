/** What the user can put right: shown as one line, without a stack trace. */
export class CliError extends Error {
  public override readonly name = 'CliError';

  /** @param hint a second line: what to do */
  public constructor(message: string, public readonly hint?: string) {
    super(message);
  }
}

/** Whether an error of the library is about what it was given: it throws plain `Error`s then, and others are internal errors. */
export function isAboutInput(error: unknown): error is Error {
  return error instanceof Error && error.name === 'Error' && !('code' in error);
}

/** Runs a piece of the library on what the user gave. */
export function aboutInput<T>(place: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isAboutInput(error) ? new CliError(place === undefined ? error.message : `${place}: ${error.message}`) : error;
  }
}
