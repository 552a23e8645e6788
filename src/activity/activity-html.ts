import type { ActivityReport, Calls } from './activity-report';
import type { Html, HtmlContent } from '../analysis/access-report/html';
import { breakable, html } from '../analysis/access-report/html';
import { htmlHead } from '../analysis/access-report/html-head';

/** The report as a page of its own, which loads nothing and runs nothing. */
export function renderActivity(report: ActivityReport): string {
  const { events, first, last, days, direct, throughServices, unlogged, principals, tools, operations, denied, byDay, sessions } = report;
  const calls = (each: Calls): HtmlContent[] => [number(each.toolCalls), number(each.calls), number(each.denied)];
  return html`<!DOCTYPE html>
<html lang="en">
${htmlHead('MCP activity')}
<body>
<header>
<h1>MCP activity</h1>
<p class="lead">What came through AWS-managed MCP servers, of ${number(events)} events${first === undefined ? '' : ` from ${first} to ${last}, on ${number(days)} days`}.</p>
</header>
<main>
${section('By day', 'Calls by day', ['Day', 'Calls of tools', 'Calls of AWS', 'Denied'], byDay.map((each) => [each.day, ...calls(each)]))}
${section('Who', 'Who used which server', ['Principal', 'Server', 'Calls of tools', 'Calls of AWS', 'Denied', 'Services', 'Last'], principals.map((each) => [
  breakable(each.principal), breakable(each.server), ...calls(each), each.services.join(', '), each.last,
]))}
${section('Denied', 'Calls of agents that were denied', ['Principal', 'Server', 'Operation', 'How often', 'Last', 'Its event'], denied.map((each) => [
  breakable(each.principal), breakable(each.server), each.operation, number(each.count), each.last, breakable(each.eventId ?? ''),
]))}
${section('Tools', 'Tools that were called', ['Tool', 'Server', 'How often', 'Principals'], tools.map((each) => [each.tool, breakable(each.server), number(each.count), number(each.principals)]))}
${section('Operations', 'Operations that were called through servers', ['Operation', 'Action', 'Server', 'Calls', 'Denied', 'Last'], operations.map((each) => [
  each.operation, each.action ?? 'none, or not known', breakable(each.server), number(each.calls), number(each.denied), each.last,
]))}
${section('Sessions', 'Logins, with what was called through servers and directly', ['Session', 'Principals', 'Calls of tools', 'Calls of AWS', 'Denied', 'Direct calls', 'First', 'Last'],
  sessions.map((each) => [breakable(each.session), each.principals.map(breakable), ...calls(each), number(each.directCalls), each.first, each.last]))}
</main>
<footer>Made from events of CloudTrail by cdk-mcp-guardrails. Not counted: ${number(direct)} direct calls, and ${number(throughServices)} of services for a caller, whom an agent may have been.
${unlogged > 0 ? `${number(unlogged)} calls are known from the tool that made them only. ` : ''}Tools that make no call may leave no event: none is no proof that no agent was there.</footer>
</body>
</html>
`.markup;
}

function section(title: string, caption: string, columns: readonly string[], rows: ReadonlyArray<readonly HtmlContent[]>): Html {
  const id = title.toLowerCase().replace(' ', '-');
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${rows.length === 0 ? html`<p>None.</p>` : html`<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((each) => html`<th role="columnheader" scope="col">${each}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(([head, ...cells]) => html`
<tr role="row"><th role="rowheader" scope="row">${head}</th>${cells.map((each, i) => html`<td role="cell" data-column="${columns[i + 1]}"><span>${each}</span></td>`)}</tr>`)}
</tbody>
</table>`}
</section>`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
