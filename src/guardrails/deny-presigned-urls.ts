import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { ActionSet } from '../actions/action-set';

/** Options of `McpGuardrail.denyPresignedUrls()`. */
export interface DenyPresignedUrlsOptions extends McpGuardrailOptions {
  /**
   * The ARNs of the buckets and objects on which it is denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];
}

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
  return denyStatements(sid, options, [{
    actions: ActionSet.of('s3:*'),
    condition: { StringEquals: { 's3:authType': SIGNED_BEFOREHAND } },
    resources: guardrailResources(sid, options.resources),
  }]);
}
