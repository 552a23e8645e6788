import { McpActivitySignal, McpDenialKind } from '../../src';

/** An event, what it is, and what should see it. */
export interface LabeledEvent {
  readonly label: string;
  readonly event: any;
  readonly signals: McpActivitySignal[];
  readonly denial?: McpDenialKind;
}

const ACCOUNT = '111122223333';
const { CALLS, DENIALS, DESTRUCTIVE_CALLS, TOOL_CALLS, UNKNOWN_SERVER, OUTSIDE_MCP, GUARDRAIL_CHANGES, EXEMPT_USE } = McpActivitySignal;

let count = 0;

/** An event of CloudTrail, with every field that events of calls have. */
function call(service: string, eventName: string, others: object = {}): any {
  const id = String(++count).padStart(12, '0');
  return {
    eventVersion: '1.11',
    eventTime: new Date(Date.UTC(2026, 8, 28, 9, count)).toISOString().replace('.000', ''),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: ['iam', 'organizations'].includes(service) ? 'us-east-1' : 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.36.7',
    requestParameters: null,
    responseElements: null,
    requestID: `00000000-0000-4000-8000-${id}`,
    eventID: `11111111-0000-4000-8000-${id}`,
    readOnly: /^(Get|List|Describe|Head)/.test(eventName),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...others,
  };
}

