import type { SourceNode } from './read-yaml';

const QUOTE = 34;
const BACKSLASH = 92;

/** Where the values of a string that is JSON are written. What is within one is looked for when it is asked for. */
export class JsonNode implements SourceNode {
  public readonly end: number;
  private found?: ReadonlyMap<string, SourceNode> | readonly SourceNode[];

  /** @param duplicate is told of a key that its object has already */
  public constructor(
    private readonly text: string,
    public readonly start: number,
    private readonly duplicate: (key: string, offset: number) => void,
    public readonly key?: SourceNode['key'],
  ) {
    this.end = endOf(text, start);
  }

  public get children(): SourceNode['children'] {
    const open = this.text[this.start];
    return open === '{' || open === '[' ? this.found ??= open === '{' ? this.values() : this.items() : undefined;
  }

  private values(): ReadonlyMap<string, SourceNode> {
    const values = new Map<string, SourceNode>();
    for (let at = this.skipSpace(this.start + 1); this.text[at] !== '}';) {
      const key = { start: at, end: endOfString(this.text, at) };
      const name = JSON.parse(this.text.slice(key.start, key.end)) as string;
      const value = new JsonNode(this.text, this.skipSpace(this.skipSpace(key.end) + 1), this.duplicate, key);
      if (values.has(name)) {
        this.duplicate(name, at);
      }
      values.set(name, value);
      at = this.next(value.end);
    }
    return values;
  }

  private items(): readonly SourceNode[] {
    const items: SourceNode[] = [];
    for (let at = this.skipSpace(this.start + 1); this.text[at] !== ']';) {
      const item = new JsonNode(this.text, at, this.duplicate);
      items.push(item);
      at = this.next(item.end);
    }
    return items;
  }

  /** Behind the comma after a value, if there is one. */
  private next(end: number): number {
    const at = this.skipSpace(end);
    return this.text[at] === ',' ? this.skipSpace(at + 1) : at;
  }

  private skipSpace(at: number): number {
    while (at < this.text.length && ' \n\r\t'.includes(this.text[at])) {
      at++;
    }
    return at;
  }
}

/** The values of input that has several one after the other, as some commands print them; `undefined` if it is nothing of the kind. */
export function jsonStream(text: string): readonly JsonNode[] | undefined {
  const nodes: JsonNode[] = [];
  for (let at = text.search(/\S/); at !== -1 && at < text.length;) {
    const node = new JsonNode(text, at, () => undefined);
    const isValue = '{['.includes(text[at]) && isJson(text.slice(node.start, node.end));
    if (!isValue) {
      return undefined;
    }
    nodes.push(node);
    at = node.end + text.slice(node.end).search(/\S|$/);
  }
  return nodes.length > 1 ? nodes : undefined;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The place after the last character of a value. */
function endOf(text: string, start: number): number {
  if (text.charCodeAt(start) === QUOTE) {
    return endOfString(text, start);
  }
  if (text[start] !== '{' && text[start] !== '[') {
    const scalar = /[^\s,\]}]*/y;
    scalar.lastIndex = start;
    return start + scalar.exec(text)![0].length;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at) - 1;
    } else if (code === 123 || code === 91) {
      depth++;
    } else if ((code === 125 || code === 93) && --depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) {
      at++;
    } else if (code === QUOTE) {
      return at + 1;
    }
  }
  return text.length;
}
