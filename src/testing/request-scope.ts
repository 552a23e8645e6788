/** Which requests an assertion about all requests is about. */
export interface RequestScope {
  /**
   * Patterns of their actions, such as `s3:Delete*`.
   *
   * @default - every action
   */
  readonly actions?: string[];

  /**
   * Patterns of the ARNs of their resources, such as `arn:aws:s3:::data/*`.
   *
   * @default - every resource
   */
  readonly resources?: string[];
}

/** Which requests of people guardrails leave alone. */
export interface PeopleScope extends RequestScope {
  /**
   * The tags of agents' sessions, by key, with `*` and `?` as wildcards: a session with one of them is no person's.
   *
   * @default - the tag `PrincipalType` with the value `Agent`, as `AgentMark.sessionTag()`
   */
  readonly agentTags?: { [key: string]: string };

  /**
   * The Sids of guardrails that are meant for people, too, such as `ProtectGuardrails`. A number behind a Sid is not looked at.
   *
   * @default - none
   */
  readonly meantForPeople?: string[];
}
