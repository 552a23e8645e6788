import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));

test('whoever uses the library installs nothing with it: what it depends on is in the package, and depends on nothing', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundledDependencies);
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
  for (const name of manifest.bundledDependencies) {
    const bundled = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf-8'));
    expect(bundled.dependencies).toBeUndefined();
    expect(fs.existsSync(path.join(ROOT, 'node_modules', name, 'LICENSE'))).toBe(true);
  }
});
