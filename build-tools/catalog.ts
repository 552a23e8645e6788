import * as fs from 'fs';
import * as path from 'path';
import { catalogText, changes, committedTable, FILE as ACTIONS, noticeText, readSource } from './catalog-source';
import { conditionKeysText, readConditionKeys } from './condition-keys-source';
import { compressed, FILE, managedPolicies, tableText } from './managed-policies-source';
import { OWN_DELETES, ownDeletesText } from './own-deletes';
import { readResources, resourcesText } from './resource-source';
import { writeSetFiles } from './set-files';

/** Writes data/iam-actions.json, data/condition-keys.json, data/iam-resources.json, data/ready-sets.json, NOTICE, docs/sets and the page of what agents may delete, and prints which actions came, went or changed their access level. */
async function refresh() {
  const root = path.join(__dirname, '..');
  const before = committedTable();
  const after = await readSource();
  const lines = changes(before, after);
  console.log(lines.length > 0 ? lines.join('\n') : 'No action changed.');
  console.log(`${before.source.version} -> ${after.source.version}`);

  const policies = managedPolicies();
  fs.writeFileSync(ACTIONS, catalogText(after));
  // Their actions are numbers in this table.
  fs.writeFileSync(FILE, compressed(tableText(policies, after)));
  fs.writeFileSync(path.join(root, 'data', 'condition-keys.json'), conditionKeysText(await readConditionKeys()));
  fs.writeFileSync(path.join(root, 'data', 'iam-resources.json'), resourcesText(await readResources(after)));
  fs.writeFileSync(path.join(root, 'NOTICE'), noticeText(after, policies));
  writeSetFiles(after);
  fs.writeFileSync(path.join(root, OWN_DELETES), ownDeletesText());
}

void refresh();
