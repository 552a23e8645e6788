import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { dividedByKms, kmsDirectly } from './kms-directly';
import { connectActionsOf, connecting, markedCalls, sidOf } from './marked-calls';
import { writesOfServers } from './writes-of-servers';
import { ActionSet } from '../actions/action-set';
import { McpServer } from '../mcp/mcp-server';

/** Options of `McpGuardrail.allowOnlyViaMcp()`. */
export interface AllowOnlyViaMcpOptions extends McpGuardrailScope {
  /** All that agents may do. */
  readonly actions: ActionSet;

  /**
   * Whether `actions` may have what gets others to act, such as `lambda:InvokeFunction` or `iam:PassRole` (`ActionSet.delegation()`). What an agent
   * has done by them is not held to the list: their calls lack the MCP keys.
   *
   * @default false
   */
  readonly allowDelegation?: boolean;

  /**
   * Whether `actions` may have what returns a secret or a credential (`ActionSet.secretReads()`). What is called with a credential that an agent
   * was given, outside MCP, is not held to the list.
   *
   * @default false
   */
  readonly allowSecretReads?: boolean;

  /**
   * Whether `actions` may have what changes who may do what, or sets a credential, such as `iam:PutRolePolicy`, `lambda:AddPermission` or
   * `iam:UpdateLoginProfile` (`ActionSet.privilegeEscalation()`). Whom an agent gives more rights is not held to the list, outside MCP. What is delegation
   * or a read of secrets as well needs only the option for that.
   *
   * @default false
   */
  readonly allowPrivilegeEscalation?: boolean;
}

/** What a list of what is allowed has by mistake more often than not, and the option that says it is meant. */
const BY_OPTION = [
  { option: 'allowDelegation', sets: 'delegation', what: 'gets others to act, outside the list' },
  { option: 'allowSecretReads', sets: 'secretReads', what: 'returns a secret or a credential' },
  { option: 'allowPrivilegeEscalation', sets: 'privilegeEscalation', what: 'changes who may do what' },
] as const;

/**
 * Denies all but the given actions to calls that come through a managed MCP server. What connects to a server is not denied, nor what services
 * call of KMS for the agent. What servers do by themselves, such as `eks-mcp:CallPrivilegedTool`, is denied to direct calls too, for so is it called.
 *
 * @throws when a policy is made of it: if the actions are none, or all, or have what an option does not allow.
 */
export function allowOnlyViaMcp(options: AllowOnlyViaMcpOptions): Denials {
  const sid = sidOf(options, 'AllowOnlyViaMcp');
  const { actions } = options;
  const resources = guardrailResources(sid, options.resources);
  const others = ActionSet.ALL.without(actions);
  const { id, statements } = denyStatements(sid, options, markedCalls(sid, options).flatMap((calls) => {
    const { condition, servers, bySession } = calls;
    const connect = bySession ? connecting(calls) : connectActionsOf(servers ?? McpServer._all());
    const { rest, ofServices } = dividedByKms(connect.length > 0 ? others.without(ActionSet.unlisted(...connect)) : others);
    return [
      { actions: rest, resources, condition, mayBeEmpty: true },
      { actions: ofServices, resources, condition: kmsDirectly(sid, condition, servers), mayBeEmpty: true },
      ...writesOfServers(options, calls, actions),
    ];
  }));
  return {
    id,
    statements: () => {
      check(sid, options);
      return statements();
    },
  };
}

function check(sid: string, options: AllowOnlyViaMcpOptions): void {
  const { actions } = options;
  if (actions._isEmpty()) {
    throw new Error(`${sid}: actions is empty, so that everything would be denied: use McpGuardrail.denyViaMcp() for that`);
  }
  if (ActionSet.ALL.without(actions)._isEmpty()) {
    throw new Error(`${sid}: actions is all there are, so that nothing would be denied: name what agents may do`);
  }
  let unsaid = actions;
  for (const { option, sets, what } of BY_OPTION) {
    const set = ActionSet[sets]();
    const found = set.without(ActionSet.ALL.without(unsaid)).listActions();
    unsaid = unsaid.without(set);
    if (found.length > 0 && !options[option]) {
      throw new Error(`${sid}: actions has ${found.slice(0, 3).join(', ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''}, which ${what}: `
        + `take them out with .without(ActionSet.${sets}()), or say with ${option}: true that they are meant`);
    }
  }
}
