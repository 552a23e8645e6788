import { aws_iam as iam } from 'aws-cdk-lib';
import { PrincipalFilter } from './principal-filter';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';

/** What sets or removes a tag of a principal or of a session. */
const TAGGING = ['iam:CreateRole', 'iam:CreateUser', 'iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser', 'sts:TagSession'];

/** The statements that keep a tag as it is, which make sense only in a policy of principals. */
const made = new WeakSet<iam.PolicyStatement>();

/** Who may still set the tags that a guardrail depends on. */
export interface TagIntegrity {
  /** To which calls it is denied. Default: those through a managed MCP server. */
  readonly condition?: ConditionBlock;
  /** Who may still. */
  readonly exempt: PrincipalFilter[];
}

/**
 * The statement that keeps callers from setting and removing the tags by which a guardrail tells principals apart; `undefined` if it does not.
 *
 * Without it, an agent that may tag its own role is as exempt as it likes. Keys of tags of roles, users and sessions are case-insensitive.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function tagIntegrity(
  subject: string, filters: PrincipalFilter[], { condition, exempt }: TagIntegrity,
): ((sid: string) => iam.PolicyStatement) | undefined {
  const keys = PrincipalFilter._tagKeys(filters);
  if (keys.length === 0) {
    return undefined;
  }
  const conditions = combineConditions(subject, condition ?? McpCondition.viaAnyServer().toConditions(),
    { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': keys.length === 1 ? keys[0] : keys } }, ...PrincipalFilter._noneOf(exempt));
  return (sid) => {
    const statement = new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions: TAGGING, resources: ['*'], conditions });
    made.add(statement);
    return statement;
  };
}

/** Whether the statement is there to keep the tags that others depend on. */
export function keepsTags(statement: iam.PolicyStatement): boolean {
  return made.has(statement);
}
