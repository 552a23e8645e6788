import { App, aws_iam as iam, aws_s3 as s3, Mixins, Stack } from 'aws-cdk-lib';
import type { AuditRow } from './row';
import { errorOf, row } from './row';
import { ActionSet, McpGuardrail, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails, mixins, PrincipalFilter } from '../../src';
import { PAGES } from '../conformance/pages';

const IAM_QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const SSO_LIMITS = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html';

const stackOf = () => new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
const policies = (count: number) => Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`));
const permissionSet = (count: number, maxManagedPolicies?: number) => errorOf(() => new McpPermissionSet(stackOf(), 'Set', {
  instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Agents', guardrails: [McpGuardrail.denyDestructiveViaMcp()], managedPolicies: policies(count), maxManagedPolicies,
}));
/** How many managed policies a role or group has, once guardrails were applied to it. */
const attached = (make: (stack: Stack) => iam.Role | iam.Group, maxManagedPolicies?: number) => {
  const stack = stackOf();
  const principal = make(stack);
  McpPrincipalGuardrails.of(stack, maxManagedPolicies === undefined ? {} : { maxManagedPolicies }).apply(McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') }));
  const template: any = (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
  return template.Resources[stack.getLogicalId(principal.node.defaultChild as iam.CfnRole)].Properties.ManagedPolicyArns.length;
};
const role = (count: number) => (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: policies(count) });
const group = (count: number) => (stack: Stack) => new iam.Group(stack, 'Group', { managedPolicies: policies(count) });

/** What was refused, and AWS takes; or the other way round. */
export const SYNTHESIS: readonly AuditRow[] = [
  row('a role has 20 managed policies by default', IAM_QUOTAS, 20, () => attached(role(19))),
  row('a role has 25 managed policies at most', IAM_QUOTAS, 25, () => attached(role(24), 25)),
  row('a group has 10 managed policies, whatever the quota of roles', IAM_QUOTAS, 10, () => attached(group(10), 25)),
  row('a permission set with 12 managed policies', SSO_LIMITS, undefined, () => permissionSet(12)),
  row('a permission set with 25 managed policies, where the quota is that', SSO_LIMITS, undefined, () => permissionSet(25, 25)),
  row('a permission set with 26 managed policies', SSO_LIMITS, true, () => permissionSet(26, 25)?.includes('26 managed policies')),
  row('an incomplete ARN in a statement of a boundary', PAGES.grammar, undefined, () => errorOf(() => new McpPermissionsBoundary(stackOf(), 'Boundary', {
    guardrails: [McpGuardrail.denyDestructiveViaMcp()], statements: [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['arn:aws:sqs'] })],
  }))),
  row('a bucket\'s policy can be changed by root, whatever it denies', PAGES.putBucketPolicy, true, () => errorOf(() => {
    const stack = stackOf();
    Mixins.of(new s3.Bucket(stack, 'Bucket')).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp()] }));
    stack.node.root.node.findChild('Stack');
    (stack.node.root as App).synth();
  })?.includes('only the root user of its account could change the bucket policy')),
  row('a filter takes the ARN of a federated user', PAGES.globalKeys, undefined,
    () => errorOf(() => PrincipalFilter.arns('arn:aws:sts::111122223333:federated-user/Ana'))),
  row('a character over U+00FF in a filter of a boundary', IAM_QUOTAS, true, () => errorOf(() => {
    const stack = stackOf();
    new McpPermissionsBoundary(stack, 'Boundary', { guardrails: [McpGuardrail.denyDestructiveViaMcp({ appliesTo: [PrincipalFilter.tag('team', 'Łódź')] })] });
    (stack.node.root as App).synth();
  })?.includes('U+0141')),
];
