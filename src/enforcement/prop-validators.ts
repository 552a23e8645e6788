import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { McpGuardrail } from '../guardrails/guardrail';
import { formatValue } from '../private/format';
import type { Validator, Validators } from '../private/validator';
import { ACTION_SET, checkedProperties, BOOLEAN, GUARDRAILS, has, listOf, OBJECT, SERVERS, STATEMENTS, STRING, stringLike, STRINGS } from '../private/validator';

const MANAGED_POLICY = has('managedPolicyArn');
const DURATION: Validator = { is: has('toIsoString', 'function'), expected: 'a Duration, such as Duration.hours(1)' };
const PRINCIPAL: Validator = { is: has('grantPrincipal'), expected: 'a principal, such as new iam.AccountRootPrincipal()' };

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const POLICY_NAME = stringLike(/^[\w+=,.@-]{1,128}$/, '1 to 128 letters, digits and +=,.@_-');
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME = stringLike(/^[\w+=,.@-]{1,64}$/, '1 to 64 letters, digits and +=,.@_-');
const POLICY_PATH = stringLike(/^\/([A-Za-z0-9.,+@=_-]+\/)*$/, 'a path that begins and ends with a slash, such as "/guardrails/"');

/** What the properties of constructs and mixins have to be. One name means the same in all of them. */
const VALIDATORS: Validators = {
  guardrails: GUARDRAILS,
  // Each is looked at when it is attached to.
  roles: listOf(() => true, 'roles'),
  users: listOf(() => true, 'users'),
  groups: listOf(() => true, 'groups'),
  maximumPermissions: ACTION_SET,
  statements: STATEMENTS,
  // Of a control policy it may be another, which is checked there.
  policyName: STRING,
  managedPolicyName: POLICY_NAME,
  roleName: ROLE_NAME,
  name: STRING,
  path: STRING,
  description: STRING,
  instanceArn: STRING,
  relayState: STRING,
  servers: SERVERS,
  supportedServices: STRINGS,
  externalIds: STRINGS,
  assumedBy: PRINCIPAL,
  managedPolicies: listOf(MANAGED_POLICY, 'managed policies, such as iam.ManagedPolicy.fromAwsManagedPolicyName(\'ReadOnlyAccess\')'),
  customerManagedPolicies: listOf(OBJECT.is, 'names and paths of policies'),
  inlinePolicies: OBJECT,
  permissionsBoundary: OBJECT,
  assignments: listOf(has('principalId', 'string'), 'PermissionSetAssignment'),
  sessionDuration: DURATION,
  maxSessionDuration: DURATION,
  createOutput: BOOLEAN,
  createFile: BOOLEAN,
  includeAwsServices: BOOLEAN,
  leaveOutUnsupportedServices: BOOLEAN,
};

/**
 * The properties of the construct `id` in `scope`, which have the types that it declares.
 *
 * @throws if they have not.
 */
export function checkedProps<T extends object>(scope: Construct, id: string, props: T, ...needed: Array<string & keyof T>): T {
  if (!Construct.isConstruct(scope)) {
    throw new Error(`${id}: its scope is ${formatValue(scope)}: expected a construct`);
  }
  return checkedProperties(`${scope.node.path}/${id}`, props, VALIDATORS, needed);
}

/** The same of a managed policy, whose path has fewer characters than that of a role. */
export function checkedPolicyProps<T extends object>(scope: Construct, id: string, props: T, ...needed: Array<string & keyof T>): T {
  const policyProps = checkedProps(scope, id, props, ...needed);
  return checkedProperties(`${scope.node.path}/${id}`, policyProps, { path: POLICY_PATH });
}

/**
 * The properties of a mixin, which have the types that it declares.
 *
 * @throws if they have not; the error names the construct that it is applied to.
 */
export function checkedMixinProps<T extends { readonly guardrails: McpGuardrail[] }>({ node }: IConstruct, props: T): T {
  return checkedProperties(node.path, props, VALIDATORS, ['guardrails']);
}
