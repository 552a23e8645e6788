import * as fs from 'fs';
import * as path from 'path';

/** Where AWS lists the files: as of https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html. */
const LIST = 'https://servicereference.us-east-1.amazonaws.com/';
const AT_ONCE = 8;

/**
 * Downloads AWS's service reference files into a folder, which is made if it is not there. Nothing is left out: one file that can't be had is an error.
 *
 * @param get what answers for a URL
 * @returns how many files there are
 */
export async function downloadReference(folder: string, get: (url: string) => Promise<Response> = fetch, list = LIST): Promise<number> {
  const services = await json(get, list);
  if (!Array.isArray(services) || services.length === 0 || !services.every(isService)) {
    throw new Error(`${list}: expected a list of { "service", "url" }, got ${JSON.stringify(services).slice(0, 200)}`);
  }
  fs.mkdirSync(folder, { recursive: true });
  const waiting = [...services];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      fs.writeFileSync(path.join(folder, `${next.service}.json`), JSON.stringify(await json(get, next.url)));
    }
  }));
  return services.length;
}

async function json(get: (url: string) => Promise<Response>, url: string): Promise<unknown> {
  const response = await get(url).catch((error: Error) => {
    throw new Error(`${url}: ${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`);
  });
  if (!response.ok) {
    throw new Error(`${url}: HTTP status ${response.status}`);
  }
  return response.json();
}

function isService(value: unknown): value is { service: string; url: string } {
  const { service, url } = (value ?? {}) as { service?: unknown; url?: unknown };
  // The name becomes that of a file.
  return typeof service === 'string' && /^[\w-]+$/.test(service) && typeof url === 'string';
}
