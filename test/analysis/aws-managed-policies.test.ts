import * as fs from 'fs';
import * as path from 'path';
import { changes, FILE, listingText, managedPolicies, withFigures } from '../../build-tools/managed-policies-source';
import { packedPolicies } from '../../build-tools/pack-policies';
import { McpSimulator, RequestOrigin } from '../../src';
import { Catalog } from '../../src/actions/catalog';
import { accessReport } from '../../src/analysis/access-report/report';
import { Verdict } from '../../src/analysis/access-report/report-types';
import { arnOfAwsManagedPolicy, awsManagedPolicy } from '../../src/analysis/aws-managed-policies';
import { PackedPolicies } from '../../src/analysis/packed-policies';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { PolicyDocument } from '../../src/iam/document';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { problems } from '../../src/iam/problems/document-problems';

const table = managedPolicies();
const arn = (name: string, partition = 'aws') => `arn:${partition}:iam::aws:policy/${name}`;
const role = (...names: string[]) => ({ Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: names.map((name) => arn(name)) } });

/** Those that apps attach most, by judgment: AWS publishes no such list. */
const MOST_USED = [
  'AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess', 'SecurityAudit', 'job-function/ViewOnlyAccess', 'IAMFullAccess',
  'service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaVPCAccessExecutionRole', 'service-role/AmazonECSTaskExecutionRolePolicy',
  'AmazonSSMManagedInstanceCore', 'CloudWatchAgentServerPolicy', 'AmazonEC2ContainerRegistryReadOnly', 'AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy',
  'AmazonEKSClusterPolicy', 'AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess', 'AmazonDynamoDBFullAccess', 'AmazonSQSFullAccess', 'AmazonEC2FullAccess',
  'AmazonRDSFullAccess', 'CloudWatchLogsFullAccess', 'AWSLambda_FullAccess', 'SecretsManagerReadWrite',
];

describe('a role with one of those that are used most gets a decided answer for every action, directly and through each server', () => {
  const names = new Map(MOST_USED.map((name, i) => [`R${i}`, name]));
  const report = accessReport(readTemplates([{ template: { Resources: Object.fromEntries([...names].map(([id, name]) => [id, role(name)])) } }]));

  test.each([...names])('%s: %s', (id, name) => {
    const principal = report.principals.find(({ logicalId }) => logicalId === id)!;
    const statements = PolicyDocument.of(awsManagedPolicy(arn(name))!).statements;
    const conditional = statements.flatMap(({ condition }) => condition.tests.map(({ key }) => key));
    expect(principal.unknownPolicies).toEqual([]);
    expect(Object.keys(principal.access)).toEqual(report.origins.map((origin) => origin.id));
    for (const { verdict, profile, dependsOn = [] } of Object.values(principal.access)) {
      const { counts } = report.profiles[profile];
      expect(verdict).not.toBe(Verdict.DEPENDS);
      expect(counts.total).toBe(report.actions.total);
      // What is left open is up to the request, and the policy itself asks for it.
      expect(dependsOn.filter((key) => !conditional.includes(key))).toEqual([]);
      expect((counts.depends ?? 0) === 0).toBe(dependsOn.length === 0);
      expect(counts.depends ?? 0).toBeLessThan(20);
    }
  });

  test.each(MOST_USED)('%s, where the request says what it asks for', (name) => {
    const simulator = McpSimulator.fromTemplate({ Resources: { Role: role(name) } });
    const statements = PolicyDocument.of(awsManagedPolicy(arn(name))!).statements;
    const context = Object.fromEntries(statements.flatMap(({ condition }) => condition.tests.map(({ key }) => [key, ['x']])));
    const actions = statements.filter(({ condition }) => condition.tests.length > 0).flatMap(({ action }) => action!.texts);
    for (const action of actions.filter((each) => each !== undefined && !/[*?]/.test(each))) {
      for (const origin of [RequestOrigin.direct(), RequestOrigin.viaAnyServer()]) {
        const { decision } = simulator.simulate({ principal: 'Role', action: action!, resource: 'arn:aws:iam::111122223333:role/x', origin, context });
        expect([action, decision]).not.toEqual([action, 'CONDITIONAL']);
      }
    }
  });
});

test('all policies are valid, but for their size, which AWS does not hold to its limit', () => {
  for (const name of table.policies.keys()) {
    const policy = awsManagedPolicy(arn(name))!;
    expect([name, ...problems(PolicyDocument.of(policy), POLICY_TYPES.MANAGED_POLICY).map(({ id }) => id).filter((id) => id !== 'PolicyTooLarge')]).toEqual([name]);
  }
});

test('one object each, with the statements as AWS has them', () => {
  const policy = awsManagedPolicy(arn('service-role/AWSLambdaBasicExecutionRole'))!;
  expect(policy.document).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  });
  expect(awsManagedPolicy(arn('service-role/AWSLambdaBasicExecutionRole'))).toBe(policy);
});

