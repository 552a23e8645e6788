import type { CST, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { MAX_DEPTH, TOO_DEEP } from './depth';
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from './yaml-library';

/** A few lines of aliases of aliases could stand for more than fits in memory. */
const MAX_VALUES_OF_ALIASES = 100_000;

/** Where a value is written. */
export interface SourceNode {
  readonly start: number;
  /** The place after its last character. */
  readonly end: number;
  /** Where the key of a value is, or the dash of an item. */
  readonly key?: { readonly start: number; readonly end: number };
  /** Of an object by key, of a list by index. */
  readonly children?: ReadonlyMap<string, SourceNode> | readonly SourceNode[];
  /** Whether it is written by lines and their indentation, as only YAML can be. */
  readonly block?: boolean;
  /** Whether it is an alias, and what it has is written elsewhere. */
  readonly alias?: true;
  /** Whether it is there because an object is merged, and is written elsewhere. */
  readonly merged?: true;
}

type Fail = (message: string, offset: number) => never;

interface Read {
  readonly value: unknown;
  readonly root: SourceNode;
}

/**
 * Reads YAML, and with it JSON; several documents become a list. Scalars are what YAML 1.1 says, as CloudFormation does, except that a
 * date is a string, and so is a number that is not written as JSON writes it: an account id keeps its zeros.
 *
 * @param fail throws what is wrong with the text, and where
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function readYaml(text: string, fail: Fail): Read {
  const read = compose(text, fail).map((document): Read => {
    const [error] = document.errors;
    if (error) {
      fail(inPlainWords(error.message), error.pos[0]);
    }
    return new DocumentReader(document, fail).read(document.contents, 0);
  });
  return read.length === 1 ? read[0] : {
    value: read.map(({ value }) => value),
    root: { start: 0, end: text.length, children: read.map(({ root }) => root) },
  };
}

/** A comment in YAML, with its `#`. */
interface Comment {
  readonly offset: number;
  readonly text: string;
  /** Whether nothing else is in its line. */
  readonly alone: boolean;
}

/** The comments in YAML. */
export function commentsIn(text: string): Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let afterMark = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer's own marks stand for nothing in the text; after the last of them a scalar comes, which may begin with "#".
    const isMark = ['\u0002', '\u0018', '\u001f'].includes(token);
    if (token.startsWith('#') && !afterMark) {
      comments.push({ offset, text: token, alone: text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '' });
    }
    afterMark = token === '\u001f';
    offset += isMark ? 0 : token.length;
  }
  return comments;
}

/** What the parser says in YAML's own terms. */
const MESSAGES: ReadonlyArray<readonly [said: RegExp, meant: string]> = [
  [/^Flow \w+ in block collection .* end with a (.)$/, 'expected "$1"'],
  [/^Missing closing ('|")quote$/, 'a string has no end: expected $1'],
  [/^Nested mappings are not allowed.*$/, 'a second ": " in a line: expected the value in quotes'],
  [/^All mapping items must start at the same column$/, 'expected the keys of an object to begin in one column'],
  [/^(All (sequence|collection) items must start at the same column|A block sequence may not be used as an implicit map key|Unexpected seq-item-ind at node end)$/,
    'expected the items of a list to begin in one column'],
  [/^Implicit map keys need to be followed by map values$/, 'expected ":" after a key'],
  [/^Implicit keys need to be on a single line$/, 'expected a key, which is on one line'],
];

function inPlainWords(message: string): string {
  const [said, meant] = MESSAGES.find(([pattern]) => pattern.test(message)) ?? [];
  return said ? message.replace(said, meant!) : message.charAt(0).toLowerCase() + message.slice(1);
}

function compose(text: string, fail: Fail): Document.Parsed[] {
  const tokens = [...new Parser().parse(text)];
  // Before what goes through them runs out of stack.
  failIfTooDeep(tokens, fail);
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, keepSourceTokens: true, resolveKnownTags: false, prettyErrors: false, logLevel: 'silent' });
  return [...composer.compose(tokens, true, text.length)];
}

function failIfTooDeep(tokens: readonly CST.Token[], fail: Fail): void {
  let level = tokens.flatMap((token) => (token.type === 'document' ? token.value ?? [] : []));
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.filter((token) => 'items' in token);
    if (depth >= MAX_DEPTH && collections.length > 0) {
      fail(TOO_DEEP, collections[0].offset);
    }
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat()));
  }
}

class DocumentReader {
  private valuesOfAliases = 0;
  private withinAlias = false;

  public constructor(private readonly document: Document, private readonly fail: Fail) {}

