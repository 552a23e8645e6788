import { assumedFor, verdictOf } from './decide';
import type { Found, Verdict } from './decide';
import type { Channel } from '../table/question';

const HEADINGS: { readonly [channel in Channel]: string } = { direct: 'direct', aws: 'via AWS', eks: 'via EKS', ecs: 'via ECS' };
/** The most telling first. */
const VERDICTS: readonly Verdict[] = ['DIFFERS', 'settled', 'as assumed', 'open'];

/** What was found, to be attached to an issue: it names nothing of the account. */
export interface Report {
  readonly probe: 1;
  readonly day: string;
  readonly region: string;
  readonly findings: ReadonlyArray<{
    readonly question: string;
    readonly channel: Channel;
    readonly answer: string | null;
    readonly open?: string;
    readonly assumed: readonly string[];
    readonly verdict: Verdict;
    readonly means?: string;
  }>;
}

export function reportOf(found: readonly Found[], region: string, day: string): Report {
  return {
    probe: 1,
    day,
    region,
    findings: found.map(({ question, channel, finding }) => ({
      question: question.id,
      channel,
      ...'answer' in finding ? { answer: finding.answer } : { answer: null, open: finding.open },
      assumed: assumedFor(question, channel),
      verdict: verdictOf(question, channel, finding),
      ...'answer' in finding && (channel !== 'direct' || question.fact === 'direct-via-mcp') ? { means: question.answers[finding.answer].means } : {},
    })),
  };
}

/** The table for a person, and below it what follows. */
export function tableOf({ findings }: Report): string {
  const channels = (Object.keys(HEADINGS) as Channel[]).filter((channel) => findings.some((each) => each.channel === channel));
  const questions = [...new Set(findings.map(({ question }) => question))];
  const of = (question: string, channel: Channel) => findings.find((each) => each.question === question && each.channel === channel);
  const rows = questions.map((question) => {
    const mine = findings.filter((each) => each.question === question);
    const [verdict] = VERDICTS.filter((each) => mine.some((finding) => finding.verdict === each));
    const isOpen = verdict !== 'open' && mine.some((finding) => finding.verdict === 'open');
    return [
      question, ...channels.map((channel) => {
        const finding = of(question, channel);
        return finding === undefined ? '' : finding.answer ?? '?';
      }),
      channels.map((channel) => (of(question, channel)?.assumed ?? []).join(' or ')).filter((each, i, all) => each !== '' && all.indexOf(each) === i).join(' / '),
      `${verdict}${isOpen ? ', partly open' : ''}`,
    ];
  });
  return [
    ...columns([['question', ...channels.map((channel) => HEADINGS[channel]), 'assumed', ''], ...rows]),
    ...lines('Differs from what the library takes to be possible:', findings.filter(({ verdict }) => verdict === 'DIFFERS')),
    ...lines('Settled:', findings.filter(({ verdict }) => verdict === 'settled')),
    ...lines('Open:', findings.filter(({ verdict }) => verdict === 'open')),
  ].join('\n');
}

function columns(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd());
}

/** With the same text once. */
function lines(title: string, findings: Report['findings']): string[] {
  const byText = new Map<string, string[]>();
  for (const { question, channel, answer, means, open } of findings) {
    const text = answer === null ? open! : `${answer}${means === undefined ? '' : `: ${means}`}`;
    byText.set(text, [...byText.get(text) ?? [], `${question} ${HEADINGS[channel]}`]);
  }
  return findings.length === 0 ? [] : ['', title, ...[...byText].flatMap(([text, places]) => [`  ${text}`, `      ${places.join(', ')}`])];
}

/** Numbers of accounts, ids of keys and principals, addresses; and what stands for them. */
const NAMING = /\b\d{12}\b|\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}|\b\d{1,3}(\.\d{1,3}){3}\b/;
const PLACEHOLDERS = /\b(111122223333|AROAEXAMPLEPROBE00001|203\.0\.113\.7|0{8}-0000-4000-8000-\d{12})\b/g;

/**
 * The text, which must not have anything of the account.
 *
 * @param secrets what names it: of the stack, of the caller
 * @throws if it has
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const found = secrets.findIndex((secret) => secret.length > 3 && text.toLowerCase().includes(secret.toLowerCase()));
  const pattern = NAMING.exec(text.replace(PLACEHOLDERS, ''));
  if (found >= 0 || pattern !== null) {
    throw new Error(`what is written would name something of the account (${found >= 0 ? `number ${found + 1} of what is known of it` : 'a number, key or address'}): it is not written`);
  }
  return text;
}
