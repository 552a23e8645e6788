import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));

test('whoever uses the library installs nothing with it but its peers: what else it needs is compiled in', () => {
  expect([manifest.dependencies, manifest.bundledDependencies, manifest.optionalDependencies]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
});

test.each(['yaml', 'ignore'])('what is compiled in depends on nothing, and its license is in NOTICE: %s', (library) => {
  const { dependencies, name, license } = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', library, 'package.json'), 'utf-8'));
  expect(dependencies).toBeUndefined();
  const notice = fs.readFileSync(path.join(ROOT, 'NOTICE'), 'utf-8');
  expect(notice).toMatch(new RegExp(`\\b${name}\\b`));
  expect(notice).toContain(license);
});
