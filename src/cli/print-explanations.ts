import type { ExplainedPolicy, ExplainedStatement } from './explanations';
import type { InputFile } from './input-file';
import { originLines } from './origin-lines';
import { callersText } from './statement-callers';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { sectionOf } from '../analysis/guardrail-advice';

const LABEL_WIDTH = 11;
/** Longer lists of actions and resources are cut. */
const MOST_ITEMS = 6;

/** @param all whether long lists are printed as a whole */
export function printExplanations(policies: Iterable<ExplainedPolicy>, all: boolean, out: Terminal): void {
  let last: InputFile | undefined;
  for (const { file, policy, statements } of policies) {
    if (file !== last) {
      out.line(styled('bold', file.name));
      out.line();
      last = file;
    }
    const name = policy.place.constructPath?.replace(/\/Resource$/, '') ?? policy.place.logicalId;
    out.line(`${name === undefined ? '' : `${name}, `}${policy.kind}`, 2);
    out.line();
    for (const statement of statements) {
      printStatement(statement, all, out);
      out.line();
    }
  }
  out.line(styled('dim', last === undefined ? 'There is no policy.'
    : 'services: what an AWS service calls with the caller\'s credentials (forward access sessions). AWS does not document '
      + 'whether such a call keeps the MCP keys.'));
}

function printStatement(explained: ExplainedStatement, all: boolean, out: Terminal): void {
  const most = all ? Infinity : MOST_ITEMS;
  const { statement, line, effect, elements, needed, removed, ownActionsOf, login, guardrail, origins, who, problem } = explained;
  const name = statement === '' ? 'The policy' : /^\d+$/.test(statement) ? `statement ${statement}` : `"${statement}"`;
  out.line([
    ...(effect === undefined ? [] : [styled(effect === 'Deny' ? 'red' : 'green', effect), ' ']), styled('bold', name),
    ...(problem === undefined ? [] : [` ${problem}`]), styled('dim', ` (line ${line})`),
  ], 4, 6);
  if (origins) {
    out.line(`${verb(effect)} ${callersText(origins, who)}.`, 6);
  }
  for (const [element, values] of Object.entries(elements)) {
    const more = values.length > most ? ` and ${values.length - most} more, which --all prints` : '';
    printLabeled(element, values.slice(0, most).join(', ') + more, out);
  }
  if (needed) {
    printLabeled('needed', needed.join(', '), out);
  }
  if (removed !== undefined) {
    printLabeled('removed', `${removed}: AWS has removed that, so that nothing is ${effect === 'Deny' ? 'denied' : 'allowed'} by it`, out);
  }
  if (ownActionsOf) {
    printLabeled('servers', `the actions are those of ${new Intl.ListFormat('en').format(ownActionsOf.map((server) => `the ${server}`))}`, out);
  }
  if (login !== undefined) {
    printLabeled('login', login, out);
  }
  if (guardrail) {
    printLabeled('guardrail', `keeps ${guardrail.keeps}; a person can ${guardrail.person}`, out);
    printLabeled('narrower', guardrail.narrower, out);
    printLabeled('docs', sectionOf(guardrail), out);
  }
  for (const { label, text } of origins ? originLines(origins, who) : []) {
    printLabeled(label, text, out);
  }
}

function verb(effect: string | undefined): string {
  return effect === 'Allow' ? 'Allows' : effect === 'Deny' ? 'Denies' : 'Applies to';
}

function printLabeled(label: string, text: string, out: Terminal): void {
  out.line([styled('dim', label), `${' '.repeat(Math.max(1, LABEL_WIDTH - label.length))}${text}`], 6, 6 + LABEL_WIDTH);
}
