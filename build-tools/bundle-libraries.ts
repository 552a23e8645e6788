import * as path from 'path';
import { build } from 'esbuild';

/** Puts what is used of `yaml` and `ignore` into the compiled files that name them: users install nothing more, and get a part of those packages. */
async function bundleLibraries(): Promise<void> {
  const files = ['yaml-library', 'ignore-library'].map((name) => path.join(__dirname, '..', 'lib', 'cli', `${name}.js`));
  await build({
    entryPoints: files,
    outdir: path.join(__dirname, '..', 'lib', 'cli'),
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    // Their licenses are in NOTICE.
    legalComments: 'none',
    logLevel: 'warning',
  });
}

void bundleLibraries();
