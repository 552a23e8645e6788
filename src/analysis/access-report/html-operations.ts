import type { Html } from './html';
import { breakable, html } from './html';
import type { AccessReport, ReportedOperation, ReportedOperationAnswer } from './report-types';
import { SimulationDecision } from '../simulation/simulation-result';

const STYLES: { readonly [decision in SimulationDecision]: string } = { ALLOWED: 'all', CONDITIONAL: 'depends', IMPLICITLY_DENIED: 'none', EXPLICITLY_DENIED: 'denies' };
const WORDS: { readonly [decision in SimulationDecision]: string } = {
  ALLOWED: 'allowed', CONDITIONAL: 'depends', IMPLICITLY_DENIED: 'not allowed', EXPLICITLY_DENIED: 'denied',
};

/** Who may call the operations that were asked about, and with which role. */
export function operationTables({ operations = [], origins }: AccessReport): Html {
  return html`${operations.map((each) => html`
<h3>${each.operation}</h3>
<p class="detail">Needs ${each.needs.map(({ action, passedTo, ifSo }, i) => html`${i > 0 ? ', ' : ''}<code>${action}</code>${
  passedTo.length > 0 ? ` to ${passedTo.join(' or ')}` : ''}${ifSo === undefined ? '' : ` (${ifSo})`}`)}.</p>
${table(each, origins)}`)}`;
}

function table({ principals }: ReportedOperation, origins: AccessReport['origins']): Html {
  return html`
<table role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th><th role="columnheader" scope="col">From</th><th role="columnheader" scope="col">Answer</th></tr></thead>
<tbody role="rowgroup">${principals.flatMap(({ principal, origins: answers }) => [...alike(answers, origins)].map(([key, names]) => {
  const { decision, roles = [] } = JSON.parse(key) as ReportedOperationAnswer;
  return html`
<tr role="row"><th role="rowheader" scope="row">${breakable(principal.replace(/\/Resource$/, ''))}</th><td role="cell" data-column="From">${names.join(', ')}</td>
<td role="cell" data-column="Answer"><div class="${STYLES[decision]}">${WORDS[decision]}</div>${roles.map(({ role, except, decision: certain }) => html`
<div class="detail">${certain === SimulationDecision.ALLOWED ? 'with' : 'perhaps with'} ${breakable(role)}${except.length > 0 ? html`, but ${breakable(except.join(', '))}` : undefined}</div>`)}</td></tr>`;
}))}
</tbody>
</table>`;
}

function alike(answers: { readonly [origin: string]: ReportedOperationAnswer }, origins: AccessReport['origins']): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, name } of origins) {
    const key = JSON.stringify(answers[id]);
    found.set(key, [...found.get(key) ?? [], name]);
  }
  return found;
}
