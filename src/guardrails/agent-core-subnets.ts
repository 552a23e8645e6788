import { Token } from 'aws-cdk-lib';
import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { formatValue } from '../private/format';

/** Options of `McpGuardrail.denyAgentCoreOutsideSubnets()`. */
export interface DenyAgentCoreOutsideSubnetsOptions extends McpGuardrailOptions {
  /** The ids of the subnets in which runtimes, browsers and code interpreters may be; at least one. */
  readonly subnets: string[];
}

/** What says in which network code of agents runs, and has the key. */
const PLACES_CODE = ActionSet.of('bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:CreateBrowser', 'bedrock-agentcore:CreateCodeInterpreter',
  'bedrock-agentcore:UpdateAgentRuntime');
const SUBNETS = 'bedrock-agentcore:subnets';

/**
 * Denies making runtimes, browsers and code interpreters outside of the subnets. The key has several values, and is not there without a VPC.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-agentcore.html
 */
export function denyAgentCoreOutsideSubnets(options: DenyAgentCoreOutsideSubnetsOptions): Denials {
  const sid = options.sid ?? 'DenyAgentCoreOutsideSubnets';
  const { subnets } = options;
  const wrong = Token.isUnresolved(subnets) ? undefined : subnets.find((id) => !Token.isUnresolved(id) && !/^subnet-[0-9a-f]+$/.test(id));
  if (subnets.length === 0 || wrong !== undefined) {
    throw new Error(`${sid}: subnets ${subnets.length === 0 ? 'is empty' : `has ${formatValue(wrong)}`}: expected the ids of subnets, such as "subnet-0123456789abcdef0"`);
  }
  return denyStatements(sid, options, [
    { actions: PLACES_CODE, resources: ['*'], condition: { 'ForAnyValue:StringNotEquals': { [SUBNETS]: subnets } } },
    { actions: PLACES_CODE, resources: ['*'], condition: { Null: { [SUBNETS]: 'true' } } },
  ]);
}
