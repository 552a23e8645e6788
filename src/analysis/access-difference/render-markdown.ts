import type { AccessDifference } from './difference';
import type { ToldGroup, ToldSection } from './told-difference';
import { actionsText, resourceText, summaryOf, toldDifference } from './told-difference';

/** A comment of GitHub holds 65,536 characters. */
const MOST = 60_000;
/** Names and statements of a group that are written; the others are counted. */
const FEW = 5;

/** The difference for a pull request. */
export function differenceMarkdown(difference: AccessDifference, all = false): string {
  const { changes, principals } = difference;
  const sections = toldDifference(difference);
  const lines = [
    '## What changes in who may do what', '',
    changes.length === 0 ? `Nothing, for ${numberOf(principals)}.` : `Something changes for ${changes.length.toLocaleString('en')} of ${numberOf(principals)}.`, '',
  ];
  for (const section of sections) {
    lines.push(`### ${section.title}: ${summaryOf(section)}`, '');
    lines.push(...groupLines(section, MOST - lines.join('\n').length, all));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function numberOf(principals: number): string {
  return principals === 1 ? 'one principal' : `${principals.toLocaleString('en')} principals`;
}

function groupLines({ groups }: ToldSection, room: number, all: boolean): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const [i, group] of groups.entries()) {
    const written = linesOf(group, all);
    used += written.join('\n').length + 1;
    if (!all && used > room) {
      lines.push(`- … and ${groups.length - i} more groups of principals: the page has them all`);
      break;
    }
    lines.push(...written);
  }
  return lines.length === 0 ? [] : [...lines, ''];
}

function linesOf({ principals, is, from }: ToldGroup, all: boolean): string[] {
  const few = all ? principals : principals.slice(0, FEW);
  const others = principals.length - few.length;
  const names = `${few.map(({ name }) => code(name)).join(', ')}${others > 0 ? ` and ${others.toLocaleString('en')} more` : ''}`;
  return [
    `- ${names} (${principals[0].kind}${is === undefined ? '' : `, ${is}`})`,
    ...from.flatMap(({ servers, changes }) => changes.flatMap(({ says, actions }) => actions.map(({ question, actions: named }) => (
      `  - ${servers ? `through ${servers.join(', ')}: ` : ''}${says} **${question ?? 'Other actions'}**: ${code(actionsText(named, all ? Infinity : undefined))}`)))),
    ...few.flatMap(({ added, removed }) => [
      ...statementLines('now allows', added, all), ...statementLines('no longer allows', removed, all),
    ]),
  ];
}

function statementLines(what: string, statements: ToldGroup['principals'][number]['added'], all: boolean): string[] {
  const few = all ? statements : statements.slice(0, FEW);
  return [
    ...few.map((each) => `  - ${what} ${code(resourceText(each))}`),
    ...statements.length > few.length ? [`  - ${what} ${statements.length - few.length} more statements on named resources`] : [],
  ];
}

/** Text as it is, whatever characters it has. */
function code(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${space}${plain}${space}${fence}`;
}
