import type { CloudTrailEvent, DownstreamRequest } from './event';
import type { EventContext } from './event-context';
import { contextOf, tagsOf } from './event-context';
import type { EventOrigin } from './event-origin';
import { DIRECT, originOf, originOfTool } from './event-origin';
import type { EventPrincipal } from './event-principal';
import { principalOf } from './event-principal';
import type { ToldResource } from './event-resource';
import { copiedObject, fitting, passedRoles, toldResources } from './event-resource';
import { isOneAtATime } from './resource-parameters';
import type { Circumstance, NeededAction } from '../actions/event-actions';
import { actionsOfEvent } from '../actions/event-actions';
import { prefixOfSource } from '../actions/operations';
import { resourcesOf } from '../actions/resource-table';
import { unknownPart } from '../iam/unknown-text';
import { serverOfSource } from '../mcp/event-sources';
import { isOwnAction } from '../mcp/own-actions';
import { SERVERS } from '../mcp/servers';

/** A request that a call makes of IAM: all of a call's must be allowed. */
export interface EventRequest {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** The ARN, as the simulator takes it; `undefined` if the event does not tell it. */
  readonly resource?: string;
  readonly resourceAccount?: string;
  /** What it hangs on whether the call needs it; `undefined`: it does. */
  readonly ifSo?: Circumstance;
  /** Further keys, beside those of the call. */
  readonly context: { readonly [key: string]: string[] };
}

/** Why there is nothing to judge of an event. */
export type WithoutRequest =
  /** The operation needs no permission. */
  | 'NO_PERMISSION'
  /** It is not known which action the operation needs. */
  | 'UNKNOWN_ACTION'
  /** Nobody called: a service tells something, or somebody signed in. */
  | 'NO_CALL';

/** What an event asks of IAM. */
export interface EventRequests extends EventContext {
  readonly principal: EventPrincipal;
  readonly origin: EventOrigin;
  readonly requests: readonly EventRequest[];
  /** Why there are none; `undefined` if there are. */
  readonly without?: WithoutRequest;
}

/**
 * From an event to the requests that the simulator judges: who, from where, which actions on which resources, with which context. What the event
 * does not tell is left open, so that a decision that hangs on it is conditional. Of the call of a tool it is the server's own action, if it has one;
 * what the tool called are events of their own, or, where the log lacks those, `downstreamRequests()`.
 */
export function requestsOf(event: CloudTrailEvent): EventRequests {
  const origin = event.toolCall ? DIRECT : originOf(event);
  const call = { principal: principalOf(event), origin, ...contextOf(event, origin) };
  if (event.type !== undefined && !CALLS.includes(event.type)) {
    return { ...call, requests: [], without: 'NO_CALL' };
  }
  if (event.toolCall) {
    const server = serverOfSource(event.source);
    const action = `${server.split('.')[0]}:${event.name}`;
    // Of a server whose actions AWS has removed, none is left.
    const facts = SERVERS.find(({ servicePrincipal }) => servicePrincipal === server);
    const isFree = facts?.removed !== undefined && facts.connectActions.length === 0;
    return isOwnAction(action.toLowerCase()) === true ? { ...call, requests: [{ action, context: {} }] }
      : { ...call, requests: [], without: isFree ? 'NO_PERMISSION' : 'UNKNOWN_ACTION' };
  }
  const { source, actions } = actionsOfEvent({ eventSource: event.source, eventName: event.name, requestParameters: event.parameters });
  if (actions.length === 0) {
    return { ...call, requests: [], without: source === 'NO_PERMISSION' ? 'NO_PERMISSION' : 'UNKNOWN_ACTION' };
  }
  const service = prefixOfSource(event.source);
  const told = service === 'signin' ? signInResources(event) : toldResources(event, service);
  return { ...call, requests: actions.flatMap((action) => requestsFor(action, event, service, told)) };
}

/**
 * What a tool called, of which the log may have no event: calls of data, of which a trail logs none unless it is told to. The operation is known, by
 * whom and through which server it was called; not the resource.
 */
