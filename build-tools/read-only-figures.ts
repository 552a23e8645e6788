import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { deniedBy } from './possible';
import { ActionSet, McpGuardrail, McpServiceControlPolicy, PolicyTarget } from '../src';
import { Catalog } from '../src/actions/catalog';
import { plainReads, readPatterns } from '../src/actions/read-only';
import { POLICY_TYPES } from '../src/iam/policy-kinds';

/** What `readOnlyViaMcp()` lets through of the table, in how much room, as docs/guardrails.md shows it; measured on the synthesized policy. */
export function readOnlyLines(): string[] {
  const stack = new Stack(new App(), 'Stack');
  new McpServiceControlPolicy(stack, 'ReadOnly', { guardrails: [McpGuardrail.readOnlyViaMcp()], targets: [PolicyTarget.root('r-ab12')] });
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'));
  const size = policies.reduce((sum, policy) => sum + JSON.stringify(policy.Properties.Content).length, 0);
  const { work: isDenied } = deniedBy(McpGuardrail.readOnlyViaMcp());
  const services = [...new Set(readPatterns().map((pattern) => pattern.split(':')[0]))];
  const through = (set: ActionSet) => {
    const actions = set.listActions();
    return [actions.filter((action) => !isDenied(action)).length, actions.length] as const;
  };
  const share = (set: ActionSet) => {
    const [part, all] = through(set);
    return `${part} of ${all}, ${(Math.floor((part / all) * 1000) / 10).toFixed(1)} %`;
  };
  const [letThrough, reads] = through(plainReads());
  const lines: { [what: string]: string } = {
    'table of actions': Catalog.get().version,
    'policies, characters': `${policies.length}, ${size} of ${policies.length * POLICY_TYPES.SERVICE_CONTROL_POLICY.maxSize}`,
    'services': `${services.length} of ${Catalog.get().services.length}`,
    'reads of these services let through': share(plainReads(...services)),
    'reads of all services let through': share(plainReads()),
    'reads blocked': String(reads - letThrough),
    'writes let through': String(through(ActionSet.writesOf())[0]),
    'secrets and delegation let through': String(through(ActionSet.secretReads().union(ActionSet.delegation()))[0]),
  };
  return Object.entries(lines).map(([what, value]) => `${what.padEnd(36)}${value}`);
}
