import { Token } from 'aws-cdk-lib';
import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { markedCalls, sidOf } from './marked-calls';
import { ActionSet } from '../actions/action-set';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { formatValue } from '../private/format';

/** Options of `McpGuardrail.denyPassRoleViaMcp()`. */
export interface DenyPassRoleViaMcpOptions extends McpGuardrailScope {
  /**
   * The services that agents may pass roles to, as the service principals that the roles trust, such as `lambda.amazonaws.com`; no wildcards.
   * Where one service passes the role on to another, it is the last one that counts.
   *
   * @default - none
   */
  readonly exceptServices?: string[];
}

const PASS_ROLE = ActionSet.of('iam:PassRole');

/** Denies calls that come through a managed MCP server to pass a role to another service than those named. */
export function denyPassRoleViaMcp(options: DenyPassRoleViaMcpOptions): Denials {
  const sid = sidOf(options, 'DenyPassRoleViaMcp');
  return denyStatements(sid, options, markedCalls(sid, options).map(({ condition }) => ({
    actions: PASS_ROLE,
    condition: combineConditions(sid, condition, toOthers(sid, options.exceptServices)),
    resources: guardrailResources(sid, options.resources),
  })));
}

/**
 * Not `StringNotEqualsIfExists` nor a Null test: a negated operator matches an absent key. Some services do not support the key, so that
 * nothing tells where the role goes: that is denied too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
 */
function toOthers(sid: string, exceptServices: string[] | undefined): ConditionBlock {
  if (!exceptServices) {
    return {};
  }
  if (exceptServices.length === 0) {
    throw new Error(`${sid}: exceptServices is empty: leave it out to deny passing roles to any service`);
  }
  for (const service of Token.isUnresolved(exceptServices) ? [] : exceptServices) {
    if (!Token.isUnresolved(service) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(service)) {
      throw new Error(`${sid}: ${formatValue(service)} is not a service principal: expected one in lower case and without wildcards, such as "lambda.amazonaws.com"`);
    }
  }
  // A list that is one token stays it.
  const services = Token.isUnresolved(exceptServices) ? exceptServices : [...new Set(exceptServices)];
  return { StringNotEquals: { 'iam:PassedToService': services.length === 1 && !Token.isUnresolved(exceptServices) ? services[0] : services } };
}
