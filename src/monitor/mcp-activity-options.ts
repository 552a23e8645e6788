import type { EventTest } from './event-test';
import { allOf, anyOf, like, missing, unlike } from './event-test';
import { PrincipalFilter } from '../guardrails/principal-filter';
import type { McpServer } from '../mcp/mcp-server';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';
import type { Validators } from '../private/validator';
import { checkedProperties, has, listOf, SERVERS, STRINGS } from '../private/validator';

/** Which servers, agents and guardrails an organization or account has: what activity is held against. */
export interface McpActivityOptions {
  /**
   * The servers that agents may use. A call or tool of any other is `McpActivitySignal.UNKNOWN_SERVER`.
   *
   * @default - every server is known
   */
  readonly servers?: McpServer[];

  /**
   * The roles and users of agents: by `PrincipalFilter.rolePaths()`, `roleNames()` or `arns()`, without `?`. A direct call of one is
   * `McpActivitySignal.OUTSIDE_MCP`.
   *
   * @default - no direct call is looked for
   */
  readonly agents?: PrincipalFilter[];

  /**
   * Whom guardrails exempt, by the same filters, such as `PrincipalFilter.roleNames('BreakGlass')`. When one is assumed or used, that is
   * `McpActivitySignal.EXEMPT_USE`.
   *
   * @default - none
   */
  readonly exempt?: PrincipalFilter[];

  /**
   * The ARNs of what the guardrails are made of, with `*` as wildcard: roles, users, groups, policies, permission sets, stacks, stack sets, buckets whose
   * policies have guardrails, and log groups that record what agents do. CloudTrail writes their names and not their paths, but for policies: each but a
   * policy needs a name.
   *
   * @default - control policies, permissions boundaries of roles, users and permission sets, policies that the library names `McpGuardrails`, and trails
   */
  readonly guardrailResources?: string[];

  /**
   * Whose changes of guardrails are not reported, by the same filters as `agents`, such as the role of a pipeline.
   *
   * @default - everybody's are
   */
  readonly administrators?: PrincipalFilter[];
}

const FILTERS = listOf(has('criterion', 'object'), 'PrincipalFilter, such as PrincipalFilter.rolePaths(\'/agents/\')');
const VALIDATORS: Validators = { servers: SERVERS, agents: FILTERS, exempt: FILTERS, guardrailResources: STRINGS, administrators: FILTERS };

/** @throws if a property is not what it has to be; `where` begins the error. */
export function checkedActivityOptions<T extends McpActivityOptions>(where: string, props: T, validators: Validators, needed: string[] = []): T {
  checkedProperties(where, props, { ...VALIDATORS, ...validators }, needed);
  if (props.servers?.length === 0) {
    throw new Error(`${where}: servers is empty, so that every call would be that of an unknown server: leave it out, or name those in use`);
  }
  return props;
}

/**
 * Patterns of the ARNs of the principals that the filters mean.
 *
 * @throws if one goes by what CloudTrail does not record, or has a `?`, or is known only at deployment.
 */
export function principalArns(where: string, filters: readonly PrincipalFilter[] = []): string[] {
  return filters.flatMap((filter) => {
    const arns = PrincipalFilter._arns([filter]);
    if (arns.length === 0) {
      throw new Error(`${where} has a filter that does not go by name, path or ARN, and CloudTrail records neither tags nor organizational units: `
        + 'expected PrincipalFilter.roleNames(), rolePaths() or arns()');
    }
    // Shorter, and all that CloudTrail writes there is an ARN of IAM.
    return arns.map((arn) => checkedPattern(where, arn).replace(/^arn:\*:iam::\*:/, '*:'));
  });
}

/** A pattern that metric filters, rules and queries all can say. */
export function checkedPattern(where: string, pattern: string): string {
  if (isToken(pattern) || pattern.includes('?')) {
    throw new Error(`${where} has ${formatValue(pattern)}: expected a value that is known at synthesis, with no wildcard but *`);
  }
  return pattern.replace(/\*{2,}/g, '*');
}

/** Where CloudTrail writes who called, in an ARN as `aws:PrincipalArn` has it: of the role of a session, and of a user. */
function callers(arns: readonly string[]): Array<[field: string, arns: string[]]> {
  const fields: Array<[string, string[]]> = [
    ['userIdentity.sessionContext.sessionIssuer.arn', arns.filter((arn) => !/:(user|federated-user)\//.test(arn))],
    ['userIdentity.arn', arns.filter((arn) => !/:role\//.test(arn))],
  ];
  return fields.filter(([, patterns]) => patterns.length > 0);
}

/** A call of one of the principals. */
export function calledBy(arns: readonly string[]): EventTest {
  return anyOf(...callers(arns).map(([field, patterns]) => like(field, ...patterns)));
}

/** A call of anybody else. */
export function notCalledBy(arns: readonly string[]): EventTest {
  return allOf(...callers(arns).map(([field, patterns]) => anyOf(missing(field), unlike(field, ...patterns))));
}
