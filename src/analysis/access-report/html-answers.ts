import type { Html, HtmlPieces } from './html';
import { breakable, html, pieces, piecesOf } from './html';
import type { Column } from './html-columns';
import type { Group } from './html-groups';
import { shortId } from './html-groups';
import { QUESTIONS } from './questions';
import type { AccessProfile, AccessReport, Answer, LevelAccess } from './report-types';
import { AccessLevel } from '../../actions/access-level';
import { thousands } from '../../iam/policy-size';

/** More names than this are folded. */
const MANY = 8;

type Mark = 'allowed' | 'partly' | 'depends' | 'none';

interface Line {
  readonly mark: Mark;
  readonly text: string;
}

interface Question {
  readonly title: string;
  line(report: AccessReport, profile: AccessProfile): Line;
}

/** Of the sets the actions are named; what reads and writes is counted. */
const ASKED: readonly Question[] = [
  ...QUESTIONS.map(({ id, title }): Question => ({ title, line: (report, { answers }) => answerLine(report, answers[id]) })),
  { title: 'Write', line: (report, profile) => levelLine(report, profile, [AccessLevel.WRITE, AccessLevel.TAGGING, AccessLevel.PERMISSIONS_MANAGEMENT]) },
  { title: 'Read', line: (report, profile) => levelLine(report, profile, [AccessLevel.LIST, AccessLevel.READ]) },
];

/** What a reviewer asks first, for people and for agents side by side. */
export function answersTable(report: AccessReport, groups: readonly Group[], columns: readonly Column[]): HtmlPieces {
  return pieces`
<table role="table" id="answers-table">
<caption>What each can do, by where its calls come from: numbers of actions</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th>${
  ASKED.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${piecesOf(groups, (group, i) => html`
<tr role="row" id="q${i}"><th role="rowheader" scope="row">${groupName(group, i)}<div class="hits"></div></th>${
  ASKED.map(({ title, line }) => html`<td role="cell" data-column="${title}">${linesOf(columns, (origin) => line(report, profileOf(report, group, origin)))}</td>`)}</tr>`)}
</tbody>
</table>`;
}

/** The principals of a group, in short. */
export function groupName({ principal, principals }: Group, i: number): Html {
  const others = principals.length - 1;
  const first = others > 0 ? JSON.stringify(principal.resources) : undefined;
  const resources = principals.slice(1).some((each) => JSON.stringify(each.resources) !== first) ? ', each on the resources that it names' : '';
  return html`<a href="#p${i}">${breakable(shortId(principal))}</a> <span class="kind">${principal.kind}</span>${
    others > 0 ? html`<div class="detail">and ${thousands(others)} more that may do the same${resources}</div>` : undefined}`;
}

/** The actions that answers are about, by name. */
export function namedAnswers(report: AccessReport, group: Group, columns: readonly Column[]): Html | undefined {
  const rows = QUESTIONS.flatMap(({ id, title }) => {
    const answers = columns.map((column) => ({ column, answer: profileOf(report, group, column.origin).answers[id] }));
    return answers.every(({ answer }) => answer === undefined) ? [] : [html`
<tr role="row"><th role="rowheader" scope="row">${title}</th>${answers.map(({ column, answer }) => html`<td role="cell" data-column="${column.title}">${namesOf(report, answer)}</td>`)}</tr>`];
  });
  return rows.length === 0 ? undefined : html`
<table role="table">
<caption>What it can do that a reviewer asks for</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Question</th>${
  columns.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows}
</tbody>
</table>`;
}

function namesOf(report: AccessReport, answer: Answer | undefined): Html {
  const lines = ([['allowed', ''], ['partly', ' on named resources'], ['depends', ' depends']] as const).flatMap(([mark, what]) => {
    const set = answer?.[mark];
    if (set === undefined) {
      return [];
    }
    const { count, services } = report.actionSets[set];
    if (typeof services === 'number') {
      return [html`<div class="${mark}">${thousands(count)} actions of ${services} services${what}</div>`];
    }
    const parts = Object.entries(services).map(([service, names]) => html`<code>${service}</code> ${typeof names === 'number' ? names : names.join(', ')}`);
    const list = html`${parts.map((part, i) => [i > 0 ? '; ' : '', part])}`;
    return [html`<div class="${mark}">${count > MANY ? html`<details><summary>${thousands(count)} actions${what}</summary>${list}</details>` : html`${list}${what}`}</div>`];
  });
  const more = answer?.more ? html`<div class="depends">${lines.length > 0 ? 'others depend' : 'depends'} on policies that are known by name only</div>` : undefined;
  return lines.length === 0 && !more ? html`<div class="none">no</div>` : html`${lines}${more}`;
}

function profileOf(report: AccessReport, { principal }: Group, origin: string): AccessProfile {
  return report.profiles[principal.access[origin].profile];
}

/** A line for the origins that are alike: `MCP` for all servers, and no word if all are. */
function linesOf(columns: readonly Column[], answerFrom: (origin: string) => Line): Html {
  const alike = new Map<string, Column[]>();
  for (const column of columns) {
    const key = JSON.stringify(answerFrom(column.origin));
    alike.set(key, [...alike.get(key) ?? [], column]);
  }
  const servers = columns.filter(({ isOfServers }) => isOfServers).length;
  return html`${[...alike].map(([key, group]) => {
    const { mark, text } = JSON.parse(key) as Line;
    const ofServers = group.filter(({ isOfServers }) => isOfServers);
    const from = group.length === columns.length ? undefined
      : group.length === servers && ofServers.length === servers ? 'MCP' : group.map(({ short }) => short).join(', ');
    return html`<div class="${mark}">${from && html`<span class="from">${from}</span> `}${text}</div>`;
  })}`;
}

function answerLine(report: AccessReport, answer: Answer | undefined): Line {
  const count = (set: number | undefined) => (set === undefined ? 0 : report.actionSets[set].count);
  return lineOf(count(answer?.allowed), count(answer?.partly), count(answer?.depends), answer?.more === true);
}

function levelLine({ serviceAccess }: AccessReport, { services, counts }: AccessProfile, levels: readonly AccessLevel[]): Line {
  const all = Object.values(services).flatMap((place) => Object.entries(serviceAccess[place]) as Array<[AccessLevel, LevelAccess]>);
  const sum = (name: 'allowed' | 'partly' | 'depends', of = all) => of.reduce((total, [, { [name]: count = 0 }]) => total + count, 0);
  const asked = all.filter(([level]) => levels.includes(level));
  return lineOf(sum('allowed', asked), sum('partly', asked), sum('depends', asked), (counts.depends ?? 0) > sum('depends'));
}

function lineOf(allowed: number, partly: number, depends: number, more: boolean): Line {
  const parts: Array<[Mark, string]> = [
    ...allowed > 0 ? [['allowed', thousands(allowed)] as [Mark, string]] : [],
    ...partly > 0 ? [['partly', `${thousands(partly)} on named`] as [Mark, string]] : [],
    ...more ? [['depends', 'depends'] as [Mark, string]] : depends > 0 ? [['depends', `${thousands(depends)} depend${depends === 1 ? 's' : ''}`] as [Mark, string]] : [],
  ];
  return parts.length === 0 ? { mark: 'none', text: 'no' } : { mark: parts[0][0], text: parts.map(([, text]) => text).join(', ') };
}
