import type { ApiCall } from './calls';
import type { ServiceError } from './outcome';

/** A request before it is signed. */
export interface ApiRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'POST';
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** What it is signed for. */
  readonly signingName: string;
  readonly signingRegion: string;
}

const QUERY: { readonly [service: string]: string } = { cloudformation: '2010-05-15', ec2: '2016-11-15', iam: '2010-05-08', sns: '2010-03-31', sts: '2011-06-15' };
const JSON_TARGETS: { readonly [service: string]: readonly [version: string, target: string] } = {
  cloudcontrol: ['1.0', 'CloudApiService'],
  cloudtrail: ['1.1', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'],
  dynamodb: ['1.0', 'DynamoDB_20120810'],
  ecs: ['1.1', 'AmazonEC2ContainerServiceV20141113'],
  kms: ['1.1', 'TrentService'],
  logs: ['1.1', 'Logs_20140328'],
  ssm: ['1.1', 'AmazonSSM'],
};
const LAMBDA: { readonly [operation: string]: string } = {
  GetAccountSettings: '/2016-08-19/account-settings', ListFunctions: '/2015-03-31/functions', ListLayers: '/2018-10-31/layers',
};
const S3: { readonly [operation: string]: readonly [method: ApiRequest['method'], query: string] } = {
  DeleteObject: ['DELETE', ''],
  GetBucketEncryption: ['GET', '?encryption'],
  GetBucketLocation: ['GET', '?location'],
  GetBucketVersioning: ['GET', '?versioning'],
  GetObject: ['GET', ''],
  PutObject: ['PUT', ''],
};
/** Where the name of the endpoint is another one than that of the service. */
const ENDPOINTS: { readonly [service: string]: string } = { cloudcontrol: 'cloudcontrolapi' };

/** The request of a call. @param endpoint instead of AWS's endpoints */
export function requestOf({ service, operation, params, nested }: ApiCall, region: string, endpoint?: string): ApiRequest {
  const signingName = ENDPOINTS[service] ?? service;
  const signingRegion = service === 'iam' ? 'us-east-1' : region;
  const host = endpoint ?? (service === 'iam' ? 'https://iam.amazonaws.com' : `https://${signingName}.${region}.amazonaws.com`);
  const request = (method: ApiRequest['method'], path: string, headers: ApiRequest['headers'] = {}, body = ''): ApiRequest =>
    ({ method, url: new URL(path, host), headers, body, signingName, signingRegion });
  if (service in QUERY) {
    const form = new URLSearchParams({ Action: operation, Version: QUERY[service], ...params });
    return request('POST', '/', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, form.toString());
  }
  if (service in JSON_TARGETS) {
    const [version, target] = JSON_TARGETS[service];
    return request('POST', '/', { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` }, JSON.stringify({ ...params, ...nested }));
  }
  if (service === 'lambda') {
    return request('GET', LAMBDA[operation]);
  }
  const [method, query] = S3[operation];
  return request(method, `/${[params.Bucket, ...params.Key?.split('/') ?? []].map(encodeURIComponent).join('/')}${query}`);
}

/** The error of a response, in XML or JSON. */
export function errorOf(status: number, headers: Headers, body: string): ServiceError {
  const inXml = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  let json: { [name: string]: unknown } = {};
  try {
    json = Object(JSON.parse(body));
  } catch {
    // It is XML, or nothing.
  }
  const text = (...values: unknown[]) => String(values.find((value) => typeof value === 'string') ?? '');
  return {
    code: text(headers.get('x-amzn-errortype'), json.__type, json.code, inXml('Code')).replace(/:.*$/s, '').replace(/^.*#/, ''),
    message: text(json.message, json.Message, inXml('Message')).replaceAll('&quot;', '"').replaceAll('&apos;', '\''),
    status,
  };
}
