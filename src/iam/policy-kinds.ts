import { PolicyKind } from './policy';

/** Whom the statements of a policy name. */
export type PrincipalElement =
  /** Nobody: the policy is about those it is attached to. */
  | 'none'
  /** Everybody, as `"*"`; whom a statement is about is said by its conditions. */
  | 'everybody'
  /** Somebody, whom the library can't name for a guardrail. */
  | 'somebody';

/** What AWS does not take in a kind of policy. */
export type Refused = 'Allow' | 'NotAction' | 'NotPrincipal' | 'any action' | 'other principals' | 'old version' | 'wildcards';

/** What one kind of policy may hold, how much, and whom it reaches: a row of the table that everything reads which makes or checks policies. */
export interface PolicyType {
  /** AWS's own name for it, as errors show it. */
  readonly name: string;

  /** Where it acts when a request is judged. */
  readonly kind: PolicyKind;

  /** The most characters a document may have; infinite where that is not known. */
  readonly maxSize: number;

  /** What AWS does not take in it. */
  readonly refuses: readonly Refused[];

  /** Whether a Sid has letters and digits only, and no two statements the same. */
  readonly plainSids: boolean;

  /** Whether its service may read a language of its own, so that nothing is said of how it is written. */
  readonly dialect?: true;

  /** What AWS Organizations calls it. */
  readonly organizationsType?: string;

  /** The types of resources that hold it, each with the property of the document, or of the list of them. */
  readonly heldBy?: { readonly [resourceType: string]: string };

  /** Whether IAM leaves white space out when it counts. */
  readonly ignoresWhitespace: boolean;

  /** Whether bytes are counted, of which a character may have several. */
  readonly countsBytes?: true;

  /** How many of them may be attached to one target, besides those that AWS attaches; `undefined` where the library attaches none. */
  readonly maxAttached?: number;

  /** The most statements a document may have; `undefined` if only its size is limited. */
  readonly maxStatements?: number;

  /** The most actions a statement may name. */
  readonly maxActions?: number;

  /** The most conditions a statement may have: operators, each with a key. */
  readonly maxConditions?: number;

  /** The most principals a statement may name. */
  readonly maxPrincipals?: number;

  /** The most resources a statement may name. */
  readonly maxResources?: number;

  /** What `Principal` says. */
  readonly principal: PrincipalElement;

  /** Whether a statement needs `Resource` or `NotResource`, may lack it, or can't hold either. */
  readonly resource: 'needed' | 'optional' | 'none';

  /** Whether the service takes a statement without `Action` or `Resource`, which then does nothing; `undefined` if that is not known. */
  readonly ignoresIncomplete: boolean | undefined;

  /** Whether the library puts `NotResource` there. */
  readonly notResource: boolean;

  /** Whether it may hold `NotAction`. */
  readonly notAction: boolean;

  /** Whether it may hold the action `*`, without a service. */
  readonly anyAction: boolean;

  /** Whether it may hold an Allow. */
  readonly allow: boolean;

  /** The services that it can be about, if not all: those that resource control policies reach, or one by its prefix. */
  readonly services?: { readonly resourceControl: true } | { readonly prefix: string };

  /** The only actions that it may name, and only by their full names; where there is no such list, wildcards are fine. */
  readonly actionNames?: string;

  /** Actions of its service that it can't name, although a resource of the kind is what they are about; a wildcard may mean them. */
  readonly refusedActionNames?: string;

  /** Whether it holds in the account only that it is deployed to. */
  readonly ofOneAccount?: true;

  /** Whether requests that AWS services make as themselves are judged by it. */
  readonly reachesAwsServices: boolean;

  /** Where a Deny can lock everybody out, as an error says it; `undefined` if it reaches only those it is attached to. */
  readonly lockOut?: string;

  /** The action that changes the policy itself: denied to everybody, nobody could undo it. */
  readonly changedBy?: string;

  /** Whether the root of its account can change it whatever it says. */
  readonly rootChanges?: true;

  /** The pages of AWS's documentation that all this is from. When each was read is in `docs/facts.json`. */
  readonly sources: readonly string[];
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const IAM_QUOTAS = `${IAM}/reference_iam-quotas.html`;

/** What is attached to principals, or to the accounts that they are in. */
const OF_PRINCIPALS = {
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

/** What judges everybody who calls. */
export const OF_EVERYBODY = {
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
    refuses: ['old version'],
    organizationsType: 'SERVICE_CONTROL_POLICY',
    heldBy: { 'AWS::Organizations::Policy': 'Content' },
    name: 'service control policy',
    // 10,240 since 2026-05-15, 5,120 before; 10 attached, of which FullAWSAccess is one.
    maxSize: 10_240,
    maxAttached: 9,
    ignoresWhitespace: false,
    lockOut: 'a policy of the organization',
    sources: [`${ORGANIZATIONS}/orgs_reference_limits.html`, `${ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html`],
  },
  RESOURCE_CONTROL_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.RESOURCE_CONTROL,
    refuses: ['Allow', 'NotAction', 'NotPrincipal', 'any action', 'other principals', 'old version'],
    plainSids: true,
    organizationsType: 'RESOURCE_CONTROL_POLICY',
    heldBy: { 'AWS::Organizations::Policy': 'Content' },
    name: 'resource control policy',
    // 5 attached, of which RCPFullAWSAccess is one.
    maxSize: 5_120,
    maxAttached: 4,
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
    name: 'identity-based policy',
    maxSize: Infinity,
    ignoresWhitespace: true,
    sources: [`${IAM}/access_policies_managed-vs-inline.html`],
  },
  MANAGED_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
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
    name: 'permissions boundary',
    maxSize: 6_144,
    ignoresWhitespace: true,
    sources: [IAM_QUOTAS, `${IAM}/access_policies_boundaries.html`],
  },
  ROLE_INLINE_POLICIES: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    name: 'role\'s inline policies',
    ofOneAccount: true,
    maxSize: 10_240,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::Role': 'Policies', 'AWS::IAM::Policy': 'PolicyDocument', 'AWS::IAM::RolePolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  USER_INLINE_POLICIES: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    name: 'user\'s inline policies',
    ofOneAccount: true,
    maxSize: 2_048,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::User': 'Policies', 'AWS::IAM::UserPolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  GROUP_INLINE_POLICIES: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.IDENTITY,
    name: 'group\'s inline policies',
    ofOneAccount: true,
    maxSize: 5_120,
    ignoresWhitespace: true,
    heldBy: { 'AWS::IAM::Group': 'Policies', 'AWS::IAM::GroupPolicy': 'PolicyDocument' },
    sources: [IAM_QUOTAS],
  },
  TRUST_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.TRUST,
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
    name: 'session policy',
    maxSize: Infinity,
    ignoresWhitespace: false,
    sources: [`${IAM}/access_policies.html`],
  },
  SESSION_POLICY: {
    ...OF_PRINCIPALS,
    kind: PolicyKind.SESSION,
    name: 'session policy',
    maxSize: 2_048,
    ignoresWhitespace: false,
    sources: ['https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html'],
  },
  VPC_ENDPOINT_POLICY: {
    ...OF_EVERYBODY,
    kind: PolicyKind.VPC_ENDPOINT,
    heldBy: { 'AWS::EC2::VPCEndpoint': 'PolicyDocument' },
    name: 'VPC endpoint policy',
    maxSize: 20_480,
    ignoresWhitespace: false,
    // What comes through the endpoint is called in the VPC.
    reachesAwsServices: false,
    lockOut: 'the policy of a VPC endpoint',
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
