import { createHash } from 'crypto';

/**
 * Lets a page do what it is for, and nothing else: it runs its own scripts, and connects to nobody. Browsers hold the page to it.
 *
 * @param html a whole page
 * @throws if it has no head, so that nothing would hold it to a policy
 */
export function withContentPolicy(html: string): string {
  if (!html.includes('<head>')) {
    throw new Error('a page without "<head>": there is no place for its content policy');
  }
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  const policy = [
    'default-src \'self\'',
    `script-src 'self' ${[...new Set(inline)].join(' ')}`,
    // Colors of code stand in the pages.
    'style-src \'self\' \'unsafe-inline\'',
    'img-src \'self\' data:',
    // What is worked out is worked out in a worker that is made by the page, and so is held to the same.
    'worker-src blob:',
    'connect-src \'none\'',
    'form-action \'none\'',
    'base-uri \'none\'',
    'object-src \'none\'',
  ].join('; ');
  return html.replace('<head>', `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`);
}
