import * as fs from 'fs';
import * as path from 'path';
import { committedMap, referenceFiles } from './operations/aws-map';
import { withOperations } from './operations/operations-page';
import { changes, committedNames, makeTable, tableText } from './operations/operations-table';

const FILE = path.join(__dirname, '..', 'data', 'iam-operations.json');
const PAGE = path.join(__dirname, '..', 'docs', 'operations.md');

/** Writes data/iam-operations.json and the tables of docs/operations.md, of a folder of AWS's service reference files if one is given, and prints what changed. */
function refresh([folder]: string[]) {
  const before = fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf-8')) : undefined;
  const after = folder === undefined ? makeTable(committedMap(), committedNames(), 'Service Authorization Reference, pages')
    : makeTable(referenceFiles(folder), committedNames(), 'Service Authorization Reference, files');
  const lines = changes(before, after);
  console.log(lines.length > 0 ? lines.join('\n') : 'No operation changed.');
  fs.writeFileSync(FILE, tableText(after));
  fs.writeFileSync(PAGE, withOperations(fs.readFileSync(PAGE, 'utf-8'), committedNames()));
}

refresh(process.argv.slice(2));
