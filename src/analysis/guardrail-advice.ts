/** What a person should know whom a guardrail of this library has stopped. */
export interface GuardrailAdvice {
  /** The Sid of its first statement; the further ones have a number behind it. */
  readonly sid: string;
  /** The section of the docs, if it is not that of its Sid. */
  readonly section?: string;
  /** What makes it. */
  readonly madeBy: string;
  /** What it is there for. */
  readonly keeps: string;
  /** What a person can do instead. */
  readonly person: string;
  /** Whether it lets a direct call pass, if it is not about those, too. */
  readonly directCall?: 'passes' | 'may pass';
  /** What lets the work go on, and not the attack. */
  readonly narrower: string;
}

const DIRECTLY = { person: 'do it directly: the guardrail is about calls through MCP', directCall: 'passes' } as const;

/**
 * What each guardrail of the library means for whom it stops: the one place that knows it. The table of `docs/guardrails.md` is the same.
 */
export const GUARDRAIL_ADVICE: readonly GuardrailAdvice[] = [
  {
    sid: 'BaselineCoreViaMcp',
    section: 'BaselineViaMcp',
    madeBy: 'McpGuardrail.baseline({ grade: BaselineGrade.CORE })',
    keeps: 'agents from what is hard to undo: traces, guardrails, backups, keys, whole data stores',
    ...DIRECTLY,
    narrower: 'nothing narrower: what it denies is hard to undo, or can\'t be undone',
  },
  {
    sid: 'BaselineNoEscalationViaMcp',
    section: 'BaselineViaMcp',
    madeBy: 'McpGuardrail.baseline({ grade: BaselineGrade.NO_ESCALATION })',
    keeps: 'agents from giving themselves or others more rights, from secrets, and from what is hard to undo',
    ...DIRECTLY,
    narrower: 'rolesBoundary, agentRoles, agentSecrets: name what is the agents\' own',
  },
  {
    sid: 'BaselineViaMcp',
    madeBy: 'McpGuardrail.baseline()',
    keeps: 'agents from delegation, loss of data, changes of rights, secrets, what hides, and purchases',
    ...DIRECTLY,
    narrower: 'NO_ESCALATION, if agents are to deploy and to invoke; exempt for a role that has no more rights than its task',
  },
  {
    sid: 'ReadOnlyViaMcp',
    madeBy: 'McpGuardrail.readOnlyViaMcp()',
    keeps: 'agents from everything but plain reads',
    ...DIRECTLY,
    narrower: 'additionalReads for a service that is missing; deployOnlyViaMcp() if agents are to change things by a template',
  },
  {
    sid: 'DeployOnlyViaMcp',
    madeBy: 'McpGuardrail.deployOnlyViaMcp()',
    keeps: 'agents from changing anything but by a template, with a role that is named',
    ...DIRECTLY,
    narrower: 'the role in deployRoles, if it has no more rights than its task; else put the change into a template',
  },
  {
    sid: 'AllowOnlyViaMcp',
    madeBy: 'McpGuardrail.allowOnlyViaMcp()',
    keeps: 'agents from everything that is not listed',
    ...DIRECTLY,
    narrower: 'the action in actions; with allowDelegation, allowSecretReads or allowPrivilegeEscalation, if it needs one',
  },
  {
    sid: 'DenyDestructiveViaMcp',
    madeBy: 'McpGuardrail.denyDestructiveViaMcp()',
    keeps: 'agents from losing data or availability',
    ...DIRECTLY,
    narrower: 'unlessTagged: agents then delete what they made themselves',
  },
  {
    sid: 'DenySecretReadsViaMcp',
    madeBy: 'McpGuardrail.denySecretReadsViaMcp()',
    keeps: 'agents from credentials, secrets and decrypted text',
    ...DIRECTLY,
    narrower: 'NO_ESCALATION of the baseline with agentSecrets in its place, if agents have secrets of their own',
  },
  {
    sid: 'DenyPrivilegeEscalationViaMcp',
    madeBy: 'McpGuardrail.denyPrivilegeEscalationViaMcp()',
    keeps: 'agents from changing who may do what',
    ...DIRECTLY,
    narrower: 'NO_ESCALATION of the baseline with rolesBoundary and agentRoles in its place, if agents are to deploy roles',
  },
  {
    sid: 'DenyDelegationViaMcp',
    madeBy: 'McpGuardrail.denyDelegationViaMcp()',
    keeps: 'agents from having others act for them, without the MCP keys',
    ...DIRECTLY,
    narrower: 'deployOnlyViaMcp() with deployRoles, or NO_ESCALATION of the baseline with agentRoles, in its place',
  },
  {
    sid: 'DenyAuditTamperingViaMcp',
    madeBy: 'McpGuardrail.denyAuditTamperingViaMcp()',
    keeps: 'agents from stopping or narrowing what records and detects',
    ...DIRECTLY,
    narrower: 'nothing narrower: what it denies hides what is done after it',
  },
  {
    sid: 'DenySpendingViaMcp',
    madeBy: 'McpGuardrail.denySpendingViaMcp()',
    keeps: 'agents from buying, and from committing to pay',
    ...DIRECTLY,
    narrower: 'services, if purchases of a service are an agent\'s task',
  },
  {
    sid: 'DenyPassRoleViaMcp',
    madeBy: 'McpGuardrail.denyPassRoleViaMcp()',
    keeps: 'agents from giving a role to a service, which then acts for them',
    ...DIRECTLY,
    narrower: 'exceptServices for the service that is to get roles; resources for the roles that matter',
  },
  {
    sid: 'DenyViaMcp',
    madeBy: 'McpGuardrail.denyViaMcp()',
    keeps: 'agents from the actions that it lists',
    ...DIRECTLY,
    narrower: 'fewer actions or resources; exempt for a role that has no more rights than its task',
  },
  {
    sid: 'DenyOtherMcpServers',
    madeBy: 'McpGuardrail.allowOnlyServers()',
    keeps: 'agents from all servers but those that are named',
    person: 'do it directly, unless directCalls denies that, too; or through a server that is named',
    directCall: 'may pass',
    narrower: 'the server in servers, if agents are to use it',
  },
  {
    sid: 'DenyOutsideMcp',
    madeBy: 'McpGuardrail.denyOutsideMcp()',
    keeps: 'the credentials of agents from use outside of managed MCP servers',
    person: 'use a role of one\'s own: this one is for agents',
    narrower: 'allowOauthSignIn, if signing in to the AWS MCP Server was denied; a role of its own for a script beside the agent',
  },
  {
    sid: 'DenyPresignedUrls',
    madeBy: 'McpGuardrail.denyPresignedUrls()',
    keeps: 'what is signed for somebody from use by whoever has the URL',
    person: 'read or write the object with credentials, not by a URL',
    narrower: 'resources for the buckets that matter; a role of its own for what makes such URLs by itself',
  },
  {
    sid: 'ProtectGuardrails',
    madeBy: 'McpGuardrail.protectGuardrails()',
    keeps: 'everybody but the administrators from changing the guardrails',
    person: 'ask one of its administrators: it is about direct calls, too',
    narrower: 'the role in administrators, if it deploys the guardrails',
  },
  {
    sid: 'DenyLeavingOrganization',
    madeBy: 'McpGuardrail.denyLeavingOrganization()',
    keeps: 'everybody but the administrators from taking an account out of the organization',
    person: 'ask one of its administrators: it is about direct calls, too',
    narrower: 'the role in administrators, if moving accounts is its task',
  },
  {
    sid: 'ProtectAgentMark',
    madeBy: 'McpGuardrail.protectAgentMark()',
    keeps: 'everybody but the issuers from setting and removing the mark of agents, and agents from roles and sessions without it',
    person: 'ask one of its issuers: it is about direct calls, too',
    narrower: 'the role in issuers, if giving agents their mark is its task',
  },
  {
    sid: 'DenyAgentCoreOutsideSubnets',
    madeBy: 'McpGuardrail.denyAgentCoreOutsideSubnets()',
    keeps: 'everybody from running the code of agents in another subnet, or in none',
    person: 'name a subnet that is allowed: it is about direct calls, too',
    narrower: 'the subnet in subnets, if its traffic is controlled; exempt for a role that tries something out',
  },
  {
    sid: 'AllowOnlyOAuthClients',
    madeBy: 'McpGuardrail.allowOnlyOauthClients()',
    keeps: 'agents from signing in by a client, an address or a grant that is not named',
    person: 'sign in with a client that is named; a direct call needs none',
    narrower: 'the client in clientIds, its address in redirectUris, if it is known whose it is',
  },
  {
    sid: 'DenySignInSession',
    madeBy: 'McpGuardrail.denySignInSession()',
    keeps: 'one login, which may be stolen, from use',
    person: 'sign in anew, once it is known that the incident is over',
    narrower: 'viaMcpOnly, if the login itself is not in doubt and the person is to go on',
  },
];

const BY_SID = new Map(GUARDRAIL_ADVICE.map((each) => [each.sid, each]));

/** What is known of a guardrail by the Sid of a Deny; `undefined` for a Sid of somebody's own. */
export function guardrailAdvice(effect: string | undefined, sid: string | undefined): GuardrailAdvice | undefined {
  const name = (sid ?? '').replace(/\d*(Part\d+)?$/, '');
  // Those who are agents by a mark of their sessions.
  const advice = effect === 'Deny' ? BY_SID.get(name.replace(/ByAgents$/, 'ViaMcp')) : undefined;
  return advice && name.endsWith('ByAgents') ? { ...advice, person: 'do it directly, in a session that is not marked as an agent\'s', directCall: 'may pass' } : advice;
}

/** Where the docs tell of it: the file, and the section in it. */
export function sectionOf({ sid, section = sid }: GuardrailAdvice): string {
  return `docs/guardrails.md#${section.toLowerCase()}`;
}

/** What an output in JSON has of it. */
export function adviceInJson(advice: GuardrailAdvice): object {
  const { sid, madeBy, keeps, person, narrower } = advice;
  return { sid, madeBy, keeps, person, narrower, docs: sectionOf(advice) };
}
