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

/** Synthesizes the example with the CDK CLI, warnings being errors, into a folder of its name. */
export function synthesize(example: Example, directory: string): void {
  const { code, output } = cdk(example, directory, [
    'synth', '--app', appOf(example), '--strict', '--quiet', '--no-lookups', ...example.context.flatMap((each) => ['--context', each]), '--output', path.join(directory, example.name),
  ]);
  if (code !== 0) {
    throw new Error(`cdk synth --strict ends with ${code}\n${shown(output)}`);
  }
}

const compared = new Set<string>();

/** With the template itself there must be no difference; with nothing, each stack must be shown, with its policies. What is the same in another phase was compared there. */
export function compare(example: Example, directory: string): void {
  const assembly = path.join(directory, example.name);
  const nothing = path.join(directory, 'nothing.json');
  fs.writeFileSync(nothing, JSON.stringify({ Resources: {} }));
  for (const file of fs.readdirSync(assembly).filter((name) => /^[^.]+\.template\.json$/.test(name))) {
    const text = fs.readFileSync(path.join(assembly, file), 'utf-8');
    if (compared.has(text)) {
      continue;
    }
    compared.add(text);
    const stack = file.replace('.template.json', '');
    const diff = (template: string) => cdk(example, directory, ['diff', '--app', assembly, '--template', template, '--fail', '--no-color', stack]);
    const same = diff(path.join(assembly, file));
    if (same.code !== 0 || !same.output.includes('There were no differences')) {
      throw new Error(`${stack}: cdk diff finds it different from its own template, exit code ${same.code}\n${shown(same.output)}`);
    }
    const all = diff(nothing);
    const { Resources } = JSON.parse(text);
    const missing = Object.keys(Resources).filter((id) => !new RegExp(`^\\[\\+\\] .* ${id}\\b`, 'm').test(all.output));
    if (all.code !== 1 || missing.length > 0) {
      throw new Error(`${stack}: cdk diff against nothing ends with ${all.code} and leaves out ${missing.join(', ') || 'no resource'}\n${shown(all.output)}`);
    }
  }
}

function cdk(example: Example, directory: string, args: string[]): Outcome {
  return run(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args, '--no-notices', '--no-version-reporting'], {
    cwd: path.join(ROOT, 'examples', example.folder), env: offlineEnvironment(directory),
  });
}
