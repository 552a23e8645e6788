import { AccessLevel } from './access-level';
import { CREDENTIAL_WRITES } from './credential-writes';
import { Criterion } from './criterion';

/** Services in which every change is one of who may do what. */
const ACCESS_SERVICES = new Set(['account-access', 'iam', 'identitystore', 'organizations', 'rolesanywhere', 'sso', 'sso-directory']);
/** Sets the policy of a resource, which says who may use it. */
const SETS_POLICY = /^(Put|Set)\w+Policy$|^(Create|Update|Delete)\w*(Access|Channel|Cluster|Destination|Endpoint|Feed|Group|Mesh|Model|Project|Repository|Resource|Security)Policy(Statement)?$/;
/** Policies that say something else: how long, how many, where to. */
const OTHER_POLICY = /(Account|Backup|CoreNetwork|Cors|DataProtection|Index|Lifecycle|Metric|Retention|Scaling|StorageTier|Termination)Policy$/;
/** Gives somebody a permission. */
const PERMITS = /^(Add|Assign|Associate|Create|Grant|Put|Replace|Set|Update)\w*Permissions?(Associations|Statement|To\w+|Version)?$/;
/** Shares a resource with another account, or takes one that is shared. */
const SHARES = /^Share[A-Z]|^(Accept|Associate|Create|Promote|Start|Update)\w*(?<!File|Quota|Revenue)Share(Consumer|CreatedFromPolicy|Invitation)?$|PublicSharing/;
/** Makes another account the administrator of a service in the organization. */
const DELEGATES = /^(Associate|Enable|Put|Register)\w*(AdminAccount|DelegatedAdmin(istrator)?)$/;

/** What AWS classifies as permissions management, and all other changes to identities, roles and who may use what. */
export const PRIVILEGE_ESCALATION: Criterion = {
  rule: (name, level, service) => level === AccessLevel.PERMISSIONS_MANAGEMENT
    || (ACCESS_SERVICES.has(service) && (level === AccessLevel.WRITE || level === AccessLevel.TAGGING))
    || (level === AccessLevel.WRITE
      && ((SETS_POLICY.test(name) && !OTHER_POLICY.test(name)) || PERMITS.test(name) || SHARES.test(name) || DELEGATES.test(name))),
  // Whoever can set a password, or make a user, can be that user.
  includes: CREDENTIAL_WRITES,
  also: {
    'account': 'AcceptPrimaryEmailUpdate CloseAccount PutAlternateContact StartPrimaryEmailUpdate', // Whoever reads root's mail can be root.
    'agent-registry': 'UpdateRegistryRecordStatus', // Approves what agents may use.
    'aws-external-anthropic': 'CreateUserProfileEnrollmentUrl',
    'bedrock-agentcore': 'CreatePolicy CreatePolicyEngine DeletePolicy DeletePolicyEngine UpdatePolicy UpdatePolicyEngine UpdateRegistryRecordStatus', // What agents may call.
    'billing': 'UpdateIAMAccessPreference', // Lets IAM's policies allow billing.
    'chime': 'CreateAppInstanceAdmin',
    'cognito-identity': 'SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
    'cognito-idp': 'AdminAddUserToGroup AdminLinkProviderForUser CreateGroup CreateIdentityProvider UpdateGroup UpdateIdentityProvider', // A group has a role.
    'dataexchange': 'CreateDataGrant',
    'datazone': 'CreateProjectMembership CreateSubscriptionGrant',
    'ds': 'AcceptSharedDirectory CreateTrust UpdateTrust', // Users of the other directory get in.
    'ds-data': 'AddGroupMember',
    'ec2': 'AssociateIamInstanceProfile ModifyFpgaImageAttribute ModifyImageAttribute ModifyVerifiedAccessEndpointPolicy ModifyVerifiedAccessGroupPolicy '
      + 'ReplaceIamInstanceProfileAssociation',
    'eks': 'AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry CreatePodIdentityAssociation UpdateAccessEntry UpdatePodIdentityAssociation',
    'es': 'AuthorizeVpcEndpointAccess',
    'glue': 'AuthorizeInboundIntegration',
    'iq-permission': 'ApproveAccessGrant ApprovePermissionRequest',
    'kms': 'EnableKey ReplicateKey',
    'mediaconnect': 'GrantFlowEntitlements',
    'mpa': 'CreateApprovalTeam CreateIdentitySource UpdateApprovalTeam', // Who approves.
    'quicksight': 'CreateAdmin CreateGroupMembership CreateIAMPolicyAssignment CreateRoleMembership CreateUser RegisterUser ScopeDownPolicy UpdateIAMPolicyAssignment '
      + 'UpdateUser',
    'ram': 'PromotePermissionCreatedFromPolicy',
    'rds': 'ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute', // Who may restore it.
    'redshift': 'AuthorizeInboundIntegration',
    'repostspace': 'RegisterAdmin',
    'securityagent': 'CreateMembership',
    'signin': 'DeleteConsoleAuthorizationConfiguration DeleteResourcePermissionStatement PutConsoleAuthorizationConfiguration',
    'ssm': 'UpdateManagedInstanceRole UpdateServiceSetting', // The latter lets documents be public.
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot SetContext SetSourceIdentity TagSession',
    'supportauthz': 'CreateSupportPermit', // Lets AWS Support act.
    'verifiedpermissions': 'CreateIdentitySource CreatePolicy CreatePolicyTemplate DeletePolicy* UpdateIdentitySource UpdatePolicy*', // Who may do what in an application.
  },
  not: {
    dataexchange: 'AcceptDataGrant', // Takes data that another gives.
    iam: 'CreateServiceLinkedRole', // Services call it for the caller when they are first used; the role is theirs.
    kms: 'RetireGrant RevokeGrant', // Take permissions away.
    secretsmanager: 'ValidateResourcePolicy', // Changes nothing.
    workdocs: 'AddNotificationPermissions', // For notifications only.
  },
};
