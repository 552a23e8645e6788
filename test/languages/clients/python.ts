import * as fs from 'fs';
import * as path from 'path';
import { PYTHON_OPTIONS } from '../../acceptance/tools';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { execute } from '../tools';

export const PYTHON: Language = {
  name: 'Python',
  needs: [['python3', 'python3', '--version'], ['the venv module of Python', 'python3', '-c', 'import ensurepip, venv; print(venv)']],
  passed: /(\d+) passed/,
  install: async (packages, directory, options) => {
    copyExample('python', directory, options);
    fs.copyFileSync(path.join(__dirname, '..', 'python', 'everything.py'), path.join(directory, 'everything.py'));
    fs.writeFileSync(path.join(directory, 'readme.py'), readmeProgram('python'));
    const bin = path.join(directory, '.venv', 'bin');
    await Promise.all([
      packages.buildPython(),
      execute('python3', ['-m', 'venv', path.dirname(bin)]),
    ]);
    await execute(path.join(bin, 'pip'), [
      'install', '--quiet', '--disable-pip-version-check', '--no-compile', packages.wheel, '-r', 'requirements.txt', '-r', 'requirements-dev.txt',
    ], { cwd: directory });
    return {
      directory,
      // As after ". .venv/bin/activate".
      env: { ...PYTHON_OPTIONS, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
      everything: (env) => execute(path.join(bin, 'python'), ['everything.py'], { cwd: directory, env }),
      readme: (env) => execute(path.join(bin, 'python'), ['readme.py'], { cwd: directory, env }),
      tests: (env) => execute(path.join(bin, 'python'), ['-m', 'pytest', '-p', 'no:cacheprovider'], { cwd: directory, env }),
    };
  },
};
