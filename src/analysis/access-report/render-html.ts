import type { HtmlPieces } from './html';
import { breakable, Html, html, pieces, piecesOf } from './html';
import { accessTable } from './html-access';
import { answersTable, namedAnswers } from './html-answers';
import type { Column } from './html-columns';
import { columnsOf } from './html-columns';
import { inputFacts } from './html-facts';
import type { Group } from './html-groups';
import { groupsOf, shortId } from './html-groups';
import { guardrailTables, stoppedBy } from './html-guardrails';
import { htmlHead } from './html-head';
import { operationTables } from './html-operations';
import { overview } from './html-overview';
import { SCRIPT } from './html-script';
import { searchData } from './html-search';
import { listed } from './listed';
import { isServer } from './report-origins';
import type { AccessReport, ReportedPrincipal, SearchIndex } from './report-types';
import { thousands } from '../../iam/policy-size';
import { SERVERS } from '../../mcp/servers';
import { sha256 } from '../../private/sha256';

/** A table as long as this is there once, for all principals that are alike. */
const LONG = 4000;

/** The report as a page of its own, which loads nothing; piece by piece, for a report of many principals. */
export function* htmlPieces(report: AccessReport, search: SearchIndex): Generator<string> {
  for (const { markup } of pageOf(report, search)) {
    yield markup;
  }
}

