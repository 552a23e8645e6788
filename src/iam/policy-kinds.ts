import { PolicyKind } from './policy';
import type { PolicyType } from './policy-type';
import { OF_PRINCIPALS, ROLE_INLINE_POLICIES } from './role-inline-policies';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const IAM_QUOTAS = `${IAM}/reference_iam-quotas.html`;

/** Of `CreatePolicy`, `AttachPolicy`, `DetachPolicy` and `DeletePolicy` together, and of `UpdatePolicy`. */
const CONTROL_POLICY_CHANGES = { rate: 2, burst: 3 };

/** What judges everybody who calls. */
export const OF_EVERYBODY = {
  attachedTo: 'resource',
  ignoresIncomplete: false,
  principal: 'everybody',
  resource: 'needed',
  notResource: true,
  notAction: true,
  anyAction: true,
  allow: true,
  reachesAwsServices: true,
  refuses: [],
  plainSids: false,
} satisfies Partial<PolicyType>;

/** Every kind of policy that the library emits or checks, a row each. What a guardrail becomes there follows from its row. */
export const POLICY_TYPES = {
  SERVICE_CONTROL_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.SERVICE_CONTROL,
    attachedTo: 'organization',
    refuses: ['old version'],
    organizationsType: 'SERVICE_CONTROL_POLICY',
    heldBy: { 'AWS::Organizations::Policy': 'Content' },
    name: 'service control policy',
    // 10,240 since 2026-05-15, 5,120 before; 10 attached, of which FullAWSAccess is one.
    maxSize: 10_240,
    maxAttached: 9,
    maxInOrganization: 10_000,
    changesPerSecond: CONTROL_POLICY_CHANGES,
    ignoresWhitespace: false,
    lockOut: 'a policy of the organization',
    sources: [`${ORGANIZATIONS}/orgs_reference_limits.html`, `${ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html`],
  },
  RESOURCE_CONTROL_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.RESOURCE_CONTROL,
    attachedTo: 'organization',
    refuses: ['Allow', 'NotAction', 'NotPrincipal', 'any action', 'other principals', 'old version'],
    plainSids: true,
    organizationsType: 'RESOURCE_CONTROL_POLICY',
    heldBy: { 'AWS::Organizations::Policy': 'Content' },
    name: 'resource control policy',
    // 5 attached, of which RCPFullAWSAccess is one.
    maxSize: 5_120,
    maxAttached: 4,
    maxInOrganization: 2_000,
    changesPerSecond: CONTROL_POLICY_CHANGES,
    ignoresWhitespace: false,
    notAction: false,
    anyAction: false,
    allow: false,
    services: { resourceControl: true },
    lockOut: 'a policy of the organization',
    sources: [
      `${ORGANIZATIONS}/orgs_reference_limits.html`,
      `${ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html`,
      `${ORGANIZATIONS}/orgs_manage_policies_rcps.html`,
    ],
  },
  /** Of which it is not known what holds it. AWS's own managed policies are larger than others may be. */
  IDENTITY_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    latinOnly: true,
    name: 'identity-based policy',
    maxSize: Infinity,
    ignoresWhitespace: true,
    sources: [`${IAM}/access_policies_managed-vs-inline.html`],
  },
  MANAGED_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    latinOnly: true,
    name: 'managed policy',
    ofOneAccount: true,
    maxSize: 6_144,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::ManagedPolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  PERMISSIONS_BOUNDARY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.PERMISSIONS_BOUNDARY,
    latinOnly: true,
    name: 'permissions boundary',
    maxSize: 6_144,
    ignoresWhitespace: true,
    sources: [IAM_QUOTAS, `${IAM}/access_policies_boundaries.html`],
  },
  ROLE_INLINE_POLICIES,
  USER_INLINE_POLICIES: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    latinOnly: true,
    name: 'user\'s inline policies',
    isPlural: true,
    ofOneAccount: true,
    maxSize: 2_048,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::User': 'Policies', 'AWS::IAM::UserPolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  GROUP_INLINE_POLICIES: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    latinOnly: true,
    name: 'group\'s inline policies',
    isPlural: true,
    ofOneAccount: true,
    maxSize: 5_120,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::Group': 'Policies', 'AWS::IAM::GroupPolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  TRUST_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.TRUST,
    latinOnly: true,
    refuses: ['NotPrincipal'],
    plainSids: true,
    heldBy: { 'AWS::IAM::Role': 'AssumeRolePolicyDocument' },
    name: 'trust policy',
    maxSize: 2_048,
    ignoresWhitespace: true,
    principal: 'somebody',
    resource: 'none',
    services: { prefix: 'sts' },
    changedBy: 'iam:UpdateAssumeRolePolicy',
    sources: [IAM_QUOTAS, `${IAM}/reference_policies_elements_principal.html`],
  },
  // 32,768 characters; IAM's quota for the inline policy of the role that it becomes is lower.
  PERMISSION_SET_INLINE_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    latinOnly: true,
    heldBy: { 'AWS::SSO::PermissionSet': 'InlinePolicy' },
    name: 'permission set\'s inline policy',
    maxSize: 10_240,
    ignoresWhitespace: true,
    sources: ['https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html', IAM_QUOTAS],
  },
  /** Of a session that a service makes: its limit is the service's own. */
  SERVICE_SESSION_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.SESSION,
    attachedTo: 'session',
    latinOnly: true,
    name: 'session policy',
    maxSize: Infinity,
    ignoresWhitespace: false,
    sources: [`${IAM}/access_policies.html`],
  },
  SESSION_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.SESSION,
    attachedTo: 'session',
    latinOnly: true,
    name: 'session policy',
    maxSize: 2_048,
    ignoresWhitespace: false,
    sources: ['https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html'],
  },
  VPC_ENDPOINT_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.VPC_ENDPOINT,
    attachedTo: 'endpoint',
    heldBy: { 'AWS::EC2::VPCEndpoint': 'PolicyDocument' },
    name: 'VPC endpoint policy',
    maxSize: 20_480,
    ignoresWhitespace: false,
    // What comes through the endpoint is called in the VPC.
    reachesAwsServices: false,
    lockOut: 'the policy of a VPC endpoint',
    refuses: ['short wildcards'],
    sources: [
      'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html',
      'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    ],
  },
  /** Of a resource whose type is not known. */
  RESOURCE_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.RESOURCE,
    name: 'resource-based policy',
    principal: 'somebody',
    resource: 'optional',
    ignoresIncomplete: undefined,
    maxSize: Infinity,
    ignoresWhitespace: false,
    sources: [`${IAM}/access_policies_identity-vs-resource.html`],
  },
} satisfies { [name: string]: PolicyType };

/** The kind of policy of principals that a resource of the type holds, in itself or as all that it is. */
export function inlineOrManaged(resourceType: string | undefined): PolicyType | undefined {
  return resourceType === undefined ? undefined
    : Object.values<PolicyType>(POLICY_TYPES).find((type) => type.kind === PolicyKind.IDENTITY && isHeldBy(type, resourceType));
}

/** Whether a resource of the type holds such policies. */
export function isHeldBy({ heldBy }: PolicyType, resourceType: string): boolean {
  return heldBy !== undefined && Object.hasOwn(heldBy, resourceType);
}
