import { guardrailLabel } from './guardrail-label';
import type { Html, HtmlPieces } from './html';
import { html, pieces, piecesOf } from './html';
import { groupName } from './html-answers';
import type { Column } from './html-columns';
import type { Group } from './html-groups';
import type { AccessReport, OriginReport, ReportedPrincipal } from './report-types';
import { Verdict } from './report-types';
import { thousands } from '../../iam/policy-size';

/** The table of all principals, each with a word on what it may do from where. */
export function overview(report: AccessReport, groups: readonly Group[], columns: readonly Column[]): HtmlPieces {
  return pieces`
<table role="table" id="overview-table">
<caption>What each principal may do, by where its calls come from</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th>${
  columns.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${piecesOf(groups, (group, i) => html`
<tr role="row" id="o${i}"><th role="rowheader" scope="row">${groupName(group, i)}</th>${
  columns.map(({ title, origin }) => html`<td role="cell" data-column="${title}">${cell(report, group.principal, origin)}</td>`)}</tr>`)}
</tbody>
</table>`;
}

/** An AWS managed policy by its name. */
export function shortPolicy(arn: string): string {
  return arn.replace(/^arn:[^:]+:iam::aws:policy\/(?:.*\/)?/, '');
}

function cell(report: AccessReport, principal: ReportedPrincipal, origin: string): Html {
  const access = principal.access[origin];
  const [text, ...details] = verdictText(report, access);
  const sids = [...new Set(principal.guardrails.filter(({ origins }) => (origins[origin]?.actions ?? 0) > 0)
    .map(({ guardrail, origins }) => `${guardrailLabel(report.guardrails[guardrail])}${origins[origin].effect === 'depends' ? ' (depends)' : ''}`))];
  return html`<div class="verdict ${access.verdict}">${text}</div>${
    [...details, ...(sids.length > 0 ? [`${access.verdict === Verdict.NOTHING ? '' : 'partly '}stopped by: ${sids.join('; ')}`] : [])].map((detail) => html`<div class="detail">${detail}</div>`)}`;
}

function verdictText({ profiles, serviceAccess }: AccessReport, { verdict, profile, dependsOn = [] }: OriginReport): string[] {
  const { counts: { allowed = 0, partly = 0, depends = 0, granted = 0, total }, services } = profiles[profile];
  const number = Object.values(services).filter((place) => Object.values(serviceAccess[place])
    .some((level) => level.allowed || level.partly || (verdict === Verdict.DEPENDS && granted > 0 ? level.granted : level.depends))).length;
  const inServices = `${number} service${number === 1 ? '' : 's'}`;
  const open = depends > 0 ? `${depends === 1 ? '1 action depends' : `${thousands(depends)} actions depend`} on ${list(dependsOn)}` : undefined;
  const details = [...(partly > 0 && allowed === 0 ? ['on named resources'] : []), ...(open === undefined ? [] : [open])];
  switch (verdict) {
    case Verdict.NOTHING: return ['nothing'];
    case Verdict.EVERYTHING: return ['everything'];
    case Verdict.MOST: return [`all but ${thousands(total - allowed - partly)} actions`, ...details];
    case Verdict.READS: return [`reads only: ${inServices}`, ...details];
    case Verdict.SOME: return [`some: ${inServices}`, ...details];
    case Verdict.DEPENDS: return ['depends', `on ${list(dependsOn)}`, ...(granted > 0 ? [`its own policies: some of ${inServices}`] : [])];
  }
}

function list(keys: readonly string[]): string {
  const texts = keys.map(shortPolicy);
  return texts.length > 3 ? `${texts.slice(0, 2).join(', ')} and ${texts.length - 2} more` : texts.join(', ') || 'what is not in the templates';
}
