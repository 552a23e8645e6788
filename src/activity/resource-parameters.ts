/** What the parameters of a service name, and the last part of the ARN of it: `{}` is the value. */
interface NamedResources {
  /** Whether its ARNs have a Region and an account; by default they have both. */
  readonly lacks?: 'region' | 'both';
  readonly names: ReadonlyArray<readonly [parameter: string, resource: string]>;
}

/**
 * Parameters of requests that name a resource, by the prefix of the service, as CloudTrail writes them. A parameter that is an ARN needs no row. Where
 * the ARN has more than the request tells, such as a path, a wildcard stands for it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const NAMED_RESOURCES: { readonly [service: string]: NamedResources } = {
  'access-analyzer': { names: [['analyzerName', 'analyzer/{}']] },
  'athena': { names: [['workGroup', 'workgroup/{}']] },
  'autoscaling': { names: [['autoScalingGroupName', 'autoScalingGroup:*:autoScalingGroupName/{}']] },
  'backup': { names: [['backupVaultName', 'backup-vault:{}']] },
  'cloudformation': { names: [['stackName', 'stack/{}/*']] },
  'cloudfront': { lacks: 'region', names: [['id', 'distribution/{}'], ['distributionId', 'distribution/{}']] },
  'cloudtrail': { names: [['name', 'trail/{}'], ['trailName', 'trail/{}']] },
  'cloudwatch': { names: [['alarmName', 'alarm:{}'], ['alarmNames', 'alarm:{}']] },
  'codebuild': { names: [['projectName', 'project/{}']] },
  'cognito-idp': { names: [['userPoolId', 'userpool/{}']] },
  'dynamodb': { names: [['tableName', 'table/{}'], ['sourceTableName', 'table/{}'], ['targetTableName', 'table/{}']] },
  'ecr': { names: [['repositoryName', 'repository/{}']] },
  'ecs': { names: [['cluster', 'cluster/{}'], ['clusterName', 'cluster/{}']] },
  'eks': { names: [['name', 'cluster/{}'], ['clusterName', 'cluster/{}']] },
  'elasticache': { names: [['cacheClusterId', 'cluster:{}'], ['replicationGroupId', 'replicationgroup:{}']] },
  'elasticfilesystem': { names: [['fileSystemId', 'file-system/{}']] },
  'elasticmapreduce': { names: [['jobFlowId', 'cluster/{}'], ['jobFlowIds', 'cluster/{}'], ['clusterId', 'cluster/{}']] },
  'es': { names: [['domainName', 'domain/{}']] },
  'events': { names: [['name', 'rule/{}'], ['rule', 'rule/{}']] },
  'firehose': { names: [['deliveryStreamName', 'deliverystream/{}']] },
  'iam': {
    lacks: 'region',
    names: [
      ['roleName', 'role/*{}'], ['userName', 'user/*{}'], ['groupName', 'group/*{}'], ['policyName', 'policy/*{}'],
      ['instanceProfileName', 'instance-profile/*{}'],
    ],
  },
  'kinesis': { names: [['streamName', 'stream/{}']] },
  'kms': { names: [['keyId', 'key/{}'], ['targetKeyId', 'key/{}'], ['aliasName', '{}']] },
  'lambda': { names: [['functionName', 'function:{}']] },
  // Policies name a group with and without what follows its name.
  'logs': { names: [['logGroupName', 'log-group:{}*'], ['deliverySourceName', 'delivery-source:{}']] },
  'rds': { names: [['dBInstanceIdentifier', 'db:{}'], ['dBClusterIdentifier', 'cluster:{}'], ['dBSnapshotIdentifier', 'snapshot:{}']] },
  'redshift': { names: [['clusterIdentifier', 'cluster:{}']] },
  'route53': { lacks: 'both', names: [['hostedZoneId', 'hostedzone/{}'], ['id', 'hostedzone/{}']] },
  'sagemaker': { names: [['notebookInstanceName', 'notebook-instance/{}'], ['endpointName', 'endpoint/{}'], ['trainingJobName', 'training-job/{}']] },
  'secretsmanager': { names: [['secretId', 'secret:{}-??????'], ['name', 'secret:{}-??????']] },
  'ses': { names: [['identity', 'identity/{}'], ['emailIdentity', 'identity/{}']] },
  'sns': { names: [['name', '{}']] },
  'sqs': { names: [['queueName', '{}']] },
  'ssm': { names: [['name', 'parameter/{}'], ['names', 'parameter/{}']] },
};

/** What the ids of EC2 begin with, and what they are the ids of. Images and snapshots are of no account, as their ARNs have it. */
export const EC2_IDS: { readonly [prefix: string]: string } = {
  acl: 'network-acl',
  ami: 'image',
  cgw: 'customer-gateway',
  dopt: 'dhcp-options',
  eigw: 'egress-only-internet-gateway',
  eipalloc: 'elastic-ip',
  eni: 'network-interface',
  fl: 'vpc-flow-log',
  i: 'instance',
  igw: 'internet-gateway',
  lt: 'launch-template',
  nat: 'natgateway',
  pcx: 'vpc-peering-connection',
  rtb: 'route-table',
  sg: 'security-group',
  snap: 'snapshot',
  subnet: 'subnet',
  tgw: 'transit-gateway',
  vgw: 'vpn-gateway',
  vol: 'volume',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
};

/**
 * Services whose actions, where AWS lists several types of resources for one, are about one of them at a time: an object of a bucket, or of an access
 * point. Of other services one action may need all of them, of which an event tells some.
 */
const ONE_AT_A_TIME: readonly string[] = ['dynamodb', 'ecr', 'events', 'iam', 'lambda', 's3', 'secretsmanager', 'signin', 'sns', 'sqs', 'sts'];

/** Of those services the actions that need several, and whose requests don't name all by their ARNs. */
const SEVERAL_AT_A_TIME: readonly string[] = ['events:CreateApiDestination', 'events:CreateArchive', 'events:StartReplay'];

/** Whether an action of several types of resources is about all that it needs if it is about one. */
export function isOneAtATime(action: string): boolean {
  return ONE_AT_A_TIME.includes(action.split(':')[0]) && !SEVERAL_AT_A_TIME.includes(action);
}
