import type { Arguments } from './arguments';
import { CliError } from './cli-error';
import { ANY_OTHER_SERVER } from './statement-origins';
import type { ToldOrigin } from '../activity/denial';
import { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';
import { SERVERS } from '../mcp/servers';

/** An origin by the name that `--via` takes. */
export type NamedOrigin = ToldOrigin;

/** What `--via` takes for each server whose service principal AWS documents. */
export function viaNames(): string[] {
  return SERVERS.filter(({ servicePrincipal }) => servicePrincipal !== undefined).map(({ id }) => id);
}

/** The origins that `--via` names; if it names none, a direct call, one by each marked session that is told, each known server, and any other one. */
export function originsOf(via: readonly string[], hint: string, sessions: readonly NamedOrigin[] = []): NamedOrigin[] {
  if (via.length > 0) {
    return [...new Map(via.map((name) => originOf(name, hint)).map((each) => [each.name, each])).values()];
  }
  return [DIRECT, ...sessions, ...McpServer._all().map(throughServer), { kind: 'SERVER', name: ANY_OTHER_SERVER, origin: RequestOrigin.via(McpServer._other()) }];
}

/** A call that an AWS service makes for somebody who called it directly. If the MCP keys are lost on the way, that of an agent is the same. */
export const BY_SERVICE: NamedOrigin = { kind: 'SERVICE', name: 'an AWS service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) };

/** The origins that a question about all requests is about: those that `--via` names, or all. */
export function provedOrigins(args: Arguments): NamedOrigin[] {
  return args.has('via') ? originsOf(args.all('via'), args.hint) : [DIRECT, BY_SERVICE, ...originsOf(['any'], args.hint)];
}

/** A session marked as AWS advises: the tag `PrincipalType` is `Agent`. */
export const AGENT_SESSION = 'agent-session';
const AWS_MARK = 'PrincipalType=Agent';

/** What a session with a mark is called, as `--via` takes it. */
export function sessionName(mark: string): string {
  return mark === AWS_MARK ? AGENT_SESSION : `${AGENT_SESSION}:${mark}`;
}

/** The same in words; `undefined` of another origin. */
export function sessionLabel(name: string): string | undefined {
  return name === AGENT_SESSION ? 'agent session' : name.startsWith(`${AGENT_SESSION}:`) ? `agent session (${name.slice(AGENT_SESSION.length + 1)})` : undefined;
}

export function labelOf(origin: string): string {
  return origin === 'direct' ? 'direct call' : sessionLabel(origin) ?? `through ${origin}`;
}

const DIRECT: NamedOrigin = { kind: 'DIRECT', name: 'direct', origin: RequestOrigin.direct() };

/** `eks` and `eks-mcp` are short for `eks-mcp.amazonaws.com`. */
function originOf(name: string, hint: string): NamedOrigin {
  if (name === 'direct') {
    return DIRECT;
  }
  if (name === AGENT_SESSION) {
    return { kind: 'SESSION', name, origin: RequestOrigin.agentSession() };
  }
  if (name.startsWith(`${AGENT_SESSION}:`)) {
    const [, key, value] = /^[^:]+:([^=]+)=(.+)$/s.exec(name) ?? [];
    try {
      return { kind: 'SESSION', name: sessionName(`${key ?? ''}=${value ?? ''}`), origin: RequestOrigin.agentSession(key ?? '', value) };
    } catch {
      throw new CliError(`--via ${name}: expected a tag without wildcards, such as ${AGENT_SESSION}:${AWS_MARK}`, hint);
    }
  }
  if (name === 'any') {
    return { kind: 'SERVER', name: 'any server', origin: RequestOrigin.viaAnyServer() };
  }
  const known = SERVERS.find(({ id }) => id === name.replace(/-mcp$/, ''));
  if (known && known.servicePrincipal === undefined) {
    throw new CliError(known.authentication === 'none'
      ? `--via ${name}: the ${known.name} needs no credentials and makes no calls with any: IAM can't gate it, and there is nothing to simulate`
      : `--via ${name}: AWS does not document the service principal of the ${known.name}, which aws:CalledViaAWSMCP would hold: `
        + 'what --via any says holds for every server that sets the MCP keys', hint);
  }
  try {
    return throughServer(McpServer.of(known?.servicePrincipal ?? name));
  } catch {
    throw new CliError(`--via ${name}: expected ${viaNames().join(', ')}, any, direct, ${AGENT_SESSION}, or a service principal such as aws-mcp.amazonaws.com`, hint);
  }
}

function throughServer(server: McpServer): NamedOrigin {
  return { kind: 'SERVER', by: server.servicePrincipal, name: server.servicePrincipal, origin: RequestOrigin.via(server) };
}
