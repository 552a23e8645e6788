import type { Style, Terminal } from './terminal';
import { styled } from './terminal';
import { readable } from '../iam/unknown-text';
import type { Verdict, Witness } from '../proof/question';
import { Answer } from '../proof/question';

const STYLES: { readonly [answer in Answer]: Style } = { PROVED: 'green', REFUTED: 'red', UNDECIDED: 'yellow' };
const MOST = 6;

/** An answer with the request that breaks it, or what it hangs on. */
export function printVerdict({ answer, witness, open }: Verdict, says: { readonly [answer in Answer]: string }, out: Terminal, indent = 0): void {
  out.line([styled(STYLES[answer], answer), `: ${says[answer]}`], indent, indent + 2);
  if (witness) {
    printWitness(witness, out, indent + 2);
  }
  open.slice(0, MOST).forEach((reason) => out.line(`- ${readable(reason)}`, indent + 2, indent + 4));
  if (open.length > MOST) {
    out.line(`- and ${open.length - MOST} more`, indent + 2);
  }
}

function printWitness({ principal, action, listed, resource, fits, origin, context }: Witness, out: Terminal, indent: number): void {
  out.line([styled('bold', action), ` on ${readable(resource)}`], indent, indent + 2);
  out.line(`${principal === undefined ? '' : `by ${readable(principal)}, `}${origin === 'direct' ? 'a direct call' : `through ${origin}`}`, indent, indent + 2);
  for (const [key, values] of Object.entries(context)) {
    out.line(`with ${key} ${values.length === 0 ? 'absent' : `= ${values.map((value) => JSON.stringify(value)).join(', ')}`}`, indent, indent + 2);
  }
  if (!listed) {
    out.line('The table of actions does not have this one: AWS may add it.', indent, indent + 2);
  } else if (!fits) {
    out.line('As far as the table of actions tells, this action is about other resources.', indent, indent + 2);
  }
}

/** For programs. */
export function verdictJson({ answer, witness, open }: Verdict): object {
  return {
    answer,
    ...witness && { request: { ...witness, resource: readable(witness.resource) } },
    ...open.length > 0 && { hangsOn: open.map(readable) },
  };
}