export function downstreamRequests(event: CloudTrailEvent, { apiName, region }: DownstreamRequest): EventRequests {
  const origin = originOfTool(event.source) ?? DIRECT;
  const [service, name = ''] = apiName.split(':');
  const { identity } = event;
  const called: CloudTrailEvent = { source: service, name, region, identity, resources: [], type: 'AwsApiCall', version: event.version, time: event.time, id: event.id };
  return { ...requestsOf(called), origin };
}

const CALLS: readonly string[] = ['AwsApiCall', 'AwsMcpEvent'];
const COPIES: readonly string[] = ['CopyObject', 'UploadPartCopy'];
/** As the table of operations says that an action is of a version of what is copied. */
const OF_VERSION = 'versionOfSource';

function requestsFor(
  { action, ifSo: hangsOn, passedTo }: NeededAction, event: CloudTrailEvent, service: string, told: readonly ToldResource[],
): EventRequest[] {
  let ifSo = hangsOn;
  if (action === 'iam:PassRole') {
    const context: EventRequest['context'] = passedTo.length === 1 ? { 'iam:PassedToService': [...passedTo] } : {};
    const roles = passedRoles(event.parameters);
    return (roles.length > 0 ? roles : [undefined]).map((resource) => ({ action, resource, ifSo, context }));
  }
  let candidates = action.startsWith(`${service}:`) ? told : [];
  if (service === 's3' && COPIES.includes(event.name) && action.startsWith('s3:Get')) {
    const copied = copiedObject(event);
    candidates = copied ? [copied] : [];
    if (copied && ifSo && 'circumstance' in ifSo.need && ifSo.need.circumstance === OF_VERSION) {
      if ((ifSo.need.kind === 'IF_SO') !== copied.hasVersion) {
        return [];
      }
      ifSo = undefined;
    }
  }
  const resources = fitting(action, candidates);
  const context = { ...tagsOf(event, action), ...(service === 'signin' && signInContext(event)) };
  const types = resourcesOf(action.split(':')[0])?.resourcesOf(action.split(':')[1])?.length ?? 0;
  // Of several types of resources, an event tells some: what is said of the others is said of any.
  const isWhole = resources.length > 0 && (types === 1 || isOneAtATime(action));
  return [...resources, ...isWhole ? [] : [undefined]].map((resource): EventRequest => ({
    action, ifSo, context, resource: resource?.arn, ...(resource && accountOf(resource)),
  }));
}

/** Of a resource whose ARN has no account, as a bucket's, it is not the caller's for certain. */
function accountOf({ arn, account }: ToldResource): { readonly resourceAccount?: string } {
  return account !== undefined ? { resourceAccount: account }
    : /^arn:[^:]*:s3:::/.test(arn) ? { resourceAccount: unknownPart('the account of the bucket') } : {};
}

/**
 * An agent's sign-in names the server's endpoint; that of `aws login` names none, and is about the public client.
 *
 * @see https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html
 */
function signInResources({ parameters, region, account, identity }: CloudTrailEvent): ToldResource[] {
  const start = `arn:aws:signin:${region ?? '*'}:${account ?? identity.accountId ?? '*'}:`;
  const { resource, client_id: client } = parameters ?? {};
  const [, server] = (typeof resource === 'string' && /^https:\/\/([a-z0-9-]+-mcp)\.[a-z0-9-]+\.api\.aws(\/|$)/.exec(resource)) || [];
  return server !== undefined ? [{ arn: `${start}service-principal/${server}.amazonaws.com` }]
    : typeof client === 'string' && client.includes(':devtools/') ? [{ arn: `${start}oauth2/public-client/*` }] : [];
}

function signInContext({ parameters, additional }: CloudTrailEvent): EventRequest['context'] {
  const one = (key: string, value: unknown) => (typeof value === 'string' && value !== '' ? { [key]: [value] } : {});
  return {
    ...one('signin:OAuthClientId', parameters?.client_id),
    ...one('signin:OAuthRedirectUri', parameters?.redirect_uri),
    ...one('signin:OAuthGrantType', parameters?.grant_type ?? additional?.grant_type),
  };
}
