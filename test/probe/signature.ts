import { createHash, createHmac } from 'crypto';

/** A request as a server gets it. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What the signature says of the one who made it. */
export interface Signer {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly presigned: boolean;
  readonly token?: string;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
/** As AWS encodes: all but letters, digits and `-._~`. */
const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Who has signed the request, if it is signed at all. Written anew after AWS's page on Signature Version 4, so that it shares no mistake with the signer. */
export function signerOf({ url, headers }: SignedRequest): Signer | undefined {
  const presigned = url.searchParams.has('X-Amz-Credential');
  const credential = presigned ? url.searchParams.get('X-Amz-Credential')! : /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  if (credential === undefined) {
    return undefined;
  }
  const [accessKeyId, date, region, service] = credential.split('/');
  const token = presigned ? url.searchParams.get('X-Amz-Security-Token') ?? undefined : headers['x-amz-security-token'];
  return { accessKeyId, date, region, service, presigned, token };
}

/** Whether the signature is that of the secret. */
export function isSignedWith(secret: string, request: SignedRequest): boolean {
  const { method, url, headers, body } = request;
  const { date, region, service, presigned } = signerOf(request)!;
  const authorization = headers.authorization ?? '';
  const given = presigned ? url.searchParams.get('X-Amz-Signature') : /Signature=([0-9a-f]+)/.exec(authorization)?.[1];
  const names = (presigned ? url.searchParams.get('X-Amz-SignedHeaders')! : /SignedHeaders=([^,\s]+)/.exec(authorization)![1]).split(';');
  const time = presigned ? url.searchParams.get('X-Amz-Date')! : headers['x-amz-date'];
  const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
  const path = url.pathname.split('/').map((segment) => (service === 's3' ? segment : encoded(segment))).join('/');
  const canonical = [
    method, path, query, ...names.map((name) => `${name}:${headers[name].trim().replace(/ +/g, ' ')}`), '', names.join(';'),
    presigned ? 'UNSIGNED-PAYLOAD' : hash(body),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>((from, part) => hmac(from, part), `AWS4${secret}`);
  return given === hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
}
