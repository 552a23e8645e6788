import * as fs from 'fs';
import * as path from 'path';
import { transform } from 'esbuild';

const LIB = path.join(__dirname, '..', 'lib');

/**
 * Takes comments and spaces out of the compiled code: the docstrings are in the type declarations and in the jsii assembly, too.
 * That saves a fourth of it, packed. Names and statements stay, so that an error's stack can be read.
 */
async function stripComments(): Promise<void> {
  const files = fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'));
  await Promise.all(files.map(async (name) => {
    const file = path.join(LIB, name);
    const { code } = await transform(fs.readFileSync(file, 'utf-8'), { minifyWhitespace: true, platform: 'node', target: 'node20', legalComments: 'none', sourcefile: name });
    fs.writeFileSync(file, code);
  }));
}

void stripComments();
