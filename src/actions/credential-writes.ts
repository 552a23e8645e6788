import { AccessLevel } from './access-level';
import { Criterion, verbOf } from './criterion';

const VERBS = new Set([
  'Add', 'Associate', 'Change', 'Create', 'Enable', 'Import', 'Modify', 'Put', 'Register', 'Reset', 'Resync', 'Rotate', 'Send', 'Set', 'Update', 'Upload',
]);
const CREDENTIAL = /(AccessKey|ApiKey|ChapCredentials|ClientSecret|Credentials?|HostKey|KeyPair|LoginProfile|MFADevice|Password|PublicKey|ScramSecret|SecretValue|SigningCertificate|SshKey)$/;
/** Named like a credential, and none to sign in with. */
const NO_CREDENTIAL = /(CloudFrontPublicKey|^CreatePublicKey|^UpdatePublicKey|EncryptionKey|PlaybackKeyPair)$/;

/** Sets what somebody signs in with: a password, a key, a certificate, an MFA device; or makes a user of a service's own, who has one. */
export const CREDENTIAL_WRITES: Criterion = {
  rule: (name, level) => level === AccessLevel.WRITE && VERBS.has(verbOf(name))
    && ((CREDENTIAL.test(name) && !NO_CREDENTIAL.test(name)) || /^Import\w*Key$/.test(name)),
  also: {
    'acm-pca': 'ImportCertificateAuthorityCertificate IssueCertificate', // Whoever trusts the authority trusts the certificate.
    'appstream': 'CreateUser',
    'aidevops': 'UpdateOperatorAppIdpConfig',
    'aws-external-anthropic': 'RegisterKey RotateWebhookSecret UpdateKey',
    'cognito-idp': 'AdminConfirmSignUp AdminCreateUser AdminSetUserMFAPreference AdminSetUserSettings AdminUpdateUserAttributes SetUserPoolMfaConfig', // A password is reset by mail.
    'connect': 'AssociateSecurityKey CreateUser',
    'docdb-elastic': 'UpdateCluster', // Sets the password of the administrator, and so do those of the other databases below.
    'ds': 'DisableClientAuthentication EnableClientAuthentication RegisterCertificate',
    'ds-data': 'CreateUser UpdateUser',
    'ec2': 'ModifyVpnTunnelCertificate ModifyVpnTunnelOptions', // Keys that both ends share.
    'elasticache': 'CreateUser ModifyReplicationGroup ModifyUser',
    'es': 'UpdateDomainConfig UpdateElasticsearchDomainConfig',
    'finspace': 'CreateUser UpdateUser',
    'iam': 'DeactivateMFADevice',
    'identitystore': 'CreateUser UpdateUser',
    'iot': 'RegisterCACertificate RegisterCertificate* UpdateCACertificate UpdateCertificate',
    'kafka': 'UpdateSecurity',
    'lightsail': 'UpdateRelationalDatabase',
    'memorydb': 'CreateUser UpdateUser',
    'mq': 'CreateUser UpdateUser',
    'rds': 'ModifyDBCluster ModifyDBInstance',
    'redshift': 'ModifyCluster',
    'redshift-serverless': 'UpdateNamespace',
    'rolesanywhere': 'CreateTrustAnchor EnableTrustAnchor UpdateTrustAnchor', // Whose certificates get a role.
    'secretsmanager': 'RotateSecret UpdateSecret UpdateSecretVersionStage',
    'sso-directory': 'CreateUser UpdateUser',
    'supportauthz': 'RegisterKey',
    'transfer': 'CreateAccess CreateUser ImportCertificate UpdateAccess UpdateCertificate UpdateUser',
    'workdocs': 'ActivateUser CreateUser UpdateUser',
    'workmail': 'CreateImpersonationRole CreateUser RegisterToWorkMail UpdateImpersonationRole',
  },
  not: {
    'cognito-idp': 'ChangePassword', // By the user's own token: AWS evaluates no policy.
    'cloudshell': 'PutCredentials', // The caller's own, for the console.
    'ivs': 'ImportPublicKey', // For viewers of streams.
  },
};
