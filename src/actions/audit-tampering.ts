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
    'bedrock': 'DeleteEnforcedGuardrailConfiguration DeleteGuardrail DeleteModelInvocationLoggingConfiguration '
      + 'PutEnforcedGuardrailConfiguration PutModelInvocationLoggingConfiguration UpdateGuardrail',
    'cloudwatch': 'DeleteAlarms DeleteMetricStream DisableAlarmActions PutAlarmMuteRule PutMetricAlarm SetAlarmState StopMetricStreams',
    'controltower': 'DisableBaseline DisableControl',
    'ds': 'DeleteLogSubscription',
    'ec2': 'DeleteFlowLogs',
    'elasticloadbalancing': 'ModifyLoadBalancerAttributes', // Access logs.
    'eks': 'UpdateClusterConfig', // The logs of its control plane.
    'events': 'DeleteRule DisableRule RemoveTargets',
    'firehose': 'UpdateDestination',
    'fms': 'DeletePolicy',
    'iam': 'DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary PutUserPermissionsBoundary',
    'logs': 'AssociateKmsKey DeleteAccountPolicy DeleteDataProtectionPolicy DeleteDelivery DeleteDeliverySource DeleteDestination '
      + 'DeleteLogAnomalyDetector DeleteLogDelivery DeleteLogGroup DeleteLogStream DeleteMetricFilter DeleteSubscriptionFilter '
      + 'DisassociateKmsKey PutAccountPolicy PutDataProtectionPolicy PutRetentionPolicy',
    'network-firewall': 'UpdateLoggingConfiguration',
    'network-security-manager': 'DeleteDeployment DeletePolicy',
    'oam': 'DeleteLink DeleteSink',
    'organizations': 'DeletePolicy DeleteResourcePolicy DetachPolicy DisableAWSServiceAccess DisablePolicyType LeaveOrganization UpdatePolicy',
    'redshift': 'DisableLogging',
    'route53': 'DeleteQueryLoggingConfig',
    'route53resolver': 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    's3': 'PutBucketLogging PutEncryptionConfiguration PutLifecycleConfiguration',
    'securityhub': 'StartConfigurationPolicyDisassociation',
    'sns': 'Unsubscribe', // Who is told.
    'vpc-lattice': 'DeleteAccessLogSubscription',
    'waf': 'DeleteLoggingConfiguration',
    'waf-regional': 'DeleteLoggingConfiguration',
    'wafv2': 'DeleteLoggingConfiguration PutLoggingConfiguration',
  },
};
