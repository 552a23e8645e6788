/**
 * Events as CloudTrail writes them, each with the requests that it makes of IAM, labeled by hand: the actions that the call needs for certain and the
 * resource of each, as the service's page of the Service Authorization Reference has them (`list_…`, in `sources`). In ARNs, `R` is the Region and `A` the account; `?`
 * is a resource that the call has none of, or that the event does not tell. `+` joins several requests.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export type LabeledEvent = readonly [
  source: string, name: string, parameters: { readonly [name: string]: unknown } | null, requests: string, resources?: readonly string[],
];

const ROLE = 'arn:aws:iam::111122223333:role/service/Worker';
const PASS = `iam:PassRole ${ROLE}`;

export const LABELED: readonly LabeledEvent[] = [
  // list_s3
  ['s3', 'CreateBucket', { bucketName: 'reports' }, 's3:CreateBucket arn:aws:s3:::reports'],
  ['s3', 'DeleteBucket', { bucketName: 'reports' }, 's3:DeleteBucket arn:aws:s3:::reports'],
  ['s3', 'PutBucketPolicy', { bucketName: 'reports' }, 's3:PutBucketPolicy arn:aws:s3:::reports'],
  ['s3', 'DeleteBucketPolicy', { bucketName: 'reports' }, 's3:DeleteBucketPolicy arn:aws:s3:::reports'],
  ['s3', 'PutBucketEncryption', { bucketName: 'reports' }, 's3:PutEncryptionConfiguration arn:aws:s3:::reports'],
  ['s3', 'GetBucketLifecycle', { bucketName: 'reports' }, 's3:GetLifecycleConfiguration arn:aws:s3:::reports'],
  ['s3', 'PutBucketPublicAccessBlock', { bucketName: 'reports' }, 's3:PutBucketPublicAccessBlock arn:aws:s3:::reports'],
  ['s3', 'HeadBucket', { bucketName: 'reports' }, 's3:ListBucket arn:aws:s3:::reports'],
  ['s3', 'ListObjects', { bucketName: 'reports', prefix: '2026/' }, 's3:ListBucket arn:aws:s3:::reports'],
  ['s3', 'ListBuckets', null, 's3:ListAllMyBuckets ?'],
  ['s3', 'GetObject', { bucketName: 'reports', key: '2026/a.csv' }, 's3:GetObject arn:aws:s3:::reports/2026/a.csv'],
  ['s3', 'GetObject', { bucketName: 'reports', key: '2026/a.csv', versionId: 'v1' }, 's3:GetObjectVersion arn:aws:s3:::reports/2026/a.csv'],
  ['s3', 'HeadObject', { bucketName: 'reports', key: 'a.csv' }, 's3:GetObject arn:aws:s3:::reports/a.csv'],
  ['s3', 'DeleteObject', { bucketName: 'reports', key: 'a.csv' }, 's3:DeleteObject arn:aws:s3:::reports/a.csv'],
  ['s3', 'DeleteObjects', { bucketName: 'reports' }, 's3:DeleteObject arn:aws:s3:::reports/*'],
  ['s3', 'CreateMultipartUpload', { bucketName: 'reports', key: 'a.csv' }, 's3:PutObject arn:aws:s3:::reports/a.csv'],
  // list_lambda
  ['lambda', 'CreateFunction20150331', { functionName: 'nightly', role: ROLE }, `lambda:CreateFunction arn:aws:lambda:R:A:function:nightly + ${PASS}`],
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'nightly' }, 'lambda:UpdateFunctionCode arn:aws:lambda:R:A:function:nightly'],
  ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'nightly', role: ROLE }, `lambda:UpdateFunctionConfiguration arn:aws:lambda:R:A:function:nightly + ${PASS}`],
  ['lambda', 'Invoke', { functionName: 'nightly' }, 'lambda:InvokeFunction arn:aws:lambda:R:A:function:nightly'],
  ['lambda', 'Invoke', { functionName: 'arn:aws:lambda:eu-west-1:444455556666:function:theirs' }, 'lambda:InvokeFunction arn:aws:lambda:eu-west-1:444455556666:function:theirs'],
  ['lambda', 'DeleteFunction20150331', { functionName: 'nightly' }, 'lambda:DeleteFunction arn:aws:lambda:R:A:function:nightly'],
  ['lambda', 'ListFunctions20150331', null, 'lambda:ListFunctions ?'],
  // list_dynamodb
  ['dynamodb', 'DescribeTable', { tableName: 'orders' }, 'dynamodb:DescribeTable arn:aws:dynamodb:R:A:table/orders'],
  ['dynamodb', 'DeleteTable', { tableName: 'orders' }, 'dynamodb:DeleteTable arn:aws:dynamodb:R:A:table/orders'],
  ['dynamodb', 'GetItem', { tableName: 'orders' }, 'dynamodb:GetItem arn:aws:dynamodb:R:A:table/orders'],
  ['dynamodb', 'PutItem', { tableName: 'orders' }, 'dynamodb:PutItem arn:aws:dynamodb:R:A:table/orders'],
  ['dynamodb', 'Query', { tableName: 'orders', indexName: 'by-day' }, 'dynamodb:Query arn:aws:dynamodb:R:A:table/orders/index/by-day'],
  ['dynamodb', 'ListTables', null, 'dynamodb:ListTables ?'],
  // list_ec2
  ['ec2', 'DescribeInstances', null, 'ec2:DescribeInstances ?'],
  ['ec2', 'StopInstances', { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }] } }, 'ec2:StopInstances arn:aws:ec2:R:A:instance/i-0a1b2c3d4e5f60718'],
  ['ec2', 'TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }, { instanceId: 'i-0a1b2c3d4e5f60719' }] } }, 'ec2:TerminateInstances arn:aws:ec2:R:A:instance/i-0a1b2c3d4e5f60718 + ec2:TerminateInstances arn:aws:ec2:R:A:instance/i-0a1b2c3d4e5f60719'],
  ['ec2', 'DeleteVolume', { volumeId: 'vol-0a1b2c3d4e5f60718' }, 'ec2:DeleteVolume arn:aws:ec2:R:A:volume/vol-0a1b2c3d4e5f60718'],
  ['ec2', 'DeleteSnapshot', { snapshotId: 'snap-0a1b2c3d4e5f60718' }, 'ec2:DeleteSnapshot arn:aws:ec2:R::snapshot/snap-0a1b2c3d4e5f60718'],
  ['ec2', 'DeleteSecurityGroup', { groupId: 'sg-0a1b2c3d4e5f60718' }, 'ec2:DeleteSecurityGroup arn:aws:ec2:R:A:security-group/sg-0a1b2c3d4e5f60718'],
  ['ec2', 'DeleteVpc', { vpcId: 'vpc-0a1b2c3d4e5f60718' }, 'ec2:DeleteVpc arn:aws:ec2:R:A:vpc/vpc-0a1b2c3d4e5f60718'],
  ['ec2', 'RunInstances', { instancesSet: { items: [{ imageId: 'ami-0a1b2c3d4e5f60718' }] } }, 'ec2:RunInstances arn:aws:ec2:R::image/ami-0a1b2c3d4e5f60718 + ec2:RunInstances ?'],
  // list_iam
  ['iam', 'CreateRole', { roleName: 'Worker' }, 'iam:CreateRole arn:aws:iam::A:role/Worker'],
  ['iam', 'CreateRole', { roleName: 'Worker', path: '/service/' }, 'iam:CreateRole arn:aws:iam::A:role/service/Worker'],
  ['iam', 'DeleteRole', { roleName: 'Worker' }, 'iam:DeleteRole arn:aws:iam::A:role/*Worker'],
  ['iam', 'AttachRolePolicy', { roleName: 'Worker', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }, 'iam:AttachRolePolicy arn:aws:iam::A:role/*Worker'],
  ['iam', 'PutRolePolicy', { roleName: 'Worker', policyName: 'Inline' }, 'iam:PutRolePolicy arn:aws:iam::A:role/*Worker'],
  ['iam', 'CreateUser', { userName: 'bot' }, 'iam:CreateUser arn:aws:iam::A:user/bot'],
  ['iam', 'CreateAccessKey', { userName: 'bot' }, 'iam:CreateAccessKey arn:aws:iam::A:user/*bot'],
  ['iam', 'CreatePolicy', { policyName: 'Guardrail' }, 'iam:CreatePolicy arn:aws:iam::A:policy/Guardrail'],
  ['iam', 'ListRoles', null, 'iam:ListRoles ?'],
  ['iam', 'GetAccountSummary', null, 'iam:GetAccountSummary ?'],
  // list_sts
  ['sts', 'AssumeRole', { roleArn: ROLE, roleSessionName: 's' }, `sts:AssumeRole ${ROLE}`],
  ['sts', 'GetCallerIdentity', null, 'NO_PERMISSION'],
  // list_kms
  ['kms', 'Decrypt', null, 'kms:Decrypt arn:aws:kms:R:A:key/0a1b2c3d-0000-4000-8000-000000000002', ['arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000002']],
  ['kms', 'ScheduleKeyDeletion', { keyId: '0a1b2c3d-0000-4000-8000-000000000002' }, 'kms:ScheduleKeyDeletion arn:aws:kms:R:A:key/0a1b2c3d-0000-4000-8000-000000000002'],
  ['kms', 'DescribeKey', { keyId: 'alias/ledger' }, 'kms:DescribeKey ?'],
  ['kms', 'ListKeys', null, 'kms:ListKeys ?'],
  // list_sqs, list_sns
  ['sqs', 'CreateQueue', { queueName: 'jobs' }, 'sqs:CreateQueue arn:aws:sqs:R:A:jobs'],
  ['sqs', 'DeleteQueue', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }, 'sqs:DeleteQueue arn:aws:sqs:R:A:jobs'],
  ['sqs', 'SendMessageBatch', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }, 'sqs:SendMessage arn:aws:sqs:R:A:jobs'],
  ['sns', 'CreateTopic', { name: 'alerts' }, 'sns:CreateTopic arn:aws:sns:R:A:alerts'],
  ['sns', 'DeleteTopic', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' }, 'sns:DeleteTopic arn:aws:sns:R:A:alerts'],
  ['sns', 'Publish', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' }, 'sns:Publish arn:aws:sns:R:A:alerts'],
  // list_secretsmanager, list_ssm
  ['secretsmanager', 'GetSecretValue', { secretId: 'db' }, 'secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:db-??????'],
  ['secretsmanager', 'DeleteSecret', { secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' }, 'secretsmanager:DeleteSecret arn:aws:secretsmanager:R:A:secret:db-AbCdEf'],
  ['secretsmanager', 'ListSecrets', null, 'secretsmanager:ListSecrets ?'],
  ['ssm', 'GetParameter', { name: '/app/url' }, 'ssm:GetParameter arn:aws:ssm:R:A:parameter/app/url'],
  ['ssm', 'GetParameters', { names: ['/app/a', '/app/b'] }, 'ssm:GetParameters arn:aws:ssm:R:A:parameter/app/a + ssm:GetParameters arn:aws:ssm:R:A:parameter/app/b'],
  ['ssm', 'PutParameter', { name: 'flat' }, 'ssm:PutParameter arn:aws:ssm:R:A:parameter/flat'],
  ['ssm', 'DescribeParameters', null, 'ssm:DescribeParameters ?'],
  // list_cloudwatch, list_logs
  ['monitoring', 'DeleteAlarms', { alarmNames: ['cpu'] }, 'cloudwatch:DeleteAlarms arn:aws:cloudwatch:R:A:alarm:cpu'],
  ['monitoring', 'PutMetricAlarm', { alarmName: 'cpu' }, 'cloudwatch:PutMetricAlarm arn:aws:cloudwatch:R:A:alarm:cpu + cloudwatch:PutMetricAlarm ?'],
  ['monitoring', 'GetMetricData', null, 'cloudwatch:GetMetricData ?'],
  ['logs', 'CreateLogGroup', { logGroupName: '/aws/lambda/nightly' }, 'logs:CreateLogGroup arn:aws:logs:R:A:log-group:/aws/lambda/nightly*'],
  ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/nightly' }, 'logs:DeleteLogGroup arn:aws:logs:R:A:log-group:/aws/lambda/nightly*'],
  ['logs', 'FilterLogEvents', { logGroupName: 'app' }, 'logs:FilterLogEvents arn:aws:logs:R:A:log-group:app*'],
  // list_cloudformation, list_cloudtrail, list_config
  ['cloudformation', 'DeleteStack', { stackName: 'App' }, 'cloudformation:DeleteStack arn:aws:cloudformation:R:A:stack/App/*'],
  ['cloudformation', 'DescribeStacks', { stackName: 'App' }, 'cloudformation:DescribeStacks arn:aws:cloudformation:R:A:stack/App/*'],
  ['cloudtrail', 'StopLogging', { name: 'audit' }, 'cloudtrail:StopLogging arn:aws:cloudtrail:R:A:trail/audit'],
  ['cloudtrail', 'DeleteTrail', { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit' }, 'cloudtrail:DeleteTrail arn:aws:cloudtrail:R:A:trail/audit'],
  ['cloudtrail', 'LookupEvents', null, 'cloudtrail:LookupEvents ?'],
  ['config', 'StopConfigurationRecorder', null, 'config:StopConfigurationRecorder ?'],
  ['config', 'DescribeConfigRules', null, 'config:DescribeConfigRules ?'],
  // list_ecr, list_ecs, list_eks
  ['ecr', 'DeleteRepository', { repositoryName: 'app' }, 'ecr:DeleteRepository arn:aws:ecr:R:A:repository/app'],
  ['ecr', 'DescribeImages', { repositoryName: 'app' }, 'ecr:DescribeImages arn:aws:ecr:R:A:repository/app'],
  ['ecr', 'GetAuthorizationToken', null, 'ecr:GetAuthorizationToken ?'],
  ['ecs', 'DeleteCluster', { cluster: 'prod' }, 'ecs:DeleteCluster arn:aws:ecs:R:A:cluster/prod'],
  ['ecs', 'ListClusters', null, 'ecs:ListClusters ?'],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: 'web' }, 'ecs:DescribeTaskDefinition ?'],
  ['eks', 'DescribeCluster', { name: 'prod' }, 'eks:DescribeCluster arn:aws:eks:R:A:cluster/prod'],
  ['eks', 'DeleteCluster', { name: 'prod' }, 'eks:DeleteCluster arn:aws:eks:R:A:cluster/prod'],
  ['eks', 'ListClusters', null, 'eks:ListClusters ?'],
  // list_rds, list_elasticache, list_redshift
  ['rds', 'DeleteDBInstance', { dBInstanceIdentifier: 'orders', skipFinalSnapshot: true }, 'rds:DeleteDBInstance arn:aws:rds:R:A:db:orders'],
  ['rds', 'StopDBCluster', { dBClusterIdentifier: 'orders' }, 'rds:StopDBCluster arn:aws:rds:R:A:cluster:orders'],
  ['rds', 'DescribeDBInstances', { dBInstanceIdentifier: 'orders' }, 'rds:DescribeDBInstances arn:aws:rds:R:A:db:orders'],
  ['elasticache', 'RebootCacheCluster', { cacheClusterId: 'hot' }, 'elasticache:RebootCacheCluster arn:aws:elasticache:R:A:cluster:hot'],
  ['redshift', 'PauseCluster', { clusterIdentifier: 'dwh' }, 'redshift:PauseCluster arn:aws:redshift:R:A:cluster:dwh'],
  // list_kinesis, list_firehose, list_athena, list_glue, list_elasticmapreduce
  ['kinesis', 'DeleteStream', { streamName: 'clicks' }, 'kinesis:DeleteStream arn:aws:kinesis:R:A:stream/clicks'],
  ['kinesis', 'ListStreams', null, 'kinesis:ListStreams ?'],
  ['firehose', 'DeleteDeliveryStream', { deliveryStreamName: 'clicks' }, 'firehose:DeleteDeliveryStream arn:aws:firehose:R:A:deliverystream/clicks'],
  ['athena', 'StartQueryExecution', { workGroup: 'primary', queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'athena:StartQueryExecution arn:aws:athena:R:A:workgroup/primary'],
  ['athena', 'ListWorkGroups', null, 'athena:ListWorkGroups ?'],
  ['glue', 'GetDatabases', null, 'glue:GetDatabases ?'],
  ['elasticmapreduce', 'TerminateJobFlows', { jobFlowIds: ['j-0A1B2C3D4E5F6'] }, 'elasticmapreduce:TerminateJobFlows arn:aws:elasticmapreduce:R:A:cluster/j-0A1B2C3D4E5F6'],
  ['elasticmapreduce', 'ListClusters', null, 'elasticmapreduce:ListClusters ?'],
  // list_states, list_events, list_codebuild, list_codepipeline
  ['states', 'StartExecution', { stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:nightly' }, 'states:StartExecution arn:aws:states:R:A:stateMachine:nightly'],
  ['states', 'DeleteStateMachine', { stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:nightly' }, 'states:DeleteStateMachine arn:aws:states:R:A:stateMachine:nightly'],
  ['events', 'DeleteRule', { name: 'nightly' }, 'events:DeleteRule arn:aws:events:R:A:rule/nightly'],
  ['events', 'DisableRule', { name: 'nightly', eventBusName: 'orders' }, 'events:DisableRule arn:aws:events:R:A:rule/orders/nightly'],
  ['codebuild', 'StartBuild', { projectName: 'app' }, 'codebuild:StartBuild arn:aws:codebuild:R:A:project/app'],
  ['codepipeline', 'ListPipelines', null, 'codepipeline:ListPipelines ?'],
  // list_route53, list_cloudfront, list_elasticloadbalancing, list_acm, list_autoscaling
  ['route53', 'ChangeResourceRecordSets', { hostedZoneId: 'Z0A1B2C3D4E5F6' }, 'route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z0A1B2C3D4E5F6'],
  ['route53', 'ListHostedZones', null, 'route53:ListHostedZones ?'],
  ['cloudfront', 'DeleteDistribution', { id: 'E0A1B2C3D4E5F6' }, 'cloudfront:DeleteDistribution arn:aws:cloudfront::A:distribution/E0A1B2C3D4E5F6'],
  ['elasticloadbalancing', 'DescribeTargetGroups', null, 'elasticloadbalancing:DescribeTargetGroups ?'],
  ['acm', 'DeleteCertificate', { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000003' }, 'acm:DeleteCertificate arn:aws:acm:R:A:certificate/0a1b2c3d-0000-4000-8000-000000000003'],
  ['autoscaling', 'SetDesiredCapacity', { autoScalingGroupName: 'web' }, 'autoscaling:SetDesiredCapacity arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/web'],
  // list_guardduty, list_securityhub, list_access-analyzer, list_organizations, list_account
  ['guardduty', 'ListDetectors', null, 'guardduty:ListDetectors ?'],
  ['securityhub', 'DisableSecurityHub', null, 'securityhub:DisableSecurityHub ?'],
  ['access-analyzer', 'DeleteAnalyzer', { analyzerName: 'a' }, 'access-analyzer:DeleteAnalyzer arn:aws:access-analyzer:R:A:analyzer/a'],
  ['organizations', 'LeaveOrganization', null, 'organizations:LeaveOrganization ?'],
  ['organizations', 'ListAccounts', null, 'organizations:ListAccounts ?'],
  // list_elasticfilesystem, list_backup, list_sagemaker, list_bedrock, list_cognito-idp
  ['elasticfilesystem', 'DeleteFileSystem', { fileSystemId: 'fs-0a1b2c3d4e5f60718' }, 'elasticfilesystem:DeleteFileSystem arn:aws:elasticfilesystem:R:A:file-system/fs-0a1b2c3d4e5f60718'],
  ['backup', 'DeleteBackupVault', { backupVaultName: 'daily' }, 'backup:DeleteBackupVault arn:aws:backup:R:A:backup-vault:daily'],
  ['sagemaker', 'StopNotebookInstance', { notebookInstanceName: 'lab' }, 'sagemaker:StopNotebookInstance arn:aws:sagemaker:R:A:notebook-instance/lab'],
  ['bedrock', 'ListFoundationModels', null, 'bedrock:ListFoundationModels ?'],
  ['cognito-idp', 'DeleteUserPool', { userPoolId: 'eu-west-1_abc' }, 'cognito-idp:DeleteUserPool arn:aws:cognito-idp:R:A:userpool/eu-west-1_abc'],
  // list_ses, list_budgets, list_ce, list_tag, list_support, list_health, list_es
  ['email', 'DeleteIdentity', { identity: 'example.com' }, 'ses:DeleteIdentity ?'],
  ['budgets', 'CreateBudget', { accountId: '111122223333' }, 'budgets:ModifyBudget ?'],
  ['ce', 'GetCostAndUsage', null, 'ce:GetCostAndUsage ?'],
  ['tagging', 'GetResources', null, 'tag:GetResources ?'],
  ['health', 'DescribeEvents', null, 'health:DescribeEvents ?'],
  ['es', 'DescribeDomain', { domainName: 'logs' }, 'es:DescribeDomain arn:aws:es:R:A:domain/logs'],
];

/** Events of other kinds, which are no calls or are about no permission. */
export const WITHOUT_REQUEST: ReadonlyArray<readonly [source: string, name: string, type: string, why: string]> = [
  ['signin', 'ConsoleLogin', 'AwsConsoleSignIn', 'NO_CALL'],
  ['signin', 'SwitchRole', 'AwsConsoleSignIn', 'NO_CALL'],
  ['kms', 'RotateKey', 'AwsServiceEvent', 'NO_CALL'],
  ['ecs', 'TaskStateChange', 'AwsServiceEvent', 'NO_CALL'],
  ['health', 'EventPublished', 'AwsServiceEvent', 'NO_CALL'],
  ['support', 'ViewCase', 'AwsConsoleAction', 'NO_CALL'],
  ['aws-mcp', 'CallReadOnlyTool', 'AwsMcpEvent', 'NO_PERMISSION'],
  ['sagemaker-unified-studio-mcp', 'CallPrivilegedTool', 'AwsMcpEvent', 'NO_PERMISSION'],
  ['new-mcp', 'CallTool', 'AwsMcpEvent', 'UNKNOWN_ACTION'],
];
