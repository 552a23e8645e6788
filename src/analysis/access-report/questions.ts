import type { ActionBits } from './action-bits';
import { add, countIn, intersection } from './action-bits';
import type { ActionTable, ServiceGroups } from './action-table';
import { AUDIT_TAMPERING } from '../../actions/audit-tampering';
import type { Criterion } from '../../actions/criterion';
import { actionsThatMeet } from '../../actions/criterion';
import { DELEGATION } from '../../actions/delegation';
import { DESTRUCTIVE } from '../../actions/destructive';
import { PRIVILEGE_ESCALATION } from '../../actions/privilege-escalation';
import { SECRET_READS } from '../../actions/secret-reads';

/** What a reviewer asks of each principal. The dangerous ones are about a ready set each. */
export const QUESTIONS = [
  { id: 'delete', title: 'Delete data', criterion: DESTRUCTIVE },
  { id: 'secrets', title: 'Read secrets', criterion: SECRET_READS },
  { id: 'escalate', title: 'Gain more rights', criterion: PRIVILEGE_ESCALATION },
  { id: 'delegate', title: 'Have others act', criterion: DELEGATION },
  { id: 'audit', title: 'Hide traces', criterion: AUDIT_TAMPERING },
] as const;

export type QuestionId = typeof QUESTIONS[number]['id'];

/** The actions that each question is about. */
export class QuestionSets {
  private readonly sets: ReadonlyArray<{ readonly id: QuestionId; readonly criterion: Criterion; readonly bits: ActionBits }>;
  /** The services whose actions are not in the sets yet: of one that nobody asks about it need not be known. */
  private left: readonly ServiceGroups[];

  constructor(private readonly table: ActionTable) {
    this.sets = QUESTIONS.map(({ id, criterion }) => ({ id, criterion, bits: table.none() }));
    this.left = table.services;
  }

  /** What of the given sets is about each question: nothing for one that none is about. */
  public answers<T>(of: (inQuestion: (bits: ActionBits) => ActionBits) => T | undefined): { [question in QuestionId]?: T } {
    const answers: { [question in QuestionId]?: T } = {};
    for (const { id, bits } of this.sets) {
      const answer = of((given) => {
        this.fill(given);
        return intersection(bits, given);
      });
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

  /** Adds the actions of all services of which some are given. */
  private fill(given: ActionBits): void {
    const concerned = this.left.filter(({ start, end }) => countIn(given, start, end) > 0);
    if (concerned.length === 0) {
      return;
    }
    this.left = this.left.filter((each) => !concerned.includes(each));
    for (const { criterion, bits } of this.sets) {
      const found = actionsThatMeet(criterion, concerned.map(({ service }) => service));
      for (const service of concerned) {
        const names = found.get(service.service);
        if (names) {
          this.table.namesIn(service).forEach((name, i) => names.has(name) && add(bits, service.start + i));
        }
      }
    }
  }
}
