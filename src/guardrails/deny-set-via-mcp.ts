import type { Denial, Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { dividedByKms, kmsDirectly } from './kms-directly';
import { markedCalls, sidOf } from './marked-calls';
import type { ResourceTag } from './unless-tagged';
import { dividedByTag, lacksTag, principalTags, tagWrites } from './unless-tagged';
import type { ActionSet } from '../actions/action-set';
import { derivedFrom } from '../private/cache';

/** Options of the guardrails that deny a ready set of actions to agents. */
export interface DenySetViaMcpOptions extends McpGuardrailScope {
  /**
   * The prefixes of the services whose actions are denied, such as `s3`.
   *
   * @default - all services
   */
  readonly services?: string[];
}

/** Options of `McpGuardrail.denyDestructiveViaMcp()`. */
export interface DenyDestructiveViaMcpOptions extends DenySetViaMcpOptions {
  /**
   * Let agents delete what has this tag, where AWS documents that requests tell the tags of what they are about; everything else stays denied. Agents give the
   * tag to what they make, when they make it: the guardrail also denies them to give it, through any server, to something that is there.
   *
   * People, pipelines and what AWS services do without the MCP keys may still set it.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourcetag
   * @default - nothing is excepted
   */
  readonly unlessTagged?: ResourceTag;
}

/** Most guardrails of an app are about the same sets. */
const divided = derivedFrom(dividedByKms);

/**
 * Denies a ready set of actions to calls that come through a managed MCP server. What the set has of KMS that services call for the agent
 * is a statement of its own.
 */
export function denySetViaMcp(defaultSid: string, options: DenyDestructiveViaMcpOptions, set: (...services: string[]) => ActionSet): Denials {
  const sid = sidOf(options, defaultSid);
  if (options.services?.length === 0) {
    throw new Error(`${sid}: services is empty, so that nothing would be denied: leave it out for all services`);
  }
  const { rest, ofServices } = divided(set(...options.services ?? []));
  const resources = guardrailResources(sid, options.resources);
  const { unlessTagged: tag, services } = options;
  const parts = tag && dividedByTag(rest, services);
  return denyStatements(sid, options, markedCalls(sid, options).flatMap(({ condition, anywhere, servers }): Denial[] => [
    { actions: parts?.rest ?? rest, resources, condition, mayBeEmpty: true },
    { actions: ofServices, resources, condition: kmsDirectly(sid, condition, servers), mayBeEmpty: true },
    ...(tag ? [
      { actions: parts!.tagged, resources, condition: lacksTag(sid, tag, condition), principalTags: principalTags(sid, tag), mayBeEmpty: true },
      ...tagWrites(sid, tag, parts!.tagged, services, anywhere),
    ] : []),
  ]));
}
