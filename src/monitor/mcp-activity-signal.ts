/** What of agents' activity is looked for. */
export enum McpActivitySignal {
  /** Calls to AWS that came through an MCP server. */
  CALLS = 'CALLS',
  /** Calls through an MCP server that were denied, by whatever policy, or by a missing Allow. */
  DENIALS = 'DENIALS',
  /** Calls through an MCP server that deleted or ended something, and were not denied. */
  DESTRUCTIVE_CALLS = 'DESTRUCTIVE_CALLS',
  /** Tools of MCP servers that were called. EventBridge was seen not to deliver these events: they are in the log. */
  TOOL_CALLS = 'TOOL_CALLS',
  /** Calls and tools of an MCP server that is not among `servers`. */
  UNKNOWN_SERVER = 'UNKNOWN_SERVER',
  /** Direct calls of `agents`, which should come through a server. */
  OUTSIDE_MCP = 'OUTSIDE_MCP',
  /** Changes of what the guardrails are made of, and of the trails that record it. */
  GUARDRAIL_CHANGES = 'GUARDRAIL_CHANGES',
  /** Roles that guardrails exempt (`exempt`), assumed or used. */
  EXEMPT_USE = 'EXEMPT_USE',
}
