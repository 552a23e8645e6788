import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { ROOT, run, shown } from './tools';
import { run as runCli } from '../cli/run';

/** A module of Go that has the official schema of SARIF 2.1.0: the Go proxy is a registry that has it. */
const MODULE = 'github.com/owenrumney/go-sarif/v3@v3.3.1';
const SCHEMA = 'pkg/report/v210/sarif/schema.go';

const VALIDATE = `
import json, sys, xml.etree.ElementTree
from jsonschema import Draft4Validator
schema, sarif, junit = sys.argv[1:]
validator = Draft4Validator(json.load(open(schema)))
log = json.load(open(sarif))
errors = ['/'.join(map(str, error.absolute_path)) + ': ' + error.message[:300] for error in validator.iter_errors(log)]
if errors:
    sys.exit('\\n'.join(errors[:20]))
log['runs'][0]['results'][0]['level'] = 'terrible'
if validator.is_valid(log):
    sys.exit('the schema takes anything')
failures = xml.etree.ElementTree.parse(junit).getroot().findall('.//failure')
if len(failures) != len(log['runs'][0]['results']):
    sys.exit(f'{len(failures)} failures of JUnit')
print(len(failures))
`;

/** Has what `check` prints of files with mistakes judged by SARIF's official schema, and read as XML. */
export async function validateFormats(bin: string, directory: string): Promise<string[]> {
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd: directory, encoding: 'utf-8' }));
  const schema = path.join(directory, 'sarif-schema.json');
  fs.writeFileSync(schema, /^const schema = `([^`]*)`/m.exec(fs.readFileSync(path.join(Dir, SCHEMA), 'utf-8'))![1]);
  const printed = await Promise.all(['sarif', 'junit'].map(async (format) => {
    const file = path.join(directory, `check.${format}`);
    fs.writeFileSync(file, (await runCli(['check', '--format', format, path.join(ROOT, 'test', 'cases')])).stdout);
    return file;
  }));
  const { code, stdout, output } = run(path.join(bin, 'python'), ['-c', VALIDATE, schema, ...printed]);
  if (code !== 0) {
    throw new Error(shown(output));
  }
  return [`${stdout.trim()} findings`];
}
