import { Catalog } from '../../src/actions/catalog';
import { sqlTest, toldServers } from '../../src/activity/sql-condition-test';
import { operationsToJudge } from '../../src/activity/sql-operations';
import { sqlReplay } from '../../src/activity/sql-replay';
import { Condition } from '../../src/iam/condition';
import { PolicyKind } from '../../src/iam/policy';

const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const query = (...Statement: object[]) => sqlReplay(
  { kind: PolicyKind.SERVICE_CONTROL, place: { path: '' }, document: { Version: '2012-10-17', Statement } }, { table: 'lake.cloudtrail', days: 7 });
const deny = (Action: string | string[], condition?: object, Resource = '*') => ({ Effect: 'Deny', Action, Resource, ...(condition && { Condition: condition }) });
const sqlOf = (condition: object) => {
  const { tests } = new Condition(condition);
  return tests.map((test) => sqlTest(test, toldServers(tests))).join(' AND ');
};

// That the query says what a replay says is shown on DuckDB: test/acceptance/replay-sql.ts.
test('a query of one policy', () => {
  expect(query(deny('signin:*', { ...VIA, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Break*' } }))).toMatchSnapshot();
});

test.each<[string, object, string]>([
  ['a Region', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } }, 'regexp_like(calledregion, \'^(eu-west-1|us-east-1)$\')'],
  ['but a Region, if there is one', { StringNotEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } }, 'NOT regexp_like(calledregion, \'^(eu-west-1)$\')'],
  ['an ARN, whose wildcards stay in its parts', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/a?.b/*' } }, 'regexp_like(callerarn, \'^(arn:aws:iam::[^:]*:role/a.\\.b/.*)$\')'],
  ['a string, whose wildcards reach over colons', { StringLike: { 'aws:PrincipalArn': 'arn:*:role/it\'s' } }, 'regexp_like(callerarn, \'^(arn:.*:role/it\'\'s)$\')'],
  ['what is no ARN', { ArnLike: { 'aws:PrincipalArn': 'role/x' } }, 'NULL'],
  ['a policy variable', { StringEquals: { 'aws:PrincipalArn': '${aws:PrincipalTag/arn}' } }, 'NULL'],
  ['a character that is escaped', { StringLike: { 'aws:PrincipalArn': '${*}' } }, 'NULL'],
  ['in any case', { StringEqualsIgnoreCase: { 'aws:RequestedRegion': 'EU-WEST-1' } }, 'NULL'],
  ['a set', { 'ForAnyValue:StringEquals': { 'aws:RequestedRegion': 'eu-west-1' } }, 'NULL'],
  ['another key', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'NULL'],
  ['what is no operator', { StringIs: { 'aws:RequestedRegion': 'a' } }, 'NULL'],
  ['whether a service calls', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, 'CASE WHEN callerisknown THEN FALSE END'],
])('a condition in SQL: %s', (_, condition, sql) => {
  expect(sqlOf(condition)).toBe(sql);
});

test('a server that only the policy names is told apart', () => {
  expect(sqlOf({ StringEquals: { 'aws:CalledViaAWSMCP': 'new-mcp.amazonaws.com' } })).toContain('WHEN origin IN (\'new-mcp.amazonaws.com\') THEN TRUE');
  expect(sqlOf({ StringNotEquals: { 'aws:CalledViaAWSMCP': 'cloudformation.amazonaws.com' } })).not.toContain('\'cloudformation.amazonaws.com\'');
  expect(sqlOf({ Null: { 'aws:ViaAWSMCPService': 'true' } })).not.toContain('\'DIRECT\'');
});

test('what is needed only perhaps, or what AWS does not say, is never denied for certain', () => {
  const said = operationsToJudge(new Set(), (actions) => actions.map(({ action, ifSo }) => `${action}${ifSo === undefined ? '' : '?'}`).join(' ')).filter(({ sources }) => sources.includes('s3'));
  expect(said.find(({ names }) => names.includes('deleteobject'))!.says).toContain('s3:DeleteObject?');
  expect(query(deny('s3:DeleteObject'))).toContain('((s0) AND NULL)');
  expect(query(deny('s3:DeleteBucket', undefined, 'arn:aws:s3:::data'))).toContain('((NULL)) AS s0');
});

test('of a service that the policy names, calls that are not known are not judged', () => {
  const services = (sql: string) => /calledservice NOT IN \((.*)\) THEN/.exec(sql)![1].split(', ').sort();
  expect(services(query(deny(['s3:DeleteBucket', 'SQS:NewAction', 'new-service:*'])))).toEqual(expect.arrayContaining(["'new-service'", "'s3'", "'sqs'"]));
  expect(services(query(deny(['s3:DeleteBucket'])))).not.toContain("'sqs'");
  expect(query(deny(['s3:DeleteBucket', 'sqs:NewAction']))).toMatch(/\('sqs', \d+, '[^']*\bsendmessage\b/);
});

test.each<[string, object[], string]>([
  ['an allow list', [{ Sid: 'Only', Effect: 'Allow', Action: 's3:*', Resource: '*' }], 'statement "Only" allows only something'],
  ['all but some that are allowed', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], 'a statement allows only something'],
  ['nothing that is known', [deny('s3:NoSuchAction')], 'no known operation needs an action that the policy denies'],
  ['a policy of everything', [deny('*', VIA)], 'Athena takes 262144'],
])('what can\'t be told in a query is an error: %s', (_, statements, message) => {
  expect(() => query(...statements)).toThrow(message);
});

test('operations of other services are not said to be not denied', () => {
  const sql = query({ Effect: 'Allow', Action: '*', Resource: '*' }, deny('sqs:Delete*'));
  expect(sql).toContain('WHEN calledservice NOT IN (\'sqs\') THEN \'OTHER_SERVICE\'');
  expect(sql).toContain(Catalog.get().date);
  expect(sql).not.toContain('s1');
});
