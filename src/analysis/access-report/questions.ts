import type { ActionBits } from './action-bits';
import { countIn, intersection } from './action-bits';
import type { ActionTable } from './action-table';
import { ActionSet } from '../../actions/action-set';

/** What a reviewer asks of each principal. The dangerous ones are about a ready set each. */
export const QUESTIONS = [
  { id: 'delete', title: 'Delete data', set: () => ActionSet.destructive() },
  { id: 'secrets', title: 'Read secrets', set: () => ActionSet.secretReads() },
  { id: 'escalate', title: 'Gain more rights', set: () => ActionSet.privilegeEscalation() },
  { id: 'delegate', title: 'Have others act', set: () => ActionSet.delegation() },
  { id: 'audit', title: 'Hide traces', set: () => ActionSet.auditTampering() },
] as const;

export type QuestionId = typeof QUESTIONS[number]['id'];

/** The actions that each question is about. */
export class QuestionSets {
  private readonly sets: ReadonlyArray<readonly [id: QuestionId, bits: ActionBits]>;

  constructor(table: ActionTable) {
    this.sets = QUESTIONS.map(({ id, set }) => [id, table.setOf(set().listActions())] as const);
  }

  /** What of the given sets is about each question: nothing for one that none is about. */
  public answers<T>(of: (inQuestion: (bits: ActionBits) => ActionBits) => T | undefined): { [question in QuestionId]?: T } {
    const answers: { [question in QuestionId]?: T } = {};
    for (const [id, bits] of this.sets) {
      const answer = of((given) => intersection(bits, given));
      if (answer !== undefined) {
        answers[id] = answer;
      }
    }
    return answers;
  }

  /** How many actions of a set are about each question. */
  public counts(bits: ActionBits): { [question in QuestionId]?: number } {
    return this.answers((inQuestion) => countIn(inQuestion(bits)) || undefined);
  }
}
