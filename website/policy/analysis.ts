/** What is asked of the command line, which runs in the worker. */
export interface Question {
  readonly args: readonly string[];
  readonly files: { readonly [name: string]: string };
}

/** What the command line says. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Who answers. */
export interface Analysis {
  /** Never fails: what goes wrong is in the answer. */
  ask(question: Question): Promise<Answer>;
}
