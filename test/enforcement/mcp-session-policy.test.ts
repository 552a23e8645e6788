import * as fs from 'fs';
import * as path from 'path';
import { App, aws_iam as iam, aws_s3 as s3, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpGuardrail, McpSimulator, SimulationDecision } from '../../src';
import { McpSessionPolicy, McpSessionPolicyProps } from '../../src/enforcement/mcp-session-policy';
import { ALL, DIRECT, ORIGINS } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const onlyMcp = McpGuardrail.denyOutsideMcp();
const make = (props: Partial<McpSessionPolicyProps> = {}) => new McpSessionPolicy(stack, 'Session', { guardrails: [onlyMcp], ...props });
const written = (policy: McpSessionPolicy, directory = app.synth().directory) => fs.readFileSync(path.join(directory, policy.fileName), 'utf-8');

function decisions(policy: McpSessionPolicy, action: string) {
  const simulator = McpSimulator.fromDocuments({
    identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' } }],
    sessionPolicy: JSON.parse(policy.json),
  });
  return ALL.map((name) => simulator.simulate({
    principal: 'arn:aws:sts::111122223333:assumed-role/Agent/session', action, resource: 'arn:aws:s3:::data/key', origin: ORIGINS[name], context: { 'aws:IsMcpServiceAction': ['false'] },
  }).decision);
}
const { ALLOWED, EXPLICITLY_DENIED, IMPLICITLY_DENIED } = SimulationDecision;
const deniedDirectly = ALL.map((name) => (DIRECT.includes(name) ? EXPLICITLY_DENIED : ALLOWED));

test('golden', () => {
  const policy = make({ maximumPermissions: ActionSet.of('s3:GetObject'), createOutput: true, createFile: true });
  expect(policy.json).toMatchSnapshot();
  expect(policy.fileName).toBe('Stack-Session-01D41800.session-policy.json');
  expect(Template.fromStack(stack).toJSON().Outputs).toEqual({ [stack.resolve(policy.output!.logicalId)]: { Description: 'The session policy to pass to sts:AssumeRole', Value: policy.json } });
});

describe('what a session may do, of a role that may use S3 and SQS', () => {
  test('by default all but what the guardrails deny', () => {
    const policy = make();
    expect(decisions(policy, 's3:GetObject')).toEqual(deniedDirectly);
    expect(decisions(policy, 'ec2:RunInstances')).toEqual(ALL.map((name) => (DIRECT.includes(name) ? EXPLICITLY_DENIED : IMPLICITLY_DENIED)));
  });

  test('with maximumPermissions and statements what either allows', () => {
    const policy = make({ maximumPermissions: ActionSet.of('s3:GetObject'), statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] })] });
    expect(decisions(policy, 's3:GetObject')).toEqual(deniedDirectly);
    expect(decisions(policy, 'sqs:SendMessage')).toEqual(deniedDirectly);
    expect(decisions(policy, 's3:PutObject')).not.toContain(ALLOWED);
  });
});

describe('the file', () => {
  test('has the JSON', () => {
    const policy = make({ createFile: true });
    expect(written(policy)).toBe(policy.json);
  });

  test('is in the assembly of its stage', () => {
    stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const policy = make({ createFile: true });
    expect(written(policy, app.synth().getNestedAssembly('assembly-Stage').directory)).toBe(policy.json);
  });

  test('is not there unless asked for', () => {
    stack = new Stack(app, 'Without');
    const policy = make();
    expect(fs.existsSync(path.join(app.synth().directory, policy.fileName))).toBe(false);
    expect(policy.output).toBeUndefined();
  });

  test('has nothing that is known only at deployment', () => {
    make({ createFile: true, statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: [new s3.Bucket(stack, 'Bucket').bucketArn] })] });
    expect(() => app.synth()).toThrow('[Stack/Session] the session policy can\'t be a file, for it has {"Fn::GetAtt":["Bucket83908E77","Arn"]}, which is known only at deployment');
  });
});

