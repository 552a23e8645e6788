import { Catalog } from '../../src/actions/catalog';
import { PolicyDocument } from '../../src/iam/document';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import type { PolicyType } from '../../src/iam/policy-type';
import { problems } from '../../src/iam/problems/document-problems';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';

const ROWS: Array<[string, PolicyType]> = [...Object.entries(POLICY_TYPES), ...Object.entries(RESOURCE_POLICY_TYPES)];

test.each(ROWS)('%s is consistent', (_, row) => {
  expect(row.maxSize).toBeGreaterThanOrEqual(2_048);
  expect(row.sources.length).toBeGreaterThan(0);
  expect(row.sources.filter((url) => !/^https:\/\/docs\.aws\.amazon\.com\/[^ ]+\.html$/.test(url))).toEqual([]);
  // Where it reaches whoever comes, either everybody can be locked out or it says who changes it.
  expect(row.principal === 'none' || row === POLICY_TYPES.RESOURCE_POLICY || row.lockOut !== undefined || row.changedBy !== undefined).toBe(true);
  // What can't hold NotAction or a bare "*" must know its services, to say the same with them.
  expect(row.notAction && row.anyAction).toBe(row.services === undefined || row.principal === 'somebody');
  if (row.changedBy !== undefined) {
    expect(Catalog.get().matching(row.changedBy).names).toHaveLength(1);
  }
  for (const name of [row.actionNames, row.refusedActionNames].flatMap((names) => names?.split(' ') ?? [])) {
    expect(Catalog.get().matching(`${(row.services as { prefix: string }).prefix}:${name}`).names).toEqual([name]);
  }
});

test.each<[string, PolicyType, Partial<PolicyType>]>([
  ['SCP', POLICY_TYPES.SERVICE_CONTROL_POLICY, { principal: 'none', allow: true, notAction: true, anyAction: true, maxSize: 10_240, maxAttached: 9, maxInOrganization: 10_000, changesPerSecond: { rate: 2, burst: 3 }, resource: 'needed' }],
  ['RCP', POLICY_TYPES.RESOURCE_CONTROL_POLICY, { principal: 'everybody', allow: false, notAction: false, anyAction: false, maxSize: 5_120, maxAttached: 4, maxInOrganization: 2_000, changesPerSecond: { rate: 2, burst: 3 }, resource: 'needed' }],
  ['session policy', POLICY_TYPES.SESSION_POLICY, { principal: 'none', maxSize: 2_048, ignoresWhitespace: false }],
  ['VPC endpoint', POLICY_TYPES.VPC_ENDPOINT_POLICY, { principal: 'everybody', notAction: true, anyAction: true, maxSize: 20_480 }],
  ['queue', RESOURCE_POLICY_TYPES['AWS::SQS::QueuePolicy'], { principal: 'everybody', maxSize: 8_192, maxStatements: 20, maxActions: 7 }],
  ['trust', POLICY_TYPES.TRUST_POLICY, { principal: 'somebody', resource: 'none' }],
])('%s as AWS documents it', (_, row, expected) => {
  expect(row).toMatchObject(expected);
});

// Legal in SCPs since September 2025 (https://aws.amazon.com/blogs/security/); in the service's place nowhere.
test.each<[string, PolicyType]>([
  ['identity', POLICY_TYPES.IDENTITY_POLICY], ['boundary', POLICY_TYPES.PERMISSIONS_BOUNDARY], ['session', POLICY_TYPES.SESSION_POLICY],
  ['SCP', POLICY_TYPES.SERVICE_CONTROL_POLICY], ['RCP', POLICY_TYPES.RESOURCE_CONTROL_POLICY],
])('wildcards anywhere in the name of an action are no mistake: %s', (_, type) => {
  const found = (...Action: string[]) => problems(new PolicyDocument({
    Version: '2012-10-17', Statement: [{ Effect: 'Deny', ...(type.principal === 'everybody' && { Principal: '*' }), Action, Resource: '*' }],
  }), type).map(({ message }) => message);
  expect(found('s3:*Object', 's3:Get?bject', 's3:*', 's3:*Multi*Up?oad*')).toEqual([]);
  expect(found('*:Delete*')).toEqual([expect.stringContaining('has a wildcard in the service')]);
});
