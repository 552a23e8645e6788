/** Markup that is safe to put into a page. */
export class Html {
  constructor(public readonly markup: string) {}
}

export type HtmlContent = string | number | Html | undefined | readonly HtmlContent[];

/** Markup piece by piece: of a page of many principals not all is held. */
export type HtmlPieces = Iterable<Html>;

/** The same as `html` piece by piece; of a value in pieces each one. */
export function* pieces(markup: TemplateStringsArray, ...values: ReadonlyArray<HtmlContent | HtmlPieces>): Generator<Html> {
  yield new Html(markup[0]);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isInPieces(value)) {
      yield* value;
    } else {
      yield new Html(written(value));
    }
    yield new Html(markup[i + 1]);
  }
}

/** The pieces that a function makes of each item, one after another. */
export function* piecesOf<T>(items: readonly T[], make: (item: T, index: number) => Html | HtmlPieces): Generator<Html> {
  for (let i = 0; i < items.length; i++) {
    const made = make(items[i], i);
    if (made instanceof Html) {
      yield made;
    } else {
      yield* made;
    }
  }
}

function isInPieces(value: HtmlContent | HtmlPieces): value is HtmlPieces {
  return typeof value === 'object' && !(value instanceof Html) && !Array.isArray(value);
}

/** Markup with the values put in as text; `Html` as it is, lists one after another, `undefined` as nothing. */
export function html(markup: TemplateStringsArray, ...values: HtmlContent[]): Html {
  let page = markup[0];
  for (let i = 0; i < values.length; i++) {
    page += written(values[i]) + markup[i + 1];
  }
  return new Html(page);
}

function written(value: HtmlContent): string {
  if (value === undefined) {
    return '';
  }
  if (!Array.isArray(value)) {
    return value instanceof Html ? value.markup : escape(String(value));
  }
  let all = '';
  for (const each of value) {
    all += written(each);
  }
  return all;
}

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text that may be broken after what separates its parts. */
export function breakable(text: string): Html {
  const broken = PLAIN.test(text) ? text.replace(/[/#:.](?=[^/#:.])/g, '$&<wbr>') : text.split(/(?<=[/#:.])(?=[^/#:.])/).map(escape).join('<wbr>');
  return new Html(`<bdi>${broken}</bdi>`);
}

/** Control characters, and those that change the direction of text or can't be seen: names that hold them may look like others. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Nothing of it has to be written otherwise. */
const PLAIN = /^[\w ,.:;/#*?+=@()[\]-]*$/;

function escape(text: string): string {
  return PLAIN.test(text) ? text : text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
