import type { JsonNode } from './json-scanner';
import type { JsonText } from './json-text';
import type { Json } from '../iam/value';

/** A piece of a text, and what to put in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits].sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: replacement }) => edited.slice(0, start) + replacement + edited.slice(end), text);
}

/** Whether two values are written alike, with their keys in the same order. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Puts other statements into a policy document of a text. Statements that stay are left as they are written, and new ones are
 * written in the text's own way.
 *
 * @param way the way to the document
 */
export function replaceStatements(json: JsonText, way: readonly string[], statements: readonly unknown[]): Edit {
  const { text } = json;
  const node = json.nearest([...way, 'Statement']);
  const items = Array.isArray(node.children) ? node.children as readonly JsonNode[] : [node];
  const originals = items.map((item) => ({ item, text: text.slice(item.start, item.end), value: JSON.parse(text.slice(item.start, item.end)) }));
  let next = 0;
  const texts = statements.map((statement) => {
    const left = originals.slice(next);
    const same = left.findIndex(({ value }) => isSameJson(value, statement));
    if (same !== -1) {
      next += same + 1;
      return left[same].text;
    }
    const meant = left.findIndex(({ value }) => ['Sid', 'Effect'].every((element) => value?.[element] === (statement as Json)[element]));
    next += Math.max(0, meant);
    return inStyleOf(text, (originals[next] ?? originals[originals.length - 1])?.item ?? node, statement);
  });
  const list = items[0] !== node;
  if (texts.length === 0 || items.length === 0) {
    return { start: node.start, end: node.end, text: `[${texts.join(', ')}]` };
  }
  // What stands around and between the items is kept as well.
  const [before, after] = list ? [text.slice(node.start, items[0].start), text.slice(items[items.length - 1].end, node.end)]
    : ['[', ']'];
  const between = items.length > 1 ? text.slice(items[0].end, items[1].start) : /[\r\n]/.test(before) ? `,${before.slice(1)}` : ', ';
  return { start: node.start, end: node.end, text: before + texts.join(between) + after };
}

/** A value as the one in its place is written. */
function inStyleOf(text: string, { start, end }: JsonNode, value: unknown): string {
  const model = text.slice(start, end);
  if (!/[\r\n]/.test(model)) {
    return onOneLine(value, /^\{\s/.test(model) ? ' ' : '', /":\s/.test(model) ? ' ' : '');
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const [margin] = /^[ \t]*/.exec(text.slice(lineStart))!;
  const [, inner] = /\n([ \t]*)\S/.exec(model)!;
  const unit = inner.startsWith(margin) && inner.length > margin.length ? inner.slice(margin.length) : '  ';
  return JSON.stringify(value, undefined, unit).split('\n').join(`${text.includes('\r\n') ? '\r\n' : '\n'}${margin}`);
}

/** @param pad what stands inside of braces, and `gap` behind colons and commas */
function onOneLine(value: unknown, pad: string, gap: string): string {
  const items = (list: string[]) => list.join(`,${gap}`);
  if (Array.isArray(value)) {
    return `[${items(value.map((each) => onOneLine(each, pad, gap)))}]`;
  }
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? `{${pad}${items(Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${gap}${onOneLine(each, pad, gap)}`))}${pad}}`
    : JSON.stringify(value);
}
