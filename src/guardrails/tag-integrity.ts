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
  /** To which calls it is denied, to each in a statement of its own. Default: those through a managed MCP server. */
  readonly conditions?: ConditionBlock[];
  /** Who may still. */
  readonly exempt: PrincipalFilter[];
}

/**
 * The statements that keep callers from setting and removing the tags by which a guardrail tells principals apart; none if it does not.
 *
 * Without it, an agent that may tag its own role is as exempt as it likes. Keys of tags of roles, users and sessions are case-insensitive.
 *
 * @param marks what tells agents from others: only another value of their tags is kept from being set
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function tagIntegrity(
  subject: string, filters: PrincipalFilter[], marks: PrincipalFilter[], { conditions, exempt }: TagIntegrity,
): Array<(sid: string) => iam.PolicyStatement> {
  const keys = PrincipalFilter._tagKeys(filters);
  // An agent may pass its mark on, and give it to others.
  const kept = [
    ...(keys.length > 0 ? [naming(keys)] : []),
    ...PrincipalFilter._tags(marks).map(({ key, notOf }) => ({ ...naming([key]), ...notOf('Request') })),
  ];
  return kept.flatMap((block) => (conditions ?? [McpCondition.viaAnyServer().toConditions()])
    .map((condition) => combineConditions(subject, condition, block, ...PrincipalFilter._noneOf(exempt))))
    .map((its) => (sid) => {
      const statement = new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions: TAGGING, resources: ['*'], conditions: its });
      made.add(statement);
      return statement;
    });
}

/** That a request names one of the tags. Keys of tags of roles, users and sessions are case-insensitive. */
export function naming(keys: string[]): ConditionBlock {
  return { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': keys.length === 1 ? keys[0] : keys } };
}

/** Whether the statement is there to keep the tags that others depend on. */
export function keepsTags(statement: iam.PolicyStatement): boolean {
  return made.has(statement);
}
