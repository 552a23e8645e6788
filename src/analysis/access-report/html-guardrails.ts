import { deniedIn, guardrailLabel } from './guardrail-label';
import { breakable, Html, html } from './html';
import type { Column } from './html-columns';
import { numbersOfEqual, withoutResource } from './html-groups';
import { listed } from './listed';
import { QUESTIONS } from './questions';
import type { AccessReport, Effect, GuardrailEffect, ReportedGuardrail, StoppedActions } from './report-types';
import { PolicyKind } from '../../iam/policy';
import { thousands } from '../../iam/policy-size';
import { attachedTo } from '../../iam/policy-type-lookup';

const EFFECTS: { readonly [effect in Effect]: string } = { 'denies': 'denies', 'named resources': 'denies on named resources', 'depends': 'depends' };
/** More places or services than this are folded. */
const MANY = 4;

/** All guardrails: those of the principals, and those that are not counted. */
export function guardrailTables(report: AccessReport, columns: readonly Column[]): Html {
  const [ofPrincipals, others] = divided(report.guardrails, ({ policyType }) => attachedTo(policyType) === 'principal');
  const [serviceControl, notCounted] = divided(others, ({ policyType }) => policyType === PolicyKind.SERVICE_CONTROL);
  const tables = ([
    ['In policies of principals', ofPrincipals],
    ['In service control policies', serviceControl],
    ['In resource control policies and policies of resources: not counted in this report', notCounted],
  ] as const).filter(([, guardrails]) => guardrails.length > 0);
  return html`${tables.map(([caption, guardrails]) => table(caption, guardrails, columns, report.actions.total))}${
    report.guardrails.length === 0 ? html`<p>No Deny in the templates asks whether a call comes through MCP.</p>` : undefined}`;
}

