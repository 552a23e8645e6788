import { App, aws_iam as iam, NestedStack, Stack } from 'aws-cdk-lib';
import { checkPolicies } from '../../src/analysis/rules/check';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { readTemplateFiles } from '../../src/analysis/template/template-files';

const env = { account: '111122223333', region: 'eu-west-1' };
const service = new iam.ServicePrincipal('lambda.amazonaws.com');
const actions = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}${i}`);

// The CDK's command line sets the key: the metadata then says which file is the template of a nested stack.
let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  stack = new Stack(app, 'A', { env });
});

function read() {
  const policies = readTemplates(readTemplateFiles(app.synth().stacks.map(({ templateFullPath }) => templateFullPath)));
  const of = (logicalId: RegExp) => policies.principals.find((each) => logicalId.test(each.logicalId))!;
  return { of, tooLarge: checkPolicies(policies).filter(({ rule }) => rule.id === 'PolicyTooLarge').map(({ message }) => message) };
}

/** Of whom a policy in a nested stack is, and of whom it is perhaps. */
function grant(home: Stack, role: iam.Role): void {
  iam.Role.fromRoleArn(home, 'Again', role.roleArn).addToPrincipalPolicy(new iam.PolicyStatement({
    actions: actions(170, 's3:GetSomethingThatIsRatherLongToo'), resources: ['*'],
  }));
}
const bystander = () => new iam.Role(stack, 'Bystander', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }).addToPolicy(new iam.PolicyStatement({
  actions: actions(100, 'ec2:ModifyNothingAtAllSomethingLong'), resources: ['*'],
}));

test.each<[string, () => Stack, () => Stack]>([
  ['a nested stack', () => stack, () => new NestedStack(stack, 'N')],
  ['one nested in that', () => stack, () => new NestedStack(new NestedStack(stack, 'N'), 'M')],
  ['the parent, from its nested stack', () => new NestedStack(stack, 'N'), () => stack],
  ['a sibling', () => new NestedStack(stack, 'N'), () => new NestedStack(stack, 'M')],
  ['another stack', () => stack, () => new Stack(app, 'B', { env })],
])('a policy for a role that is handed to %s is that role\'s', (_, ofRole, ofPolicy) => {
  const role = new iam.Role(ofRole(), 'Granted', { assumedBy: service });
  bystander();
  grant(ofPolicy(), role);
  const { of, tooLarge } = read();
  expect(tooLarge).toEqual([]);
  expect(of(/^Granted/).identityPolicies).toHaveLength(1);
  expect(of(/^Granted/).conditionalPolicies).toBeUndefined();
  expect(of(/^Bystander/).identityPolicies).toHaveLength(1);
});

test('what is only perhaps attached counts in no size', () => {
  new iam.Role(stack, 'Granted', { assumedBy: service });
  bystander();
  new iam.CfnPolicy(stack, 'Unknown', {
    policyName: 'Unknown',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions(170, 's3:GetSomethingThatIsRatherLongToo'), Resource: '*' }] },
    roles: [iam.Role.fromRoleName(stack, 'Param', '{{resolve:ssm:role}}').roleName],
  });
  const { of, tooLarge } = read();
  expect(tooLarge).toEqual([]);
  expect(of(/^Bystander/).conditionalPolicies).toHaveLength(1);
});

test('what is certainly attached does', () => {
  const role = new iam.Role(stack, 'Granted', { assumedBy: service });
  role.addToPolicy(new iam.PolicyStatement({ actions: actions(100, 'ec2:ModifyNothingAtAllSomethingLong'), resources: ['*'] }));
  grant(new NestedStack(stack, 'N'), role);
  expect(read().tooLarge).toEqual([expect.stringContaining('together the')]);
});
