import { COMMANDS } from '../src/cli/commands';
import { main as run } from '../src/cli/main';

export { check } from './api';

/** The program with what needs more than the library has in it. */
export async function main(): Promise<void> {
  await run(process.argv.slice(2), process, [
    ...COMMANDS,
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    { name: 'mcp', summary: 'is an MCP server: lets an agent ask whether a policy is right', load: () => require('./mcp-command').mcp },
  ]);
}
