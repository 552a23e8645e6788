import * as fs from 'fs';
import * as path from 'path';
import { execute } from './tools';

/** What must be the same, whatever the language. */
const COMPARED = /\.template\.json$|^mcp-access-report\.(json|html)$|^answers\.txt$/;

/** Throws unless both folders have the same files of those that count, with the same bytes. Returns how many there are. */
export async function compare(expected: string, actual: string): Promise<number> {
  const [files, others] = [expected, actual].map((directory) => fs.readdirSync(directory).filter((name) => COMPARED.test(name)).sort());
  if (files.join() !== others.join() || files.length === 0) {
    throw new Error(`it has ${others.join(', ') || 'nothing'}, expected ${files.join(', ')}`);
  }
  for (const file of files) {
    const [one, other] = [expected, actual].map((directory) => path.join(directory, file));
    if (!fs.readFileSync(one).equals(fs.readFileSync(other))) {
      await execute('diff', [one, other]);
    }
  }
  return files.length;
}
