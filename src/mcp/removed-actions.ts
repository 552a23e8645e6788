import { McpServer } from './mcp-server';
import { wildcardMatcher } from '../iam/wildcard';

/** The IAM actions that a server had in its preview, and that IAM no longer knows. */
export interface RemovedActions {
  readonly server: McpServer;
  /** Names of the actions. Of a Deny on them nothing is left: it no longer blocks. */
  readonly names: string[];
  /** Names of actions with the same prefix that there are still. */
  readonly kept: string[];
}

/**
 * By service prefix.
 *
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html (aws-mcp, removed 2026-03-24)
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * (sagemaker-unified-studio-mcp has had only AuthorizeVpce since 2026-05-29)
 */
export const REMOVED_ACTIONS: { [prefix: string]: RemovedActions } = {
  'aws-mcp': { server: McpServer.AWS, names: ['InvokeMcp', 'CallReadOnlyTool', 'CallReadWriteTool'], kept: [] },
  'sagemaker-unified-studio-mcp': {
    server: McpServer.SAGEMAKER_UNIFIED_STUDIO, names: ['InvokeMcp', 'CallReadOnlyTool', 'CallPrivilegedTool'], kept: ['AuthorizeVpce'],
  },
};

/** What a pattern of a policy, such as `aws-mcp:Call*`, means of them; `undefined` if none. */
export function removedBy(pattern: string): { server: McpServer; removed: string[]; kept: string[] } | undefined {
  const [prefix, name] = pattern.split(':');
  const entry = name !== undefined && Object.hasOwn(REMOVED_ACTIONS, prefix.toLowerCase()) ? REMOVED_ACTIONS[prefix.toLowerCase()] : undefined;
  if (!entry) {
    return undefined;
  }
  const matches = wildcardMatcher(name.toLowerCase());
  const matching = (names: string[]) => names.filter((each) => matches(each.toLowerCase()) === true).map((each) => `${prefix}:${each}`);
  const removed = matching(entry.names);
  return removed.length === 0 ? undefined : { server: entry.server, removed, kept: matching(entry.kept) };
}

/** Why a guardrail can't be about a pattern that means nothing but removed actions; `undefined` if it can. */
export function removalProblem(pattern: string): string | undefined {
  const found = removedBy(pattern);
  return found && found.kept.length === 0
    ? `AWS has removed "${pattern}", so that a Deny on it blocks nothing: deny what comes through the server by condition, with `
      + `McpGuardrail.denyViaMcp({ servers: [McpServer.of('${found.server}')] })`
    : undefined;
}
