import { structOf } from './athena-struct';

type Fields = { readonly [name: string]: unknown };

/** The lists of what is around events: of a log file, of `lookup-events`, of CloudWatch Logs and of its queries. */
export const LISTS: readonly string[] = ['Records', 'Events', 'logEvents', 'events', 'results'];

/** What may have an event in it, as an object or as a string: EventBridge's, that of `lookup-events`, of CloudTrail Lake and CloudWatch Logs. */
const AROUND: readonly string[] = ['detail', 'CloudTrailEvent', 'eventJson', 'eventjson', 'message', '@message', 'eventData', '_source'];

/**
 * The records of CloudTrail in what was parsed, whatever is around them: each as a log file has it. One that is no record is given as it is; the
 * caller finds that it can't be read.
 */
export function recordsIn(value: unknown): unknown[] {
  return unwrapped(value, 0);
}

const MOST_LAYERS = 6;

function unwrapped(value: unknown, layer: number): unknown[] {
  if (Array.isArray(value) && layer < MOST_LAYERS) {
    return isQueryRow(value) ? unwrapped(value.find(({ field }) => field === '@message')?.value, layer + 1)
      : value.flatMap((each) => unwrapped(each, layer + 1));
  }
  if (typeof value !== 'object' || value === null || layer === MOST_LAYERS) {
    return typeof value === 'string' ? fromString(value, layer) : [value];
  }
  const object = value as Fields;
  if (object.eventName !== undefined && object.eventSource !== undefined) {
    return [object];
  }
  if (object.eventname !== undefined && object.eventsource !== undefined) {
    return [fromColumns(object)];
  }
  if (object.messageType === 'CONTROL_MESSAGE') {
    return []; // CloudWatch Logs asks whether somebody is there.
  }
  const list = LISTS.find((name) => Array.isArray(object[name]));
  const inside = AROUND.find((name) => typeof object[name] === 'string' || (typeof object[name] === 'object' && object[name] !== null));
  return list !== undefined ? (object[list] as unknown[]).flatMap((each) => unwrapped(each, layer + 1))
    : inside !== undefined ? unwrapped(object[inside], layer + 1) : [value];
}

/** What `aws logs get-query-results` prints of one log entry. */
function isQueryRow(value: readonly unknown[]): value is Array<{ readonly field: string; readonly value: string }> {
  return value.length > 0 && value.every((each) => typeof each === 'object' && each !== null && 'field' in each && 'value' in each);
}

function fromString(value: string, layer: number): unknown[] {
  try {
    return unwrapped(JSON.parse(value), layer + 1);
  } catch {
    return [value];
  }
}

/** What the columns of a table of Athena are called in a record. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  'eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage',
  'requestParameters', 'responseElements', 'additionalEventData', 'requestID', 'eventID', 'resources', 'eventType', 'apiVersion', 'readOnly',
  'recipientAccountId', 'serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId', 'eventCategory', 'managementEvent', 'eventContext',
].map((name) => [name.toLowerCase(), name]));

const FIELDS: ReadonlyMap<string, string> = new Map([
  'type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName', 'sessionContext', 'attributes', 'mfaAuthenticated', 'creationDate',
  'sessionIssuer', 'signInSessionArn', 'sourceIdentity', 'ARN',
].map((name) => [name === 'ARN' ? 'ARN' : name.toLowerCase(), name]));

/** Those that the table of AWS's documentation has as strings with JSON in them. */
const AS_JSON: readonly string[] = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'eventContext'];

/**
 * A record from the columns of the table that AWS's documentation makes: names in lower case, structs as Athena prints them, JSON in strings.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */
function fromColumns(row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).flatMap(([column, value]): Array<[string, unknown]> => {
    const name = COLUMNS.get(column.toLowerCase());
    return name === undefined || value === '' || value === null ? [] : [[name, AS_JSON.includes(name) ? parsed(value) : renamed(structOf(value))]];
  }));
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return structOf(value);
  }
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(renamed);
  }
  return typeof value !== 'object' || value === null ? value
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [FIELDS.get(name) ?? FIELDS.get(name.toLowerCase()) ?? name, renamed(each)]));
}
