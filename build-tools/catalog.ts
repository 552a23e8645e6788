import * as fs from 'fs';
import * as path from 'path';
import { catalogText, changes, readSource, SOURCE_LICENSE } from './catalog-source';

/** Writes data/iam-actions.json and its notice, and prints which actions came, went or changed their access level. */
async function refresh() {
  const root = path.join(__dirname, '..');
  const file = path.join(root, 'data', 'iam-actions.json');
  const before = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf-8')) : { services: {} };
  const after = await readSource();
  const lines = changes(before, after);
  console.log(lines.length > 0 ? lines.join('\n') : 'No action changed.');
  console.log(`${before.source?.version ?? 'nothing'} -> ${after.source.version}`);

  fs.writeFileSync(file, catalogText(after));
  fs.writeFileSync(path.join(root, 'data', 'NOTICE.md'), [
    '`iam-actions.json` is derived from',
    `[${after.source.name}](https://www.npmjs.com/package/${after.source.name}) ${after.source.version}, under the following licence.`,
    '',
    '```text',
    fs.readFileSync(SOURCE_LICENSE, 'utf-8').trim(),
    '```',
    '',
  ].join('\n'));
}

void refresh();
