import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { Direction } from '../analysis/access-difference/change-kinds';
import type { AccessDifference, PrincipalChange } from '../analysis/access-difference/difference';
import { actionsText, resourceText, summaryOf, toldDifference } from '../analysis/access-difference/told-difference';

const STYLES = { gains: 'red', loses: 'yellow', differs: 'yellow' } as const satisfies { readonly [direction in Direction]: string };
/** Names and statements of a group that are printed; the others are counted. */
const FEW = 3;

/** Who gains and loses what, people and agents apart. */
export function printDifference(difference: AccessDifference, all: boolean, out: Terminal): void {
  const most = all ? Infinity : undefined;
  for (const section of toldDifference(difference)) {
    out.line(styled('bold', `${section.title}: ${summaryOf(section)}.`));
    for (const { principals, is, from } of section.groups) {
      const few = all ? principals : principals.slice(0, FEW);
      const others = principals.length - few.length;
      out.line([few.map(({ name }) => name).join(', '), others > 0 ? ` and ${others.toLocaleString('en')} more` : '',
        ` (${principals[0].kind}${is === undefined ? '' : `, ${is}`})`], 2, 4);
      for (const { servers, changes } of from) {
        for (const { says, direction, actions } of changes) {
          out.line([servers ? `through ${servers.join(', ')}: ` : '', styled(STYLES[direction], says)], 4, 6);
          actions.forEach(({ question, actions: named }) => out.line(`${question ?? 'Other actions'}: ${actionsText(named, most)}`, 6, 8));
        }
      }
      few.forEach((each) => printStatements(each, all, out));
    }
    out.line();
  }
  const { changes, principals } = difference;
  out.line(`${changes.length === 0 ? 'Nothing' : 'Something'} changes for ${changes.length === 0 ? '' : `${changes.length} of `}${principals} ${principals === 1 ? 'principal' : 'principals'}.`);
}

function printStatements({ added, removed }: PrincipalChange, all: boolean, out: Terminal): void {
  const lines = [...added.map((each) => `+ ${resourceText(each)}`), ...removed.map((each) => `- ${resourceText(each)}`)];
  const few = all ? lines : lines.slice(0, FEW * 2);
  few.forEach((line) => out.line(line, 4, 6));
  if (few.length < lines.length) {
    out.line(`and ${lines.length - few.length} more statements on named resources`, 4, 6);
  }
}
