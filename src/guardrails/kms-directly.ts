import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';

/**
 * The condition, for calls of KMS that the agent makes itself.
 *
 * When S3 decrypts an object for an agent that may read it, or EC2 makes a grant for an encrypted volume, that is a call of KMS with
 * the agent's credentials, and AWS does not document whether it carries the MCP keys. Denied, it would break plain work. It has the key
 * `kms:ViaService`, which a caller can't set.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function kmsDirectly(sid: string, condition: ConditionBlock): ConditionBlock {
  return combineConditions(sid, condition, { Null: { 'kms:ViaService': 'true' } });
}
