import { MOST_USED } from './most-used';
import type { Names } from './operations-table';
import { prefixOf } from './operations-table';
import { actionsOfEvent } from '../../src/actions/event-actions';
import type { EventActions, NeededAction } from '../../src/actions/event-actions';

interface NamedOperation {
  readonly prefix: string;
  readonly name: string;
  readonly found: EventActions;
}

/** Where it comes from what the operations of the most used services need: how many of each kind. */
export function operationFigures(names: Names): { [what: string]: number } {
  const found = operations(names).filter(({ prefix }) => MOST_USED.includes(prefix));
  const count = (...sources: string[]) => found.filter(({ found: { source } }) => sources.includes(source)).length;
  return {
    'operations': found.length,
    'from AWS\'s map': count('MAP'),
    'from AWS\'s API references': count('API_REFERENCE'),
    'by their name, which is an action\'s': count('NAME'),
    'need no permission': count('NO_PERMISSION'),
    'open': count('OPEN', 'UNKNOWN'),
  };
}

/** The page with its tables as they are now, between their marks. */
export function withOperations(page: string, names: Names): string {
  const all = operations(names);
  const parts: { [mark: string]: string } = {
    'figures': figuresText(operationFigures(names)),
    'passed roles': passedRoles(all),
    'operations': differing(all),
  };
  return Object.entries(parts).reduce((text, [mark, content]) => {
    const marked = new RegExp(`(<!-- ${mark} -->\n)[^]*?(<!-- end -->)`);
    if (!marked.test(text)) {
      throw new Error(`docs/operations.md: there is no place for the ${mark}`);
    }
    return text.replace(marked, (_, begin, end) => `${begin}${content}\n${end}`);
  }, page);
}

/** Every operation of botocore's models and of the table, each once. */
function operations(names: Names): NamedOperation[] {
  const known = new Map<string, NamedOperation>();
  for (const client of Object.values(names.clients)) {
    const prefix = prefixOf(client);
    for (const name of client.operations.split(' ')) {
      known.set(`${prefix}:${name}`, { prefix, name, found: actionsOfEvent({ eventSource: prefix, eventName: name }) });
    }
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function figuresText(figures: { [what: string]: number }): string {
  const lines = Object.entries(figures).map(([what, count]) => `${what.padEnd(40)} ${String(count).padStart(5)}   ${(100 * count / figures.operations).toFixed(1).padStart(5)} %`);
  return ['```text', ...lines, '```'].join('\n');
}

function passedRoles(all: readonly NamedOperation[]): string {
  const passing = all.flatMap(({ prefix, name, found }) => found.actions.filter(({ action }) => action === 'iam:PassRole').map((pass) => ({ prefix, name, pass })));
  const rows = new Map<string, { readonly to: string; readonly names: string[] }>();
  for (const { prefix, name, pass } of passing) {
    const to = pass.passedTo.length > 0 ? pass.passedTo.map((each) => `\`${each}\``).join(', ') : 'AWS does not say';
    const row = rows.get(`${prefix} ${to}`) ?? { to, names: [] };
    row.names.push(pass.ifSo === undefined ? `**${name}**` : name);
    rows.set(`${prefix} ${to}`, row);
  }
  return ['| service | the role is passed to | operations |', '|---|---|---|', ...[...rows].map(([key, { to, names }]) => `| ${key.split(' ')[0]} | ${to} | ${names.join(', ')} |`)].join('\n');
}

/** The operations that are called otherwise than their only action, a line each. */
function differing(all: readonly NamedOperation[]): string {
  const lines = all.filter(({ prefix, name, found }) => found.source === 'NO_PERMISSION' || found.source === 'OPEN'
    || found.actions.length > 1 || found.actions.some(({ action }) => action !== `${prefix}:${name}`));
  return ['| operation | actions |', '|---|---|', ...lines.map(({ prefix, name, found }) => `| \`${prefix}:${name}\` | ${needsText(found)} |`)].join('\n');
}

function needsText({ source, actions }: EventActions): string {
  return source === 'NO_PERMISSION' ? 'no permission' : source === 'OPEN' ? 'open' : actions.map(needText).join('; ');
}

function needText({ action, ifSo }: NeededAction): string {
  return `\`${action}\`${ifSo === undefined ? '' : ` ${ifSo.need.kind === 'OPEN' ? '?' : ifSo}`}`;
}