function pageOf(report: AccessReport, search: SearchIndex): HtmlPieces {
  const columns = columnsOf(report);
  const groups = groupsOf(report);
  const { principals, actions } = report;
  return pieces`<!DOCTYPE html>
<html lang="en">
${htmlHead('MCP access report', SCRIPT)}
<body>
<header>
<h1>MCP access report</h1>
<p class="lead">What ${principals.length === 1 ? 'one principal' : `${thousands(principals.length)} principals`} may do directly, and when calls come through AWS-managed MCP servers.</p>
${report.input && inputFacts(report.input)}
<nav aria-label="Sections"><ul><li><a href="#answers">What they can do</a></li><li><a href="#overview">Overview</a></li><li><a href="#guardrails">Guardrails</a></li>${report.operations && html`<li><a href="#operations">Operations</a></li>`}<li><a href="#principals">Principals</a></li></ul></nav>
${legend(report)}
</header>
<main>
<section aria-labelledby="answers">
<h2 id="answers">What they can do</h2>
${principals.length === 0 ? html`<p>The templates have no role, user, group or permission set.</p>` : pieces`
<div class="tools" id="tools" role="search" hidden>
<div class="search"><label for="search">Find by principal, action (s3:DeleteObject), resource, service or guardrail</label><input id="search" type="search" autocomplete="off" spellcheck="false"></div>
<button type="button" id="open">Open all</button><button type="button" id="close">Close all</button>
<output id="found" for="search" role="status" aria-live="polite"></output>
</div>
${answersTable(report, groups, columns)}`}
</section>
<section aria-labelledby="overview">
<h2 id="overview">Overview</h2>
${principals.length === 0 ? undefined : pieces`${overview(report, groups, columns)}${columns.map(({ servers }) => servers && html`
<p class="detail">Other servers: ${listed([...servers, 'any that is not named'])}.</p>`)}`}
</section>
<section aria-labelledby="guardrails">
<h2 id="guardrails">Guardrails</h2>
${guardrailTables(report, columns)}
</section>
${report.operations && html`<section aria-labelledby="operations">
<h2 id="operations">Operations</h2>
${operationTables(report)}
</section>
`}<section aria-labelledby="principals">
<h2 id="principals">Principals</h2>
${details(report, groups, columns)}
</section>
</main>
<footer>Made by cdk-mcp-guardrails. ${thousands(actions.total)} actions, table ${actions.source}.</footer>
<script type="application/json" id="data">${searchData(report, search, groups, columns)}</script>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
}

function legend({ origins }: AccessReport): Html {
  const sessions = origins.filter((origin) => !isServer(origin) && origin.id !== 'direct').map(({ name }) => name).join(', ');
  const undocumented = SERVERS.filter(({ servicePrincipal, authentication }) => servicePrincipal === undefined && authentication !== 'none').map(({ title }) => title);
  return html`<details class="legend">
<summary>How to read this</summary>
<dl>
<dt>5; 5 on named; 5 depend; no</dt><dd>So many actions that do what the column says are allowed; on resources that a statement names; nobody can tell from the
templates; none. Which actions these are, stands with each principal; <code>MCP</code> means every MCP server, and no word before the number every origin.</dd>
<dt>Direct</dt><dd>A person or a program calls AWS without an MCP server.</dd>
${sessions !== '' ? html`<dt>${sessions.charAt(0).toUpperCase() + sessions.slice(1)}</dt><dd>A direct call in a session with that tag, which marks an agent’s where a Deny asks for it. Of
a direct call the tags are not known.</dd>
` : undefined}<dt>Via AWS, via EKS, …</dt><dd>An agent calls through that AWS-managed MCP server. Servers that are alike for everybody share a column. Among the
others are those whose service principal AWS does not document: ${listed(undocumented)}.</dd>
<dt>reads only</dt><dd>Nothing but what AWS classifies as listing and reading.</dd>
<dt>all; 3 of 85</dt><dd>So many actions of the access level are allowed for every resource.</dd>
<dt>on named resources</dt><dd>Allowed for resources that a statement names, or for all but those.</dd>
<dt>depends</dt><dd>What is not in the templates decides: a condition key of the request, a value known only at deployment, a policy known by name only.</dd>
<dt>unless denied elsewhere</dt><dd>Its own statements allow it; a policy known by name only may deny it.</dd>
<dt>denied</dt><dd>A Deny statement stops it, whatever else allows it.</dd>
<dt>not allowed, nothing</dt><dd>No statement allows it.</dd>
<dt>stopped by, partly stopped by</dt><dd>The guardrails (Deny statements that ask whether a call comes through MCP) that take away something its policies would allow.</dd>
</dl>
<p>A principal’s own policies, its permissions boundary, and the service control policies above its account are counted. Where the input does not tell
in which unit an account is, all service control policies that it has are taken to be above it. Resource control policies and policies of resources,
which may deny more, and allow more, are not counted. Nor are grants of keys, which may allow more: who may call <code>kms:RetireGrant</code> only these
say, so that a search for it finds “depends” unless it is denied.</p>
</details>`;
}

function details(report: AccessReport, groups: readonly Group[], columns: readonly Column[]): HtmlPieces {
  const tables = new Map<string, number>();
  return piecesOf(groups, (group, i) => {
    const { principal, principals } = group;
    const services = accessTable(report, principal, columns);
    const table = services && html`${namedAnswers(report, group, columns)}${services}`;
    const hash = table && table.markup.length > LONG ? sha256(table.markup) : undefined;
    const same = hash === undefined ? undefined : tables.get(hash);
    if (hash !== undefined && same === undefined) {
      tables.set(hash, i);
    }
    const others = principals.length - 1;
    return pieces`
<details class="principal" id="p${i}">
<summary><h3>${breakable(shortId(principal))}</h3> <span class="kind">${principal.kind}${others > 0 ? `, and ${thousands(others)} more` : ''}</span></summary>
<div class="body">
${members(report, group)}
${guardrailsOf(report, principal, columns)}
${!table ? html`<p>No statement allows it anything.</p>`
  : same === undefined ? table : html`<p>It may do just what <a href="#p${same}">${breakable(shortId(groups[same].principal))}</a> may.</p>`}
</div>
</details>`;
  });
}

/** Who is in the group, and what is said of each alone. */
function members(report: AccessReport, { principals }: Group): HtmlPieces {
  return principals.length === 1 ? pieces`<div class="member">${facts(report, principals[0])}${resourcesOf(principals[0])}</div>` : pieces`<ul class="members" tabindex="0" aria-label="Principals that may do the same">${piecesOf(principals, (each) => html`
<li class="member"><bdi>${shortId(each)}</bdi>${facts(report, each)}${resourcesOf(each)}</li>`)}</ul>`;
}

/** More statements than this are folded. */
const MANY = 4;

function resourcesOf({ resources = [] }: ReportedPrincipal): Html | undefined {
  const items = html`<ul>${resources.map(({ actions, allButActions, resources: on, allBut, conditional }) => html`
<li>${allButActions ? 'all but ' : ''}${breakable(actions.join(', '))} on ${allBut ? 'all but ' : ''}${breakable(on.join(', '))}${conditional ? ', on a condition' : ''}</li>`)}</ul>`;
  return resources.length === 0 ? undefined
    : resources.length > MANY ? html`<details><summary>Named resources, in ${resources.length} statements</summary>${items}</details>` : html`<h4>Named resources</h4>${items}`;
}

function facts(report: AccessReport, principal: ReportedPrincipal): Html {
  const { name, template, logicalId, permissionsBoundary, serviceControl, unknownPolicies, condition, unlistedActions } = principal;
  const list = [
    // A generated name says nothing.
    fact('Name', /^<[^<>]*>$/.test(name) ? undefined : name),
    fact('Template', template && `${template}, ${logicalId}`),
    fact('Permissions boundary', permissionsBoundary && `${permissionsBoundary.name}${permissionsBoundary.known ? '' : ' (known by name only)'}`),
    fact('Service control policies', serviceControl === undefined ? undefined : report.serviceControl![serviceControl].join('; ')),
    fact('Known by name only', unknownPolicies.join(', ') || undefined),
    fact('Exists if', condition),
    fact('Not in the table of actions', unlistedActions.join(', ') || undefined),
  ];
  return html`${list.some(Boolean) ? html`<dl>${list}</dl>` : undefined}`;
}

function fact(term: string, text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<dt>${term}</dt><dd>${breakable(text)}</dd>`;
}

function guardrailsOf(report: AccessReport, { guardrails }: ReportedPrincipal, columns: readonly Column[]): Html | undefined {
  const list = stoppedBy(report, guardrails, columns);
  return list && html`<h4>Guardrails that stop it</h4>${list}`;
}
