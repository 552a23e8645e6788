import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { readTemplateFiles } from '../../../src/analysis/template/template-files';

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

const files = (...names: string[]) => names.map((name) => path.join(directory, name));

describe('the templates', () => {
  test('are those of nested stacks, too, each once', () => {
    write({
      'stage/a.template.json': {},
      'stage/a.assets.json': { files: { x: { source: { path: 'b.nested.template.json' } }, y: { source: { path: 'asset.zip' } }, z: {} } },
      'stage/b.nested.template.json': { Resources: { B: {} } },
      'stage/b.nested.assets.json': { files: {} },
    });
    const found = readTemplateFiles(files('stage/a.template.json', 'stage/b.nested.template.json', 'stage/a.template.json'));
    expect(found).toEqual([
      { file: path.join(directory, 'stage/a.template.json'), template: { Resources: {} } },
      { file: path.join(directory, 'stage/b.nested.template.json'), template: { Resources: { B: {} } } },
    ]);
  });

  test('that can\'t be read are an error', () => {
    expect(() => readTemplateFiles(files('missing.template.json'))).toThrow('ENOENT');
  });
});
