import type { SourceNode } from './read-yaml';
import type { Language } from './source-text';
import { SourceSyntaxError, SourceText } from './source-text';
import { TextLines } from './text-lines';

/** A block of code: its language, and where its text is. */
interface Block {
  readonly language: Language;
  readonly start: number;
  readonly end: number;
}

/** The policies in Markdown: the blocks of code that are JSON or YAML, as a list. */
export class MarkdownText {
  public readonly language = 'Markdown';
  /** What each block says. */
  public readonly value: readonly unknown[];
  /** What is wrong with blocks that could be policies. */
  public readonly mistakes: readonly SourceSyntaxError[];
  private readonly blocks: ReadonlyArray<{ readonly source: SourceText; readonly start: number }>;
  private readonly lines: TextLines;

  public constructor(public readonly text: string) {
    const lines = this.lines = new TextLines(text);
    const mistakes: SourceSyntaxError[] = [];
    this.blocks = blocksIn(text).flatMap(({ language, start, end }) => {
      const code = text.slice(start, end);
      try {
        return [{ source: new SourceText(code, language), start }];
      } catch (error) {
        if (!(error instanceof SourceSyntaxError)) {
          throw error;
        }
        const { message, position: { line, column } } = error;
        mistakes.push(.../Statement|Effect|Resources/.test(code) ? [new SourceSyntaxError(message, { line: lines.positionAt(start).line - 1 + line, column })] : []);
        return [];
      }
    });
    this.value = this.blocks.map(({ source }) => source.value);
    this.mistakes = mistakes;
  }

  public nearest([block, ...path]: readonly string[]): SourceNode {
    const found = this.blocks[Number(block ?? 0)];
    return found ? shifted(found.source.nearest(path), found.start) : { start: 0, end: this.text.length };
  }

  public lineAt(offset: number): number {
    return this.lines.positionAt(offset).line;
  }

  public lineOf(path: readonly string[]): number {
    return this.lineAt(this.nearest(path).start);
  }
}

/** A value of a block, where it is in the whole text. */
function shifted(node: SourceNode, by: number): SourceNode {
  const { start, end, key, block, alias, merged } = node;
  return {
    start: start + by,
    end: end + by,
    key: key && { start: key.start + by, end: key.end + by },
    block,
    alias,
    merged,
    get children() {
      const { children } = node;
      return children instanceof Map ? new Map([...children].map(([name, child]) => [name, shifted(child, by)]))
        : (children as readonly SourceNode[] | undefined)?.map((child) => shifted(child, by));
    },
  };
}

/**
 * The fenced blocks whose language is JSON, YAML, or not said.
 *
 * @see https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 */
function blocksIn(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly info: string; readonly start: number } | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n?/g)) {
    const [, fence, info] = /^[ >\t]*(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/.exec(line.trimEnd()) ?? [];
    if (open === undefined && fence !== undefined) {
      open = { fence, info: info.toLowerCase(), start: index + line.length };
    } else if (open !== undefined && fence !== undefined && info === '' && fence.startsWith(open.fence)) {
      blocks.push(...blockOf(open.info, open.start, index, text));
      open = undefined;
    }
  }
  return open === undefined ? blocks : [...blocks, ...blockOf(open.info, open.start, text.length, text)];
}

function blockOf(info: string, start: number, end: number, text: string): Block[] {
  const isObject = /^\s*[[{]/.test(text.slice(start, end));
  const language = /^\{?\.?(json|jsonc|json5)\}?$/.test(info) || (info === '' && isObject) ? 'JSON' : /^\{?\.?ya?ml\}?$/.test(info) ? 'YAML' : undefined;
  return language === undefined || text.slice(start, end).trim() === '' ? [] : [{ language, start, end }];
}
