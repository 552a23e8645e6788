// What is yours: replace all of it. Every other file works as it is.

export const ORGANIZATION = 'o-a1b2c3d4e5';

/** Organizational units: the one that tries everything first, and the one that follows. */
export const SANDBOX = 'ou-ab12-11111111';
export const WORKLOADS = 'ou-ab12-22222222';

/** The account in which agents run, under the role AgentRuntime. */
export const AGENT_ACCOUNT = '111122223333';

/** The accounts and Regions that agents work in. IAM logs its events in us-east-1. */
export const ACCOUNTS = [AGENT_ACCOUNT, '444455556666'];
export const REGIONS = ['us-east-1', 'eu-west-1'];

/** The names of two roles. Agents' limits do not hold for the first, in an emergency; the second one changes the guardrails. */
export const BREAK_GLASS = 'BreakGlass';
export const CLOUD_TEAM = 'CloudTeam';
