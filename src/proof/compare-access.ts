import { decide } from './decide';
import type { Question, Verdict } from './question';
import { Answer } from './question';
import type { JudgedBy } from './same-policies';
import { differentStatements } from './same-policies';

/** A principal on both sides of a comparison, or on one. */
export interface ComparedPrincipal {
  /** What a person calls it; nothing for policy documents alone. */
  readonly name?: string;
  /** As the old side names it, and the new one; nothing for a side that does not have it. */
  readonly before?: JudgedBy;
  readonly after?: JudgedBy;
}

/** What changes for whom. */
export interface AccessChange {
  readonly principal?: string;
  /** Whether it is about calls of people and programs, and not of agents through a server. */
  readonly direct: boolean;
  /** Whether the new side allows what the old one does not, and the other way round. */
  readonly gained: Verdict;
  readonly lost: Verdict;
}

type Origins = Question['origins'];
const SAME: Verdict = { answer: Answer.PROVED, open: [] };

/** Compares what each principal may do, for people and for agents. */
export function compareAccess(
  principals: readonly ComparedPrincipal[], direct: Origins, servers: Origins, scope: Pick<Question, 'actions' | 'resources'> = {},
): AccessChange[] {
  return principals.flatMap((principal) => [direct, servers].filter((origins) => origins.length > 0).map((origins): AccessChange => ({
    ...principal.name !== undefined && { principal: principal.name },
    direct: origins === direct,
    ...isUnchanged(principal) ? { gained: SAME, lost: SAME } : {
      gained: oneWay(principal.after, principal.before, origins, scope),
      lost: oneWay(principal.before, principal.after, origins, scope),
    },
  })));
}

type Side = ComparedPrincipal['before'];

function oneWay(side: Side, other: Side, origins: Origins, scope: Pick<Question, 'actions' | 'resources'>): Verdict {
  return side === undefined ? SAME : decide({
    ...scope,
    origins,
    allowedBy: side.source,
    principal: side.principal,
    ...other && { unless: other.source, principalThere: other.principal },
  });
}

function isUnchanged({ before, after }: ComparedPrincipal): boolean {
  return before !== undefined && after !== undefined && differentStatements(before, after)?.length === 0;
}
