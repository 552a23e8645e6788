import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { combineConditions } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';
import { formatValue } from '../private/format';

/** Options of `McpGuardrail.denyPresignedUrls()`. */
export interface DenyPresignedUrlsOptions extends McpGuardrailOptions {
  /**
   * The ARNs of the buckets and objects on which it is denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * The prefixes of the services whose requests are denied: of `s3`, `s3-object-lambda`, `s3-outposts` and `s3express`, each of which has a condition key of its
   * own for it, and gets a statement of its own.
   *
   * @default - `s3`
   */
  readonly services?: string[];

  /**
   * Spare what an AWS service does for people with a URL that it signs with their credentials, such as S3 for a copy to another Region. Of what comes
   * through MCP nothing is spared.
   *
   * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/presigned-url-best-practices/appendix-b.html
   * @default false
   */
  readonly allowForwardAccessSessions?: boolean;
}

/** Services whose requests say how they were signed. */
const TELLING = ['s3', 's3-object-lambda', 's3-outposts', 's3express'];

/** How a request of S3 is authenticated that was signed beforehand: by a presigned URL, and by a form for an upload. */
const SIGNED_BEFOREHAND = ['POST', 'REST-QUERY-STRING'];

/**
 * Denies requests of S3 that were signed beforehand. Whether a URL that an agent got through MCP carries the MCP keys when it is used, AWS does not
 * document.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export function denyPresignedUrls(options: DenyPresignedUrlsOptions): Denials {
  const sid = options.sid ?? 'DenyPresignedUrls';
  const resources = guardrailResources(sid, options.resources);
  return denyStatements(sid, options, servicesMeant(sid, options.services).flatMap((service) => {
    const signed = { StringEquals: { [`${service}:authType`]: SIGNED_BEFOREHAND } };
    const conditions = options.allowForwardAccessSessions
      // A call through MCP probably has the key of a forward access session, too: it is denied by the key of its own.
      ? [combineConditions(sid, signed, McpCondition.viaAnyServer().toConditions()), { ...signed, BoolIfExists: { 'aws:ViaAWSService': 'false' } }]
      : [signed];
    return conditions.map((condition) => ({ actions: ActionSet.of(`${service}:*`), condition, resources }));
  }));
}

function servicesMeant(sid: string, services: string[] = ['s3']): string[] {
  if (services.length === 0) {
    throw new Error(`${sid}: services is empty, so that nothing would be denied: leave it out for s3`);
  }
  const other = services.find((service) => !TELLING.includes(service));
  if (other !== undefined) {
    throw new Error(`${sid}: of ${formatValue(other)} no request says how it was signed: expected of services ${TELLING.join(', ')}`);
  }
  return [...new Set(services)];
}
