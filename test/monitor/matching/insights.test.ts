import { runQuery } from './insights';

const messages = (rows: object[]) => rows.map((row: any) => row.name);
const rows = (...fields: object[]) => fields.map((each, i) => ({ name: `row ${i}`, eventTime: `2026-09-28T09:0${i}:00Z`, ...each }));

/** The queries of AWS's pages on filter, parse and stats, with what they say of them. */
test.each<[string, object[], string[]]>([
  ['fields @timestamp, @message | filter (range>3000) | sort @timestamp desc | limit 20', rows({ range: 3001 }, { range: 3000 }, { range: 4000 }), ['row 2', 'row 0']],
  ['fields @timestamp, @message | filter (range>3000 and accountId=123456789012)', rows({ range: 4000, accountId: 123456789012 }, { range: 4000, accountId: 1 }), ['row 0']],
  ['fields @timestamp | filter logGroup in ["example_group"]', rows({ logGroup: 'example_group' }, { logGroup: 'example_group_2' }), ['row 0']],
  ['fields f1 | filter f1 like "Exception"', rows({ f1: 'an Exception' }, { f1: 'an exception' }), ['row 0']],
  ['fields f1 | filter f1 like /Exception/', rows({ f1: 'an Exception' }, { f1: 'none' }), ['row 0']],
  ['fields f1 | filter f1 =~ /Exception/', rows({ f1: 'an Exception' }, { f1: 'none' }), ['row 0']],
  ['fields f1 | filter f1 like /ServiceLog.*/', rows({ f1: 'ServiceLogSampleApiLogGroup' }, { f1: 'SampleApiLogGroupServiceLog' }, { f1: 'x' }), ['row 0', 'row 1']],
  ['fields f1 | filter f1 not like "Exception"', rows({ f1: 'an Exception' }, { f1: 'none' }), ['row 1']],
  ['fields f1 | filter ispresent(f1)', rows({ f1: 'x' }, {}), ['row 0']],
  ['fields f1 | filter not ispresent(f1) or f1 != "x"', rows({ f1: 'x' }, {}, { f1: 'y' }), ['row 1', 'row 2']],
  ['fields @timestamp | filter requestParameters.instancesSet.items.0.instanceId="i-abcde123"', rows({ requestParameters: { instancesSet: { items: [{ instanceId: 'i-abcde123' }] } } }, {}), ['row 0']],
])('%s', (query, events, expected) => {
  expect(messages(runQuery(query, events)).sort()).toEqual([...expected].sort());
});

test('what a regular expression finds are fields, of an event that it does not match none', () => {
  const found = runQuery('parse f1 /user=(?<user2>.*?), method:(?<method2>\\w+)/\n| stats count(*) as calls, latest(name) as last by user2', rows(
    { f1: 'user=a, method:x' }, { f1: 'user=a, method:y' }, { f1: 'nothing' }));
  expect(found).toEqual([{ user2: 'a', calls: 2, last: 'row 1' }, { user2: undefined, calls: 1, last: 'row 2' }]);
});

test('the first value that is there', () => {
  expect(runQuery('fields coalesce(a, b) as c, d', [{ a: 'x', b: 'y' }, { b: 'y' }]).map(({ c }) => c)).toEqual(['x', 'y']);
});

test.each([
  ['filter a ~ "x"', 'no token'], ['filter a = "x" b', 'something is left'], ['dedup a', 'the command dedup'], ['filter (a = "x"', 'expected'],
])('%s is no query', (query, message) => {
  expect(() => runQuery(query, [{ a: 'x' }])).toThrow(message);
});
