import { AgentMark } from './agent-mark';
import type { Denial, Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { PrincipalFilter } from './principal-filter';
import { naming } from './tag-integrity';
import { ActionSet } from '../actions/action-set';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';

/** Options of `McpGuardrail.protectAgentMark()`. */
export interface ProtectAgentMarkOptions extends McpGuardrailOptions {
  /** Who may set, change and remove the tag on roles and users, such as the roles that CloudFormation deploys with; at least one filter. */
  readonly issuers: PrincipalFilter[];

  /**
   * The mark: its tags and the paths of its roles are protected.
   *
   * @default AgentMark.sessionTag()
   */
  readonly agents?: AgentMark;
}

/** What sets or removes a tag of a role or user. */
const TAGS_PRINCIPALS = ActionSet.of('iam:CreateRole', 'iam:CreateUser', 'iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser');
const TAGS_SESSIONS = ActionSet.of('sts:TagSession');
const ASSUMES = ActionSet.of('sts:AssumeRole');

/**
 * Denies what would take the mark off agents.
 *
 * A session tag overrides the role's own of the same key, so that another value of it is denied where the role is an agent's. A role's own tag is not
 * transitive: who is marked by it would lose the mark with the next role, so that agents assume no role without it. (A transitive tag stays; AWS compares
 * that, too, for the tag of the next role, once its trust policy has let the caller in.)
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 * @throws if there is no issuer, or the mark is of servers only.
 */
export function protectAgentMark(options: ProtectAgentMarkOptions): Denials {
  const { issuers, agents = AgentMark.sessionTag(), ...others } = options;
  const sid = options.sid ?? 'ProtectAgentMark';
  if (issuers.length === 0) {
    throw new Error(`${sid}: issuers is empty, so that nobody could mark an agent: name who deploys the roles of agents, `
      + 'such as [PrincipalFilter.roleNames(\'cdk-*-cfn-exec-role-*\')]');
  }
  const tags = PrincipalFilter._tags(agents._filters);
  const paths = PrincipalFilter._arns(agents._filters);
  if (tags.length + paths.length === 0) {
    throw new Error(`${sid}: agents is a mark of servers, which set the MCP keys and nobody else can: give it a session tag or the paths of roles`);
  }
  const and = (...blocks: ConditionBlock[]) => combineConditions(sid, ...blocks);
  const exempt = [...issuers, ...options.exempt ?? []];
  return denyStatements(sid, { ...others, exempt }, [
    ...tags.flatMap(({ key, of, notOf }): Denial[] => [
      { actions: TAGS_PRINCIPALS, resources: ['*'], condition: naming([key]) },
      { actions: TAGS_SESSIONS, resources: ['*'], condition: and(naming([key]), of('Resource'), notOf('Request')) },
      { actions: TAGS_SESSIONS, resources: ['*'], condition: and(naming([key]), of('Principal'), notOf('Request')) },
      { actions: ASSUMES, resources: ['*'], condition: and(of('Principal'), notOf('Resource')) },
    ]),
    ...(paths.length === 0 ? [] : [{ actions: ASSUMES, notResources: paths, condition: { ArnLike: { 'aws:PrincipalArn': paths } } }]),
  ], { conditions: [{}], exempt });
}
