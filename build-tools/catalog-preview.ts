import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { createRequire } from 'module';
import * as os from 'os';
import * as path from 'path';
import { changes, committedTable, readSource, SOURCE } from './catalog-source';
import { baselineDenies, namesGone, setsOf } from './set-files';
import { BaselineGrade } from '../src';

/** Prints what another version of the source, by default the newest, would change in the table, in each set and in the baseline. Changes nothing. */
async function preview(version = 'latest') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'catalog-preview-'));
  try {
    fs.writeFileSync(path.join(folder, 'package.json'), '{}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${SOURCE}@${version}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const before = committedTable();
    const after = await readSource(createRequire(path.join(folder, 'package.json'))(SOURCE));
    section(`Table of actions: ${before.source.version} -> ${after.source.version}`, changes(before, after));
    const [old, now] = [setsOf(before), setsOf(after)];
    for (const set of Object.keys(now)) {
      section(`${set}: ${old[set].length} -> ${now[set].length}`, [
        ...now[set].filter((action) => !old[set].includes(action)).map((action) => `+ ${action}`),
        ...old[set].filter((action) => !now[set].includes(action)).map((action) => `- ${action}`),
      ]);
    }
    const isDenied = baselineDenies(BaselineGrade.FULL);
    section('New in a set, and not denied by the baseline', Object.keys(now).flatMap((set) => now[set]
      .filter((action) => !old[set].includes(action) && !isDenied(action)).map((action) => `${action} (${set})`)));
    section('Named in the list of a set, and gone', namesGone(after));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function section(title: string, lines: string[]): void {
  console.log(`\n${title}\n${lines.length > 0 ? lines.map((line) => `  ${line}`).join('\n') : '  nothing'}`);
}

void preview(process.argv[2]);
