/**
 * The roles that AWS services act with of their own accord: nobody else can assume one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
export const SERVICE_LINKED_ROLES = 'arn:*:iam::*:role/aws-service-role/*';

/** Whether an ARN, or a pattern of ARNs, means such roles only. */
export function isServiceLinkedRole(arn: string): boolean {
  return /^[^:]*:[^:]*:iam:[^:]*:[^:]*:role\/aws-service-role\//.test(arn);
}
