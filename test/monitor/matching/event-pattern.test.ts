import { matchesPattern } from './event-pattern';

/** The patterns of AWS's page that have the operators used here, with what it says of them. */
test.each([
  [{ time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-02T18:43:48Z' }, true],
  [{ FileName: [{ suffix: '.png' }] }, { FileName: 'a.png' }, true],
  [{ FileName: [{ suffix: '.png' }] }, { FileName: 'a.PNG' }, false],
  [{ detail: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] } }, { detail: { state: 'stopped' } }, false],
  [{ detail: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] } }, { detail: { state: 'running' } }, true],
  [{ detail: { FilePath: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] } }, { detail: { FilePath: '/a/lib/b' } }, false],
  [{ detail: { FilePath: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] } }, { detail: { FilePath: '/a/b' } }, true],
  [{ detail: { state: [{ exists: true }] } }, { detail: { state: 'pending' } }, true],
  [{ detail: { state: [{ exists: true }] } }, { detail: { 'c-count': { c1: 100 } } }, false],
  [{ detail: { state: [{ exists: false }] } }, { detail: { 'c-count': { c1: 100 } } }, true],
  [{ FileName: [{ wildcard: 'dir/*.png' }] }, { FileName: 'dir/a.png' }, true],
  [{ $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] }, { Location: 'Paris', Day: 'Monday' }, true],
  [{ Location: ['New York'], Day: ['Monday'] }, { Location: 'Paris', Day: 'Monday' }, false],
])('%j, %j', (pattern, event, expected) => {
  expect(matchesPattern(pattern, event)).toBe(expected);
});
