/** The facts that were held against AWS's pages and were not so, all of them. The rows of `audit.test.ts` show each. */
export const FACTS = {
  // It said ALLOWED where AWS denies, or took what AWS refuses.
  'federated-user': 'what a federated user without a session policy may do',
  'federated-user-arn': 'the ARN of a federated user in aws:PrincipalArn',
  'root-task-session': 'what the session of AssumeRoot may do',
  'key-policy-without-resource': 'a statement without Resource in a key policy',
  'wildcard-in-segment': 'a * in the middle of a segment of an ARN',
  'ipv6-without-prefix': 'an IPv6 address without a prefix',
  'variable-in-arn': 'a policy variable before the resource part of an ARN',
  'session-policy-arn': 'an incomplete ARN in a session policy',
  'several-values': 'a key with several values and no set operator',
  'malformed-documents': 'an element that IAM does not know, and a Principal that is an ARN',
  // It found nothing where AWS refuses.
  'characters': 'characters over U+00FF in policies of IAM',
  'control-and-resource-syntax': 'Version, services, Sids and Resource of control, trust, bucket and key policies',
  'access-analyzer': 'what Access Analyzer and the grammar call errors',
  'queue-and-topic-limits': 'the limits of the policies of queues and topics',
  'session-policy-size': 'what counts with a session policy, and the managed policies of a group',
  'oauth-in-rcp': 'OAuth guardrails in RCPs with filters that Sign-In does not know',
  'two-policies': 'two resources that set the policy of one',
  'endpoint-types': 'VPC endpoints of types that have no policy',
  'replica-policies': 'the policy of a replica outside of the stack\'s Region',
  'sam-roles': 'the roles that AWS SAM makes',
  'endpoint-and-organization-policies': 'the policy of a VPC endpoint in the migration, and that of an organization',
  // It refused what AWS accepts.
  'managed-policies': 'how many managed policies roles, groups and permission sets may have',
  'boundary-arn': 'an incomplete ARN in a boundary',
  'bucket-policy-of-root': 'who can change the policy of a bucket',
  // It claimed protection that is not there.
  'via-service': 'kms:ViaService on the calls of an MCP server',
  'session-token': 'GetSessionToken, on which policies have no effect',
  'beyond-policies': 'what grants, ACLs and shares allow, and kms:RetireGrant',
  'rcp-reach': 'what an RCP reaches',
  'table-actions': 'the actions that the policy of a table can\'t hold',
  'service-linked-roles': 'service-linked roles that need a key or a table',
  'ecs-action': 'an action of the ECS server that there is not',
  'account-access': 'account access manager, by which people get in too',
  // Actions that no set had.
  'set-privilege-escalation': 'actions of privilege escalation',
  'set-delegation': 'actions of delegation',
  'set-secret-reads': 'reads of secrets',
  'set-audit-tampering': 'actions that tamper with the audit',
  'set-destructive': 'destructive actions',
  'set-spending': 'actions that spend money',
  // Types of resources whose policies were not known.
  'resource-types': 'types of resources with a policy',
  'resource-mixins': 'types of resources without a mixin',
} as const;

export type FactId = keyof typeof FACTS;