test('other partitions have other versions, other accounts other policies', () => {
  expect(awsManagedPolicy(arn('PowerUserAccess', 'aws-cn'))).toBeUndefined();
  expect(awsManagedPolicy(arn('AdministratorAccess', 'aws-us-gov'))).toBeDefined();
  expect(awsManagedPolicy(arn('AWSLambdaBasicExecutionRole'))).toBeUndefined();
  expect(awsManagedPolicy('arn:aws:iam::111122223333:policy/PowerUserAccess')).toBeUndefined();
  ['constructor', '__proto__', ''].forEach((name) => expect(awsManagedPolicy(arn(name))).toBeUndefined());
});

test('a name gets its path', () => {
  expect(arnOfAwsManagedPolicy('AWSLambdaBasicExecutionRole', 'aws')).toBe(arn('service-role/AWSLambdaBasicExecutionRole'));
  expect(arnOfAwsManagedPolicy('service-role/AWSLambdaBasicExecutionRole', 'aws-cn')).toBe(arn('service-role/AWSLambdaBasicExecutionRole', 'aws-cn'));
  expect(arnOfAwsManagedPolicy('Newer', 'aws')).toBe(arn('Newer'));
});

describe('the table', () => {
  test('has all policies and its date, and fits its room in the package', () => {
    expect(table.policies.size).toBeGreaterThanOrEqual(1594);
    expect(table.asOf >= '2026-08-26').toBe(true);
    expect(fs.statSync(FILE).size).toBeLessThanOrEqual(190_000);
    // Its actions are numbers in that table.
    expect(table.actions).toBe(Catalog.get().version);
  });

  test('what is packed is what comes out, and an element that is not known is an error', () => {
    const names = Array.from({ length: 2000 }, (_, i) => `Get${i}`);
    const namesOf = (service: string) => ({ s3: ['GetObject', 'PutObject'], ec2: names })[service] ?? [];
    const all = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: ['a', 'b'] });
    const documents = [
      { Effect: 'Deny', NotAction: '*', NotResource: '*', Sid: '' },
      [all('s3:PutObject', 's3:GetObject', 's3:getobject', 's3:*', 'S3:Get:x', '*', 'sqs:Get*', 's3:GetObject')],
      [{ NotAction: ['s3:a'], Effect: 'Allow', NotResource: ['x'] }],
      [all(...[0, 1, 39, 40, 81, 0, 700, 20, 1999, 0, 1999, 1998].map((i) => `ec2:Get${i}`))],
      [{ Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'aws:a': ['b c', '\t'] } } }],
      [],
    ];
    const policies = new Map(documents.map((statements, i) => [`path/P${i}`, { version: `v${i}`, statements: JSON.stringify(statements) }]));
    const packed = new PackedPolicies(packedPolicies({}, policies, namesOf), namesOf);
    const read = (name: string) => ({ version: packed.version(name), statements: JSON.stringify(packed.statements(name)) });
    expect([...packed.names()].map((name) => [name, read(name)])).toEqual([...policies]);
    expect([packed.version('P9'), packed.statements('P9')]).toEqual([undefined, undefined]);
    const odd = new Map([['P', { version: 'v1', statements: '[{"Effect":"Allow","Action":"*","Principal":"*"}]' }]]);
    expect(() => packedPolicies({}, odd, namesOf)).toThrow('a policy of AWS has Principal, which the table does not know');
  });

  test('is listed with its versions: if not, run "npx projen managed-policies"', () => {
    expect(fs.readFileSync(path.join(__dirname, '../../build-tools/managed-policies.txt'), 'utf-8')).toBe(listingText(table));
    const page = fs.readFileSync(path.join(__dirname, '../../docs/managed-policies.md'), 'utf-8');
    expect(withFigures(page, table)).toBe(page);
    expect(withFigures(page, { ...table, asOf: '2030-01-01' })).toContain(`\n${table.policies.size.toLocaleString('en-US')} managed policies that AWS had in the partition \`aws\` on 2030-01-01.`);
  });

  test('tells what a refresh changed', () => {
    const policies = (entries: { [name: string]: [version: string, statements: unknown] }) => ({
      policies: new Map(Object.entries(entries).map(([name, [version, statements]]) => [name, { version, statements: JSON.stringify(statements) }])),
    });
    const allow = (Action: string | string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource });
    const before = policies({ A: ['v1', [allow(['s3:Get*', 's3:List*'])]], B: ['v2', []], C: ['v1', allow('s3:*')], E: ['v1', []] });
    const after = policies({ A: ['v2', [allow(['s3:Get*', 's3:Put*']), { ...allow('*'), Effect: 'Deny', Action: undefined, NotAction: 's3:*' }]], C: ['v2', allow('s3:*', 'arn:aws:s3:::a')], D: ['v1', []], E: ['v1', []] });
    expect(changes(before, after)).toEqual([
      '~ A (v1 -> v2)', '    + Allow s3:Put*', '    + Deny all but s3:*', '    - Allow s3:List*',
      '- B (v2)', '~ C (v1 -> v2)', '    the same actions, otherwise', '+ D (v1)',
    ]);
    expect(changes(before, before)).toEqual([]);
  });
});
