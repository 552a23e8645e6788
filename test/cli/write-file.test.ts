import * as fs from 'fs';
import * as path from 'path';
import { inEmptyDirectory, read } from './run';
import { writeReport } from '../../src/cli/report';

inEmptyDirectory();

afterEach(() => {
  jest.restoreAllMocks();
});

test('a report is written with the folders that it is in', () => {
  for (const text of ['first', 'second']) {
    writeReport(path.join('a', 'b', 'c.html'), text);
    expect(read(path.join('a', 'b', 'c.html'))).toBe(text);
  }
});

test('where the folder is a file, or a link to nothing', () => {
  fs.writeFileSync('file', '');
  fs.symlinkSync('nowhere', 'dangling');
  expect(() => writeReport('file/c.html', '')).toThrow('file/c.html: EEXIST');
  expect(() => writeReport('file/b/c.html', '')).toThrow('file/b/c.html: there is no such file');
  expect(() => writeReport('dangling/c.html', '')).toThrow('dangling/c.html: there is no such file');
});

test('a file system that takes no folder, as /proc, is an error', () => {
  jest.spyOn(jest.requireActual<typeof fs>('fs'), 'mkdirSync').mockImplementation((_, options) => {
    // Node.js tries again, for ever.
    throw Object.assign(new Error('no folder'), { code: typeof options === 'object' && options?.recursive ? 'FOR_EVER' : 'ENOENT' });
  });
  expect(() => writeReport('b/c.html', '')).toThrow('b/c.html: there is no such file');
  expect(() => writeReport('a/b/c.html', '')).toThrow('a/b/c.html: there is no such file');
});
