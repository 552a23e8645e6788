import { RequestOrigin } from './request-origin';
import type { Condition } from '../iam/condition';

/** The sessions that a condition tells by a tag of theirs, each of one value that it names. What has wildcards names none. */
export function agentSessionsIn({ tests }: Condition): RequestOrigin[] {
  const told = tests.filter(({ name, operator }) => name.startsWith('aws:principaltag/') && /^String(Equals|EqualsIgnoreCase|Like)$/.test(operator?.name ?? '')
    && !operator!.negated).flatMap(({ key, literals }) => literals.map((value) => ({ key: key.slice('aws:PrincipalTag/'.length), value })));
  const origins = told.filter(({ value }) => /^[\p{L}\p{Z}\p{N}_.:/=+@-]+$/u.test(value)).map(({ key, value }) => RequestOrigin.agentSession(key, value));
  return [...new Map(origins.map((origin) => [origin.description, origin])).values()];
}
