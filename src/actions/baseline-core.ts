import { ActionSet } from './action-set';
import type { Listed } from './listed';
import { listed } from './listed';

/**
 * What stops, narrows or hides a record: trails, recorders, detectors, logs, alarms, and the rules that tell somebody.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const RECORDS: Listed = {
  'access-analyzer': 'CreateArchiveRule DeleteAnalyzer UpdateAnalyzer UpdateArchiveRule',
  'cloudtrail': 'Delete* Deregister* Disable* PutEventConfiguration PutEventSelectors PutInsightSelectors Stop* Update*',
  'cloudwatch': 'DeleteAlarms DisableAlarmActions',
  'config': 'Delete* PutConfigurationRecorder PutDeliveryChannel PutRetentionConfiguration PutServiceLinked* StopConfigurationRecorder',
  'detective': 'Delete* Disassociate*',
  'ec2': 'DeleteFlowLogs',
  'events': 'DeleteRule DisableRule RemoveTargets',
  'guardduty': 'ArchiveFindings CreateFilter CreateIPSet CreateTrustedEntitySet Delete* Disable* Disassociate* StopMonitoringMembers UpdateDetector UpdateFilter '
    + 'UpdateMalwareScanSettings UpdateMemberDetectors UpdateOrganizationConfiguration',
  'inspector2': 'CreateFilter Delete* Disable* Disassociate* UpdateFilter UpdateOrganizationConfiguration',
  'logs': 'DeleteDestination DeleteLogGroup DeleteLogStream DeleteSubscriptionFilter',
  'macie2': 'CreateFindingsFilter Delete* Disable* Disassociate* UpdateFindingsFilter UpdateMacieSession UpdateOrganizationConfiguration',
  's3': 'PutBucketLogging',
  'securityhub': 'BatchDisableStandards CreateAutomation* Delete* Disable* Disassociate* UpdateOrganizationConfiguration UpdateSecurityHubConfiguration UpdateStandardsControl',
  'securitylake': 'Delete* Deregister* Update*',
};
/** Services that say who is in the organization, who gets in, and what may be had back: no agent changes one of them. */
const GOVERN = [
  'account', 'account-access', 'controltower', 'fms', 'identity-sync', 'identitystore', 'mpa', 'organizations', 'rbin', 'rolesanywhere',
  'signin', 'sso', 'sso-directory',
];
/** Long-lived credentials, and ways in that stay open. */
const WAYS_IN: Listed = {
  'cognito-idp': 'AdminSetUserPassword',
  'ec2': 'DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess ModifyImageAttribute ModifySnapshotAttribute',
  'eks': 'AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry UpdateAccessEntry',
  'iam': 'AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddUserToGroup AttachGroupPolicy AttachUserPolicy CreateAccessKey CreateLoginProfile CreateOpenIDConnectProvider '
    + 'CreateSAMLProvider CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice DeactivateMFADevice DeleteAccountPasswordPolicy '
    + 'DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary DeleteVirtualMFADevice EnableMFADevice PutGroupPolicy PutUserPermissionsBoundary PutUserPolicy '
    + 'ResetServiceSpecificCredential SendDelegationToken UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateLoginProfile '
    + 'UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider UploadSSHPublicKey UploadSigningCertificate',
  'lightsail': 'CreateBucketAccessKey',
  'rds': 'ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute', // A copy of all data for another account.
  's3': 'PutAccountPublicAccessBlock',
  'sts': 'GetFederationToken',
  'transfer': 'ImportSshPublicKey',
};
/** Whole data stores, their backups, and the keys without which nobody reads them. */
const STORES: Listed = {
  'acm-pca': 'DeleteCertificateAuthority',
  'aoss': 'DeleteCollection',
  'backup': 'Delete* DisassociateRecoveryPoint UpdateRecoveryPointLifecycle',
  'cassandra': 'Drop*',
  'cloudhsm': 'DeleteBackup DeleteCluster DeleteHsm',
  'codecommit': 'DeleteRepository',
  'cognito-idp': 'DeleteUserPool',
  'dax': 'DeleteCluster',
  'docdb-elastic': 'DeleteCluster DeleteClusterSnapshot',
  'drs': 'DeleteRecoveryInstance DeleteSourceServer',
  'ds': 'DeleteDirectory DeleteSnapshot',
  'dsql': 'DeleteCluster',
  'dynamodb': 'DeleteBackup DeleteTable DeleteTableReplica UpdateContinuousBackups',
  'ec2': 'DeleteSnapshot DeleteVolume DeregisterImage',
  'ecr': 'DeleteRepository',
  'elasticache': 'DeleteCacheCluster DeleteGlobalReplicationGroup DeleteReplicationGroup DeleteServerlessCache DeleteServerlessCacheSnapshot DeleteSnapshot',
  'elasticfilesystem': 'DeleteFileSystem DeleteReplicationConfiguration',
  'es': 'DeleteDomain DeleteElasticsearchDomain',
  'fsx': 'DeleteBackup DeleteFileCache DeleteFileSystem DeleteSnapshot DeleteStorageVirtualMachine DeleteVolume',
  'glacier': 'DeleteArchive DeleteVault DeleteVaultAccessPolicy AbortVaultLock',
  'healthlake': 'DeleteFHIRDatastore',
  'kafka': 'DeleteCluster DeleteTopic',
  'kinesis': 'DecreaseStreamRetentionPeriod DeleteStream',
  'kms': 'DeleteCustomKeyStore DeleteImportedKeyMaterial DisableKey DisconnectCustomKeyStore PutKeyPolicy ScheduleKeyDeletion',
  'lightsail': 'DeleteBucket DeleteDisk DeleteDiskSnapshot DeleteRelationalDatabase DeleteRelationalDatabaseSnapshot',
  'memorydb': 'DeleteCluster DeleteMultiRegionCluster DeleteSnapshot',
  'neptune-graph': 'DeleteGraph DeleteGraphSnapshot',
  'rds': 'DeleteDBCluster DeleteDBClusterAutomatedBackup DeleteDBClusterSnapshot DeleteDBInstance DeleteDBInstanceAutomatedBackup DeleteDBSnapshot DeleteGlobalCluster DeleteTenantDatabase',
  'redshift': 'BatchDeleteClusterSnapshots DeleteCluster DeleteClusterSnapshot',
  'redshift-serverless': 'DeleteNamespace DeleteSnapshot',
  'route53': 'DeleteHostedZone',
  'route53domains': 'DeleteDomain DisableDomainTransferLock TransferDomainToAnotherAwsAccount',
  's3': 'BypassGovernanceRetention DeleteBucket PutBucketObjectLockConfiguration PutLifecycleConfiguration PutObjectLegalHold PutObjectRetention',
  's3express': 'DeleteBucket PutLifecycleConfiguration',
  's3tables': 'DeleteNamespace DeleteTable DeleteTableBucket',
  's3vectors': 'DeleteIndex DeleteVectorBucket',
  'secretsmanager': 'DeleteSecret',
  'sqs': 'DeleteQueue PurgeQueue',
  'storagegateway': 'DeleteFileShare DeleteGateway DeleteSnapshotSchedule DeleteTape DeleteTapeArchive DeleteVolume',
  'timestream': 'DeleteDatabase DeleteTable',
  'workspaces': 'TerminateWorkspaces',
};

/** What an organization can deny to every agent on its first day: traces, the organization, keys, backups and data stores are kept, and no way in is opened. */
export function coreActions(): ActionSet {
  return ActionSet.auditTampering(...GOVERN).union(ActionSet.privilegeEscalation(...GOVERN)).union(ActionSet.destructive(...GOVERN))
    .union(listed(RECORDS, WAYS_IN, STORES));
}
