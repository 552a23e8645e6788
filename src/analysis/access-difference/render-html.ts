import type { AccessDifference, PrincipalChange } from './difference';
import { SCRIPT } from './difference-script';
import type { ToldActions, ToldChange, ToldGroup, ToldSection } from './told-difference';
import { resourceText, summaryOf, toldDifference } from './told-difference';
import { breakable, Html, html } from '../access-report/html';
import type { InputFacts } from '../access-report/html-facts';
import { inputFacts } from '../access-report/html-facts';
import { htmlHead } from '../access-report/html-head';

/** More than this is folded. */
const MANY = 8;

const DIRECTIONS = { gains: 'Gains', loses: 'Loses', differs: 'Differs' } as const;

/** The difference as a page of its own, which loads nothing. */
export function differenceHtml(difference: AccessDifference, facts: { readonly before: InputFacts; readonly after: InputFacts }): string {
  const sections = toldDifference(difference);
  const { changes, principals, table } = difference;
  return html`<!DOCTYPE html>
<html lang="en">
${htmlHead('MCP access difference', SCRIPT)}
<body>
<header>
<h1>MCP access difference</h1>
<p class="lead">${changes.length === 0 ? `Nothing changes for the ${principals.toLocaleString('en')} principals of both sides.`
  : `Something changes for ${changes.length.toLocaleString('en')} of ${principals.toLocaleString('en')} principals.`}</p>
<h2 class="small">Old</h2>${inputFacts(facts.before)}
<h2 class="small">New</h2>${inputFacts(facts.after)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${changes.length === 0 ? undefined : html`<div class="tools" id="tools" role="search" hidden>
<div class="search"><label for="search">Find by principal, action (s3:DeleteObject), service or resource</label><input id="search" type="search" autocomplete="off" spellcheck="false"></div>
<output id="found" for="search" role="status" aria-live="polite"></output>
</div>`}
${sections.map(sectionHtml)}
</main>
<footer>Made by cdk-mcp-guardrails. ${table.total.toLocaleString('en')} actions, table ${table.version}. What trust policies and policies of resources change is not in it.</footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;
}

function sectionHtml(section: ToldSection): Html {
  const { id, title, groups } = section;
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${title}: ${summaryOf(section)}</h2>
${groups.length === 0 ? undefined : html`<table role="table" class="difference">
<caption>What changes, by principal</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th>${
  Object.values(DIRECTIONS).map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${groups.map(groupHtml)}
</tbody>
</table>`}
</section>`;
}

function groupHtml(group: ToldGroup): Html {
  return html`
<tr role="row" class="change"><th role="rowheader" scope="row">${membersOf(group)}</th>${
  Object.entries(DIRECTIONS).map(([direction, name]) => html`<td role="cell" data-column="${name}">${cell(group, direction)}</td>`)}</tr>`;
}

function membersOf({ principals, is }: ToldGroup): Html {
  const [{ kind }] = principals;
  const tag = html` <span class="kind">${kind}${is === undefined ? '' : `, ${is}`}</span>`;
  const items = principals.map((each) => html`<li>${breakable(each.name)}${statements(each)}</li>`);
  return principals.length === 1 ? html`${breakable(principals[0].name)}${tag}${statements(principals[0])}`
    : principals.length > MANY ? html`${breakable(principals[0].name)}${tag}<details><summary>and ${(principals.length - 1).toLocaleString('en')} more</summary><ul>${items}</ul></details>`
      : html`<ul>${items}</ul>${tag}`;
}

function statements({ added, removed }: PrincipalChange): Html | undefined {
  const lines = [...added.map((each) => html`<li>now allows ${breakable(resourceText(each))}</li>`), ...removed.map((each) => html`<li>no longer allows ${breakable(resourceText(each))}</li>`)];
  const list = html`<ul class="detail">${lines}</ul>`;
  return lines.length === 0 ? undefined : lines.length > MANY ? html`<details class="detail"><summary>${lines.length} statements on named resources</summary>${list}</details>` : list;
}

function cell({ from }: ToldGroup, direction: string): Html {
  const lines = from.flatMap(({ servers, changes }) => changes.filter((each) => each.direction === direction)
    .map((each) => changeHtml(each, servers)));
  return lines.length === 0 ? html`<div class="none">nothing</div>` : html`${lines}`;
}

const MARKS: { readonly [direction: string]: string } = { gains: 'allowed', loses: 'denied', differs: 'partly' };

function changeHtml({ direction, says, actions }: ToldChange, servers: readonly string[] | undefined): Html {
  return html`<div class="told">${servers && html`<span class="from">${servers.join(', ')}</span> `}${says}${actions.map((each) => html`
<div class="${MARKS[direction]}">${actionsHtml(each)}</div>`)}</div>`;
}

function actionsHtml({ question, actions: { count, services } }: ToldActions): Html {
  const title = html`<b>${question ?? 'Other actions'}:</b> `;
  if (typeof services === 'number') {
    return html`${title}${count.toLocaleString('en')} actions of ${services} services`;
  }
  const names = Object.entries(services).map(([service, each], i) => html`${i > 0 ? '; ' : ''}${
    typeof each === 'number' ? html`<code>${service}</code> ${each}` : breakable(each.map((name) => `${service}:${name}`).join(', '))}`);
  return count > MANY ? html`<details><summary>${title}${count.toLocaleString('en')} actions</summary>${names}</details>` : html`${title}${names}`;
}
