/**
 * What is passed to the library, written down as plain data: fast-check makes it, shrinks it and prints it, an oracle reads it, and
 * `realize()` makes the values of it. A node with `$` stands for what JSON can't say.
 */
export type Tree = undefined | null | string | number | boolean | Tree[] | { [property: string]: Tree };
export type Tagged = { [property: string]: Tree } & { $: string };

/** What a public function returns; `new X` calls a constructor, whose scope and id come first. */
export const call = (name: string, ...args: Tree[]): Tagged => ({ $: 'call', name, args });
/** A public constant, such as `McpServer.AWS`. */
export const constant = (name: string): Tagged => ({ $: 'constant', name });
/** Something of the CDK, such as `role`, of which a run has one. */
export const thing = (kind: string): Tagged => ({ $: 'thing', kind });
/** An `iam.PolicyStatement` with the properties. */
export const statement = (props: Tree): Tagged => ({ $: 'statement', props });
/** A value that is known to CloudFormation, or when the app is synthesized: then it is `of`. */
export const token = (how: string, of: Tree): Tagged => ({ $: 'token', how, of });
/** A value of JavaScript that JSON has not. */
export const js = (name: string): Tagged => ({ $: 'js', name });

export function isTagged(tree: Tree, tag?: string): tree is Tagged {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) && Object.hasOwn(tree, '$') && (tag === undefined || tree.$ === tag);
}

export function isList(tree: Tree): tree is Tree[] {
  return Array.isArray(tree);
}

export function isObject(tree: Tree): tree is { [property: string]: Tree } {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

type Path = ReadonlyArray<string | number>;

/** Where a tree can be made wrong: every value in it, but no tag or name of a call. */
function places(tree: Tree, path: Path = []): Path[] {
  const children: Path[] = isList(tree) ? tree.flatMap((item, i) => places(item, [...path, i]))
    : isTagged(tree) ? ['on', 'args', 'props', 'statements', 'template'].filter((name) => name in tree && !(name === 'on' && isConstruct(tree.on)))
      .flatMap((name) => places(tree[name], [...path, name]).slice(name === 'args' || name === 'on' ? 1 : 0))
      : isObject(tree) ? Object.keys(tree).flatMap((name) => places(tree[name], [...path, name])) : [];
  return [path, ...children];
}

/** Constructs get hostile input for themselves, and are not what a method of theirs is given. */
function isConstruct(tree: Tree): boolean {
  return isTagged(tree, 'call') && String(tree.name).startsWith('new ');
}

/** Something that is made wrong in a tree. */
export interface Corruption {
  /** Which of its values, counted round and round. */
  readonly at: number;
  readonly how: 'replace' | 'wrap' | 'leave out' | 'twice' | 'in a list' | 'out of a list' | 'very often';
  readonly value: Tree;
  readonly token: string;
}

export function corrupted(tree: Tree, corruptions: readonly Corruption[]): Tree {
  return corruptions.reduce((result, corruption) => {
    // Not the tree itself, which says what is tested.
    const [, ...where] = places(result);
    return where.length === 0 ? result : changed(result, where[corruption.at % where.length], corruption);
  }, tree);
}

function changed(tree: Tree, path: Path, corruption: Corruption): Tree {
  if (path.length === 0) {
    return changedValue(tree, corruption);
  }
  const [step, ...rest] = path;
  if (isList(tree)) {
    const index = Number(step);
    const item = changed(tree[index], rest, corruption);
    const items = rest.length > 0 ? [item]
      : corruption.how === 'leave out' ? [] : corruption.how === 'twice' ? [item, item]
        : corruption.how === 'very often' ? Array.from({ length: 3_000 }, (_, i) => (typeof item === 'string' ? `${item}${i}` : item)) : [item];
    return [...tree.slice(0, index), ...items, ...tree.slice(index + 1)];
  }
  const object = tree as { [property: string]: Tree };
  const entries = Object.entries(object).filter(([name]) => rest.length > 0 || corruption.how !== 'leave out' || name !== step);
  return Object.fromEntries(entries.map(([name, value]) => [name, name === step ? changed(value, rest, corruption) : value]));
}

function changedValue(tree: Tree, { how, value, token: tokenKind }: Corruption): Tree {
  switch (how) {
    case 'replace': return value;
    case 'wrap': return token(isText(tree) ? tokenKind : isList(tree) && tree.every(isText) && tokenKind !== 'partition' ? tokenKind : 'object', tree);
    case 'in a list': return [tree];
    case 'out of a list': return isList(tree) ? tree[0] : tree;
    default: return tree;
  }
}

function isText(tree: Tree): boolean {
  return typeof tree === 'string';
}
