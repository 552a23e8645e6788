import { inspect } from 'util';
import { CliError } from './cli-error';
import { Later } from './later';
import { writeThrough } from './write-through';
import { visible } from '../private/format';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** A piece of a line. */
export type Piece = string | { readonly text: string; readonly style: Style };

/** Where output goes, as much of a stream as is needed. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly fd?: number;
  write(text: string): unknown;
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export type Environment = { readonly [name: string]: string | undefined };

const MAX_WIDTH = 100;
const MIN_WIDTH = 40;

export function styled(style: Style, text: string): Piece {
  return { text, style };
}

/** Longer output goes in pieces: all of it is not held. */
const MOST_HELD = 1_000_000;

/** Lays out text for a person to read, and sends it in one go. */
export class Terminal {
  private readonly width: number;
  private readonly colors: boolean;
  private text = '';
  /** Whether nothing more can be written. */
  private isLeft = false;

  public constructor(private readonly stream: OutputStream, environment: Environment) {
    this.width = Math.max(MIN_WIDTH, Math.min(stream.isTTY ? stream.columns ?? MAX_WIDTH : MAX_WIDTH, MAX_WIDTH));
    this.colors = hasColors(stream, environment);
  }

  /**
   * One paragraph, wrapped. Nothing makes an empty line.
   *
   * @param hanging how far its further lines are indented
   */
  public line(pieces: Piece | readonly Piece[] = [], indent = 0, hanging = indent): void {
    let line = '';
    let used = 0;
    for (const { word, style, space } of wordsOf(pieces)) {
      if (used > 0 && space !== '' && used + space.length + word.length > this.width) {
        this.text += `${line}\n`;
        line = ' '.repeat(hanging);
        used = hanging;
      } else {
        const gap = used === 0 ? ' '.repeat(indent) + space : space;
        line += gap;
        used += gap.length;
      }
      line += style && this.colors ? inColor(style, word) : word;
      used += word.length;
    }
    this.add(`${line}\n`);
  }

  /** A string in its own lines; for a program to read as it is, and on a terminal with what `visible()` shows as its code. */
  public verbatim(text: string): void {
    this.text += this.stream.isTTY ? text.split(/(\r?\n|\t)/).map((part, i) => (i % 2 === 0 ? visible(part) : part)).join('') : text;
  }

  /** In JSON the codes are escapes, so that its values stay the same. Of an object, values that are `Later` are lists. */
  public json(value: unknown): void {
    const properties = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (!properties.some(([, each]) => each instanceof Later)) {
      this.add(`${jsonOf(value, 0)}\n`);
      return;
    }
    properties.filter(([, each]) => each !== undefined).forEach(([name, each], i) => {
      this.add(`${i === 0 ? '{' : ','}\n  ${visible(JSON.stringify(name))}: `);
      if (each instanceof Later) {
        this.jsonList(each);
      } else {
        this.add(jsonOf(each, 1));
      }
    });
    this.add('\n}\n');
  }

  private jsonList(items: Iterable<unknown>): void {
    let before = '[';
    for (const item of items) {
      this.add(`${before}\n    ${jsonOf(item, 2)}`);
      before = ',';
    }
    this.add(before === '[' ? '[]' : '\n  ]');
  }

  private add(text: string): void {
    this.text += text;
    if (this.text.length >= MOST_HELD) {
      this.flush();
    }
  }

  public flush(): void {
    const { text, stream } = this;
    this.text = '';
    if (text === '' || this.isLeft) {
      return;
    }
    if (stream.fd === undefined || stream.isTTY) {
      stream.write(text);
      return;
    }
    try {
      writeThrough(stream.fd, text);
    } catch (error) {
      this.isLeft = true;
      const problem = outputProblem(error as NodeJS.ErrnoException);
      if (problem) {
        throw problem;
      }
    }
  }
}

/** What is to be said of an output that failed: nothing if its reader has seen enough, as `head` has. */
export function outputProblem({ code, message }: NodeJS.ErrnoException): CliError | undefined {
  return code === 'EPIPE' ? undefined : new CliError(`the output can't be written: ${code ?? message}`);
}

function jsonOf(value: unknown, depth: number): string {
  return JSON.stringify(value, undefined, 2).split('\n').map(visible).join(`\n${'  '.repeat(depth)}`);
}

interface Word {
  readonly word: string;
  readonly style?: Style;
  /** What stands before it. */
  readonly space: string;
}

function wordsOf(pieces: Piece | readonly Piece[]): Word[] {
  let before = '';
  return [pieces].flat().flatMap((piece: Piece) => {
    const { text, style } = typeof piece === 'string' ? { text: piece, style: undefined } : piece;
    const [, content, after] = /^(.*?)( *)$/.exec(before + visible(text))!;
    before = after;
    return [...content.matchAll(/( *)([^ ]+)/g)].map(([, space, word]) => ({ word, style, space }));
  });
}

function inColor(style: Style, word: string): string {
  const [on, off] = inspect.colors[style]!;
  return `\u001b[${on}m${word}\u001b[${off}m`;
}

/** As Node.js itself decides: on a terminal, unless `NO_COLOR` says no; elsewhere if `FORCE_COLOR` says so. */
function hasColors(stream: OutputStream, environment: Environment): boolean {
  if (stream.isTTY !== true && environment.FORCE_COLOR === undefined) {
    return false;
  }
  // Not an import: Node.js takes a while to load its terminals and sockets.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { WriteStream } = require('tty') as typeof import('tty');
  return WriteStream.prototype.getColorDepth.call(stream as InstanceType<typeof WriteStream>, environment) > 2;
}
