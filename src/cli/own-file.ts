import { accountTemplate } from './account-details';
import { aboutInput, CliError } from './cli-error';
import { madeInput } from './made-input';
import { isTemplate, refuseStoredState } from './template-file';
import { terraformTemplate } from './terraform-input';
import { isObject } from '../iam/value';

const OTHERS = 'an account, a plan, a state, an organization or a permission set';

/**
 * What says more than its policies, such as whose they are, is not read from among other documents.
 *
 * @throws CliError if there is a template, an account, a plan or the like in a list, or one of an account or of Terraform within something else
 */
export function refuseAmongOthers(name: string, value: unknown): void {
  for (const each of Array.isArray(value) ? value.flat(Infinity) : []) {
    const what = isTemplate(each) ? 'a template' : aboutInput(name, () => madeInput(each)) ? OTHERS : undefined;
    if (what !== undefined) {
      refuse(name, what);
    }
    refuseStoredState(name, each);
  }
  refuseWithin(name, value);
}

/**
 * The same of an account, a plan or a state at any depth, such as in a block of code: its policies would be nobody's.
 *
 * @throws CliError if there is one
 */
export function refuseWithin(name: string, value: unknown): void {
  const seen = new Set<unknown>([value]);
  for (const each of seen) {
    if (isObject(each) && aboutInput(name, () => accountTemplate(each) ?? terraformTemplate(each))) {
      refuse(name, OTHERS);
    }
    // What is added is looked into, too.
    Object.values(isObject(each) || Array.isArray(each) ? each : {}).forEach((inner) => typeof inner === 'object' && seen.add(inner));
  }
}

function refuse(name: string, what: string): never {
  throw new CliError(`${name}: ${what} among other documents: expected it in a file of its own`);
}
