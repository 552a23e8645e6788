import { Token } from 'aws-cdk-lib';
import { guardrailResources } from './deny-statements';
import { READS_SECRETS } from '../actions/baseline-no-escalation';
import { ResourceFit, resourceFit } from '../actions/resource-fit';
import { arnParts, completedArn } from '../iam/arn';
import { formatValue } from '../private/format';

/** What an option names as an exception. */
interface Kind {
  readonly what: string;
  readonly such: string;
  /** What is done with it. */
  actions(): string[];
}

const ROLE: Kind = { what: 'role', such: 'arn:aws:iam::*:role/agents/*', actions: () => ['iam:PassRole'] };

const KINDS = {
  agentRoles: ROLE,
  allowAssuming: ROLE,
  deployRoles: ROLE,
  agentSecrets: { what: 'secret or parameter', such: 'arn:aws:secretsmanager:*:*:secret:agents/*', actions: () => READS_SECRETS.listActions() },
  rolesBoundary: { what: 'policy', such: 'arn:aws:iam::*:policy/AgentBoundary', actions: () => ['iam:CreatePolicy'] },
} as const satisfies { [option: string]: Kind };

/**
 * ARNs that an option names as an exception.
 *
 * @param instead what to do rather than to give none
 * @throws if there is none, or one means all there are, is no ARN, or is one of something else.
 */
export function givenArns(sid: string, option: keyof typeof KINDS, arns: string[], instead = ': name some'): string[] {
  const given = Token.isUnresolved(arns) ? [] : arns;
  const all = given.find(meansAll);
  if (arns.length === 0 || all !== undefined) {
    throw new Error(`${sid}: ${option} ${arns.length === 0 ? `is empty${instead}` : `has ${formatValue(all)}, which would be all: name some`}`);
  }
  const resources = guardrailResources(sid, arns);
  const { what, such, actions }: Kind = KINDS[option];
  const other = given.find((arn) => !Token.isUnresolved(arn) && resourceFit(actions(), arn) === ResourceFit.NEVER);
  if (other !== undefined) {
    throw new Error(`${sid}: ${option} has ${formatValue(other)}, which is no ${what}: expected an ARN such as "${such}"`);
  }
  return resources;
}

/** Whether nothing but wildcards says which of its type it is, as in `arn:aws:iam::*:role/*`. */
function meansAll(arn: string): boolean {
  return arn === '*' || /^([a-z]+[:/])?[*?/:]*[*?][*?/:]*$/.test(arnParts(completedArn(arn))?.[5] ?? '');
}
