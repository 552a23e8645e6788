import { matchesFilter } from './metric-filter';

/** The events and patterns of AWS's page, with what it says of them. */
const TRAIL = {
  'eventType': 'UpdateTrail',
  'sourceIPAddress': '111.111.111.111',
  'arrayKey': ['value', 'another value'],
  'objectList': [{ name: 'a', id: 1 }, { name: 'b', id: 2 }],
  'SomeObject': null,
  'cluster.name': 'c',
};
const USERS = {
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [{ id: 2, email: 'John.Doe@example.com' }, { id: 3, email: 'Jane.Doe@example.com' }],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
};

test.each([
  ['{ $.eventType = "UpdateTrail" }', TRAIL, true],
  ['{ $.sourceIPAddress != 123.123.* }', TRAIL, true],
  ['{ $.sourceIPAddress != 111.111.* }', TRAIL, false],
  ['{ $.arrayKey[0] = "value" }', TRAIL, true],
  ['{ $.eventType = %Trail% }', TRAIL, true],
  ['{ $.arrayKey[*] = %val.{2}% }', TRAIL, true],
  ['{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }', TRAIL, true],
  ['{ $.[\'cluster.name\'] = "c" }', TRAIL, true],
  ['{ $.SomeObject IS NULL }', TRAIL, true],
  ['{ $.SomeOtherObject NOT EXISTS }', TRAIL, true],
  ['{ $.SomeObject NOT EXISTS }', TRAIL, false],
  ['{ $.eventType = "*" && $.sourceIPAddress != 123.123.* }', TRAIL, true],
  ['{ $.objectList = "a" }', TRAIL, false],
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', USERS, true],
  ['{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }', USERS, true],
  ['{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }', USERS, false],
  ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', USERS, false],
  ['{ $.bandwidth > 75 }', { bandwidth: 76 }, true],
  ['{ $.latency < 50 }', { latency: 50 }, false],
  ['{ $.refreshRate >= 60 }', { refreshRate: 60 }, true],
  ['{ $.responseTime <= 5 }', { responseTime: 6 }, false],
  ['{ $.errorCode = 400}', { errorCode: 400 }, true],
  ['{ $.errorCode != 500 }', { errorCode: 500 }, false],
  ['{ $.number[0] = 1e+3 }', { number: [1000] }, true],
  ['{ $.number[0] != 1e-3 }', { number: [0.001] }, false],
])('%s', (pattern, event, expected) => {
  expect(matchesFilter(pattern, event)).toBe(expected);
});

test.each([
  ['{ $.a = "x" ', 'expected'], ['{ $.a EXISTS }', 'expected'], ['$.a = "x"', 'expected'], ['{ $.a = "x" } }', 'something is left'], [`{ $.a = "${'x'.repeat(1024)}" }`, '1036 characters'],
])('%s is no pattern', (pattern, message) => {
  expect(() => matchesFilter(pattern, {})).toThrow(message);
});