  /** @param at where it would be if it is nothing at all */
  public read(node: Node | null, depth: number, at = 0): Read {
    const [start, end] = node?.range ?? [at, at];
    if (depth > MAX_DEPTH) {
      this.fail(TOO_DEEP, start);
    }
    if (this.withinAlias && ++this.valuesOfAliases > MAX_VALUES_OF_ALIASES) {
      this.fail(`aliases stand for more than ${MAX_VALUES_OF_ALIASES.toLocaleString('en-US')} values`, start);
    }
    if (isAlias(node)) {
      const before = this.withinAlias;
      this.withinAlias = true;
      const read = this.read(node.resolve(this.document) as Node ?? this.fail(`there is no anchor "${node.source}"`, start), depth + 1);
      this.withinAlias = before;
      return { ...read, root: { ...read.root, start, end, alias: true } };
    }
    const read = isMap(node) ? this.readMap(node, depth) : isSeq(node) ? this.readList(node, depth)
      : { value: isScalar(node) ? scalarValue(node.value as string, node.type === 'PLAIN' && !isString(node.tag)) : null, root: { start, end } };
    const tag = node?.tag;
    return tag?.startsWith('!') && tag.length > 1 ? ofFunction(tag.slice(1), read, isScalar(node) ? node.value as string : undefined) : read;
  }

  private readList({ items, range, flow, srcToken }: YAMLSeq, depth: number): Read {
    const read = items.map((item, i): Read => {
      const { value, root } = this.read(item as Node, depth + 1, range![0]);
      const dash = srcToken?.type === 'block-seq' ? srcToken.items[i].start.find(({ type }) => type === 'seq-item-ind') : undefined;
      return { value, root: dash ? { ...root, key: { start: dash.offset, end: dash.offset + 1 } } : root };
    });
    return {
      value: read.map(({ value }) => value),
      root: { start: range![0], end: range![1], children: read.map(({ root }) => root), ...(!flow && { block: true }) },
    };
  }

  private readMap({ items, range, flow }: YAMLMap, depth: number): Read {
    const values = new Map<string, unknown>();
    const children = new Map<string, SourceNode>();
    const merged: Read[] = [];
    for (const { key, value } of items as Array<Pair<Node | null, Node | null>>) {
      const [start, end] = key?.range ?? range!;
      if (key !== null && !isScalar(key)) {
        this.fail('expected a key that is a plain value', start);
      }
      const name = String(key?.value ?? '');
      const read = this.read(value, depth + 1, end);
      if (name === '<<' && key?.type === 'PLAIN') {
        merged.push(...this.mergedBy(read, start));
        continue;
      }
      if (values.has(name)) {
        this.fail(`the key "${name}" is there twice`, start);
      }
      if (name === '__proto__') {
        this.fail('no policy or template has a key "__proto__"', start);
      }
      values.set(name, read.value);
      children.set(name, { ...read.root, key: { start, end } });
    }
    // What is written itself comes before what is merged, wherever it stands.
    for (const { value, root } of merged) {
      for (const [name, each] of Object.entries(value as object)) {
        if (!values.has(name)) {
          values.set(name, each);
          children.set(name, { ...(root.children as ReadonlyMap<string, SourceNode>).get(name)!, merged: true });
        }
      }
    }
    return { value: Object.fromEntries(values), root: { start: range![0], end: range![1], children, ...(!flow && { block: true }) } };
  }

  private mergedBy(read: Read, offset: number): Read[] {
    const { value, root: { children } } = read;
    const all = Array.isArray(value) ? value.map((each, i): Read => ({ value: each, root: (children as readonly SourceNode[])[i] })) : [read];
    return all.every(({ root }) => root.children instanceof Map) ? all : this.fail('expected an object, or a list of objects, to merge with "<<"', offset);
  }
}

function isString(tag: string | undefined): boolean {
  return tag !== undefined && (tag.endsWith(':str') || tag.startsWith('!'));
}

function scalarValue(source: string, plain: boolean): unknown {
  if (!plain) {
    return source;
  }
  if (/^(?:~|null|Null|NULL)?$/.test(source)) {
    return null;
  }
  if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(source)) {
    return true;
  }
  if (/^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(source)) {
    return false;
  }
  return /^-?[0-9]+(?:\.[0-9]+)?$/.test(source) && String(Number(source)) === source ? Number(source) : source;
}

/**
 * What a tag such as `!Sub` is short for.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
function ofFunction(tag: string, { value, root }: Read, text: string | undefined): Read {
  const name = tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
  const dot = text?.indexOf('.') ?? -1;
  const argument = tag === 'GetAtt' && dot !== -1 ? [text!.slice(0, dot), text!.slice(dot + 1)] : value;
  return { value: { [name]: argument }, root: { start: root.start, end: root.end, children: new Map([[name, root]]) } };
}
