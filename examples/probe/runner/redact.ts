type Json = { readonly [name: string]: unknown };

/** What stands for the account, and for everything that tells who and where. */
const ACCOUNT = '111122223333';
const ADDRESS = '203.0.113.7';

/** What is kept of an event as it is: none of it names anybody. What is not listed here or below is left out. */
const KEPT = ['eventVersion', 'eventSource', 'eventName', 'awsRegion', 'errorCode', 'readOnly', 'eventType', 'managementEvent', 'eventCategory', 'apiVersion'];
const KEPT_OF_DETAILS = ['mcpProtocolVersion', 'serverVersion', 'executionTimeMs'];
const OF_SERVICE = /^[a-z0-9.-]+\.(amazonaws\.com|api\.aws)$/;
/** Of what the probe calls with, and of tool calls. */
const KEPT_PARAMETERS = /^(AWS::EC2::\w+|tools\/(call|list)|initialize|2\.0|(aws___)?(run_script|get_presigned_url|describe_eks_resource|fetch_service_events)|\[HIDDEN\w*\])$/;

/** Makes events such that they can be shown to anybody: the same names and ids become the same ones again, in the order in which they come. */
export class Redaction {
  private readonly ids = new Map<string, string>();
  private readonly start: number;
  private readonly leftOut = new Set<string>();

  /** @param names those of the table, such as `mcp-probe-source-ip-client`, which are kept */
  constructor(private readonly events: readonly Json[], private readonly names: ReadonlySet<string>) {
    this.start = Math.min(...events.map(({ eventTime }) => Date.parse(String(eventTime))));
  }

  /** The names of what is in events and was left out, for a person to look at: AWS adds some. */
  public get unknown(): string[] {
    return [...this.leftOut].sort();
  }

  public redacted(): Json[] {
    return [...this.events].sort((a, b) => (String(a.eventTime) < String(b.eventTime) ? -1 : 1)).map((event) => this.event(event));
  }

  private event(event: Json): Json {
    const made: { [name: string]: (value: unknown) => unknown } = {
      ...Object.fromEntries(KEPT.map((name) => [name, (value: unknown) => value])),
      userIdentity: (value) => this.identity(value as Json),
      // As far apart as they were.
      eventTime: (value) => new Date(Date.UTC(2026, 0, 1) + Date.parse(String(value)) - this.start).toISOString().replace('.000Z', 'Z'),
      sourceIPAddress: (value) => (OF_SERVICE.test(String(value)) ? value : ADDRESS),
      userAgent: (value) => (OF_SERVICE.test(String(value)) ? value : 'mcp-probe'),
      delegatedViaAWS: (value) => (OF_SERVICE.test(String(value)) ? value : 'left out'),
      vpcEndpointId: (value) => (OF_SERVICE.test(String(value)) ? value : 'vpce-0a1b2c3d'),
      requestID: (value) => this.id(value),
      eventID: (value) => this.id(value),
      sharedEventID: (value) => this.id(value),
      recipientAccountId: () => ACCOUNT,
      errorMessage: (value) => this.message(String(value)),
      requestParameters: (value) => this.parameters(value),
      responseElements: () => null,
      additionalEventData: (value) => this.additional(value as Json | null),
      mcpEventDetails: (value) => Object.fromEntries(Object.entries(value as Json).filter(([name]) => KEPT_OF_DETAILS.includes(name))),
    };
    return Object.fromEntries(Object.entries(event).flatMap(([name, value]) => {
      if (!Object.hasOwn(made, name)) {
        this.leftOut.add(name);
        return [];
      }
      return [[name, made[name](value)]];
    }));
  }

  private identity({ type, invokedBy, sessionContext }: Json): Json {
    const role = { type: 'Role', principalId: 'AROAEXAMPLEPROBE00001', arn: `arn:aws:iam::${ACCOUNT}:role/probe`, accountId: ACCOUNT, userName: 'probe' };
    return {
      type,
      principalId: 'AROAEXAMPLEPROBE00001:mcp-probe',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/probe/mcp-probe`,
      accountId: ACCOUNT,
      ...OF_SERVICE.test(String(invokedBy)) ? { invokedBy } : {},
      ...sessionContext !== undefined && {
        sessionContext: { sessionIssuer: role, attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' } },
      },
    };
  }

  /** The sentence is AWS's; what it is about is the account's. */
  private message(text: string): string {
    return text.replace(/arn:aws[\w-]*:([a-z0-9-]*):([a-z0-9-]*):(\d{12})?:([^\s"]+)/g, (_, service, region, account, rest) =>
      `arn:aws:${service}:${region}:${account === undefined ? '' : ACCOUNT}:${/^assumed-role\//.test(rest) ? 'assumed-role/probe/mcp-probe' : 'redacted'}`)
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (id) => String(this.id(id))).replace(/\b\d{12}\b/g, ACCOUNT);
  }

  private parameters(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((each) => this.parameters(each));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.parameters(each)]));
    }
    return typeof value === 'string' && !KEPT_PARAMETERS.test(value) && !this.names.has(value.replace(/^(hop|presigned)\//, '')) ? 'redacted' : value;
  }

  private additional(value: Json | null): unknown {
    const { downstreamRequests: made } = value ?? {};
    return !Array.isArray(made) ? null
      : { downstreamRequests: made.map(({ apiName, requestId, awsRegion }) => ({ apiName, requestId: this.id(requestId), awsRegion })) };
  }

  private id(value: unknown): unknown {
    if (typeof value !== 'string') {
      return null;
    }
    const found = this.ids.get(value) ?? `00000000-0000-4000-8000-${String(this.ids.size + 1).padStart(12, '0')}`;
    this.ids.set(value, found);
    return found;
  }
}
