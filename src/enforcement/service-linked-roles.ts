import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { arnParts } from '../iam/arn';
import { combineConditions, type ConditionBlock } from '../iam/combine-conditions';
import { Condition } from '../iam/condition';
import { isServiceLinkedRole, SERVICE_LINKED_ROLES } from '../iam/service-linked-role';
import { mayMatchDirectCalls } from '../mcp/lock-out';

const KEY = 'aws:PrincipalArn';
const OPERATOR = 'ArnNotLike';

/**
 * The condition of a Deny in the policy of a resource, without the service-linked roles. Where they are denied what they need, a global table
 * is no longer replicated, and becomes one of one Region for good; with a key, instances are not started.
 *
 * A Deny of agents, or of principals of other names, does not reach them, and stays as it is. So does one that names them.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function exceptServiceLinkedRoles(scope: IConstruct, sid: string, conditions: ConditionBlock): ConditionBlock {
  if (!reachesThem(new Condition(Stack.of(scope).resolve(conditions) ?? {}))) {
    return conditions;
  }
  const operator = Object.keys(conditions).find((name) => name.toLowerCase() === OPERATOR.toLowerCase());
  const key = operator && Object.keys(conditions[operator]).find((name) => name.toLowerCase() === KEY.toLowerCase());
  return key === undefined ? combineConditions(sid, conditions, { [OPERATOR]: { [KEY]: SERVICE_LINKED_ROLES } })
    : { ...conditions, [operator!]: { ...conditions[operator!], [key]: [conditions[operator!][key], SERVICE_LINKED_ROLES].flat() } };
}

function reachesThem(condition: Condition): boolean {
  const arns = condition.testsOf(KEY).flatMap(({ literals }) => literals);
  if (arns.some(isServiceLinkedRole)) {
    return false;
  }
  const tags = condition.tests.filter(({ name }) => name.startsWith('aws:principaltag/')).map(({ name }) => [name, []]);
  const accounts = ['000000000000', ...arns.map((arn) => arnParts(arn)?.[4] ?? '').filter((account) => /^\d{12}$/.test(account))];
  return accounts.some((account) => mayMatchDirectCalls(condition, {
    ...Object.fromEntries(tags),
    'aws:principalarn': [`arn:aws:iam::${account}:role/aws-service-role/example.amazonaws.com/AWSServiceRoleForExample`],
    'aws:principalisawsservice': ['false'],
    'aws:signinsessionarn': [],
  }));
}
