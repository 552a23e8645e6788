import { McpContextKey } from './mcp-context-key';
import { McpServer } from './mcp-server';
import type { ServerFacts } from './servers';
import { SERVERS } from './servers';
import type { ConditionTest } from '../iam/condition';
import { nearest } from '../private/edit-distance';

/** The server with the service principal, which must be one. */
export function serverNamed(principal: string): McpServer | undefined {
  try {
    return McpServer.of(principal);
  } catch {
    return undefined;
  }
}

/** The server as code of the CDK: its constant, if it has one. */
export function serverInCode(servicePrincipal: string): string {
  const constant = SERVERS.find((facts) => facts.servicePrincipal === servicePrincipal)?.constant;
  // A log or a template may say anything.
  return constant === undefined ? `McpServer.of('${servicePrincipal.replace(/[\\']/g, '\\$&')}')` : `McpServer.${constant}`;
}

/** What the tests name as values of `aws:CalledViaAWSMCP`, but for patterns; as it is compared. */
export function namedServers(tests: readonly ConditionTest[]): string[] {
  return tests.filter((test) => test.name === McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase() && test.operator?.comparison?.kind === 'string')
    .flatMap((test) => test.literals.filter((value) => !isPattern(test, value))
      .map((value) => (test.operator!.comparison!.ignoresCase ? value.toLowerCase() : value)));
}

export function isPattern(test: ConditionTest, value: string): boolean {
  return test.operator?.comparison?.takes === 'wildcards' && /[*?]/.test(value);
}

/** The server that a name must be of which AWS documents no service principal. */
export function undocumentedServer(principal: string): ServerFacts | undefined {
  const [name] = principal.split('.');
  return SERVERS.find(({ servicePrincipal, id, services, endpoints }) => servicePrincipal === undefined && (
    [id, ...services].some((each) => name === each || name === `${each}-mcp`)
    || (name.endsWith('-mcp') && endpoints.some((endpoint) => endpoint.startsWith(`https://${name}.`)))));
}

/** The known server that what is not a service principal was meant to be, if it is like one. */
export function serverMeant(value: string): string | undefined {
  const principals = McpServer._all().map((server) => server.servicePrincipal);
  const names = principals.map((principal) => principal.split('.')[0]);
  const meant = nearest(value, [...principals, ...names], Math.max(2, Math.floor(value.length / 4)));
  return meant && (principals.find((principal) => principal.split('.')[0] === meant) ?? meant);
}
