import * as fs from 'fs';
import * as path from 'path';
import { LEDGER } from './facts';

export const PAGE = path.join(__dirname, '..', 'docs', 'verify.md');

/** What AWS's pages don't tell. */
export interface SilentFact {
  readonly fact: string;
  /** What the library takes to be possible. */
  readonly taken: string;
  /** What of the library would be otherwise, if it were known. */
  readonly changes: string;
  /** The ids of the questions of `examples/probe` that settle it; if there are none, why. */
  readonly questions?: readonly string[];
  readonly unasked?: string;
  readonly settled: readonly Settled[];
}

/** What was found, on which day and in which Region. */
export interface Settled {
  readonly question: string;
  readonly channel: string;
  readonly answer: string;
  readonly day: string;
  readonly place: string;
}

/** As the probe writes it. */
export interface ProbeReport {
  readonly day: string;
  readonly region: string;
  readonly findings: ReadonlyArray<{ readonly question: string; readonly channel: string; readonly answer: string | null }>;
}

export type SilentFacts = { readonly [id: string]: SilentFact };

export function silentFacts(): SilentFacts {
  return JSON.parse(fs.readFileSync(LEDGER, 'utf-8')).silent;
}

/** The facts with what a report has settled: the last answer to each question through each channel in each Region counts. */
export function withReport(known: SilentFacts, { day, region: place, findings }: ProbeReport): SilentFacts {
  const questions = Object.values(known).flatMap((fact) => fact.questions ?? []);
  const unknown = findings.find(({ question }) => !questions.includes(question));
  if (unknown !== undefined) {
    throw new Error(`no silent fact of docs/facts.json has the question ${unknown.question}: expected a report of this version's probe`);
  }
  return Object.fromEntries(Object.entries(known).map(([id, fact]) => {
    const found = findings.filter(({ question, answer }) => answer !== null && fact.questions?.includes(question))
      .map(({ question, channel, answer }): Settled => ({ question, channel, answer: answer!, day, place }));
    const isNew = (each: Settled) => place === each.place
      && found.some(({ question, channel }) => question === each.question && channel === each.channel);
    return [id, { ...fact, settled: [...fact.settled.filter((each) => !isNew(each)), ...found] }];
  }));
}

/** The table of docs/verify.md. */
export function silentTable(known: SilentFacts): string {
  const cells = (fact: SilentFact) => [
    fact.fact, fact.taken, fact.changes,
    fact.questions?.map((id) => `\`${id}\``).join(', ') ?? `not asked. ${fact.unasked}`,
    fact.settled.map(({ question, channel, answer, day, place }) => `\`${question}\` ${channel}: ${answer} (${place}, ${day})`).join('; ') || 'no',
  ];
  return [
    ['what AWS does not tell', 'what the library takes to be so', 'what would change', 'asked by', 'settled'], Array(5).fill('---'), ...Object.values(known).map(cells),
  ].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The page with the table in the place of the one that it has. */
export function withTable(page: string, table: string): string {
  return page.replace(/^\| what AWS does not tell \|.*\n(\|.*\n)*/m, () => `${table}\n`);
}
