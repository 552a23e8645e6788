import { aws_iam as iam, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AgentRuntime } from './agent-runtime';
import { namingConstruct } from './guardrail-statements';
import { McpScopedRole } from './mcp-scoped-role';
import { checkedProps } from './prop-validators';
import type { ActionSet } from '../actions/action-set';
import { AGENT_TAG } from '../guardrails/agent-mark';
import { ASSUMING } from '../guardrails/deny-outside-mcp';
import { givenArns } from '../guardrails/given-arns';
import type { McpGuardrail } from '../guardrails/guardrail';
import type { McpServer } from '../mcp/mcp-server';

/** Properties of `AgentRuntimeRole`. */
export interface AgentRuntimeRoleProps {
  /** What runs the code. */
  readonly runtime: AgentRuntime;

  /**
   * What the code may call by itself besides the runtime's own needs, such as `ActionSet.of('dynamodb:GetItem')` for its state. It has to be granted, too.
   *
   * @default - nothing
   */
  readonly allowDirectly?: ActionSet;

  /**
   * The ARNs of agents' roles that the code assumes for what it does in AWS, with `*` and `?` as wildcards: those of an `AgentSessionRole`. It is also allowed
   * to.
   *
   * @default - none
   */
  readonly agentRoles?: string[];

  /**
   * The managed MCP servers through which the role may be used.
   *
   * @default - any
   */
  readonly servers?: McpServer[];

  /**
   * What else is denied to the role.
   *
   * @default - nothing
   */
  readonly guardrails?: McpGuardrail[];

  /**
   * The name of the role.
   *
   * @default - made by CloudFormation
   */
  readonly roleName?: string;

  /**
   * The path of the role.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * A boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * The role with which an agent's code runs, or an MCP server of one's own: in a function, a container or AgentCore Runtime.
 *
 * What the code itself needs (its image, logs, models, memory) it may call directly; that is all that is allowed. Everything else is denied, whatever allows
 * it, unless it comes through a managed MCP server, or with a session of a role among `agentRoles`, which is marked. The role has the mark
 * `PrincipalType=Agent`, so that guardrails with `AgentMark.sessionTag()` hold for it; exempt it from those that would deny its own needs, such
 * as `readOnlyViaMcp()`, which denies writing logs.
 *
 * @throws if `agentRoles` is empty, or has something else or every role, or as `McpScopedRole`.
 *
 * @example
 * const role = new AgentRuntimeRole(this, 'ServerRole', {
 *   runtime: AgentRuntime.LAMBDA_FUNCTION,
 *   agentRoles: ['arn:aws:iam::111122223333:role/agents/Reader'],
 * });
 */
export class AgentRuntimeRole extends McpScopedRole {
  constructor(scope: Construct, id: string, props: AgentRuntimeRoleProps) {
    const { runtime, allowDirectly, agentRoles, ...others } = checkedProps(scope, id, props, 'runtime');
    const needs = runtime.ownNeeds;
    const roles = agentRoles && namingConstruct(scope, id, () => givenArns('AgentRuntimeRole', 'agentRoles', agentRoles, ': leave it out for none'));
    super(scope, id, {
      ...others,
      assumedBy: runtime._principal(scope),
      allowDirectly: allowDirectly ? needs.union(allowDirectly) : needs,
      allowAssuming: roles,
      inlinePolicies: {
        AgentRuntime: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ sid: 'OwnNeeds', actions: needs._elements().actions, resources: ['*'] }),
            ...(roles ? [new iam.PolicyStatement({ sid: 'AssumeAgentRoles', actions: ASSUMING, resources: roles })] : []),
          ],
        }),
      },
    });
    Tags.of(this).add(AGENT_TAG.key, AGENT_TAG.value);
  }
}
