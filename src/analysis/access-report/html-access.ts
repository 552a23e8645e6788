import type { Html, HtmlContent } from './html';
import { html } from './html';
import type { Column } from './html-columns';
import { shortPolicy } from './html-overview';
import type { AccessReport, LevelAccess, ReportedPrincipal, ServiceAccess } from './report-types';

/** What a class of the style sheet marks. */
type Mark = 'allowed' | 'partly' | 'depends' | 'denied' | 'none';

interface Line {
  readonly mark: Mark;
  readonly levels: string[];
  readonly text: string;
  readonly actions?: readonly string[];
}

/** More services than this with the same access are folded. */
const MANY = 4;

/** The table of what a principal may do with each service; `undefined` if no statement allows anything. */
export function accessTable(report: AccessReport, principal: ReportedPrincipal, columns: readonly Column[]): Html | undefined {
  const profiles = columns.map(({ origin }) => report.profiles[principal.access[origin].profile]);
  const services = [...new Set(profiles.flatMap((profile) => Object.keys(profile.services)))].sort();
  const rows = new Map<string, { readonly services: string[]; readonly cells: Html }>();
  for (const service of services) {
    const cells = html`${columns.map(({ title }, i) => {
      const place = profiles[i].services[service];
      const lines: Line[] = place === undefined ? [{ mark: 'none', levels: [], text: 'not allowed' }] : linesOf(report.serviceAccess[place], principal.unknownPolicies.length > 0);
      return html`<td role="cell" data-column="${title}">${lines.map(lineCell)}</td>`;
    })}`;
    const row = rows.get(cells.markup);
    if (row) {
      row.services.push(service);
    } else {
      rows.set(cells.markup, { services: [service], cells });
    }
  }
  const others = otherServices(report, principal, columns);
  if (rows.size === 0 && !others) {
    return undefined;
  }
  return html`
<table role="table">
<caption>What its statements allow, by service and access level</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Service</th>${
  columns.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${[...rows.values()].sort(byNumber).map(({ services: names, cells }) => html`
<tr role="row"><th role="rowheader" scope="row">${serviceNames(names)}</th>${cells}</tr>`)}${others}
</tbody>
</table>`;
}

/** Rows for many services come last. */
function byNumber(a: { services: string[] }, b: { services: string[] }): number {
  return Number(a.services.length > MANY) - Number(b.services.length > MANY);
}

function serviceNames(names: string[]): Html {
  const list = html`<code>${names.join(', ')}</code>`;
  return names.length > MANY ? html`<details><summary>${names.length} services</summary>${list}</details>` : list;
}

/** What policies that are known by name only may allow, if there are any. */
function otherServices({ profiles, serviceAccess }: AccessReport, principal: ReportedPrincipal, columns: readonly Column[]): Html | undefined {
  if (principal.unknownPolicies.length === 0) {
    return undefined;
  }
  const cells = columns.map(({ origin, title }) => {
    const { counts, services } = profiles[principal.access[origin].profile];
    const listed = Object.values(services).flatMap((place) => Object.values(serviceAccess[place]))
      .reduce((sum, { granted = 0 }) => sum + granted, 0);
    const mark: Mark = (counts.depends ?? 0) > listed ? 'depends' : counts.denied === counts.total ? 'denied' : 'none';
    const text = mark === 'depends' ? `depends on ${principal.unknownPolicies.map(shortPolicy).join(', ')}` : mark === 'denied' ? 'denied' : 'not allowed';
    return html`<td role="cell" data-column="${title}">${lineCell({ mark, levels: [], text })}</td>`;
  });
  return html`
<tr role="row"><th role="rowheader" scope="row">Everything else</th>${cells}</tr>`;
}

/** A line for each access level; one for all that are alike. With `open`, what else is not certain is said of everything in one row. */
function linesOf(access: ServiceAccess, open: boolean): Line[] {
  const lines: Line[] = [];
  const levels = Object.entries(access) as Array<[string, LevelAccess]>;
  for (const [level, counts] of levels) {
    const [mark, text] = textOf(counts, open);
    const same = lines.find((line) => line.text === text && !/\d/.test(text));
    if (same) {
      same.levels.push(level);
    } else {
      lines.push({ mark, levels: [level], text, actions: /\d/.test(text) ? counts.actions : undefined });
    }
  }
  const allowing = lines.filter(({ mark }) => mark !== 'none');
  return allowing.length === 0 ? [{ mark: 'none', levels: [], text: 'not allowed' }]
    : allowing.length === 1 && (lines.length === 1 || allowing[0].text === 'denied') ? [{ ...allowing[0], levels: [] }] : allowing;
}

function textOf(counts: LevelAccess, open: boolean): [mark: Mark, text: string] {
  const { allowed, partly, depends = 0, stopped, granted, total } = counts;
  const number = (count: number) => (count === total ? 'all' : `${count} of ${total}`);
  const parts: Array<[Mark, string]> = [];
  if (allowed) {
    parts.push(['allowed', number(allowed)]);
  }
  if (partly) {
    parts.push(['partly', `${number(partly)} on named resources`]);
  }
  if (granted) {
    parts.push(['depends', `${number(granted)} unless denied elsewhere`]);
  } else if (depends && !open) {
    parts.push(['depends', depends === total ? 'depends' : `${number(depends)} depends`]);
  }
  if (stopped) {
    parts.push(['denied', parts.length === 0 ? 'denied' : `${stopped} denied`]);
  }
  return parts.length === 0 ? ['none', ''] : [parts[0][0], parts.map(([, text]) => text).join(', ')];
}

function lineCell({ mark, levels, text, actions }: Line): Html {
  const content: HtmlContent = [
    levels.length > 0 ? html`<b>${levels.join(', ')}:</b> ` : undefined, text,
    actions && html` <span class="names">(${actions.join(', ')})</span>`,
  ];
  return html`<div class="${mark}">${content}</div>`;
}
