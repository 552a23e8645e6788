/**
 * The names of events that delete or end something, or let it expire, whatever the service: by their verbs, as `ActionSet.destructive()` knows
 * them. What only some parameters make destructive, such as `UpdateTable`, is not here: it is mostly something else.
 */
export const DESTRUCTIVE_EVENTS: readonly string[] = [
  ...[
    'AdminDelete', 'AdminDisable', 'AdminRemove', 'AdminReset', 'BatchDelete', 'BatchDisable', 'Bypass', 'Deactivate', 'Decommission', 'Delete', 'Deprovision', 'Deregister',
    'Destroy', 'Detach', 'Disable', 'Disconnect', 'Drop', 'Empty', 'Evict', 'Expire', 'Flush', 'Purge', 'Rebuild', 'Release', 'Remove', 'Reset', 'Retire',
    'RevokeSecurityGroup', 'ScheduleKeyDeletion', 'Shutdown', 'StartBatchDelete', 'StopCluster', 'StopDB', 'StopInstance', 'StopGraph', 'StopRelationalDatabase', 'StopReplication', 'StopServer', 'StopWorkspaces', 'Suspend',
    'Terminate', 'Wipe', 'PutBucketLifecycle', 'PutLifecycle',
  ].map((verb) => `${verb}*`),
  'BacktrackDBCluster', 'CloseAccount', 'DecreaseStreamRetentionPeriod', 'DisassociateAddress', 'DisassociateRouteTable', 'DisassociateWebACL',
  'LeaveOrganization', 'PutBackupPolicy', 'PutBucketVersioning', 'PutRetentionPolicy', 'TransferDomainToAnotherAwsAccount', 'UpdateDomainNameservers',
];
