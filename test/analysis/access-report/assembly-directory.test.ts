import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { assemblyDirectory, assemblyFacts } from '../../../src/analysis/access-report/assembly-directory';

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

describe('the accounts of the templates', () => {
  const stacks = (...environments: string[]) => ({
    artifacts: {
      tree: null,
      ...Object.fromEntries(environments.map((environment, i) => [`stack${i}`, { environment, properties: { templateFile: `${i}.template.json` } }])),
    },
  });

  test('are those of the manifests beside them', () => {
    write({
      'manifest.json': stacks('aws://111122223333/eu-central-1', 'aws://unknown-account/unknown-region', 'aws://444455556666/eu-central-1'),
      'assembly-Prod/manifest.json': stacks('aws://777788889999/eu-central-1'),
    });
    const accounts = (...names: string[]) => assemblyFacts(files(...names), []).accounts;
    expect(accounts('2.template.json', 'assembly-Prod/0.template.json', '0.template.json')).toEqual(['111122223333', '444455556666', '777788889999']);
    expect(accounts('1.template.json', '3.template.json', 'assembly-Dev/0.template.json')).toBeUndefined();
    expect(accounts('2.template.json')).toEqual(['444455556666']);
  });

  test('are not told by what is no manifest', () => {
    for (const manifest of ['no JSON', 'null', { artifacts: 'none' }, { artifacts: [{ properties: { templateFile: '0.template.json' } }] }]) {
      write({ 'manifest.json': manifest });
      expect(assemblyFacts(files('0.template.json'), [])).toEqual({ inputs: [] });
    }
  });

  test('take one look at a manifest, however many stacks it has', () => {
    const environments = Array.from({ length: 20 }, () => 'aws://111122223333/eu-central-1');
    write({ 'manifest.json': stacks(...environments) });
    const parse = jest.spyOn(JSON, 'parse');
    assemblyFacts(files(...environments.map((_, i) => `${i}.template.json`)), []);
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
  });
});
