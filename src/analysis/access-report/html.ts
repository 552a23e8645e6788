/** Markup that is safe to put into a page. */
export class Html {
  constructor(public readonly markup: string) {}
}

export type HtmlContent = string | number | Html | undefined | readonly HtmlContent[];

/** Markup with the values put in as text; `Html` as it is, lists one after another, `undefined` as nothing. */
export function html(markup: TemplateStringsArray, ...values: HtmlContent[]): Html {
  return new Html(markup.reduce((page, part, i) => page + written(values[i - 1]) + part));
}

function written(value: HtmlContent): string {
  if (value === undefined) {
    return '';
  }
  return value instanceof Html ? value.markup : Array.isArray(value) ? value.map(written).join('') : escape(String(value));
}

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text that may be broken after what separates its parts. */
export function breakable(text: string): Html {
  return html`<bdi>${text.split(/(?<=[/#:.])(?=[^/#:.])/).map((part, i) => [i > 0 ? new Html('<wbr>') : undefined, part])}</bdi>`;
}

/** Control characters, and those that change the direction of text or can't be seen: names that hold them may look like others. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

function escape(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
