import type { EventTest } from './event-test';
import { allOf, anyOf, like } from './event-test';
import type { McpActivityOptions } from './mcp-activity-options';
import { checkedPattern, notCalledBy, principalArns } from './mcp-activity-options';
import { formatValue } from '../private/format';

const source = (service: string) => like('eventSource', `${service}.amazonaws.com`);
const parameter = (name: string, ...patterns: readonly string[]) => like(`requestParameters.${name}`, ...patterns);
const named = (...verbs: readonly string[]) => like('eventName', ...verbs.map((verb) => `${verb}*`));
/**
 * What changes something, by service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html
 */
const CHANGES: { readonly [service: string]: EventTest } = {
  iam: named('Add', 'Attach', 'Create', 'Delete', 'Detach', 'Put', 'Remove', 'Set', 'Tag', 'Untag', 'Update'),
  sso: named('Attach', 'Delete', 'Detach', 'Put', 'Tag', 'Untag', 'Update'),
  cloudformation: named('Cancel', 'Continue', 'Create', 'Delete', 'Execute', 'Import', 'Rollback', 'Set', 'Stop', 'Update'),
};

/**
 * What is a change of guardrails whatever they are called.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
 */
const ALWAYS: readonly EventTest[] = [
  allOf(source('organizations'), like('eventName',
    'DeletePolicy', 'DetachPolicy', 'DisablePolicyType', 'LeaveOrganization', 'MoveAccount', 'RemoveAccountFromOrganization', 'UpdatePolicy')),
  // To put one replaces the one before. A first one mostly comes with `CreateRole`, which is not here.
  allOf(source('iam'), like('eventName',
    'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary', 'PutRolePermissionsBoundary', 'PutUserPermissionsBoundary')),
  // What the library calls its inline policies.
  allOf(source('iam'), like('eventName', 'Delete*Policy', 'Put*Policy'), parameter('policyName', 'McpGuardrails*')),
  allOf(source('cloudtrail'), like('eventName', 'DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail')),
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

/** The parameters that name a resource, by the kind of its ARN. Of a policy of IAM, CloudTrail writes the ARN. */
const NAMED: ReadonlyArray<{ readonly arn: RegExp; readonly service: string; readonly parameter: string; readonly byArn?: boolean }> = [
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:role\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'roleName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:user\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'userName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:group\/(?:.*\/)?([^/]*)$/, service: 'iam', parameter: 'groupName' },
  { arn: /^[^:]*:[^:]*:iam:[^:]*:[^:]*:policy\/(.+)$/, service: 'iam', parameter: 'policyArn', byArn: true },
  { arn: /^[^:]*:[^:]*:sso:[^:]*:[^:]*:permissionSet\/(.+)$/, service: 'sso', parameter: 'permissionSetArn', byArn: true },
  { arn: /^[^:]*:[^:]*:cloudformation:[^:]*:[^:]*:stack\/([^/]*)(?:\/.*)?$/, service: 'cloudformation', parameter: 'stackName' },
  { arn: /^[^:]*:[^:]*:cloudformation:[^:]*:[^:]*:stackset\/([^:/]*)(?:[:/].*)?$/, service: 'cloudformation', parameter: 'stackSetName' },
];

function changesOf(where: string, resources: readonly string[]): EventTest[] {
  const found = new Map<string, { readonly service: string; readonly parameter: string; readonly patterns: string[] }>();
  for (const resource of resources) {
    const pattern = checkedPattern(where, resource);
    const kind = NAMED.find(({ arn }) => arn.test(pattern));
    const name = kind?.arn.exec(pattern)?.[1];
    if (!kind || name === undefined || /^\**$/.test(name)) {
      // Any control policy is looked for anyway.
      if (/^[^:]*:[^:]*:organizations:[^:]*:[^:]*:policy\//.test(pattern)) {
        continue;
      }
      throw new Error(`${where} has ${formatValue(resource)}: expected the ARN of a role, user, group, policy, permission set, stack or stack set, with a name, `
        + 'such as "arn:aws:iam::*:role/agents/central/Inspector"; CloudTrail records no path');
    }
    const entry = found.get(kind.parameter) ?? { service: kind.service, parameter: kind.parameter, patterns: [] };
    entry.patterns.push(kind.byArn ? pattern : name);
    // A stack may be named by its ARN as well.
    if (kind.service === 'cloudformation' && kind.parameter === 'stackName') {
      entry.patterns.push(`arn:*:stack/${name}/*`);
    }
    found.set(kind.parameter, entry);
  }
  return [...found.values()].map(({ service, parameter: name, patterns }) => allOf(source(service), CHANGES[service], parameter(name, ...patterns)));
}
