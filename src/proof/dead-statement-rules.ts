import type { DeadStatement } from './dead-statements';
import { nameOf } from './statement-size';
import type { Finding, Rule } from '../analysis/rules/rule';
import { readable } from '../iam/unknown-text';

const STATEMENT_WITHOUT_EFFECT: Rule = {
  id: 'StatementWithoutEffect',
  severity: 'warning',
  explanation: 'Without the statement, every request has the same answer: others in its policy, or in the other policies of all principals that have it, say the '
    + 'same already. Whoever changes it changes nothing, and whoever takes away what covers it may not know that it is there.',
  fix: 'Remove it, or write what it was meant to say.',
  yieldsTo: ['McpConditionNeverMatches'],
};

const ALLOW_DENIED: Rule = {
  id: 'AllowDenied',
  severity: 'warning',
  explanation: 'All that an Allow gives is denied by other statements, or not allowed by the permissions boundary or the service control policies of all principals '
    + 'that have it: it gives nothing.',
  fix: 'Remove it, or make the Deny narrower if the permissions are needed.',
};

/** What proofs find wrong with policies. */
export const PROVED_RULES: readonly Rule[] = [STATEMENT_WITHOUT_EFFECT, ALLOW_DENIED];

/** As the finding of a rule. */
export function deadStatementFinding({ policy, statement, why, by, limited, of }: DeadStatement): Finding {
  const { effect, sid } = statement;
  const covers = [...by.map((each) => nameOf(each, statement)), ...limited ? ['the permissions boundary or service control policies'] : []];
  const verb = (one: string) => (covers.length === 1 && by.length === 1 ? `${one}s` : one);
  const message = why === 'empty' ? `the ${effect} is about no request: its condition never matches`
    : why === 'covered' ? `the ${effect} changes nothing: ${listOf(covers)} ${verb('say')} the same already`
      : `the Allow gives nothing: ${listOf(covers)} ${by.length === 0 ? 'allow none' : limited ? 'leave nothing' : by.length === 1 ? 'denies all' : 'deny all'} of it`;
  const beside = of ? `, beside the other policies of ${listOf(of)}` : '';
  return {
    rule: why === 'denied' ? ALLOW_DENIED : STATEMENT_WITHOUT_EFFECT,
    message: readable(`${message}${beside}`),
    place: policy.place,
    ...statement.path !== '' && { statement: statement.path },
    ...sid !== undefined && { sid: readable(sid) },
  };
}

function listOf(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')}, and ${names.length - 3} more`
    : names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
