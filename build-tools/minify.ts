import * as fs from 'fs';
import * as path from 'path';
import { transform } from 'esbuild';

const ROOT = path.join(__dirname, '..');
const LIB = path.join(ROOT, 'lib');

/**
 * Takes comments, spaces and the names of variables within functions out of the compiled code: the docstrings are in the type declarations and in the jsii
 * assembly, too. Names of functions, classes and files stay, so that an error's stack can be read. The assembly loses its spaces.
 */
async function minify(): Promise<void> {
  const files = fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'));
  await Promise.all(files.map(async (name) => {
    const file = path.join(LIB, name);
    const { code } = await transform(fs.readFileSync(file, 'utf-8'), { minify: true, platform: 'node', target: 'node20', legalComments: 'none', sourcefile: name });
    fs.writeFileSync(file, code);
  }));
  const assembly = path.join(ROOT, '.jsii');
  fs.writeFileSync(assembly, JSON.stringify(JSON.parse(fs.readFileSync(assembly, 'utf-8'))));
}

void minify();
