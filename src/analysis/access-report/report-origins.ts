import type { Condition } from '../../iam/condition';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { hasUnknownPart } from '../../iam/unknown-text';
import { markedSessions } from '../../mcp/agent-sessions';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { McpServer } from '../../mcp/mcp-server';
import { serverNamed } from '../../mcp/named-servers';
import { RequestOrigin } from '../../mcp/request-origin';
import { SERVERS } from '../../mcp/servers';

/** Where calls come from, as the report tells them apart. */
export interface ReportOrigin {
  /** `direct`, `agent-session:PrincipalType=Agent`, the service principal of the server, or `any-other-server`. */
  readonly id: string;
  /** What it is called: `AWS`, `EKS`, `sessions tagged PrincipalType=Agent`. */
  readonly name: string;
}

const SESSION = 'agent-session:';

/** Whether calls from there come through a server. */
export function isServer({ id }: Pick<ReportOrigin, 'id'>): boolean {
  return id !== 'direct' && !isMarkedSession({ id });
}

export function isMarkedSession({ id }: Pick<ReportOrigin, 'id'>): boolean {
  return id.startsWith(SESSION);
}

/** An origin of the report and the requests it stands for. */
export interface JudgedOrigin extends ReportOrigin {
  readonly origin: RequestOrigin;
}

/**
 * Directly, in sessions that the policies tell by a tag, as those of agents are marked, through each server whose service principal AWS documents or
 * the policies name, and through any other.
 */
export function reportOrigins(policies: Iterable<LocatedPolicy>): JudgedOrigin[] {
  const known = SERVERS.flatMap(({ title: name, servicePrincipal: principal }) => (principal === undefined ? [] : [{ name, principal }]));
  const statements = withDifferentConditions(policies);
  const named = [...new Set(statements.flatMap(namedServers))]
    .filter((principal) => known.every((each) => each.principal !== principal)).sort();
  return [
    { id: 'direct', name: 'direct', origin: RequestOrigin.direct() },
    ...markedSessions(statements).map(({ mark, origin }) => ({ id: `${SESSION}${mark}`, name: `sessions tagged ${mark}`, origin })),
    ...[...known, ...named.map((principal) => ({ name: principal, principal }))].map(({ name, principal }) => (
      { id: principal, name, origin: RequestOrigin.via(McpServer.of(principal)) })),
    { id: 'any-other-server', name: 'any other server', origin: RequestOrigin.via(McpServer._other(named)) },
  ];
}

/** The statements, but of those with the same condition and effect the first only: an app repeats them. */
function withDifferentConditions(policies: Iterable<LocatedPolicy>): Statement[] {
  const [denies, others] = [new Map<Condition, Statement>(), new Map<Condition, Statement>()];
  for (const policy of policies) {
    for (const statement of PolicyDocument.of(policy).knownStatements) {
      const found = statement.effect === 'Deny' ? denies : others;
      if (!found.has(statement.condition)) {
        found.set(statement.condition, statement);
      }
    }
  }
  return [...denies.values(), ...others.values()];
}

/** Service principals that a statement's condition compares `aws:CalledViaAWSMCP` with. */
function namedServers({ condition }: Statement): string[] {
  return condition.testsOf(McpContextKey.CALLED_VIA_AWS_MCP).flatMap(({ values }) => values)
    .filter((value): value is string => value !== undefined && isServicePrincipal(value));
}

function isServicePrincipal(principal: string): boolean {
  return !hasUnknownPart(principal) && serverNamed(principal) !== undefined;
}
