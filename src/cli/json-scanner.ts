/** Deeper than any policy or template, and not so deep that what reads them runs out of stack. */
const MAX_DEPTH = 200;

/** Where a value of a JSON text is written. */
export interface JsonNode {
  readonly start: number;
  /** The place after its last character. */
  readonly end: number;
  /** Of an object by key, of a list by index. */
  readonly children?: ReadonlyMap<string, JsonNode> | readonly JsonNode[];
}

interface OpenNode {
  readonly start: number;
  end: number;
  readonly children: Map<string, JsonNode> | JsonNode[];
  /** Of an object: of the value to come. */
  key: string;
}

/**
 * Finds where the values of a text are.
 *
 * @param fail throws what is wrong with the text, and where: that it is not JSON, an object has a key twice, or it is nested too deep
 */
export function scanJson(text: string, fail: (message: string, offset: number) => never): JsonNode {
  return new Scanner(text, fail).scan();
}

/** Not recursive: what is nested deep must not run out of stack. */
class Scanner {
  private at = 0;
  private readonly open: OpenNode[] = [];

  public constructor(private readonly text: string, private readonly fail: (message: string, offset: number) => never) {}

  public scan(): JsonNode {
    for (;;) {
      let done = this.beginValue();
      while (done) {
        const parent = this.open[this.open.length - 1];
        if (!parent) {
          this.skipSpace();
          return this.at < this.text.length ? this.fail('expected nothing after the value', this.at) : done;
        }
        this.keep(parent, done);
        done = this.continueIn(parent);
      }
    }
  }

  /** The value, if it has an end already: not for an object or a list with something in it. */
  private beginValue(): JsonNode | undefined {
    this.skipSpace();
    const start = this.at;
    const first = this.text[start];
    if (first !== '{' && first !== '[') {
      this.skipScalar();
      return { start, end: this.at };
    }
    if (this.open.length >= MAX_DEPTH) {
      this.fail(`nested deeper than ${MAX_DEPTH} levels`, start);
    }
    this.at++;
    this.skipSpace();
    const node: OpenNode = { start, end: start, children: first === '{' ? new Map() : [], key: '' };
    if (this.text[this.at] === (first === '{' ? '}' : ']')) {
      return { start, end: ++this.at, children: node.children };
    }
    this.open.push(node);
    this.readKey(node);
    return undefined;
  }

  /** After a value: the object or list it is in, if that ends here. */
  private continueIn(parent: OpenNode): JsonNode | undefined {
    this.skipSpace();
    const closing = Array.isArray(parent.children) ? ']' : '}';
    const next = this.text[this.at];
    if (next === closing) {
      this.open.pop();
      parent.end = ++this.at;
      return parent;
    }
    if (next !== ',') {
      this.fail(`expected "," or "${closing}"`, this.at);
    }
    this.at++;
    this.readKey(parent);
    return undefined;
  }

  private keep({ children, key }: OpenNode, node: JsonNode): void {
    if (Array.isArray(children)) {
      children.push(node);
    } else {
      children.set(key, node);
    }
  }

  private readKey(node: OpenNode): void {
    if (Array.isArray(node.children)) {
      return;
    }
    this.skipSpace();
    const start = this.at;
    if (this.text[start] !== '"') {
      this.fail('expected a key in double quotes', start);
    }
    this.skipString();
    node.key = JSON.parse(this.text.slice(start, this.at));
    if (node.children.has(node.key)) {
      this.fail(`the key "${node.key}" is there twice`, start);
    }
    if (node.key === '__proto__') {
      this.fail('no policy or template has a key "__proto__"', start);
    }
    this.skipSpace();
    if (this.text[this.at] !== ':') {
      this.fail('expected ":"', this.at);
    }
    this.at++;
  }

  private skipScalar(): void {
    const { text, at } = this;
    if (text[at] === '"') {
      this.skipString();
      return;
    }
    const scalar = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![\w.])/y;
    scalar.lastIndex = at;
    this.at += scalar.exec(text)?.[0].length ?? this.fail(at < text.length ? 'expected a value' : 'the text ends too early', at);
  }

  /** By hand: the stack of a regular expression does not hold the longest strings. */
  private skipString(): void {
    const { text, at } = this;
    for (let i = at + 1; i < text.length; i++) {
      const char = text[i];
      if (char === '"') {
        this.at = i + 1;
        return;
      }
      if (char === '\\') {
        if (!/["\\/bfnrt]|u[0-9a-fA-F]{4}/y.test(text.slice(i + 1, i + 6))) {
          this.fail('expected an escape such as \\n, \\" or \\\\ after the backslash', i);
        }
        i++;
      } else if (char < ' ') {
        this.fail(char === '\n' || char === '\r' ? 'a string ends with its line: expected a double quote' : 'expected no control character in a string', i);
      }
    }
    this.fail('a string has no end: expected a double quote', at);
  }

  private skipSpace(): void {
    while (' \n\r\t'.includes(this.text.charAt(this.at)) && this.at < this.text.length) {
      this.at++;
    }
  }
}
