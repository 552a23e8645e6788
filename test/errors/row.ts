import { App, Stack } from 'aws-cdk-lib';

/** Who meets an error, and can put it right. */
export type Who =
  | 'author of an app' | 'author of a guardrail' | 'author of a policy' | 'author of a test' | 'cloud team' | 'reviewer at the command line' | 'user from JavaScript';

/** An error of the library, and the way out of it. */
export interface ErrorRow {
  /** What somebody did. */
  readonly what: string;
  readonly who: Who;
  readonly wrong: () => unknown;
  /** What the message says of it, at least. */
  readonly says: string;
  /** What to do. */
  readonly fix: string;
  /** The same with that done. */
  readonly right: () => unknown;
  /** The file in `src` that the message is made in, where two give the same. */
  readonly at?: string;
}

type Short = readonly [what: string, wrong: () => unknown, says: string, fix: string, right: () => unknown, at?: string];

/** The rows of one who meets them. */
export function rows(who: Who, ...all: Short[]): ErrorRow[] {
  return all.map(([what, wrong, says, fix, right, at]) => ({ what, who, wrong, says, fix, right, at }));
}

/** Synthesizes an app with one stack; the stack's environment is known. */
export function synth(make: (stack: Stack, app: App) => unknown): () => void {
  return () => {
    const app = new App();
    make(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }), app);
    app.synth();
  };
}
