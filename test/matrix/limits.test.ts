import { App, aws_iam as iam, aws_sns as sns, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Json } from './world';
import { ActionSet, DenyOutsideMcpGuardrail, McpGuardrail, McpPrincipalGuardrails, McpScopedRole, mixins, PrincipalFilter } from '../../src';
import { thousands } from '../../src/iam/policy-size';

// Of the places that have no such test of their own, beside what else they are tested for.

let app: App;
let stack: Stack;
/** How many characters more a guardrail has; read at synthesis. */
let length: number;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
  length = 1;
});

const padded = () => McpGuardrail.denyViaMcp({ resources: [Lazy.uncachedString({ produce: () => `arn:aws:s3:::${'x'.repeat(length)}` })] });
const assumedBy = new iam.AccountRootPrincipal();
const synth = () => app.synth({ force: true });

/** Fails unless a policy of exactly the limit passes, and one with a character more is the error. */
function expectLimit(type: string, limit: number) {
  length = 20_000;
  length -= Number(/characters, ([\d,]+) over/.exec(messageOf(synth))![1].replace(',', ''));
  expect(synth).not.toThrow();
  length += 1;
  expect(synth).toThrow(`the ${type} would have ${thousands(limit + 1)} characters, 1 over the limit of ${thousands(limit)}`);
}

function messageOf(failing: () => unknown): string {
  try {
    failing();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error');
}

test('McpScopedRole: all inline policies, its own, attached and granted ones', () => {
  const role = new McpScopedRole(stack, 'Role', {
    assumedBy, guardrails: [padded()], inlinePolicies: { Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }) },
  });
  role.attachInlinePolicy(new iam.Policy(stack, 'Attached', { statements: [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })] }));
  role.addToPolicy(new iam.PolicyStatement({ actions: ['sns:*'], resources: ['*'] }));
  expectLimit('role\'s inline policies', 10_240);
});

describe('DenyOutsideMcpGuardrail', () => {
  // A filter reads its values at once.
  const attached = (size: number, to: (guardrail: DenyOutsideMcpGuardrail) => void) => {
    stack.node.tryRemoveChild('Guardrail');
    const guardrail = new DenyOutsideMcpGuardrail(stack, 'Guardrail', { exempt: [PrincipalFilter.arns(`arn:aws:iam::*:role/${'x'.repeat(size)}`)] });
    to(guardrail);
    return guardrail;
  };

  test.each<[string, number, () => (guardrail: DenyOutsideMcpGuardrail) => void]>([
    ['role', 10_240, () => {
      const role = new iam.Role(stack, 'Role', { assumedBy });
      return (guardrail) => guardrail.attachToRole(role);
    }],
    ['user', 2_048, () => {
      const user = new iam.User(stack, 'User');
      return (guardrail) => guardrail.attachToUser(user);
    }],
    ['group', 5_120, () => {
      const group = new iam.Group(stack, 'Group');
      return (guardrail) => guardrail.attachToGroup(group);
    }],
  ])('of a %s: %d', (kind, limit, principal) => {
    const to = principal();
    const room = limit - JSON.stringify(stack.resolve(attached(1, to).document)).length + 1;
    attached(room, to);
    expect(synth).not.toThrow();
    attached(room + 1, to);
    expect(synth).toThrow(`with the guardrails, the ${kind}'s inline policies would have ${thousands(limit + 1)} characters, 1 over the limit of ${thousands(limit)}`);
  });
});

describe('McpPrincipalGuardrails.of()', () => {
  const policies = (guardrails: McpGuardrail[]): Json[] => {
    app = new App();
    stack = new Stack(app, 'Stack');
    new iam.Role(stack, 'Role', { assumedBy });
    McpPrincipalGuardrails.of(stack).apply(...guardrails);
    return Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties.PolicyDocument);
  };
  const ofLength = (size: number, sid = 'Own') => McpGuardrail.denyViaMcp({ sid, resources: [`arn:aws:s3:::${'x'.repeat(size)}`] });

  test('a guardrail is as large as a managed policy', () => {
    const room = 6_144 - JSON.stringify(policies([ofLength(1)])[0]).length + 1;
    expect(JSON.stringify(policies([ofLength(room)])[0])).toHaveLength(6_144);
    expect(() => policies([ofLength(room + 1)])).toThrow(/statement "Own" alone makes a document of 6,145 characters, 1 over the limit of 6,144, and cannot be divided/);
  });

  test('guardrails that are larger together are two policies', () => {
    const two = (size: number) => policies([ofLength(size, 'First'), McpGuardrail.denyViaMcp({ sid: 'Second', exempt: [PrincipalFilter.roleNames('Admin')] })]);
    const room = 6_144 - JSON.stringify(two(1)[0]).length + 1;
    expect(two(room).map((document) => JSON.stringify(document).length)).toEqual([6_144]);
    expect(two(room + 1)).toHaveLength(2);
  });

  test('where managed policies are full, an inline policy', () => {
    const inline = (size: number) => {
      app = new App();
      stack = new Stack(app, 'Stack');
      new iam.User(stack, 'User', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
      McpPrincipalGuardrails.of(stack, { maxManagedPolicies: 1 }).apply(ofLength(size));
      const [user] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::User'));
      return JSON.stringify(user.Properties.Policies[0].PolicyDocument).length;
    };
    const room = 2_048 - inline(1) + 1;
    expect(inline(room)).toBe(2_048);
    expect(() => inline(room + 1)).toThrow(/the user's inline policies would have 2,049 characters, 1 over the limit of 2,048/);
  });
});

test('a topic policy: a hundred statements', () => {
  const topic = new sns.CfnTopic(stack, 'Topic');
  const add = (from: number, to: number) => topic.with(new mixins.TopicMcpGuardrails({
    guardrails: Array.from({ length: to - from }, (_, i) => McpGuardrail.denyViaMcp({ sid: `S${from + i}`, actions: ActionSet.of('sns:Publish') })),
  }));
  // The first is what SNS allows by default.
  add(1, 100);
  expect(synth).not.toThrow();
  add(100, 101);
  expect(synth).toThrow('the topic policy has 101 statements, 1 over the limit of 100');
});
