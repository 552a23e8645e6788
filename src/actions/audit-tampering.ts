import { AccessLevel } from './access-level';
import { Criterion, verbOf } from './criterion';

/** Services that record, watch, or judge what happens in an account. */
const AUDIT_SERVICES = new Set([
  'access-analyzer', 'auditmanager', 'cloudtrail', 'config', 'detective', 'guardduty', 'inspector2', 'macie2', 'observabilityadmin', 'securityhub',
  'securitylake',
]);
/** Stops, deletes or narrows: also an update or a filter can. */
const VERBS = new Set([
  'Archive', 'Create', 'Decline', 'Delete', 'Deregister', 'Disable', 'Disassociate', 'Put', 'Remove', 'Stop', 'Update',
]);
/** Of what is created, only what hides findings. */
const CREATED = /^Create(ArchiveRule|AutomationRule|AutomationRuleV2|Filter|FindingsFilter|IPSet|AllowList|SuppressionRule|TrustedEntitySet)$/;
/** What such services have that records nothing. */
const NO_RECORD = /(Dashboard|Label|Query|Report|Comment|AssessmentFramework|ConfigurationPolicyAssociation|Evaluations|ResourceConfig|(Create|Update|Delete)Insight$)/;

/** Stops, deletes or narrows a trail, a recorder, a detector, a log, an alarm, an analyzer, or the policies that guard an organization. */
export const AUDIT_TAMPERING: Criterion = {
  rule: (name, level, service) => AUDIT_SERVICES.has(service)
    && (level === AccessLevel.WRITE || level === AccessLevel.PERMISSIONS_MANAGEMENT)
    && VERBS.has(verbOf(name)) && (!name.startsWith('Create') || CREATED.test(name)) && !NO_RECORD.test(name),
  also: {
    'bedrock': 'DeleteModelInvocationLoggingConfiguration PutModelInvocationLoggingConfiguration',
    'cloudwatch': 'DeleteAlarms DeleteMetricStream DisableAlarmActions PutAlarmMuteRule SetAlarmState StopMetricStreams',
    'controltower': 'DisableBaseline DisableControl',
    'ds': 'DeleteLogSubscription',
    'ec2': 'DeleteFlowLogs',
    'elasticloadbalancing': 'ModifyLoadBalancerAttributes', // Access logs.
    'events': 'DeleteRule DisableRule RemoveTargets',
    'fms': 'DeletePolicy',
    'iam': 'DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary PutUserPermissionsBoundary',
    'logs': 'DeleteDataProtectionPolicy DeleteDelivery DeleteDeliverySource DeleteDestination DeleteLogAnomalyDetector DeleteLogDelivery DeleteLogGroup DeleteLogStream DeleteMetricFilter '
      + 'DeleteSubscriptionFilter DisassociateKmsKey PutDataProtectionPolicy PutRetentionPolicy',
    'network-firewall': 'UpdateLoggingConfiguration',
    'organizations': 'DeletePolicy DeleteResourcePolicy DetachPolicy DisableAWSServiceAccess DisablePolicyType UpdatePolicy',
    'redshift': 'DisableLogging',
    'route53': 'DeleteQueryLoggingConfig',
    'route53resolver': 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    's3': 'PutBucketLogging PutEncryptionConfiguration',
    'securityhub': 'StartConfigurationPolicyDisassociation',
    'vpc-lattice': 'DeleteAccessLogSubscription',
    'waf': 'DeleteLoggingConfiguration',
    'waf-regional': 'DeleteLoggingConfiguration',
    'wafv2': 'DeleteLoggingConfiguration PutLoggingConfiguration',
  },
};
