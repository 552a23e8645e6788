/** What is known of a template beyond its text. */
export interface TemplateSimulatorOptions {
  /**
   * The account it is deployed to.
   *
   * @default - not known
   */
  readonly account?: string;

  /**
   * The region it is deployed to.
   *
   * @default - not known
   */
  readonly region?: string;

  /**
   * The partition, such as `aws-cn`.
   *
   * @default - that of the region; `aws` if that is not given either
   */
  readonly partition?: string;

  /**
   * Documents of attached managed policies that are not in the template, by ARN or name, such as `ReadOnlyAccess`.
   *
   * @default - of AWS's policies, in the partition `aws`, what they said on the day of the library's table (`docs/managed-policies.md`); of others
   * the statements are not known: what they may decide is conditional
   */
  readonly managedPolicies?: { [policy: string]: any };

  /**
   * The ids of the root, the organizational units and the account above the principals: control policies of the template that
   * are attached elsewhere do not apply.
   *
   * @default - all control policies of the template apply
   */
  readonly organizationPath?: string[];

  /**
   * Other templates whose exports this one imports.
   *
   * @default - none: what is imported is not known
   */
  readonly otherTemplates?: Array<{ [section: string]: any }>;
}
