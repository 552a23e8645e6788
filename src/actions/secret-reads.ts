import { Criterion, verbOf } from './criterion';

const VERBS = new Set([
  'Create', 'Derive', 'Download', 'Exchange', 'Export', 'Generate', 'Get', 'Issue', 'Refresh', 'Regenerate', 'Request', 'Retrieve', 'Reveal',
]);
const SECRET = new RegExp('(AccessKeys?|ApiKey|APIKey|AuthToken|BearerToken|CliToken|ConnectionString|Credentials?|KeyPairs?|KeysAndCertificate|LoginProfile'
  + '|Passwords?|PrivateKey|SecretValue|Secrets|ServiceSpecificCredential|\\w*Token|Tokens)'
  + '(For\\w+|With\\w+|From\\w+)?$');
/** Names like a secret that hold none, or one that is good for a chat, a stream or a game only. */
const NO_SECRET = /(ChangeToken|ChatToken|ComputeAuthToken|ParticipantToken|SubscriptionToken|TokenBalance|CountTokens|CredentialLocker|GetLoginProfile|PlaybackKeyPair|RandomPassword|VerificationToken|TrustedTokenIssuer|WithoutPlaintext)/;

/** Returns a credential, a secret, a decrypted text, or something to sign in with, at whatever access level. */
export const SECRET_READS: Criterion = {
  rule: (name) => VERBS.has(verbOf(name)) && SECRET.test(name) && !NO_SECRET.test(name),
  also: {
    'acm': 'ExportCertificate', // With its private key.
    'bedrock-agentcore': 'GetWorkloadAccessToken*',
    'cognito-idp': 'AdminInitiateAuth AdminRespondToAuthChallenge DescribeUserPoolClient', // The last with the client's secret.
    'deadline': 'AssumeFleetRole* AssumeQueueRole*', // Return credentials of the role.
    'ec2': 'GetPasswordData',
    'eks-auth': 'AssumeRoleForPodIdentity',
    'gamelift': 'GetComputeAccess GetInstanceAccess', // Credentials to sign in to the machine.
    'iam': 'ResetServiceSpecificCredential',
    'iot': 'CreateProvisioningClaim',
    'kms': 'Decrypt DeriveSharedSecret GenerateDataKey ReEncryptFrom',
    'lakeformation': 'GetTemporary*',
    'lightsail': 'CreateContainerServiceRegistryLogin GetInstanceAccessDetails',
    'payment-cryptography': 'DecryptData ExportKey',
    'quicksight': 'GetAuthCode',
    'route53domains': 'RetrieveDomainAuthCode', // Whoever has it can transfer the domain.
    's3': 'GetDataAccess', // Credentials of a role, of S3 Access Grants.
    'signin': 'AuthorizeOAuth2Access',
    'ssm': 'GetParameter GetParameterHistory GetParameters GetParametersByPath',
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot',
    'workmail': 'AssumeImpersonationRole',
  },
  not: {
    amplifyuibuilder: 'ExchangeCodeForToken RefreshToken', // Of a design tool.
    wafv2: 'CreateAPIKey GetDecryptedAPIKey', // They stand in web pages.
  },
};
