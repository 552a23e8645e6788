import { Criterion, verbOf } from './criterion';

const VERBS = new Set([
  'Create', 'Derive', 'Download', 'Exchange', 'Export', 'Generate', 'Get', 'Issue', 'Refresh', 'Regenerate', 'Request', 'Retrieve', 'Reveal', 'Rotate',
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
    'aidevops': 'CreateOneTimeLoginSession',
    'appstream': 'CreateAppBlockBuilderStreamingURL CreateImageBuilderStreamingURL CreateStreamingURL', // Whoever has the URL is signed in, and so below.
    'appsync': 'ListApiKeys',
    'athena': 'CreatePresignedNotebookUrl GetSessionEndpoint',
    'aws-external-anthropic': 'AssumeConsole GetVault RotateWebhookSecret',
    'bedrock-agentcore': 'CompleteResourceTokenAuth GetWorkloadAccessToken*',
    'codepipeline': 'GetJobDetails GetThirdPartyJobDetails PollForJobs PollForThirdPartyJobs', // With credentials for the artifacts.
    'cognito-idp': 'AdminInitiateAuth AdminRespondToAuthChallenge DescribeIdentityProvider DescribeUserPoolClient GetIdentityProviderByIdentifier', // Secrets of clients.
    'datazone': 'GetIamPortalLoginUrl',
    'deadline': 'AssumeFleetRole* AssumeQueueRole*', // Return credentials of the role.
    'ec2': 'DescribeVpnConnections GetPasswordData GetVpnConnectionDeviceSampleConfiguration', // With the keys of VPNs.
    'eks': 'AccessKubernetesApi', // Any object of a cluster, secrets too.
    'eks-auth': 'AssumeRoleForPodIdentity',
    'elasticmapreduce': 'CreateStudioPresignedUrl GetOnClusterAppUIPresignedURL GetPersistentAppUIPresignedURL GetSessionEndpoint',
    'emr-serverless': 'GetSessionEndpoint',
    'finops-agent': 'CreateOneTimeLoginSession',
    'gamelift': 'GetComputeAccess GetInstanceAccess', // Credentials to sign in to the machine.
    'glue': 'GetConnection GetConnections', // With the passwords of databases.
    'iam': 'ResetServiceSpecificCredential',
    'iot': 'CreateProvisioningClaim OpenTunnel',
    'iotwireless': 'GetWirelessDevice', // With the keys of the device.
    'iq-permission': 'AssumePermissionRole',
    'kinesisanalytics': 'CreateApplicationPresignedUrl',
    'kms': 'Decrypt DeriveSharedSecret GenerateDataKey ReEncryptFrom',
    'lakeformation': 'GetTemporary*',
    'lightsail': 'CreateContainerServiceRegistryLogin GetInstanceAccessDetails',
    'payment-cryptography': 'DecryptData ExportKey',
    'quicksight': 'GenerateEmbedUrl* GetAnonymousUserEmbedUrl GetAuthCode GetDashboardEmbedUrl GetSessionEmbedUrl',
    'route53domains': 'RetrieveDomainAuthCode', // Whoever has it can transfer the domain.
    's3': 'GetDataAccess', // Credentials of a role, of S3 Access Grants.
    's3express': 'CreateSession', // Credentials for a bucket, which are good outside MCP.
    'sagemaker': 'CreatePartnerAppPresignedUrl CreatePresigned*',
    'securityagent': 'CreateOneTimeLoginSession',
    'signin': 'AuthorizeOAuth2Access',
    'snowball': 'GetJobUnlockCode',
    'ssm': 'CreateActivation GetParameter GetParameterHistory GetParameters GetParametersByPath', // An activation registers machines, which have a role.
    'storagegateway': 'DescribeChapCredentials',
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot',
    'workmail': 'AssumeImpersonationRole',
  },
  not: {
    amplifyuibuilder: 'ExchangeCodeForToken RefreshToken', // Of a design tool.
    sts: 'GetSessionToken', // Every user may call it, and root: no policy has an effect on it.
    wafv2: 'CreateAPIKey GetDecryptedAPIKey', // They stand in web pages.
  },
};
