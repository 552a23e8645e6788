import type { MadeInput } from './made-template';
import { terraformResources } from './terraform';
import type { templateOfResources as templateOfResourcesType } from './terraform-template';

/**
 * The template that has the policies of a plan or a state; `undefined` if the value is neither.
 *
 * @throws if a policy in it is malformed
 */
export function terraformTemplate(value: unknown): MadeInput | undefined {
  const resources = terraformResources(value);
  if (!resources) {
    return undefined;
  }
  // Read when there is one: the table of Terraform's types is long.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { templateOfResources } = require('./terraform-template') as { templateOfResources: typeof templateOfResourcesType };
  return templateOfResources(resources);
}
