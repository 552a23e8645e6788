import * as fs from 'fs';
import { builtinModules } from 'module';
import * as path from 'path';

const SRC = path.join(__dirname, '../src');

interface Import {
  readonly from: string;
  /** A file of `src`, without its extension, or a module. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/**
 * Each room with those that it may import, of the picture in CONTRIBUTING.md: in a line of it, every room may import
 * what is to the left of it, and what that may import.
 */
function readRooms(): { [room: string]: Set<string> } {
  const picture = fs.readFileSync(path.join(__dirname, '../CONTRIBUTING.md'), 'utf-8');
  const chains = [...picture.matchAll(/^ *(\w+(?:, \w+)*(?: ← \w+(?:, \w+)*)+) *$/gm)].map(([, chain]) => chain.split(' ← ').map((rooms) => rooms.split(', ')));
  const rooms: { [room: string]: Set<string> } = {};
  for (const chain of chains) {
    chain.forEach((names, i) => names.forEach((name) => {
      rooms[name] ??= new Set();
      chain.slice(0, i).flat().forEach((left) => [left, ...rooms[left]].forEach((each) => rooms[name].add(each)));
    }));
  }
  return rooms;
}

/** Reads them by how the linter has them written; a parser takes a hundred times as long. */
function importsIn(file: string): Import[] {
  const text = fs.readFileSync(path.join(SRC, file), 'utf-8').replace(/\/\*[^]*?\*\/|^ *\/\/.*$/gm, '');
  const declared = [...text.matchAll(/^(?:import|export)\b( type\b)?(?:[^;']*?\bfrom)? ?'([^']+)';$/gm)];
  // None is written in another way.
  expect([file, declared.length]).toEqual([file, text.match(/^import\b|^export (?:type )?[{*]/gm)?.length ?? 0]);
  const called = [...text.matchAll(/\b(?:require|(import))\('([^']+)'/g)];
  return [...declared, ...called].map(([, typeOnly, specifier]) => (
    { from: withoutExtension(file), to: resolved(file, specifier), typeOnly: typeOnly !== undefined }));
}

const withoutExtension = (file: string) => file.replace(/(\/index)?\.ts$/, '');
const resolved = (file: string, specifier: string) =>
  (specifier.startsWith('.') ? withoutExtension(`${path.join(path.dirname(file), specifier)}.ts`) : specifier);
const roomOf = (file: string) => file.split('/')[0];

const files = fs.readdirSync(SRC, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
const imports = files.flatMap(importsIn);
const inSrc = imports.filter(({ to }) => files.map(withoutExtension).includes(to));
const rooms = readRooms();

/** One circle of each group of files that import each other, the shortest through its first file. */
function circles(): string[] {
  const importedBy = new Map(files.map((file) => [withoutExtension(file), [] as string[]]));
  inSrc.forEach(({ from, to }) => importedBy.get(from)!.push(to));
  const reached = (start: string): Map<string, string> => {
    const cameFrom = new Map<string, string>();
    for (const next = [start]; next.length > 0;) {
      const file = next.shift()!;
      for (const to of importedBy.get(file)!) {
        if (!cameFrom.has(to)) {
          cameFrom.set(to, file);
          next.push(to);
        }
      }
    }
    return cameFrom;
  };
  const reachedFrom = new Map(files.map(withoutExtension).sort().map((file) => [file, reached(file)]));
  const found: string[] = [];
  const done = new Set<string>();
  for (const [file, cameFrom] of reachedFrom) {
    if (cameFrom.has(file) && !done.has(file)) {
      [...cameFrom.keys()].filter((other) => reachedFrom.get(other)!.has(file)).forEach((other) => done.add(other));
      const circle = [file];
      do {
        circle.unshift(cameFrom.get(circle[0])!);
      } while (circle[0] !== file);
      found.push(circle.join(' → '));
    }
  }
  return found;
}

test('the picture shows every room', () => {
  expect(Object.keys(rooms).sort()).toEqual([...new Set(files.map(roomOf))].sort());
});

test('every import is of a file, of data, of a peer dependency or of Node.js; of the command line also of types, and in one file each of what the build bundles', () => {
  const known = [...files.map(withoutExtension), '../data/condition-keys.json', '../data/iam-actions.json', '../data/iam-operations.json', '../data/iam-resources.json', '../data/ready-sets.json', '../data/sam-connectors.json', '../package.json', 'aws-cdk-lib', 'constructs', ...builtinModules];
  const others = imports.filter(({ to }) => !known.includes(to.replace(/^aws-cdk-lib\/.*/, 'aws-cdk-lib')));
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(__dirname, '../package.json'), 'utf-8'));
  expect(others.filter(({ from, to, typeOnly }) => !from.startsWith('cli/') || !(['yaml', 'ignore'].includes(to) ? (typeOnly && to === 'yaml') || from === `cli/${to}-library`
    : typeOnly && `@types/${to}` in devDependencies))).toEqual([]);
});

test('imports run one way', () => {
  const wrong = inSrc.filter(({ from, to }) => roomOf(from) !== roomOf(to) && !rooms[roomOf(from)].has(roomOf(to)));
  expect([...wrong.map(({ from, to }) => `${from} → ${to}`), ...circles()]).toEqual([]);
});

test('the rooms without CDK have nothing of it at run time', () => {
  const withoutCdk = ['private', 'iam', 'mcp', 'actions', 'analysis', 'proof', 'activity', 'cli'];
  expect(imports.filter(({ from, to, typeOnly }) => withoutCdk.includes(roomOf(from)) && /^(aws-cdk-lib|constructs)\b/.test(to) && !typeOnly)).toEqual([]);
});
