import type { PolicyDocument } from './policy-documents';

/** What iam-policy-validator says of a policy. */
export interface Finding {
  readonly severity: string;
  readonly check_id: string;
  readonly issue_type: string;
  readonly statement_index: number;
  readonly statement_sid: string | null;
  readonly message: string;
}

/** A finding that is expected: in which policies, in which statement of theirs, of which check, in which words, and why. */
export interface ExpectedFinding {
  readonly policies: RegExp;
  /** Nothing for statements without a Sid, and for what is about the policy as a whole. */
  readonly sid: RegExp | undefined;
  readonly check: string;
  readonly message: RegExp;
  readonly reason: string;
}

/** Wherever the library puts its statement. */
const ANYWHERE = /./;

/** Whatever else is found is an error, of any severity; and so is one of these that is not found any more. */
export const EXPECTED_FINDINGS: ExpectedFinding[] = [
  // What the library allows.
  ...expected('the most that others may allow: a boundary and a session policy allow nothing by themselves', {
    policies: /(: Boundary\w+\/PolicyDocument|mcp-permissions-boundary-golden.*: Golden\/PolicyDocument|\.session-policy\.json)$/,
    sid: /^MaximumPermissions$/,
    checks: {
      action_condition_enforcement: /`(s3:(\*|GetObject)|iam:PassRole)`/,
      wildcard_resource: /specific resources: `(cloudformation|ecs-mcp|s3):/,
      service_wildcard: /^Service wildcard '(cloudformation|dynamodb|ec2|lambda|s3|eks|ecs|eks-mcp|ecs-mcp):\*'/,
      sensitive_action: /^Sensitive actions /,
      not_action_not_resource: /^Statement uses `NotAction` with `Allow`.* except: `organizations:\*`/,
    },
  }),
  ...expected('the most that others may allow: a boundary allows nothing by itself', {
    policies: /Agents.*: Boundary\w+\/PolicyDocument$/,
    sid: undefined,
    checks: { sensitive_action: /^Policy grants `+lambda:\w+`, `lambda:\w+`+ across statements(?!.* in Statement '(?!MaximumPermissions'))/ },
  }),
  ...expected('the default policy of a VPC endpoint, which goes on to allow what is not denied', {
    policies: /(PlacesResources.*: (Interface|Gateway)\w+|vpc-endpoint-mcp-guardrails.*: Golden)\/PolicyDocument$/,
    sid: /^AllowEverything$/,
    checks: { full_wildcard: /^Statement allows all actions on all resources/, principal_validation: /^`Principal`s ``\*``/ },
  }),
  ...expected('the policy of a VPC endpoint to an MCP server: each Allow is limited to an account or an organization', {
    policies: /PlacesResources.*: Mcp\w+\/PolicyDocument$/, sid: /^AllowMcpAccess/, checks: { principal_validation: /^`Principal`s ``\*``/ },
  }),
  ...expected('the default policy of a topic, as SNS makes it', {
    policies: /(PlacesResources.*: TopicPolicy\w+|resource-guardrails-topic.*: Golden)\/PolicyDocument$/,
    sid: /^DefaultForOwner$/,
    checks: { condition_key_validation: /`AWS:SourceOwner`/, principal_validation: /^`Principal`s ``\*``/ },
  }),

  // What the apps and the tests allow.
  ...expected('the account, or the service, that a trust policy names may assume the role', {
    policies: /\/AssumeRolePolicyDocument$/,
    sid: undefined,
    checks: { sensitive_action: /^Sensitive action 'sts:AssumeRole' / },
  }),
  ...expected('the default policy of a key, as the CDK makes it: the account decides', {
    policies: /(: Key\w+|resource-guardrails-key.*: Golden)\/KeyPolicy$/,
    sid: undefined,
    checks: { wildcard_resource: /specific resources: `kms:\*`/, service_wildcard: /^Service wildcard 'kms:\*'/, sensitive_action: /^Sensitive actions ('kms:\w+'(, )?)+ / },
  }),
  ...expected('CloudTrail writes to the one bucket whose policy it is: the trail is named by aws:SourceArn', {
    policies: /: TrailBucketPolicy\w+\/PolicyDocument$/, sid: /^LetCloudTrailWrite$/, checks: { action_condition_enforcement: /^Actions `s3:PutObject` require/ },
  }),
  ...expected('the policy of a key is about that key; CloudWatch Logs tells the log group in the encryption context, as AWS advises, and no aws:SourceArn', {
    policies: /: (Trail)?Key\w+\/KeyPolicy$/,
    sid: /^Let(CloudTrail|Logs)UseKey$/,
    checks: {
      wildcard_resource: /specific resources: `kms:Decrypt/,
      condition_key_validation: /`kms:EncryptionContext:aws:logs:arn`/,
      trust_policy_validation: /`logs\.eu-west-1\.amazonaws\.com`/,
    },
  }),
  ...expected('the default policy of a key, as the CDK makes it: the account decides', {
    policies: /: TrailKey\w+\/KeyPolicy$/,
    sid: undefined,
    checks: { wildcard_resource: /specific resources: `kms:\*`/, service_wildcard: /^Service wildcard 'kms:\*'/, sensitive_action: /^Sensitive actions ('kms:\w+'(, )?)+ / },
  }),
  ...expected('a role of the CDK for one trail or one rule, which only the service assumes', {
    policies: /: (TrailLogsRole|Rules\w+EventsRole)\w+\/AssumeRolePolicyDocument$/,
    sid: undefined,
    checks: { trust_policy_validation: /`(cloudtrail|events)\.amazonaws\.com`/ },
  }),
  ...expected('what the CDK gives a rule of EventBridge: it may publish to the one topic', {
    policies: /: AlarmsPolicy\w+\/PolicyDocument$/, sid: /^\d$/, checks: { trust_policy_validation: /`events\.amazonaws\.com`/ },
  }),
  ...expected('who runs the saved queries reads the log group; metrics and results of queries have no resource', {
    policies: /PlacesMonitor.*: AuditorDefaultPolicy\w+\/PolicyDocument$/,
    sid: undefined,
    checks: { wildcard_resource: /specific resources: `cloudwatch:GetMetricData`/, sensitive_action: /^Sensitive action 'logs:Get(QueryResults|LogEvents)'/ },
  }),
  ...expected('CloudWatch Logs runs scheduled queries: AWS names no key for the trust policies of their two roles, and results of queries have no resource', {
    policies: /: (Agents|Monitor)Reports(Reader|Writer)\w+\/(AssumeRolePolicyDocument|PolicyDocument)$/,
    sid: undefined,
    checks: {
      trust_policy_validation: /`logs\.amazonaws\.com`/,
      wildcard_resource: /specific resources: `logs:GetQueryResults`/,
      sensitive_action: /^Sensitive action 'logs:GetQueryResults' /,
      action_condition_enforcement: /^Actions `s3:PutObject` require/,
    },
  }),
  ...expected('the profile of a troubleshooter, who looks at whatever there is', {
    policies: /typescript\/Agents.*: ((Laptop|ServerSession)\w+\/Policies\/0|Looking\w+)\/PolicyDocument$/,
    sid: /^Troubleshoot$/,
    checks: {
      wildcard_resource: /^Statement applies to all resources/,
      sensitive_action: /^Sensitive actions ('(cloudformation:GetTemplate|logs:Get(QueryResults|LogEvents))'(, )?)+ /,
    },
  }),
  ...expected('what an agent\'s runtime needs by itself; the guardrails beside it deny the rest', {
    policies: /(PlacesPrincipals.*: (Server|AgentCore)|typescript\/Agents.*: (Server|Runtime)Role)\w+\/Policies\/[01]\/PolicyDocument$/,
    sid: /^(OwnNeeds|AssumeAgentRoles|DenyOutsideMcp)$/,
    checks: {
      wildcard_resource: /^Statement applies to all resources/,
      sensitive_action: /^Sensitive actions? '(ecr:Get(AuthorizationToken|DownloadUrlForLayer)|sts:AssumeRole)'/,
      not_action_not_resource: /with `Deny`/,
    },
  }),
  ...expected('the tag itself is required beside the keys, so that a request without tags is not allowed', {
    policies: /(PlacesPrincipals.*: Laptop|typescript\/Agents.*: (Laptop|ServerSession))\w+\/AssumeRolePolicyDocument$/,
    sid: /^PassTheMark$/,
    checks: { set_operator_validation: /`aws:TagKeys`/ },
  }),
  ...expected('only requests that name the tag are denied; untagging has no value, so that it is another than the mark\'s', {
    policies: /(PlacesOrganization.*: Agents\w+\/Content|typescript\/Agents.*: Looking\w+\/PolicyDocument)$/,
    sid: /^(ProtectAgentMark|(DenyDestructive|AllowOnly)ByAgents)\d?$/,
    checks: {
      set_operator_validation: /^Unpredictable behavior: `ForAnyValue` with `Deny` effect on `aws:TagKeys` /,
      condition_key_validation: /`aws:RequestTag\/PrincipalType` is not supported by action/,
    },
  }),
  ...expected('a grant of the CDK on one bucket, for the guardrails to deny over it', {
    policies: /(typescript\/Workload.*: (Agent|Developer)|PlacesPrincipals.*: (Agent|Role))DefaultPolicy\w+\/PolicyDocument$/,
    sid: undefined,
    checks: { action_condition_enforcement: /^Actions (`s3:(GetObject\*|PutObject)`(, )?)+ require/, sensitive_action: /^Sensitive action 's3:DeleteObject' / },
  }),
  ...expected('a grant of the CDK on one table, for the guardrails to deny over it; it names actions of streams, which the table has not', {
    policies: /typescript\/Workload.*: (Agent|Developer)DefaultPolicy\w+\/PolicyDocument$/,
    sid: undefined,
    checks: { sensitive_action: /^Sensitive actions ('dynamodb:\w+'(, )?)+ /, action_resource_matching: /`dynamodb:Get(Records|ShardIterator)`/ },
  }),
  ...expected('the reads of an inspector, on whatever there is', {
    policies: /Agents.*: InspectorDefaultPolicy\w+\/PolicyDocument$/,
    sid: /^Inspect$/,
    checks: { wildcard_resource: /specific resources: `cloudformation:Describe/ },
  }),
  ...expected('one statement of a team, beside the guardrails', {
    policies: /(PlacesOrganization.*: Developers\w+|mcp-permission-set-golden.*: \w+)\/InlinePolicy$/,
    sid: /^ReadData$/,
    checks: { action_condition_enforcement: /^Actions `s3:GetObject` require/ },
  }),
  ...expected('what the test allows, for the guardrails to deny over it', {
    policies: /mcp-scoped-role.*: (Agent255F68E9\/Policies\/0|AgentDefaultPolicy\w+)\/PolicyDocument$/,
    sid: undefined,
    checks: {
      action_condition_enforcement: /^Actions `s3:\*` require/,
      wildcard_resource: /specific resources: `(s3|sqs):\*`/,
      service_wildcard: /^Service wildcard '(s3|sqs):\*'/,
      sensitive_action: /^Sensitive actions '(s3|sqs):/,
    },
  }),
  ...expected('an experiment: of the conditions of a question, one matches; the encryption context of AWS KMS has keys of any name', {
    policies: /probe\/McpProbe.*: RoleQuestions\w+\/PolicyDocument$/,
    sid: /^(PresignedUrl|HopS3Kms)/,
    checks: { action_condition_enforcement: /^Actions `s3:GetObject` require/, condition_key_validation: /`kms:EncryptionContext:aws:s3:arn`/ },
  }),
  ...expected('an experiment: its own objects and its own second role, and a parameter that does not exist', {
    policies: /probe\/McpProbe.*: RoleDefaultPolicy\w+\/PolicyDocument$/,
    sid: /^(FirstHop|Control|Assume)$/,
    checks: {
      action_condition_enforcement: /^Actions `s3:GetObject`, `s3:PutObject` require/,
      sensitive_action: /^Sensitive action '(ssm:GetParameter|s3:DeleteObject|sts:AssumeRole)' /,
    },
  }),

  // What the library denies.
  ...expected('BoolIfExists is right whether the key is there or not, and stands in one block with keys that need it', {
    policies: ANYWHERE, sid: /^DenyOutsideMcp2?$/, checks: { ifexists_condition_usage: /`aws:ViaAWSService`/ },
  }),
  ...expected('everything but these actions is what is to be denied', {
    policies: ANYWHERE,
    sid: /^DenyOutsideMcp$/,
    checks: { not_action_not_resource: /with `Deny`.* except: `signin:AuthorizeOAuth2Access`, `signin:CreateOAuth2Token`/ },
  }),
  ...expected('everything but the reads, or but what is listed, is what is to be denied', {
    policies: ANYWHERE, sid: /^(Read|Allow)Only(ViaMcp|ByAgents)$/, checks: { not_action_not_resource: /with `Deny`/ },
  }),
  ...expected('the test lists an action of a service that nobody knows', {
    policies: /guardrails-allow-only-via-mcp/, sid: /^AllowOnlyViaMcp$/, checks: { action_validation: /Service `newservice` not found/ },
  }),
  ...expected('a statement of a team\'s own', {
    policies: /guardrails-team-statements/, sid: /^Other$/, checks: { not_action_not_resource: /with `Deny`.* except: `s3:\*`/ },
  }),
  ...expected('a request without keys of tags sets no tag, and is not to be denied', {
    policies: /guardrails-(tag-integrity|unless-tagged)/, sid: /^(Mine2|DenyDestructiveViaMcp[34])$/, checks: { set_operator_validation: /^Unpredictable behavior: `ForAnyValue` with `Deny` effect on `aws:TagKeys` / },
  }),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  ...expected('the documentation of IAM compares this key as a string', {
    policies: /typescript-organization/, sid: /^RequireAgentBoundary$/, checks: { condition_type_mismatch: /`StringNotLike`.*`iam:PermissionsBoundary`/ },
  }),
  ...expected('a Deny of sts:* in a resource control policy is no trust policy', {
    policies: /PlacesOrganization.*: Data\w+\/Content$/, sid: /^DenyOutsideMcp$/, checks: { trust_policy_validation: /`sts:AssumeRoleWith/ },
  }),
  ...expected('a policy of a resource that only denies looks like a resource control policy', {
    policies: /\/ResourcePolicy(\/PolicyDocument)?$/,
    sid: /^DenyViaMcp$/,
    checks: { policy_type_validation: /^Policy matches the RESOURCE CONTROL POLICY shape/ },
  }),
];

/** One for each check. */
function expected(
  reason: string, where: { readonly policies: RegExp; readonly sid: RegExp | undefined; readonly checks: { readonly [check: string]: RegExp } },
): ExpectedFinding[] {
  const { policies, sid, checks } = where;
  return Object.entries(checks).map(([check, message]) => ({ policies, sid, check, message, reason }));
}

/** The expectation that the finding meets, if any does. */
export function expectationOf(finding: Finding, policy: PolicyDocument): ExpectedFinding | undefined {
  const statement = [policy.document.Statement].flat()[finding.statement_index];
  return EXPECTED_FINDINGS.find(({ policies, sid, check, message }) => check === finding.check_id && policies.test(policy.name)
    && (sid ? sid.test(statement?.Sid) : statement?.Sid === undefined) && message.test(finding.message.split('\n')[0]));
}
