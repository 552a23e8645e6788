import * as fs from 'fs';
import * as http from 'http';
import type { AddressInfo } from 'net';
import * as path from 'path';
import { BASE, SITE } from '../../website/site';

const TYPES: { readonly [ending: string]: string } = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** Serves what was built, as GitHub does. */
export async function serveSite(): Promise<{ readonly url: string; readonly asked: readonly string[]; readonly close: () => void }> {
  if (!fs.existsSync(path.join(SITE, 'index.html'))) {
    throw new Error(`there is no site in ${SITE}: build it by npx projen site`);
  }
  const asked: string[] = [];
  const server = http.createServer(({ url }, response) => {
    asked.push(url!);
    const file = decodeURI(new URL(url!, 'http://site').pathname).slice(BASE.length);
    const found = [file === '' ? 'index.html' : file, `${file}.html`].map((each) => path.join(SITE, each)).find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile());
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': TYPES[path.extname(found ?? '')] ?? 'application/octet-stream' });
    response.end(found && fs.readFileSync(found));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`, asked, close: () => server.close() };
}
