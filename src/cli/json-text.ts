import type { JsonNode } from './json-scanner';
import { scanJson } from './json-scanner';

/** A place in a text, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export class JsonSyntaxError extends Error {
  public constructor(message: string, public readonly position: TextPosition) {
    super(message);
  }
}

/** A JSON text whose values know where they are written. */
export class JsonText {
  public readonly value: unknown;
  private readonly root: JsonNode;
  private lineStarts?: number[];

  /** @throws JsonSyntaxError if it is not JSON, an object has a key twice, or it is nested too deep */
  public constructor(public readonly text: string) {
    this.root = scanJson(text, (message, offset) => {
      throw new JsonSyntaxError(message, this.positionAt(offset));
    });
    this.value = JSON.parse(text);
  }

  /** The value at the end of the way; where the way leads out of the text, the last value on it. */
  public nearest(way: readonly string[]): JsonNode {
    let node = this.root;
    for (const key of way) {
      const child = childOf(node, key);
      if (!child) {
        return node;
      }
      node = child;
    }
    return node;
  }

  /** The line of a value. */
  public lineOf(way: readonly string[]): number {
    return this.positionAt(this.nearest(way).start).line;
  }

  private positionAt(offset: number): TextPosition {
    this.lineStarts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      [low, high] = this.lineStarts[middle] <= offset ? [middle, high] : [low, middle];
    }
    return { line: low + 1, column: offset - this.lineStarts[low] + 1 };
  }
}

function childOf({ children }: JsonNode, key: string): JsonNode | undefined {
  return children instanceof Map ? children.get(key) : (children as readonly JsonNode[] | undefined)?.[Number(key)];
}
