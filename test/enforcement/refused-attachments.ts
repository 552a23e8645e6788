import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { DenyOutsideMcpGuardrail, McpGuardrailAttachment, McpGuardrailPolicy } from '../../src';

type Attached = DenyOutsideMcpGuardrail | McpGuardrailPolicy;

/** What every policy that is attached by name refuses: users and groups of another account, and what is nobody. */
export function testRefusedAttachments(id: string, stack: () => Stack, attach: (props?: McpGuardrailAttachment) => Attached): void {
  const user = () => iam.User.fromUserArn(stack(), 'Other', 'arn:aws:iam::444455556666:user/bob');
  const group = () => iam.Group.fromGroupArn(stack(), 'Other', 'arn:aws:iam::444455556666:group/x');

  test.each<[string, () => unknown]>([
    ['user', () => attach({ users: [user()] })],
    ['user, later', () => attach().attachToUser(user())],
    ['group', () => attach({ groups: [group()] })],
    ['group, later', () => attach().attachToGroup(group())],
  ])('a %s of another account', (_, attachOther) => {
    expect(attachOther).toThrow(`Stack/${id}: cannot attach to Stack/Other, which is in the account 444455556666: attach the guardrail in a stack of that account`);
  });

  describe.each([['roles', 'a role'], ['users', 'a user'], ['groups', 'a group']])('what is nobody among the %s', (list, expected) => {
    test.each<[string, () => unknown, string]>([
      ['undefined', () => [undefined], `cannot attach to undefined: expected ${expected}`],
      ['a name', () => ['Admin'], `cannot attach to "Admin": expected ${expected}`],
      ['a service', () => [new iam.ServicePrincipal('lambda.amazonaws.com')], `cannot attach to ServicePrincipal(lambda.amazonaws.com): expected ${expected}`],
    ])('%s', (_, value, message) => {
      expect(() => attach({ [list]: value() as never })).toThrow(`Stack/${id}: ${message}`);
    });
  });
}
