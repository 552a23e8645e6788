import * as fs from 'fs';
import * as path from 'path';
import type { Outcome } from './tools';
import { offlineEnvironment, ROOT, run, shown } from './tools';

/** An example, as `cdk synth` gets it. */
export interface Example {
  readonly name: string;
  /** Its folder under `examples/`. */
  readonly folder: string;
  readonly context: string[];
}

/** The examples, in each phase that they have. */
export const EXAMPLES: Example[] = [
  { name: 'typescript', folder: 'typescript', context: [] },
  { name: 'probe', folder: 'probe', context: [] },
  ...['observe', 'sandbox', 'all'].map((phase) => ({ name: `typescript-organization-${phase}`, folder: 'typescript-organization', context: [`phase=${phase}`] })),
];

/** As `cdk.json` says it, but for what `tsx` and two flags of V8 spare: half of the processor time, most of which WebAssembly takes. */
function appOf({ folder }: Example): string {
  const { app }: { app: string } = JSON.parse(fs.readFileSync(path.join(ROOT, 'examples', folder, 'cdk.json'), 'utf-8'));
  if (!app.startsWith('npx tsx ')) {
    throw new Error(`examples/${folder}/cdk.json has the app "${app}": expected "npx tsx …"`);
  }
  return app.replace('npx tsx', `"${process.execPath}" --single-threaded-gc --liftoff-only --import tsx`);
}

const QUIET = ['--no-notices', '--no-version-reporting'];

/** Runs the CDK CLI in this process, each time in a folder and with arguments: to load it takes longer than to compare a stack. */
const RUN_EACH = `
const { exec } = require(process.argv[1]);
(async () => {
  const outcomes = [];
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  for (const { cwd, args } of JSON.parse(process.argv[2])) {
    process.chdir(cwd);
    let output = '';
    stdout.write = stderr.write = (text, ...more) => {
      output += text;
      more.filter((each) => typeof each === 'function').forEach((done) => done());
      return true;
    };
    const code = await exec(args).catch((error) => (output += error.message, 1));
    outcomes.push({ code: code ?? 0, output });
  }
  write(JSON.stringify(outcomes));
})();
`;

interface Call {
  readonly cwd: string;
  readonly args: readonly string[];
}

/** What the CLI wrote each time, and below it what apps wrote that failed. */
function runEach(calls: readonly Call[], directory: string): Array<Pick<Outcome, 'code' | 'output'>> {
  const cli = path.join(path.dirname(require.resolve('aws-cdk/bin/cdk')), '..', 'lib', 'index.js');
  const args = ['-e', RUN_EACH, cli, JSON.stringify(calls)];
  const { code, stdout, output } = run(process.execPath, args, { cwd: directory, env: offlineEnvironment(directory) });
  if (code !== 0) {
    throw new Error(`the CDK CLI ends with ${code}\n${shown(output)}`);
  }
  const outcomes: Array<Pick<Outcome, 'code' | 'output'>> = JSON.parse(stdout);
  return outcomes.map((each) => ({ ...each, output: `${each.output}\n${output.slice(stdout.length)}` }));
}

/** Synthesizes the examples with the CDK CLI, warnings being errors, each into a folder of its name. */
export function synthesize(directory: string): string[] {
  const outcomes = runEach(EXAMPLES.map((example) => ({
    cwd: path.join(ROOT, 'examples', example.folder),
    args: [
      'synth', '--app', appOf(example), '--strict', '--quiet', '--no-lookups', ...example.context.flatMap((each) => ['--context', each]),
      '--output', path.join(directory, example.name), ...QUIET,
    ],
  })), directory);
  EXAMPLES.forEach(({ name }, i) => {
    const { code, output } = outcomes[i];
    if (code !== 0) {
      throw new Error(`${name}: cdk synth --strict ends with ${code}\n${shown(output)}`);
    }
  });
  return [EXAMPLES.map(({ name }) => name).join(', ')];
}

/**
 * With the template itself there must be no difference; with nothing, each stack must be shown, with its policies. What is the same in several phases of an
 * example is compared once.
 */
export function compare(directory: string): string[] {
  const nothing = path.join(directory, 'nothing.json');
  fs.writeFileSync(nothing, JSON.stringify({ Resources: {} }));
  const files = EXAMPLES.flatMap(({ name }) => fs.readdirSync(path.join(directory, name)).filter((file) => /^[^.]+\.template\.json$/.test(file)).map((file) => path.join(directory, name, file)));
  const stacks = [...new Map(files.map((file) => [fs.readFileSync(file, 'utf-8'), file]))].map(([text, file]) => ({ text, file, stack: path.basename(file, '.template.json') }));
  const diffs = stacks.flatMap(({ file, stack }) => [file, nothing].map((template) => (
    ['diff', '--app', path.dirname(file), '--template', template, '--fail', '--no-color', stack, ...QUIET])));
  const outcomes = runEach(diffs.map((args) => ({ cwd: directory, args })), directory);
  stacks.forEach(({ text, stack }, i) => {
    const [same, all] = outcomes.slice(2 * i);
    if (same.code !== 0 || !same.output.includes('There were no differences')) {
      throw new Error(`${stack}: cdk diff finds it different from its own template, exit code ${same.code}\n${shown(same.output)}`);
    }
    const { Resources } = JSON.parse(text);
    const missing = Object.keys(Resources).filter((id) => !new RegExp(`^\\[\\+\\] .* ${id}\\b`, 'm').test(all.output));
    if (all.code !== 1 || missing.length > 0) {
      throw new Error(`${stack}: cdk diff against nothing ends with ${all.code} and leaves out ${missing.join(', ') || 'no resource'}\n${shown(all.output)}`);
    }
  });
  return [stacks.map(({ stack }) => stack).join(', ')];
}
