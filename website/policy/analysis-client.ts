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
