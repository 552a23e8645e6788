const ACCOUNT = '111122223333';

/** What a test says of a call; the rest is what most events have. */
export interface TestCall {
  /** A role with its path, `user/…` or `root`. */
  readonly by?: string;
  readonly via?: string;
  readonly parameters?: { readonly [name: string]: unknown } | null;
  readonly resources?: ReadonlyArray<{ readonly [name: string]: string }>;
  readonly error?: string;
  readonly more?: { readonly [name: string]: unknown };
}

let count = 0;

/** An event as CloudTrail writes it: `s3 DeleteBucket`. */
export function event(operation: string, call: TestCall = {}): { [name: string]: unknown } {
  const { by = 'role/people/Developer', via, parameters = null, resources, error, more } = call;
  const [source, name] = operation.split(' ');
  const id = (count++).toString(16).padStart(12, '0');
  const last = by.slice(by.lastIndexOf('/') + 1);
  const session = { attributes: { creationDate: '2026-10-01T08:00:00Z', mfaAuthenticated: 'false' }, sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:${by}`, accountId: ACCOUNT } };
  const identity = by.startsWith('role/')
    ? { type: 'AssumedRole', principalId: `AROAEXAMPLE:${last}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${last}/s`, accountId: ACCOUNT, sessionContext: session }
    : { type: by === 'root' ? 'Root' : 'IAMUser', principalId: `AIDA${last.toUpperCase()}`, arn: `arn:aws:iam::${ACCOUNT}:${by}`, accountId: ACCOUNT };
  return {
    eventVersion: '1.11',
    userIdentity: { ...identity, ...(via !== undefined && { invokedBy: via }) },
    eventTime: `2026-10-01T09:${String(Math.floor(count / 60) % 60).padStart(2, '0')}:${String(count % 60).padStart(2, '0')}Z`,
    eventSource: source.includes('.') ? source : `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-west-1',
    sourceIPAddress: via ?? '198.51.100.7',
    requestParameters: parameters,
    ...(resources && { resources }),
    ...(error !== undefined && { errorCode: error }),
    requestID: `00000000-0000-4000-8000-${id}`,
    eventID: `11111111-0000-4000-8000-${id}`,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...more,
  };
}
