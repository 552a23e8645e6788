import type { aws_iam as iam, aws_organizations as organizations } from 'aws-cdk-lib';
import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { warnAtSynthesis } from './warn-at-synthesis';
import { widelyExempt } from '../guardrails/exemption-width';
import type { ConditionBlock } from '../iam/combine-conditions';
import { Condition } from '../iam/condition';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { policySize } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';

/** What the warning is acknowledged by. */
const WARNING = 'cdk-mcp-guardrails:wideExemption';

/**
 * Warns at synthesis of statements, which may exempt somebody, that exempt so many that they are of little use. The warning is that of the resource in
 * the construct with the id, and acknowledged there or above it.
 */
export function warnOfWideExemptions(scope: IConstruct, id: string, type: PolicyType, statements: readonly iam.PolicyStatement[]): void {
  if (statements.length === 0) {
    return;
  }
  warnAtSynthesis(scope, id, (construct) => {
    const reach = { accounts: accountsReached(construct, type), outsiders: type.principal !== 'none' };
    const found = new Map<string, string[]>();
    for (const statement of statements) {
      const conditions = Stack.of(scope).resolve(statement.conditions);
      if (policySize(conditions, type.ignoresWhitespace) > type.maxSize) {
        continue; // An error already.
      }
      const whom = widelyExempt(conditions, reach).join(', and ');
      found.set(whom, [...found.get(whom) ?? [], `"${statement.sid}"`]);
    }
    found.delete('');
    return [...found].map(([whom, sids]) => ({ warning: WARNING, message: message(sids, whom) }));
  });
}

/** Whether a condition can tell principals apart, which most do not. */
export function mayExempt(conditions: ConditionBlock): boolean {
  return new Condition(conditions).tests.some(({ name, operator }) => operator === undefined || name.startsWith('aws:principal'));
}

function message(sids: string[], whom: string): string {
  return `${sids.length === 1 ? 'statement' : 'statements'} ${sids.join(', ')}: the exemption is so wide that it undoes the guardrail for ${whom}. `
    + 'Exempt only the few that need it, by names, paths or tags that nobody else can take, such as PrincipalFilter.roleNames(\'BreakGlass\')';
}

function accountsReached(construct: IConstruct, type: PolicyType): string[] | undefined {
  if (type.ofOneAccount) {
    const { account } = Stack.of(construct);
    return Token.isUnresolved(account) ? undefined : [account];
  }
  if (type !== POLICY_TYPES.SERVICE_CONTROL_POLICY) {
    return undefined;
  }
  const targets = construct.node.findAll()
    .filter((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === 'AWS::Organizations::Policy')
    .flatMap((each) => (each as organizations.CfnPolicy).targetIds ?? []);
  return targets.length > 0 && targets.every((target) => /^\d{12}$/.test(target)) ? [...new Set(targets)] : undefined;
}
