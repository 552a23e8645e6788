import { DirectCalls } from './allow-only-servers';
import { BaselineGrade } from './baseline-grade';
import { OAuthGrantType } from './oauth';
import type { Validators } from '../private/validator';
import { ACTION_SET, BOOLEAN, checkedProperties, has, listOf, listOfEnum, OBJECT, oneOf, SERVERS, STRING, STRINGS } from '../private/validator';

const FILTERS = listOf(has('criterion', 'object'), 'PrincipalFilter, such as [PrincipalFilter.roleNames(\'BreakGlass\')]');

/** What the options of guardrails have to be, as far as something else could make one weaker. One name means the same in all of them. */
const VALIDATORS: Validators = {
  appliesTo: FILTERS,
  exempt: FILTERS,
  administrators: FILTERS,
  issuers: FILTERS,
  resources: STRINGS,
  services: STRINGS,
  subnets: STRINGS,
  exceptServices: STRINGS,
  servers: SERVERS,
  agents: { is: has('_calls', 'function'), expected: 'an AgentMark, such as AgentMark.sessionTag()' },
  actions: ACTION_SET,
  additionalActions: ACTION_SET,
  additionalReads: ACTION_SET,
  allowDirectly: ACTION_SET,
  allowAssuming: STRINGS,
  directCalls: oneOf('DirectCalls', () => DirectCalls),
  rolesBoundary: STRING,
  agentRoles: STRINGS,
  agentSecrets: STRINGS,
  deployRoles: STRINGS,
  unlessTagged: OBJECT,
  grade: oneOf('BaselineGrade', () => BaselineGrade),
  clientIds: STRINGS,
  redirectUris: STRINGS,
  grantTypes: listOfEnum('OAuthGrantType', () => OAuthGrantType),
  allowForwardAccessSessions: BOOLEAN,
  allowDelegation: BOOLEAN,
  allowMcpServiceActions: BOOLEAN,
  allowOauthSignIn: BOOLEAN,
  allowPrivilegeEscalation: BOOLEAN,
  allowSecretReads: BOOLEAN,
  viaMcpOnly: BOOLEAN,
};

/**
 * The options of a factory of `McpGuardrail`, which have the types that it declares: taken for something else, a mistake of a program in
 * JavaScript could make the guardrail weaker.
 *
 * @throws if they have not.
 */
export function checkedOptions<T extends object>(factory: string, options: T, ...needed: Array<string & keyof T>): T {
  return checkedProperties(`McpGuardrail.${factory}()`, options, VALIDATORS, needed);
}
