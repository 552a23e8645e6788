import type { AgentMark } from './agent-mark';
import type { Denial, Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { givenArns } from './given-arns';
import { markedCalls, sidOf } from './marked-calls';
import { allButReads, checkReads } from './read-only';
import { ActionSet } from '../actions/action-set';
import { DEPLOYS, EXECUTES, GETS_ROLES } from '../actions/baseline-no-escalation';
import { combineConditions } from '../iam/combine-conditions';
import type { McpServer } from '../mcp/mcp-server';

/** Options of `McpGuardrail.deployOnlyViaMcp()`. */
export interface DeployOnlyViaMcpOptions extends McpGuardrailOptions {
  /**
   * The ARNs of the roles with which agents deploy, with `*` and `?` as wildcards: roles that CloudFormation is given, and the bootstrap roles of the CDK
   * (`arn:aws:iam::*:role/cdk-hnb659fds-*`), which the CDK assumes. What they may do is what agents can do: give them no more than that.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
   */
  readonly deployRoles: string[];

  /**
   * What agents may read besides what `McpGuardrail.readOnlyViaMcp()` lets them.
   *
   * @default - nothing
   */
  readonly additionalReads?: ActionSet;

  /**
   * The servers through which it is denied.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];

  /**
   * Whom it is denied: who is an agent. Instead of `servers`.
   *
   * @default - calls through the `servers`
   */
  readonly agents?: AgentMark;
}

/** The tags of stacks: a deployment that has some needs them, and they are no resource's. */
const TAGS = ActionSet.of('cloudformation:TagResource', 'cloudformation:UntagResource');

/**
 * What has CloudFormation read a resource, with its values, with the rights of the caller: so it does without a role that is given.
 *
 * @see https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations.html
 */
const READS_FOR_CALLER = ActionSet.of('cloudformation:Detect*', 'cloudformation:GetResource', 'cloudformation:ListResources');

/**
 * Denies everything but reads and deployments with CloudFormation to calls that come through a managed MCP server.
 *
 * What CloudFormation itself calls is not denied: of what it calls with the agent's own rights, rather than with those of a role that it is given, the calls that
 * start it are denied. A call of its own is a forward access session, which has `aws:CalledVia`, and of which AWS does
 * not document whether it has the MCP keys: with the exception it is right under both answers. A caller can't set that key.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia
 * @throws if `deployRoles` is empty, or has what means every role or is none.
 */
export function deployOnly(options: DeployOnlyViaMcpOptions): Denials {
  const sid = sidOf(options, 'DeployOnlyViaMcp');
  const roles = givenArns(sid, 'deployRoles', options.deployRoles);
  const besides = [DEPLOYS, EXECUTES, GETS_ROLES, TAGS].flatMap((set) => set.listActions());
  const { id, statements } = denyStatements(sid, options, markedCalls(sid, options).flatMap((calls): Denial[] => {
    const condition = combineConditions(sid, calls.condition, { 'ForAllValues:StringNotEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } });
    return [
      ...allButReads(sid, options, { ...calls, condition }, besides),
      // Also where no role is named: a negated operator holds if the key is absent.
      { actions: DEPLOYS, resources: ['*'], condition: combineConditions(sid, condition, { ArnNotLike: { 'cloudformation:RoleArn': roles } }) },
      { actions: GETS_ROLES, notResources: roles, condition },
      // Without the exception, for nothing may start such a call.
      { actions: READS_FOR_CALLER, resources: ['*'], condition: calls.condition },
    ];
  }));
  return {
    id,
    statements: () => {
      checkReads(sid, options.additionalReads);
      return statements();
    },
  };
}
