import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { App, aws_iam as iam, CfnParameter, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { McpGuardrailValidator } from '../../src/analysis/validator';

const LEAKS = { Bool: { 'aws:ViaAWSMCPService': 'false' } };
const BY_NETWORK = { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };

let app: App;
let stack: Stack;
let directory: string;
let exitCode: typeof process.exitCode;
let printed: jest.SpyInstance;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'validator-'));
  app = new App({ outdir: directory });
  stack = new Stack(app, 'Stack');
  Validations.of(app).addPlugins(new McpGuardrailValidator());
  printed = jest.spyOn(console, 'error').mockImplementation();
  exitCode = process.exitCode;
});
afterEach(() => {
  process.exitCode = exitCode;
  printed.mockRestore();
  fs.rmSync(directory, { recursive: true });
});

function policy(scope: Construct, id: string, conditions: object, sid?: string): iam.ManagedPolicy {
  return new iam.ManagedPolicy(scope, id, {
    statements: [
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }),
      new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions: ['s3:Delete*'], resources: ['*'], conditions }),
    ],
  });
}

/** What the CDK says of the app. Of a failure older versions tell the process, newer ones in memory throw it. */
function synthesize(): { failed: boolean; output: string } {
  try {
    app.synth();
    return { failed: process.exitCode === 1, output: printed.mock.calls.flat().join('\n') };
  } catch (error) {
    return { failed: true, output: (error as Error).message };
  }
}

/** What the plugin says of the templates, from a first synthesis. */
function validate() {
  synthesize();
  const templatePaths = fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' })
    .filter((file) => file.endsWith('.template.json') && !file.endsWith('.nested.template.json')).sort().map((file) => path.join(directory, file));
  return new McpGuardrailValidator().validate({ templatePaths } as Partial<IPolicyValidationContext> as IPolicyValidationContext);
}

test('what is not judged, as it is known only at deployment, is told', () => {
  new iam.CfnManagedPolicy(stack, 'Given', { policyDocument: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } } });
  policy(stack, 'Policy', { Bool: { 'aws:ViaAWSMCPService': new CfnParameter(stack, 'P').valueAsString } });
  stack.addTransform('Ours');
  const told = 'what the macro Ours makes of it, the policies of Given, the policies of Policy23B91518 (Condition) in Stack.template.json';
  expect(synthesize().failed).toBe(false);
  expect(validate()).toMatchObject({ success: true, metadata: { 'known only at deployment, and not judged': told } });
});

test('an error fails the synthesis, and is shown with its fix and place', () => {
  policy(stack, 'Policy', LEAKS, 'DenyDirect');
  const { failed, output } = synthesize();
  expect(failed).toBe(true);
  expect(output).toContain('McpConditionDependsOnMissingKey');
  expect(output).toContain('statement "DenyDirect": Bool aws:ViaAWSMCPService = "false" matches direct calls that say "false"');
  expect(output).toContain('Stack/Policy');
});

test('a warning is shown and does not fail it', () => {
  policy(stack, 'Policy', BY_NETWORK);
  const { failed, output } = synthesize();
  expect(failed).toBe(false);
  expect(output).toContain('NetworkDenyBlocksMcp');
});

test('nothing to say', () => {
  policy(stack, 'Policy', { Bool: { 'aws:ViaAWSMCPService': 'true' } });
  new Stack(app, 'Empty');
  expect(synthesize().failed).toBe(false);
  expect(validate()).toEqual({ success: true, violations: [] });
});

test('what is acknowledged is not reported', () => {
  const { node } = policy(stack, 'Policy', LEAKS);
  Validations.of(node.scope!).acknowledge({ id: 'cdk-mcp-guardrails::McpConditionDependsOnMissingKey', reason: 'only a test' });
  expect(synthesize().failed).toBe(false);
});

test('another rule acknowledged changes nothing', () => {
  Validations.of(policy(stack, 'Policy', LEAKS)).acknowledge({ id: 'cdk-mcp-guardrails::NetworkDenyBlocksMcp', reason: 'only a test' });
  expect(synthesize().failed).toBe(true);
});

