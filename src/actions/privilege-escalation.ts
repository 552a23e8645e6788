import { AccessLevel } from './access-level';
import { Criterion } from './criterion';

/** Services in which every change is one of who may do what. */
const ACCESS_SERVICES = new Set(['iam', 'identitystore', 'organizations', 'rolesanywhere', 'sso', 'sso-directory']);

/** What IAM classifies as permissions management, and all other changes to identities, roles and who may use them. */
export const PRIVILEGE_ESCALATION: Criterion = {
  rule: (_name, level, service) => level === AccessLevel.PERMISSIONS_MANAGEMENT
    || (ACCESS_SERVICES.has(service) && (level === AccessLevel.WRITE || level === AccessLevel.TAGGING)),
  also: {
    'account': 'CloseAccount PutAlternateContact StartPrimaryEmailUpdate',
    'cognito-identity': 'SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
    'ec2': 'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    'eks': 'AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry CreatePodIdentityAssociation UpdateAccessEntry UpdatePodIdentityAssociation',
    'kms': 'EnableKey ReplicateKey',
    'ram': 'AcceptResourceShareInvitation AssociateResourceShare AssociateResourceSharePermission CreatePermission CreateResourceShare',
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot SetContext SetSourceIdentity TagSession',
  },
  not: {
    iam: 'CreateServiceLinkedRole', // Services call it for the caller when they are first used; the role is theirs.
    kms: 'RetireGrant RevokeGrant', // Take permissions away.
    secretsmanager: 'ValidateResourcePolicy', // Changes nothing.
  },
};
