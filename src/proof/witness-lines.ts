import type { Witness } from './question';
import { readable } from '../iam/unknown-text';

/** A request for a person: what it calls on what, and then the rest of it, line by line. */
export function witnessLines(
  { principal, action, listed, resource, fits, origin, context }: Witness,
): { readonly call: readonly [action: string, on: string]; readonly lines: string[] } {
  return {
    call: [action, ` on ${readable(resource)}`],
    lines: [
      `${principal === undefined ? '' : `by ${readable(principal)}, `}${origin === 'direct' ? 'a direct call' : `through ${origin}`}`,
      ...Object.entries(context).map(([key, values]) => (
        `with ${key} ${values.length === 0 ? 'absent' : `= ${values.map((value) => JSON.stringify(value)).join(', ')}`}`)),
      ...!listed ? ['The table of actions does not have this one: AWS may add it.']
        : !fits ? ['As far as the table of actions tells, this action is about other resources.'] : [],
    ],
  };
}
