/** The worker, as far as tables are read there. */
const worker = globalThis as unknown as {
  /** Where the scripts are. */
  readonly folder: string;
  readonly importScripts: (url: string) => void;
  /** What the script of a table sets. */
  table: string;
  require: unknown;
};
const texts = new Map<string, string>();
const values = new Map<string, unknown>();

/** The text of a table, which is loaded when it is first asked for. */
export function textOf(name: string): string {
  if (!texts.has(name)) {
    worker.importScripts(`${worker.folder}${name.replace(/^\.\//, '')}.js`);
    texts.set(name, worker.table);
  }
  return texts.get(name)!;
}

function table(name: string): unknown {
  if (!values.has(name)) {
    values.set(name, JSON.parse(textOf(name)));
  }
  return values.get(name);
}

// Where the bundle asks for what is not in it.
worker.require = Object.assign(table, { resolve: (name: string) => name.replace(/^(\.\.\/)+/, './') });
