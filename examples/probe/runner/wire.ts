import { errorOf, requestOf } from './api-request';
import type { ApiCall } from './calls';
import type { Failure, Outcome } from './outcome';
import { ALLOWED, failed, outcomeOf } from './outcome';
import type { Credentials } from './sign';
import { signedHeaders } from './sign';

/** How to reach AWS, and for how long. */
export interface Wire {
  readonly region: string;
  /** Instead of AWS's endpoints. */
  readonly endpoint?: string;
  /** How long a call may take, in milliseconds. */
  readonly timeout: number;
  /** How long is waited where calls are throttled, the first time. */
  readonly pause: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly outcome: Outcome;
  readonly body: string;
}

/** How often a call is repeated that is throttled. */
const REPETITIONS = 4;

/** Calls an API. */
export async function call(api: ApiCall, credentials: Credentials, wire: Wire): Promise<Reply> {
  const request = requestOf(api, wire.region, wire.endpoint);
  for (let times = 0; ; times++) {
    const headers = await signedHeaders(request, credentials);
    const reply = await open(api, wire, request.url.toString(), { method: request.method, headers, body: request.body || undefined });
    if (reply.outcome.kind !== 'failed' || !reply.outcome.throttled || times === REPETITIONS) {
      return reply;
    }
    await sleep(wire.pause * 2 ** times, wire.signal);
  }
}

/** Waits, unless everything ends. */
export async function sleep(time: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, time);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }
}

/** Opens an address, such as a presigned one. */
export async function open(api: ApiCall, wire: Wire, url: string, init: RequestInit = {}): Promise<Reply> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([wire.signal, AbortSignal.timeout(wire.timeout)]) });
    const body = await response.text();
    return { outcome: response.ok ? taken(api, response, body) : outcomeOf(errorOf(response.status, response.headers, body), api), body };
  } catch (error) {
    return { outcome: unreached(error, wire), body: '' };
  }
}

/** A page of something else, such as a proxy that asks for a password, is no answer of a service. */
function taken({ service, operation }: ApiCall, { headers, status }: Response, body: string): Outcome {
  const isObject = service === 's3' && /Object$/.test(operation);
  return !isObject && /html/i.test(headers.get('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(body)
    ? failed(`not understood: a page instead of the answer of a service (HTTP ${status})`) : ALLOWED;
}

/** Why there was no response. */
export function unreached(error: unknown, wire: Pick<Wire, 'signal' | 'timeout'>): Failure {
  if (wire.signal.aborted) {
    return failed(String(wire.signal.reason instanceof Error ? wire.signal.reason.message : wire.signal.reason), { fatal: true });
  }
  const { name, cause, code } = error as { name?: string; cause?: { code?: string }; code?: string };
  if (name === 'TimeoutError' || code === 'REQUEST_TIMEOUT') {
    return failed(`no answer within ${wire.timeout / 1_000} s`, { passing: true, down: true });
  }
  return failed(`can't be reached${cause?.code === undefined ? '' : ` (${cause.code})`}`, { passing: true, down: true });
}
