import { CliError } from './cli-error';
import { ANY_OTHER_SERVER } from './statement-origins';
import { knownServers } from '../analysis/rules/servers';
import { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';

export interface NamedOrigin {
  readonly name: string;
  readonly origin: RequestOrigin;
}

/** The origins that `--via` names; if it names none, a direct call, each known server, and any other one. */
export function originsOf(via: readonly string[], hint: string): NamedOrigin[] {
  if (via.length > 0) {
    return [...new Map(via.map((name) => originOf(name, hint)).map((each) => [each.name, each])).values()];
  }
  return [
    DIRECT,
    ...knownServers().map(throughServer),
    { name: ANY_OTHER_SERVER, origin: RequestOrigin.via(McpServer.of('unlisted-mcp.amazonaws.com')) },
  ];
}

const DIRECT: NamedOrigin = { name: 'direct', origin: RequestOrigin.direct() };

/** `eks` and `eks-mcp` are short for `eks-mcp.amazonaws.com`. */
function originOf(name: string, hint: string): NamedOrigin {
  if (name === 'direct') {
    return DIRECT;
  }
  if (name === 'any') {
    return { name: 'any server', origin: RequestOrigin.viaAnyServer() };
  }
  const short = new Map(knownServers().map((server) => [server.servicePrincipal.replace(/-mcp\..*$/, ''), server]));
  const known = short.get(name.replace(/-mcp$/, ''));
  try {
    return throughServer(known ?? McpServer.of(name));
  } catch {
    throw new CliError(`--via ${name}: expected ${[...short.keys()].join(', ')}, any, direct, or a service principal such as aws-mcp.amazonaws.com`, hint);
  }
}

function throughServer(server: McpServer): NamedOrigin {
  return { name: server.servicePrincipal, origin: RequestOrigin.via(server) };
}
