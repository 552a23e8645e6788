import { DESTRUCTIVE_EVENTS } from './destructive-events';
import type { EventTest } from './event-test';
import { allOf, anyOf, like, missing, NEVER, unlike } from './event-test';
import { guardrailChanges } from './guardrail-changes';
import type { McpActivityOptions } from './mcp-activity-options';
import { calledBy, checkedPattern, principalArns } from './mcp-activity-options';
import { McpActivitySignal } from './mcp-activity-signal';
import { eventSourcesOf } from '../mcp/event-sources';

/** What servers of AWS are called. */
const SERVER_NAMES = '*-mcp.amazonaws.com';

/** A call that came through a server: the only mark of it in the event. */
const VIA_MCP = like('userIdentity.invokedBy', SERVER_NAMES);

/** Services differ in the code; the message is the same where they have one. */
const DENIED = anyOf(like('errorCode', '*AccessDenied*', '*Unauthorized*'), like('errorMessage', '*is not authorized to perform*'));

const MCP_EVENT = like('eventType', 'AwsMcpEvent');
/** Servers differ in what they call it; the end of a session is the other event. */
const TOOL_CALL = allOf(MCP_EVENT, unlike('eventName', 'DestroySession'));

/**
 * The events that are each signal; none where the options say nothing that could be looked for.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/logging-using-cloudtrail.html
 * @throws if the options name what can't be looked for; `where` begins the error.
 */
export function signals(where: string, options: McpActivityOptions): { readonly [signal in McpActivitySignal]: EventTest } {
  // A server of another name is one as well, if it is given.
  const servers = (options.servers ?? []).map(({ servicePrincipal }) => checkedPattern(`${where}: servers`, servicePrincipal));
  const viaMcp = like('userIdentity.invokedBy', SERVER_NAMES, ...servers.filter((server) => !server.endsWith(SERVER_NAMES.slice(1))));
  const agents = calledBy(principalArns(`${where}: agents`, options.agents));
  const exempt = principalArns(`${where}: exempt`, options.exempt);
  return {
    [McpActivitySignal.CALLS]: viaMcp,
    [McpActivitySignal.DENIALS]: allOf(viaMcp, DENIED),
    [McpActivitySignal.DESTRUCTIVE_CALLS]: allOf(viaMcp, missing('errorCode'), like('eventName', ...DESTRUCTIVE_EVENTS)),
    [McpActivitySignal.TOOL_CALLS]: TOOL_CALL,
    [McpActivitySignal.UNKNOWN_SERVER]: servers.length === 0 ? NEVER : anyOf(
      allOf(VIA_MCP, unlike('userIdentity.invokedBy', ...servers)),
      allOf(MCP_EVENT, unlike('eventSource', ...servers.flatMap(eventSourcesOf))),
    ),
    // Signing in is a direct call, and so is a tool: what an agent does without a server is neither. A service that calls on is no agent.
    [McpActivitySignal.OUTSIDE_MCP]: allOf(
      agents, like('eventType', 'AwsApiCall'), missing('userIdentity.invokedBy'), unlike('eventSource', 'signin.amazonaws.com', SERVER_NAMES),
    ),
    [McpActivitySignal.GUARDRAIL_CHANGES]: guardrailChanges(where, options),
    [McpActivitySignal.EXEMPT_USE]: anyOf(
      allOf(like('eventSource', 'sts.amazonaws.com'), like('eventName', 'AssumeRole*'), like('requestParameters.roleArn', ...exempt)),
      calledBy(exempt),
    ),
  };
}
