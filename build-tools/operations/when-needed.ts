/**
 * What tells whether an operation needs an action that AWS's map lists beside the main one: the map has all that it may need.
 *
 * `always`; `open`; `if A|B`, if the request has one of these parameters; `unless A`; `if =name`, a circumstance that no parameter tells by being there.
 * Where nothing is said, and no parameter of a role or of tags tells, it is open.
 *
 * From the API references and guides of the services, read 2026-11-29.
 */
export interface WhenNeeded {
  readonly service: string;
  readonly operations: RegExp;
  readonly actions: RegExp;
  readonly when: string;
}

const when = (service: string, operations: RegExp, actions: RegExp, needed: string): WhenNeeded => ({ service, operations, actions, when: needed });
const GRANTS = 'ACL|x-amz-acl|GrantFullControl|x-amz-grant-full-control|GrantRead|x-amz-grant-read|GrantReadACP|x-amz-grant-read-acp|GrantWrite|x-amz-grant-write|GrantWriteACP|x-amz-grant-write-acp';

/** The first that fits says it. */
export const WHEN_NEEDED: readonly WhenNeeded[] = [
  // What the path of the method is; PUT and POST beside it are for tags.
  when('apigateway', /^(Create(ApiKey|DomainName.*|RestApi|Stage|UsagePlan|VpcLink)|GenerateClientCertificate)$/, /^PUT$/, 'if tags'),
  when('apigateway', /^(Create.*|Generate.*|ImportRestApi|ImportApi)$/, /^POST$/, 'always'),
  when('apigateway', /^Delete/, /^DELETE$/, 'always'),
  when('apigateway', /^Update/, /^PATCH$/, 'always'),
  when('apigateway', /^(Put.*|ReimportApi)$/, /^PUT$/, 'always'),
  when('apigateway', /^UntagResource$/, /^DELETE$/, 'always'),
  when('apigateway', /^CreateDomainNameAccessAssociation$/, /^CreateAccessAssociation$/, 'always'),
  when('apigateway', /^CreateDomainName$/, /^AddCertificateToDomain$/,
    'if certificateName|certificateBody|certificateArn|regionalCertificateName|regionalCertificateArn|domainNameConfigurations'),
  when('apigateway', /^Create(DomainName|RestApi)$/, /^Update(DomainName|RestApi)Policy$/, 'if policy'),
  when('apigateway', /^CreateAuthorizer$/, /^iam:PassRole$/, 'if authorizerCredentials|AuthorizerCredentialsArn'),
  when('apigateway', /^PutIntegration$/, /^iam:PassRole$/, 'if credentials'),
  when('apigateway', /^Create(Api|Integration)$|^UpdateApi$/, /^iam:PassRole$/, 'if CredentialsArn'),

  // The role of the launch template, which the call names, is passed too.
  when('autoscaling', /^(Create|Update)AutoScalingGroup$/, /^iam:PassRole$/, 'open'),
  when('autoscaling', /^CreateAutoScalingGroup$/, /^CreateOrUpdateTags$/, 'if Tags'),

  when('bedrock', /./, /^CallWithBearerToken$/, 'if =bearerToken'),
  when('bedrock', /^(Converse|StartAsyncInvoke)$/, /^InvokeModel$/, 'always'),
  when('bedrock', /^ConverseStream$/, /^InvokeModelWithResponseStream$/, 'always'),
  when('bedrock', /^Converse/, /^ApplyGuardrail$/, 'if guardrailConfig'),
  when('bedrock', /^InvokeModel/, /^ApplyGuardrail$/, 'if guardrailIdentifier|X-Amzn-Bedrock-GuardrailIdentifier'),

  when('budgets', /./, /^(ModifyBudget|ViewBudget)$/, 'always'),
  when('budgets', /./, /^aws-portal:/, 'if =billingNotMigrated'),

  when('cassandra', /^(Create.*)$/, /^Create$/, 'always'),
  when('cassandra', /^Delete/, /^Drop$/, 'always'),
  when('cassandra', /^Update/, /^Alter$/, 'always'),
  when('cassandra', /^RestoreTable$/, /^(Restore|Select)$/, 'always'),
  when('cassandra', /^Get/, /^Select$/, 'always'),
  when('cassandra', /./, /MultiRegion/, 'if =multiRegion'),

  when('cloudformation', /^(CreateChangeSet|UpdateStack|UpdateStackSet)$/, /^UntagResource$/, 'if Tags'),
  when('cloudformation', /^DescribeStacks$/, /^ListStacks$/, 'unless StackName'),
  when('cloudformation', /^UpdateStack$/, /^SetStackPolicy$/, 'if StackPolicyBody|StackPolicyURL'),
  when('cloudfront', /^CreateDistributionWithTags$/, /./, 'always'),

  // A pipeline has a role, and its actions may have others.
  when('codepipeline', /^(Create|Update)Pipeline$/, /^iam:PassRole$/, 'always'),

  when('dynamodb', /^RestoreTable/, /^(BatchWriteItem|DeleteItem|GetItem|PutItem|Query|Scan|UpdateItem)$/, 'always'),
  when('dynamodb', /^TransactWriteItems$/, /^ConditionCheckItem$/, 'if TransactItems.ConditionCheck'),
  when('dynamodb', /^TransactWriteItems$/, /^DeleteItem$/, 'if TransactItems.Delete'),
  when('dynamodb', /^TransactWriteItems$/, /^PutItem$/, 'if TransactItems.Put'),
  when('dynamodb', /^TransactWriteItems$/, /^UpdateItem$/, 'if TransactItems.Update'),
  when('dynamodb', /^CreateTable$/, /^PutResourcePolicy$/, 'if ResourcePolicy'),
  when('dynamodb', /^CreateTable$/, /^TagResource$/, 'if Tags'),
  when('dynamodb', /^CreateTable$/, /^(?!CreateTable$)/, 'if GlobalTableSourceArn'),
  when('dynamodb', /^UpdateTable$/, /GlobalTableWitness$/, 'if GlobalTableWitnessUpdates'),
  when('dynamodb', /^UpdateTable$/, /^(ReplicateSettings|WriteDataForReplication)$/, 'if =replicaInOtherAccount'),
  when('dynamodb', /^UpdateTable$/, /^(?!UpdateTable$)/, 'if ReplicaUpdates'),
  when('dynamodb', /./, /^((Read|Write)DataForReplication|ReplicateSettings)$/, 'if =replicaInOtherAccount'),

  when('ecs', /CapacityProvider$/, /^PutClusterCapacityProviders$/, 'if cluster'),
  // The roles of what the call names are passed too.
  when('ecs', /^(Create|Update|Run|Start)(.*Service|TaskSet|Task|Daemon)$/, /^iam:PassRole$/, 'open'),
  // Every destination has a role, itself or for its bucket; an update may leave the roles.
  when('firehose', /^CreateDeliveryStream$/, /^iam:PassRole$/, 'always'),
  when('firehose', /^UpdateDestination$/, /^iam:PassRole$/, 'open'),

  when('glue', /^Batch(Delete|Get)/, /^(Delete|Get)/, 'always'),
  when('glue', /./, /^athena:/, 'if =federatedCatalog'),
  when('kms', /^CreateKey$/, /^PutKeyPolicy$/, 'if Policy'),
  when('kms', /^ReEncrypt$/, /./, 'always'),

  when('lambda', /./, /^GetLayerVersion$/, 'if Layers'),
  when('lambda', /./, /^PassCapacityProvider$/, 'if CapacityProviderConfig'),
  when('lambda', /./, /^PassNetworkConnector$/, 'if ingressNetworkConnectors|egressNetworkConnectors'),
  when('lambda', /^GetFunction$/, /^ListTags$/, 'if =partOfAnswer'),

  // Another action stands for the version of an object.
  when('s3', /^DeleteObject$/, /^DeleteObject$/, 'unless versionId'),
  when('s3', /^DeleteObjectTagging$/, /^DeleteObjectTagging$/, 'unless versionId'),
  when('s3', /^GetObjectAttributes$/, /^GetObject(Attributes)?$/, 'unless versionId'),
  when('s3', /^(GetObject|HeadObject)$/, /^GetObject$/, 'unless versionId'),
  when('s3', /^(Get|Put)Object(Acl|Tagging)$/, /^(Get|Put)Object(Acl|Tagging)$/, 'unless versionId'),
  when('s3', /^(CopyObject|UploadPartCopy)$/, /^GetObject$/, 'unless =versionOfSource'),
  when('s3', /^(CopyObject|UploadPartCopy)$/, /^GetObjectVersion$/, 'if =versionOfSource'),
  when('s3', /^DeleteObjects$/, /^DeleteObject$/, 'always'),
  when('s3', /^DeleteObjects$/, /^DeleteObjectVersion$/, 'if =versionInBody'),
  when('s3', /./, /ObjectVersion(Acl|Attributes|Tagging)?$/, 'if versionId'),
  when('s3', /./, /^BypassGovernanceRetention$/, 'if bypassGovernanceRetention|x-amz-bypass-governance-retention'),
  when('s3', /^(GetObject|HeadObject)$/, /^GetObject(LegalHold|Retention|Tagging)$/, 'if =partOfAnswer'),
  when('s3', /^(CopyObject|CreateMultipartUpload|PutObject)$/, /^PutObjectAcl$/, `if ${GRANTS}`),
  when('s3', /^(CopyObject|CreateMultipartUpload|PutObject)$/, /^PutObjectLegalHold$/, 'if objectLockLegalHoldStatus|x-amz-object-lock-legal-hold'),
  when('s3', /^(CopyObject|CreateMultipartUpload|PutObject)$/, /^PutObjectRetention$/,
    'if objectLockMode|x-amz-object-lock-mode|objectLockRetainUntilDate|x-amz-object-lock-retain-until-date'),
  when('s3', /^(CopyObject|CreateMultipartUpload|PutObject)$/, /^PutObjectTagging$/, 'if tagging|x-amz-tagging'),
  when('s3', /^(CopyObject|UploadPart.*|C.*MultipartUpload)$/, /^PutObject$/, 'always'),
  when('s3', /^CreateBucket$/, /^PutBucketAcl$/, `if ${GRANTS}`),
  when('s3', /^CreateBucket$/, /^PutBucket(ObjectLockConfiguration|Versioning)$/, 'if objectLockEnabledForBucket|x-amz-bucket-object-lock-enabled'),
  when('s3', /^CreateBucket$/, /^PutBucketOwnershipControls$/, 'if objectOwnership|x-amz-object-ownership'),
  when('s3', /^(GetBucketLifecycleConfiguration|ListMultipartUploads|ListObjects(V2)?|ListParts|PutBucketLifecycleConfiguration|PutBucketReplication)$/,
    /^((Get|Put)LifecycleConfiguration|ListBucket|ListBucketMultipartUploads|ListMultipartUploadParts|PutReplicationConfiguration)$/, 'always'),
  when('s3', /^PutBucketReplication$/, /^iam:PassRole$/, 'always'),
  when('s3', /^(Create|Update)BucketMetadata/, /^(CreateBucketMetadataTableConfiguration|s3tables:(CreateNamespace|CreateTable|CreateTableBucket|GetTable|PutTablePolicy))$/, 'always'),
  when('s3', /^CreateAccessGrantsInstance$/, /^sso:/, 'if identityCenterArn'),
  when('s3', /^(A|Dis)ssociateAccessGrantsIdentityCenter$|^DissociateAccessGrantsIdentityCenter$/, /^sso:/, 'always'),
  when('s3', /./, /^s3-object-lambda:/, 'if =objectLambda'),
  when('s3', /./, /^s3express:/, 'if =directoryBucket'),

  when('scheduler', /^(Create|Update)Schedule$/, /^iam:PassRole$/, 'always'),
  when('scheduler', /^DeleteScheduleGroup$/, /^DeleteSchedule$/, 'always'),
  when('secretsmanager', /^BatchGetSecretValue$/, /^GetSecretValue$/, 'always'),
  when('secretsmanager', /^BatchGetSecretValue$/, /^ListSecrets$/, 'if Filters'),
  when('secretsmanager', /^CreateSecret$/, /^ReplicateSecretToRegions$/, 'if AddReplicaRegions'),
  when('secretsmanager', /^ValidateResourcePolicy$/, /^PutResourcePolicy$/, 'always'),
  when('sns', /^CreateTopic$/, /^PutDataProtectionPolicy$/, 'if DataProtectionPolicy'),
  when('sqs', /^StartMessageMoveTask$/, /./, 'always'),
  // The role may be among the parameters of the document.
  when('ssm', /^(CreateAssociation.*|Start.*Execution|UpdateAssociation)$/, /^iam:PassRole$/, 'open'),
  when('states', /StateMachine$/, /^PublishStateMachineVersion$/, 'if publish'),
  when('states', /^TestState$/, /^RevealSecrets$/, 'if revealSecrets'),
  when('sts', /^AssumeRole$/, /^SetContext$/, 'if ProvidedContexts'),
  when('sts', /^AssumeRole$/, /^SetSourceIdentity$/, 'if SourceIdentity'),
];

