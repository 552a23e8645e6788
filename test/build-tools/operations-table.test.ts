import * as fs from 'fs';
import * as path from 'path';
import { committedMap, referenceFiles } from '../../build-tools/operations/aws-map';
import { committedNames, makeTable, tableText } from '../../build-tools/operations/operations-table';
import { nameInIam } from '../../src/actions/event-names';

const FILE = path.join(__dirname, '../../data/iam-operations.json');
const table = makeTable(committedMap(), committedNames(), 'Service Authorization Reference, pages');

test('the committed table is what its sources give, and small', () => {
  expect(fs.readFileSync(FILE, 'utf-8')).toBe(tableText(table));
  expect(fs.statSync(FILE).size).toBeLessThan(250_000);
});

test('every action of AWS\'s map is in the table, and nothing else but what is added', () => {
  const lacking = committedMap().flatMap(({ prefix, operations }) => Object.entries(operations).flatMap(([operation, listed]) => {
    const row = table.map[prefix]?.[operation] ?? (table.same[prefix]?.split(' ').includes(operation) ? operation : '');
    const held = new Set(row.split(' ').map((each) => each.replace(/[?!>].*$/, '').replace(`${prefix}:`, '')));
    return listed.split(' ').map((each) => each.split('>')[0].replace(`${prefix}:`, '')).filter((each) => !held.has(each)).map((each) => `${prefix}:${operation} ${each}`);
  }));
  expect(lacking).toEqual([]);
});

test.each([
  ['s3', 'HeadObject', 's3', 'GetObject'], ['s3', 'ListBuckets', 's3', 'ListAllMyBuckets'], ['bedrock', 'Converse', 'bedrock', 'InvokeModel'],
  ['budgets', 'CreateBudget', 'budgets', 'ModifyBudget'], ['apigateway', 'CreateRestApi', 'apigateway', 'POST'], ['monitoring', 'PutMetricAlarm', 'cloudwatch', 'PutMetricAlarm'],
  ['securityhub', 'GetFindingsV2', 'securityhub', 'GetFindings'], ['lambda', 'UpdateFunctionCode20150331v2', 'lambda', 'UpdateFunctionCode'],
  ['dynamodb', 'TransactWriteItems', 'dynamodb', 'TransactWriteItems'],
])('%s:%s is %s:%s in IAM', (source, name, service, action) => {
  expect(nameInIam(source, name)).toEqual({ service, name: action });
});

test('a folder without reference files is refused', () => {
  expect(() => referenceFiles(path.join(__dirname, '../languages/node'))).toThrow('there is no service reference file of AWS');
});
