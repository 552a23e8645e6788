import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.dirname(require.resolve('cdk-mcp-guardrails/package.json'));

/** The command line as its package has it, unpacked into a new folder of the given one; and what the package weighs, in bytes. */
export function packed(into: string): { readonly program: string; readonly size: number } {
  const folder = fs.mkdtempSync(path.join(into, 'packed-'));
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  execFileSync(process.execPath, [tsx, '--tsconfig', 'tsconfig.dev.json', 'build-tools/standalone.ts', folder], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  return { program: path.join(folder, 'package', 'bin', 'mcp-guardrails'), size: fs.statSync(tarball).size };
}
