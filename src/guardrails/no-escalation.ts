import type { MarkedCalls } from './calls-via-servers';
import type { Denial, McpGuardrailScope } from './deny-statements';
import { guardrailResources } from './deny-statements';
import { givenArns } from './given-arns';
import { dividedByKms, kmsDirectly } from './kms-directly';
import type { ActionSet } from '../actions/action-set';
import {
  CHANGES_ROLES, DEPLOYS, EXECUTES, LETS_INVOKE, MAKES_POLICIES, noEscalationActions, READS_SECRETS, TAKES_ROLES,
} from '../actions/baseline-no-escalation';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';

/** What agents may work with under `BaselineGrade.NO_ESCALATION`. What is not given is denied altogether. */
export interface AgentsOwn {
  /**
   * The ARN of a permissions boundary, with `*` and `?` as wildcards: agents may make and change roles that have it, and no others.
   *
   * They can't take it off, put another in its place, change the policy, or create a policy of that ARN.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   * @default - agents make and change no role
   */
  readonly rolesBoundary?: string;

  /**
   * The ARNs of roles that agents may assume, pass to services, and tag, with `*` and `?` as wildcards. CloudFormation deploys for them with such a role
   * only, which is given with every call; name the bootstrap roles of the CDK here where agents deploy with it.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
   * @default - none, so that agents deploy nothing with CloudFormation
   */
  readonly agentRoles?: string[];

  /**
   * The ARNs of secrets and parameters that agents may read, with `*` and `?` as wildcards.
   *
   * @default - none
   */
  readonly agentSecrets?: string[];
}

/** Whom a function's policy lets in, if not an AWS service. */
const NOT_A_SERVICE: ConditionBlock = { StringNotLike: { 'lambda:Principal': ['*.amazonaws.com', '*.amazonaws.com.cn'] } };

/**
 * What the middle grade denies. An operator that is negated also holds where the key is absent, so that a call which names no boundary or no
 * role is denied.
 *
 * A call that CloudFormation makes for the agent, also with a role of its own, is a forward access session, and AWS does not document whether it has the
 * MCP keys. If it has, the same statements hold for it: a role in a template needs the boundary. If it has not, the named role decides what is deployed.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html
 * @throws if a list is empty, or an ARN means all or is one of something else, or `resources` is given as well.
 */
export function noEscalation(sid: string, options: McpGuardrailScope & AgentsOwn, { condition, servers }: MarkedCalls): Denial[] {
  const { rolesBoundary, agentRoles, agentSecrets } = options;
  if (options.resources && (agentRoles || agentSecrets)) {
    throw new Error(`${sid}: resources and ${agentRoles ? 'agentRoles' : 'agentSecrets'} can't be given both, for a statement has either: `
      + 'leave resources out, or make a second guardrail for them');
  }
  const resources = guardrailResources(sid, options.resources);
  const given = (name: keyof AgentsOwn, arns: string[]) => givenArns(sid, name, arns, ': leave it out to deny all');
  const and = (block: ConditionBlock) => combineConditions(sid, condition, block);
  const apart: Denial[] = [{ actions: LETS_INVOKE, resources, condition: and(NOT_A_SERVICE) }];
  const plain: ActionSet[] = [];
  if (rolesBoundary === undefined) {
    plain.push(CHANGES_ROLES);
  } else {
    const [boundary] = given('rolesBoundary', [rolesBoundary]);
    apart.push(
      { actions: CHANGES_ROLES, resources, condition: and({ ArnNotLike: { 'iam:PermissionsBoundary': boundary } }) },
      // Where there is no such policy, an agent could make one that allows everything.
      { actions: MAKES_POLICIES, resources: [boundary], condition },
    );
  }
  if (agentRoles === undefined) {
    plain.push(TAKES_ROLES, DEPLOYS, EXECUTES);
  } else {
    const roles = given('agentRoles', agentRoles);
    apart.push(
      { actions: TAKES_ROLES, notResources: roles, condition },
      { actions: DEPLOYS, resources, condition: and({ ArnNotLike: { 'cloudformation:RoleArn': roles } }) },
    );
  }
  if (agentSecrets === undefined) {
    plain.push(READS_SECRETS);
  } else {
    apart.push({ actions: READS_SECRETS, notResources: given('agentSecrets', agentSecrets), condition });
  }
  const { rest, ofServices } = dividedByKms(plain.reduce((set, more) => set.union(more), noEscalationActions()));
  return [
    { actions: rest, resources, condition },
    { actions: ofServices, resources, condition: kmsDirectly(sid, condition, servers) },
    ...apart,
  ];
}
