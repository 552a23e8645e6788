/** The worker, as far as tables are read there. */
const worker = globalThis as unknown as {
  /** Where the scripts are. */
  readonly folder: string;
  readonly importScripts: (url: string) => void;
  /** What the script of a table sets. */
  table: unknown;
  require: unknown;
};
const tables = new Map<string, unknown>();

/** Reads a table when it is first asked for. */
export function table(name: string): unknown {
  if (!tables.has(name)) {
    worker.importScripts(`${worker.folder}${name.replace(/^\.\//, '')}.js`);
    tables.set(name, worker.table);
    worker.table = undefined;
  }
  return tables.get(name);
}

// Where the bundle asks for what is not in it.
worker.require = Object.assign(table, { resolve: (name: string) => name.replace(/^(\.\.\/)+/, './') });
