import { McpServer } from './mcp-server';
import { SERVERS } from './servers';
import { wildcardMatcher } from '../iam/wildcard';
import { formatValue } from '../private/format';

/** What a pattern of a policy means of the actions that AWS has removed. */
export interface RemovedActions {
  readonly server: McpServer;
  /** Of a Deny on them nothing is left: it no longer blocks. */
  readonly removed: readonly string[];
  /** Whether there never were such actions, and none of the prefix is left. */
  readonly isInvented: boolean;
  /** Actions that the pattern means and that there are still. */
  readonly kept: readonly string[];
}

/** What a pattern, such as `aws-mcp:Call*`, means of them; `undefined` if none. */
export function removedBy(pattern: string): RemovedActions | undefined {
  const [prefix, name] = pattern.split(':');
  const facts = SERVERS.find(({ removed, services }) => removed && services.includes(prefix.toLowerCase()));
  if (!facts || name === undefined) {
    return undefined;
  }
  const matches = wildcardMatcher(name.toLowerCase());
  const namesOf = (actions: readonly string[]) => actions.map((action) => action.split(':')).filter(([service]) => service === prefix.toLowerCase())
    .map(([, each]) => each);
  const matching = (names: readonly string[]) => names.filter((each) => matches(each.toLowerCase()) === true).map((each) => `${prefix}:${each}`);
  const left = namesOf([...facts.connectActions, ...facts.deniableActions, ...facts.otherActions]);
  const removed = matching(namesOf(facts.removed!.actions));
  // Of a service without any action left, whatever is named is none.
  return removed.length > 0 || left.length === 0
    ? {
      server: McpServer.of(facts.servicePrincipal!),
      removed: removed.length > 0 ? removed : [pattern],
      isInvented: removed.length === 0,
      kept: matching(left),
    } : undefined;
}

/** What became of the actions that a Deny names, to follow their names. */
export function whatBecameOf(found: readonly RemovedActions[]): string {
  const invented = found.filter(({ isInvented }) => isInvented).flatMap(({ removed }) => removed).map((action) => action.split(':')[0].toLowerCase());
  return invented.length === 0 ? 'which AWS has removed' : `but AWS has removed every action of ${[...new Set(invented)].join(' and ')}`;
}

/** Why a guardrail can't be about a pattern that means nothing but removed actions; `undefined` if it can. */
export function removalProblem(pattern: string): string | undefined {
  const found = removedBy(pattern);
  return found && found.kept.length === 0
    ? `AWS has removed ${formatValue(pattern)}, so that a Deny on it blocks nothing: deny what comes through the server by condition, with `
      + `McpGuardrail.denyViaMcp({ servers: [McpServer.of('${found.server}')] })`
    : undefined;
}
