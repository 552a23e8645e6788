import { callersOf } from './statement-callers';
import type { StatementOrigins } from './statement-origins';
import type { Statement } from '../iam/statement';

const SESSION = 'aws:SignInSessionArn';

/**
 * What a statement's test of a sign-in session tells: a login, and not the channel. After `aws login` the person's own calls carry the key, and
 * what an agent calls through a server from that login carries the same value. `undefined` if it has no such test.
 */
export function loginText({ condition, effect }: Statement, origins: StatementOrigins): string | undefined {
  if (condition.testsOf(SESSION).length === 0) {
    return undefined;
  }
  const names = callersOf(origins).map(({ name }) => name);
  const [people, agents] = [names.includes('people'), names.includes('agents')];
  const fact = `${SESSION} tells a login, not a channel: after aws login, the person's own calls carry it, too`;
  return !agents || !people ? agents ? `${fact}; of these, the statement is about the agents' only` : fact
    : `${fact}; for the agents' only, add Bool aws:ViaAWSMCPService = "true"${effect === 'Deny' ? ' (as it is, the person is denied, too)' : ''}`;
}
