import { McpActivitySignal } from './mcp-activity-signal';

/** What one wants to know, whatever answers it. */
export const QUESTIONS = {
  activity: 'what agents did',
  session: 'what one session did',
  denials: 'what was denied by which policy',
  toolOfCall: 'which tool made a call',
  tools: 'which tools were called',
  use: 'what agents use, and so what they do not',
  ofSignals: [
    [McpActivitySignal.DESTRUCTIVE_CALLS, 'what agents deleted or ended'],
    [McpActivitySignal.UNKNOWN_SERVER, 'which unknown servers were used'],
    [McpActivitySignal.OUTSIDE_MCP, 'what agents called without a server'],
    [McpActivitySignal.GUARDRAIL_CHANGES, 'who changed guardrails'],
    [McpActivitySignal.EXEMPT_USE, 'who used an exempt role'],
  ],
} as const;

/** `who used an exempt role` becomes `WhoUsedAnExemptRole`. */
export function constructId(question: string): string {
  return question.replace(/(?:^|[^A-Za-z]+)(.)/g, (_, letter: string) => letter.toUpperCase());
}
