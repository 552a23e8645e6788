import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { TemplateInput } from '../src/analysis/template/template';

const ROOT = path.join(__dirname, '..');

/** The templates of a program's stacks, and those that its StackSets bring to other accounts. */
export type ExampleTemplates = readonly TemplateInput[];

/** The names of the example apps in TypeScript. */
export function examplesIn(tree: string): string[] {
  const folder = path.join(tree, 'examples');
  return fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'app.ts'))).sort() : [];
}

/**
 * Synthesizes an example of one tree with the library of another one, or of the same, and with the CDK that is installed here.
 *
 * @throws if the example fails, with what it has printed.
 */
export function exampleTemplates(tree: string, name: string, library: string): ExampleTemplates {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  try {
    const tsconfig = path.join(work, 'tsconfig.json');
    const cdk = path.join(ROOT, 'node_modules', 'aws-cdk-lib-newest');
    fs.writeFileSync(tsconfig, JSON.stringify({
      extends: path.join(tree, 'examples', name, 'tsconfig.json'),
      compilerOptions: { paths: { 'cdk-mcp-guardrails': [path.join(library, 'src', 'index.ts')], 'aws-cdk-lib': [cdk], 'aws-cdk-lib/*': [`${cdk}/*`] } },
    }));
    const { context = {} } = JSON.parse(fs.readFileSync(path.join(tree, 'examples', name, 'cdk.json'), 'utf-8'));
    const out = path.join(work, 'cdk.out');
    execFileSync(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', tsconfig, path.join(tree, 'examples', name, 'app.ts')], {
      cwd: ROOT,
      // Of an example that is rolled out in phases, all of it. Whether the CDK finds it valid is not asked here, and takes most of the time.
      env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify({ ...context, phase: 'all' }), CDK_VALIDATION: 'false' },
      encoding: 'utf-8',
      stdio: 'pipe',
    });
    return templatesIn(out, name);
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

function templatesIn(out: string, example: string): ExampleTemplates {
  return fs.readdirSync(out).filter((file) => file.endsWith('.template.json')).sort().flatMap((file) => {
    const template = JSON.parse(fs.readFileSync(path.join(out, file), 'utf-8'));
    const stackName = `${example}/${file.replace(/\.template\.json$/, '')}`;
    const inAccounts = Object.entries<any>(template.Resources ?? {}).filter(([, { Properties }]) => typeof Properties?.TemplateBody === 'string')
      .map(([id, { Properties }]) => ({ stackName: `${stackName}/${id}`, template: JSON.parse(Properties.TemplateBody) }));
    return [{ stackName, template }, ...inAccounts];
  });
}
