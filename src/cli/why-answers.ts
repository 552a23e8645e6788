import { callersText } from './statement-callers';
import { statementOrigins } from './statement-origins';
import type { StatementLocation } from './template-simulator';
import type { Denial } from '../activity/denial';
import type { Fix } from '../activity/fix';
import type { LookUp } from '../activity/look-up';
import type { Reason, StoppingStatement } from '../activity/why';
import { adviceInJson } from '../analysis/guardrail-advice';

/** A denial, and what is said of it. */
export interface AnsweredDenial {
  readonly denial: Denial;
  /** `undefined` without policies. */
  readonly reason?: Reason;
  readonly fixes: readonly Fix[];
  readonly lookUps: readonly LookUp[];
}

export interface WhyAnswers {
  readonly answers: readonly AnsweredDenial[];
  /** @param place as a `DecidingStatement` has it */
  readonly locate: (place: string) => StatementLocation;
}

/** Whom a statement denies, in a sentence. */
export function meaningOf({ statement }: StoppingStatement): string {
  return `Denies ${callersText(statementOrigins(statement))}.`;
}

export function toJson({ denial, reason, fixes, lookUps }: AnsweredDenial, { locate }: WhyAnswers): object {
  const { origin, ...told } = denial;
  return {
    told: { ...told, ...origin && { origin: origin.name } },
    ...reason && {
      verdict: reason.verdict,
      calls: reason.calls.map(({ origin: name, result }) => ({ origin: name, decision: result.decision, dependsOn: result.dependsOn })),
      direct: { decision: reason.direct.decision, dependsOn: reason.direct.dependsOn },
      statements: reason.stopping.map((each) => statementToJson(each, locate)),
      ...reason.isOneOfSeveral && { isOneOfSeveral: true },
      otherStatements: reason.others.map((each) => statementToJson(each, locate)),
      missingAllows: [...reason.missing.keys()],
    },
    fixes,
    lookUps,
  };
}

function statementToJson(stopping: StoppingStatement, locate: WhyAnswers['locate']): object {
  const { described, call, direct, advice, mistakes } = stopping;
  return {
    ...described,
    ...locate(described.place),
    meaning: meaningOf(stopping),
    call,
    direct,
    ...advice && { guardrail: adviceInJson(advice) },
    mistakes: mistakes.map(({ rule, message }) => ({ rule: rule.id, message, fix: rule.fix })),
  };
}
