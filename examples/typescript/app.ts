import { App } from 'aws-cdk-lib';
import { ActivityStack } from './lib/activity-stack';
import { AgentsStack } from './lib/agents-stack';
import { OrganizationStack } from './lib/organization-stack';
import { WorkloadStack } from './lib/workload-stack';

export const app = new App();
new OrganizationStack(app, 'Organization', {
  description: 'What agents may do anywhere in the organization',
  // Nobody deletes the guardrails by mistake.
  terminationProtection: true,
});
new WorkloadStack(app, 'Workload', { description: 'Data, and the roles of an agent and a developer' });
new AgentsStack(app, 'Agents', { description: 'Roles of agents that come through no managed MCP server' });
new ActivityStack(app, 'Activity', { description: 'What agents did in this account' });
