import type { MarkedCalls } from './calls-via-servers';
import type { Denial, Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { CALLED_BY_SERVICES, dividedByKms, kmsDirectly } from './kms-directly';
import { connecting, markedCalls, sidOf } from './marked-calls';
import { writesOfServers } from './writes-of-servers';
import { ActionSet } from '../actions/action-set';
import { noPlainRead, plainReads, readByPattern, readPatterns } from '../actions/read-only';

/** Options of `McpGuardrail.readOnlyViaMcp()`. */
export interface ReadOnlyViaMcpOptions extends McpGuardrailScope {
  /**
   * The prefixes of the services that agents may read, such as `s3`: exactly their reads.
   *
   * @default - those that are used most, by whole reading verbs (`ec2:Describe*`), as `docs/sets/read-only.txt` lists them
   */
  readonly services?: string[];

  /**
   * What agents may read besides, such as `ActionSet.readsOf('braket')`. Those of secrets, and what gets others to act, stay denied.
   *
   * @default - nothing
   */
  readonly additionalReads?: ActionSet;
}

/** The actions that are in both. */
const inBoth = (a: ActionSet, b: ActionSet) => a.without(ActionSet.ALL.without(b));

/**
 * Denies everything but reads to calls that come through a managed MCP server.
 *
 * @throws if a list is empty. When a policy is made from it: if `additionalReads` has a write, or nothing that may be let through.
 */
export function readOnly(options: ReadOnlyViaMcpOptions): Denials {
  const sid = sidOf(options, 'ReadOnlyViaMcp');
  const { id, statements } = denyStatements(sid, options, markedCalls(sid, options).flatMap((calls) => allButReads(sid, options, calls)));
  return {
    id,
    statements: () => {
      checkReads(sid, options.additionalReads);
      return statements();
    },
  };
}

/** @param besides what is not denied either */
export function allButReads(sid: string, options: ReadOnlyViaMcpOptions, calls: MarkedCalls, besides: readonly string[] = []): Denial[] {
  const { services, additionalReads: more } = options;
  const { condition, servers } = calls;
  const connect = connecting(calls);
  if (services?.length === 0) {
    throw new Error(`${sid}: services is empty, so that everything would be denied: leave it out for the services that are used most, `
      + 'or use McpGuardrail.denyViaMcp()');
  }
  const resources = guardrailResources(sid, options.resources);
  const additional = more?.without(noPlainRead());
  const meant = services ? plainReads(...services) : inBoth(readByPattern(), plainReads());
  const others = ActionSet.ALL.without(additional ? meant.union(additional) : meant);
  const { rest, ofServices } = dividedByKms(connect.length > 0 ? others.without(ActionSet.unlisted(...connect)) : others);
  const lookalikes = [
    ...(services ? [] : [readByPattern().without(plainReads())]),
    // A pattern of actions that the table does not know may also mean some that it knows.
    ...(more ? [inBoth(noPlainRead(), more)] : []),
  ];
  return [
    {
      actions: services ? rest : ActionSet._allExcept([...readPatterns(), ...CALLED_BY_SERVICES, ...connect, ...besides], additional),
      resources,
      condition,
    },
    { actions: ofServices, resources, condition: kmsDirectly(sid, condition, servers), mayBeEmpty: true },
    ...lookalikes.slice(0, 1).map((first): Denial =>
      ({ actions: lookalikes.slice(1).reduce((set, next) => set.union(next), first), resources, condition, mayBeEmpty: true })),
    // Of services that are named nothing is meant but their reads.
    ...(services ? [] : writesOfServers(options, calls)),
  ];
}

/** @throws if they have a write, or nothing that may be let through. */
export function checkReads(sid: string, more: ActionSet | undefined): void {
  const [write] = more ? inBoth(ActionSet.writesOf(), more).without(noPlainRead()).listActions() : [];
  if (write !== undefined) {
    throw new Error(`${sid}: additionalReads has ${write}, which is no read: what agents may write is for McpGuardrail.allowOnlyViaMcp()`);
  }
  if (more?.without(noPlainRead())._isEmpty()) {
    throw new Error(`${sid}: additionalReads has only what returns secrets or does more than to read, which stays denied: leave it out`);
  }
}
