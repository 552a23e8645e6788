import type { Html } from './html';
import { breakable, html } from './html';

/** What a page was made from. */
export interface InputFacts {
  /** Files, folders or apps. */
  readonly inputs?: readonly string[];
  /** The accounts that the input is of. */
  readonly accounts?: readonly string[];
  /** The day, or moment, of the input, as it says itself or a person does. */
  readonly date?: string;
}

/** More than this are counted. */
const MANY = 12;

/** The facts as a list; nothing if there are none. */
export function inputFacts({ inputs = [], accounts = [], date }: InputFacts): Html | undefined {
  const rows = [['Made from', listed(inputs)], [accounts.length === 1 ? 'Account' : 'Accounts', listed(accounts)], ['Date of the input', date ?? '']]
    .filter(([, text]) => text !== '');
  return rows.length === 0 ? undefined : html`<dl class="facts">${rows.map(([term, text]) => html`<dt>${term}</dt><dd>${breakable(text)}</dd>`)}</dl>`;
}

function listed(items: readonly string[]): string {
  return items.length > MANY ? `${items.slice(0, MANY).join(', ')} and ${items.length - MANY} more` : items.join(', ');
}
