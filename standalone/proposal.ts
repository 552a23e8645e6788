import { unknownAction } from '../src/actions/unknown-action';
import { wildcardMatcher } from '../src/iam/wildcard';
import { McpServer } from '../src/mcp/mcp-server';
import { SERVERS } from '../src/mcp/servers';

/** What the build makes of the library's guardrails. */
interface ReadyGuardrail {
  readonly about: string;
  readonly policies: readonly object[];
  readonly actions?: string;
  readonly servers?: string;
}

export interface Proposal {
  readonly about: string;
  readonly policies: readonly object[];
}

/** What can be proposed, by name. */
export function proposals(): { readonly [name: string]: ReadyGuardrail } {
  // Not an import: the build makes it, and it is read when it is asked for.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../data/ready-guardrails.json');
}

/**
 * The policies of a guardrail.
 *
 * @param servers their short names
 * @throws if what is asked for makes none
 */
export function proposalOf(name: string, actions: readonly string[], servers: readonly string[]): Proposal {
  const { about, policies, ...parts } = proposals()[name];
  const problem = actions.length > 0 !== (parts.actions !== undefined) ? `actions are for deny_actions, which needs some: got ${name}`
    : servers.length > 0 !== (parts.servers !== undefined) ? `servers are for only_servers, which needs some: got ${name}`
      : actions.map((action) => (
        // Of KMS, what services call for agents must be told apart.
        mayBeOfKms(action) ? `${action}: actions of AWS KMS are in deny_destructive, deny_secret_reads and read_only, which spare what services call for agents`
          : unknownAction(action))).find((each) => each !== undefined);
  if (problem !== undefined) {
    throw new Error(problem);
  }
  const principals = servers.map((server) => McpServer.of(SERVERS.find(({ id }) => id === server)!.servicePrincipal!).servicePrincipal);
  const filled = (text: string, placeholder: string | undefined, given: readonly string[]) => (placeholder === undefined ? text
    : text.replaceAll(JSON.stringify(placeholder), JSON.stringify(given.length === 1 ? given[0] : given)));
  return { about, policies: JSON.parse(filled(filled(JSON.stringify(policies), parts.actions, actions), parts.servers, principals)) };
}

/** Whether it means actions of AWS KMS, or all. */
function mayBeOfKms(action: string): boolean {
  const [service, name] = action.toLowerCase().split(':');
  return name === undefined || wildcardMatcher(service)('kms') !== false;
}
