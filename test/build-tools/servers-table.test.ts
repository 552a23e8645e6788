import * as fs from 'fs';
import * as path from 'path';
import { withServers } from '../../build-tools/servers-table';

const page = fs.readFileSync(path.join(__dirname, '../../docs/servers.md'), 'utf-8');

test('docs/servers.md has the servers that there are: else run `npx projen servers`', () => {
  expect(withServers(page)).toBe(page);
});

test('a page without a place for the table is refused', () => {
  expect(() => withServers('# Servers\n')).toThrow('docs/servers.md: there is no place for the table of servers');
});
