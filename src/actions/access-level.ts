/**
 * How AWS classifies an IAM action.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
 */
export enum AccessLevel {
  /** Lists resources. */
  LIST = 'List',
  /** Reads the content or attributes of resources. */
  READ = 'Read',
  /** Creates, changes or deletes resources. */
  WRITE = 'Write',
  /** Grants or changes permissions. */
  PERMISSIONS_MANAGEMENT = 'Permissions management',
  /** Changes tags only. */
  TAGGING = 'Tagging',
}
