import type { Warning } from './warn-at-synthesis';
import { misfitsOf, resourcesInstead } from '../actions/misfits';
import { serverNameProblems } from '../actions/server-names';
import type { Statement } from '../iam/statement';
import { matchedOrigins, matchesNone } from '../mcp/matched-origins';
import { formatTests, mcpTests } from '../mcp/mcp-tests';
import { formatValue } from '../private/format';

/** What the warnings are acknowledged by. */
const RESOURCE = 'cdk-mcp-guardrails:resourcePerhapsNotDenied';
const SERVER = 'cdk-mcp-guardrails:uncertainServer';

/** A statement of a guardrail, as its policy will have it. */
export interface SidStatement {
  readonly sid: string;
  readonly statement: Statement;
}

/**
 * Refuses statements of a guardrail that certainly match no request. What is known only at deployment may be anything.
 *
 * @returns warnings of those that likely match none
 * @throws if a server is none, no call has the condition, or the actions are about none of the resources.
 */
export function checkThatTheyMatch(statements: readonly SidStatement[]): Warning[] {
  const warnings: Warning[] = [];
  const warn = (warning: string, message: string) => warnings.push({ warning, message });
  for (const { sid, statement: { condition } } of statements) {
    for (const { kind, message } of serverNameProblems(condition)) {
      if (kind === 'none') {
        throw new Error(`statement "${sid}" is about no server: ${message}`);
      }
      warn(SERVER, `statement "${sid}" may be about no server: ${message}`);
    }
    const origins = matchedOrigins(condition);
    if (origins && matchesNone(origins)) {
      throw new Error(`statement "${sid}" denies nothing: ${formatTests(mcpTests(condition))} matches no call, direct or through any server`);
    }
  }
  for (const alike of ofTheSameResources(statements)) {
    const misfits = misfitsOf(alike.map(({ statement }) => statement));
    if (misfits) {
      const [resource, ...others] = misfits.resources;
      const reason = `none of its actions is about ${formatValue(resource)}${others.length === 0 ? '' : ` and ${others.length} more`}; ${resourcesInstead(misfits)}`;
      if (misfits.all && misfits.certain) {
        throw new Error(`statement "${alike[0].sid}" denies nothing: ${reason}`);
      }
      if (misfits.all || misfits.certain) {
        warn(RESOURCE, `statement "${alike[0].sid}" ${misfits.all ? 'seems to deny nothing' : 'denies nothing there'}: ${reason}`);
      }
    }
  }
  return warnings;
}

/** What was one statement of an intent, before it was divided: the others have its Sid with a number. */
function ofTheSameResources(statements: readonly SidStatement[]): SidStatement[][] {
  const groups = new Map<string, SidStatement[]>();
  for (const each of statements) {
    const { resource, json } = each.statement;
    if (resource && !resource.hasStar) {
      const key = `${each.sid.replace(/\d+$/, '')} ${JSON.stringify(json.Resource)}`;
      groups.set(key, [...groups.get(key) ?? [], each]);
    }
  }
  return [...groups.values()];
}
