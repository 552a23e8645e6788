import { aws_iam as iam, Token } from 'aws-cdk-lib';
import { PrincipalFilter } from './principal-filter';
import type { ConditionBlock } from '../private/combine-conditions';
import { combineConditions } from '../private/combine-conditions';
import { validSid } from '../private/sid';

/** What every ready guardrail takes. */
export interface McpGuardrailOptions {
  /**
   * The Sid of the guardrail's statement, letters and digits. A guardrail that needs several statements numbers the
   * others: `MySid`, `MySid2`.
   *
   * @default - the guardrail's own, such as `DenyViaMcp`
   */
  readonly sid?: string;

  /**
   * Deny only these principals: those that are in any of the filters.
   *
   * @default - every principal that the policy reaches
   */
  readonly appliesTo?: PrincipalFilter[];

  /**
   * Don't deny these principals: those that are in any of the filters.
   *
   * @default - none
   */
  readonly exempt?: PrincipalFilter[];
}

/** What one intent denies, before the principal filters are applied. */
interface Denial {
  readonly actions?: string[];
  readonly notActions?: string[];
  readonly resources?: string[];
  readonly notResources?: string[];
}

/**
 * Deny statements for everything in `denials` under the condition, narrowed to the principals meant.
 *
 * There is one for each denial and each key that `appliesTo` tests, for keys in one statement are ANDed.
 */
export function denyStatements(
  defaultSid: string, options: McpGuardrailOptions, condition: ConditionBlock, denials: Denial[],
): iam.PolicyStatement[] {
  const sid = validSid(options.sid ?? defaultSid);
  if (options.appliesTo?.length === 0) {
    throw new Error(`${sid}: appliesTo is empty, so that the guardrail would apply to nobody: leave it out for everybody`);
  }
  const exempt = PrincipalFilter._noneOf(options.exempt ?? []);
  const conditions = (options.appliesTo ? PrincipalFilter._anyOf(options.appliesTo) : [{}])
    .map((principals) => combineConditions(sid, condition, principals, ...exempt));

  return denials.flatMap((denial) => conditions.map((block) => ({ ...denial, conditions: block })))
    .map((props, i) => new iam.PolicyStatement({ sid: i === 0 ? sid : `${sid}${i + 1}`, effect: iam.Effect.DENY, ...props }));
}

/** The resources a guardrail is about: `*` unless given. */
export function guardrailResources(sid: string, resources: string[] | undefined): string[] {
  if (!resources) {
    return ['*'];
  }
  if (resources.length === 0) {
    throw new Error(`${sid}: resources is empty, so that nothing would be denied: leave it out for all resources`);
  }
  for (const resource of Token.isUnresolved(resources) ? [] : resources) {
    if (!Token.isUnresolved(resource) && !/^(\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$/.test(resource)) {
      throw new Error(`${sid}: "${resource}" is not a resource: expected an ARN or "*", such as "arn:aws:s3:::reports/*"`);
    }
  }
  return [...new Set(resources)];
}
