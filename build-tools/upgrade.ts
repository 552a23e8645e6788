import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { ExampleTemplates } from './example-templates';
import { examplesIn, exampleTemplates } from './example-templates';
import { changelogSection, upgradeOf } from './upgrade-effects';
import { printDeployment } from '../src/cli/print-deployment';
import { Terminal } from '../src/cli/terminal';

const USAGE = 'expected [--from TREE] [--to TREE] [--changelog FILE]: trees of this repository, without which the last release is compared with this one';

/**
 * Deploys the examples of the last release with its library, and then with this one's: what CloudFormation replaces, and whether something lapses
 * meanwhile. Fails if something does.
 */
function main(args: readonly string[]): void {
  const options = optionsOf(args);
  const to = path.resolve(options.to ?? path.join(__dirname, '..'));
  const tag = options.from === undefined ? lastRelease(to) : undefined;
  if (options.from === undefined && tag === undefined) {
    console.log('There is no release yet that this one could be compared with.');
    return;
  }
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'release-'));
  try {
    const from = tag === undefined ? path.resolve(options.from!) : unpacked(to, tag, work);
    const names = examplesIn(from);
    if (names.length === 0) {
      throw new Error(`${from}: there are no examples/*/app.ts: ${USAGE}`);
    }
    const before = names.flatMap((name) => exampleTemplates(from, name, from));
    const upgrade = upgradeOf(before, names.flatMap((name) => upgraded(from, name, to)));
    const section = changelogSection(upgrade, tag ?? options.from!);
    console.log(section);
    const out = new Terminal(process.stdout, process.env);
    printDeployment(upgrade.deployment, out);
    out.flush();
    if (options.changelog !== undefined) {
      fs.appendFileSync(options.changelog, `\n${section}`);
    }
    const { lapses, noRoom, notJudged } = upgrade.deployment;
    process.exitCode = lapses.length + noRoom.length + notJudged.length > 0 ? 1 : 0;
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

/** The old example with the new library; what that takes no longer, the new example has otherwise. */
function upgraded(from: string, name: string, to: string): ExampleTemplates {
  try {
    return exampleTemplates(from, name, to);
  } catch (error) {
    if (!examplesIn(to).includes(name)) {
      throw error;
    }
    console.log(`The example ${name} does not run with the new library as it was, so that it is compared as it is now:\n${(error as Error).message}\n`);
    return exampleTemplates(to, name, to);
  }
}

function optionsOf(args: readonly string[]): { from?: string; to?: string; changelog?: string } {
  const options: { [name: string]: string } = {};
  for (let i = 0; i < args.length; i += 2) {
    const name = /^--(from|to|changelog)$/.exec(args[i])?.[1];
    if (name === undefined || args[i + 1] === undefined) {
      throw new Error(`${args[i]} is no option, or has no value: ${USAGE}`);
    }
    options[name] = args[i + 1];
  }
  return options;
}

/** @throws if the tags may not be there, for then none would be taken for no release. */
function lastRelease(tree: string): string | undefined {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: tree, encoding: 'utf-8' }).trim();
  const [tag] = git('tag', '--merged', 'HEAD', '--sort=-version:refname', 'v*').split('\n');
  if (tag === '' && git('rev-parse', '--is-shallow-repository') === 'true') {
    throw new Error(`${tree}: the clone is shallow, so that the last release may be missing: fetch the history with its tags (fetch-depth: 0)`);
  }
  return tag || undefined;
}

/** The tree of a tag, with the dependencies that are installed here: only the library and the examples are the release's. */
function unpacked(tree: string, tag: string, directory: string): string {
  execFileSync('tar', ['-x', '-C', directory], { input: execFileSync('git', ['archive', tag], { cwd: tree, maxBuffer: 1e9 }) });
  fs.symlinkSync(path.join(__dirname, '..', 'node_modules'), path.join(directory, 'node_modules'));
  return directory;
}

main(process.argv.slice(2));