test('the output may have what is known only at deployment, and what is added later', () => {
  const policy = make({ createOutput: true, statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: [new CfnParameter(stack, 'Arn').valueAsString] })] });
  policy.policyDocument.addStatements(new iam.PolicyStatement({ sid: 'Later', actions: ['sqs:*'], resources: ['*'] }));
  const [{ Value }] = Object.values(Template.fromStack(stack).toJSON().Outputs) as any[];
  expect(Value['Fn::Join'][1]).toEqual([expect.stringContaining('"Resource":"'), { Ref: 'Arn' }, expect.stringContaining('"Later"')]);
});

describe('errors', () => {
  test.each<[string, Partial<McpSessionPolicyProps>, string]>([
    ['no guardrail', { guardrails: [] }, 'guardrails is empty, so that the session policy would deny nothing'],
    ['no Allow', { statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })] }, 'statements has no Allow, so that the session policy would allow nothing'],
    ['a limit of nothing', { maxPolicySize: 0 }, 'maxPolicySize is 0: expected a whole number of at least 1'],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(`Stack/Session: ${message}`);
  });

  const ofLength = (length: number, maxPolicySize?: number) => {
    stack.node.tryRemoveChild('Session');
    return make({ guardrails: [McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] })], maxPolicySize });
  };

  test('one character too many', () => {
    const room = 2_048 - ofLength(1).json.length + 1;
    expect(ofLength(room).json).toHaveLength(2_048);
    expect(() => app.synth({ force: true })).not.toThrow();
    ofLength(room + 1);
    expect(() => app.synth({ force: true })).toThrow('[Stack/Session] the session policy would have 2,049 characters, 1 over the limit of 2,048');
  });

  test('another limit', () => {
    ofLength(3_000, 4_096);
    expect(() => app.synth({ force: true })).not.toThrow();
  });
});

test('a limit that is no number at all is an error that says so', () => {
  const props = { guardrails: [McpGuardrail.denyViaMcp()], maxPolicySize: Object.create(null) };
  expect(() => new McpSessionPolicy(new Stack(undefined, 'Stack'), 'Session', props)).toThrow('Stack/Session: maxPolicySize is {}: expected a whole number of at least 1');
});

describe('managed policies that are passed beside it', () => {
  const passed = (count: number) => Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromManagedPolicyArn(stack, `P${i}`, `arn:aws:iam::111122223333:policy/p${i}`));
  const size = new McpSessionPolicy(new Stack(), 'Sizes', { guardrails: [onlyMcp] }).json.length;

  test('count with their ARNs', () => {
    const arns = 2 * 'arn:aws:iam::111122223333:policy/p0'.length;
    make({ managedPolicies: passed(2), maxPolicySize: size + arns });
    expect(() => app.synth()).not.toThrow();
  });

  test('are too much with them', () => {
    const arns = 2 * 'arn:aws:iam::111122223333:policy/p0'.length;
    make({ managedPolicies: passed(2), maxPolicySize: size + arns - 1 });
    expect(() => app.synth()).toThrow(/the session policy, with the ARNs of 2 managed policies, would have \d+ characters, 1 over the limit of/);
  });

  test('of the app count with what is known of their ARNs', () => {
    make({ managedPolicies: [new iam.ManagedPolicy(stack, 'Own', { statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] })], maxPolicySize: size });
    expect(() => app.synth()).not.toThrow();
  });

  test('are 10 at most', () => {
    expect(() => make({ managedPolicies: passed(10) })).not.toThrow();
    stack = new Stack(app, 'Other');
    expect(() => make({ managedPolicies: passed(11) })).toThrow('Other/Session: has 11 managed policies, 10 at most can be passed to a session: put what they allow into fewer');
  });

  test('have ARNs', () => {
    expect(() => make({ managedPolicies: ['ReadOnlyAccess' as any] })).toThrow(/Stack\/Session: managedPolicies.*managed policies, such as/);
  });
});
