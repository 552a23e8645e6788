import { App, BootstraplessSynthesizer, Stage, Validations } from 'aws-cdk-lib';
import { McpGuardrailValidator } from 'cdk-mcp-guardrails';
import { ActivityStack } from './activity-stack';
import { AgentsStack } from './agents-stack';
import { GuardrailsStack } from './guardrails-stack';
import { ACCOUNTS, AGENT_ACCOUNT, ORGANIZATION, REGIONS } from './ids';
import { phaseOf } from './phases';
import { templateBody } from './template-body';

/** The stack of the management account, and what it deploys to the others. */
export function defineOrganization(app: App) {
  // In a stage of its own: StackSets deploys it, not `cdk deploy`.
  const agents = new AgentsStack(new Stage(app, 'Accounts'), 'Agents', {
    description: 'An agent\'s role and its boundary, in every account',
    // The template goes to accounts that are not bootstrapped, and must not change with the version of the CDK.
    synthesizer: new BootstraplessSynthesizer(),
    analyticsReporting: false,
    agentAccount: AGENT_ACCOUNT,
  });
  new GuardrailsStack(app, 'Guardrails', {
    description: 'What agents may do in the organization, and their role in every account',
    // Nobody deletes the guardrails by mistake.
    terminationProtection: true,
    phase: phaseOf(app),
    agentsTemplate: templateBody(agents),
    // Set it where the stack is deployed from a delegated administrator of StackSets instead of the management account.
    delegatedAdministrator: false,
  });
  // In every phase, from the first on.
  new ActivityStack(app, 'Activity', {
    description: 'What agents do in the organization',
    organizationId: ORGANIZATION,
    accounts: ACCOUNTS,
    regions: REGIONS,
  });
  Validations.of(app).addPlugins(new McpGuardrailValidator());
}
