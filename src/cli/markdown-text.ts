import type { SourceNode } from './read-yaml';
import type { Language } from './source-text';
import { SourceSyntaxError, SourceText } from './source-text';

/** A block of code: its language, and where its text is. */
interface Block {
  readonly language: Language;
  readonly start: number;
  readonly end: number;
}

/** The policies in a text of Markdown: the blocks of code that are JSON or YAML, as a list. */
export class MarkdownText {
  public readonly language = 'Markdown';
  /** What each block says. */
  public readonly value: readonly unknown[];
  /** What is wrong with blocks that could be policies. */
  public readonly mistakes: readonly SourceSyntaxError[];
  private readonly blocks: readonly SourceText[];

  public constructor(public readonly text: string) {
    const mistakes: SourceSyntaxError[] = [];
    this.blocks = blocksIn(text).flatMap(({ language, start, end }) => {
      const code = text.slice(start, end);
      try {
        // With all around it as spaces, every place is that in the whole text.
        return [new SourceText(blank(text.slice(0, start)) + code + blank(text.slice(end)), language)];
      } catch (error) {
        if (!(error instanceof SourceSyntaxError)) {
          throw error;
        }
        mistakes.push(.../Statement|Effect|Resources/.test(code) ? [error] : []);
        return [];
      }
    });
    this.value = this.blocks.map(({ value }) => value);
    this.mistakes = mistakes;
  }

  public nearest([block, ...path]: readonly string[]): SourceNode {
    return this.blocks[Number(block ?? 0)]?.nearest(path) ?? { start: 0, end: this.text.length };
  }

  public lineAt(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  public lineOf([block, ...path]: readonly string[]): number {
    return this.blocks[Number(block ?? 0)]?.lineOf(path) ?? 1;
  }
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

function blank(text: string): string {
  return text.replace(/[^\n\r]/g, ' ');
}
