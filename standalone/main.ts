import { COMMANDS } from '../src/cli/commands';
import { main as run } from '../src/cli/main';
import { standardOutput } from '../src/cli/standard-output';

export { check } from './api';

/** The program with what needs more than the library has in it. */
export async function main(): Promise<void> {
  await run(process.argv.slice(2), {
    // Node.js makes a stream of it when it is asked for.
    get stdin() {
      return process.stdin;
    },
    stdout: standardOutput(1),
    stderr: standardOutput(2),
    env: process.env,
    set exitCode(code: number) {
      process.exitCode = code;
    },
  }, [
    ...COMMANDS,
    /* eslint-disable @typescript-eslint/no-require-imports */
    { name: 'init', summary: 'makes the app of a platform team: guardrails for an organization, in phases', load: () => require('./init-command').init },
    { name: 'mcp', summary: 'is an MCP server: lets an agent ask whether a policy is right', load: () => require('./mcp-command').mcp },
  ]);
}
