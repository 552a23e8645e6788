/** What the user can put right: printed as one line, without a stack trace. */
export class CliError extends Error {
  public override readonly name = 'CliError';

  /** @param hint a second line: what to do */
  public constructor(message: string, public readonly hint?: string) {
    super(message);
  }
}

/** Whether an error of the library is about what it was given: it throws plain `Error`s then, and others are internal errors. */
function isAboutInput(error: unknown): error is Error {
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

/** What is wrong with some of the input: the rest does not wait for it. */
export class Problems {
  public readonly found: CliError[] = [];

  /** What the work returns; `undefined` if it fails because of its input, which is kept. */
  public attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      return this.keep(error);
    }
  }

  /** The same of work that may be done again and fail again, which is one problem. */
  public attemptOnce<T>(work: () => T): T | undefined {
    const before = this.found.length;
    const result = this.attempt(work);
    if (this.found.slice(0, before).some(({ message }) => message === this.found[before]?.message)) {
      this.found.length = before;
    }
    return result;
  }

  /** @throws the error, if the user can't put it right */
  public keep(error: unknown): undefined {
    if (isStackOverflow(error)) {
      this.found.push(new CliError('the input is nested too deep'));
    } else if (error instanceof CliError) {
      this.found.push(error);
    } else {
      throw error;
    }
    return undefined;
  }
}

/** A policy that is a string in a template is parsed with the template, and may be nested as deep as it likes. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('Maximum call stack');
}
