import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const NOTICES = ['LICENSE', 'NOTICE'];

/** Puts license and notice into the jars below a folder, where Java looks for them: jsii-pacmak leaves them out of its jars alone. */
export function addNotices(directory: string): void {
  const jars = fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.jar'));
  if (jars.length === 0) {
    throw new Error(`${directory} has no jars`);
  }
  const folder = fs.mkdtempSync(path.join(directory, 'notices-'));
  fs.mkdirSync(path.join(folder, 'META-INF'));
  NOTICES.forEach((name) => fs.copyFileSync(path.join(ROOT, name), path.join(folder, 'META-INF', name)));
  for (const jar of jars.map((name) => path.join(directory, name))) {
    execFileSync('jar', ['--update', '--file', jar, '-C', folder, 'META-INF'], { stdio: 'pipe' });
    for (const algorithm of ['md5', 'sha1']) {
      if (fs.existsSync(`${jar}.${algorithm}`)) {
        fs.writeFileSync(`${jar}.${algorithm}`, createHash(algorithm).update(fs.readFileSync(jar)).digest('hex'));
      }
    }
  }
  fs.rmSync(folder, { recursive: true });
}

if (require.main === module) {
  addNotices(path.join(ROOT, 'dist', 'java'));
}