function divided<T>(all: readonly T[], isFirst: (each: T) => boolean): [first: T[], others: T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function table(caption: string, guardrails: readonly ReportedGuardrail[], columns: readonly Column[], total: number): Html {
  const alike = new Map<string, ReportedGuardrail[]>();
  const numberOf = numbersOfEqual();
  for (const guardrail of guardrails) {
    const { sid, policyType, actions, about, takenAlong, effects, dependsOn, targets } = guardrail;
    const shared = `${about && numberOf(about)} ${takenAlong && numberOf(takenAlong)} ${numberOf(effects)} ${dependsOn && numberOf(dependsOn)}`;
    const key = `${policyType} ${actions} ${shared} ${targets ? JSON.stringify(targets) : ''} ${sid === undefined ? '' : `=${sid}`}`;
    const group = alike.get(key);
    if (group) {
      group.push(guardrail);
    } else {
      alike.set(key, [guardrail]);
    }
  }
  return html`
<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Guardrail</th><th role="columnheader" scope="col">About</th>${
  columns.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}<th role="columnheader" scope="col">For</th></tr></thead>
<tbody role="rowgroup">${[...alike.values()].map((group) => row(group, columns, total))}
</tbody>
</table>`;
}

function row(group: readonly ReportedGuardrail[], columns: readonly Column[], total: number): Html {
  const [{ sid, policyType, actions, about: questions = {}, takenAlong = [], effects, dependsOn = [], targets, namesPrincipals }] = group;
  const places = [...new Set(group.map(placeOf))];
  const list = new Html(places.map((place) => breakable(place).markup).join(', '));
  const denied = actions === total ? undefined : deniedIn(questions);
  const name = denied === undefined ? sid ?? 'no Sid' : denied.charAt(0).toUpperCase() + denied.slice(1);
  const about = actions === total ? 'all actions' : `${thousands(actions)} action${actions === 1 ? '' : 's'}`;
  return html`
<tr role="row"><th role="rowheader" scope="row"><bdi>${name}</bdi>${name === sid ? undefined : html`<div class="detail">Sid: <bdi>${sid ?? 'none'}</bdi></div>`}<div class="detail">${policyType}</div><div class="detail">${
  places.length > MANY ? html`<details><summary>${places.length} places</summary>${list}</details>` : list}</div></th>
<td role="cell" data-column="About">${about}${actions === total ? undefined : aboutWhat(questions)}${takenAlong.length > 0 ? html`<details><summary>${
  takenAlong.length} of them in none of the ready sets</summary>${breakable(takenAlong.join(', '))}</details>` : undefined}</td>${columns.map(({ title, origin }) => {
  const effect = effects[origin];
  const on = effect === 'depends' && dependsOn.length > 0 ? ` on ${dependsOn.join(', ')}` : '';
  return html`<td role="cell" data-column="${title}"><div class="${effect === undefined ? 'none' : effect === 'depends' ? 'depends' : 'denies'}">${
    effect === undefined ? 'no effect' : breakable(EFFECTS[effect] + on)}</div></td>`;
})}
<td role="cell" data-column="For">${forWhom(policyType, group, targets, namesPrincipals)}</td></tr>`;
}

/** What a statement is about, by what its actions do: one that was merged has the Sid of one part. */
function aboutWhat(counts: NonNullable<ReportedGuardrail['about']>): Html | undefined {
  const parts = QUESTIONS.flatMap(({ id, title }) => (counts[id] ? [`${title.charAt(0).toLowerCase()}${title.slice(1)}: ${thousands(counts[id]!)}`] : []));
  return parts.length === 0 ? undefined : html`<div class="detail">${parts.join(', ')}</div>`;
}

function forWhom(policyType: PolicyKind, group: readonly ReportedGuardrail[], targets?: readonly string[], namesPrincipals?: boolean): string {
  const number = group.reduce((sum, { principals }) => sum + principals, 0);
  const principals = number === 1 ? '1 principal' : `${thousands(number)} principals`;
  if (attachedTo(policyType) === 'principal') {
    return principals;
  }
  if (policyType === PolicyKind.SERVICE_CONTROL) {
    return `${principals}${targets?.length ? ` below ${targets.join(', ')}` : ''}`;
  }
  return targets ? (targets.length > 0 ? targets.join(', ') : 'attached to nothing') : namesPrincipals ? 'principals it names' : 'whoever calls';
}

function placeOf({ constructPath, template, logicalId }: ReportedGuardrail): string {
  return constructPath !== undefined ? withoutResource(constructPath) : template && logicalId ? `${template}#${logicalId}` : template ?? logicalId ?? '';
}

/** What the guardrails of a principal stop. */
export function stoppedBy(report: AccessReport, effects: readonly GuardrailEffect[], columns: readonly Column[]): Html | undefined {
  const items = effects.flatMap(({ guardrail, origins }) => {
    const alike = new Map<string, string[]>();
    for (const { title, origin } of columns.filter((column) => (origins[column.origin]?.actions ?? 0) > 0)) {
      const key = JSON.stringify(origins[origin]);
      alike.set(key, [...alike.get(key) ?? [], title.charAt(0).toLowerCase() + title.slice(1)]);
    }
    return [...alike].map(([key, titles]) => ({
      ...JSON.parse(key) as StoppedActions, from: listed(titles), label: guardrailLabel(report.guardrails[guardrail]),
    }));
  });
  return items.length === 0 ? undefined : html`
<ul>${items.map(({ label, from, effect, actions, stops }) => html`
<li><bdi>${label}</bdi>, ${from}: ${EFFECTS[effect].replace('depends', 'may deny')} ${thousands(actions)} action${
  actions === 1 ? '' : 's'} that it otherwise may call${services(report.stops[stops])}</li>`)}
</ul>`;
}

function services(counts: { readonly [service: string]: number }): Html {
  const entries = Object.entries(counts);
  return entries.length > MANY ? html`, in ${entries.length} services`
    : html` (${entries.map(([service, count], i) => [i > 0 ? ', ' : '', html`<code>${service}</code> ${count}`])})`;
}
