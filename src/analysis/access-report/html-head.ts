import { createHash } from 'crypto';
import { Html, html } from './html';
import { STYLE } from './html-style';

/** The head of a page of its own, which loads nothing, and runs nothing but the script that is given. */
export function htmlHead(title: string, script?: string): Html {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash(STYLE)}';${script === undefined ? undefined
  : html` script-src '${hash(script)}';`} base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
