import type { Failure, Outcome } from './outcome';
import type { Channel, Question } from '../table/question';

/** What a question was found to be answered with, through a channel; or why it is open. */
export type Finding =
  | { readonly answer: string }
  | Open;

interface Open extends Omit<Failure, 'kind' | 'why'> {
  readonly open: string;
}

export interface Found {
  readonly question: Question;
  readonly channel: Channel;
  readonly finding: Finding;
}

/** What the answer says of what the library takes to be so. */
export type Verdict = 'settled' | 'as assumed' | 'DIFFERS' | 'open';

/**
 * The one answer whose call was allowed, all others being denied: conditions of a question exclude each other, and one holds. Anything else is no answer.
 * So a key that is absent is found by a call that is allowed, not by two that are denied.
 */
export function decide(outcomes: ReadonlyMap<string, Outcome>): Finding {
  for (const outcome of outcomes.values()) {
    if (outcome.kind === 'failed') {
      const { kind, why, ...more } = outcome;
      return { open: why, ...more };
    }
  }
  const allowed = [...outcomes].filter(([, { kind }]) => kind === 'allowed').map(([answer]) => answer);
  switch (allowed.length) {
    case 1: return { answer: allowed[0] };
    case 0: return { open: 'no answer is allowed: the policies have not arrived, or the key holds something unforeseen', passing: true };
    default: return { open: `more than one answer is allowed (${allowed.join(', ')}): something else allows the calls`, passing: true };
  }
}

/** What both rounds found: the same, or nothing. */
export function confirmed(first: Finding, second: Finding): Finding {
  if (!('answer' in first) || !('answer' in second)) {
    return 'answer' in first ? second : first;
  }
  return first.answer === second.answer ? first : { open: `first ${first.answer}, then ${second.answer}: the calls differ in it` };
}

/** The answers that the library takes to be possible there. */
export function assumedFor({ assumed }: Question, channel: Channel): string[] {
  return (channel === 'direct' ? assumed.direct : assumed.server).map((answer) => (answer === '<server>' ? channel : answer));
}

export function verdictOf(question: Question, channel: Channel, finding: Finding): Verdict {
  if (!('answer' in finding)) {
    return 'open';
  }
  const assumed = assumedFor(question, channel);
  return !assumed.includes(finding.answer) ? 'DIFFERS' : assumed.length === 1 ? 'as assumed' : 'settled';
}
