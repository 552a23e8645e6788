import { operationProblem } from '../actions/operation-name';
import { combineConditions } from '../iam/combine-conditions';
import { PolicyDocument } from '../iam/document';
import { isNetworkKey } from '../iam/network-keys';
import type { Statement } from '../iam/statement';
import type { Json } from '../iam/value';
import { isIntrinsic, isObject, isOpen, itemsOf, objectOf } from '../iam/value';
import { ConditionMatch } from '../mcp/evaluate-condition';
import { McpCondition } from '../mcp/mcp-condition';
import type { McpServer } from '../mcp/mcp-server';
import { removedBy, whatBecameOf } from '../mcp/removed-actions';
import { RequestOrigin } from '../mcp/request-origin';
import { formatValue } from '../private/format';
import { assertJson } from '../private/json';

/** One change that `McpPolicyMigration.migrate()` made, or one thing it left for a person. */
export interface PolicyMigrationFinding {
  /** Whether the document was changed; if not, somebody has to look at it. */
  readonly changed: boolean;

  /** What was found, and what was done about it. */
  readonly message: string;

  /** The Sid of the statement, or its place among the statements of the original document, from 0. */
  readonly statement: string;
}

/** What `McpPolicyMigration.migrate()` returns. */
export interface PolicyMigrationResult {
  /** The policy document as it should be; a copy, also if nothing had to change. */
  readonly document: { [element: string]: any };

  /** What was changed, and what has to be looked at; empty if there was nothing to do. */
  readonly findings: PolicyMigrationFinding[];
}

/**
 * Rewrites policies of the managed MCP servers' preview.
 *
 * The AWS MCP Server and the SageMaker Unified Studio one had IAM actions of their own (`aws-mcp:InvokeMcp`, …), which AWS has
 * removed: an Allow on them does nothing, and **a Deny no longer blocks**.
 *
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html
 *
 * @example
 * const result = McpPolicyMigration.migrate({
 *   Version: '2012-10-17',
 *   Statement: [{ Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }],
 * });
 * // result.document denies everything that comes through the AWS MCP Server.
 */
export class McpPolicyMigration {
  /**
   * The document without actions that AWS has removed:
   *
   * - In an Allow they are dropped, and a statement without any other goes.
   * - A Deny on them becomes one of everything that comes through the same servers (`aws:CalledViaAWSMCP`), under the same
   *   further conditions. Other actions of the statement stay in one of their own.
   *
   * What can't be rewritten for certain stays and is reported: a Deny whose own condition contradicts the new one, or a
   * statement or a document that is an intrinsic function.
   *
   * Everything else stays as it is, the actions of the EKS and ECS servers too. Migrating the result changes nothing.
   *
   * @param document a policy document as parsed JSON: of an identity, a resource, a role's trust, or an organization
   * @throws if it is not a policy document: an object with statements.
   */
  public static migrate(document: { [element: string]: any }): PolicyMigrationResult {
    if (isIntrinsic(document)) {
      return { document: structuredClone(document), findings: saidOfLater(document).map((message) => ({ changed: false, message, statement: '' })) };
    }
    const statements = statementsOf(document);
    assertJson('the policy document', document);
    const findings: PolicyMigrationFinding[] = [];
    const sids = new Set<unknown>(statements.map(({ sid }) => sid));
    const migrated = statements.flatMap((statement, i) => {
      const report = (changed: boolean, message: string) => findings.push({ changed, message, statement: statement.sid ?? String(i) });
      return migrateStatement(statement, report, sids);
    });
    if (findings.every((finding) => !finding.changed)) {
      return { document: structuredClone(document), findings };
    }
    if (migrated.length === 0) {
      findings.push({ changed: false, message: 'no statement is left, which IAM does not accept: delete the policy', statement: '' });
    }
    return { document: structuredClone({ ...document, Statement: migrated }), findings };
  }

  private constructor() {}
}

