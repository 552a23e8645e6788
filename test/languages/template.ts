import * as fs from 'fs';
import * as path from 'path';
import type { Packages } from './packages';
import { appEnvironment, execute } from './tools';
import { templateFiles } from '../../build-tools/template';

/** What `mcp-guardrails init` makes, with the package of this repository: installed, tested and synthesized as its README says. */
export async function useTemplate({ tarball }: Packages, directory: string): Promise<void> {
  for (const [name, content] of Object.entries(templateFiles())) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], { cwd: directory });
  const env = appEnvironment(path.join(directory, '..', 'organization-home'));
  // The CDK's own validation takes most of the time, and looks at the same app below.
  const tests = await execute('npm', ['test'], { cwd: directory, env: { ...env, CDK_VALIDATION: 'false' } });
  if (!/^\S+ fail 0$[^]*^\S+ todo 1$/m.test(tests)) {
    throw new Error(`its tests say\n${tests}`);
  }
  await execute('npx', ['--no', '--', 'cdk', 'synth', '--strict', '--quiet', '--no-notices', '--no-version-reporting'], { cwd: directory, env });
  for (const stack of ['Guardrails', 'Activity']) {
    fs.accessSync(path.join(directory, 'cdk.out', `${stack}.template.json`));
  }
}
