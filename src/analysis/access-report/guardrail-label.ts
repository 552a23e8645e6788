import { QUESTIONS } from './questions';
import type { ReportedGuardrail } from './report-types';

/** Questions with less than this share of what the largest one has are not named. */
const SMALL = 0.1;
const FEW = 3;

/** What a guardrail is called: by what it denies, and its Sid. One that was merged of several has the Sid of one part only. */
export function guardrailLabel({ sid, about = {} }: Pick<ReportedGuardrail, 'sid' | 'about'>): string {
  const what = deniedIn(about);
  return what === undefined ? sid ?? 'a statement without Sid' : `${what}${sid === undefined ? '' : ` (${sid})`}`;
}

/** What a statement denies, the most first; `undefined` if no question is about it. */
export function deniedIn(about: NonNullable<ReportedGuardrail['about']>): string | undefined {
  const counts = QUESTIONS.map(({ id, title }) => ({ title, count: about[id] ?? 0 }))
    .filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const named = counts.filter(({ count }) => count >= counts[0].count * SMALL).slice(0, FEW);
  const titles = named.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  return titles.length === 0 ? undefined : `${titles.join(', ')}${counts.length > named.length ? ' and more' : ''}`;
}
