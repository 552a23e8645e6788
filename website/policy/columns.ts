import type { Origins, Outcome, StatementText } from './answers';

/** Whether a statement applies to the requests of an origin, for a person. */
export interface Cell {
  readonly kind: 'yes' | 'no' | 'depends';
  readonly text: string;
  /** On what it hangs. */
  readonly detail?: string;
}

/** An origin, or several for which all statements say the same. */
export interface Column {
  readonly title: string;
  readonly note?: string;
  readonly cell: (statement: StatementText) => Cell;
}

type Answer = (origins: Origins) => string;

/** The origins that the table tells apart. */
export function columnsOf(statements: readonly StatementText[]): Column[] {
  const all = statements.flatMap(({ origins }) => (origins ? [origins] : []));
  const sessions = [...new Set(all.flatMap((each) => each.sessions.map(({ origin }) => origin)))];
  return [
    column('People', directAnswer, 'direct calls'),
    ...serverColumns(all),
    ...sessions.length === 0 ? [column('Marked agent sessions', directAnswer, 'no statement tells them from people')]
      : sessions.map((name) => column('Marked agent sessions', (each) => answerAt(each.sessions, name) ?? directAnswer(each), name)),
    {
      title: 'AWS services',
      note: 'what they call with the caller’s credentials',
      cell: ({ effect, services }) => (services === undefined ? NOT_KNOWN : cellOf(effect, services)),
    },
    ...all.some(({ connecting }) => connecting.length > 0)
      ? [column('Connecting to a server', (each) => (each.connecting[0] ? answerOf(each.connecting[0]) : directAnswer(each)))] : [],
  ];
}

/** Of what can't be judged. */
export const NOT_KNOWN: Cell = { kind: 'depends', text: 'Not known' };

function column(title: string, answer: Answer, note?: string): Column {
  return { title, note, cell: ({ effect, origins }) => (origins ? cellOf(effect, answer(origins)) : NOT_KNOWN) };
}

/** Servers for which no statement says anything else than for a server that nobody named are one column. */
function serverColumns(all: readonly Origins[]): Column[] {
  const names = [...new Set(all.flatMap(({ servers }) => servers.slice(0, -1).map(({ origin }) => origin)))];
  const other: Answer = ({ servers }) => answerOf(servers[servers.length - 1]);
  const through = (name: string): Answer => (each) => answerAt(each.servers, name) ?? other(each);
  const [alike, apart] = [true, false].map((same) => names.filter((name) => all.every((each) => through(name)(each) === other(each)) === same));
  return [
    ...apart.map((name) => column('Agents', through(name), `through ${shortName(name)}`)),
    column('Agents', other, apart.length === 0 ? `through any MCP server: ${alike.map(shortName).join(', ')}, or another one`
      : `through ${[...alike.map(shortName), 'any other MCP server'].join(', ')}`),
  ];
}

function answerAt(outcomes: readonly Outcome[], name: string): string | undefined {
  const found = outcomes.find(({ origin }) => origin === name);
  return found && answerOf(found);
}

function directAnswer({ direct: [absent, isFalse] }: Origins): string {
  const [without, withFalse] = [answerOf(absent), answerOf(isFalse)];
  return without === withFalse ? without : `without aws:ViaAWSMCPService: ${without}; with false: ${withFalse}`;
}

function answerOf({ match, dependsOn }: Outcome): string {
  return match === 'ALWAYS' ? 'yes' : match === 'NEVER' ? 'no' : `depends on ${dependsOn.join(', ')}`;
}

function cellOf(effect: string | undefined, answer: string): Cell {
  const [does, may] = effect === 'Deny' ? ['Denied', 'May be denied'] : ['Allowed', 'May be allowed'];
  return answer === 'yes' ? { kind: 'yes', text: does }
    : answer === 'no' ? { kind: 'no', text: 'Not concerned' }
      : { kind: 'depends', text: may, detail: answer };
}

/** What it is called by those who use it. */
export function shortName(server: string): string {
  return server.replace(/\.amazonaws\.com$/, '');
}
