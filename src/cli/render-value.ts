import type { SourceNode } from './read-yaml';
import type { stringify as stringifyYaml } from './yaml-library';

/** A value as another one is written that it stands for, or beside. */
export function renderLike({ text }: { readonly text: string }, model: SourceNode, value: unknown): string {
  return model.block ? inBlock(value, columnOf(text, model.start), lineEndOf(text)) : inFlow(text, model, value);
}

/** A value of YAML, its lines below the first indented. */
export function inBlock(value: unknown, indent: number, lineEnd: string): string {
  // Loaded when it is needed: most files are JSON.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { stringify } = require('./yaml-library') as { stringify: typeof stringifyYaml };
  return stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd().split('\n').join(`${lineEnd}${' '.repeat(indent)}`);
}

/** A string quoted as another one is: YAML has single quotes and lines below `|`, too. */
export function quotedLike(model: string, value: string): string {
  const [, header, indent] = /^(\|[^\n]*\n)([ \t]*)/.exec(model) ?? [];
  if (header !== undefined) {
    return header + value.trimEnd().split(/\r?\n/).map((line) => (line === '' ? '' : indent + line)).join(lineEndOf(model)) + (/\s*$/.exec(model)![0]);
  }
  return model.startsWith('\'') && !/[\r\n]/.test(value) ? `'${value.replace(/'/g, '\'\'')}'` : JSON.stringify(value);
}

/** A key written as another one is: with quotes or without. */
export function keyLike(model: string, key: string): string {
  return model.startsWith('"') ? JSON.stringify(key) : model.startsWith('\'') ? quotedLike(model, key) : inBlock(key, 0, '');
}

export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function inFlow(text: string, { start, end }: SourceNode, value: unknown): string {
  const model = text.slice(start, end).trimEnd();
  if (typeof value !== 'object' || !/[\r\n]/.test(model)) {
    return onOneLine(value, /^\{\s/.test(model) ? ' ' : '', /":\s/.test(model) ? ' ' : '');
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const [margin] = /^[ \t]*/.exec(text.slice(lineStart))!;
  const [, inner] = /\n([ \t]*)\S/.exec(model)!;
  const unit = inner.startsWith(margin) && inner.length > margin.length ? inner.slice(margin.length) : '  ';
  return JSON.stringify(value, undefined, unit).split('\n').join(`${lineEndOf(text)}${margin}`);
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
