import { AccessLevel } from './access-level';
import { Criterion, verbOf } from './criterion';

/** Whatever they are done to, it is gone or out of service. */
const ENDS = new Set([
  'Decommission', 'Delete', 'Deprovision', 'Destroy', 'Disable', 'Drop', 'Empty', 'Evict', 'Expire', 'Flush', 'Purge', 'Shutdown', 'Terminate', 'Wipe',
]);
/** These matter where there are data or traffic. */
const TAKES_OUT = new Set(['Deactivate', 'Deregister', 'Detach', 'Release', 'Remove', 'Reset', 'Retire', 'Stop', 'Suspend']);
/** Services that hold data or serve traffic. */
export const HOLDS_STATE: ReadonlySet<string> = new Set([
  'acm', 'acm-pca', 'autoscaling', 'backup', 'cassandra', 'cloudfront', 'cognito-idp', 'dax', 'docdb-elastic', 'ds', 'dsql', 'dynamodb', 'ec2', 'ecr', 'ecs',
  'eks', 'elasticache', 'elasticfilesystem', 'elasticloadbalancing', 'elasticmapreduce', 'es', 'fsx', 'glacier', 'iam', 'kafka', 'kinesis', 'kms', 'lambda',
  'lightsail', 'memorydb', 'mq', 'neptune-db', 'neptune-graph', 'network-firewall', 'opensearch', 'organizations', 'qldb', 'rds', 'redshift',
  'redshift-serverless', 'route53', 's3', 's3tables', 'secretsmanager', 'servicediscovery', 'shield', 'sqs', 'sso', 'storagegateway', 'timestream', 'transfer',
  'wafv2', 'workspaces',
]);
/** Work that is done once: stopping it loses the work, not what it works on. */
const ONCE = /(Command|Execution|Export|Import|Job|Query|Run|Session|Task|Test)s?$/;

/** Deletes, terminates, purges or disables something, lets it expire, or takes it out of service where there are data or traffic. */
export const DESTRUCTIVE: Criterion = {
  rule: (name, level, service) => (level === AccessLevel.WRITE || level === AccessLevel.PERMISSIONS_MANAGEMENT)
    && (ENDS.has(verbOf(name)) || /^(Schedule|Start)\w*Deletion$|^Bypass|(Deletion|Termination)Protection$/.test(name)
      || (HOLDS_STATE.has(service) && TAKES_OUT.has(verbOf(name)) && !ONCE.test(name))),
  also: {
    account: 'CloseAccount',
    aoss: 'CreateLifecyclePolicy UpdateLifecyclePolicy', // Documents expire.
    apigateway: 'DELETE',
    backup: 'DisassociateRecoveryPoint UpdateBackupPlan UpdateRecoveryPointLifecycle', // A recovery point that is let go, expires, or is never made.
    dlm: 'UpdateLifecyclePolicy', // Snapshots are deleted.
    dynamodb: 'BatchWriteItem PartiQLDelete UpdateContinuousBackups UpdateTimeToLive', // Items are deleted, or expire, or can't be had back.
    discovery: 'StartBatchDeleteConfigurationTask',
    ec2: 'DisassociateAddress DisassociateRouteTable RevokeSecurityGroup*', // What was reachable is no longer.
    ecr: 'PutLifecyclePolicy', // Images expire.
    elasticache: 'ModifyReplicationGroup', // No more snapshots.
    elasticfilesystem: 'PutBackupPolicy', // No more backups.
    es: 'ESHttpDelete',
    fsx: 'UpdateFileSystem UpdateVolume', // The same.
    healthlake: 'StartFHIRBulkDeleteJob',
    imagebuilder: 'CreateLifecyclePolicy UpdateLifecyclePolicy', // Images are deleted.
    kinesis: 'DecreaseStreamRetentionPeriod', // Records expire.
    kinesisvideo: 'UpdateDataRetention',
    kms: 'DisconnectCustomKeyStore', // Its keys can't be used.
    logs: 'PutRetentionPolicy', // Logs expire.
    memorydb: 'UpdateCluster', // No more snapshots.
    organizations: 'CloseAccount LeaveOrganization',
    rbin: 'UpdateRule', // What is deleted is gone sooner.
    rds: 'BacktrackDBCluster ModifyDBCluster ModifyDBInstance', // What was written since is gone; no more backups.
    redshift: 'ModifyCluster ModifyClusterSnapshot', // Snapshots expire.
    route53: 'ChangeResourceRecordSets', // Deletes records as well.
    route53domains: 'TransferDomainToAnotherAwsAccount UpdateDomainNameservers', // Names lead elsewhere.
    s3: 'PutBucketVersioning PutLifecycleConfiguration', // Objects expire, or are no longer kept.
    s3express: 'PutLifecycleConfiguration',
    s3tables: 'PutTableMaintenanceConfiguration PutTableRecordExpirationConfiguration', // Snapshots, or records, expire.
    sqs: 'SetQueueAttributes', // Messages expire.
    timestream: 'UpdateTable', // Records expire.
    wafv2: 'DisassociateWebACL', // What it protected is no longer.
    workspaces: 'RebuildWorkspaces RestoreWorkspace', // Volumes are replaced.
  },
};
