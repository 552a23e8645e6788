import type { Metafile } from 'esbuild';
import { build } from 'esbuild';
import { commonJs, forEsbuild, REQUIRE_OF_ESBUILD } from './common-js';

/** To open a file takes as long as to read so many bytes of code. */
const OPENING = 10_000;
/** Hooks check policies before each commit: that counts as often. */
const OFTEN: { readonly [start: string]: number } = { 'check.js': 10 };

/** What becomes one file. */
interface Group {
  readonly parts: readonly string[];
  readonly bytes: number;
  /** The files that something starts with, and that lead to it. */
  readonly users: ReadonlySet<string>;
}

/**
 * Makes CommonJS of the files that esbuild has divided a program into, and fewer of them. It makes one for each set of starts that share some code, so that a command would read dozens.
 * They are put together as long as that saves more than is read without being used.
 *
 * @param texts the files that esbuild wrote, by their names
 * @param outputs what it says of them
 * @param always the file that the program always starts with
 * @returns the files to write, by their names; those that something starts with have theirs
 */
export async function fewerFiles(texts: ReadonlyMap<string, string>, outputs: Metafile['outputs'], always: string): Promise<Map<string, string>> {
  const exports = (all: readonly string[]) => all.filter((name) => name !== REQUIRE_OF_ESBUILD);
  const about = new Map(Object.entries(outputs).map(([file, each]) => [nameOf(file), { ...each, exports: exports(each.exports) }]));
  const needs = new Map([...about].map(([name, { imports }]) => [name, imports.filter(({ external }) => !external).map(({ path }) => nameOf(path))]));
  const starts = [...about].filter(([, { entryPoint }]) => entryPoint !== undefined).map(([name]) => name);
  const read = new Map(starts.map((start) => [start, reached([start, always], (name) => needs.get(name)!)]));
  const single = [...texts.keys()].filter((name) => !starts.includes(name)).map((name): Group => (
    { parts: [name], bytes: about.get(name)!.bytes, users: new Set(starts.filter((start) => read.get(start)!.has(name))) }));
  const isRead = ({ users }: Group) => users.has(always);
  // What is always read is a file, or else the shortest command would read more.
  const groups = [...together(single.filter(isRead), needs), ...together(single.filter((each) => !isRead(each)), needs)];
  // Short names: each use of another file's code has them.
  const files = new Map(groups.map(({ parts }, i) => [`c${i}.js`, parts]));
  const fileOf = new Map([...files].flatMap(([file, parts]) => parts.map((part) => [part, file])));
  // Parts may have the same names, and short ones are read faster. Functions keep theirs.
  const shared = [...fileOf.keys()].flatMap((part) => about.get(part)!.exports.map((name) => `${part}:${name}`));
  const inFile = (part: string, name: string) => `_${shared.indexOf(`${part}:${name}`).toString(36)}`;
  const exported = (part: string, from: string, pair: (name: string, inFile: string) => string) => (
    `export{${about.get(part)!.exports.map((name) => pair(name, inFile(part, name))).join()}}from"./${from}";`);
  const { outputFiles } = await build({
    entryPoints: [...starts.map((name) => `start:${name}`), ...[...files.keys()].map((name) => `group:${name}`)].map((name) => ({ in: name, out: name.replace(/^\w+:|\.js$/g, '') })),
    outdir: '/',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
    plugins: [{
      name: 'fewer files',
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /^(start|group):/ }, ({ path }) => ({ path: path.replace(/^\w+:/, ''), namespace: path.startsWith('start:') ? 'part' : 'group' }));
        onResolve({ filter: /^\.\.?\// }, ({ path, kind, namespace, importer }) => {
          const part = nameOf(path);
          if (kind !== 'import-statement' || namespace === 'elsewhere' || !texts.has(part)) {
            return { path, external: true };
          }
          return { path: part, namespace: namespace === 'group' || fileOf.get(part) === fileOf.get(importer) ? 'part' : 'elsewhere' };
        });
        onLoad({ filter: /^/, namespace: 'part' }, ({ path: part }) => ({ contents: forEsbuild(texts.get(part)!) }));
        onLoad({ filter: /^/, namespace: 'group' }, ({ path: file }) => (
          { contents: files.get(file)!.map((part) => exported(part, part, (name, its) => `${name} as ${its}`)).join('') }));
        onLoad({ filter: /^/, namespace: 'elsewhere' }, ({ path: part }) => ({ contents: exported(part, fileOf.get(part)!, (name, its) => `${its} as ${name}`) }));
      },
    }],
  });
  return new Map(outputFiles.map(({ path, text }) => [nameOf(path), commonJs(text)]));
}

/** Two by two, those first that save most. */
function together(groups: readonly Group[], needs: ReadonlyMap<string, readonly string[]>): readonly Group[] {
  const groupOf = new Map(groups.flatMap((group) => group.parts.map((part) => [part, group])));
  const needed = ({ parts }: Group) => parts.flatMap((part) => needs.get(part)!.flatMap((name) => groupOf.get(name) ?? []));
  let most = 0;
  let best = groups;
  groups.forEach((one, i) => groups.slice(i + 1).forEach((other) => {
    const both = { parts: [...one.parts, ...other.parts], bytes: one.bytes + other.bytes, users: new Set([...one.users, ...other.users]) };
    const saved = cost(one) + cost(other) - cost(both);
    // If a third file needs one of them, and the other needs that, neither could run first.
    const between = saved > most ? reached(needed(both).filter((each) => each !== one && each !== other), needed) : new Set();
    if (saved > most && !between.has(one) && !between.has(other)) {
      most = saved;
      best = [...groups.filter((each) => each !== one && each !== other), both];
    }
  }));
  return best === groups ? groups : together(best, needs);
}

function cost({ bytes, users }: Group): number {
  return [...users].reduce((sum, user) => sum + (OFTEN[user] ?? 1), 0) * (OPENING + bytes);
}

/** With what they need, and what that needs, and so on. */
function reached<T>(from: readonly T[], needed: (each: T) => readonly T[]): ReadonlySet<T> {
  const found = new Set(from);
  // What is added is looked at, too.
  for (const each of found) {
    needed(each).forEach((other) => found.add(other));
  }
  return found;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
