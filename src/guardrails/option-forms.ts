import { DirectCalls } from './allow-only-servers';
import { OAuthGrantType } from './oauth';
import type { Forms } from '../private/validate';
import { ACTION_SET, checkedForms, FLAG, has, listOf, oneOf, SERVERS, TEXT, TEXTS } from '../private/validate';

const FILTERS = listOf(has('criterion', 'object'), 'PrincipalFilter, such as [PrincipalFilter.roleNames(\'BreakGlass\')]');

/** What the options of guardrails have to be. One name means the same in all of them. */
const FORMS: Forms = {
  sid: TEXT,
  appliesTo: FILTERS,
  exempt: FILTERS,
  administrators: FILTERS,
  resources: TEXTS,
  services: TEXTS,
  servers: SERVERS,
  actions: ACTION_SET,
  additionalActions: ACTION_SET,
  directCalls: oneOf('DirectCalls', DirectCalls),
  clientIds: TEXTS,
  redirectUris: TEXTS,
  grantTypes: listOf(oneOf('OAuthGrantType', OAuthGrantType).is, `OAuthGrantType: ${Object.values(OAuthGrantType).join(', ')}`),
  allowForwardAccessSessions: FLAG,
  allowMcpServiceActions: FLAG,
  allowOauthSignIn: FLAG,
};

/**
 * The options of a factory of `McpGuardrail`, which have the types that it declares: taken for something else, a mistake of a program in
 * JavaScript could make the guardrail weaker.
 *
 * @throws if they have not.
 */
export function checkedOptions<T extends object>(factory: string, options: T, ...needed: Array<string & keyof T>): T {
  return checkedForms(`McpGuardrail.${factory}()`, options, FORMS, needed);
}
