import * as path from 'path';
import type { SynthesizedTemplate } from './templates';
import { offlineEnvironment, run, shown } from './tools';

/** Deploys to a moto server, which `deploy/main.py` starts and stops, and returns what was found there as it was synthesized. */
export function deploy(bin: string, templates: SynthesizedTemplate[], directory: string): string[] {
  const controlPolicies = distinct(templates.filter(({ template }) => typesIn(template).includes('AWS::Organizations::Policy')));
  const stacks = distinct(templates.filter(({ template }) => typesIn(template).some((type) => type.startsWith('AWS::IAM::'))));
  const { code, stdout, output } = run(path.join(bin, 'python'), ['-B', path.join(__dirname, 'deploy', 'main.py'), stacks.join(','), controlPolicies.join(',')], {
    // The managed policies of AWS; and what Python sorts by hash is to be in the same order every time.
    env: { ...offlineEnvironment(directory), MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', PYTHONHASHSEED: '0' },
  });
  if (code !== 0) {
    throw new Error(shown(output));
  }
  return stdout.trim().split('\n');
}

/** The files of templates that differ in their resources. */
function distinct(templates: SynthesizedTemplate[]): string[] {
  return [...new Map(templates.map(({ file, template }) => [JSON.stringify(template.Resources), file])).values()];
}

function typesIn({ Resources }: any): string[] {
  return Object.values<any>(Resources).map(({ Type }) => Type);
}
