import { ALLOW_REACHES_DIRECT_CALLS } from './allow-reaches-direct-calls';
import { CONDITION_ALWAYS_MATCHES } from './condition-always-matches';
import { CONDITION_DEPENDS_ON_MISSING_KEY } from './condition-depends-on-missing-key';
import { CONDITION_NEVER_MATCHES } from './condition-never-matches';
import { DELEGATION_NOT_DENIED } from './delegation-not-denied';
import { DENY_LOCKS_EVERYBODY_OUT } from './deny-locks-everybody-out';
import { DENY_REACHES_CALLS_WITHOUT_MCP_KEY } from './deny-reaches-calls-without-mcp-key';
import { DENY_REACHES_DIRECT_CALLS } from './deny-reaches-direct-calls';
import { ENDPOINT_WITHOUT_POLICY } from './endpoint-without-policy';
import { INVALID } from './invalid';
import { INVALID_ARN } from './invalid-arn';
import { CONDITION_KEY_NEVER_CARRIED } from './key-never-carried';
import { KEY_POLICY_WITHOUT_MANAGER } from './key-policy-without-manager';
import { MANAGED_POLICY_NOT_SCOPED } from './managed-policy-not-scoped';
import { MISSPELLED_MCP_SERVER } from './misspelled-mcp-server';
import { NETWORK_DENY_BLOCKS_MCP } from './network-deny-blocks-mcp';
import { NOT_BOOLEAN_MCP_VALUE } from './not-boolean-mcp-value';
import { PASS_ROLE_TOO_BROAD } from './pass-role-too-broad';
import { POLICY_REPLACED } from './policy-replaced';
import { POLICY_VARIABLE_NOT_READ } from './policy-variable-not-read';
import { PUBLIC_POLICY_BLOCKED } from './public-policy-blocked';
import { REMOVED_ACTION_ALLOWED } from './removed-action-allowed';
import { REMOVED_ACTION_DENIED } from './removed-action-denied';
import { RESOURCE_NOT_ALLOWED, RESOURCE_NOT_DENIED, RESOURCE_PERHAPS_NOT_DENIED } from './resource-misfits';
import { RESOURCE_NOT_OWN } from './resource-not-own';
import type { Rule } from './rule';
import { SERVICE_CALLS_DENIED } from './service-calls-denied';
import { SERVICE_PRINCIPAL_NOT_RESTRICTED } from './service-principal-not-restricted';
import { SET_OPERATOR_ON_MCP_KEY } from './set-operator-on-mcp-key';
import { SET_OPERATOR_MISSING, SET_OPERATOR_ON_SINGLE_VALUE } from './set-operators';
import { STRING_OPERATOR_ON_MCP_BOOLEAN } from './string-operator-on-mcp-boolean';
import { FEDERATION_NOT_RESTRICTED, TRUST_POLICY_WITHOUT_EFFECT } from './trust-policies';
import { UNDOCUMENTED_MCP_SERVER } from './undocumented-mcp-server';
import { UNKNOWN_ACTION_ALLOWED, UNKNOWN_ACTION_DENIED } from './unknown-actions';
import { UNKNOWN_CONDITION_KEY } from './unknown-condition-key';
import { UNKNOWN_MCP_KEY } from './unknown-mcp-key';
import { UNKNOWN_MCP_SERVER } from './unknown-mcp-server';
import { WEAK_CONDITION } from './weak-condition';
import { WRONG_CONDITION_VALUE } from './wrong-condition-value';
import { WRONG_OPERATOR_FOR_MCP_KEY } from './wrong-operator-for-mcp-key';

/** Every rule, in the order in which a statement's findings are listed. */
export const RULES: readonly Rule[] = [
  // What a condition on the MCP keys matches.
  CONDITION_NEVER_MATCHES,
  CONDITION_ALWAYS_MATCHES,
  CONDITION_DEPENDS_ON_MISSING_KEY,
  DENY_REACHES_DIRECT_CALLS,
  DENY_REACHES_CALLS_WITHOUT_MCP_KEY,
  ALLOW_REACHES_DIRECT_CALLS,
  DENY_LOCKS_EVERYBODY_OUT,
  // How it is written.
  UNKNOWN_MCP_KEY,
  UNKNOWN_MCP_SERVER,
  MISSPELLED_MCP_SERVER,
  UNDOCUMENTED_MCP_SERVER,
  SET_OPERATOR_ON_MCP_KEY,
  WRONG_OPERATOR_FOR_MCP_KEY,
  STRING_OPERATOR_ON_MCP_BOOLEAN,
  NOT_BOOLEAN_MCP_VALUE,
  // What does not do what it seems to.
  REMOVED_ACTION_DENIED,
  REMOVED_ACTION_ALLOWED,
  UNKNOWN_ACTION_DENIED,
  UNKNOWN_ACTION_ALLOWED,
  RESOURCE_NOT_DENIED,
  RESOURCE_PERHAPS_NOT_DENIED,
  RESOURCE_NOT_ALLOWED,
  CONDITION_KEY_NEVER_CARRIED,
  NETWORK_DENY_BLOCKS_MCP,
  MANAGED_POLICY_NOT_SCOPED,
  SERVICE_CALLS_DENIED,
  DELEGATION_NOT_DENIED,
  // What has not the effect that it seems to have, of any policy.
  UNKNOWN_CONDITION_KEY,
  WRONG_CONDITION_VALUE,
  SET_OPERATOR_MISSING,
  POLICY_VARIABLE_NOT_READ,
  INVALID_ARN,
  TRUST_POLICY_WITHOUT_EFFECT,
  POLICY_REPLACED,
  RESOURCE_NOT_OWN,
  ENDPOINT_WITHOUT_POLICY,
  KEY_POLICY_WITHOUT_MANAGER,
  PUBLIC_POLICY_BLOCKED,
  // What lets through more than it seems to.
  SET_OPERATOR_ON_SINGLE_VALUE,
  WEAK_CONDITION,
  PASS_ROLE_TOO_BROAD,
  SERVICE_PRINCIPAL_NOT_RESTRICTED,
  FEDERATION_NOT_RESTRICTED,
  // What AWS does not take.
  ...INVALID,
];
