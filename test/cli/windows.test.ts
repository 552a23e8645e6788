import * as fs from 'fs';
import { inEmptyDirectory, LEAKS, policy, write } from './run';

// As Node.js has it on Windows.
jest.mock('path', () => ({ ...jest.requireActual('path').win32, posix: jest.requireActual('path').posix, win32: jest.requireActual('path').win32 }));

import { uriOf } from '../../src/cli/fingerprint';
import { globPattern, relativeTo } from '../../src/cli/glob';
import { parseFile } from '../../src/cli/input-file';

inEmptyDirectory();

test('a file of Windows is named with slashes, as patterns, SARIF and fingerprints have it', () => {
  expect(uriOf('policies\\team a\\a.json')).toBe('policies/team%20a/a.json');
  expect(relativeTo('', 'policies\\a.json')).toBe('policies/a.json');
  expect(globPattern('policies/**/*.json').test(relativeTo('', 'policies\\team\\a.json'))).toBe(true);
  expect(globPattern('other/**').test(relativeTo('', 'policies\\team\\a.json'))).toBe(false);
});

test('lines end as they do there', () => {
  const name = write('a.json', JSON.stringify(policy(LEAKS), undefined, 2).replace(/\n/g, '\r\n'));
  const { source } = parseFile(name, fs.readFileSync(name, 'utf-8'));
  expect(source.lineOf(['Statement', '0', 'Condition'])).toBe(source.text.split('\r\n').findIndex((line) => line.includes('"Condition"')) + 1);
});
