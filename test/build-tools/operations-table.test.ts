import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { committedMap, referenceFiles } from '../../build-tools/operations/aws-map';
import { operationFigures, withOperations } from '../../build-tools/operations/operations-page';
import { changes, committedNames, makeTable, tableText } from '../../build-tools/operations/operations-table';
import { Catalog } from '../../src/actions/catalog';
import { nameInIam } from '../../src/actions/event-names';
import { operationsOf } from '../../src/actions/operations';

/** Actions of AWS's map that the table of actions has not, each with the reason. Once the table has it, the row here goes. */
const NOT_IN_THE_TABLE_OF_ACTIONS: { readonly [action: string]: string } = {
  'lambda:GetWebAccountSettings': 'AWS\'s page list_lambda, read 2026-11-29, lists it among the actions; the source of the table, 0.21.202609261, has none of the web functions\'',
};

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

test('the page is what the table says', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/operations.md'), 'utf-8');
  expect(page).toBe(withOperations(page, committedNames()));
});

test('at most one in fifty operations of the most used services is open', () => {
  const figures = operationFigures(committedNames());
  expect(figures.open / figures.operations).toBeLessThanOrEqual(0.02);
  expect(Object.values(figures).slice(1).reduce((a, b) => a + b)).toBe(figures.operations);
});

test('every action of the table is one of the table of actions, but for those that AWS\'s pages have and the source of the table has not', () => {
  const catalog = Catalog.get();
  const lacking = Object.keys({ ...table.map, ...table.api, ...table.same }).flatMap((prefix) => [...operationsOf(prefix).values()])
    .flatMap(({ actions }) => actions.map(({ action }) => action)).filter((action) => catalog.find(action).names.length === 0);
  expect([...new Set(lacking)].sort()).toEqual(Object.keys(NOT_IN_THE_TABLE_OF_ACTIONS));
});

test('what changed is told in a line for each operation', () => {
  const before = { ...table, map: { ...table.map, s3: { ...table.map.s3, HeadObject: 'GetObject', Gone: 'GetObject' } }, open: { ...table.open, lightsail: '' }, eventSources: {} };
  const lines = changes(before, { ...table, eventSources: { monitoring: 'cloudwatch' } });
  expect(lines).toContain(`~ s3:HeadObject: GetObject -> ${table.map.s3.HeadObject}`);
  expect(lines).toContain('- s3:Gone: GetObject');
  expect(lines).toContain('+ lightsail:GetProfile: open');
  expect(lines).toContain('+ event source monitoring: cloudwatch');
  expect(changes(table, table)).toEqual([]);
});

test('reference files are read as AWS documents them, and what else is in them is left alone', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reference-'));
  fs.writeFileSync(path.join(folder, 'service-list.json'), '[{ "service": "s3", "url": "" }]');
  fs.writeFileSync(path.join(folder, 's3.json'), JSON.stringify({
    Name: 's3',
    Actions: [],
    New: 1,
    Operations: [
      { Name: 'HeadObject', AuthorizedActions: [{ Name: 'GetObject', Service: 's3' }, { Name: 'Decrypt', Service: 'kms', New: {} }], SDK: [] },
      { Name: 'PutIt', AuthorizedActions: [{ Name: 'PassRole', Service: 'iam', Context: { 'iam:PassedToService': ['s3.amazonaws.com'] } }] },
      { Name: 'NoActions' },
    ],
  }));
  expect(referenceFiles(folder)).toEqual([{ prefix: 's3', operations: { HeadObject: 'GetObject kms:Decrypt', PutIt: 'iam:PassRole>s3.amazonaws.com' } }]);
  fs.rmSync(folder, { recursive: true });
});

test('a folder without reference files is refused', () => {
  expect(() => referenceFiles(path.join(__dirname, '../languages/node'))).toThrow('there is no service reference file of AWS');
});
