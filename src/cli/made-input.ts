import { accountTemplate } from './account-details';
import type { MadeInput } from './made-template';
import { organizationTree } from './organization-dump';
import { permissionSets } from './permission-sets';
import { terraformTemplate } from './terraform-input';

type Reader = (value: unknown) => MadeInput | undefined;

const READERS: readonly Reader[] = [accountTemplate, terraformTemplate, organizationTree, permissionSets];

/**
 * What is no template, as one; `undefined` if it is of no kind that is known here.
 *
 * @throws if something in it is malformed
 */
export function madeInput(value: unknown): MadeInput | undefined {
  for (const read of READERS) {
    const made = read(value);
    if (made) {
      return made;
    }
  }
  return undefined;
}
