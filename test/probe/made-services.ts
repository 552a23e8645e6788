import type { Answer } from './made-world';
import type { SignedRequest } from './signature';

/** A call of an API, however it came. */
export interface ServiceCall {
  /** As in signatures. */
  readonly service: string;
  readonly operation: string;
  readonly params: { readonly [name: string]: string };
}

const LAMBDA: { readonly [path: string]: string } = { 'account-settings': 'GetAccountSettings', 'functions': 'ListFunctions', 'layers': 'ListLayers' };
const OF_BUCKET: { readonly [query: string]: string } = { encryption: 'GetBucketEncryption', location: 'GetBucketLocation', versioning: 'GetBucketVersioning' };
const QUERY = ['cloudformation', 'ec2', 'iam', 'sns', 'sts'];

/** Reads a request as the service does. */
export function readCall({ method, url, headers, body }: SignedRequest, service: string): ServiceCall {
  if (QUERY.includes(service)) {
    const { Action: operation, Version: _, ...params } = Object.fromEntries(new URLSearchParams(body));
    return { service, operation, params };
  }
  if (headers['x-amz-target'] !== undefined) {
    return { service, operation: headers['x-amz-target'].split('.').at(-1)!, params: JSON.parse(body) };
  }
  if (service === 'lambda') {
    return { service, operation: LAMBDA[url.pathname.split('/').at(-1)!], params: {} };
  }
  const [, bucket, ...key] = url.pathname.split('/').map(decodeURIComponent);
  if (key.length > 0) {
    return { service, operation: { GET: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method]!, params: { Bucket: bucket, Key: key.join('/') } };
  }
  return { service, operation: OF_BUCKET[[...url.searchParams.keys()][0]], params: { Bucket: bucket } };
}

/** What services call a denial, where it is not `AccessDenied`. */
const DENIALS: { readonly [service: string]: string } = {
  ec2: 'UnauthorizedOperation', sns: 'AuthorizationError', iam: 'AccessDenied', cloudformation: 'AccessDenied', sts: 'AccessDenied', s3: 'AccessDenied',
};

/** The code of an error in the service's own words. */
export function codeOf({ service }: ServiceCall, code: string): string {
  return code === 'AccessDenied' ? DENIALS[service] ?? 'AccessDeniedException' : code;
}

/** The response as the service words it. */
export function reply(call: ServiceCall, answer: Answer): { status: number; headers: { [name: string]: string }; body: string } {
  const { service, operation } = call;
  const xml = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0"?>\n${body}` });
  const json = (status: number, body: object, headers = {}) => ({ status, headers: { 'content-type': 'application/x-amz-json-1.1', ...headers }, body: JSON.stringify(body) });
  if ('done' in answer) {
    const fields = Object.entries(answer.done).map(([name, value]) => `<${name}>${value}</${name}>`).join('');
    return QUERY.includes(service) || service === 's3' ? xml(operation === 'DeleteObject' ? 204 : 200, operation === 'DeleteObject' ? '' : `<${operation}Response>${fields}</${operation}Response>`) : json(200, answer.body ?? {});
  }
  const { message, status = 400 } = answer;
  const code = codeOf(call, answer.code);
  const escaped = message.replaceAll('"', '&quot;');
  switch (service) {
    case 'ec2': return xml(status, `<Response><Errors><Error><Code>${code}</Code><Message>You are not authorized to perform this operation. ${escaped}</Message></Error></Errors></Response>`);
    case 's3': return xml(status, `<Error><Code>${code}</Code><Message>${escaped}</Message><RequestId>1</RequestId></Error>`);
    case 'lambda': return json(status, { Message: message }, { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/` });
    default: return QUERY.includes(service) ? xml(status, `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error></ErrorResponse>`)
      : json(status, { __type: `com.amazon.coral.service#${code}`, [service === 'ssm' ? 'Message' : 'message']: message });
  }
}
