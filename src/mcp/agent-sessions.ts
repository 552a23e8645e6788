import { RequestOrigin } from './request-origin';
import type { Condition } from '../iam/condition';
import type { Statement } from '../iam/statement';
import { isTagText } from '../iam/tag-text';

/** A session that is marked by a tag, as those of agents are. */
export interface MarkedSession {
  /** Of the tag, in lower case: keys of tags are the same in any case. */
  readonly key: string;
  readonly value: string;
  /** The tag as it is written, such as `PrincipalType=Agent`. */
  readonly mark: string;
  readonly origin: RequestOrigin;
}

const TAG_KEY = 'aws:principaltag/';
/** A tag of which Denies name more values than this tells people apart, not agents from people. */
const MOST_VALUES = 5;

/** The sessions that a condition tells by a tag of theirs, each of one value that it names. What has wildcards names none. */
export function agentSessionsIn({ tests }: Condition): MarkedSession[] {
  const told = tests.filter(({ name, operator }) => name.startsWith(TAG_KEY) && operator?.comparison?.kind === 'string'
    && !operator.negated).flatMap(({ key, literals }) => literals.map((value) => [key.slice(TAG_KEY.length), value] as const));
  return eachOnce(told.filter((tag) => tag.every(isTagText))
    .map(([key, value]) => ({ key: key.toLowerCase(), value, mark: `${key}=${value}`, origin: RequestOrigin.agentSession(key, value) })));
}

/** The sessions that Denies tell by a tag, in the order of their marks: those that are held to something else than others. */
export function markedSessions(statements: readonly Statement[]): MarkedSession[] {
  const told = eachOnce(statements.filter(({ effect }) => effect === 'Deny').flatMap(({ condition }) => agentSessionsIn(condition)));
  return told.filter(({ key }) => told.filter((other) => other.key === key).length <= MOST_VALUES).sort((a, b) => (a.mark < b.mark ? -1 : 1));
}

function eachOnce(sessions: readonly MarkedSession[]): MarkedSession[] {
  return sessions.filter(({ key, value }, i) => sessions.findIndex((other) => other.key === key && other.value === value) === i);
}
