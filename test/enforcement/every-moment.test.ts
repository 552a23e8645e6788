import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { ActionSet, DenyOutsideMcpGuardrail, McpGuardrail, McpGuardrailPolicy, McpServer, McpServiceControlPolicy, PolicyTarget } from '../../src';
import { compareDeployment } from '../../src/analysis/deployment/deployment';

const POOL = [
  McpGuardrail.denyDestructiveViaMcp(), McpGuardrail.denySecretReadsViaMcp(), McpGuardrail.denyDelegationViaMcp(),
  McpGuardrail.denyAuditTamperingViaMcp(), McpGuardrail.denySpendingViaMcp(), McpGuardrail.denyViaMcp({ sid: 'Own', actions: ActionSet.writesOf('s3', 'sqs') }),
  McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }),
];
const EMPTY = { Resources: {} };

function templateOf(define: (stack: Stack) => void): any {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  define(stack);
  return Template.fromStack(stack).toJSON();
}

const lapsesOf = (before: object, after: object) => compareDeployment({ before: [{ template: before }], after: [{ template: after }] });

const controlPolicies = (guardrails: McpGuardrail[]) => templateOf((stack) => new McpServiceControlPolicy(stack, 'Agents', {
  guardrails, targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
}));

const principals = (define: (stack: Stack, roles: iam.Role[]) => void) => templateOf((stack) => define(stack, ['One', 'Two'].map((id) =>
  new iam.Role(stack, id, {
    assumedBy: new iam.AccountRootPrincipal(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
  }))));

const GUARDED: { readonly [place: string]: any } = {
  McpGuardrailPolicy: principals((stack, roles) => new McpGuardrailPolicy(stack, 'Policy', { guardrails: [POOL[5]], roles })),
  DenyOutsideMcpGuardrail: principals((stack, roles) => new DenyOutsideMcpGuardrail(stack, 'Policy', { roles })),
};

test('while a service control policy becomes another, what both deny is denied', () => {
  const list = fc.subarray(POOL, { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(list, list, (old, now) => {
    const { lapses, notJudged } = lapsesOf(controlPolicies(old), controlPolicies(now));
    expect([lapses.map(({ said }) => said), notJudged]).toEqual([[], []]);
  }), { numRuns: 12, seed: 28 });
});

test('the edits of that test are of divided policies, too', () => {
  const policies = (template: any) => Object.keys(template.Resources).length;
  expect([policies(controlPolicies(POOL.slice(0, 3))), policies(controlPolicies(POOL.slice(6)))]).toEqual([expect.any(Number), 1]);
  expect(policies(controlPolicies(POOL.slice(0, 3)))).toBeGreaterThan(1);
});

test.each(Object.entries(GUARDED))('%s: a role never holds a permission before its guardrail, nor after it', (_, template) => {
  for (const [before, after] of [[EMPTY, template], [template, EMPTY]]) {
    const { lapses, notJudged, steps } = lapsesOf(before, after);
    expect(steps.length).toBeGreaterThan(1);
    expect([lapses.map(({ said }) => said), notJudged]).toEqual([[], []]);
  }
});

test('a policy that names the role is found, so that these tests can fail', () => {
  const template = principals((stack, roles) => new iam.ManagedPolicy(stack, 'Policy', { statements: POOL[5].statements(), roles }));
  expect(lapsesOf(EMPTY, template).lapses.length + lapsesOf(template, EMPTY).lapses.length).toBeGreaterThan(0);
});