function statementsOf(document: { [element: string]: any }): readonly Statement[] {
  const { statements, isKnown } = new PolicyDocument(document);
  if (!isKnown || document.Statement === undefined || statements.some(({ written }) => typeof written !== 'object' || written === null)) {
    throw new Error('not a policy document: expected an object with "Statement", one or a list of them');
  }
  return statements;
}

type Report = (changed: boolean, message: string) => void;

function migrateStatement(parsed: Statement, report: Report, sids: Set<unknown>): unknown[] {
  const { written, json: statement, action, resource, condition, effect } = parsed;
  if (isIntrinsic(written)) {
    saidOfLater(written).forEach((message) => report(false, message));
    return [written];
  }
  const listed = (action?.items ?? []).map((item) => ({ item, found: typeof item === 'string' ? removedBy(item) : undefined }));
  const removed = action?.negated ? [] : listed.flatMap(({ found }) => found?.removed ?? []);
  const exempt = action?.negated ? listed.filter(({ found }) => found).map(({ item }) => item) : [];
  if (exempt.length > 0) {
    report(false, `NotAction has ${exempt.join(', ')}, which AWS has removed: the statement means what it did for all other actions, `
      + `but no longer leaves a server out; say by condition what the ${effect} is about`);
  }
  const element = action?.negated ? 'NotAction' : 'Action';
  const later = (action?.items ?? []).filter((item) => typeof item === 'object');
  const inside = later.flatMap(removedIn);
  if (inside.length > 0) {
    report(false, `${element} has ${inside.join(', ')}, which AWS has removed, in what is known only at deployment: rewrite what it holds`);
  } else if ((action?.items ?? []).some(isOpenAction)) {
    report(false, `${element} is known only at deployment, so that actions which AWS has removed may be in it: look at what it is given`);
  }
  for (const problem of (action?.literals ?? []).map(operationProblem).filter((each) => each !== undefined)) {
    report(false, `${problem}: ${effect === 'Deny' ? 'the Deny of it blocks nothing' : 'as it is written it means nothing'}`);
  }
  if (removed.length === 0) {
    return [statement];
  }
  const rest = [...new Set(listed.flatMap((each) => (each.found ? [...each.found.kept] : [each.item])))];
  const remaining = rest.length === 0 ? [] : [{ ...statement, Action: rest.length === 1 ? rest[0] : rest }];
  const what = removed.join(', ');
  if (effect === undefined) {
    report(false, `has ${what}, which AWS has removed, and the Effect ${formatValue(statement.Effect)}: whether it allows or denies is not known, `
      + 'so that it is left as it is');
    return [statement];
  }
  if (effect === 'Allow') {
    report(true, `dropped ${what}, which AWS has removed: connecting to the server needs no permission any more`
      + (remaining.length === 0 ? '; nothing else was in the statement, so it is gone' : ''));
    return remaining;
  }

  const servers = [...new Set(listed.flatMap(({ found }) => found?.server ?? []))];
  const why = whatBecameOf(listed.flatMap(({ found }) => found ?? []));
  const deny = denyThrough(servers, statement, remaining.length > 0 ? uniqueSid(parsed.sid, sids) : parsed.sid);
  if (!deny) {
    report(false, `denies ${what}, ${why}, so that it blocks nothing; its own condition does not go with one on `
      + 'aws:CalledViaAWSMCP, which leaves open what it should be');
    return [statement];
  }
  report(true, `denied ${what}, ${why}, so that it blocked nothing: now denies everything that comes through ${servers.join(' and ')}`
    + (condition.tests.length > 0 ? ', under the conditions it had' : '')
    + (resource && (resource.negated || !resource.hasStar) ? ', on every resource' : ''));
  if (!removed.some((name) => /:InvokeMcp$/i.test(name))) {
    report(false, `was about ${what} only, but now blocks all tools: for reads to go on, use McpGuardrail.readOnlyViaMcp() instead`);
  }
  const network = condition.tests.map(({ key }) => key).filter(isNetworkKey);
  if (network.length > 0) {
    report(false, `${network.join(', ')} of a server's call is not the caller's: the condition may now match every call through it, or none`);
  }
  return [...remaining, deny];
}

