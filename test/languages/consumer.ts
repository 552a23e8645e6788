import * as fs from 'fs';
import * as path from 'path';
import type { InstalledApp } from './language';
import { appEnvironment, execute } from './tools';

/** The same app as each kind of module; those in TypeScript are type-checked and compiled when the package is installed. */
const PROGRAMS = ['compiled/app.mjs', 'compiled/app.cjs', 'plain.mjs', 'plain.cjs'];

/** Every kind of module gets the same template from the package. */
export async function consume(app: InstalledApp, directory: string): Promise<void> {
  const templates = new Map<string, string>();
  for (const program of PROGRAMS) {
    const output = path.join(directory, program.replace(/\W/g, '-'));
    await execute(process.execPath, [program], { cwd: app.directory, env: appEnvironment(directory, { CDK_OUTDIR: output }) });
    templates.set(program, fs.readFileSync(path.join(output, 'Workload.template.json'), 'utf-8'));
  }
  const [first] = templates.values();
  for (const [program, template] of templates) {
    if (template !== first || !template.includes('DenyOutsideMcp')) {
      throw new Error(`${program} makes another template than ${PROGRAMS[0]}:\n${template}\n${first}`);
    }
  }
}
