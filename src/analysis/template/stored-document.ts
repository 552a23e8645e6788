/**
 * A policy document of a template that is not held in memory, and is read when it is asked for: an account has more of them than memory. It stands where the
 * document would, and has no functions in it.
 */
export class StoredDocument {
  /** @param read gives it, each time anew */
  public constructor(private readonly read: () => unknown) {}

  public get value(): unknown {
    return this.read();
  }

  /** What writes a template as JSON writes the document. */
  public toJSON(): unknown {
    return this.value;
  }
}
