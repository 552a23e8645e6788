import { formatsOf } from '../actions/resource-fit';
import { readable } from '../iam/unknown-text';

/** A resource that an action is hardly about, and that what was asked hangs on. */
export interface OddResource {
  readonly actionName: string;
  readonly resource: string;
}

/** How many actions of a class are tried. */
const MOST_FORMATS = 8;

/** Of actions that are judged alike one for each kind of resource that they are about, as they are asked for. */
export function* ofEachFormat(alike: () => Iterable<string>): Iterable<string> {
  const seen = new Set<string>();
  for (const action of alike()) {
    const formats = String(formatsOf([action]));
    if (!seen.has(formats)) {
      seen.add(formats);
      yield action;
    }
    if (seen.size === MOST_FORMATS) {
      return;
    }
  }
}

/** For a person: what to ask about instead. */
export function oddText(odd: readonly OddResource[]): string {
  const [first] = odd;
  const actions = new Set(odd.map(({ actionName }) => actionName));
  const more = actions.size > 1 ? `, or ${actions.size - 1} more action${actions.size > 2 ? 's' : ''},` : '';
  return `whether ${first.actionName}${more} is ever about a resource such as ${readable(first.resource)}, which no resource of the table of actions is like: `
    + 'ask about the actions and resources that you mean';
}
