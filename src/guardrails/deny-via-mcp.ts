import type { aws_iam as iam } from 'aws-cdk-lib';
import type { McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { McpCondition } from '../mcp-condition';
import type { McpServer } from '../mcp-server';

/** Options of `McpGuardrail.denyViaMcp()`. */
export interface DenyViaMcpOptions extends McpGuardrailOptions {
  /**
   * What is denied.
   *
   * @default ActionSet.ALL
   */
  readonly actions?: ActionSet;

  /**
   * The ARNs of the resources on which it is denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * The servers through which it is denied.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];
}

/** Denies actions to calls that come through a managed MCP server. */
export function denyViaMcp(options: DenyViaMcpOptions): iam.PolicyStatement[] {
  const sid = options.sid ?? 'DenyViaMcp';
  if (options.servers?.length === 0) {
    throw new Error(`${sid}: servers is empty, so that nothing would be denied: leave it out for any server`);
  }
  const condition = options.servers ? McpCondition.via(...options.servers) : McpCondition.viaAnyServer();
  return denyStatements(sid, options, condition.toConditions(), [{
    ...(options.actions ?? ActionSet.ALL)._elements(),
    resources: guardrailResources(sid, options.resources),
  }]);
}
