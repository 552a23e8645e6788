import type { ServerFacts } from '../src/mcp/servers';
import { SERVERS } from '../src/mcp/servers';

const MANY = 4;

/** The page with the table of servers as it is now, between its marks. */
export function withServers(page: string): string {
  const marked = /(<!-- servers -->\n)[^]*?(<!-- end -->)/;
  if (!marked.test(page)) {
    throw new Error('docs/servers.md: there is no place for the table of servers');
  }
  return page.replace(marked, (_, begin, end) => `${begin}${serversTable()}\n${end}`);
}

/** What is known of each server, a line each. */
export function serversTable(): string {
  return [
    '| server | `McpServer` | `--via` | `aws:CalledViaAWSMCP` | IAM actions | endpoint | VPC endpoint | AWS on it, read |',
    '|---|---|---|---|---|---|---|---|',
    ...SERVERS.map((facts) => `| ${cells(facts).join(' | ')} |`),
  ].join('\n');
}

function cells(facts: ServerFacts): string[] {
  const { name, constant, id, servicePrincipal, endpoints, regions, sources, vpcEndpoint } = facts;
  return [
    name,
    constant === undefined ? '–' : `\`${constant}\``,
    servicePrincipal === undefined ? '–' : `\`${id}\``,
    servicePrincipal === undefined ? facts.authentication === 'none' ? '–' : 'not documented' : `\`${servicePrincipal}\``,
    actions(facts).join('; '),
    endpoints.length === 0 ? 'not documented'
      : endpoints.map((endpoint) => `\`${endpoint}\``).join(', ') + (regions && endpoints.some((each) => each.includes('{region}')) ? ` in ${regions.join(', ')}` : ''),
    vpcEndpoint ? `\`com.amazonaws.{region}.${vpcEndpoint.service}\`, there ${listed(vpcEndpoint.actions)}` : 'not documented',
    sources.map(({ url, read }, i) => `[${i + 1}](${url}) ${read}`).join(', '),
  ];
}

function actions({ authentication, connectActions, deniableActions, removed, services }: ServerFacts): string[] {
  if (authentication === 'none') {
    return ['none, and no credentials: IAM can\'t gate it'];
  }
  return [
    ...connectActions.length > 0 ? [`${listed(connectActions)} must be allowed`] : [],
    ...deniableActions.length > 0 ? [`a Deny on ${listed(deniableActions)} blocks, an Allow is not needed`] : [],
    ...removed ? [`none; AWS removed ${listed(removed.actions)} on ${removed.on}: a Deny on them **no longer blocks**`] : [],
    ...connectActions.length + deniableActions.length === 0 && !removed ? [`AWS names none for connecting; what is signed with AWS credentials needs \`${services.join('`, `')}\` actions`] : [],
    ...authentication === 'AWS credentials' ? [] : ['or a token of its own, which IAM does not see'],
  ];
}

/** `eks-mcp:InvokeMcp`, `CallReadOnlyTool`; of a long list only how many. */
function listed(all: readonly string[]): string {
  const [service] = all[0].split(':');
  return all.length > MANY ? `${all.length} actions \`${service}:*\``
    : all.map((action, i) => `\`${i > 0 && action.startsWith(`${service}:`) ? action.slice(service.length + 1) : action}\``).join(', ');
}
