import type { Source } from './input-file';
import { isSameJson, likest } from './likeness';
import type { SourceNode } from './read-yaml';
import { columnOf, inBlock, keyLike, lineEndOf, quotedLike, renderLike } from './render-value';
import { isObject } from '../iam/value';

/** A piece of a string, and what to put in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Json = { readonly [key: string]: unknown };

/** Those at one place in their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let [edited, at] = ['', 0];
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    edited += text.slice(at, start) + replacement;
    at = end;
  }
  return edited + text.slice(at);
}

/**
 * Puts other statements into a policy document of a string. What stays the same is left as it is written, with what stands around it, and
 * what is new is written in the text's own style.
 *
 * @param path the path to the statements
 * @param from the list of the statements that stand there, or the single one
 */
export function replaceStatements(source: Source, path: readonly string[], from: unknown, statements: readonly unknown[]): Edit[] {
  const node = source.nearest(path);
  const editor = new Editor(source);
  return Array.isArray(from) ? editor.replaceOf(path[path.length - 1], node, from, statements) : editor.replaceSingle(node, statements);
}

/** Puts another string where one stands, quoted as that is. */
export function replaceString(source: Source, path: readonly string[], value: string): Edit {
  const { start, end } = source.nearest(path);
  return { start, end, text: quotedLike(source.text.slice(start, end), value) };
}

class Editor {
  private readonly text: string;
  private readonly lineEnd: string;

  public constructor(private readonly source: Source) {
    this.text = source.text;
    this.lineEnd = lineEndOf(source.text);
  }

  public replace(node: SourceNode, from: unknown, to: unknown): Edit[] {
    if (isSameJson(from, to)) {
      return [];
    }
    const { children, alias } = node;
    if (!alias && isFilledList(from) && isFilledList(to) && Array.isArray(children)) {
      const items = children as readonly SourceNode[];
      const groups = likest(from, to).map((values, i): Group => ({ item: items[i], from: from[i], values }));
      return node.block ? this.replaceInBlockList(groups) : this.replaceInFlowList(node, groups);
    }
    if (!alias && isObject(from) && isObject(to) && children instanceof Map) {
      const edits = this.renameIn(children, from, to)
        ?? (node.block ? this.replaceInBlock(children, from, to) : this.replaceInFlow(node, children, from, to));
      if (edits) {
        return edits;
      }
    }
    return [{ start: node.start, end: this.contentEnd(node), text: renderLike(this.source, node, to) }];
  }

  /** The value of a key: another kind of it is not written in the lines below the key as this one is. */
  public replaceOf(name: string, node: SourceNode, from: unknown, to: unknown): Edit[] {
    const { key = node, start } = node;
    const isBelow = /^\s*:[^]*\n/.test(this.text.slice(key.end, start));
    const isAlike = isFilledList(from) ? isFilledList(to) : isObject(from) && isObject(to);
    return isBelow && !isAlike && !isSameJson(from, to)
      ? [{ start: key.start, end: this.contentEnd(node), text: inBlock({ [name]: to }, columnOf(this.text, key.start), this.lineEnd) }]
      : this.replace(node, from, to);
  }

  /** A single statement becomes a list. */
  public replaceSingle(node: SourceNode, statements: readonly unknown[]): Edit[] {
    const rendered = statements.map((statement) => (node.block ? `- ${inBlock(statement, columnOf(this.text, node.start) + 2, this.lineEnd)}`
      : renderLike(this.source, node, statement)));
    const text = node.block && rendered.length > 0 ? rendered.join(`${this.lineEnd}${' '.repeat(columnOf(this.text, node.start))}`) : `[${rendered.join(', ')}]`;
    return [{ start: node.start, end: this.contentEnd(node), text }];
  }

  private replaceInFlowList(node: SourceNode, groups: readonly Group[]): Edit[] {
    const { text } = this;
    const before = text.slice(node.start, groups[0].item.start);
    const between = groups.length > 1 ? text.slice(groups[0].item.end, groups[1].item.start) : /[\r\n]/.test(before) ? `,${before.slice(1)}` : ', ';
    const firstLeft = groups.findIndex(({ values }) => values.length > 0);
    return groups.flatMap(({ item, from, values }, i): Edit[] => {
      if (values.length === 0) {
        return [i < firstLeft ? { start: item.start, end: groups[i + 1].item.start, text: '' } : { start: groups[i - 1].item.end, end: item.end, text: '' }];
      }
      const [first, ...more] = values;
      const added = more.map((value) => between + renderLike(this.source, item, value)).join('');
      return [...this.replace(item, from, first), ...added === '' ? [] : [{ start: item.end, end: item.end, text: added }]];
    });
  }

  private replaceInBlockList(groups: readonly Group[]): Edit[] {
    return groups.flatMap(({ item, from, values }): Edit[] => {
      const dash = item.key!.start;
      const lineEnd = this.lineEndAfter(item);
      const [first, ...more] = values;
      if (values.length === 0) {
        return [{ start: dash - columnOf(this.text, dash), end: Math.min(this.text.length, this.text.indexOf('\n', lineEnd) + 1 || Infinity), text: '' }];
      }
      const margin = columnOf(this.text, dash);
      const added = more.map((value) => `${this.lineEnd}${' '.repeat(margin)}- ${inBlock(value, margin + 2, this.lineEnd)}`).join('');
      return [...this.replace(item, from, first), ...added === '' ? [] : [{ start: lineEnd, end: lineEnd, text: added }]];
    });
  }

