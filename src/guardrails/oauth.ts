import { Token } from 'aws-cdk-lib';
import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { markedCalls } from './marked-calls';
import { ActionSet } from '../actions/action-set';
import { combineConditions } from '../iam/combine-conditions';
import { McpServer } from '../mcp/mcp-server';
import { formatValue } from '../private/format';

/** With these a person signs an agent in to the AWS MCP Server; the calls are direct. */
export const OAUTH_SIGN_IN_ACTIONS = ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'];
/** What they are called on to sign in to the server, in any partition. */
export function oauthSignInResource(server: McpServer): string {
  return `arn:*:signin:*:*:service-principal/${server.servicePrincipal}`;
}

/** How an OAuth client gets its tokens. */
export enum OAuthGrantType {
  /** A person signs in with the browser. */
  AUTHORIZATION_CODE = 'authorization_code',
  /** A token that expires is renewed. */
  REFRESH_TOKEN = 'refresh_token',
  /** A program signs in with the AWS credentials it has. */
  CLIENT_CREDENTIALS = 'client_credentials',
}

/** Options of `McpGuardrail.allowOnlyOauthClients()`: at least one of the three lists. */
export interface AllowOnlyOauthClientsOptions extends McpGuardrailOptions {
  /**
   * The ARNs of the clients (`signin:OAuthClientId`), with `*` and `?` as wildcards.
   *
   * @default - any client
   */
  readonly clientIds?: string[];

  /**
   * Where a person may be sent after signing in (`signin:OAuthRedirectUri`), with `*` and `?` as wildcards.
   *
   * @default - anywhere
   */
  readonly redirectUris?: string[];

  /**
   * How tokens may be got (`signin:OAuthGrantType`).
   *
   * @default - in any way
   */
  readonly grantTypes?: OAuthGrantType[];

  /**
   * The servers whose sign-in this is about.
   *
   * @default - the AWS MCP Server
   */
  readonly servers?: McpServer[];

  /**
   * The ARNs that are signed in to, with `*` and `?` as wildcards, instead of `servers`.
   *
   * @default - those of the servers
   */
  readonly resources?: string[];
}

/** Options of `McpGuardrail.denySignInSession()`. */
export interface DenySignInSessionOptions extends McpGuardrailOptions {
  /**
   * The ARNs of the resources on which everything is denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * Deny it only to calls through these managed MCP servers.
   *
   * @default - however the tokens are used
   */
  readonly servers?: McpServer[];

  /**
   * Deny it only to calls through a managed MCP server, whichever it is: the person whose login it is can go on without the agent.
   *
   * @default - true if `servers` is given, else false
   */
  readonly viaMcpOnly?: boolean;
}

/** Denies the OAuth sign-in of agents to the AWS MCP Server but for the clients, addresses and ways given. */
export function allowOnlyOauthClients(options: AllowOnlyOauthClientsOptions): Denials {
  const sid = options.sid ?? 'AllowOnlyOAuthClients';
  const { clientIds, redirectUris, grantTypes } = options;
  for (const [name, list] of Object.entries({ clientIds, redirectUris, grantTypes })) {
    if (list?.length === 0) {
      throw new Error(`${sid}: ${name} is empty, so that nobody could sign an agent in: leave it out for any, or deny both actions`);
    }
  }
  for (const id of Token.isUnresolved(clientIds) ? [] : clientIds ?? []) {
    if (!Token.isUnresolved(id) && !/^arn:[^:]+:signin:/.test(id)) {
      throw new Error(`${sid}: ${formatValue(id)} is not the id of an OAuth client: expected an ARN, such as "arn:aws:signin:us-east-1::external-client/dcr/*"`);
    }
  }
  // Negated conditions in one statement would be ANDed: a client would have to miss all of them to be denied.
  const denials = [
    ...(clientIds ? [{ actions: ActionSet.of(...OAUTH_SIGN_IN_ACTIONS), condition: { StringNotLike: { 'signin:OAuthClientId': clientIds } } }] : []),
    ...(redirectUris ? [{ actions: ActionSet.of(OAUTH_SIGN_IN_ACTIONS[0]), condition: { StringNotLike: { 'signin:OAuthRedirectUri': redirectUris } } }] : []),
    ...(grantTypes ? [{ actions: ActionSet.of(OAUTH_SIGN_IN_ACTIONS[1]), condition: { StringNotEquals: { 'signin:OAuthGrantType': grantTypes } } }] : []),
  ];
  if (denials.length === 0) {
    throw new Error(`${sid}: give at least one of clientIds, redirectUris and grantTypes`);
  }
  if (options.servers?.length === 0) {
    throw new Error(`${sid}: servers is empty: leave it out for the AWS MCP Server`);
  }
  const resources = guardrailResources(sid, options.resources ?? (options.servers ?? [McpServer.AWS]).map(oauthSignInResource));
  return denyStatements(sid, options, denials.map((denial) => ({ ...denial, resources })));
}

/**
 * Denies everything to one sign-in session.
 *
 * @throws if it is to be for all calls and for those through servers at once.
 */
export function denySignInSession(arn: string, options: DenySignInSessionOptions): Denials {
  const sid = options.sid ?? 'DenySignInSession';
  if (typeof arn !== 'string' || (!Token.isUnresolved(arn) && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))) {
    throw new Error(`${sid}: ${formatValue(arn)} is not the ARN of a sign-in session: expected what AWS CloudTrail or the key aws:SignInSessionArn shows`);
  }
  const { servers, viaMcpOnly = servers !== undefined } = options;
  if (servers !== undefined && !viaMcpOnly) {
    throw new Error(`${sid}: servers is given, and viaMcpOnly is false: leave out one of them`);
  }
  return denyStatements(sid, options, [{
    actions: ActionSet.ALL,
    resources: guardrailResources(sid, options.resources),
    condition: combineConditions(sid, viaMcpOnly ? markedCalls(sid, { servers })[0].condition : {}, { ArnLike: { 'aws:SignInSessionArn': arn } }),
  }]);
}
