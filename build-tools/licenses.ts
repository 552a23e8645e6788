import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

/** The packages of which a bundle has files, as esbuild names them. */
export function bundledPackages(inputs: readonly string[]): string[] {
  return [...new Set(inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))].sort();
}

/** What is to be given to those who get the code of these packages. */
export function licensesOf(packages: readonly string[]): string {
  return packages.map(licenseOf).join('\n');
}

function licenseOf(name: string): string {
  const folder = path.join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf-8'));
  const text = fs.readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return `${name} ${version} (${license})\n\n${text === undefined ? '' : fs.readFileSync(path.join(folder, text), 'utf-8')}`;
}