  /** Where keys are called otherwise and nothing else is; nothing if that is not so. */
  private renameIn(children: ReadonlyMap<string, SourceNode>, from: Json, to: Json): Edit[] | undefined {
    const [keys, names] = [Object.keys(from), Object.keys(to)];
    const renamed = keys.filter((key, i) => key !== names[i]);
    const isMerged = [...children.values()].some(({ merged }) => merged);
    if (keys.length !== names.length || renamed.length === 0 || renamed.some((key) => key in to) || isMerged) {
      return undefined;
    }
    return keys.flatMap((key, i) => {
      const node = children.get(key)!;
      const { start, end } = node.key!;
      const name = key === names[i] ? [] : [{ start, end, text: keyLike(this.text.slice(start, end), names[i]) }];
      return [...name, ...this.replace(node, from[key], to[names[i]])];
    });
  }

  /** Nothing if it can't be done pair by pair. */
  private replaceInFlow(node: SourceNode, children: ReadonlyMap<string, SourceNode>, from: Json, to: Json): Edit[] | undefined {
    const own = [...children.values()];
    const removed = Object.keys(from).filter((key) => !(key in to));
    const added = Object.keys(to).filter((key) => !(key in from));
    // Of an object that is new, the layout is that of the whole.
    if (added.some((key) => typeof to[key] === 'object') || own.length === 0 || own.some(({ merged }) => merged) || removed.length > 1
      || (removed.length === 1 && (added.length > 0 || own.length === 1))) {
      return undefined;
    }
    const last = own[own.length - 1];
    const before = this.text.slice(node.start, own[0].key!.start);
    const between = own.length > 1 ? this.text.slice(own[0].end, own[1].key!.start) : /[\r\n]/.test(before) ? `,${before.slice(1)}` : ', ';
    if (!/^\s*,\s*$/.test(between)) {
      return undefined;
    }
    const { start, end } = last.key!;
    const colon = this.text.slice(end, last.start);
    const text = added.map((key) => `${between}${keyLike(this.text.slice(start, end), key)}${colon}${renderLike(this.source, last, to[key])}`).join('');
    return [
      ...[...children].filter(([key]) => key in to).flatMap(([key, child]) => this.replace(child, from[key], to[key])),
      ...removed.map((key) => {
        const i = own.indexOf(children.get(key)!);
        return i + 1 < own.length ? { start: own[i].key!.start, end: own[i + 1].key!.start, text: '' } : { start: own[i - 1].end, end: own[i].end, text: '' };
      }),
      ...text === '' ? [] : [{ start: last.end, end: last.end, text }],
    ];
  }

  /** Nothing if it can't be done pair by pair. */
  private replaceInBlock(children: ReadonlyMap<string, SourceNode>, from: Json, to: Json): Edit[] | undefined {
    const own = [...children].filter(([, node]) => !node.merged);
    const removed = Object.keys(from).filter((key) => !(key in to));
    if (own.length === 0 || removed.length > 1 || removed.some((key) => children.get(key)!.merged || own.length === 1)) {
      return undefined;
    }
    const margin = columnOf(this.text, own[0][1].key!.start);
    const last = this.lineEndAfter(own[own.length - 1][1]);
    const added = Object.keys(to).filter((key) => !children.has(key) || (children.get(key)!.merged && !isSameJson(from[key], to[key])));
    return [
      ...own.filter(([key]) => key in to).flatMap(([key, node]) => this.replaceOf(key, node, from[key], to[key])),
      ...removed.map((key) => this.removeOf(own.map(([, node]) => node), children.get(key)!)),
      ...added.map((key) => ({ start: last, end: last, text: `${this.lineEnd}${' '.repeat(margin)}${inBlock({ [key]: to[key] }, margin, this.lineEnd)}` })),
    ];
  }

  private removeOf(siblings: readonly SourceNode[], node: SourceNode): Edit {
    const i = siblings.indexOf(node);
    return i + 1 < siblings.length ? { start: node.key!.start, end: siblings[i + 1].key!.start, text: '' }
      : { start: this.contentEnd(siblings[i - 1]), end: this.contentEnd(node), text: '' };
  }

  /** The end of what is written of a value, without the lines after a block. */
  private contentEnd({ start, end }: SourceNode): number {
    return start + this.text.slice(start, end).trimEnd().length;
  }

  /** The end of the line in which a value ends: a comment may stand behind it. */
  private lineEndAfter(node: SourceNode): number {
    const end = this.contentEnd(node);
    return end + this.text.slice(end).search(/\r?\n|$/);
  }
}

/** An item of a list, and what comes in its place. */
interface Group {
  readonly item: SourceNode;
  readonly from: unknown;
  readonly values: readonly unknown[];
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}
