import * as fs from 'fs';
import * as path from 'path';
import { committedTable, noticeText } from './catalog-source';
import { changes, compressed, FILE, fromPackage, listingText, managedPolicies, tableText, withFigures } from './managed-policies-source';
import type { ManagedPolicies } from './managed-policies-source';

const ROOT = path.join(__dirname, '..');
const PAGE = path.join(ROOT, 'docs', 'managed-policies.md');

/** Writes the table, the list and the page of what it holds, and NOTICE; prints what changed. Of the newest version of the package, or one that is given. */
function refresh(wanted = 'latest') {
  const before: Pick<ManagedPolicies, 'policies'> & Partial<ManagedPolicies> = fs.existsSync(FILE) ? managedPolicies() : { policies: new Map() };
  const after = fromPackage(wanted);
  const actions = committedTable();
  const lines = changes(before, after);
  console.log(lines.length > 0 ? lines.join('\n') : 'No policy changed.');
  console.log(`${before.source?.version ?? 'nothing'} -> ${after.source.version}, as of ${after.asOf}`);

  fs.writeFileSync(FILE, compressed(tableText(after, actions)));
  fs.writeFileSync(path.join(__dirname, 'managed-policies.txt'), listingText(after));
  fs.writeFileSync(PAGE, withFigures(fs.readFileSync(PAGE, 'utf-8'), after));
  fs.writeFileSync(path.join(ROOT, 'NOTICE'), noticeText(actions, after));
}

refresh(process.argv[2]);
