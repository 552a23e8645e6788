/** Who called, as far as an event tells. */
export interface EventIdentity {
  /** Such as `AssumedRole`, `IAMUser`, `Root`, `AWSService`, `AWSAccount`. */
  readonly type?: string;
  /** Of a role it is that of its session. */
  readonly arn?: string;
  readonly principalId?: string;
  readonly accountId?: string;
  readonly userName?: string;
  /** Of a session it is its own, which tells it from others of the role. */
  readonly accessKeyId?: string;
  /** Of the role, with its path; or of the user or root that asked for a federation token. */
  readonly issuerArn?: string;
  /** Of a role's session, where it was passed on. */
  readonly sourceIdentity?: string;
  readonly mfaAuthenticated?: boolean;
  /** Whether the event tells of a session at all: without one, the credentials are a user's own. */
  readonly hasSession: boolean;
  /** Tells a login, not a channel: a direct call carries it, too, after `aws login`. */
  readonly signInSessionArn?: string;
  /** The service that called with these credentials: of a server, its service principal. Nothing else tells the channel. */
  readonly invokedBy?: string;
}

/** What an event says that was accessed. */
export interface EventResource {
  readonly arn?: string;
  readonly accountId?: string;
  readonly type?: string;
}

/** A call that a tool made. */
export interface DownstreamRequest {
  /** Such as `s3:GetObject`: an operation, not an action. */
  readonly apiName: string;
  /** The `requestID` of the event of the call, in the Region where it was made. */
  readonly requestId?: string;
  readonly region?: string;
}

/** What an event tells of the call of a tool. */
export interface ToolCall {
  /** Such as `aws___run_script`; `undefined` if no tool was called, as when a session ends. */
  readonly tool?: string;
  readonly downstream: readonly DownstreamRequest[];
}

/** An event of CloudTrail, as far as something of it is read here: all but source and name may be missing. */
export interface CloudTrailEvent {
  /** Such as `s3.amazonaws.com`. */
  readonly source: string;
  /** The operation, which is not always the IAM action: `ListBuckets`. */
  readonly name: string;
  readonly id?: string;
  /** The same of the copies that several accounts get. */
  readonly sharedId?: string;
  readonly requestId?: string;
  /** In UTC, such as `2026-09-28T09:01:00Z`. */
  readonly time?: string;
  readonly version?: string;
  /** Such as `AwsApiCall` and, of a tool, `AwsMcpEvent`. */
  readonly type?: string;
  /** `Management`, `Data`, `Insight` or `NetworkActivity`. */
  readonly category?: string;
  readonly region?: string;
  /** The account that got the event. */
  readonly account?: string;
  readonly readOnly?: boolean;
  readonly identity: EventIdentity;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  readonly vpcEndpointId?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** `null`: there were none. */
  readonly parameters?: { readonly [name: string]: unknown } | null;
  readonly response?: { readonly [name: string]: unknown } | null;
  readonly additional?: { readonly [name: string]: unknown };
  readonly resources: readonly EventResource[];
  /** Context keys that an event data store was told to add. */
  readonly requestContext?: { readonly [key: string]: unknown };
  /** Of the call of a tool only. */
  readonly toolCall?: ToolCall;
  /** The same in events that differ in their time and ids only: who takes events can note there what became of one. */
  readonly alike?: { noted?: unknown };
}

type Fields = { readonly [name: string]: unknown };

/**
 * Reads a record of CloudTrail as it is in a log file; `undefined` if it is none.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function eventOf(record: Fields): CloudTrailEvent | undefined {
  const { eventSource: source, eventName: name } = record;
  if (typeof source !== 'string' || typeof name !== 'string' || source === '' || name === '') {
    return undefined;
  }
  const parameters = fields(record.requestParameters);
  const type = text(record.eventType);
  const additional = fields(record.additionalEventData);
  return {
    source,
    name,
    id: text(record.eventID),
    sharedId: text(record.sharedEventID),
    requestId: text(record.requestID),
    time: text(record.eventTime),
    version: text(record.eventVersion),
    type,
    category: text(record.eventCategory),
    region: text(record.awsRegion),
    account: text(record.recipientAccountId),
    readOnly: truth(record.readOnly),
    identity: identityOf(fields(record.userIdentity) ?? NOTHING),
    sourceIp: text(record.sourceIPAddress),
    userAgent: text(record.userAgent),
    vpcEndpointId: text(record.vpcEndpointId),
    errorCode: text(record.errorCode),
    errorMessage: text(record.errorMessage),
    parameters: parameters ?? (record.requestParameters === null ? null : undefined),
    response: fields(record.responseElements),
    additional,
    resources: Array.isArray(record.resources) && record.resources.length > 0 ? record.resources.flatMap((each) => resourceOf(fields(each))) : NONE,
    requestContext: fields(fields(record.eventContext)?.requestContext),
    toolCall: type === 'AwsMcpEvent' ? toolCallOf(parameters, additional) : undefined,
    alike: undefined,
  };
}

/** Whether the call was denied by a policy, as far as its error says. */
export function isDenied({ errorCode, errorMessage }: CloudTrailEvent): boolean {
  return errorCode !== undefined && (DENIED.test(errorCode) || errorMessage?.includes('not authorized to perform') === true);
}

/** `AccessDenied`, `AccessDeniedException`, `Client.UnauthorizedOperation`, `AuthorizationError` of SNS, … */
const DENIED = /AccessDenied|UnauthorizedOperation|^AuthorizationError/;

const NOTHING: Fields = {};
const NONE: readonly never[] = [];

function identityOf(identity: Fields): EventIdentity {
  const session = fields(identity.sessionContext);
  const issuer = fields(session?.sessionIssuer);
  return {
    type: text(identity.type),
    arn: text(identity.arn),
    principalId: text(identity.principalId),
    accountId: text(identity.accountId),
    accessKeyId: text(identity.accessKeyId),
    userName: text(identity.userName) ?? text(issuer?.userName),
    issuerArn: text(issuer?.arn),
    sourceIdentity: text(session?.sourceIdentity),
    mfaAuthenticated: truth(fields(session?.attributes)?.mfaAuthenticated),
    hasSession: session !== undefined,
    // Older events of the sign-in itself have it beside the session.
    signInSessionArn: text(session?.signInSessionArn) ?? text(identity.signInSessionArn),
    invokedBy: text(identity.invokedBy),
  };
}

function resourceOf(resource: Fields | undefined): EventResource[] {
  // CloudTrail writes ARN; some services write arn, or arnPrefix for all that begins so.
  return resource ? [{ arn: text(resource.ARN) ?? text(resource.arn), accountId: text(resource.accountId), type: text(resource.type) }] : [];
}

function toolCallOf(parameters: Fields | undefined, data: Fields | undefined): ToolCall {
  const requests = Array.isArray(data?.downstreamRequests) ? data.downstreamRequests : [];
  return {
    tool: text(fields(parameters?.params)?.name),
    downstream: requests.flatMap((each): DownstreamRequest[] => {
      const apiName = text(fields(each)?.apiName);
      return apiName === undefined ? [] : [{ apiName, requestId: text(each.requestId), region: text(each.awsRegion) }];
    }),
  };
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Written as a boolean in some places, as a string in others. */
function truth(value: unknown): boolean | undefined {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}
