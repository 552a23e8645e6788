import type { ExampleTemplates } from './example-templates';
import type { DeploymentResult } from '../src/analysis/deployment/deployment';
import { compareDeployment } from '../src/analysis/deployment/deployment';
import { StackChange } from '../src/analysis/deployment/stack-change';

/** What becomes of a stack when it is deployed with another release of the library. */
export interface UpgradedStack {
  readonly stackName: string;
  readonly updated: number;
  /** Each with its type. */
  readonly replaced: readonly string[];
  readonly created: readonly string[];
  readonly deleted: readonly string[];
}

/** What an upgrade does to the templates of the examples. */
export interface Upgrade {
  readonly stacks: readonly UpgradedStack[];
  readonly deployment: DeploymentResult;
}

/** Compares the templates that two releases make; stacks are told apart by their names. */
export function upgradeOf(before: ExampleTemplates, after: ExampleTemplates): Upgrade {
  const names = [...new Set([...before, ...after].map(({ stackName }) => stackName!))];
  const of = (templates: ExampleTemplates, name: string) => templates.find(({ stackName }) => stackName === name);
  const stacks = names.map((stackName): UpgradedStack => {
    const change = new StackChange({ before: of(before, stackName), after: of(after, stackName) }, {});
    const those = (which: string) => [...change.changes].filter(([, each]) => each === which).map(([id]) => `\`${id}\` (${change.typeOf(id)})`);
    return { stackName, updated: those('update').length, replaced: those('replace'), created: those('create'), deleted: those('delete') };
  });
  return { stacks: stacks.filter((stack) => stack.updated > 0 || isAnew(stack)), deployment: compareDeployment({ before, after }) };
}

/** Whether something goes, or is made, and not only updated in place. */
function isAnew({ replaced, created, deleted }: UpgradedStack): boolean {
  return [replaced, created, deleted].some((list) => list.length > 0);
}

/** What the changelog says of it. */
export function changelogSection({ stacks }: Upgrade, release: string): string {
  const list = (what: string, resources: readonly string[]) => (resources.length === 0 ? [] : [`${what} ${resources.join(', ')}`]);
  const lines = stacks.filter(isAnew).map(({ stackName, replaced, created, deleted }) =>
    `- ${stackName}: ${[...list('replaces', replaced), ...list('makes', created), ...list('deletes', deleted)].join('; ')}`);
  const updated = stacks.reduce((sum, each) => sum + each.updated, 0);
  const inPlace = updated === 0 ? 'nothing is updated in place' : `${updated} ${updated === 1 ? 'resource is' : 'resources are'} updated in place`;
  return [
    '### What an upgrade replaces',
    '',
    `With the examples of ${release}, ${lines.length === 0 ? `CloudFormation replaces nothing, and ${inPlace}.` : `${inPlace}, and CloudFormation`}`,
    ...(lines.length === 0 ? [] : ['', ...lines]),
    '',
  ].join('\n');
}
