import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { givenArns } from './given-arns';
import { OAUTH_SIGN_IN_ACTIONS, oauthSignInResource } from './oauth';
import { ActionSet } from '../actions/action-set';
import { McpCondition } from '../mcp/mcp-condition';
import { McpServer } from '../mcp/mcp-server';

/** What a principal may still do outside MCP although a guardrail denies everything there. */
export interface OutsideMcpExceptions {
  /**
   * Don't deny forward access sessions: calls that an AWS service makes with the principal's credentials, such as S3
   * calling KMS to decrypt an object the agent reads.
   *
   * It opens no hole: such a call follows from a request that was itself judged, and a caller cannot make one or set
   * `aws:ViaAWSService`. With `false`, whatever the agent does that needs a second service fails if the MCP keys do not
   * reach the service's own call, which AWS does not document.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
   * @default true
   */
  readonly allowForwardAccessSessions?: boolean;

  /**
   * Don't deny the MCP servers' own actions (`aws:IsMcpServiceAction`), such as `eks-mcp:InvokeMcp`, with which the agent
   * connects: those calls are direct.
   *
   * It opens no hole: these actions only reach a server, and what the server then does is judged as a call through MCP.
   * With `false`, servers that need such an action, as EKS and ECS do, can't be connected to.
   *
   * @default - `true`; of `McpScopedRole` with `servers`, `false` if AWS documents of each of them that it has no actions of its own, as the AWS MCP Server
   */
  readonly allowMcpServiceActions?: boolean;

  /**
   * Don't deny `signin:AuthorizeOAuth2Access` and `signin:CreateOAuth2Token` on the AWS MCP Server, with which a person
   * signs an agent in by OAuth: those calls are direct.
   *
   * It opens a little: whoever holds the principal's credentials can also get OAuth tokens for that server, and renew them
   * with the refresh token. What is then called with them comes through MCP. Set it only for principals that sign agents in.
   *
   * @see https://docs.aws.amazon.com/signin/latest/userguide/aws-mcp-server.html
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSMCPSignInOAuthAccessPolicy.html
   * @default false
   */
  readonly allowOauthSignIn?: boolean;

  /**
   * What is not denied outside MCP: what the code that has the principal's credentials calls by itself, such as `logs:PutLogEvents`. It is open to whoever
   * has these credentials, with all that allows it.
   *
   * @default - nothing
   */
  readonly allowDirectly?: ActionSet;

  /**
   * The ARNs of roles that may be assumed outside MCP, with tags and a source identity; `*` and `?` are wildcards. What is called with their sessions is not
   * denied by this: mark them as agents'.
   *
   * @default - none
   */
  readonly allowAssuming?: string[];
}

/** Options of `McpGuardrail.denyOutsideMcp()`. */
export interface DenyOutsideMcpOptions extends McpGuardrailOptions, OutsideMcpExceptions {}

/** What assumes a role as an agent. */
export const ASSUMING = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];

/** Denies everything that does not come through a managed MCP server. */
export function denyOutsideMcp(options: DenyOutsideMcpOptions): Denials {
  const condition = McpCondition.outsideMcp({
    exceptForwardAccessSessions: options.allowForwardAccessSessions ?? true,
    exceptMcpServiceActions: options.allowMcpServiceActions ?? true,
  }).toConditions();
  const { allowOauthSignIn, allowDirectly, allowAssuming } = options;
  // What is allowed directly is so on all resources.
  const isDenied = (action: string) => !allowDirectly || !ActionSet.of(action).without(allowDirectly)._isEmpty();
  // Each with the only resources that it is left out for.
  const exceptions = [
    ...(allowOauthSignIn ? [{ actions: OAUTH_SIGN_IN_ACTIONS, resources: [oauthSignInResource(McpServer.AWS)] }] : []),
    ...(allowAssuming ? [{ actions: ASSUMING, resources: givenArns(options.sid ?? 'DenyOutsideMcp', 'allowAssuming', allowAssuming) }] : []),
  ].map((exception) => ({ ...exception, actions: exception.actions.filter(isDenied) })).filter(({ actions }) => actions.length > 0);
  const besides = exceptions.flatMap(({ actions }) => actions);
  const actions = allowDirectly ? ActionSet.ALL.without(besides.length > 0 ? allowDirectly.union(ActionSet.of(...besides)) : allowDirectly)
    : besides.length > 0 ? ActionSet.allExcept(...besides) : ActionSet.ALL;
  return denyStatements('DenyOutsideMcp', options, [
    { actions, resources: ['*'], condition },
    ...exceptions.map((exception) => ({ actions: ActionSet.of(...exception.actions), notResources: exception.resources, condition })),
  ]);
}
