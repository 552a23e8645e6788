import type { IConstruct } from 'constructs';
import { McpPrincipalKind } from './mcp-principal-kind';
import type { McpGuardrail } from '../guardrails/guardrail';
import { isConstruct } from '../private/format';
import type { Validators } from '../private/validator';
import {
  ACTION_SET, BOOLEAN, checkedProperties, GUARDRAILS, has, listOf, listOfEnum, OBJECT, SERVERS, STATEMENTS, stringLike, STRINGS, wholeNumber,
} from '../private/validator';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const POLICY_NAME = stringLike(/^[\w+=,.@-]{1,128}$/, '1 to 128 letters, digits and +=,.@_-');
export const POLICY_PATH = stringLike(/^\/([A-Za-z0-9.,+@=_-]+\/)*$/, 'a path that begins and ends with a slash, such as "/guardrails/"');
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME = stringLike(/^[\w+=,.@-]{1,64}$/, '1 to 64 letters, digits and +=,.@_-');

/**
 * What the properties of constructs and mixins have to be, as far as something else could make a policy weaker. One name means the same in
 * all of them.
 */
const VALIDATORS: Validators = {
  guardrails: GUARDRAILS,
  targets: listOf(has('targetId', 'string'), 'PolicyTarget, such as PolicyTarget.organizationalUnit(\'ou-ab12-11111111\')'),
  maximumPermissions: ACTION_SET,
  statements: STATEMENTS,
  managedPolicyName: POLICY_NAME,
  roleName: ROLE_NAME,
  servers: SERVERS,
  agentNames: STRINGS,
  agentRoles: STRINGS,
  allowDirectly: ACTION_SET,
  allowAssuming: STRINGS,
  runtime: { is: has('_principal', 'function'), expected: 'an AgentRuntime, such as AgentRuntime.LAMBDA_FUNCTION' },
  sourceIdentities: STRINGS,
  permissionsBoundary: OBJECT,
  includeAwsServices: BOOLEAN,
  leaveOutUnsupportedServices: BOOLEAN,
  exclude: listOf(isConstruct, 'constructs, while paths go to excludePaths'),
  excludePaths: STRINGS,
  maxManagedPolicies: wholeNumber(1, 25),
  maxPolicySize: wholeNumber(1),
  maxPoliciesPerTarget: wholeNumber(1),
  excludeKinds: listOfEnum('McpPrincipalKind', () => McpPrincipalKind),
};

/**
 * The properties of the construct `id` in `scope`, which have the types that it declares.
 *
 * @throws if they have not.
 */
export function checkedProps<T extends object>(scope: IConstruct, id: string, props: T, ...needed: Array<string & keyof T>): T {
  return checkedProperties(`${scope.node.path}/${id}`, props, VALIDATORS, needed);
}

/** The same of a managed policy, whose path has fewer characters than that of a role. */
export function checkedPolicyProps<T extends object>(scope: IConstruct, id: string, props: T, ...needed: Array<string & keyof T>): T {
  return checkedProperties(`${scope.node.path}/${id}`, checkedProps(scope, id, props, ...needed), { path: POLICY_PATH });
}

/**
 * The properties of a mixin, which have the types that it declares.
 *
 * @throws if they have not; the error names the construct that it is applied to.
 */
export function checkedMixinProps<T extends { readonly guardrails: McpGuardrail[] }>({ node }: IConstruct, props: T): T {
  return checkedProperties(node.path, props, VALIDATORS, ['guardrails']);
}
