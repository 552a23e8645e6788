// As Node.js has it on Windows.
jest.doMock('path', () => ({ ...jest.requireActual('path').win32, posix: jest.requireActual('path').posix, win32: jest.requireActual('path').win32 }));

const { uriOf } = jest.requireActual<typeof import('../../src/cli/fingerprint')>('../../src/cli/fingerprint');
const { globPattern, relativeTo } = jest.requireActual<typeof import('../../src/cli/glob')>('../../src/cli/glob');
const { parseFile } = jest.requireActual<typeof import('../../src/cli/input-file')>('../../src/cli/input-file');
const { LEAKS, policy } = jest.requireActual<typeof import('./run')>('./run');

test('a file of Windows is named with slashes, as patterns, SARIF and fingerprints have it', () => {
  const cwd = jest.spyOn(process, 'cwd').mockReturnValue('C:\\work');
  expect(uriOf('policies\\team a\\a.json')).toBe('policies/team%20a/a.json');
  expect(relativeTo('', 'policies\\a.json')).toBe('policies/a.json');
  expect(globPattern('policies/**/*.json').test(relativeTo('', 'policies\\team\\a.json'))).toBe(true);
  expect(globPattern('other/**').test(relativeTo('', 'policies\\team\\a.json'))).toBe(false);
  cwd.mockRestore();
});

test('lines end as they do there', () => {
  const { source } = parseFile('a.json', JSON.stringify(policy(LEAKS), undefined, 2).replace(/\n/g, '\r\n'));
  expect(source.lineOf(['Statement', '0', 'Condition'])).toBe(source.text.split('\r\n').findIndex((line) => line.includes('"Condition"')) + 1);
});
