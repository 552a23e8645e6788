import * as fs from 'fs';
import { committedConnectors, FILE, fromPyPi, listing } from './sam-connectors-source';

/** Writes the table of AWS SAM's connectors, and prints what changed. Of the newest version of the package, or one that is given. */
function refresh(wanted = 'latest') {
  const before = fs.existsSync(FILE) ? committedConnectors() : undefined;
  const after = fromPyPi(wanted);
  const [old, now] = [before, after].map((table) => new Set(table ? listing(table) : []));
  const lines = [...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`), ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`)];
  console.log(lines.length > 0 ? lines.join('\n') : 'No connector changed.');
  console.log(`${before?.source.version ?? 'nothing'} -> ${after.source.version}, read on ${after.source.read}`);
  fs.writeFileSync(FILE, `${JSON.stringify(after)}\n`);
}

refresh(process.argv[2]);
