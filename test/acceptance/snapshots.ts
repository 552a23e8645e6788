import * as fs from 'fs';
import * as path from 'path';
import { GOLDEN_FORMS } from './golden-forms';
import { ROOT } from './tools';

const TESTS = path.join(ROOT, 'test');

/**
 * Writes a template for each golden snapshot that can be in one, and the session policies, for the linters. Returns how many there
 * are, and which of the snapshots are in no template and why.
 *
 * @throws for a snapshot of which it is not known what it holds, so that none is left out, and for a form that none has
 */
export function writeSnapshots(directory: string): string[] {
  fs.mkdirSync(directory);
  const used = new Set<unknown>();
  const notLinted: string[] = [];
  const snapshots = fs.readdirSync(TESTS, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.snap')).sort().flatMap(snapshotsIn);
  snapshots.forEach(({ name, text }, i) => {
    const [form, ...others] = GOLDEN_FORMS.filter(({ of }) => of.test(name));
    if (form === undefined || others.length > 0) {
      throw new Error(`${name}: say in golden-forms.ts, once, what this snapshot holds`);
    }
    used.add(form);
    const file = path.join(directory, `${`${i}`.padStart(2, '0')}-${name.replace(/[^a-zA-Z0-9]+/g, '-')}`);
    if (form.resources) {
      fs.writeFileSync(`${file}.template.json`, JSON.stringify({ Resources: form.resources(valueOf(name, text)) }));
    }
    if (form.sessionPolicy) {
      fs.writeFileSync(`${file}.session-policy.json`, JSON.stringify(JSON.parse(text.replace(/^"|"$/g, ''))));
    }
    if (form.notLinted) {
      notLinted.push(`no template of ${name}: ${form.notLinted}`);
    }
  });
  const unused = GOLDEN_FORMS.filter((form) => !used.has(form));
  if (unused.length > 0) {
    throw new Error(`golden-forms.ts expects what no snapshot is: ${unused.map(({ of }) => of).join(', ')}`);
  }
  return [`${snapshots.length} snapshots, of which ${snapshots.length - notLinted.length} are in templates`, ...notLinted];
}

/** The snapshots of a file, each named by the file and the test. */
function snapshotsIn(file: string): Array<{ name: string; text: string }> {
  const exported: { [name: string]: string } = {};
  // It is a module of jest's that assigns template strings.
  new Function('exports', fs.readFileSync(path.join(TESTS, file), 'utf-8'))(exported);
  const test = file.replace(/(^|\/)__snapshots__\//, '$1').replace(/\.test\.ts\.snap$/, '');
  return Object.entries(exported).map(([name, text]) => ({ name: `${test}: ${name}`, text: text.trim() }));
}

/** jest writes objects as JSON with a comma after the last, too. Those with strings that have quotes in them are JSON in a string. */
function valueOf(name: string, text: string): any {
  try {
    return JSON.parse(text.startsWith('"{') ? text.slice(1, -1) : text.replace(/,(?=\n\s*[}\]])/g, ''));
  } catch (error) {
    throw new Error(`${name} is not JSON: ${(error as Error).message}`);
  }
}
