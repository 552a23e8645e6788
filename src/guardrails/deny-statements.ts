import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { AgentMark } from './agent-mark';
import { PrincipalFilter } from './principal-filter';
import type { TagIntegrity } from './tag-integrity';
import { tagIntegrity } from './tag-integrity';
import type { ActionSet } from '../actions/action-set';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { isResource } from '../iam/problems/resource-problems';
import { validSid } from '../iam/sid';
import { hasUnknownPart } from '../iam/unknown-text';
import type { McpServer } from '../mcp/mcp-server';
import { formatValue } from '../private/format';
import { copied } from '../private/json';

/** What every ready guardrail takes. */
export interface McpGuardrailOptions {
  /**
   * The Sid of the guardrail's statement, letters and digits. A guardrail that needs several statements numbers the
   * others: `MySid`, `MySid2`.
   *
   * @default - the guardrail's own, such as `DenyViaMcp`
   */
  readonly sid?: string;

  /**
   * Deny only these principals: those that are in any of the filters.
   *
   * @default - every principal that the policy reaches
   */
  readonly appliesTo?: PrincipalFilter[];

  /**
   * Don't deny these principals: those that are in any of the filters.
   *
   * @default - none
   */
  readonly exempt?: PrincipalFilter[];
}

/** What the guardrails about calls through MCP take besides. */
export interface McpGuardrailScope extends McpGuardrailOptions {
  /**
   * The ARNs of the resources on which it is denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * The servers through which it is denied.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];

  /**
   * Whom it is denied: who is an agent. Instead of `servers`. Each mark is a statement of its own, so that a policy holds fewer actions.
   *
   * @default - calls through the `servers`
   */
  readonly agents?: AgentMark;
}

/** What one statement of an intent denies, before the principal filters are applied. */
export interface Denial {
  readonly actions: ActionSet;
  readonly condition: ConditionBlock;
  readonly resources?: string[];
  readonly notResources?: string[];
  /** The keys of the tags of principals with which the condition compares something, besides those of the filters. */
  readonly principalTags?: string[];
  /** Whether the statement is left out if there are no actions, rather than being an error. */
  readonly mayBeEmpty?: boolean;
}

/** What a guardrail is made of: its id, and its statements, which know their actions only when a policy is made of them. */
export interface Denials {
  readonly id: string;
  readonly statements: () => iam.PolicyStatement[];
}

/**
 * Deny statements for everything in `denials`, narrowed to the principals meant.
 *
 * There is one for each denial and each key that `appliesTo` tests, for keys in one statement are ANDed; and more that keep the tags
 * by which principals are told apart.
 *
 * @param tags who may still set them; by default direct callers, and those whom another filter exempts
 */
export function denyStatements(
  defaultSid: string, options: McpGuardrailOptions & { readonly agents?: AgentMark }, denials: Denial[], tags?: TagIntegrity,
): Denials {
  const sid = validSid(options.sid ?? defaultSid);
  if (options.appliesTo?.length === 0) {
    throw new Error(`${sid}: appliesTo is empty, so that the guardrail would apply to nobody: leave it out for everybody`);
  }
  const exempt = options.exempt ? PrincipalFilter._noneOf(options.exempt) : [];
  const principals = options.appliesTo ? PrincipalFilter._anyOf(options.appliesTo) : [{}];
  const props = denials.flatMap((denial) => principals.map((meant) => ({
    denial, conditions: combineConditions(sid, denial.condition, meant, ...exempt),
  })));
  const compared = denials.flatMap(({ principalTags }) => principalTags ?? []).map((key) => PrincipalFilter.tag(key, '*'));
  const filters = [...options.appliesTo ?? [], ...options.exempt ?? [], ...compared];
  const marks = options.agents?._filters ?? [];
  const keepTags = filters.length + marks.length === 0 ? [] : tagIntegrity(sid, filters, marks, tags ?? {
    conditions: options.agents?._calls().map(({ anywhere }) => anywhere), exempt: PrincipalFilter._withoutTags(options.exempt ?? []),
  });
  return {
    id: sid,
    statements: () => {
      const needed = props.filter(({ denial: { actions, mayBeEmpty } }) => !mayBeEmpty || !actions._isEmpty());
      const statements = (needed.length > 0 ? needed : props.slice(0, 1)).map(({ denial, conditions }, i) => new iam.PolicyStatement({
        sid: i === 0 ? sid : `${sid}${i + 1}`,
        effect: iam.Effect.DENY,
        ...denial.actions._elements(),
        resources: denial.resources,
        notResources: denial.notResources,
        conditions: copied(conditions),
      }));
      return [...statements, ...keepTags.map((keep, i) => keep(`${sid}${statements.length + i + 1}`))];
    },
  };
}

/** The resources a guardrail is about: `*` unless given. */
export function guardrailResources(sid: string, resources: string[] | undefined): string[] {
  if (!resources) {
    return ['*'];
  }
  if (resources.length === 0) {
    throw new Error(`${sid}: resources is empty, so that nothing would be denied: leave it out for all resources`);
  }
  for (const resource of Token.isUnresolved(resources) ? [] : resources) {
    // A character that marks what is known only at deployment says nothing of the kind when somebody writes it. Of "**" it is not documented what it means.
    if (!Token.isUnresolved(resource) && (!isResource(resource) || hasUnknownPart(resource) || /^\*\*/.test(resource))) {
      throw new Error(`${sid}: ${formatValue(resource)} is not a resource: expected an ARN or "*", such as "arn:aws:s3:::reports/*"`);
    }
  }
  return [...new Set(resources)];
}
