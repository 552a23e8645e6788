import { aboutInput, CliError } from './cli-error';
import { madeInput } from './made-input';
import { isTemplate, refuseStoredState } from './template-file';

/**
 * What says more than its policies, such as whose they are, is not read from among other documents.
 *
 * @throws CliError if there is a template, an account, a plan or the like in a list
 */
export function refuseAmongOthers(name: string, value: unknown): void {
  for (const each of Array.isArray(value) ? value.flat(Infinity) : []) {
    const what = isTemplate(each) ? 'a template' : aboutInput(name, () => madeInput(each)) ? 'an account, a plan, a state, an organization or a permission set' : undefined;
    if (what !== undefined) {
      throw new CliError(`${name}: ${what} among other documents: expected it in a file of its own`);
    }
    refuseStoredState(name, each);
  }
}
