import { PolicyKind } from './policy';
import type { PolicyType } from './policy-type';

/** What is attached to principals, or to the accounts that they are in. */
export const OF_PRINCIPALS = {
  attachedTo: 'principal',
  ignoresIncomplete: false,
  principal: 'none',
  resource: 'needed',
  notResource: true,
  notAction: true,
  anyAction: true,
  allow: true,
  reachesAwsServices: false,
  refuses: [],
  plainSids: true,
} satisfies Partial<PolicyType>;

/** The kind that an app's first role needs, apart from the others. */
export const ROLE_INLINE_POLICIES = {
  ...OF_PRINCIPALS,
  kind: PolicyKind.IDENTITY,
  latinOnly: true,
  name: 'role\'s inline policies',
  isPlural: true,
  ofOneAccount: true,
  maxSize: 10_240,
  ignoresWhitespace: true,
  heldBy: { 'AWS::IAM::Role': 'Policies', 'AWS::IAM::Policy': 'PolicyDocument', 'AWS::IAM::RolePolicy': 'PolicyDocument' },
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'],
} satisfies PolicyType;
