import * as path from 'path';
import type { SynthesizedTemplate } from './templates';
import { offlineEnvironment, run, shown } from './tools';

/** What a bootstrapped or new account can deploy at moto: the example's data and roles, and what a StackSet deploys to an account. */
const STACKS = ['typescript/Workload.template.json', 'typescript-organization-all/Guardrails.Agents.template.json'];

/** Deploys to a moto server, which `deploy.py` starts and stops, and returns what was found there as it was synthesized. */
export function deploy(bin: string, templates: SynthesizedTemplate[], directory: string): string[] {
  const stacks = STACKS.map((name) => path.join(directory, name));
  const controlPolicies = templates.filter(({ template }) => typesIn(template).includes('AWS::Organizations::Policy')).map(({ file }) => file);
  const { code, stdout, output } = run(path.join(bin, 'python'), [path.join(__dirname, 'deploy.py'), stacks.join(','), controlPolicies.join(',')], {
    env: offlineEnvironment(directory),
  });
  if (code !== 0) {
    throw new Error(shown(output));
  }
  return stdout.trim().split('\n');
}

function typesIn({ Resources }: any): string[] {
  return Object.values<any>(Resources).map(({ Type }) => Type);
}