test('a violation points at its statement; what is the same in several places is said once', () => {
  policy(stack, 'A', LEAKS);
  const other = new Stack(new Stage(app, 'Stage'), 'Other');
  policy(other, 'B', LEAKS);
  const { violations, success } = validate();
  expect(success).toBe(false);
  expect(violations).toEqual([{
    ruleName: 'McpConditionDependsOnMissingKey',
    severity: 'error',
    description: expect.stringMatching(/^a statement: Bool aws:ViaAWSMCPService/),
    fix: expect.stringContaining('BoolIfExists'),
    violatingResources: [
      {
        resourceLogicalId: expect.stringMatching(/^A/),
        templatePath: path.join(directory, 'Stack.template.json'),
        locations: ['Properties/PolicyDocument/Statement/1'],
      },
      {
        resourceLogicalId: expect.stringMatching(/^B/),
        templatePath: expect.stringContaining(path.join(directory, 'assembly-Stage', 'StageOther')),
        locations: ['Properties/PolicyDocument/Statement/1'],
      },
    ],
  }]);
});

test('principals are judged with their policies of other stacks', () => {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: ['*'] }));
  const other = new Stack(app, 'Other');
  policy(other, 'Deny', { Bool: { 'aws:ViaAWSMCPService': 'true' } }).attachToRole(role);
  expect(validate().violations.map(({ ruleName }) => ruleName)).toEqual(['DelegationNotDenied']);
});

test.each<[what: string, scope: () => Construct]>([
  ['the app', () => stack],
  ['a stage', () => new Stack(new Stage(app, 'Stage'), 'Stack')],
  ['a nested stack', () => new NestedStack(stack, 'Outer')],
])('nested stacks of %s are looked into, not only those of this synthesis', (_, scope) => {
  fs.writeFileSync(path.join(directory, 'Old.nested.template.json'), 'of an earlier synthesis');
  policy(new NestedStack(scope(), 'Nested'), 'Policy', LEAKS);
  const { failed, output } = synthesize();
  expect(failed).toBe(true);
  expect(output).toContain('Nested/Policy');
});

test('what is no template is an error that names it', () => {
  const file = path.join(directory, 'x.template.json');
  fs.writeFileSync(file, '{"Resources": 1}');
  expect(() => new McpGuardrailValidator().validate({ templatePaths: [file] } as Partial<IPolicyValidationContext> as IPolicyValidationContext))
    .toThrow(`${file} is not a CloudFormation template`);
});

test('the same every time', () => {
  policy(stack, 'A', LEAKS);
  policy(stack, 'B', BY_NETWORK);
  expect(JSON.stringify(validate())).toEqual(JSON.stringify(validate()));
});

test('what it says of itself', () => {
  const validator = new McpGuardrailValidator();
  expect(validator.name).toBe('cdk-mcp-guardrails');
  expect(validator.version).toBe('0.0.0');
  expect(validator.ruleIds).toContain('McpConditionNeverMatches');
});

test('finds nothing in the example', () => {
  const { OrganizationStack } = jest.requireActual('../../examples/typescript/lib/organization-stack');
  const { WorkloadStack } = jest.requireActual('../../examples/typescript/lib/workload-stack');
  new OrganizationStack(app, 'Organization');
  new WorkloadStack(app, 'Workload');
  expect(validate()).toEqual({ success: true, violations: [] });
});

test('a policy that is not the CDK\'s own', () => {
  new CfnResource(stack, 'Scp', {
    type: 'AWS::Organizations::Policy',
    properties: { Type: 'SERVICE_CONTROL_POLICY', Content: stack.toJsonString({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }] }) },
  });
  expect(validate().violations).toMatchObject([{ ruleName: 'RemovedActionDenied', violatingResources: [{ locations: ['Properties/Content/Statement/0'] }] }]);
});
