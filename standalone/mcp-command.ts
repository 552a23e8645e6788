import type { serve as serving } from './tool-server';
import type { Command } from '../src/cli/command';
import { ExitCode } from '../src/cli/command';
import { main } from '../src/cli/main';
import { version } from '../src/cli/program';

/** Serves the commands as tools for agents. */
export const mcp: Command<void, void> = {
  about: 'Is an MCP server itself, on standard input and output: an agent that writes a policy can ask whether it is right. Its tools check and explain policies, '
    + 'simulate requests, tell who can call an action and why one was denied, and propose guardrails. They read what they are given: no files, no credentials, no network.',
  takes: '',
  options: [],
  examples: [],
  exitCodes: '0 when the input ends',
  input: async () => undefined,
  run: () => {
    // A file of its own, for it would make every command start later.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    (require('./tool-server') as { serve: typeof serving }).serve(main, version());
  },
  print: { text: () => undefined },
  exitCode: () => ExitCode.OK,
};
