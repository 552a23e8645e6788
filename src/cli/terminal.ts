import { WriteStream } from 'tty';
import { inspect } from 'util';
import { visible } from '../private/format';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** A piece of a line. */
export type Piece = string | { readonly text: string; readonly style: Style };

/** Where output goes, as much of a stream as is needed. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export type Environment = { readonly [name: string]: string | undefined };

const MAX_WIDTH = 100;
const MIN_WIDTH = 40;

export function styled(style: Style, text: string): Piece {
  return { text, style };
}

/** Lays out text for a person to read, and sends it in one go. */
export class Terminal {
  private readonly width: number;
  private readonly colours: boolean;
  private text = '';

  public constructor(private readonly stream: OutputStream, environment: Environment) {
    this.width = Math.max(MIN_WIDTH, Math.min(stream.isTTY ? stream.columns ?? MAX_WIDTH : MAX_WIDTH, MAX_WIDTH));
    this.colours = hasColours(stream, environment);
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
      line += style && this.colours ? inColour(style, word) : word;
      used += word.length;
    }
    this.text += `${line}\n`;
  }

  /** A string in its own lines; for a program to read as it is, and on a terminal with what `visible()` shows as its code. */
  public verbatim(text: string): void {
    this.text += this.stream.isTTY ? text.split(/(\r?\n|\t)/).map((part, i) => (i % 2 === 0 ? visible(part) : part)).join('') : text;
  }

  /** In JSON the codes are escapes, so that its values stay the same. */
  public json(value: unknown): void {
    this.text += `${JSON.stringify(value, undefined, 2).split('\n').map(visible).join('\n')}\n`;
  }

  public flush(): void {
    const { text } = this;
    this.text = '';
    if (text !== '') {
      this.stream.write(text);
    }
  }
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

function inColour(style: Style, word: string): string {
  const [on, off] = inspect.colors[style]!;
  return `\u001b[${on}m${word}\u001b[${off}m`;
}

/** As Node.js itself decides: on a terminal, unless `NO_COLOR` says no; elsewhere if `FORCE_COLOR` says so. */
function hasColours(stream: OutputStream, environment: Environment): boolean {
  return (stream.isTTY === true || environment.FORCE_COLOR !== undefined)
    && WriteStream.prototype.getColorDepth.call(stream as WriteStream, environment) > 2;
}
