import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { build } from './build';
import type { Figure } from './figure';

/** In the order of the table. */
const BENCHMARKS = ['scoped-roles', 'whole-app', 'import', 'template-size', 'validator', 'simulator', 'limits', 'inputs', 'packing', 'moments', 'catalog', 'replay', 'proof', 'command-line'];
const README = path.join(__dirname, 'README.md');
const [BEGIN, END] = ['<!-- figures -->', '<!-- end of figures -->'];

/** Runs the given benchmarks, by default all, and prints a table. That of all replaces the one in README.md. */
function main(names: string[]) {
  const folder = build();
  const figures = (names.length > 0 ? names : BENCHMARKS).flatMap((name): Figure[] => {
    const start = Date.now();
    const measured = JSON.parse(execFileSync(process.execPath, [path.join(folder, `${name}.js`)], { encoding: 'utf-8', maxBuffer: 1e8 }));
    console.error(`${name}: ${Math.round((Date.now() - start) / 1000)} s`);
    return measured;
  });
  const text = `${circumstances()}\n\n${table(figures)}`;
  console.log(text);
  if (names.length === 0) {
    const readme = fs.readFileSync(README, 'utf-8');
    const [before, after] = [readme.split(BEGIN)[0], readme.split(END)[1]];
    fs.writeFileSync(README, `${before}${BEGIN}\n${text}\n${END}${after}`);
  }
}

/** The date, versions and the machine. */
function circumstances(): string {
  const version = (name: string) => `${name} ${JSON.parse(fs.readFileSync(path.join(__dirname, `../node_modules/${name}/package.json`), 'utf-8')).version}`;
  const { source } = JSON.parse(fs.readFileSync(path.join(__dirname, '../data/iam-actions.json'), 'utf-8'));
  const date = new Date().toISOString().slice(0, 10);
  return [
    date, `Node.js ${process.versions.node}`, ...['aws-cdk-lib', 'cdk-nag', 'iam-floyd'].map(version), `table of actions ${source.version}`,
    `${os.cpus().length} cores, ${os.cpus()[0].model}`,
  ].join(', ');
}

function table(figures: Figure[]): string {
  const verdict = ({ met }: Figure) => (met === undefined ? '' : met ? 'met' : '**missed**: see below');
  return [
    '| what | goal | figure | |',
    '|---|---|---|---|',
    ...figures.map((each) => `| ${each.what} | ${each.goal ?? ''} | ${each.figure} | ${verdict(each)} |`),
  ].join('\n');
}

main(process.argv.slice(2));
