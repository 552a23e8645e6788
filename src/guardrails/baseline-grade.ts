/** How much the baseline denies: the more it stops, the less work is left to agents. `docs/guardrails.md` has the figures of each. */
export enum BaselineGrade {
  /**
   * The least, which every organization can switch on today: traces, guardrails, keys, backups and whole data stores are kept, and no
   * long-lived credential is made and no way in is opened. Fits one service control policy, or the inline policy of a permission set.
   */
  CORE = 'core',

  /**
   * The middle: also who may do what, and reads of secrets; agents work with the roles and the secrets that are named. Fits two service
   * control policies.
   */
  NO_ESCALATION = 'no-escalation',

  /** All: also delegation, escalation, reads of secrets, and nearly all that loses data. Fits two service control policies. */
  FULL = 'full',
}
