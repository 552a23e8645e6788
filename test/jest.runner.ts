import asyncHooks, { AsyncLocalStorage } from 'async_hooks';
import * as fs from 'fs';
import Module, { createRequire } from 'module';
import * as path from 'path';
import { compileFunction } from 'vm';
import { createScriptTransformer, type ScriptTransformer, type TransformationOptions } from '@jest/transform';
// @ts-expect-error: it declares no types
import runAlone from 'jest-circus/runner';
import { ModuleMocker } from 'jest-mock';

/**
 * Runs a file of tests as Jest does, but for one thing: `src` and the packages are loaded once in a process, by Node.js, and not anew for each
 * file, in a context of its own. So most of the time goes into tests. What a file changes of the process is put back after it, and modules of
 * tests and examples are its own. A file that needs more of `jest` than `jestFor` has is run alone, as ever: it mocks modules or the clock.
 */
const run: Runner = async (globalConfig, config, environment, runtime, testPath, ...rest) => {
  if (/\bjest\.(?!(?:fn|spyOn|mocked|requireActual|restoreAllMocks)\b)[a-z]\w*\(/.test(fs.readFileSync(testPath, 'utf-8'))) {
    return runAlone(globalConfig, config, environment, runtime, testPath, ...rest);
  }
  transformer ??= install(config, await createScriptTransformer(config));
  const { collectCoverage, collectCoverageFrom, coverageProvider } = globalConfig;
  Object.assign(options, { collectCoverage, collectCoverageFrom, coverageProvider });
  // By these Jest says where in TypeScript an error is.
  mapsOfFile = runtime.getSourceMaps();
  sourceMaps.forEach((map, file) => mapsOfFile.set(file, map));
  const sandbox = environment.global;
  const putBack = [keepGlobals(), keepListeners(), keepEnvironment()];
  const storages: Array<AsyncLocalStorage<unknown>> = [];
  const load = createRequire(testPath);
  environment.global = Object.assign(globalThis, { console: sandbox.console });
  Object.assign(runtime, {
    requireModule: load,
    // Its state is that of one file.
    requireInternalModule: (file: string) => recording(storages, () => anew(file)),
    clearAllMocks: () => mocker.clearAllMocks(),
    // It goes to another process at once, so that it needs no copy.
    getAllCoverageInfoCopy: () => sandbox.__coverage__,
  });
  try {
    config.setupFiles.forEach((file) => load(forgotten(file)));
    return await runAlone(globalConfig, config, environment, runtime, testPath, ...rest);
  } finally {
    mocker.restoreAllMocks();
    // Before Node.js 24, each that is left makes every promise slower.
    storages.forEach((storage) => storage.disable());
    Object.keys(require.cache).filter((file) => !LASTING.some((folder) => file.startsWith(folder))).forEach(forgotten);
    sandbox.__coverage__ = newlyCovered();
    environment.global = sandbox;
    putBack.forEach((each) => each());
  }
};
export default run;

type ProjectConfig = Parameters<typeof createScriptTransformer>[0];
type Runner = (
  globalConfig: TransformationOptions, config: ProjectConfig, environment: { global: any }, runtime: { getSourceMaps(): Map<string, string> },
  testPath: string, ...rest: unknown[]
) => Promise<unknown>;

const ROOT = path.join(__dirname, '..');
/** What stays loaded. */
const LASTING = ['src', 'build-tools', 'node_modules'].map((folder) => path.join(ROOT, folder, path.sep)).concat(__filename);

const options = {
  isInternalModule: false, supportsDynamicImport: false, supportsExportNamespaceFrom: false, supportsStaticESM: false, supportsTopLevelAwait: false,
} as TransformationOptions;
const mocker = new ModuleMocker(globalThis);
const sourceMaps = new Map<string, string>();
let mapsOfFile = sourceMaps;
let transformer: ScriptTransformer | undefined;

/** Has Node.js load TypeScript, and what `moduleNameMapper` says in the place of a module. */
function install(config: ProjectConfig, scripts: ScriptTransformer): ScriptTransformer {
  const loader = Module as unknown as {
    _extensions: { [extension: string]: (module: CompiledModule, file: string) => void };
    _resolveFilename(request: string, ...others: unknown[]): string;
  };
  const resolve = loader._resolveFilename;
  const mapped = config.moduleNameMapper.map(([pattern, name]) => [new RegExp(pattern), String(name)] as const);
  loader._resolveFilename = function (request, ...others) {
    const mapping = mapped.find(([pattern]) => pattern.test(request));
    return resolve.call(this, mapping ? request.replace(...mapping) : request, ...others);
  };
  // It goes before that of JSON: a file may have the same name but for its extension.
  const others = Object.entries(loader._extensions);
  others.forEach(([extension]) => delete loader._extensions[extension]);
  loader._extensions['.ts'] = (module, file) => {
    const { code, sourceMapPath } = scripts.transform(file, options);
    if (sourceMapPath) {
      sourceMaps.set(file, sourceMapPath);
      mapsOfFile.set(file, sourceMapPath);
    }
    module.jest = jestFor(module);
    module._compile(file.startsWith(__dirname) ? `const jest = module.jest; ${code}` : code, file);
  };
  Object.assign(loader._extensions, Object.fromEntries(others));
  return scripts;
}

interface CompiledModule extends NodeJS.Module {
  jest?: unknown;
  _compile(code: string, file: string): void;
}

function jestFor(module: NodeJS.Module) {
  return {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
    requireActual: module.require.bind(module),
    mocked: (mock: unknown) => mock,
  };
}

function forgotten(file: string): string {
  delete require.cache[file];
  return file;
}

const bodies = new Map<string, ReturnType<typeof compileFunction>>();

/** A module as when it is loaded, but that it is compiled only once. */
function anew(file: string): unknown {
  if (!bodies.has(file)) {
    bodies.set(file, compileFunction(fs.readFileSync(file, 'utf-8'), ['exports', 'require', 'module'], { filename: file }));
  }
  const module = { exports: {} };
  bodies.get(file)!(module.exports, createRequire(file), module);
  return module.exports;
}

/** Loads, and notes the storages that are made meanwhile, where Node.js is one that has them active until they are disabled. */
function recording<T>(storages: Array<AsyncLocalStorage<unknown>>, body: () => T): T {
  if (!Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage')!.writable) {
    return body();
  }
  class Storage extends AsyncLocalStorage<unknown> {
    constructor() {
      super();
      storages.push(this);
    }
  }
  try {
    Object.assign(asyncHooks, { AsyncLocalStorage: Storage });
    return body();
  } finally {
    Object.assign(asyncHooks, { AsyncLocalStorage });
  }
}

/** Of the code those files of which something was run for the first time in this process: whether it was, not how often. */
function newlyCovered(): unknown {
  const coverage: { [file: string]: FileCoverage } = (globalThis as any).__coverage__ ?? {};
  return Object.fromEntries(Object.entries(coverage).filter(([file, { s, f, b }]) => {
    const parts = [s, f, ...Object.values(b)].reduce((sum, counts) => sum + Object.values(counts).filter((count) => count > 0).length, 0);
    const isNew = parts > (partsRun.get(file) ?? 0);
    partsRun.set(file, parts);
    return isNew;
  }));
}

interface FileCoverage {
  readonly s: Counts;
  readonly f: Counts;
  readonly b: { readonly [id: string]: Counts };
}
type Counts = { readonly [id: string]: number };
/** How many parts of a file were run. */
const partsRun = new Map<string, number>();

function keepGlobals(): () => void {
  const { console, process: { exit, exitCode, argv } } = globalThis;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 10;
  delete (globalThis as any)[Symbol.for('EVENT_HANDLERS')];
  // With the exit code 0 all tests that are left would be held to have passed.
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ''}) in a test`);
  };
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    // Each file's tests would be held as long as the process lives.
    Object.getOwnPropertySymbols(globalThis).filter(({ description }) => description === 'JEST_STATE_SYMBOL')
      .forEach((symbol) => delete (globalThis as any)[symbol]);
    Object.assign(globalThis, { console });
    Object.assign(process, { exit, exitCode, argv });
  };
}

function keepEnvironment(): () => void {
  const env = { ...process.env };
  const cwd = process.cwd();
  return () => {
    process.chdir(cwd);
    Object.keys(process.env).filter((name) => !(name in env)).forEach((name) => delete process.env[name]);
    Object.assign(process.env, env);
  };
}

/** An app listens for the end of the process, to synthesize. */
function keepListeners(): () => void {
  const listeners = () => process.eventNames().flatMap((event) => (
    process.listeners(event as NodeJS.Signals).map((listener) => ({ event, listener: listener as () => void }))));
  const before = new Set(listeners().map(({ listener }) => listener));
  return () => listeners().filter(({ listener }) => !before.has(listener)).forEach(({ event, listener }) => process.removeListener(event, listener));
}