/** What is said of a statement or a document that is known only at deployment. */
function saidOfLater(written: unknown): string[] {
  const inside = removedIn(written);
  return inside.length > 0 ? [`is ${Object.keys(objectOf(written)).find((name) => isIntrinsic({ [name]: 0 }))} with ${inside.join(', ')} in it, which AWS has removed: what `
    + 'is known only at deployment is not rewritten, so that a Deny in it no longer blocks; rewrite what it holds']
    : isOpenStatement(written) ? [MAY_HAVE_REMOVED] : [];
}

/** What is said of what is not known at all. */
export const MAY_HAVE_REMOVED = 'is known only at deployment, so that actions which AWS has removed may be in it: look at what is deployed';

/** Whether not all actions of a statement that is a function are known, of a list of them, or of a document. */
function isOpenStatement(written: unknown): boolean {
  return isOpenItem(written, (statement) => {
    const { Action, NotAction, Statement: within } = objectOf(statement);
    return isIntrinsic(statement) || [Action, NotAction].flatMap(itemsOf).some(isOpenAction) || itemsOf(within).some(isOpenStatement);
  });
}

/** One with another service in front is not of a server. */
function isOpenAction(item: unknown): boolean {
  return isOpenItem(item, (action) => {
    const [written] = isObject(action) ? itemsOf(action['Fn::Sub']) : [action];
    const [, service] = typeof written === 'string' ? /^([a-z0-9-]+):/i.exec(written) ?? [] : [];
    return isOpen(action) && (service === undefined || removedBy(`${service}:*`) !== undefined);
  });
}

/** Whether an item is so, or in a branch of an `Fn::If` one of those there. */
function isOpenItem(item: unknown, isOpenOne: (one: unknown) => boolean): boolean {
  const choice: unknown = isIntrinsic(item) ? item['Fn::If'] : undefined;
  return Array.isArray(choice) ? choice.slice(1).flatMap(itemsOf).some((each) => isOpenItem(each, isOpenOne))
    : !(isObject(item) && item.Ref === 'AWS::NoValue') && isOpenOne(item);
}

/** The actions AWS has removed, as written anywhere in the value. */
function removedIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return removedBy(value) ? [value] : [];
  }
  return typeof value === 'object' && value !== null ? [...new Set(Object.values(value).flatMap(removedIn))] : [];
}

/** An agent's call to a service, which is what the Deny is for. */
const TOOL_CALL = { 'aws:IsMcpServiceAction': ['false'], 'aws:ViaAWSService': ['false'] };

/** A Deny of everything through the servers; `undefined` if with the statement's own condition it can't be, or never matches for one. */
function denyThrough(servers: McpServer[], statement: Json, sid: string | undefined): Json | undefined {
  const { Sid, Action, Resource, NotResource, Condition, ...others } = statement;
  try {
    const combined = combineConditions('', Condition ?? {}, McpCondition.via(...servers).toConditions());
    if (servers.some((server) => McpCondition.evaluate(combined, RequestOrigin.via(server), TOOL_CALL).match === ConditionMatch.NEVER)) {
      return undefined;
    }
    return {
      ...(sid !== undefined && { Sid: sid }),
      ...others,
      Action: '*',
      Resource: '*',
      Condition: combined,
    };
  } catch {
    return undefined;
  }
}

/** A Sid like the given one that no statement has. */
function uniqueSid(sid: string | undefined, sids: Set<unknown>): string | undefined {
  if (sid === undefined) {
    return undefined;
  }
  let unique = `${sid}ViaMcp`;
  for (let i = 2; sids.has(unique); i++) {
    unique = `${sid}ViaMcp${i}`;
  }
  sids.add(unique);
  return unique;
}
