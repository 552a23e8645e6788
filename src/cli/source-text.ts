import { MAX_DEPTH } from './depth';
import { jsonMistake } from './json-mistake';
import { JsonNode, jsonStream } from './read-json';
import type { readYaml as read, SourceNode } from './read-yaml';
import type { TextPosition } from './text-lines';
import { TextLines } from './text-lines';

export class SourceSyntaxError extends Error {
  public constructor(message: string, public readonly position: TextPosition) {
    super(message);
  }
}

export type Language = 'JSON' | 'YAML';

/** A content whose values know where they are written. */
export class SourceText {
  /** What it says, in JSON's types; the tags of CloudFormation's YAML are the functions that they are short for. */
  public readonly value: unknown;
  private tree?: SourceNode;
  private readonly lines: TextLines;

  /** @throws SourceSyntaxError if it is not of the language, an object has a key twice, or it is nested too deep */
  public constructor(public readonly text: string, public readonly language: Language) {
    this.lines = new TextLines(text);
    if (language === 'YAML') {
      ({ value: this.value, root: this.tree } = this.read());
      return;
    }
    try {
      this.value = JSON.parse(text);
    } catch {
      const nodes = jsonStream(text);
      if (!nodes) {
        this.failAsJson();
      }
      this.value = nodes.map(({ start, end }) => JSON.parse(text.slice(start, end)));
      this.tree = { start: 0, end: text.length, children: nodes };
    }
    // What JSON.parse() is silent about.
    const keys = keysOf(this.value);
    if (keys === TOO_DEEP) {
      this.failAsJson();
    }
    if (keys !== keysWrittenIn(text)) {
      this.lookInto(this.tree ??= this.jsonTree());
    }
  }

  /** The value at the end of the path; where the path leads out of the text, the last value on it. */
  public nearest(path: readonly string[]): SourceNode {
    let node = this.tree ??= this.jsonTree();
    for (const key of path) {
      const child = node.children instanceof Map ? node.children.get(key) : (node.children as readonly SourceNode[] | undefined)?.[Number(key)];
      if (!child) {
        return node;
      }
      node = child;
    }
    return node;
  }

  /** The line of a value. */
  public lineOf(path: readonly string[]): number {
    return this.lineAt(this.nearest(path).start);
  }

  /** The line of a character. */
  public lineAt(offset: number): number {
    return this.lines.positionAt(offset).line;
  }

  private jsonTree(): JsonNode {
    return new JsonNode(this.text, /\S|$/.exec(this.text)!.index, (key, offset) => this.fail(`the key "${key}" is there twice`, offset));
  }

  /** Fails at what no policy or template has. */
  private lookInto({ children }: SourceNode): void {
    const proto = children instanceof Map ? children.get('__proto__') : undefined;
    if (proto) {
      this.fail('no policy or template has a key "__proto__"', proto.key!.start);
    }
    children?.forEach((child: SourceNode) => this.lookInto(child));
  }

  private read(): { value: unknown; root: SourceNode } {
    // Loaded when it is needed: most files are JSON.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readYaml } = require('./read-yaml') as { readYaml: typeof read };
    return readYaml(this.text, (message, offset) => this.fail(message, offset));
  }

  private failAsJson(): never {
    const { message, offset } = jsonMistake(this.text);
    return this.fail(message, offset);
  }

  private fail(message: string, offset: number): never {
    throw new SourceSyntaxError(message, this.lines.positionAt(offset));
  }
}

const TOO_DEEP = Infinity;

/** How many keys a value has, in all its objects; no number if one is that of a prototype. */
function keysOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  if (depth >= MAX_DEPTH) {
    return TOO_DEEP;
  }
  if (Object.hasOwn(value, '__proto__')) {
    return NaN;
  }
  const items = Object.values(value);
  return items.reduce((sum: number, item) => sum + keysOf(item, depth + 1), Array.isArray(value) ? 0 : items.length);
}

/** How many keys are written in a string that is JSON: fewer are read if one is there twice. */
function keysWrittenIn(text: string): number {
  let keys = 0;
  for (let start = text.indexOf('"'); start !== -1;) {
    let end = start;
    do {
      end = text.indexOf('"', end + 1);
    } while (isEscaped(text, end));
    for (end++; ' \n\r\t'.includes(text.charAt(end)) && end < text.length;) {
      end++;
    }
    keys += text[end] === ':' ? 1 : 0;
    start = text.indexOf('"', end);
  }
  return keys;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') {
    backslashes++;
  }
  return backslashes % 2 === 1;
}
