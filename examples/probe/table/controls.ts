/** What is read first: if the one is denied or the other allowed, answers mean nothing. No statement is about the second. */
export const CONTROLS = { allowed: 'mcp-probe-control-allowed', denied: 'mcp-probe-control-denied' } as const;