function session(role: string, name = 'session-1'): object {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEID00000001:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.split('/').at(-1)}/${name}`,
    accountId: ACCOUNT,
    sessionContext: {
      attributes: { creationDate: '2026-09-28T09:00:00Z', mfaAuthenticated: 'false' },
      sessionIssuer: {
        type: 'Role', principalId: 'AROAEXAMPLEID00000001', arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role.split('/').at(-1),
      },
    },
  };
}

const AGENT = session('agents/ReportsAgent');
const DANA = session('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0a1b2c3d4e5f6071', 'dana@example.com');
const PIPELINE = session('Pipeline');
const BOT = { type: 'IAMUser', principalId: 'AIDAEXAMPLEID00000001', arn: `arn:aws:iam::${ACCOUNT}:user/build-bot`, accountId: ACCOUNT, userName: 'build-bot' };

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function signedIn(who: any): object {
  return { ...who, sessionContext: { ...who.sessionContext, signInSessionArn: SESSION } };
}

/** What is in all three fields of a call that came through a server, or another service. */
function through(who: object, service = 'aws-mcp.amazonaws.com'): object {
  return { userIdentity: { ...who, invokedBy: service }, sourceIPAddress: service, userAgent: service };
}

function denied(message: string, errorCode = 'AccessDenied'): object {
  return { errorCode, errorMessage: `User: arn:aws:sts::${ACCOUNT}:assumed-role/ReportsAgent/session-1 is not authorized to perform: ${message}` };
}

function tool(eventSource: string, eventName: string, name: string, downstream: object[] = [], others: object = {}): any {
  return {
    ...call('aws-mcp', eventName, {
      userIdentity: signedIn(DANA),
      userAgent: 'agent-client/1.0 (cli)',
      readOnly: false,
      eventType: 'AwsMcpEvent',
      requestParameters: {
        jsonrpc: '2.0', method: 'tools/call', id: 2, params: { name, _meta: '[HIDDEN_DUE_TO_SECURITY_REASONS]', arguments: '[HIDDEN_DUE_TO_SECURITY_REASONS]' },
      },
      additionalEventData: { downstreamRequests: downstream },
      ...others,
    }),
    eventSource,
  };
}

export const SESSION = `arn:aws:signin:eu-west-1:${ACCOUNT}:session/0a1b2c3d-0000-4000-8000-000000000001`;
export const REQUEST = '00000000-0000-4000-8000-00000000aa01';

const PERMISSION_SET = 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071';
/** As CloudFormation calls the policies of `McpPrincipalGuardrails`. */
const SHARED = `arn:aws:iam::${ACCOUNT}:policy/Agents-McpGuardrailsAgents-0A1B2C3D4E5F`;
const POLICY = 'arn:aws:organizations::444455556666:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d';

/**
 * What happened, in the shapes that events of real accounts have, and who should see it: with the AWS and EKS servers known, agents under `/agents/`,
 * the role `BreakGlass` exempt, the role `Inspector`, the policies under
 * `/agents/central/`, the bucket `payroll` and the log group `mcp-activity` part of the guardrails, and `Pipeline` their administrator.
 */
export const EVENTS: readonly LabeledEvent[] = [
  {
    label: 'a person signs in for an agent',
    event: call('signin', 'CreateOAuth2Token', {
      userIdentity: DANA, readOnly: true, requestParameters: { resource: 'https://aws-mcp.eu-west-1.api.aws/mcp' }, additionalEventData: { signInSessionArn: SESSION },
    }),
    signals: [],
  },
  { label: 'an agent signs in', event: call('signin', 'CreateOAuth2Token', { userIdentity: AGENT, readOnly: true }), signals: [] },
  {
    label: 'a tool is called',
    event: tool('aws-mcp.amazonaws.com', 'CallReadWriteTool', 'aws___run_script', [{ apiName: 's3:ListBuckets', requestId: REQUEST, awsRegion: 'eu-west-1' }]),
    signals: [TOOL_CALLS],
  },
  { label: 'a tool, by the older source', event: tool('aws-mcp.us-east-1.api.aws', 'CallTool', 'call_aws'), signals: [TOOL_CALLS] },
  { label: 'a tool, as a data event', event: tool('aws-mcp.amazonaws.com', 'CallReadOnlyTool', 'retrieve_skill', [], { eventCategory: 'Data' }), signals: [TOOL_CALLS] },
  {
    label: 'a tool of a server that is not known',
    event: tool('sagemaker-unified-studio-mcp.amazonaws.com', 'CallPrivilegedTool', 'run_job'),
    signals: [TOOL_CALLS, UNKNOWN_SERVER],
  },
  { label: 'a session with a server ends', event: tool('aws-mcp.amazonaws.com', 'DestroySession', '', [], { requestParameters: null }), signals: [] },
  {
    label: 'a read, through a server', event: call('s3', 'ListBuckets', { ...through(signedIn(DANA)), requestID: REQUEST }), signals: [CALLS],
  },
  { label: 'a read, through another server that is known', event: call('eks', 'DescribeCluster', through(AGENT, 'eks-mcp.amazonaws.com')), signals: [CALLS] },
  {
    label: 'a write, through a server that is not known',
    event: call('elasticmapreduce', 'AddJobFlowSteps', through(DANA, 'sagemaker-unified-studio-mcp.amazonaws.com')),
    signals: [CALLS, UNKNOWN_SERVER],
  },
  { label: 'a server that nobody has heard of', event: call('s3', 'ListBuckets', through(DANA, 'billing-mcp.amazonaws.com')), signals: [CALLS, UNKNOWN_SERVER] },
  {
    label: 'a write, through a server', event: call('lambda', 'UpdateFunctionCode20150331v2', { ...through(AGENT), requestParameters: { functionName: 'reports' } }), signals: [CALLS],
  },
  {
    label: 'a bucket is deleted through a server',
    event: call('s3', 'DeleteBucket', { ...through(AGENT), requestParameters: { bucketName: 'reports' } }),
    signals: [CALLS, DESTRUCTIVE_CALLS],
  },
  { label: 'an alarm is deleted through a server', event: call('monitoring', 'DeleteAlarms', through(DANA)), signals: [CALLS, DESTRUCTIVE_CALLS] },
  {
    label: 'a dry run',
    event: call('ec2', 'TerminateInstances', { ...through(AGENT), errorCode: 'Client.DryRunOperation', errorMessage: 'Request would have succeeded.' }),
    signals: [CALLS],
  },
  {
    label: 'denied by a service control policy',
    event: call('s3', 'DeleteBucket', {
      ...through(DANA), ...denied(`s3:DeleteBucket on resource: "arn:aws:s3:::ledger" with an explicit deny in a service control policy: ${POLICY}`),
    }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.SERVICE_CONTROL_POLICY,
  },
  {
    label: 'denied by a service control policy, and the message goes on',
    event: call('s3', 'DeleteBucket', {
      ...through(AGENT),
      ...denied(`s3:DeleteBucket on resource: "arn:aws:s3:::ledger" with an explicit deny in a service control policy: ${POLICY}. Go to `
        + 'https://console.aws.amazon.com/iam/home#/authorization-details/0a1b2c3d for complete details, or call the GetRequestAuthorizationDetails API'),
    }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.SERVICE_CONTROL_POLICY,
  },
  {
    label: 'denied by a resource control policy',
    event: call('secretsmanager', 'GetSecretValue', {
      ...through(AGENT), ...denied('secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:x with an explicit deny in a resource control policy', 'AccessDeniedException'),
    }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.RESOURCE_CONTROL_POLICY,
  },
  {
    label: 'denied by a policy of the role',
    event: call('dynamodb', 'DeleteTable', {
      ...through(AGENT), ...denied('dynamodb:DeleteTable on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/orders with an explicit deny in an identity-based policy'),
    }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.IDENTITY_BASED_POLICY,
  },
  {
    label: 'denied by a permissions boundary',
    event: call('lambda', 'CreateFunction20150331', {
      ...through(AGENT), ...denied('lambda:CreateFunction on resource: arn:aws:lambda:eu-west-1:111122223333:function:x with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/agents/central/AgentBoundary', 'AccessDeniedException'),
    }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.PERMISSIONS_BOUNDARY,
  },
  {
    label: 'denied by a session policy',
    event: call('s3', 'ListBuckets', { ...through(AGENT), ...denied('s3:ListAllMyBuckets with an explicit deny in a session policy') }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.SESSION_POLICY,
  },
  {
    label: 'denied by the policy of a bucket',
    event: call('s3', 'PutBucketTagging', { ...through(AGENT), ...denied('s3:PutBucketTagging on resource: "arn:aws:s3:::ledger" with an explicit deny in a resource-based policy') }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.RESOURCE_BASED_POLICY,
  },
  {
    label: 'denied by the policy of a VPC endpoint',
    event: call('sqs', 'ListQueues', { ...through(AGENT), ...denied('sqs:ListQueues with an explicit deny in a VPC endpoint policy') }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.VPC_ENDPOINT_POLICY,
  },
  {
    label: 'denied by a service control policy, for the endpoint',
    event: call('sqs', 'ListQueues', { ...through(AGENT), ...denied('sqs:ListQueues with an explicit deny in a VPC endpoint policy transitively through a service control policy') }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.SERVICE_CONTROL_POLICY,
  },
  {
    label: 'denied, because nothing allows it',
    event: call('ec2', 'TerminateInstances', {
      ...through(AGENT), ...denied('ec2:TerminateInstances on resource: arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718 because no identity-based policy allows the ec2:TerminateInstances action. Encoded authorization failure message: AAAABBBB', 'Client.UnauthorizedOperation'),
    }),
    signals: [CALLS, DENIALS],
  },
  { label: 'denied, and the message says no more', event: call('s3', 'GetBucketAcl', { ...through(AGENT), errorCode: 'AccessDenied', errorMessage: 'Access Denied' }), signals: [CALLS, DENIALS] },
  {
    label: 'denied, with a code of the service\'s own',
    event: call('sns', 'DeleteTopic', { ...through(AGENT), ...denied('SNS:DeleteTopic on resource: arn:aws:sns:eu-west-1:111122223333:x with an explicit deny in an identity-based policy', 'AuthorizationError') }),
    signals: [CALLS, DENIALS],
    denial: McpDenialKind.IDENTITY_BASED_POLICY,
  },
  { label: 'it failed, and was not denied', event: call('s3', 'HeadBucket', { ...through(AGENT), errorCode: 'NoSuchBucket', errorMessage: 'The specified bucket does not exist' }), signals: [CALLS] },
  { label: 'a person deletes a bucket', event: call('s3', 'DeleteBucket', { userIdentity: DANA }), signals: [] },
  { label: 'a person is denied', event: call('iam', 'ListUsers', { userIdentity: DANA, ...denied('iam:ListUsers because no identity-based policy allows the iam:ListUsers action') }), signals: [] },
  { label: 'a user\'s key is used', event: call('ses', 'DeleteIdentity', { userIdentity: BOT }), signals: [] },
  { label: 'an agent\'s role is used without a server', event: call('s3', 'ListBuckets', { userIdentity: AGENT }), signals: [OUTSIDE_MCP] },
  {
    label: 'an agent\'s role is used without a server, and denied',
    event: call('iam', 'ListUsers', { userIdentity: AGENT, ...denied('iam:ListUsers with an explicit deny in an identity-based policy') }),
    signals: [OUTSIDE_MCP],
  },
  { label: 'a service calls on for an agent', event: call('kms', 'Decrypt', { ...through(AGENT, 'AWS Internal') }), signals: [] },
  {
    label: 'CloudFormation makes a role for an agent',
    event: call('iam', 'CreateRole', { ...through(AGENT, 'cloudformation.amazonaws.com'), requestParameters: { roleName: 'Other' } }),
    signals: [],
  },
  { label: 'an event without a caller', event: call('ec2', 'BidEvictedEvent', { eventType: 'AwsServiceEvent', userIdentity: { accountId: ACCOUNT, invokedBy: 'ec2.amazonaws.com' } }), signals: [] },
  {
    label: 'the break-glass role is assumed',
    event: call('sts', 'AssumeRole', { userIdentity: DANA, readOnly: true, requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/BreakGlass`, roleSessionName: 'dana' } }),
    signals: [EXEMPT_USE],
  },
  {
    label: 'the break-glass role is assumed with SAML',
    event: call('sts', 'AssumeRoleWithSAML', {
      userIdentity: { type: 'SAMLUser', principalId: 'x:dana', userName: 'dana' }, readOnly: true, requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/emergency/BreakGlass` },
    }),
    signals: [EXEMPT_USE],
  },
  { label: 'the break-glass role reads', event: call('s3', 'ListBuckets', { userIdentity: session('BreakGlass') }), signals: [EXEMPT_USE] },
  {
    label: 'another role is assumed', event: call('sts', 'AssumeRole', { userIdentity: DANA, readOnly: true, requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Developer` } }), signals: [],
  },
  {
    label: 'a control policy is detached',
    event: call('organizations', 'DetachPolicy', { userIdentity: DANA, requestParameters: { policyId: 'p-0a1b2c3d', targetId: 'ou-ab12-11111111' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  { label: 'an account leaves the organization', event: call('organizations', 'LeaveOrganization', { userIdentity: DANA }), signals: [GUARDRAIL_CHANGES] },
  ...[
    ['AttachPolicy', 'a control policy is attached beside others'], ['UpdatePolicy', 'a control policy is changed'], ['DeletePolicy', 'a control policy is deleted'],
    ['DisablePolicyType', 'a type of control policies is disabled'], ['MoveAccount', 'an account is moved to another organizational unit'],
    ['RemoveAccountFromOrganization', 'an account is removed from the organization'], ['DeleteOrganization', 'the organization is deleted'],
    ['PutResourcePolicy', 'another account may change control policies'],
  ].map(([name, label]) => ({ label, event: call('organizations', name, { userIdentity: DANA }), signals: [GUARDRAIL_CHANGES] })),
  {
    label: 'CloudTrail may not record the organization any longer',
    event: call('organizations', 'DisableAWSServiceAccess', { userIdentity: DANA, requestParameters: { servicePrincipal: 'cloudtrail.amazonaws.com' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'another service may not use the organization any longer',
    event: call('organizations', 'DisableAWSServiceAccess', { userIdentity: DANA, requestParameters: { servicePrincipal: 'backup.amazonaws.com' } }),
    signals: [],
  },
  { label: 'control policies are listed', event: call('organizations', 'ListPolicies', { userIdentity: DANA }), signals: [] },
  {
    label: 'a boundary is taken away', event: call('iam', 'DeleteRolePermissionsBoundary', { userIdentity: DANA, requestParameters: { roleName: 'ReportsAgent' } }), signals: [GUARDRAIL_CHANGES],
  },
  ...[['PutRolePermissionsBoundary', 'a boundary is replaced'], ['PutUserPermissionsBoundary', 'a boundary of a user is replaced']].map(([name, label]) => ({
    label, event: call('iam', name, { userIdentity: DANA, requestParameters: { permissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' } }), signals: [GUARDRAIL_CHANGES],
  })),
  ...[
    ['PutPermissionsBoundaryToPermissionSet', 'a boundary of a permission set is replaced'],
    ['DeletePermissionsBoundaryFromPermissionSet', 'a boundary of a permission set is taken away'],
  ].map(([name, label]) => ({
    label, event: call('sso', name, { userIdentity: DANA, requestParameters: { permissionSetArn: PERMISSION_SET } }), signals: [GUARDRAIL_CHANGES],
  })),
  {
    label: 'another permission set is changed',
    event: call('sso', 'UpdatePermissionSet', { userIdentity: DANA, requestParameters: { permissionSetArn: PERMISSION_SET } }),
    signals: [],
  },
  {
    label: 'a role is made with a boundary',
    event: call('iam', 'CreateRole', { userIdentity: DANA, requestParameters: { roleName: 'Other', permissionsBoundary: 'arn:aws:iam::111122223333:policy/Other' } }),
    signals: [],
  },
  {
    label: 'a guardrail of a role is overwritten',
    event: call('iam', 'PutRolePolicy', { userIdentity: DANA, requestParameters: { roleName: 'ReportsAgent', policyName: 'McpGuardrails', policyDocument: '{}' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  ...[
    ['CreatePolicyVersion', 'the guardrails that roles share get a new version'], ['SetDefaultPolicyVersion', 'an older version of the guardrails is put back'],
    ['DeletePolicyVersion', 'a version of the guardrails is deleted'], ['DetachRolePolicy', 'the guardrails are detached from a role'],
    ['DetachGroupPolicy', 'the guardrails are detached from a group'],
  ].map(([name, label]) => ({ label, event: call('iam', name, { userIdentity: DANA, requestParameters: { policyArn: SHARED } }), signals: [GUARDRAIL_CHANGES] })),
  {
    label: 'the guardrails are attached to one more role',
    event: call('iam', 'AttachRolePolicy', { userIdentity: DANA, requestParameters: { roleName: 'Other', policyArn: SHARED } }),
    signals: [],
  },
  {
    label: 'another inline policy is written', event: call('iam', 'PutRolePolicy', { userIdentity: DANA, requestParameters: { roleName: 'Other', policyName: 'Reads' } }), signals: [],
  },
  {
    label: 'who may assume a role of the guardrails is changed',
    event: call('iam', 'UpdateAssumeRolePolicy', { userIdentity: BOT, requestParameters: { roleName: 'Inspector' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'a boundary gets a new version',
    event: call('iam', 'CreatePolicyVersion', { userIdentity: DANA, requestParameters: { policyArn: `arn:aws:iam::${ACCOUNT}:policy/agents/central/AgentBoundary` } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'an administrator changes a boundary',
    event: call('iam', 'CreatePolicyVersion', { userIdentity: PIPELINE, requestParameters: { policyArn: `arn:aws:iam::${ACCOUNT}:policy/agents/central/AgentBoundary` } }),
    signals: [],
  },
  {
    label: 'an older version of a boundary is put back',
    event: call('iam', 'SetDefaultPolicyVersion', { userIdentity: DANA, requestParameters: { policyArn: `arn:aws:iam::${ACCOUNT}:policy/agents/central/AgentBoundary`, versionId: 'v1' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'a boundary is detached from a role that has it as a policy',
    event: call('iam', 'DetachRolePolicy', { userIdentity: DANA, requestParameters: { roleName: 'Other', policyArn: `arn:aws:iam::${ACCOUNT}:policy/agents/central/AgentBoundary` } }),
    signals: [GUARDRAIL_CHANGES],
  },
  { label: 'a role of the guardrails is read', event: call('iam', 'GetRole', { userIdentity: DANA, requestParameters: { roleName: 'Inspector' } }), signals: [] },
  { label: 'a trail is stopped', event: call('cloudtrail', 'StopLogging', { userIdentity: DANA, requestParameters: { name: 'mcp-activity' } }), signals: [GUARDRAIL_CHANGES] },
  ...[['DeleteTrail', 'a trail is deleted'], ['UpdateTrail', 'a trail writes elsewhere'], ['PutEventSelectors', 'a trail records less']].map(([name, label]) => ({
    label, event: call('cloudtrail', name, { userIdentity: DANA, requestParameters: { name: 'mcp-activity' } }), signals: [GUARDRAIL_CHANGES],
  })),
  { label: 'a trail is read', event: call('cloudtrail', 'GetTrailStatus', { userIdentity: DANA, requestParameters: { name: 'mcp-activity' } }), signals: [] },
  {
    label: 'the log of the trail is deleted',
    event: call('logs', 'DeleteLogGroup', { userIdentity: DANA, requestParameters: { logGroupName: 'mcp-activity' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'another log is deleted', event: call('logs', 'DeleteLogGroup', { userIdentity: DANA, requestParameters: { logGroupName: '/aws/lambda/reports' } }), signals: [],
  },
  {
    label: 'the policy of a bucket with guardrails is replaced',
    event: call('s3', 'PutBucketPolicy', { userIdentity: DANA, requestParameters: { bucketName: 'payroll' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'an object is written to it', event: call('s3', 'PutObject', { userIdentity: DANA, eventCategory: 'Data', requestParameters: { bucketName: 'payroll' } }), signals: [],
  },
  {
    label: 'events of accounts are no longer collected',
    event: call('observabilityadmin', 'DeleteTelemetryRuleForOrganization', { userIdentity: DANA, requestParameters: { ruleIdentifier: 'mcp-activity' } }),
    signals: [GUARDRAIL_CHANGES],
  },
  {
    label: 'an agent tries to stop a trail, through a server',
    event: call('cloudtrail', 'StopLogging', { ...through(AGENT), ...denied('cloudtrail:StopLogging with an explicit deny in a service control policy') }),
    signals: [CALLS, DENIALS, GUARDRAIL_CHANGES],
    denial: McpDenialKind.SERVICE_CONTROL_POLICY,
  },
];

/** The same, as EventBridge delivers it: tool calls not at all. */
export function delivered(event: any): any | undefined {
  return event.eventType === 'AwsMcpEvent' ? undefined : {
    'version': '0',
    'id': event.eventID,
    'detail-type': event.eventType === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    'source': `aws.${event.eventSource.split('.')[0]}`,
    'account': event.recipientAccountId,
    'time': event.eventTime,
    'region': event.awsRegion,
    'resources': [],
    'detail': event,
  };
}
