import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { assemblyDirectory } from '../../../src/analysis/access-report/assembly-directory';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function write(files: { [name: string]: unknown }): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const nested = (directoryName: string) => ({ artifacts: { nested: { type: 'cdk:cloud-assembly', properties: { directoryName } } } });
const files = (...names: string[]) => names.map((name) => path.join(directory, name));

describe('the directory of the assembly', () => {
  test('is that of the templates', () => {
    write({ 'manifest.json': {} });
    expect(assemblyDirectory(files('a.template.json', 'b.template.json'))).toBe(directory);
  });

  test('of stages is the one around them, also if all templates are in one', () => {
    write({ 'manifest.json': nested('assembly-Prod'), 'assembly-Prod/manifest.json': nested('assembly-Prod-Eu'), 'assembly-Prod/assembly-Prod-Eu/manifest.json': {} });
    expect(assemblyDirectory(files('assembly-Prod/a.template.json'))).toBe(directory);
    expect(assemblyDirectory(files('assembly-Prod/assembly-Prod-Eu/a.template.json'))).toBe(directory);
    expect(assemblyDirectory(files('a.template.json', 'assembly-Prod/assembly-Prod-Eu/a.template.json'))).toBe(directory);
    expect(assemblyDirectory(files('assembly-Prod/a.template.json', 'assembly-Prod2/a.template.json'))).toBe(directory);
  });

  test('is not one with another manifest', () => {
    write({ 'manifest.json': { name: 'a web page' }, 'cdk.out/manifest.json': {} });
    expect(assemblyDirectory(files('cdk.out/a.template.json'))).toBe(path.join(directory, 'cdk.out'));
    write({ 'manifest.json': 'not JSON' });
    expect(assemblyDirectory(files('cdk.out/a.template.json'))).toBe(path.join(directory, 'cdk.out'));
  });
});
