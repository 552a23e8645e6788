import type { EventTest } from './event-test';
import { allOf, anyOf, like } from './event-test';
import type { McpActivityOptions } from './mcp-activity-options';
import { checkedPattern, notCalledBy, principalArns } from './mcp-activity-options';
import { formatValue } from '../private/format';

const source = (service: string) => like('eventSource', `${service}.amazonaws.com`);
const parameter = (name: string, ...patterns: readonly string[]) => like(`requestParameters.${name}`, ...patterns);
const called = (service: string, ...names: readonly string[]) => allOf(source(service), like('eventName', ...names));
const named = (...verbs: readonly string[]) => verbs.map((verb) => `${verb}*`);

/**
 * What changes a resource that is named, by service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls_cwl.html
 */
const CHANGES = {
  iam: called('iam', ...named('Add', 'Attach', 'Create', 'Delete', 'Detach', 'Put', 'Remove', 'Set', 'Tag', 'Untag', 'Update')),
  sso: called('sso', ...named('Attach', 'Delete', 'Detach', 'Put', 'Tag', 'Untag', 'Update')),
  cloudformation: called('cloudformation', ...named('Cancel', 'Continue', 'Create', 'Delete', 'Execute', 'Import', 'Rollback', 'Set', 'Stop', 'Update')),
  s3: called('s3', ...named('DeleteBucket', 'PutBucket')),
  logs: called('logs', 'DeleteLogGroup', 'DeleteLogStream', 'DeleteMetricFilter', 'DeleteRetentionPolicy', 'PutMetricFilter', 'PutRetentionPolicy'),
};

/**
 * What is a change of guardrails whatever they are called.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html
 */
const ALWAYS: readonly EventTest[] = [
  // What is attached at one level is united, so that a second policy lets through what the first one does not list.
  called('organizations', 'AttachPolicy', 'DeleteOrganization', 'DeletePolicy', 'DetachPolicy', 'DisablePolicyType', 'LeaveOrganization', 'MoveAccount', 'PutResourcePolicy',
    'RemoveAccountFromOrganization', 'UpdatePolicy'),
  // A trail of the organization then records its accounts no longer.
  allOf(called('organizations', 'DisableAWSServiceAccess'), parameter('servicePrincipal', 'cloudtrail.amazonaws.com')),
  // To put one replaces the one before. A first one mostly comes with `CreateRole`, which is not here.
  called('iam', ...['Role', 'User'].flatMap((kind) => [`Delete${kind}PermissionsBoundary`, `Put${kind}PermissionsBoundary`])),
  called('sso', 'DeletePermissionsBoundaryFromPermissionSet', 'PutPermissionsBoundaryToPermissionSet'),
  // What the library calls its inline policies, and the beginning of the ids of those that principals share.
  allOf(called('iam', 'Delete*Policy', 'Put*Policy'), parameter('policyName', 'McpGuardrails*')),
  allOf(called('iam', 'CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'Detach*Policy', 'SetDefaultPolicyVersion'), parameter('policyArn', '*McpGuardrails*')),
  called('cloudtrail', 'DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail'),
  called('observabilityadmin', ...['Centralization', 'Telemetry'].flatMap((kind) => [`Delete${kind}Rule*`, `Update${kind}Rule*`])),
];

/**
 * Changes of what the guardrails are made of, by anybody but the administrators.
 *
 * @throws if one of `guardrailResources` can't be told by what CloudTrail records.
 */
export function guardrailChanges(where: string, { guardrailResources = [], administrators }: McpActivityOptions): EventTest {
  const changes = anyOf(...ALWAYS, ...changesOf(`${where}: guardrailResources`, guardrailResources));
  const arns = principalArns(`${where}: administrators`, administrators);
  return allOf(changes, notCalledBy(arns));
}

/** The parameter that names a resource, by the kind of its ARN. Of a policy and of a permission set, it is the ARN. */
const NAMED: ReadonlyArray<{ readonly arn: RegExp; readonly service: keyof typeof CHANGES; readonly parameter: string; readonly byArn?: boolean }> = [
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:role\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'roleName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:user\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'userName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:group\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'groupName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:policy\/(.+)$/, service: 'iam', parameter: 'policyArn', byArn: true },
  { arn: /^[^:]*:[^:]*:sso:[^:]*:[^:]*:permissionSet\/(.+)$/, service: 'sso', parameter: 'permissionSetArn', byArn: true },
  { arn: /^[^:]*:[^:]*:cloudformation:[^:]*:[^:]*:stack\/([^/]*)(?:\/.*)?$/, service: 'cloudformation', parameter: 'stackName' },
  { arn: /^[^:]*:[^:]*:cloudformation:[^:]*:[^:]*:stackset\/([^:/]*)(?:[:/].*)?$/, service: 'cloudformation', parameter: 'stackSetName' },
  { arn: /^[^:]*:[^:]*:s3:::([^/]+)$/, service: 's3', parameter: 'bucketName' },
  { arn: /^[^:]*:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/, service: 'logs', parameter: 'logGroupName' },
];

function changesOf(where: string, resources: readonly string[]): EventTest[] {
  const found = new Map<string, { readonly service: keyof typeof CHANGES; readonly parameter: string; readonly patterns: string[] }>();
  for (const resource of resources) {
    const pattern = checkedPattern(where, resource);
    const kind = NAMED.find(({ arn }) => arn.test(pattern));
    const name = kind?.arn.exec(pattern)?.[1];
    if (!kind || name === undefined || /^\**$/.test(name)) {
      // Any control policy is looked for anyway.
      if (/^[^:]*:[^:]*:organizations:[^:]*:[^:]*:policy\//.test(pattern)) {
        continue;
      }
      throw new Error(`${where} has ${formatValue(resource)}: expected the ARN of a role, user, group, policy, permission set, stack, stack set, bucket or log group, `
        + 'with a name, such as "arn:aws:iam::*:role/agents/central/Inspector"; CloudTrail records no path');
    }
    const entry = found.get(kind.parameter) ?? { service: kind.service, parameter: kind.parameter, patterns: [] };
    entry.patterns.push(kind.byArn ? pattern : name);
    // A stack may be named by its ARN as well.
    if (kind.service === 'cloudformation' && kind.parameter === 'stackName') {
      entry.patterns.push(`arn:*:stack/${name}/*`);
    }
    found.set(kind.parameter, entry);
  }
  return [...found.values()].map(({ service, parameter: name, patterns }) => allOf(CHANGES[service], parameter(name, ...patterns)));
}