/**
 * Operations that nobody needs a permission for, and that a Deny does not stop, though AWS's map lists an action.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const NEVER_NEEDED: { readonly [service: string]: readonly string[] } = { sts: ['GetCallerIdentity', 'GetSessionToken'] };

/** What AWS's map lacks, of what the API references say is needed. */
export const ADDED: { readonly [service: string]: { readonly [operation: string]: string } } = {
  dynamodb: { RestoreTableToPointInTime: 'RestoreTableToPointInTime' },
  s3: { GetObjectAttributes: 'GetObjectAttributes GetObjectVersionAttributes', HeadObject: 'GetObjectVersion' },
};

/** Operations that are called without AWS credentials, beside those that botocore's models mark so: the token in the call says who it is. */
export const WITHOUT_CREDENTIALS: readonly string[] = ['account-access-runtime', 'codecatalyst', 'connectparticipant'];

/** The prefix in IAM of what is signed with another service name. */
export const PREFIXES: { readonly [signingName: string]: string } = {
  'IoTSecuredTunneling': 'iot',
  'awsssoportal': 'sso',
  'cloudcontrolapi': 'cloudformation',
  'iot-jobs-data': 'iotjobsdata',
  'iotdata': 'iot',
  'monitoring': 'cloudwatch',
  'mturk-requester': 'mechanicalturk',
  'partnercentral-account': 'partnercentral',
  'partnercentral-benefits': 'partnercentral',
  'partnercentral-channel': 'partnercentral',
  'partnercentral-marketing': 'partnercentral',
  'partnercentral-selling': 'partnercentral',
  'tagging': 'tag',
};
