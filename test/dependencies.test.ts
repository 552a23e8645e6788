import * as fs from 'fs';
import * as path from 'path';
import { licensesOf } from '../build-tools/licenses';

const ROOT = path.join(__dirname, '..');
const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));

test('whoever uses the library installs nothing with it but its peers: it needs nothing else', () => {
  expect([manifest.dependencies, manifest.bundledDependencies, manifest.optionalDependencies]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
});

test.each(['yaml', 'ignore'])('what is bundled with the command line depends on nothing, and its license goes with it: %s', (library) => {
  const { dependencies, name, license } = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', library, 'package.json'), 'utf-8'));
  expect(dependencies).toBeUndefined();
  expect(licensesOf([library])).toMatch(new RegExp(`^${name} [\\d.]+ \\(${license}\\)\n[^]*Copyright`));
});
