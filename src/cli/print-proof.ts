import type { Style, Terminal } from './terminal';
import { styled } from './terminal';
import { readable } from '../iam/unknown-text';
import type { Verdict, Witness } from '../proof/question';
import { Answer } from '../proof/question';
import { witnessLines } from '../proof/witness-lines';

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

function printWitness(witness: Witness, out: Terminal, indent: number): void {
  const { call: [action, on], lines } = witnessLines(witness);
  out.line([styled('bold', action), on], indent, indent + 2);
  lines.forEach((line) => out.line(line, indent, indent + 2));
}

/** For programs. */
export function verdictJson({ answer, witness, open }: Verdict): object {
  return {
    answer,
    ...witness && { request: { ...witness, resource: readable(witness.resource) } },
    ...open.length > 0 && { hangsOn: open.map(readable) },
  };
}
