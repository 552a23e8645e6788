import * as path from 'path';
import { build } from 'esbuild';

/** Puts what is used of `yaml` into the compiled file that names it: users install nothing more, and get a fourth of that package. */
async function bundleYaml(): Promise<void> {
  const file = path.join(__dirname, '..', 'lib', 'cli', 'yaml-library.js');
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    // Its license is in NOTICE.
    legalComments: 'none',
    logLevel: 'warning',
  });
}

void bundleYaml();
