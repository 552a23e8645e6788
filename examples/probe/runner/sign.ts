import { createHash, createHmac } from 'crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ApiRequest } from './api-request';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the signer asks for to hash with. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(secret as Uint8Array));
  }

  public update(data: string | Uint8Array): void {
    this.hash.update(data);
  }

  public async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }
}

function signerOf(credentials: Credentials, service: string, region: string): SignatureV4 {
  return new SignatureV4({ credentials, service, region, sha256: Sha256, uriEscapePath: service !== 's3' });
}

function asSmithy({ method, url, headers, body }: Pick<ApiRequest, 'method' | 'url' | 'headers' | 'body'>) {
  return {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    body,
  };
}

/** The headers with the signature. */
export async function signedHeaders(request: ApiRequest, credentials: Credentials): Promise<{ [name: string]: string }> {
  const hash = createHash('sha256').update(request.body).digest('hex');
  const unsigned = { ...request, headers: { ...request.headers, 'x-amz-content-sha256': hash } };
  const { headers } = await signerOf(credentials, request.signingName, request.signingRegion).sign(asSmithy(unsigned));
  // Node.js sets it.
  const { host, ...others } = headers;
  return others;
}

/** The address with the signature in it, good for five minutes. */
export async function presignedUrl(request: ApiRequest, credentials: Credentials): Promise<string> {
  const unsigned = { ...request, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
  const { query } = await signerOf(credentials, request.signingName, request.signingRegion).presign(asSmithy(unsigned), { expiresIn: 300 });
  const url = new URL(request.url);
  Object.entries(query ?? {}).forEach(([name, value]) => url.searchParams.set(name, String(value)));
  return url.toString();
}
