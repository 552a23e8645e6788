import type { DenySetViaMcpOptions } from './deny-set-via-mcp';
import { servicesOf } from './deny-set-via-mcp';
import type { Denials } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { ActionSet } from '../actions/action-set';
import { combineConditions } from '../private/combine-conditions';

/**
 * Denies reads of secrets to calls that come through a managed MCP server.
 *
 * KMS is apart: when S3 decrypts an object for an agent that may read it, that is a call of `kms:Decrypt` with the agent's
 * credentials, and AWS does not document whether it carries the MCP keys. `kms:ViaService` tells it from a call of the agent's own.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function denySecretReads(options: DenySetViaMcpOptions): Denials {
  const sid = 'DenySecretReadsViaMcp';
  const services = servicesOf(sid, options);
  const condition = viaMcp(options.sid ?? sid, options.servers);
  const resources = guardrailResources(options.sid ?? sid, options.resources);
  const others = services.filter((service) => service !== 'kms');
  const kmsDirectly = combineConditions(sid, condition, { Null: { 'kms:ViaService': 'true' } });

  return denyStatements(sid, options, [
    ...(services.length === 0 || others.length > 0
      ? [{ actions: ActionSet.secretReads(...others).without(ActionSet.of('kms:*')), resources, condition }] : []),
    ...(services.length === 0 || services.includes('kms')
      ? [{ actions: ActionSet.secretReads('kms'), resources, condition: kmsDirectly }] : []),
  ]);
}
