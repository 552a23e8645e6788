import type { Rule, RuleSeverity } from './rule';
import { Catalog } from '../../actions/catalog';
import { unknownAction } from '../../actions/unknown-action';
import type { PolicyType } from '../../iam/policy-type';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import type { Statement } from '../../iam/statement';
import { removedBy } from '../../mcp/removed-actions';

const FIX = 'Correct it: of an API operation, write the IAM action that the finding names. If AWS has added the action since the day of the table, acknowledge the finding.';

export const UNKNOWN_ACTION_DENIED: Rule = rule('UnknownActionDenied', 'error', 'Deny',
  'AWS documents no such action, so that a Deny on it blocks nothing: what was meant stays open.',
  { Action: 'the Deny does not block what it seems to', NotAction: 'the Deny does not leave out what it seems to' });

export const UNKNOWN_ACTION_ALLOWED: Rule = rule('UnknownActionAllowed', 'warning', 'Allow',
  'AWS documents no such action, so that an Allow on it does nothing, and an Allow of all but it allows what was meant to be left out.',
  { Action: 'the Allow of it does nothing', NotAction: 'the Allow does not leave out what it seems to' });

function rule(id: string, severity: RuleSeverity, effect: string, explanation: string, consequence: { readonly [element: string]: string }): Rule {
  return {
    id,
    severity,
    explanation,
    fix: FIX,
    checkStatement: (statement, policy) => (statement.effect === effect ? unknownIn(statement, policyTypeOf(policy)) : []).map((problem) =>
      `${problem}, as of the table of actions of ${Catalog.get().date}: ${consequence[statement.action!.name]}`),
  };
}

/** What is wrong with each action that means none; of those that AWS has removed another rule tells. */
function unknownIn({ action }: Statement, { dialect }: PolicyType): string[] {
  return dialect ? [] : (action?.literals ?? []).filter((each) => !removedBy(each)).map(unknownAction).filter((problem) => problem !== undefined);
}
