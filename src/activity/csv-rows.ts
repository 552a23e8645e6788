import { StringDecoder } from 'string_decoder';
import { LARGEST } from './piece-read';

/** The rows of a CSV file, read chunk by chunk: each as an object by the names of the columns. */
export class CsvRows {
  private readonly decoder = new StringDecoder('utf-8');
  private columns?: readonly string[];
  private row: string[] = [];
  private field = '';
  private quoted = false;
  /** Whether the last character was a quote within quotes: a second one is a quote of the value, anything else ends it. */
  private afterQuote = false;
  private line = 1;
  private rowLine = 1;
  private size = 0;

  public constructor(
    private readonly take: (row: { readonly [column: string]: string }, line: number) => void,
    private readonly failed: (why: string, line: number) => void,
  ) {}

  public push(chunk: Buffer): void {
    this.read(this.decoder.write(chunk));
  }

  public end(): void {
    this.read(this.decoder.end());
    if (this.quoted && !this.afterQuote) {
      this.failed('the text ends too early', this.rowLine);
    } else if (this.field !== '' || this.row.length > 0) {
      this.endOfRow();
    }
  }

  private read(text: string): void {
    for (let i = 0; i < text.length;) {
      // All that means nothing is taken at once.
      const plain = (this.quoted && !this.afterQuote ? /[^"]*/y : /[^",\r\n]*/y);
      plain.lastIndex = i;
      const [run] = plain.exec(text)!;
      this.add(run);
      i += run.length;
      if (i < text.length) {
        this.special(text[i++]);
      }
    }
  }

  private add(run: string): void {
    if (run !== '') {
      this.size += run.length;
      this.field = this.size > LARGEST ? '' : this.field + run;
      this.line += this.quoted ? run.split('\n').length - 1 : 0;
    }
  }

  private special(character: string): void {
    if (character === '"') {
      this.field += this.afterQuote ? '"' : '';
      this.afterQuote = this.quoted && !this.afterQuote;
      this.quoted = true;
      return;
    }
    [this.quoted, this.afterQuote] = [false, false];
    if (character === ',') {
      this.row.push(this.field);
      this.field = '';
    } else if (character === '\n') {
      this.endOfRow();
      this.line++;
      this.rowLine = this.line;
    }
  }

  private endOfRow(): void {
    const row = [...this.row, this.field];
    const [{ size, columns }] = [this];
    [this.row, this.field, this.size, this.quoted, this.afterQuote] = [[], '', 0, false, false];
    if (row.length === 1 && row[0] === '') {
      return;
    }
    if (!columns) {
      this.columns = row.map((name) => name.replace(/^\uFEFF/, '').trim());
    } else if (size > LARGEST) {
      this.failed(`larger than ${LARGEST / 1024 / 1024} MB, which no event is`, this.rowLine);
    } else if (row.length === columns.length) {
      this.take(Object.fromEntries(columns.map((name, i) => [name, row[i]])), this.rowLine);
    } else {
      this.failed(`not a row of the table: ${columns.length} columns are expected`, this.rowLine);
    }
  }
}
